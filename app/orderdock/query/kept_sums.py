"""Counts and sums of orders, from the kept ones where a filter asks for nothing that they lack."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import apsw

from orderdock.query.conditions import LINES_OF_ORDER, Conditions, conditions, span_of_days
from orderdock.query.filters import Between, Hidden, OrderFilter
from orderdock.query.kept_totals import pieces_by_total
from orderdock.query.sources import order_where, where
from orderdock.store import order_sums, own_words, status_sums
from orderdock.store.order_sums import OF_ORDERS

_ORDERS_COLUMNS = re.compile(r"\bo\.(\w+)").findall
_LINES_COLUMNS = re.compile(r"\bl\.(\w+)").findall
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST_MONTH = 253_399_622_400
"""The last there is, December 9999."""
_Span = tuple[int | None, int | None]
_ADDED = ", ".join(f"coalesce(sum(o.{name}), 0)" for name in order_sums.SUMS)


@dataclass(slots=True)
class Sums:
    """Orders in one currency."""

    orders: int = 0
    lines: int = 0
    whole: int = 0
    """Of the order totals: whole units,"""
    millionths: int = 0
    """and what is left."""
    blank: int = 0
    """Orders without a total."""

    def add(self, values: Iterable[int], sign: int = 1) -> None:
        """Take in, or with `sign` -1 take away, the same five numbers."""
        orders, lines, whole, millionths, blank = values
        self.orders += sign * orders
        self.lines += sign * lines
        self.whole += sign * whole
        self.millionths += sign * millionths
        self.blank += sign * blank


ByCurrency = dict[str, Sums]


def sums(db: apsw.Connection, f: OrderFilter) -> ByCurrency | None:
    """Currency -> sums of the orders that stay; None where more of lines is asked than a status.

    An empty currency is an unknown one. Orders too new to be in the kept sums, and those at the
    ends of a span of days, are counted one by one.
    """
    asked = conditions(db, f)
    if not asked.only_orders():
        return _by_status(db, asked)
    found: ByCurrency = {}
    upto = order_sums.summed(db)
    if upto:
        of_kept = replace(f, date_from=None, date_to=None, hidden=_all_but_only(f))
        kept = conditions(db, of_kept.with_total(Between()))
        if _are_kept(kept) and _add_kept(db, found, f, kept, upto):
            _add(db, found, "orders o", _with(asked, "o.id > ?", upto))
            if f.asked_of_hidden() is Hidden.LEFT_OUT and own_words.has_hidden(db):
                _take_hidden_away(db, found, f, upto)
            return {currency: each for currency, each in found.items() if each.orders}
    return sums_of(db, asked)


def sums_of(db: apsw.Connection, asked: Conditions) -> ByCurrency:
    """Currency -> sums of the orders that stay, counted one by one, whatever is asked."""
    found: ByCurrency = {}
    _add(db, found, "orders o", order_where(asked))
    return found


def _by_status(db: apsw.Connection, asked: Conditions) -> ByCurrency | None:
    """From the kept sums of orders whose lines have one status; the others one by one."""
    parts = [*asked.orders.parts, *asked.lines.parts]
    values = [*asked.orders.values, *asked.lines.values]
    upto = status_sums.summed(db)
    if not upto or asked.match or not _is_of_status(" ".join(parts)):
        return None
    found: ByCurrency = {}
    of_orders = [part.replace("l.shipment_status", "o.shipment_status") for part in parts]
    _add(db, found, "status_sums o", (where(of_orders), values), _ADDED)
    one_by_one = (
        "(SELECT o.currency, o.order_total_micro, count(*) AS line_count FROM"
        " (SELECT order_id AS id FROM mixed_orders UNION ALL SELECT id FROM orders WHERE id > ?) g"
        f" CROSS JOIN orders o ON o.id = g.id CROSS JOIN lines l ON {LINES_OF_ORDER}"
        f"{where(parts)} GROUP BY o.id) o"
    )
    _add(db, found, one_by_one, ("", [upto, *values]))
    return {currency: each for currency, each in found.items() if each.orders}


def _is_of_status(sql: str) -> bool:
    columns = {*_ORDERS_COLUMNS(sql), *_LINES_COLUMNS(sql)}
    only_status = set(_LINES_COLUMNS(sql)) == {"shipment_status"}
    return only_status and "SELECT" not in sql and columns <= set(status_sums.KEYS)


def _all_but_only(f: OrderFilter) -> Hidden:
    asked = f.asked_of_hidden()
    return Hidden.TOO if asked is Hidden.LEFT_OUT else asked


def _are_kept(asked: Conditions) -> bool:
    sql = " ".join(asked.orders.parts)
    return not _LINES_COLUMNS(sql) and set(_ORDERS_COLUMNS(sql)) <= set(order_sums.ORIGIN)


def _add_kept(
    db: apsw.Connection, found: ByCurrency, f: OrderFilter, kept: Conditions, upto: int
) -> bool:
    """Take in the orders up to an id, from the kept sums; False when these are of no help."""
    if not f.total():
        _add_by_month(db, found, f, kept, upto)
        return True
    pieces = None
    if f.date_from is None and f.date_to is None:
        pieces = pieces_by_total(db, f.total(), kept, upto)
    for source, clause, columns, sign in pieces or ():
        _add(db, found, source, clause, columns, sign)
    return pieces is not None


def _add_by_month(
    db: apsw.Connection, found: ByCurrency, f: OrderFilter, kept: Conditions, upto: int
) -> None:
    """Whole months from the kept sums, the days around them from the orders."""
    months, edges = _taken_apart(*span_of_days(f))
    if months is not None:
        limits = zip(("o.month >= ?", "o.month < ?"), months, strict=True)
        told = [(test, limit) for test, limit in limits if limit is not None]
        parts = [*kept.orders.parts, *(test for test, _ in told)]
        values = [*kept.orders.values, *(limit for _, limit in told)]
        _add(db, found, "order_sums o", (where(parts), values), _ADDED)
    for edge in edges:
        parts = [*kept.orders.parts, "o.ordered_at >= ?", "o.ordered_at < ?", "+o.id <= ?"]
        _add(db, found, "orders o", (where(parts), [*kept.orders.values, *edge, upto]))


def _taken_apart(first: int | None, end: int | None) -> tuple[_Span | None, list[tuple[int, int]]]:
    """A span of moments as whole months of UTC, if there are any, and what is left around them."""
    since = None if first is None else _month_from(first)
    until = None if end is None else _month_upto(end)
    if since is not None and until is not None and since >= until:
        return None, [(first or 0, end or 0)]
    edges = []
    if first is not None and since is not None and first < since:
        edges.append((first, since))
    if end is not None and until is not None and until < end:
        edges.append((until, end))
    return (since, until), edges


def _month_upto(second: int) -> int:
    """The last beginning of a month up to the moment."""
    at = _EPOCH + timedelta(seconds=second)
    begins = at.replace(day=1, hour=0, minute=0, second=0)
    return (begins - _EPOCH) // timedelta(seconds=1)


def _month_from(second: int) -> int:
    """The first beginning of a month from the moment on."""
    begins = _month_upto(second)
    if begins == second or second >= _LAST_MONTH:
        return second
    return _month_upto(begins + 40 * 86_400)


def _take_hidden_away(db: apsw.Connection, found: ByCurrency, f: OrderFilter, upto: int) -> None:
    shown = conditions(db, replace(f, hidden=Hidden.TOO))
    source = "hidden_orders h CROSS JOIN orders o ON o.id = h.order_id"
    _add(db, found, source, _with(shown, "o.id <= ?", upto), sign=-1)


def _with(asked: Conditions, part: str, value: int) -> tuple[str, list[Any]]:
    return where([*asked.orders.parts, part]), [*asked.orders.values, value]


def _add(
    db: apsw.Connection,
    found: ByCurrency,
    source: str,
    clause: tuple[str, list[Any]],
    columns: str = OF_ORDERS,
    sign: int = 1,
) -> None:
    rows: Iterable[Any] = db.execute(
        f"SELECT coalesce(o.currency, ''), {columns} FROM {source}{clause[0]} GROUP BY 1", clause[1]
    )
    for currency, *values in rows:
        found.setdefault(currency, Sums()).add(values, sign)
