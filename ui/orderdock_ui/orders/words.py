"""How stored values read on screen: amounts in the person's locale, days in the chosen zone."""

from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from PySide6.QtCore import QLocale

from orderdock_ui import text as words

MINUS = "−"


class Wording:
    """Turns stored values into text for one locale and one zone."""

    def __init__(self, locale: QLocale | None = None, zone: str = "UTC") -> None:
        locale = locale or QLocale()
        self.point = locale.decimalPoint()
        self._group = locale.groupSeparator()
        self.set_zone(zone)

    def set_zone(self, name: str) -> None:
        """Say times in the zone of this IANA name; UTC when this computer does not know it."""
        self._zone = words.zone(name)
        self.zone_name = self._zone.key

    def amount(self, text: str | None) -> str:
        """Plain decimal text grouped, two or more decimals as given, U+2212 for minus.

        Unknown is empty. QLocale itself formats floats only, which would round.
        """
        if not text:
            return ""
        sign = MINUS if text[0] == "-" else ""
        whole, _, decimals = text.lstrip("+-").partition(".")
        return f"{sign}{self._grouped(whole)}{self.point}{decimals.ljust(2, '0')}"

    def quantity(self, text: str | None) -> str:
        """A count: decimals only where there are some."""
        if not text:
            return ""
        sign = MINUS if text[0] == "-" else ""
        whole, _, decimals = text.lstrip("+-").partition(".")
        decimals = decimals.rstrip("0")
        return f"{sign}{self._grouped(whole)}{self.point + decimals if decimals else ''}"

    def for_spreadsheet(self, text: str | None) -> str:
        """A number that a spreadsheet in the same locale takes for one: no groups, plain minus."""
        return (text or "").replace(".", self.point)

    def count(self, number: int) -> str:
        """A number of things."""
        return self.quantity(str(number))

    def counted(self, number: int, one: str, many: str = "") -> str:
        """A number with its noun: "1 order", "2 orders"."""
        return f"{self.count(number)} {one if number == 1 else many or one + 's'}"

    def moment(self, seconds: int | None) -> str:
        """`2026-11-21 18:02` in the chosen zone, empty when unknown."""
        return "" if seconds is None else _moment(self._zone, seconds // 60)

    def day(self, seconds: int | None) -> str:
        """`2026-11-21` in the chosen zone, empty when unknown."""
        return self.moment(seconds)[:10]

    def long_moment(self, seconds: int | None) -> str:
        """`21 Nov 2026, 18:02 UTC`, for one order looked at; empty when unknown."""
        if seconds is None:
            return ""
        when = datetime.fromtimestamp(seconds, UTC)
        zone = when.astimezone(self._zone).tzname()
        return f"{words.moment(when, self.zone_name)} {zone}"

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
