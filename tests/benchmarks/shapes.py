"""The same made orders as pages of several providers, each with its provider's own reading."""

import itertools
from collections.abc import Callable, Iterator
from typing import Any, ClassVar, NamedTuple, cast

import msgspec

from orderdock.connector import reading
from orderdock.connector.assumptions import Assumptions
from orderdock.connector.contract import Link
from orderdock.connector.goods import Goods as StitchexGoods
from orderdock.domain.orders import Order
from orderdock.providers.stitchex.lines import OrderReader
from orderdock.providers.stitchlabs.mapping import read_orders_in
from orderdock.providers.stock2shop.goods import Good, Goods
from orderdock.providers.stock2shop.lines import Lines, read
from orderdock.providers.synq.assumptions import ASSUMPTIONS as SYNQ
from orderdock.providers.synq.goods import Goods as SynqGoods
from orderdock.providers.synq.goods import Product
from orderdock.providers.synq.lines import Lines as SynqLines
from tests.benchmarks import made_orders

_ORDERS = 300
"""In a page; about a thousand lines."""
_AT_ONCE = 15
"""Orders that Stitch Labs shows at once."""


class Shape(NamedTuple):
    """A provider's pages, and what a sync makes of one."""

    pages: Callable[[int], Iterator[bytes]]
    """Of so many lines."""
    decode: Callable[[bytes], list[Order]]


def _stitchex_pages(lines: int) -> Iterator[bytes]:
    return _pages(lines, "sales_orders", _stitchex_order)


def _stitchex_order(number: int, records: list[dict[str, Any]]) -> dict[str, Any]:
    first = records[0]
    return {
        "id": 70_000 + number,
        "order_number": first["orderId"],
        "created_at": first["orderDate"],
        "submitted_at": first["orderDate"],
        "grand_total": first["orderTotal"],
        "currency": first["currency"],
        "company_name": first["retailerName"],
        "organisation_id": 4101,
        "status": "confirmed",
        "fulfillment_status": "nothing_shipped",
        "line_items": [
            {
                "id": 900_000 + place,
                "product_id": 640 + place,
                "product_name": record["itemName"],
                "product_brand": record["brandName"],
                "color": record["subCategory"],
                "unit_price": record["price"],
                "line_quantities": [
                    {
                        "id": 9_000 + place,
                        "size": "M",
                        "quantity": record["quantity"],
                        "sku_number": record["retailerSku"],
                    }
                ],
            }
            for place, record in enumerate(records)
        ],
    }


def _stitchex_decode(body: bytes) -> list[Order]:
    reader = OrderReader(StitchexGoods(), Link("4101", "Made"), set())
    return [row.read for row in reader.page(body)[0] if isinstance(row.read, Order)]


def _stock2shop_pages(lines: int) -> Iterator[bytes]:
    return _pages(lines, "system_orders", _stock2shop_order)


def _stock2shop_order(number: int, records: list[dict[str, Any]]) -> dict[str, Any]:
    first = records[0]
    return {
        "id": 720_000 + number,
        "created": first["orderDate"],
        "modified": first["orderDate"],
        "channel_order_code": first["orderId"],
        "channel_id": first["retailerId"],
        "status": first["shipmentStatus"],
        "total": first["orderTotal"],
        "line_items": [
            {
                "id": 31 + place,
                "sku": record["retailerSku"],
                "title": record["itemName"],
                "variant_id": place,
                "qty": record["quantity"],
                "price": record["price"],
            }
            for place, record in enumerate(records)
        ],
    }


class _Shelf:
    """Goods of which nothing but a category is known."""

    _good = Good(None, "Acme", None, "Home", "Kitchen")

    def of(self, variant: str | None, sku: str | None) -> Good | None:
        return self._good


_channels = Lines(cast("Goods", _Shelf()), {str(n): f"Shop {n}" for n in range(8)}, "Made", "ZAR")


def _stock2shop_decode(body: bytes) -> list[Order]:
    raws = reading.raw_records(body, "the orders", "Stock2Shop", "system_orders")
    rows = _channels.rows(read(raws))
    return [row.content for row in rows if isinstance(row.content, Order)]


def _synq_pages(lines: int) -> Iterator[bytes]:
    return _pages(lines, "orders", _synq_order)


