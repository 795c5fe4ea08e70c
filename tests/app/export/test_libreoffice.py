"""LibreOffice opens what was written: no formula ran, no number became text, no id was rounded."""

import os
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import pytest

from orderdock.export.request import ExportRequest
from orderdock.export.writing import export
from orderdock.query.columns import LINES
from tests.support.shelf import line, order, shelf_at

pytestmark = [
    pytest.mark.timeout(600),  # three starts of an office on a busy machine
    pytest.mark.xdist_group("office"),  # once for all of these tests
]
AT = 1_772_612_400  # 2026-03-04T08:20:00Z
ID = "123456789012345678901"
HOSTILE = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1;2)",
    "\t=1+1",
    "\r=1+1",
    "\u200b=1+1",
    "＝1+1",
    " =1+1",
    '=HYPERLINK("http://127.0.0.1:1/","x")',
    "=cmd|' /C calc'!A0",
    "a,b;c\td",
    'say "x"',
    "two\nlines",
    "1e5",
    "12/2026",
    "TRUE",
]
_TEXT, _STANDARD = 2, 1
_NUMBERS = {"ordered_at", "quantity", "unit_price", "order_total"}
_NAMES = {
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
}


class Cell(NamedTuple):
    """What LibreOffice made of a cell."""

    kind: str
    value: str
    formula: str


Sheets = dict[str, list[list[Cell]]]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Sheets]:
    """The files of one hostile data set as LibreOffice understands them."""
    folder = tmp_path_factory.mktemp("office")
    with shelf_at(folder / "o.db") as shelf:
        shelf.save(
            *[
                order(
                    f"{n:02d}",
                    line("1", text, sku=ID, brand="007", quantity="-42", unit_price="1234.50"),
                    ordered_at=AT,
                    number=f"{n:04d}",
                )
                for n, text in enumerate(HOSTILE)
            ]
        )
        for name, request in {
            "book.xlsx": ExportRequest(format="xlsx"),
            "careless.csv": ExportRequest(),
            "data.csv": ExportRequest(),
            "regional.csv": ExportRequest(regional=True, delimiter=";", decimal=","),
        }.items():
            export(shelf.database, request, folder / name)
    formats = "/".join(
        f"{n}/{_STANDARD if key in _NUMBERS else _TEXT}" for n, key in enumerate(LINES, 1)
    )
    starts = [
        _start(folder, ["book.xlsx", "careless.csv"]),
        _start(folder, ["data.csv"], f"44,34,76,1,{formats},1033,false,true"),
        _start(folder, ["regional.csv"], f"59,34,76,1,{formats},1031,false,true"),
    ]
    for start in starts:
        assert start.wait() == 0
    return {file.stem: _read(file) for file in folder.glob("*.fods")}


def _start(folder: Path, files: Sequence[str], options: str = "") -> "subprocess.Popen[bytes]":
    """Convert the files in one start with a profile of its own, `options` being those of CSV."""
    home = folder / files[0].replace(".", "-")
    home.mkdir()
    command = ["soffice", f"-env:UserInstallation={home.as_uri()}", "--headless", "--norestore"]
    if options:
        command.append(f"--infilter=CSV:{options}")
    command += ["--convert-to", "fods", "--outdir", str(folder)]
    return subprocess.Popen(
        [*command, *[str(folder / file) for file in files]],
        env={**os.environ, "HOME": str(home), "LC_ALL": "C.UTF-8"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _read(file: Path) -> Sheets:
    tree = ElementTree.parse(file)  # noqa: S314 - made by this test
    found = tree.iter(f"{{{_NAMES['table']}}}table")
    return {_at(table, "table", "name"): list(_rows(table)) for table in found}


def _rows(table: ElementTree.Element) -> Iterator[list[Cell]]:
    for row in table.iter(f"{{{_NAMES['table']}}}table-row"):
        cells: list[Cell] = []
        for cell in row.iterfind("table:table-cell", _NAMES):
            times = int(_at(cell, "table", "number-columns-repeated") or 1)
            cells += [_cell(cell)] * min(times, 100)
        yield cells


def _cell(cell: ElementTree.Element) -> Cell:
    kind = _at(cell, "office", "value-type")
    text = "\n".join(_text(part) for part in cell.iterfind("text:p", _NAMES))
    value = _at(cell, "office", "value") or _at(cell, "office", "date-value") or text
    return Cell(kind, value, _at(cell, "table", "formula"))


def _text(part: ElementTree.Element) -> str:
    """The text of a paragraph; runs of blanks and tabs are elements there."""
    said = part.text or ""
    for child in part:
        blanks = {"s": " " * int(_at(child, "text", "c") or 1), "tab": "\t"}
        said += blanks.get(child.tag.rpartition("}")[2], "".join(child.itertext()))
        said += child.tail or ""
    return said


def _at(element: ElementTree.Element, space: str, name: str) -> str:
    return element.get(f"{{{_NAMES[space]}}}{name}", "")


def lines_of(sheets: Sheets) -> list[dict[str, Cell]]:
    rows = sheets.get("Lines") or next(iter(sheets.values()))
    return [dict(zip(LINES, row, strict=False)) for row in rows[1:] if len(row) >= len(LINES)]


@pytest.mark.parametrize("name", ["book", "careless", "data", "regional"])
def test_no_formula_ran(opened: dict[str, Sheets], name: str) -> None:
    cells = [cell for rows in opened[name].values() for row in rows for cell in row]
    assert len(cells) > len(HOSTILE) * len(LINES)
    assert [cell for cell in cells if cell.formula or "Err:" in cell.value] == []


@pytest.mark.parametrize("name", ["book", "data", "regional"])
def test_numbers_and_dates_are_no_text_and_ids_are_whole(
    opened: dict[str, Sheets], name: str
) -> None:
    lines = lines_of(opened[name])
    assert len(lines) == len(HOSTILE)
    for number, row in enumerate(lines):
        assert (row["quantity"].kind, float(row["quantity"].value)) == ("float", -42)
        assert float(row["unit_price"].value) == 1234.5
        assert row["unit_price"].kind in {"float", "currency"}
        assert row["order_number"][:2] == ("string", f"{number:04d}")
        assert row["sku"][:2] == ("string", ID)
        assert row["brand"][:2] == ("string", "007")
        if name != "data":  # there a program reads ISO 8601 with its Z
            assert row["ordered_at"][:2] == ("date", "2026-03-04T08:20:00")


def test_text_in_a_workbook_is_the_providers_own(opened: dict[str, Sheets]) -> None:
    names = [row["item_name"] for row in lines_of(opened["book"])]
    assert {cell.kind for cell in names} == {"string"}
    assert [cell.value.replace("\r", "") for cell in names] == [
        text.replace("\r", "") for text in HOSTILE
    ]
