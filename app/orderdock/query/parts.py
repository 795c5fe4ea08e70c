"""One condition of a filter in SQL, and its opposite."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from orderdock.query.filters import Between

_FAR = Decimal(9_000_000_000_000)
"""Beyond every amount that can be stored."""


@dataclass(frozen=True, slots=True)
class Part:
    """SQL over `o` (an order) and, when `of_lines`, `l` (one of its lines), with its values."""

    sql: str
    values: Sequence[Any] = ()
    of_lines: bool = False
    match: str = ""
    """For the index of words: all that fits the part is among its hits. Empty: no help."""

    def opposite(self) -> "Part":
        """What holds where this does not, unknown values included."""
        return Part(f"({self.sql}) IS NOT TRUE", self.values, self.of_lines)


def any_of(parts: Sequence[Part]) -> Part:
    """What holds when one of the parts does."""
    sql = " OR ".join(f"({part.sql})" for part in parts)
    values = [value for part in parts for value in part.values]
    matches = [part.match for part in parts]
    match = " OR ".join(matches) if all(matches) else ""
    return Part(sql, values, any(part.of_lines for part in parts), match)


def between(column: str, ends: Between, *, of_lines: bool = False) -> Part:
    """The column (in millionths) lies between the ends."""
    span = zip(span_of_amounts(ends), (">=", "<"), strict=True)
    told = [(f"{column} {sign} ?", end) for end, sign in span if end is not None]
    return Part(" AND ".join(test for test, _ in told), [end for _, end in told], of_lines)


def span_of_amounts(ends: Between) -> tuple[int | None, int | None]:
    """The first amount that lies between the ends and the first after them, in millionths."""
    least, most = ends.least, ends.most
    first = end = None
    if least is not None:
        way = ROUND_FLOOR if ends.over else ROUND_CEILING
        first = _micro(least, way) + ends.over
    if most is not None:
        way = ROUND_CEILING if ends.under else ROUND_FLOOR
        end = _micro(most, way) + (not ends.under)
    return first, end


def _micro(amount: Decimal, rounding: str) -> int:
    return int(max(-_FAR, min(_FAR, amount)).scaleb(6).to_integral_value(rounding))
