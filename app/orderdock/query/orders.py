"""Which orders or lines a filter leaves, in which order; their values, counts and totals."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from decimal import Decimal
from itertools import islice
from typing import Any

import apsw

from orderdock.domain.amounts import from_millionths
from orderdock.query.columns import chosen
from orderdock.query.conditions import MATCHING, ORDER_OF_LINE, Conditions, conditions
from orderdock.query.filters import Count, CurrencyTotal, OrderFilter, Sort, Unit
from orderdock.query.id_list import IN_LIST, id_list
from orderdock.query.kept_order import kept_order
from orderdock.query.kept_sums import sums, sums_of
from orderdock.query.row_ids import RowIds, lines_of
from orderdock.query.several import first_of_several
from orderdock.query.several_whole import all_of_several
from orderdock.query.sorting import order_by, sorts_orders
from orderdock.query.sources import line_source, order_where, sorted_ids, where
from orderdock.query.stopping import Stop, stopping
from orderdock.query.walking import Walk
from orderdock.store.order_rows import LINE_BITS

__all__ = [
    "all_ids",
    "count",
    "exact",
    "first_ids",
    "line_source",
    "order_where",
    "rows",
    "totals",
]

_FEW = 2_000
"""So many hits are sorted faster than the newest orders are walked and checked."""
_PIECE = 8_192


def first_ids(
    db: apsw.Connection,
    f: OrderFilter,
    sort: Sequence[Sort],
    unit: Unit,
    limit: int,
    offset: int = 0,
) -> list[int]:
    """The first `limit` order or line ids after `offset`.

    At once where the order is kept (query/preparing.py), and by date.
    """
    asked = conditions(db, f)
    enough = limit + offset
    by_date = bool(sort) and sort[0].column == "ordered_at"
    kept = None if by_date and asked.only_orders() else kept_order(db, sort, unit)
    if kept is not None:
        return Walk(db, kept, f, sort, unit).first(enough)[offset:enough].tolist()
    several = first_of_several(db, f, sort, unit, enough)
    if several is not None:
        return several[offset:enough].tolist()
    if unit is Unit.LINES and asked.only_orders() and sorts_orders(sort):
        ids = array("q")
        for lasts in _sorted_orders(db, asked, sort, enough):
            ids += lines_of(lasts)
        return ids[offset:enough].tolist()
    walk = by_date
    if asked.match and walk:
        some_hits = f"SELECT count(*) FROM ({MATCHING} LIMIT {_FEW + 1})"
        walk = (db.execute(some_hits, (asked.match,)).get or 0) > _FEW
    sql, values = sorted_ids(asked, sort, unit, walk=walk)
    found = db.execute(f"{sql} LIMIT ? OFFSET ?", (*values, limit, offset))
    return [row[0] for row in found]


def all_ids(
    db: apsw.Connection,
    f: OrderFilter,
    sort: Sequence[Sort],
    unit: Unit,
    *,
    stop: Stop | None = None,
) -> RowIds:
    """Every id. Heavy; empty once `stop` says yes."""
    with suppress(apsw.InterruptError), stopping(db, stop):
        kept = kept_order(db, sort, unit)
        if kept is not None:
            return Walk(db, kept, f, sort, unit).all(stop)
        several = all_of_several(db, f, sort, unit, stop)
        if several is not None:
            return several
        return _sorted_now(db, conditions(db, f), sort, unit)
    return RowIds()


def _sorted_now(db: apsw.Connection, asked: Conditions, sort: Sequence[Sort], unit: Unit) -> RowIds:
    ids = RowIds()
    if unit is Unit.LINES and asked.only_orders() and sorts_orders(sort):
        for lasts in _sorted_orders(db, asked, sort):
            ids.add_lines_of(lasts)
        return ids.finish()
    sql, values = sorted_ids(asked, sort, unit, walk=False)
    found: Iterator[Any] = iter(db.execute(sql, values))
    while some := array("q", [row[0] for row in islice(found, _PIECE)]):
        ids.add(some)
    return ids.finish()


def _sorted_orders(
    db: apsw.Connection, asked: Conditions, sort: Sequence[Sort], enough: int = -1
) -> Iterator["array[int]"]:
    """The last lines of orders, without reading lines: they are numbered from 1 on without a gap.

    `enough` orders with lines will do (-1: all).
    """
    clause = where([*asked.orders.parts, "o.line_count > 0"])
    found: Iterator[Any] = iter(
        db.execute(
            f"SELECT (o.id << {LINE_BITS}) + o.line_count FROM orders o{clause}"
            f" ORDER BY {order_by(sort, Unit.ORDERS)} LIMIT ?",
            (*asked.orders.values, enough),
        )
    )
    while lasts := array("q", [row[0] for row in islice(found, _PIECE)]):
        yield lasts


def rows(
    db: apsw.Connection, unit: Unit, ids: Sequence[int], columns: Sequence[str]
) -> list[tuple[Any, ...]]:
    """The values as stored (text, int or None) of the columns, in the order of `ids`.

    An id that is gone (its connection was erased meanwhile) gives a row of None. Raises WrongUsage
    for an unknown column.
    """
    picked = [column.expression(unit) for column in chosen(columns, unit)]
    row = "l" if unit is Unit.LINES else "o"
    source = "orders o"
    if unit is Unit.LINES:
        source = "lines l"
        if any("o." in expression for expression in picked):
            source += f" JOIN orders o ON {ORDER_OF_LINE}"
    found: Iterable[Any] = db.execute(
        f"SELECT {row}.id, {', '.join(picked)} FROM {source} WHERE {row}.id {IN_LIST}",
        (id_list(ids),),
    )
    by_id = {values[0]: values[1:] for values in found}
    nothing = (None,) * len(picked)
    return [by_id.get(number, nothing) for number in ids]


def count(db: apsw.Connection, f: OrderFilter) -> Count:
    """How many orders and lines the filter leaves."""
    asked = conditions(db, f)
    if not asked.orders and asked.only_orders():
        sql = "SELECT coalesce(sum(order_count), 0), coalesce(sum(line_count), 0) FROM connections"
        [(orders, lines)] = db.execute(sql)
        return Count(orders, lines)
    found = sums(db, f)
    if found is not None:
        return Count(sum(s.orders for s in found.values()), sum(s.lines for s in found.values()))
    source, clause, values, line = line_source(asked, need_lines=False)
    if not asked.orders and not asked.lines:
        source, clause, line = "line_words", " WHERE line_words MATCH ?", "rowid"
    sql = f"SELECT count(DISTINCT {line} >> {LINE_BITS}), count(*) FROM {source}{clause}"
    [(orders, lines)] = db.execute(sql, values)
    return Count(orders, lines)


def totals(db: apsw.Connection, f: OrderFilter) -> list[CurrencyTotal]:
    """The order totals per currency, each order once; most orders first."""
    found = sums(db, f)
    if found is None:
        found = sums_of(db, conditions(db, f))
    by_most = sorted(found.items(), key=lambda pair: (-pair[1].orders, pair[0]))
    return [
        CurrencyTotal(currency, s.orders, exact(s.whole, s.millionths), s.blank)
        for currency, s in by_most
    ]


def exact(whole: int | None, millionths: int | None) -> Decimal:
    """The exact sum from a sum of wholes and a sum of millionths (each too small to overflow)."""
    return from_millionths((whole or 0) * 1_000_000 + (millionths or 0))
