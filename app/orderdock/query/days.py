"""Local days, months and years of stored moments in SQL: a zone's offsets as one CASE."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from orderdock.query.conditions import zone

_YEAR_1900, _YEAR_2100 = -2_208_988_800, 4_102_444_800
_STEP = timedelta(days=7)
"""No zone changes its offset twice within a week."""


def local_seconds(column: str, timezone: str, first: int, last: int) -> str:
    """SQL for `column` (seconds since 1970 UTC) shifted to the zone's wall clock.

    Exact from `first` to `last` within the years 1900 to 2100.
    Raises WrongUsage for an unknown zone.
    """
    first = min(max(first, _YEAR_1900), _YEAR_2100)
    changes = _offsets(timezone, first, max(first, min(last, _YEAR_2100)))
    if len(changes) == 1:
        return f"({column} + {changes[0][1]})"
    cases = " ".join(
        f"WHEN {column} < {until} THEN {offset}" for (_, offset), (until, _) in pairwise(changes)
    )
    return f"({column} + CASE {cases} ELSE {changes[-1][1]} END)"


def _offsets(timezone: str, first: int, last: int) -> list[tuple[int, int]]:
    """(valid from, offset in seconds) for the span."""
    place = zone(timezone)

    def offset(second: int) -> int:
        shift = datetime.fromtimestamp(second, UTC).astimezone(place).utcoffset()
        return int((shift or timedelta()).total_seconds())

    found = [(first, offset(first))]
    step = int(_STEP.total_seconds())
    at = first
    while at < last:
        to = min(at + step, last)
        if offset(to) != found[-1][1]:
            low, high = at, to
            while high - low > 1:
                middle = (low + high) // 2
                if offset(middle) == found[-1][1]:
                    low = middle
                else:
                    high = middle
            found.append((high, offset(high)))
        at = to
    return found
