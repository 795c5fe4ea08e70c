"""What Stitchex can be asked for besides what orders become: its lists as they are (sheet 4, 6)."""

from collections.abc import AsyncGenerator, Callable, Mapping
from functools import partial
from typing import Any

from orderdock.connector.contract import Dataset, DatasetPage, DatasetQuery, Desk
from orderdock.connector.numbered import Filters, Numbered, translated
from orderdock.providers.stitchex.api import StitchexApi
from orderdock.providers.stitchex.goods import stock_in
from orderdock.providers.stitchex.orders import ORDERS, PRODUCTS

Shape = Callable[[list[dict[str, Any]]], list[dict[str, Any]]]
_NONE: Filters = {}
_SINCE: Filters = {("id", ">"): "since_id"}
_BOTH: Filters = {**_SINCE, ("created_at", ">"): "since_created_at"}
_NUMBER: Filters = {("order_number", "="): "by_order_number"}
_PRODUCT: Filters = {("product_identifier", "="): "filter[product_identifier]"}
_TICKET: Filters = {
    **_BOTH,
    **_NUMBER,
    ("order_id", "="): "by_order_id",
    ("shipment_number", "="): "by_shipment_number",
    ("warehouse", "="): "filter[warehouse_name]",
}


async def _read(
    of: str, filters: Filters, shape: Shape | None, desk: Desk, query: DatasetQuery
) -> AsyncGenerator[DatasetPage, None]:
    api = StitchexApi(desk)
    await api.choose()

    async def ask(asked: Mapping[str, str]) -> Numbered:
        page = await api.records(of, asked)
        return page if shape is None else Numbered(shape(page.records), None, page.next_page)

    async for page in translated(ask, query, filters):
        yield page


def _dataset(
    name: str, about: str, filters: Filters = _NONE, of: str = "", shape: Shape | None = None
) -> Dataset:
    key = name.lower().replace(" ", "_")
    return Dataset(key, name, about, partial(_read, of or key, filters, shape))


DATASETS = (
    _dataset("Products", "Products with colours, sizes, prices and stock", _PRODUCT),
    _dataset("SKUs", "Every size of every colour"),
    _dataset("Inventory", "Stock of every SKU, from the products", _PRODUCT, PRODUCTS, stock_in),
    _dataset("Orders", "Sales orders as they are", {**_SINCE, **_NUMBER}, ORDERS),
    _dataset("Invoices", "Invoices", {**_SINCE, ("id", "="): "invoice_id"}),
    _dataset("Payments", "Payments", {**_BOTH, ("sale_id", "="): "order_id"}),
    _dataset("Pick tickets", "Shipments, with tracking numbers", _TICKET),
    _dataset("Receiving tickets", "Goods that came in", _BOTH),
    _dataset("Returns", "Goods that came back"),
    _dataset("Credit notes", "Credit notes", _SINCE),
    _dataset("Customers", "The shops that buy"),
    _dataset("Production orders", "What is being made"),
    _dataset("Agents", "Those who sell for the organisation"),
    _dataset("Channels", "Sales channels"),
    _dataset("Seasons", "Seasons of the collection"),
)
