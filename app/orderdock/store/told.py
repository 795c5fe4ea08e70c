"""Orders as they travel to the store, also from process to process: as bytes.

Bytes are a third of the objects that they stand for, and memory that is used again at once is
faster than memory that is filled and kept.
"""

from collections.abc import Iterable
from operator import itemgetter
from typing import NamedTuple

import msgspec

from orderdock.domain.orders import Order
from orderdock.store import marks, order_rows

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Order).decode
_key_of_line = itemgetter(0)


class Told(NamedTuple):
    """One order, or the part of it that one page showed."""

    key: str
    link: str
    shown: int
    """How many different lines it has."""
    said: bytes
    """All of it; the same for equal orders."""
    begun: int
    """Its mark, as far as that depends on nothing else (marks.begin)."""
    shapes: bytes = b""
    """Of its lines (order_rows.line_shapes); empty where that is left to who puts them in."""
    plain: bool = False
    """Whether its own words are known to be (order_rows.has_plain_words)."""


def told(order: Order, *, judged: bool = False) -> Told:
    """An order on its way, how awkward its words are judged or not."""
    shown = len(set(map(_key_of_line, order.lines)))
    shapes = order_rows.line_shapes(order) if judged else b""
    plain = judged and order_rows.has_plain_words(order)
    said = _encode(order)
    return Told(order.key, order.link, shown, said, marks.begin(said), shapes, plain)


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
