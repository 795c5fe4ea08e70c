"""Spans of days that move with the calendar, by name."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

Span = tuple[date, date]
"""First and last day, both included."""


def _last_days(many: int) -> Callable[[date], Span]:
    return lambda today: (today - timedelta(days=many - 1), today)


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
    "last-7-days": ("Last 7 days", _last_days(7)),
    "last-30-days": ("Last 30 days", _last_days(30)),
    "this-month": ("This month", _this_month),
    "last-month": ("Last month", _last_month),
    "this-year": ("This year", _this_year),
    "last-year": ("Last year", _last_year),
}
PERIODS: Mapping[str, str] = {key: words for key, (words, _span) in _SPANS.items()}
"""Key -> what a person calls it."""


def span_of(period: str, today: date) -> Span | None:
    """The days that `period` means on the day `today`; None for a period nobody knows."""
    known = _SPANS.get(period)
    return known[1](today) if known is not None else None


def period_of(first: date | None, last: date | None, today: date) -> str:
    """The key of the period that means just these days today; empty when none does."""
    return next((key for key in PERIODS if span_of(key, today) == (first, last)), "")
