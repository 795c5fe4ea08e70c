"""Orders as they travel to the store, also from process to process: as bytes.

Bytes are a third of the objects that they stand for, and memory that is used again at once is
faster than memory that is filled and kept.
"""

import contextlib
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import msgspec

from orderdock.domain.orders import Order
from orderdock.store import order_rows


class Built(NamedTuple):
    """The rows of an order that is new."""

    columns: list[Any]
    """Of the order: order_rows.order_columns without the link."""
    lines: Sequence[Sequence[Any]]
    raws: list[tuple[int, bytes]]
    """By the id of the line; the order's own where its lines begin."""


class Told(NamedTuple):
    """One order, or the part of it that one page showed."""

    key: str
    link: str
    shown: int
    """How many different lines it has."""
    said: bytes
    """All of it; the same for equal orders."""
    built: bytes = b""
    """Its rows if it is new, where they are made already."""


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Order).decode
_built_in = msgspec.msgpack.Decoder(Built).decode


def told(order: Order, *, build: bool = False) -> Told:
    """An order on its way; with `build` its rows are made here, and not by who puts it in."""
    shown = len({line[0] for line in order.lines})
    built = b""
    if build:
        with contextlib.suppress(ValueError):  # who puts it in finds the same, and sets it aside
            built = _encode(_build(order, 0, shown))
    return Told(order.key, order.link, shown, _encode(order), built)


def built(told: Told, base: int) -> Built:
    """Its rows as those of a new order whose lines begin after `base`.

    Raises ValueError for what cannot be stored.
    """
    if not told.built:
        return _build(order_of(told), base, told.shown)
    made = _built_in(told.built)
    for line in made.lines:
        line[0] += base  # type: ignore[index] # lists, as they come from there
    return made._replace(raws=[(base + place, raw) for place, raw in made.raws])


def _build(order: Order, base: int, shown: int) -> Built:
    header = order_rows.header_of(order, None, None)
    if shown == len(order.lines):
        lines, raws = order_rows.new_rows(header, order, base)
    else:
        by_key, raws = order_rows.line_rows(header, order, {}, base)
        lines = list(by_key.values())
    if order.raw:
        raws.append((base, order.raw))
    _, *columns = order_rows.order_columns(header, order.key, lines)
    return Built(columns, lines, raws)


def order_of(told: Told) -> Order:
    """The order again."""
    return _decode(told.said)


def put_together(parts: Iterable[Told]) -> dict[str, Told]:
    """Each order by its key; the parts of it that several pages showed are one."""
    together: dict[str, Told] = {}
    for part in parts:
        earlier = together.get(part.key)
        if earlier is not None:
            both = order_rows.put_together((order_of(earlier), order_of(part)))
            part = told(both[part.key])
        together[part.key] = part
    return together
