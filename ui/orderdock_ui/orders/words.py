"""How stored values read on screen: amounts in the person's locale, days in the chosen zone."""

from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from PySide6.QtCore import QLocale

MINUS = "−"
_NARROW = {" ": " ", "": ""}


class Wording:
    """Turns stored values into text for one locale and one zone."""

    def __init__(self, locale: QLocale | None = None, zone: str = "UTC") -> None:
        locale = locale or QLocale()
        self._point = locale.decimalPoint()
        group = locale.groupSeparator()
        self._group = _NARROW.get(group, group)
        self.zone_name = zone
        self._zone = ZoneInfo(zone)

    def amount(self, text: str | None) -> str:
        """Plain decimal text grouped, two or more decimals as given, U+2212 for minus.

        Unknown is empty. QLocale itself formats floats only, which would round.
        """
        if not text:
            return ""
        sign = MINUS if text[0] == "-" else ""
        whole, _, decimals = text.lstrip("+-").partition(".")
        return f"{sign}{self._grouped(whole)}{self._point}{decimals.ljust(2, '0')}"

    def quantity(self, text: str | None) -> str:
        """A count: decimals only where there are some."""
        if not text:
            return ""
        sign = MINUS if text[0] == "-" else ""
        whole, _, decimals = text.lstrip("+-").partition(".")
        return f"{sign}{self._grouped(whole)}{self._point + decimals if decimals else ''}"

    def count(self, number: int) -> str:
        """A number of things."""
        return self.quantity(str(number))

    def moment(self, seconds: int | None) -> str:
        """`2026-11-21 18:02` in the chosen zone, empty when unknown."""
        return "" if seconds is None else _moment(self._zone, seconds // 60)

    def long_moment(self, seconds: int | None) -> str:
        """`21 November 2026, 18:02 UTC`, for one order looked at."""
        if seconds is None:
            return ""
        when = datetime.fromtimestamp(seconds, UTC).astimezone(self._zone)
        return f"{when.day} {when:%B %Y, %H:%M} {when.tzname()}"

    def _grouped(self, whole: str) -> str:
        if len(whole) <= 3 or not self._group:
            return whole
        first = len(whole) % 3
        parts = [whole[:first]] if first else []
        parts += [whole[i : i + 3] for i in range(first, len(whole), 3)]
        return self._group.join(parts)


@lru_cache(maxsize=50_000)
def _moment(zone: ZoneInfo, minute: int) -> str:
    return f"{datetime.fromtimestamp(minute * 60, UTC).astimezone(zone):%Y-%m-%d %H:%M}"
