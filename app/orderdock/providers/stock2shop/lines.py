"""Stock2Shop's orders become orders and lines, with what their products add (sheet 10, 12)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, NamedTuple

import msgspec

from orderdock.connector import reading
from orderdock.connector.changes import Row
from orderdock.connector.conditions import holds
from orderdock.connector.reading import objects, plain, text
from orderdock.connector.record_pages import NOT_A_NUMBER, Amounts, Moments, RecordPages
from orderdock.domain.errors import UnreadableRecord
from orderdock.domain.orders import Line, Order, SetAside
from orderdock.providers.stock2shop.api import PROVIDER
from orderdock.providers.stock2shop.goods import Good, Goods

_NOTHING = msgspec.Raw(b"null")
_NO_FULFILMENTS = frozenset((b"null", b"[]"))
_NO_GOOD = Good()
_Text = str | int | None
_Number = Any
"""As RecordPages gives it: a whole number, or the text of a number; anything else is refused."""


class _Line(msgspec.Struct, gc=False):
    id: _Text = None
    sku: _Text = None
    title: _Text = None
    variant_id: _Text = None
    qty: _Number = None
    price: _Number = None


class Record(msgspec.Struct, gc=False):
    """An order as sent."""

    id: _Text = None
    channel_order_code: _Text = None
    created: _Text = None
    ordered_date: _Text = None
    modified: _Text = None
    channel_id: _Text = None
    status: _Text = None
    total: _Number = None
    line_items: list[_Line] | None = None
    fulfillments: msgspec.Raw = _NOTHING


Read = tuple[bytes, Record | Exception]  # an order as sent; what it says, or why it cannot be read
_pages = RecordPages(Record)
_quantities, _prices, _totals = Amounts("quantity"), Amounts("price"), Amounts("order total")
_moments = Moments("order date")
_new_line = tuple.__new__
"""Builds a named tuple without going through its own, slower, constructor."""


def read(raws: Iterable[msgspec.Raw]) -> list[Read]:
    """The orders of a page, each by itself."""
    return _pages.each(raws)


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
        try:
            if isinstance(record, Exception):
                raise record
            order = self._order(record, raw)
            return Row(order.key, record.modified, order)
        except reading.UNREADABLE as trouble:
            why = reading.why_unreadable(trouble, "an order", PROVIDER)
        except TypeError:
            why = NOT_A_NUMBER
        return Row(blake2b(raw, digest_size=12).hexdigest(), None, SetAside(why, raw))

    def _order(self, r: Record, raw: bytes) -> Order:
        key, channel = plain(r.id), plain(r.channel_id) or ""
        if key is None:
            raise UnreadableRecord("The order has no id.")
        status, parcels = plain(r.status), parcels_of(bytes(r.fulfillments))
        of_all = None if parcels else shipment_status(parcels, None, status)
        lines: list[Line] = []
        for place, line in enumerate(r.line_items or ()):
            sku = plain(line.sku)
            good = self.goods.of(plain(line.variant_id), sku) or _NO_GOOD
            values = (
                plain(line.id) or f"#{place}",
                plain(line.title) or good[0],
                *good[1:],
                sku,
                _quantities[line.qty],
                _prices[line.price],
                None,
                shipment_status(parcels, sku, status) if parcels else of_all,
                None,
                b"",
            )
            lines.append(_new_line(Line, values))
        return Order(
            key,
            plain(r.channel_order_code) or key,
            self.channels.get(channel) or self.nameless,
            reading.moment(r.ordered_date) or _moments[r.created],
            tuple(lines),
            channel if channel in self.channels else "",
            self.currency,
            _totals[r.total],
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
    mine = [p for p in parcels if sku in p.items] or [p for p in parcels if not p.items]
    words = {p.word.lower(): p.word for p in mine if p.word}
    short = any(p.items.get(sku) for p in mine if p.word and p.word.lower() == "complete")
    word = "Partial" if short or len(words) > 1 else next(iter(words.values()), status)
    return word and word[:1].upper() + word[1:]
