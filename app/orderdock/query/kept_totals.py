"""Sums of orders by their total: whole bands from the kept sums, single orders at the ends."""

from array import array
from collections.abc import Iterator
from typing import Any, NamedTuple

import apsw

from orderdock.query.conditions import Conditions
from orderdock.query.filters import Between, Sort, Unit
from orderdock.query.id_list import id_list
from orderdock.query.kept_order import KeptOrder, kept_order
from orderdock.query.parts import span_of_amounts
from orderdock.query.row_ids import orders_of
from orderdock.query.sources import where
from orderdock.store.order_sums import OF_ORDERS, SUMS

_ADDED = ", ".join([*(f"coalesce(sum(o.{name}), 0)" for name in SUMS[:-1]), "0"])
_GIVEN = "(SELECT value AS id FROM carray(?)) g CROSS JOIN orders o ON o.id = g.id"
_Span = tuple[int, int]


class Piece(NamedTuple):
    """What to add up: the sums of `columns` over the rows of `source`, or to take away."""

    source: str
    clause: tuple[str, list[Any]]
    columns: str
    sign: int


def pieces_by_total(
    db: apsw.Connection, total: Between, kept: Conditions, upto: int
) -> list[Piece] | None:
    """What the orders up to the id `upto` add up from, of those that `kept` leaves.

    `kept` asks only for what the sums are kept by. None where there is no quick way: the ends lie
    within bands, and the order by total is not kept.
    """
    first, end = span_of_amounts(total)
    if first is not None and end is not None and first >= end:
        return []
    whole, ends = _taken_apart(db, first, end)
    pieces = [_bands(kept, *whole)]
    if ends:
        order = kept_order(db, (Sort("order_total"),), Unit.ORDERS)
        if not isinstance(order, KeptOrder):
            return None
        for span in ends:
            pieces += _within_a_band(db, order, kept, upto, span)
    return pieces


def _taken_apart(
    db: apsw.Connection, first: int | None, end: int | None
) -> tuple[tuple[int | None, int | None], list[_Span]]:
    """A span of totals as whole bands, by the first of them and the one after, and what is left."""
    ends = []
    since = first if first is None else _band_from(db, first)
    until = end if end is None else _band_upto(db, end)
    if since is not None and until is not None and since > until:  # both within one band
        return (since, since), [(first or 0, end or 0)]
    if first is not None and since is not None and first < since:
        ends.append((first, since))
    if end is not None and until is not None and until < end:
        ends.append((until, end))
    return (since, until), ends


def _within_a_band(
    db: apsw.Connection, order: KeptOrder, kept: Conditions, upto: int, span: _Span
) -> Iterator[Piece]:
    """The orders of a span, or the whole band without the others, whichever are fewer."""
    first, end = span
    within = _between(order, first, end)
    begins, after = _band_upto(db, first), _band_from(db, end)
    before, behind = _between(order, begins, first), _between(order, end, after)
    if len(within) <= len(before) + len(behind):
        yield _single(kept, upto, within, 1)
    else:
        yield _bands(kept, begins, after)
        yield _single(kept, upto, before + behind, -1)


def _between(order: KeptOrder, first: int, end: int) -> "array[int]":
    return orders_of(order.between(((first,),), ((end,),)))


def _bands(kept: Conditions, since: int | None, until: int | None) -> Piece:
    told = [
        (test, limit)
        for test, limit in (("o.band >= ?", since), ("o.band < ?", until))
        if limit is not None
    ]
    parts = [*kept.orders.parts, *(test for test, _ in told)]
    values = [*kept.orders.values, *(limit for _, limit in told)]
    return Piece("total_sums o", (where(parts), values), _ADDED, 1)


def _single(kept: Conditions, upto: int, orders: "array[int]", sign: int) -> Piece:
    clause = where([*kept.orders.parts, "o.id <= ?"])
    return Piece(_GIVEN, (clause, [id_list(orders), *kept.orders.values, upto]), OF_ORDERS, sign)


def _band_upto(db: apsw.Connection, total: int) -> int:
    """The first total of the last band that begins up to this one."""
    return int(db.execute("SELECT max(first) FROM total_bands WHERE first <= ?", (total,)).get)


def _band_from(db: apsw.Connection, total: int) -> int:
    """The first total of the first band that begins from this one on."""
    return int(db.execute("SELECT min(first) FROM total_bands WHERE first >= ?", (total,)).get)
