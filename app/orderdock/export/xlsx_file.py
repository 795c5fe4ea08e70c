"""The Excel file of an export: Orders, Lines, Summary and About, each a sheet."""

from collections.abc import Callable
from dataclasses import replace

import apsw

from orderdock.export.about import Facts
from orderdock.export.months import COLUMNS
from orderdock.export.output import Output
from orderdock.export.preset import Preset, Rows
from orderdock.export.presets import ready_made
from orderdock.export.request import ExportRequest, Note
from orderdock.export.table import Table
from orderdock.export.xlsx_book import MOST_ROWS, Book
from orderdock.export.xlsx_cells import LONGEST
from orderdock.query.columns import BY_KEY

SPLIT = "split"
CUT = "cut"
_NAMES = {Rows.ORDERS: "Orders", Rows.LINES: "Lines", Rows.MONTHS: "Summary"}
_SHEETS = {Rows.ORDERS: "orders", Rows.LINES: "lines", Rows.MONTHS: "bookkeeper-monthly"}
"""What stands on the sheets beside the table that was asked for."""


def sheet_name(preset: Preset) -> str:
    """The sheet of the table that was asked for; where it goes on, numbers follow."""
    return _NAMES[preset.rows]


def sheets_of(
    preset: Preset,
    chosen: Table,
    make: Callable[[ExportRequest, Preset], Table],
    asked: ExportRequest,
) -> dict[str, tuple[Preset, Table]]:
    """The tables of the workbook by the names of their sheets; the one asked for is among them.

    A preset for another program, or of months, has nothing beside it.
    """
    if preset.rows is Rows.MONTHS or preset.leave_out or preset.one_currency:
        return {_NAMES[preset.rows]: (preset, chosen)}
    sheets = {}
    for rows, name in _NAMES.items():
        if rows is preset.rows:
            sheets[name] = (preset, chosen)
        else:
            beside = ready_made(_SHEETS[rows])
            sheets[name] = (beside, make(replace(asked, columns=None), beside))
    return sheets


def write(
    db: apsw.Connection,
    sheets: dict[str, tuple[Preset, Table]],
    facts: Facts,
    out: Output,
) -> tuple[Note, ...]:
    """Write the sheets; gives what was split or cut."""
    notes = []
    with Book(out, most_rows=MOST_ROWS) as book:
        for name, (preset, table) in sheets.items():
            number = book.add_table(
                name,
                table.columns,
                _with_currency(table).read(db) if table.source else _months(table),
                days=preset.dates,
                shown_first=preset == facts.preset,
            )
            if number > 1:
                says = (
                    f"“{name}” goes on over {number} sheets: one takes {MOST_ROWS:,} rows at most."
                )
                notes.append(Note(SPLIT, says))
        if book.cut:
            texts = "1 text was" if book.cut == 1 else f"{book.cut:,} texts were"
            says = f"{texts} cut after {LONGEST:,} characters, the most that Excel takes."
            notes.append(Note(CUT, says))
        book.add_labels("About", facts.labels(notes))
    return tuple(notes)


def _with_currency(table: Table) -> Table:
    return table.with_column(BY_KEY["currency"])


def _months(table: Table) -> list[tuple[object, ...]]:
    """Rows of months with their currency once more."""
    keys = [column.key for column in table.columns]
    place = keys.index(COLUMNS["currency"].key) if "currency" in keys else None
    return [(*row, None if place is None else row[place]) for row in table.months]
