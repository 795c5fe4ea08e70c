"""Spans of days that move with the calendar, by name."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta

Span = tuple[date, date]
"""First and last day, both included."""


def month(year: int, number: int) -> Span:
    """All of a month. Raises ValueError where there is none."""
    first = date(year, number, 1)
    if number == 12:
        return first, date(year, 12, 31)
    return first, date(year, number + 1, 1) - timedelta(days=1)


def _last_days(many: int) -> Callable[[date], Span]:
    return lambda today: (today - timedelta(days=many - 1), today)


def _yesterday(today: date) -> Span:
    return today - timedelta(days=1), today - timedelta(days=1)


def _this_week(today: date) -> Span:
    return today - timedelta(days=today.weekday()), today


def _last_week(today: date) -> Span:
    monday = today - timedelta(days=today.weekday() + 7)
    return monday, monday + timedelta(days=6)


def _this_quarter(today: date) -> Span:
    return today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1), today


def _last_quarter(today: date) -> Span:
    last = _this_quarter(today)[0] - timedelta(days=1)
    return _this_quarter(last)[0], last


def _this_month(today: date) -> Span:
    return today.replace(day=1), today


def _last_month(today: date) -> Span:
    last = today.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def _this_year(today: date) -> Span:
    return today.replace(month=1, day=1), today


def _last_year(today: date) -> Span:
    last = today.replace(month=1, day=1) - timedelta(days=1)
    return last.replace(month=1, day=1), last


_SPANS: Mapping[str, tuple[str, Callable[[date], Span]]] = {
    "today": ("Today", _last_days(1)),
    "yesterday": ("Yesterday", _yesterday),
    "this-week": ("This week", _this_week),
    "last-week": ("Last week", _last_week),
    "this-month": ("This month", _this_month),
    "last-month": ("Last month", _last_month),
    "this-quarter": ("This quarter", _this_quarter),
    "last-quarter": ("Last quarter", _last_quarter),
    "this-year": ("This year", _this_year),
    "last-year": ("Last year", _last_year),
    "last-7-days": ("Last 7 days", _last_days(7)),
    "last-30-days": ("Last 30 days", _last_days(30)),
    "last-90-days": ("Last 90 days", _last_days(90)),
}
PERIODS: Mapping[str, str] = {key: words for key, (words, _span) in _SPANS.items()}
"""Key -> what a person calls it."""


_SO_MANY_DAYS = re.compile(r"last-([1-9]\d{0,3})-days")


def span_of(period: str, today: date) -> Span | None:
    """The days that `period` means on the day `today`; None for a period nobody knows.

    Besides those of `PERIODS`, any number of days: "last-45-days". A week begins on Monday.
    """
    known = _SPANS.get(period)
    if known is not None:
        return known[1](today)
    so_many = _SO_MANY_DAYS.fullmatch(period)
    return None if so_many is None else _last_days(int(so_many[1]))(today)


def period_of(first: date | None, last: date | None, today: date) -> str:
    """The key of the period that means just these days today; empty when none does."""
    return next((key for key in PERIODS if span_of(key, today) == (first, last)), "")
