"""Stock2Shop's orders become orders and lines, with what their products add (sheet 10, 12)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import msgspec

from orderdock.connector.changes import Row
from orderdock.connector.conditions import holds
from orderdock.connector.reading import UNREADABLE, content, objects, plain, raw_amount, text, when
from orderdock.connector.reading import why_unreadable as why_not
from orderdock.domain.errors import UnreadableRecord
from orderdock.domain.orders import Line, Order, SetAside
from orderdock.providers.stock2shop.api import PROVIDER
from orderdock.providers.stock2shop.goods import Good, Goods

_NOTHING = msgspec.Raw(b"null")
_Text = str | int | None


class _Line(msgspec.Struct, gc=False):
    id: _Text = None
    sku: _Text = None
    title: _Text = None
    variant_id: _Text = None
    qty: msgspec.Raw = _NOTHING
    price: msgspec.Raw = _NOTHING


class Record(msgspec.Struct):
    """An order as sent."""

    id: _Text = None
    channel_order_code: _Text = None
    created: _Text = None
    ordered_date: _Text = None
    modified: _Text = None
    channel_id: _Text = None
    status: _Text = None
    total: msgspec.Raw = _NOTHING
    line_items: list[_Line] | None = None
    fulfillments: msgspec.Raw = _NOTHING


Read = tuple[bytes, Record | str]
"""An order as sent, and what it says, or why that cannot be read."""
_decode = msgspec.json.Decoder(Record).decode


def read(raws: Iterable[msgspec.Raw]) -> list[Read]:
    """The orders of a page, each by itself."""
    return [_read(bytes(raw)) for raw in raws]


def _read(raw: bytes) -> Read:
    try:
        return raw, _decode(raw)
    except UNREADABLE as trouble:
        return raw, why_not(trouble, "an order", PROVIDER)


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

    def _row(self, raw: bytes, record: Record | str) -> Row[Order | SetAside]:
        try:
            if isinstance(record, Record):
                order = self._order(record, raw)
                return Row(order.key, record.modified, order)
            why = record
        except UNREADABLE as trouble:
            why = why_not(trouble, "an order", PROVIDER)
        return Row(blake2b(raw, digest_size=12).hexdigest(), None, SetAside(why, raw))

    def _order(self, r: Record, raw: bytes) -> Order:
        key, channel = plain(r.id), plain(r.channel_id) or ""
        if key is None:
            raise UnreadableRecord("The order has no id.")
        fulfilments = objects(content(bytes(r.fulfillments), "the fulfilments", PROVIDER))
        lines = (self._line(line, n, r, fulfilments) for n, line in enumerate(r.line_items or ()))
        return Order(
            key,
            plain(r.channel_order_code) or key,
            self.channels.get(channel) or self.nameless,
            when(plain(r.ordered_date) or plain(r.created), "order date"),
            tuple(lines),
            channel if channel in self.channels else "",
            self.currency,
            raw_amount(bytes(r.total), "order total"),
            plain(r.status),
            raw=raw,
        )

    def _line(self, line: _Line, place: int, r: Record, fulfilments: list[dict[str, Any]]) -> Line:
        sku = plain(line.sku)
        good = self.goods.of(plain(line.variant_id), sku) or Good()
        return Line(
            plain(line.id) or f"#{place}",
            plain(line.title) or good.title,
            *good[1:],
            sku,
            raw_amount(bytes(line.qty), "quantity"),
            raw_amount(bytes(line.price), "price"),
            shipment_status=shipment_status(fulfilments, sku, plain(r.status)),
        )


def shipment_status(
    fulfilments: Iterable[Mapping[str, Any]], sku: str | None, status: str | None
) -> str | None:
    """How far a line is, in the vendor's words; the order's own without fulfilments (sheet 12)."""
    every = [(text(f, "state", "status"), objects(f.get("line_items"))) for f in fulfilments]
    mine = [(word, [i for i in items if text(i, "sku") == sku]) for word, items in every]
    mine = [part for part in mine if part[1]] or [part for part in every if not part[1]]
    words = {word.lower(): word for word, _ in mine if word}
    sent = [item for word, items in mine if word and word.lower() == "complete" for item in items]
    short = any(holds(i, ("fulfilled_qty", "<", text(i, "qty") or "")) for i in sent)
    word = "Partial" if short or len(words) > 1 else next(iter(words.values()), status)
    return word and word[:1].upper() + word[1:]
