"""Which orders or lines a filter leaves, in which order; their values, counts and totals."""

from array import array
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from decimal import Decimal
from typing import Any

import apsw

from orderdock.domain.amounts import from_millionths
from orderdock.query.columns import BY_KEY, Column, chosen
from orderdock.query.conditions import (
    LINES_OF_ORDER,
    MATCHING,
    ORDER_OF_LINE,
    Conditions,
    conditions,
)
from orderdock.query.filters import Count, CurrencyTotal, OrderFilter, Sort, Unit
from orderdock.query.id_list import IN_LIST, id_list
from orderdock.store.order_rows import LINE_BITS

_FEW = 2_000
"""So many hits are sorted faster than the newest orders are walked and checked."""
_STEPS = 20_000
"""SQLite instructions between two looks at `stop`: about a millisecond."""


def first_ids(
    db: apsw.Connection,
    f: OrderFilter,
    sort: Sequence[Sort],
    unit: Unit,
    limit: int,
    offset: int = 0,
) -> list[int]:
    """The first `limit` order or line ids after `offset`; at once where an index has the order."""
    asked = conditions(db, f)
    if unit is Unit.LINES and asked.only_orders() and _sorts_orders(sort):
        ids = array("q")
        _gather_lines(db, ids, asked, sort, enough=limit + offset)
        return ids[offset : offset + limit].tolist()
    walk = bool(sort) and sort[0].column == "ordered_at"
    if asked.match and walk:
        some = f"SELECT count(*) FROM ({MATCHING} LIMIT {_FEW + 1})"
        walk = (db.execute(some, (asked.match,)).get or 0) > _FEW
    sql, values = _ids(asked, sort, unit, walk=walk)
    found = db.execute(f"{sql} LIMIT ? OFFSET ?", (*values, limit, offset))
    return [row[0] for row in found]


def all_ids(
    db: apsw.Connection,
    f: OrderFilter,
    sort: Sequence[Sort],
    unit: Unit,
    *,
    stop: Callable[[], bool] | None = None,
) -> "array[int]":
    """Every id as `array('q')`. Heavy; empty once `stop` says yes."""
    ids = array("q")
    asked = conditions(db, f)
    if stop is not None:
        db.set_progress_handler(stop, _STEPS, id=all_ids)
    try:
        with suppress(apsw.InterruptError):
            if unit is Unit.LINES and asked.only_orders() and _sorts_orders(sort):
                _gather_lines(db, ids, asked, sort)
            else:
                sql, values = _ids(asked, sort, unit, walk=False)
                ids.extend([row[0] for row in db.execute(sql, values)])
            return ids
    finally:
        if stop is not None:
            db.set_progress_handler(None, id=all_ids)
    return array("q")


def _gather_lines(
    db: apsw.Connection,
    ids: "array[int]",
    asked: Conditions,
    sort: Sequence[Sort],
    enough: int = -1,
) -> None:
    """Line ids without reading lines: those of an order are numbered from 1 on without a gap.

    `enough` orders with lines will do (-1: all).
    """
    where = _where([*asked.orders.parts, "o.line_count > 0"])
    found: Iterable[Any] = db.execute(
        f"SELECT o.id << {LINE_BITS}, o.line_count FROM orders o{where}"
        f" ORDER BY {_order_by(sort, Unit.ORDERS)} LIMIT ?",
        (*asked.orders.values, enough),
    )
    extend = ids.extend
    for base, count in found:
        extend(range(base + 1, base + count + 1))


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
    if asked.only_orders():
        sql = "SELECT count(*), coalesce(sum(o.line_count), 0) FROM orders o"
        values = asked.orders.values
        [(orders, lines)] = db.execute(sql + _where(asked.orders.parts), values)
        return Count(orders, lines)
    source, where, values, line = line_source(asked, need_lines=False)
    sql = f"SELECT count(DISTINCT {line} >> {LINE_BITS}), count(*) FROM {source}{where}"
    [(orders, lines)] = db.execute(sql, values)
    return Count(orders, lines)


def totals(db: apsw.Connection, f: OrderFilter) -> list[CurrencyTotal]:
    """The order totals per currency, each order once; most orders first."""
    where, values = order_where(conditions(db, f))
    found: Iterable[Any] = db.execute(
        "SELECT coalesce(o.currency, ''), count(*), sum(o.order_total_micro / 1000000),"
        " sum(o.order_total_micro % 1000000), count(*) - count(o.order_total_micro)"
        f" FROM orders o{where} GROUP BY 1 ORDER BY 2 DESC, 1",
        values,
    )
    return [
        CurrencyTotal(currency, orders, exact(whole, rest), blank)
        for currency, orders, whole, rest, blank in found
    ]


