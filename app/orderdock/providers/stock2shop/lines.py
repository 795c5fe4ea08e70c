"""Stock2Shop's orders become orders and lines, with what their products add (sheet 10, 12)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from typing import NamedTuple

import msgspec

from orderdock.connector import reading
from orderdock.connector.changes import Row
from orderdock.connector.conditions import holds
from orderdock.connector.reading import objects, plain, text
from orderdock.connector.record_pages import Amounts, Number, RecordPages, Text, line_of, told_apart
from orderdock.domain.errors import UnreadableRecord
from orderdock.domain.orders import Line, Order, SetAside
from orderdock.providers.stock2shop.api import PROVIDER
from orderdock.providers.stock2shop.goods import Good, Goods

_NOTHING = msgspec.Raw(b"null")
_NO_FULFILMENTS = frozenset((b"null", b"[]"))
_NO_GOOD = Good()


class _Line(msgspec.Struct, gc=False):
    id: Text = None
    sku: Text = None
    title: Text = None
    variant_id: Text = None
    qty: Number = None
    price: Number = None


class Record(msgspec.Struct, gc=False):
    """An order as sent."""

    id: Text = None
    channel_order_code: Text = None
    created: Text = None
    ordered_date: Text = None
    modified: Text = None
    channel_id: Text = None
    status: Text = None
    total: Number = None
    line_items: list[_Line] | None = None
    fulfillments: msgspec.Raw = _NOTHING


Read = tuple[bytes, Record | Exception]  # an order as sent; what it says, or why it cannot be read
_pages = RecordPages(Record)
_quantities, _prices = Amounts("quantity"), Amounts("price")


def read(raws: Iterable[msgspec.Raw]) -> list[Read]:
    """The orders of a page, each by itself."""
    return list(_pages.each(raws))


@dataclass(frozen=True, slots=True)
class Lines:
    """Makes orders; `channels` is name by id, `nameless` the retailer where none is known."""

    goods: Goods
    channels: Mapping[str, str]
    nameless: str
    currency: str | None

    def rows(self, page: Iterable[Read]) -> list[Row[Order | SetAside]]:
        """The orders of a page, those that cannot be read set aside."""
        return [self._row(raw, record) for raw, record in page]

    def _row(self, raw: bytes, record: Record | Exception) -> Row[Order | SetAside]:
        order = reading.understood(record, partial(self._order, raw), "an order", PROVIDER)
        if isinstance(order, Order) and isinstance(record, Record):
            return Row(order.key, record.modified, order)
        digest = blake2b(raw, digest_size=12).hexdigest()
        return Row(digest, None, SetAside(str(order), raw))

    def _order(self, raw: bytes, r: Record) -> Order:
        key, channel = plain(r.id), plain(r.channel_id) or ""
        if key is None:
            raise UnreadableRecord("The order has no id.")
        status, parcels = plain(r.status), parcels_of(bytes(r.fulfillments))
        of_all = None if parcels else shipment_status(parcels, None, status)
        lines: list[Line] = []
        for place, line in enumerate(r.line_items or ()):
            sku = plain(line.sku)
            good = self.goods.of(plain(line.variant_id), sku) or _NO_GOOD
            own, title = plain(line.id) or f"#{place}", plain(line.title) or good[0]
            quantity, price = _quantities[line.qty], _prices[line.price]
            shipped = shipment_status(parcels, sku, status) if parcels else of_all
            lines.append(line_of(own, title, good[1:], sku, quantity, price, shipped))
        return Order(
            key,
            plain(r.channel_order_code) or key,
            self.channels.get(channel) or self.nameless,
            reading.moment(r.ordered_date) or reading.when(r.created, "order date"),
            told_apart(lines),  # an id may come again, as in the vendor's own sample
            channel if channel in self.channels else "",
            self.currency,
            reading.amount(r.total, "order total"),
            status,
            raw=raw,
        )


class Parcel(NamedTuple):
    """A fulfilment: its state, and for each SKU in it whether pieces are missing."""

    word: str | None
    items: dict[str | None, bool]


def parcels_of(raw: bytes) -> list[Parcel]:
    """The fulfilments of an order from their own JSON."""
    parcels: list[Parcel] = []
    if raw in _NO_FULFILMENTS:
        return parcels
    for found in objects(reading.content(raw, "the fulfilments", PROVIDER)):
        parcels.append(Parcel(text(found, "state", "status"), {}))
        for item in objects(found.get("line_items")):
            short = holds(item, ("fulfilled_qty", "<", text(item, "qty") or ""))
            sku, items = text(item, "sku"), parcels[-1].items
            items[sku] = items.get(sku, False) or short
    return parcels


def shipment_status(parcels: list[Parcel], sku: str | None, status: str | None) -> str | None:
    """How far a line is, in the vendor's words; the order's own without fulfilments (sheet 12)."""
    word = status
    if parcels:
        mine = [p for p in parcels if sku in p.items] or [p for p in parcels if not p.items]
        words = {p.word.lower(): p.word for p in mine if p.word}
        short = any(p.items.get(sku) for p in mine if p.word and p.word.lower() == "complete")
        word = "Partial" if short or len(words) > 1 else next(iter(words.values()), status)
    return word and word[:1].upper() + word[1:]