def _synq_order(number: int, records: list[dict[str, Any]]) -> dict[str, Any]:
    first = records[0]
    return {
        "id": _uuid(number),
        "order_number": first["orderId"],
        "status": "processing",
        "channel_id": str(first["retailerId"]),
        "currency": first["currency"],
        "total_amount": first["orderTotal"],
        "created_at": first["orderDate"],
        "updated_at": first["orderDate"],
        "items": [
            {
                "id": _uuid(place),
                "product_id": "p",
                "sku": record["retailerSku"],
                "title": record["itemName"],
                "quantity": record["quantity"],
                "unit_price": record["price"],
            }
            for place, record in enumerate(records)
        ],
    }


def _uuid(number: int) -> str:
    return f"c0ffee00-0000-4000-8000-{number:012d}"


class _SynqGoods:
    """Goods of which nothing but the category is known."""

    channels: ClassVar = {str(n): {"id": str(n), "name": f"Shop {n}"} for n in range(8)}
    _product = Product(None, "Acme", None, "Home", "Kitchen")

    def product(self, line: object) -> Product:
        return self._product

    def sku(self, variant: str | None) -> None:
        return None


synq_lines = SynqLines(Assumptions(SYNQ), cast("SynqGoods", _SynqGoods()), "Made")


def _synq_decode(body: bytes) -> list[Order]:
    found = synq_lines.orders([row.content for row in synq_lines.rows(body)])
    return [order for order in found if isinstance(order, Order)]


def _stitchlabs_pages(lines: int) -> Iterator[bytes]:
    made = enumerate(made_orders.records(lines))
    while some := list(itertools.islice(made, _AT_ONCE)):
        yield msgspec.json.encode(_stitchlabs_answer(some))


def _stitchlabs_answer(orders: list[tuple[int, list[dict[str, Any]]]]) -> dict[str, Any]:
    """Orders with everything they link beside them; all numbers are texts (sheet 2)."""
    answer: dict[str, Any] = {"SalesOrders": [], "SalesOrderLineItems": {}, "Variants": {}}
    answer["Channels"] = {str(n): {"id": str(n), "name": f"Shop {n}"} for n in range(8)}
    for number, records in orders:
        first, ids = records[0], [f"{number}{place:03d}" for place in range(len(records))]
        links = {
            "Channels": [{"id": str(first["retailerId"])}],
            "SalesOrderLineItems": [{"id": one} for one in ids],
            "CompletedSalesOrderLineItems": [],
            "Packages": [],
        }
        answer["SalesOrders"].append(
            {
                "id": str(900_000 + number),
                "external_connector_order_id": first["orderId"],
                "order_date": first["orderDate"],
                "currency_iso": first["currency"],
                "total": bytes(first["orderTotal"]).decode(),
                "status_package": "0",
                "complete": "0",
                "links": links,
            }
        )
        for one, record in zip(ids, records, strict=True):
            answer["SalesOrderLineItems"][one] = {
                "id": one,
                "quantity": str(record["quantity"]),
                "price": bytes(record["price"]).decode(),
                "links": {"Variants": [{"id": one}]},
            }
            answer["Variants"][one] = {
                "id": one,
                "sku": record["retailerSku"],
                "auto_description": record["itemName"],
                "links": [],
            }
    return answer


def _stitchlabs_decode(body: bytes) -> list[Order]:
    return [found.read for found in read_orders_in(body) if isinstance(found.read, Order)]


def _pages(
    lines: int, wrapper: str, made: Callable[[int, list[dict[str, Any]]], dict[str, Any]]
) -> Iterator[bytes]:
    page: list[dict[str, Any]] = []
    for number, records in enumerate(made_orders.records(lines)):
        page.append(made(number, records))
        if len(page) == _ORDERS:
            yield msgspec.json.encode({wrapper: page})
            page = []
    if page:
        yield msgspec.json.encode({wrapper: page})


SHAPES = {
    "stackline": Shape(made_orders.pages, made_orders.decode),
    "stitchlabs": Shape(_stitchlabs_pages, _stitchlabs_decode),
    "stock2shop": Shape(_stock2shop_pages, _stock2shop_decode),
    "stitchex": Shape(_stitchex_pages, _stitchex_decode),
    "synq": Shape(_synq_pages, _synq_decode),
}