def exact(whole: int | None, millionths: int | None) -> Decimal:
    """The exact sum from a sum of wholes and a sum of millionths (each too small to overflow)."""
    return from_millionths((whole or 0) * 1_000_000 + (millionths or 0))


def order_where(asked: Conditions, *, indexed: bool = True) -> tuple[str, list[Any]]:
    """The WHERE clause over `orders o`: an order stays when any of its lines does."""
    parts, values = list(asked.orders.parts), list(asked.orders.values)
    plus = "" if indexed else "+"
    if asked.lines:
        inner = [LINES_OF_ORDER, *asked.lines.parts]
        if asked.match:
            inner.append(f"+l.id IN ({MATCHING})")
        parts.append(f"EXISTS (SELECT 1 FROM lines l WHERE {' AND '.join(inner)})")
        values += asked.lines.values
        values += [asked.match] if asked.match else []
    elif asked.match:
        hit = MATCHING.replace("rowid", f"rowid >> {LINE_BITS}", 1)
        parts.append(f"{plus}o.id IN ({hit})")
        values.append(asked.match)
    return _where(parts), values


def line_source(asked: Conditions, *, need_lines: bool) -> tuple[str, str, list[Any], str]:
    """FROM, WHERE, their values and the expression of the line's id, for the lines that stay.

    `l` is only there with `need_lines` or where a condition needs it; `o` always is.
    """
    parts = [*asked.orders.parts, *asked.lines.parts]
    values = [*asked.orders.values, *asked.lines.values]
    if asked.match:
        source = f"line_words w CROSS JOIN orders o ON o.id = (w.rowid >> {LINE_BITS})"
        if need_lines or asked.lines:
            source += " CROSS JOIN lines l ON l.id = w.rowid"
        return source, _where([*parts, "line_words MATCH ?"]), [*values, asked.match], "w.rowid"
    if asked.orders:
        return f"orders o CROSS JOIN lines l ON {LINES_OF_ORDER}", _where(parts), values, "l.id"
    return f"lines l CROSS JOIN orders o ON {ORDER_OF_LINE}", _where(parts), values, "l.id"


def _ids(
    asked: Conditions, sort: Sequence[Sort], unit: Unit, *, walk: bool
) -> tuple[str, list[Any]]:
    if unit is Unit.ORDERS:
        where, values = order_where(asked, indexed=not walk)
        return f"SELECT o.id FROM orders o{where} ORDER BY {_order_by(sort, unit)}", values
    of_orders = _sorts_orders(sort)
    if of_orders and (walk or not asked.match):
        parts = [*asked.orders.parts, *asked.lines.parts]
        values = [*asked.orders.values, *asked.lines.values]
        if asked.match:
            parts.append(f"+l.id IN ({MATCHING})")
            values.append(asked.match)
        source = f"orders o CROSS JOIN lines l ON {LINES_OF_ORDER}"
        where, line = _where(parts), "l.id"
    elif asked.only_orders() and not asked.orders and not any(_is_of_order(s) for s in sort):
        source, where, values, line = "lines l", "", [], "l.id"
    else:
        source, where, values, line = line_source(asked, need_lines=not of_orders)
    by = _order_by(sort, unit).replace("l.id", line)
    return f"SELECT {line} FROM {source}{where} ORDER BY {by}", values


def _order_by(sort: Sequence[Sort], unit: Unit) -> str:
    """Sort terms with a tie-break, so that the order is always the same. NULL is the smallest.

    Orders of one moment follow their number; what is left follows the sequence of reading.
    """
    terms = []
    for wanted in sort:
        end = " DESC" if wanted.descending else ""
        terms.append(_column(wanted, unit).sort_expression(unit) + end)
        if wanted.column == "ordered_at":
            terms += [f"o.order_number{end}", f"o.id{end}"]
    if unit is Unit.LINES:
        terms.append("l.id")
    elif not any(term.startswith("o.id") for term in terms):
        terms.append("o.id")
    return ", ".join(terms)


def _column(sort: Sort, unit: Unit) -> Column:
    [column] = chosen((sort.column,), unit)
    return column


def _is_of_order(sort: Sort) -> bool:
    return _column(sort, Unit.LINES).is_of_order()


def _sorts_orders(sort: Sequence[Sort]) -> bool:
    """Whether sorting the orders sorts their lines."""
    return all(sort_.column in BY_KEY and _is_of_order(sort_) for sort_ in sort)


def _where(parts: Sequence[str]) -> str:
    return f" WHERE {' AND '.join(parts)}" if parts else ""
