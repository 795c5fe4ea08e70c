"""Sums by day, month, year, retailer, brand and so on; never across currencies."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import apsw

from orderdock.domain.amounts import from_millionths
from orderdock.domain.errors import WrongUsage
from orderdock.query.conditions import Conditions, conditions
from orderdock.query.days import local_seconds
from orderdock.query.filters import OrderFilter
from orderdock.query.line_amounts import REST, SMALL, WHOLE
from orderdock.query.orders import exact, line_source, order_where
from orderdock.store.order_rows import LINE_BITS

BY = ("day", "month", "year", "retailer", "brand", "category", "status", "connection")
"""What a summary can group by."""

_FORMATS = {"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}
_OF_ORDERS = {
    "retailer": "o.retailer",
    "connection": "(SELECT c.key FROM connections c WHERE c.id = o.connection_id)",
}
_OF_LINES = {
    "brand": "l.brand",
    "category": "l.category",
    "status": "coalesce(l.shipment_status, o.status)",
}


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One group in one currency; `key` and `currency` are empty where unknown."""

    key: str
    currency: str
    orders: int
    lines: int
    total: str
    """Plain decimal text; empty when the provider named no amount in the group.

    By day, month, year, retailer or connection: the sum of the order totals, each order once. By
    brand, category or status: the sum of quantity times price of the lines, since one order can be
    in several groups and its total cannot be shared out.
    """
    label: str = ""
    """What to show for the key: a connection's name; else the key."""


def summary(
    db: apsw.Connection, f: OrderFilter, by: str, timezone: str = "UTC"
) -> list[SummaryRow]:
    """The groups, sorted by key and currency. Raises WrongUsage for an unknown `by` or zone."""
    if by not in BY:
        raise WrongUsage(f"Orders cannot be summed up by “{by}”.", f"Choose from: {', '.join(BY)}.")
    asked = conditions(db, f)
    if by in _OF_LINES:
        return _by_lines(db, asked, _OF_LINES[by])
    key = _OF_ORDERS.get(by) or _period(db, by, timezone)
    found = _by_orders(db, asked, key)
    if by != "connection":
        return found
    names: dict[str, str] = dict(db.execute("SELECT key, name FROM connections"))
    return [
        SummaryRow(r.key, r.currency, r.orders, r.lines, r.total, names.get(r.key, r.key))
        for r in found
    ]


def _period(db: apsw.Connection, by: str, timezone: str) -> str:
    [(first, last)] = db.execute("SELECT min(ordered_at), max(ordered_at) FROM orders")
    local = local_seconds("o.ordered_at", timezone, first or 0, last or 0)
    return f"strftime('{_FORMATS[by]}', {local}, 'unixepoch')"


def _by_orders(db: apsw.Connection, asked: Conditions, key: str) -> list[SummaryRow]:
    where, values = order_where(asked)
    lines = "sum(o.line_count)"
    counted: dict[tuple[str, str], int] | None = None
    if not asked.only_orders():
        counted = _lines_per_group(db, asked, key)
    found: Iterable[Any] = db.execute(
        f"SELECT coalesce({key}, ''), coalesce(o.currency, ''), count(*), {lines},"
        " sum(o.order_total_micro / 1000000), sum(o.order_total_micro % 1000000)"
        f" FROM orders o{where} GROUP BY 1, 2 ORDER BY 1, 2",
        values,
    )
    return [
        SummaryRow(
            group,
            currency,
            orders,
            in_all if counted is None else counted.get((group, currency), 0),
            "" if whole is None else str(exact(whole, rest)),
            group,
        )
        for group, currency, orders, in_all, whole, rest in found
    ]


def _lines_per_group(
    db: apsw.Connection, asked: Conditions, key: str
) -> dict[tuple[str, str], int]:
    """Only the lines that the filter leaves; their orders' totals still count whole."""
    source, where, values, _ = line_source(asked, need_lines=False)
    found: Iterable[Any] = db.execute(
        f"SELECT coalesce({key}, ''), coalesce(o.currency, ''), count(*)"
        f" FROM {source}{where} GROUP BY 1, 2",
        values,
    )
    return {(group, currency): lines for group, currency, lines in found}


def _by_lines(db: apsw.Connection, asked: Conditions, key: str) -> list[SummaryRow]:
    source, where, values, line = line_source(asked, need_lines=True)
    groups = f"coalesce({key}, ''), coalesce(l.currency, '')"
    found: Iterable[Any] = db.execute(
        f"SELECT {groups}, count(DISTINCT {line} >> {LINE_BITS}), count(*),"
        f" sum(CASE WHEN {SMALL} THEN {WHOLE} END), sum(CASE WHEN {SMALL} THEN {REST} END)"
        f" FROM {source}{where} GROUP BY 1, 2 ORDER BY 1, 2",
        values,
    )
    grouped = list(found)
    odd = _odd_amounts(db, source, where, values, groups)
    return [
        SummaryRow(
            group,
            currency,
            orders,
            lines,
            _sum_text(whole, rest, odd.get((group, currency))),
            group,
        )
        for group, currency, orders, lines, whole, rest in grouped
    ]


def _odd_amounts(
    db: apsw.Connection, source: str, where: str, values: list[Any], groups: str
) -> dict[tuple[str, str], int]:
    """Sums, in units of 10^-12, of the few lines with broken or very large quantities."""
    known = f"l.quantity_micro IS NOT NULL AND l.unit_price_micro IS NOT NULL AND NOT ({SMALL})"
    found: Iterable[Any] = db.execute(
        f"SELECT {groups}, l.quantity_micro, l.unit_price_micro FROM {source}"
        f"{where or ' WHERE 1'} AND {known}",
        values,
    )
    sums: dict[tuple[str, str], int] = {}
    for group, currency, quantity, price in found:
        sums[group, currency] = sums.get((group, currency), 0) + quantity * price
    return sums


def _sum_text(whole: int | None, rest: int | None, odd: int | None) -> str:
    if whole is None and odd is None:
        return ""
    millionths = (whole or 0) * 1_000_000 + (rest or 0) + _rounded(odd or 0)
    return str(from_millionths(millionths))


def _rounded(trillionths: int) -> int:
    """In millionths, half to even."""
    whole, rest = divmod(trillionths, 1_000_000)
    return whole + (rest > 500_000 or (rest == 500_000 and whole % 2 == 1))
