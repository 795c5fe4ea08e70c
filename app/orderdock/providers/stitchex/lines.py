"""Stitchex's orders, with products and sizes nested in each, become orders and lines (sheet 12)."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import msgspec

from orderdock.connector import reading
from orderdock.connector.contract import Link
from orderdock.connector.reading import plain, raw_amount, when
from orderdock.connector.rereading import Row
from orderdock.domain.errors import UnreadableRecord
from orderdock.domain.orders import Line, Order, SetAside
from orderdock.providers.stitchex.goods import Goods, Product

PROVIDER = "Stitchex"
_NOTHING = msgspec.Raw(b"null")
_NO_PRODUCT = Product()
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
    id: Any = None
    order_number: Any = None
    company_name: Any = None
    channel_name: Any = None
    organisation_id: Any = None
    status: Any = None
    fulfillment_status: Any = None
    currency: Any = None
    grand_total: msgspec.Raw = _NOTHING
    submitted_at: Any = None
    confirmed_at: Any = None
    created_at: Any = None
    line_items: msgspec.Raw = _NOTHING


_WORDS = (("part", "Partially Shipped"), ("deliver", "Delivered"), ("shipped", "Shipped"))
_decode = msgspec.json.Decoder(_Record).decode
_decode_items = msgspec.json.Decoder(list[_Item] | None).decode


class OrderReader:
    """Reads answers; gives the rows, and whose they are as far as they say (sheet 3.3)."""

    def __init__(self, goods: Goods, organisation: Link, final: set[str]) -> None:
        self._goods = goods
        self._organisation = organisation
        self._final = final

    def page(self, body: bytes) -> tuple[list[Row], set[str]]:
        """The orders of a page, unreadable ones set aside. Raises UnexpectedAnswer."""
        owners: set[str] = set()
        raws = reading.raw_records(body, "the list of orders", PROVIDER, "sales_orders")
        return [self._row(bytes(raw), owners) for raw in raws], owners

    def one(self, body: bytes) -> tuple[Row, set[str]]:
        """One order, bare or wrapped (sheet 4). Raises UnexpectedAnswer."""
        owners: set[str] = set()
        fields = reading.decode(body, dict[str, msgspec.Raw], "an order", PROVIDER)
        if not fields.keys() & {"id", "sales_order"}:
            raise reading.unexpected("an order", PROVIDER, "it has no id")
        return self._row(bytes(fields.get("sales_order", body)), owners), owners

    def _row(self, raw: bytes, owners: set[str]) -> Row:
        r = _Record()
        try:
            r = _decode(raw)
            return Row(reading.whole(r.id), *self._order(r, raw))
        except reading.UNREADABLE as trouble:
            says = reading.why_unreadable(trouble, "an order", PROVIDER)
        finally:
            if r.organisation_id is not None:
                owners.add(str(r.organisation_id))
        return Row(reading.whole(r.id), SetAside(says, raw, self._organisation.id))

    def _order(self, r: _Record, raw: bytes) -> tuple[Order, bool]:
        """The order, and whether it may still change. Raises UnreadableRecord, MsgspecError."""
        key = plain(r.id)
        if key is None:
            raise UnreadableRecord("The order has no id.")
        status = shipment_status(plain(r.status), plain(r.fulfillment_status))
        items = enumerate(_decode_items(r.line_items) or ())
        order = Order(
            key,
            plain(r.order_number) or key,
            plain(r.company_name) or plain(r.channel_name) or self._organisation.name,
            when(r.submitted_at or r.confirmed_at or r.created_at, "order date"),
            tuple(line for place, item in items for line in self._lines(item, place, status)),
            self._organisation.id,
            plain(r.currency),
            raw_amount(bytes(r.grand_total), "order total"),
            plain(r.status),
            raw=raw,
        )
        return order, status.lower() not in self._final

    def _lines(self, item: _Item, place: int, status: str) -> Iterator[Line]:
        """A line for each size of which there is more than nothing."""
        product = self._goods.products.get(str(item.product_id), _NO_PRODUCT)
        brand = item.product_brand if isinstance(item.product_brand, str) else product.brand
        price = raw_amount(bytes(item.unit_price), "unit price")
        name, skus = (item.product_name, item.color), self._goods.skus
        for nth, size in enumerate(item.line_quantities or ()):
            quantity = raw_amount(bytes(size.quantity), "quantity") or "0"
            if quantity[0] == "-" or not quantity.strip("0."):
                continue
            sku = size.sku_number or skus.get(str(size.sku_id)) or size.sku_id
            yield Line(
                f"{item.id or f'#{place}'}/{size.id or f'#{nth}'}",
                " / ".join([str(part) for part in (*name, size.size) if part]) or None,
                brand or None,
                None,
                product.category,
                product.sub_category,
                str(sku) if sku else None,
                quantity,
                price,
                None,
                status,
            )


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
