"""Stitchex's orders, with products and sizes nested in each, become orders and lines (sheet 12)."""

from functools import lru_cache
from typing import Any, NamedTuple

import msgspec

from orderdock.connector import reading
from orderdock.connector.reading import plain, raw_amount, when
from orderdock.connector.rereading import Row
from orderdock.domain.errors import UnreadableRecord
from orderdock.domain.orders import Line, Order, SetAside
from orderdock.providers.stitchex.goods import Goods, Product

PROVIDER = "Stitchex"
WHAT = "the list of orders"
_NOTHING = msgspec.Raw(b"null")
_Text = str | int | None


class _Size(msgspec.Struct, gc=False):
    id: _Text = None
    size: _Text = None
    quantity: msgspec.Raw = _NOTHING
    sku_id: _Text = None
    sku_number: _Text = None


class _Item(msgspec.Struct):
    id: _Text = None
    product_id: _Text = None
    product_name: _Text = None
    product_brand: Any = None
    color: _Text = None
    unit_price: msgspec.Raw = _NOTHING
    line_quantities: list[_Size] | None = None


class _Record(msgspec.Struct):
    id: str | int
    order_number: _Text = None
    company_name: _Text = None
    channel_name: _Text = None
    organisation_id: _Text = None
    status: _Text = None
    fulfillment_status: _Text = None
    currency: _Text = None
    grand_total: msgspec.Raw = _NOTHING
    submitted_at: _Text = None
    confirmed_at: _Text = None
    created_at: _Text = None
    line_items: list[_Item] | None = None


class _Unreadable(msgspec.Struct):
    """What is still asked of a record that cannot be read."""

    id: Any = None
    organisation_id: Any = None


class Organisation(NamedTuple):
    """The organisation of a connection."""

    id: str
    name: str


_decode = msgspec.json.Decoder(_Record).decode
_decode_unreadable = msgspec.json.Decoder(_Unreadable).decode


class OrderReader:
    """Reads answers; gives the rows, and whose they are as far as they say (sheet 3.3)."""

    def __init__(self, goods: Goods, organisation: Organisation, final: frozenset[str]) -> None:
        self._goods = goods
        self._organisation = organisation
        self._final = final

    def page(self, body: bytes) -> tuple[list[Row], set[str]]:
        """The orders of a page, unreadable ones set aside. Raises UnexpectedAnswer."""
        owners: set[str] = set()
        raws = reading.raw_records(body, WHAT, PROVIDER, "sales_orders")
        return [self._row(bytes(raw), owners) for raw in raws], owners

    def one(self, body: bytes) -> tuple[Row, set[str]]:
        """One order, bare or wrapped (sheet 4). Raises UnexpectedAnswer."""
        owners: set[str] = set()
        fields = reading.decode(body, dict[str, msgspec.Raw], "an order", PROVIDER)
        if not fields.keys() & {"id", "sales_order"}:
            raise reading.unexpected("an order", PROVIDER, "it has no id")
        return self._row(bytes(fields.get("sales_order", body)), owners), owners

    def _row(self, raw: bytes, owners: set[str]) -> Row:
        try:
            r = _decode(raw)
            row = Row(reading.whole(r.id), *self._order(r, raw))
            owner = plain(r.organisation_id)
        except (msgspec.MsgspecError, UnicodeDecodeError, UnreadableRecord) as trouble:
            known = isinstance(trouble, UnreadableRecord)
            says = trouble if known else reading.unexpected("an order", PROVIDER, trouble)
            row, owner = self._set_aside(str(says), raw)
        if owner is not None:
            owners.add(owner)
        return row

    def _order(self, r: _Record, raw: bytes) -> tuple[Order, bool]:
        """The order, and whether it may still change. Raises UnreadableRecord."""
        status = shipment_status(plain(r.status), plain(r.fulfillment_status))
        ordered = plain(r.submitted_at) or plain(r.confirmed_at) or plain(r.created_at)
        order = Order(
            key=str(r.id),
            number=plain(r.order_number) or str(r.id),
            retailer=plain(r.company_name) or plain(r.channel_name) or self._organisation.name,
            ordered_at=when(ordered, "order date"),
            lines=tuple(
                line
                for place, item in enumerate(r.line_items or ())
                for line in self._lines(item, place, status)
            ),
            link=self._organisation.id,
            currency=plain(r.currency),
            total=raw_amount(bytes(r.grand_total), "order total"),
            status=plain(r.status),
            raw=raw,
        )
        return order, status.lower() not in self._final

    def _lines(self, item: _Item, place: int, status: str) -> list[Line]:
        """A line for each size of which there is more than nothing."""
        product = self._goods.products.get(str(item.product_id), Product())
        brand = item.product_brand if isinstance(item.product_brand, str) else product.brand
        price = raw_amount(bytes(item.unit_price), "unit price")
        name = [text for text in (plain(item.product_name), plain(item.color)) if text]
        lines = []
        for nth, size in enumerate(item.line_quantities or ()):
            quantity = raw_amount(bytes(size.quantity), "quantity") or "0"
            if quantity[0] == "-" or not quantity.strip("0."):
                continue
            key = f"{plain(item.id) or f'#{place}'}/{plain(size.id) or f'#{nth}'}"
            sku_id = plain(size.sku_id)
            sku = plain(size.sku_number) or self._goods.skus.get(sku_id or "") or sku_id
            title = " / ".join([*name, text] if (text := plain(size.size)) else name)
            lines.append(
                Line(
                    key,
                    title or None,
                    brand or None,
                    category=product.category,
                    subcategory=product.sub_category,
                    sku=sku,
                    quantity=quantity,
                    unit_price=price,
                    shipment_status=status,
                )
            )
        return lines

    def _set_aside(self, says: str, raw: bytes) -> tuple[Row, str | None]:
        try:
            found = _decode_unreadable(raw)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            found = _Unreadable()
        owner = None if found.organisation_id is None else str(found.organisation_id)
        return Row(reading.whole(found.id), SetAside(says, raw, self._organisation.id)), owner


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
    if "part" in word:
        return "Partially Shipped"
    if "deliver" in word:
        return "Delivered"
    return "Shipped" if "shipped" in word else word.replace("_", " ").title()
