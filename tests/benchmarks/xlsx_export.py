"""The Excel file of a hundred thousand lines against XlsxWriter with the same three sheets.

python -m tests.benchmarks.xlsx_export [LINES] [ROUNDS]

Needs XlsxWriter, which the project itself does not: `pip install XlsxWriter`.
"""

import sys
from pathlib import Path
from typing import Any

import apsw

from orderdock.export.presets import ready_made
from orderdock.export.request import ExportRequest
from orderdock.export.table import Table, table
from orderdock.export.writing import export, snapshot
from orderdock.query.columns import Kind
from orderdock.store.database import Database
from tests.benchmarks.side_by_side import Run, compare, folder, once

SHEETS = (("Orders", "orders"), ("Lines", "lines"), ("Summary", "bookkeeper-monthly"))


def ours(database: Path, target: Path) -> None:
    with Database.open(database) as opened:
        export(opened, ExportRequest(format="xlsx"), target)


def plain_csv(database: Path, target: Path) -> None:
    with Database.open(database) as opened:
        for _, preset in SHEETS:
            export(opened, ExportRequest(preset=preset), target)


def xlsxwriter(database: Path, target: Path) -> None:
    import xlsxwriter as library

    usual = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Database.open(database) as opened, snapshot(opened) as db:
        book = library.Workbook(target, usual)
        styles = {
            Kind.DATE: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
            Kind.TEXT: book.add_format({"num_format": "@"}),
        }
        for name, preset in SHEETS:
            request = ExportRequest(preset=preset, format="xlsx")
            _fill(
                book, book.add_worksheet(name), styles, db, table(db, request, ready_made(preset))
            )
        book.close()


def _fill(book: Any, sheet: Any, styles: Any, db: apsw.Connection, shown: Table) -> None:
    """Each cell by the call for its kind, which is quicker than leaving that to the library."""
    number, text = sheet._write_number, sheet._write_string
    kinds = [column.kind for column in shown.columns]
    at = [column.key for column in shown.columns].index("currency")
    money: dict[str, object] = {}
    row = 0
    for row, values in enumerate(shown.read(db), 1):
        currency = values[at] or ""
        if currency not in money:
            money[currency] = book.add_format({"num_format": f"[${currency}] #,##0.00"})
        for place, (kind, value) in enumerate(zip(kinds, values, strict=True)):
            if value is None:
                continue
            if kind is Kind.TEXT:
                text(row, place, value, styles[kind])
            elif kind is Kind.DATE:
                number(row, place, value / 86_400 + 25_569, styles[kind])
            else:
                number(row, place, float(value), money[currency] if kind is Kind.AMOUNT else None)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, row, len(kinds) - 1)


def main(lines: int, rounds: int) -> None:
    database = folder() / f"orders-{lines}.db"
    # in a process of its own: a child's peak memory is never below its parent's
    once([sys.executable, "-m", "tests.benchmarks.store_filling", str(database), str(lines)])
    out = folder() / "out.xlsx"
    me = [sys.executable, "-m", "tests.benchmarks.xlsx_export"]
    runs: dict[str, list[Run]] = {}
    for number in range(rounds + 1):
        for name, variant in (
            ("XlsxWriter, constant memory", "xlsxwriter"),
            ("orderdock export", "ours"),
            ("the same three as CSV", "csv"),
        ):
            run = once([*me, variant, str(database), str(out)])
            if number:  # the first round warms up
                runs.setdefault(name, []).append(run)
    compare(runs)
    out.unlink()


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["ours", database, target]:
            ours(Path(database), Path(target))
        case ["csv", database, target]:
            plain_csv(Path(database), Path(target))
        case ["xlsxwriter", database, target]:
            xlsxwriter(Path(database), Path(target))
        case numbers:
            given = [int(number) for number in numbers]
            main(given[0] if given else 100_000, given[1] if len(given) > 1 else 3)
