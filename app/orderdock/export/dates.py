"""How the dates of one file are written: a moment in UTC, or what a clock of some place showed."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import apsw

from orderdock.query.columns import Column, Kind
from orderdock.query.days import local_seconds
from orderdock.query.filters import Unit

_ISO = "%Y-%m-%dT%H:%M:%SZ"
_CLOCK = "%Y-%m-%d %H:%M:%S"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PARTS = {"YYYY": "%Y", "MM": "%m", "DD": "%d"}


@dataclass(frozen=True, slots=True)
class Dates:
    """`pattern` is of strftime; with `local` the values are already shifted to a clock's."""

    pattern: str = _ISO
    local: bool = False

    def text(self, seconds: int) -> str:
        """The moment; empty outside the years 1 to 9999."""
        try:
            moment = _EPOCH + timedelta(seconds=seconds)  # Windows knows no moments before it
        except OverflowError:
            return ""
        # glibc writes years before 1000 with fewer than four figures
        return moment.strftime(self.pattern.replace("%Y", f"{moment.year:04d}"))

    def sql(self, value: str) -> str:
        """SQL of the same text; `datetime` takes a sixth of what `strftime` does."""
        if self.pattern == _CLOCK:
            return f"datetime({value}, 'unixepoch')"
        if self.pattern == _ISO:
            return f"replace(datetime({value}, 'unixepoch'), ' ', 'T') || 'Z'"
        return f"strftime('{self.pattern}', {value}, 'unixepoch')"


UTC_DATES = Dates()
CLOCK_DATES = Dates(_CLOCK, local=True)
"""As spreadsheets of every language read them."""


def days_as(form: str) -> Dates:
    """Days in a form such as DD/MM/YYYY."""
    pattern = form.replace("%", "%%")
    for word, part in _PARTS.items():
        pattern = pattern.replace(word, part)
    return Dates(pattern, local=True)


def on_the_clock(
    db: apsw.Connection, columns: tuple[Column, ...], unit: Unit, timezone: str, *, named: bool
) -> tuple[Column, ...]:
    """The columns with their dates as a clock in the zone shows them, `named` in the heading.

    Nothing changes in UTC. Raises WrongUsage for an unknown zone.
    """
    if timezone == "UTC":
        return columns
    return tuple(
        _shifted(db, column, unit, timezone, named=named) if column.kind is Kind.DATE else column
        for column in columns
    )


def _shifted(
    db: apsw.Connection, column: Column, unit: Unit, timezone: str, *, named: bool
) -> Column:
    value = column.expression(unit)
    if column.order is not None:
        asked = f"SELECT min({column.order}), max({column.order}) FROM orders o"
    else:
        asked = f"SELECT min({column.line}), max({column.line}) FROM lines l"
    [(first, last)] = db.execute(asked)
    local = local_seconds(value, timezone, first or 0, last or 0)
    heading = f"{column.heading} ({timezone})" if named else column.heading
    return replace(column, heading=heading, line=local, order=local)
