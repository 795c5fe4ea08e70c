"""From a group of a summary to the orders in it, and months put together to years."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from orderdock.domain.errors import WrongUsage
from orderdock.query.filters import OrderFilter
from orderdock.query.summary import BY, SummaryRow

TIMES = ("day", "month", "year")
"""Groupings by time."""


def orders_of(f: OrderFilter, by: str, key: str, currency: str | None = None) -> OrderFilter:
    """The filter that leaves the orders of one group of `summary(f, by)`.

    `currency` narrows it further ("" for unknown); None leaves all. Raises WrongUsage for an
    unknown `by`.
    """
    if by not in BY:
        raise WrongUsage(f"Orders cannot be summed up by “{by}”.", f"Choose from: {', '.join(BY)}.")
    if currency is not None:
        f = replace(f, currencies=(currency,))
    if by in TIMES:
        return _in_span(f, by, key)
    if by == "retailer":
        return replace(f, retailers=(key,))
    if by == "brand":
        return replace(f, brands=(key,))
    if by == "category":
        return replace(f, categories=(key,))
    if by == "status":
        return replace(f, statuses=(key,))
    return replace(f, connections=(key,))


def _in_span(f: OrderFilter, by: str, key: str) -> OrderFilter:
    if not key:
        return replace(f, blank=tuple(dict.fromkeys((*f.blank, "date"))))
    first, last = span(by, key)
    return replace(
        f,
        date_from=first if f.date_from is None else max(first, f.date_from),
        date_to=last if f.date_to is None else min(last, f.date_to),
    )


def span(by: str, key: str) -> tuple[date, date]:
    """First and last day of a day, month or year written as `summary` writes it."""
    if by == "day":
        day = date.fromisoformat(key)
        return day, day
    if by == "year":
        return date(int(key), 1, 1), date(int(key), 12, 31)
    first = date.fromisoformat(f"{key}-01")
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def months_between(first: str, last: str) -> list[str]:
    """Every month from one to the other, both included, written 2026-03."""
    at, end = date.fromisoformat(f"{first}-01"), date.fromisoformat(f"{last}-01")
    found = []
    while at <= end:
        found.append(f"{at:%Y-%m}")
        at = (at + timedelta(days=32)).replace(day=1)
    return found


def by_year(months: Iterable[SummaryRow]) -> list[SummaryRow]:
    """The same sums by year: an order is in one month only, so months add up exactly."""
    years: dict[tuple[str, str], SummaryRow] = {}
    for row in months:
        key = (row.key[:4], row.currency)
        so_far = years.get(key)
        years[key] = replace(row, key=key[0], label=key[0]) if so_far is None else _sum(so_far, row)
    return list(years.values())


def _sum(one: SummaryRow, other: SummaryRow) -> SummaryRow:
    known = [Decimal(row.total) for row in (one, other) if row.total]
    total = f"{sum(known, Decimal(0)):f}" if known else ""
    return replace(
        one, orders=one.orders + other.orders, lines=one.lines + other.lines, total=total
    )
