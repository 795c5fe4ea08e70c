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
    tests, values = [], []
    for end, sign, left_out in ((ends.least, ">", ends.over), (ends.most, "<", ends.under)):
        if end is not None:
            micro = max(-_FAR, min(_FAR, end)).scaleb(6)
            up = (sign == ">") != left_out  # the end lies between two millionths: it cannot be met
            way = ROUND_CEILING if up else ROUND_FLOOR
            tests.append(f"{column} {sign}{'' if left_out else '='} ?")
            values.append(int(micro.to_integral_value(way)))
    return Part(" AND ".join(tests), values, of_lines)
