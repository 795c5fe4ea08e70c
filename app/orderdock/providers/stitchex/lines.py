"""Stitchex's orders, with products and sizes nested in each, become orders and lines (sheet 12)."""

from functools import lru_cache, partial
from typing import Any

import msgspec

from orderdock.connector import reading
from orderdock.connector.contract import Link
from orderdock.connector.goods import Goods
from orderdock.connector.reading import plain
from orderdock.connector.record_pages import Amounts, Number, RecordPages, Text, line_of
from orderdock.connector.rereading import Row
from orderdock.domain.errors import UnreadableRecord
from orderdock.domain.orders import Line, Order, SetAside

PROVIDER, WHAT = "Stitchex", "the list of orders"


class _Size(msgspec.Struct, gc=False):
    id: Text = None
    size: Text = None
    quantity: Number = None
    sku_id: Text = None
    sku_number: Text = None


class _Item(msgspec.Struct, gc=False):
    id: Text = None
    product_id: Text = None
    product_name: Text = None
    product_brand: Any = None
    color: Text = None
    unit_price: Number = None
    line_quantities: list[_Size] | None = None


class _Head(msgspec.Struct, gc=False):
    """What is known even of a record that cannot be read."""

    id: Any = None
    organisation_id: Any = None


class _Record(_Head, gc=False):
    order_number: Any = None
    company_name: Any = None
    channel_name: Any = None
    status: Any = None
    fulfillment_status: Any = None
    currency: Any = None
    grand_total: Number = None
    submitted_at: Any = None
    confirmed_at: Any = None
    created_at: Any = None
    line_items: list[_Item] | None = None


_WORDS = (("part", "Partially Shipped"), ("deliver", "Delivered"), ("shipped", "Shipped"))
_pages, _heads = RecordPages(_Record), RecordPages(_Head)
_quantities, _prices = Amounts("quantity"), Amounts("unit price")


class OrderReader:
    """Reads answers; gives the rows, and whose they are as far as they say (sheet 3.3)."""

    def __init__(self, goods: Goods, organisation: Link, final: set[str]) -> None:
        self._goods = goods
        self._organisation = organisation
        self._final = final

    def page(self, body: bytes) -> tuple[list[Row], set[str]]:
        """The orders of a page, unreadable ones set aside. Raises UnexpectedAnswer."""
        owners: set[str] = set()
        found = _pages.read(body, WHAT, PROVIDER, "sales_orders")
        return [self._row(raw, record, owners) for raw, record in found], owners

    def one(self, body: bytes) -> tuple[Row, set[str]]:
        """One order, bare or wrapped (sheet 4). Raises UnexpectedAnswer."""
        owners: set[str] = set()
        raw = reading.raw_record(body, "an order", PROVIDER, "sales_order", "sales_orders")
        row = self._row(raw, _pages.one(raw), owners)
        if row.id is None:
            raise reading.unexpected("an order", PROVIDER, "it has no id")
        return row, owners

    def _row(self, raw: bytes, record: _Record | Exception, owners: set[str]) -> Row:
        known = _heads.one(raw) if isinstance(record, Exception) else record
        head = _Head() if isinstance(known, Exception) else known
        if head.organisation_id is not None:
            owners.add(str(head.organisation_id))
        made = reading.understood(record, partial(self._order, raw), "an order", PROVIDER)
        if isinstance(made, str):
            return Row(reading.whole(head.id), SetAside(made, raw, self._organisation.id))
        return Row(reading.whole(head.id), *made)

    def _order(self, raw: bytes, r: _Record) -> tuple[Order, bool]:
        """The order, and whether it may still change. Raises UnreadableRecord, TypeError."""
        key = plain(r.id)
        if key is None:
            raise UnreadableRecord("The order has no id.")
        word = plain(r.status)
        status = shipment_status(word, plain(r.fulfillment_status))
        lines: list[Line] = []
        for place, item in enumerate(r.line_items or ()):
            self._add_lines(lines, item, place, status)
        order = Order(
            key,
            plain(r.order_number) or key,
            plain(r.company_name) or plain(r.channel_name) or self._organisation.name,
            reading.when(r.submitted_at or r.confirmed_at or r.created_at, "order date"),
            tuple(lines),
            self._organisation.id,
            plain(r.currency),
            reading.amount(r.grand_total, "order total"),
            word,
            raw=raw,
        )
        return order, status.lower() not in self._final

    def _add_lines(self, lines: list[Line], item: _Item, place: int, status: str) -> None:
        """A line for each size of which there is more than nothing."""
        sizes = item.line_quantities or ()
        product = self._goods.products.get(str(item.product_id))
        product = product or self._goods.of_skus(str(size.sku_id) for size in sizes)
        own = item.product_brand
        brand = own if own and isinstance(own, str) else product.brand
        goods = (brand, None, product.category, product.sub_category)
        price = _prices[item.unit_price]
        what, color = item.product_name, item.color
        name = f"{what} / {color}" if what and color else str(what or color or "")
        first = item.id or f"#{place}"
        for nth, size in enumerate(sizes):
            quantity = _quantities[size.quantity] or "0"
            if quantity[0] == "-" or not quantity.strip("0."):
                continue
            sku = size.sku_number or self._goods.numbers.get(str(size.sku_id)) or size.sku_id
            title = f"{name} / {size.size}" if name and size.size else name or plain(size.size)
            key, sku = f"{first}/{size.id or f'#{nth}'}", str(sku or "") or None
            lines.append(line_of(key, title, goods, sku, quantity, price, status))


@lru_cache(maxsize=256)
def shipment_status(status: str | None, fulfilment: str | None) -> str:
    """The shipment status in our words (sheet 12); the order of the tests matters."""
    state, word = (status or "").lower(), (fulfilment or "").strip().lower()
    if state.startswith(("cancel", "void")):
        return "Cancelled"
    if state == "draft":
        return "Draft"
    if not word or word.startswith(("nothing_", "not_")):
        return "Not Shipped"
    found = (said for part, said in _WORDS if part in word)
    return next(found, word.replace("_", " ").title())
