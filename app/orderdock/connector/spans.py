"""Stretches of time in which orders are asked for, in pieces small enough to page."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

DAY = 86_400
SMALLEST = 92 * DAY
"""A quarter of a year is never split again."""


@dataclass(frozen=True, slots=True)
class Span:
    """From `start` up to, not including, `end` (seconds since 1970 UTC); None: without a bound."""

    start: int | None = None
    end: int | None = None

    def days(self, extra_days: int) -> tuple[str | None, str | None]:
        """First and last day, so many days wider both ways: bounds may be exclusive."""
        first = None if self.start is None else _day(self.start - extra_days * DAY)
        last = None if self.end is None else _day(self.end + extra_days * DAY)
        return first, last

    def holds(self, moment: int | None) -> bool:
        """Whether an order of that moment belongs here; one without a date always does."""
        if moment is None:
            return True
        return (self.start is None or moment >= self.start) and (
            self.end is None or moment < self.end
        )

    def halves(self, oldest_year: int, now: int) -> tuple["Span", "Span"] | None:
        """Two spans that make this one, parted at a midnight; None when it is small already."""
        first = self.start
        if first is None:
            first = int(datetime(oldest_year, 1, 1, tzinfo=UTC).timestamp())
        last = now if self.end is None else self.end
        if last - first <= SMALLEST:
            return None
        middle = midnight(first + (last - first) // 2)
        return Span(self.start, middle), Span(middle, self.end)


def midnight(moment: int) -> int:
    """The beginning of the day (UTC) of a moment."""
    return moment - moment % DAY


def _day(moment: int) -> str:
    return (date(1970, 1, 1) + timedelta(days=moment // DAY)).isoformat()
