"""The same made orders as pages of several providers, each with its provider's own reading."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, cast

import msgspec

from orderdock.connector import reading
from orderdock.connector.contract import Link
from orderdock.domain.orders import Order
from orderdock.providers.stitchex.goods import Goods as StitchexGoods
from orderdock.providers.stitchex.lines import OrderReader
from orderdock.providers.stock2shop.goods import Good, Goods
from orderdock.providers.stock2shop.lines import Lines, read
from tests.benchmarks import made_orders

_ORDERS = 300
"""In a page; about a thousand lines."""


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
    "stitchex": Shape(_stitchex_pages, _stitchex_decode),
    "stock2shop": Shape(_stock2shop_pages, _stock2shop_decode),
}
