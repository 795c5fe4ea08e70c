"""What an export reads: the columns, the rows in their fixed order, and how many there are."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import apsw

from orderdock.export.columns_made import columns_of
from orderdock.export.dates import CLOCK_DATES, UTC_DATES, Dates, days_as, on_the_clock
from orderdock.export.months import month_rows
from orderdock.export.picked import Picked, picked
from orderdock.export.preset import LeftOut, Preset, Rows
from orderdock.export.request import ExportRequest
from orderdock.query.columns import Column
from orderdock.query.filters import Unit


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows of one export.

    Rows are sorted by order date (unknown first), order number, then line: the same data gives the
    same rows in the same order.
    """

    unit: Unit
    columns: tuple[Column, ...]
    source: str
    """FROM, WHERE and ORDER BY; `l` is a line, `o` its order. Empty for months."""
    values: tuple[Any, ...]
    rows: int
    picked: Picked
    """The lines and orders behind the rows."""
    left_out: tuple[tuple[LeftOut, int], ...] = ()
    """Reason -> orders that the preset has no place for."""
    dates: Dates = UTC_DATES
    months: tuple[tuple[Any, ...], ...] = ()
    """The rows, where months are added up."""

    def read(self, db: apsw.Connection, limit: int = -1) -> Iterable[tuple[Any, ...]]:
        """The rows as stored."""
        if not self.source:
            return iter(self.months[: limit if limit >= 0 else None])
        shown = ", ".join(column.expression(self.unit) for column in self.columns)
        return db.execute(f"SELECT {shown} {self.source} LIMIT ?", (*self.values, limit))

    def with_column(self, column: Column) -> "Table":
        """The same with one more column at the end; months stay as they are."""
        return replace(self, columns=(*self.columns, column)) if self.source else self

    def id_expression(self) -> str:
        """SQL of a row's id."""
        return "l.id" if self.unit is Unit.LINES else "o.id"


def table(
    db: apsw.Connection, request: ExportRequest, preset: Preset, purchases: Iterable[str] = ()
) -> Table:
    """The table that the request speaks of.

    `purchases` are providers whose orders cost money. Raises WrongUsage for unknown columns and
    time zones.
    """
    everything = picked(db, request)
    left_out = everything.left_out(db, preset.leave_out)
    found = everything.leaving_out(preset.leave_out)
    unit = preset.rows.unit
    dates = _dates(request, preset)
    if preset.rows is Rows.MONTHS:
        columns, months = month_rows(db, found.orders, preset, request.columns, request.timezone)
        return Table(unit, columns, "", (), len(months), found, left_out, dates, months)
    columns = columns_of(preset, request.columns, unit, purchases)
    if dates.local:
        columns = on_the_clock(db, columns, unit, request.timezone, named=not preset.dates)
    part = found.of(unit)
    by = "ORDER BY o.ordered_at, o.order_number, o.id"
    if unit is Unit.LINES:
        by += ", l.id"
    rows = found.count(db, unit)
    return Table(unit, columns, f"{part.sql} {by}", part.values, rows, found, left_out, dates)


def _dates(request: ExportRequest, preset: Preset) -> Dates:
    if request.format in {"jsonl", "parquet"}:
        return UTC_DATES
    if preset.dates:
        return days_as(preset.dates)
    return CLOCK_DATES if request.for_spreadsheet else UTC_DATES
