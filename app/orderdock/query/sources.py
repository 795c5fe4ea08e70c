"""FROM and WHERE for the orders or lines that a filter leaves."""

from collections.abc import Sequence
from typing import Any

from orderdock.query.conditions import LINES_OF_ORDER, MATCHING, ORDER_OF_LINE, Conditions
from orderdock.query.filters import Sort, Unit
from orderdock.query.sorting import order_by, sorts_orders
from orderdock.store.order_rows import LINE_BITS

_ITS = f"o.id = (w.rowid >> {LINE_BITS})"


def where(parts: Sequence[str]) -> str:
    """The conditions as a WHERE clause; nothing for none."""
    return f" WHERE {' AND '.join(parts)}" if parts else ""


def order_where(asked: Conditions, *, indexed: bool = True) -> tuple[str, list[Any]]:
    """The WHERE clause over `orders o`: an order stays when any of its lines does."""
    parts, values = list(asked.orders.parts), list(asked.orders.values)
    plus = "" if indexed else "+"
    if asked.lines and asked.match and indexed:
        hits = f"line_words w CROSS JOIN lines l ON l.id = w.rowid CROSS JOIN orders o ON {_ITS}"
        inner = ["line_words MATCH ?", *asked.lines.parts]
        parts.append(f"o.id IN (SELECT o.id FROM {hits}{where(inner)})")
        values += [asked.match, *asked.lines.values]
    elif asked.lines:
        inner = [LINES_OF_ORDER]
        if asked.match:
            inner.append(f"+l.id IN ({MATCHING})")
            values.append(asked.match)
        inner += asked.lines.parts
        parts.append(f"EXISTS (SELECT 1 FROM lines l WHERE {' AND '.join(inner)})")
        values += asked.lines.values
    elif asked.match:
        hit = MATCHING.replace("rowid", f"rowid >> {LINE_BITS}", 1)
        parts.append(f"{plus}o.id IN ({hit})")
        values.append(asked.match)
    return where(parts), values


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
        return source, where([*parts, "line_words MATCH ?"]), [*values, asked.match], "w.rowid"
    if asked.orders:
        return f"orders o CROSS JOIN lines l ON {LINES_OF_ORDER}", where(parts), values, "l.id"
    return f"lines l CROSS JOIN orders o ON {ORDER_OF_LINE}", where(parts), values, "l.id"


def sorted_ids(
    asked: Conditions, sort: Sequence[Sort], unit: Unit, *, walk: bool
) -> tuple[str, list[Any]]:
    """SELECT of the ids that stay, sorted; `walk`: along the index of dates, for the first ones."""
    by = order_by(sort, unit)
    if unit is Unit.ORDERS:
        clause, values = order_where(asked, indexed=not walk)
        return f"SELECT o.id FROM orders o{clause} ORDER BY {by}", values
    of_orders = sorts_orders(sort)
    if of_orders and (walk or not asked.match):
        parts = [*asked.orders.parts, *asked.lines.parts]
        values = [*asked.orders.values, *asked.lines.values]
        if asked.match:
            parts.append(f"+l.id IN ({MATCHING})")
            values.append(asked.match)
        source = f"orders o CROSS JOIN lines l ON {LINES_OF_ORDER}"
        clause, line = where(parts), "l.id"
    elif asked.only_orders() and not asked.orders and not any(map(_is_of_order, sort)):
        source, clause, values, line = "lines l", "", [], "l.id"
    else:
        source, clause, values, line = line_source(asked, need_lines=not of_orders)
    return f"SELECT {line} FROM {source}{clause} ORDER BY {by.replace('l.id', line)}", values


def _is_of_order(sort: Sort) -> bool:
    return sorts_orders([sort])
