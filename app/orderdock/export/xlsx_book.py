"""An Excel workbook written as a stream: sheets one after the other, a few rows in memory."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from orderdock.export.output import Output, Stream
from orderdock.export.xlsx_cells import CellMaker, letters
from orderdock.export.xlsx_styles import LABEL, TEXT, Styles
from orderdock.query.columns import Column, Kind

MOST_ROWS = 1_048_576
"""Rows of a sheet, its heading included: Excel's own limit."""
_AT_ONCE = 500
"""Rows between two looks at `stop`, which take some hundredths of a second to make and pack."""
_QUICKLY = 1
"""Of zlib's levels: a third of the work of the usual one for a sixth more bytes."""
LARGEST = 2_000_000_000
"""Bytes of a sheet: with more a ZIP file needs wider fields, which Excel does not always like."""
_BEGIN = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"


@dataclass(frozen=True, slots=True)
class _Written:
    """A sheet that is in the file."""

    name: str
    """One of our own words and perhaps a number."""
    filtered: str
    """The area under the heading's filters; empty for none."""


class Book:
    """One workbook; used as a context, which writes the parts that name all others at its end."""

    def __init__(self, output: Output, *, most_rows: int = MOST_ROWS) -> None:
        self.styles = Styles()
        self.cut = 0
        """Texts that were longer than a cell may be."""
        self._output = output
        self._most = most_rows - 1
        self._sheets: list[_Written] = []
        self._open = ""
        self._zip = ZipFile(Stream(output), "w", ZIP_DEFLATED, compresslevel=_QUICKLY)

    def __enter__(self) -> "Book":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            for name, text in self._parts():
                with self._zip.open(name, "w") as part:
                    part.write(text.encode())
            self._zip.close()
        else:
            self._zip.fp = None  # or it would still write its end, into a file that is gone

    def add_table(
        self,
        name: str,
        columns: Sequence[Column],
        rows: Iterable[tuple[Any, ...]],
        *,
        days: str = "",
        shown_first: bool = False,
    ) -> int:
        """A sheet with a frozen heading and filters, more of them where one is too short.

        The last value of each row is its currency, which is not shown. Gives the number of sheets.
        """
        maker = CellMaker(columns, self.styles, days)
        chunks = _chunks(rows, self._most)
        ahead = next(chunks, [])
        number = 0
        while ahead or not number:
            number += 1
            label = name if number == 1 else f"{name} {number}"
            if shown_first and number == 1:
                self._open = label
            ahead = self._add_sheet(label, columns, maker, ahead, chunks)
        self.cut += maker.cut
        return number

    def _add_sheet(
        self,
        name: str,
        columns: Sequence[Column],
        maker: CellMaker,
        chunk: list[tuple[Any, ...]],
        chunks: Iterator[list[tuple[Any, ...]]],
    ) -> list[tuple[Any, ...]]:
        """Write chunks until the sheet is full; gives the one that found no place."""
        row, size = 2, 0
        with self._zip.open(self._part_name(), "w") as part:
            part.write((_sheet_begin(columns) + maker.heading(columns)).encode())
            while chunk and row - 2 + len(chunk) <= self._most:
                data = maker.rows(row, chunk).encode()
                if size and size + len(data) > LARGEST:
                    break
                part.write(data)
                row, size = row + len(chunk), size + len(data)
                self._output.advance(len(chunk))
                chunk = next(chunks, [])
            area = f"A1:{letters(len(columns) - 1)}{row - 1}"
            part.write(_sheet_end(columns, area, row - 1).encode())
        self._sheets.append(_Written(name, area))
        return chunk

    def add_labels(self, name: str, rows: Iterable[tuple[str, str]]) -> None:
        """A sheet of labels with a text beside each."""
        maker = CellMaker((), self.styles)
        with self._zip.open(self._part_name(), "w") as part:
            part.write(
                f'{_BEGIN}<worksheet xmlns="{_MAIN}"><cols><col min="1" max="1" width="28"'
                ' customWidth="1"/><col min="2" max="2" width="80" customWidth="1"/></cols>'
                "<sheetData>".encode()
            )
            for number, (label, text) in enumerate(rows, 1):
                cells = "".join(
                    f'<c r="{letter}{number}" s="{style}" t="inlineStr"><is>'
                    f'<t xml:space="preserve">{maker.escaped(said)}</t></is></c>'
                    for letter, style, said in (("A", LABEL, label), ("B", TEXT, text))
                    if said
                )
                part.write(f'<row r="{number}">{cells}</row>'.encode())
            part.write(b"</sheetData></worksheet>")
        self._sheets.append(_Written(name, ""))

    def _part_name(self) -> str:
        return f"xl/worksheets/sheet{len(self._sheets) + 1}.xml"

    # --- the parts that name the others

    def _parts(self) -> Iterator[tuple[str, str]]:
        numbers = range(1, len(self._sheets) + 1)
        kinds = "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml"'
            f' ContentType="{_SHEET}.worksheet+xml"/>'
            for n in numbers
        )
        yield (
            "[Content_Types].xml",
            f'{_BEGIN}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{_SHEET}.styles+xml"/>'
            f"{kinds}</Types>",
        )
        yield "_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")])
        yield (
            "xl/_rels/workbook.xml.rels",
            _relations(
                [
                    *[("worksheet", f"worksheets/sheet{n}.xml") for n in numbers],
                    ("styles", "styles.xml"),
                ]
            ),
        )
        yield "xl/styles.xml", self.styles.xml()
        yield "xl/workbook.xml", self._workbook()

    def _workbook(self) -> str:
        sheets, names = "", ""
        for place, sheet in enumerate(self._sheets):
            number = place + 1
            sheets += f'<sheet name="{sheet.name}" sheetId="{number}" r:id="r{number}"/>'
            if sheet.filtered:
                area = f"'{sheet.name}'!{_fixed(sheet.filtered)}"
                names += (
                    f'<definedName name="_xlnm._FilterDatabase" localSheetId="{place}"'
                    f' hidden="1">{area}</definedName>'
                )
        shown = next((n for n, s in enumerate(self._sheets) if s.name == self._open), 0)
        return (
            f'{_BEGIN}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><bookViews>'
            f'<workbookView activeTab="{shown}"/></bookViews><sheets>{sheets}</sheets>'
            f"<definedNames>{names}</definedNames></workbook>"
        )


def _chunks(rows: Iterable[tuple[Any, ...]], most: int) -> Iterator[list[tuple[Any, ...]]]:
    """A few rows at a time, never across the end of a sheet."""
    source, left = iter(rows), most
    while chunk := list(islice(source, min(_AT_ONCE, left))):
        yield chunk
        left = left - len(chunk) or most


def _sheet_begin(columns: Sequence[Column]) -> str:
    widths = "".join(
        f'<col min="{n}" max="{n}" width="{max(column.width, len(column.heading)) + 3}"'
        ' customWidth="1"/>'
        for n, column in enumerate(columns, 1)
    )
    return (
        f'{_BEGIN}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        '<selection pane="bottomLeft" activeCell="A2" sqref="A2"/></sheetView></sheetViews>'
        f"<cols>{widths}</cols><sheetData>"
    )


def _sheet_end(columns: Sequence[Column], area: str, last: int) -> str:
    """Filters, and no green corners at ids: that they are text although they look like numbers."""
    texts = " ".join(
        f"{letters(n)}1:{letters(n)}{last}" for n, c in enumerate(columns) if c.kind is Kind.TEXT
    )
    ignored = f'<ignoredError sqref="{texts}" numberStoredAsText="1"/>' if texts else ""
    errors = f"<ignoredErrors>{ignored}</ignoredErrors>" if ignored else ""
    return f'</sheetData><autoFilter ref="{area}"/>{errors}</worksheet>'


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    inside = "".join(
        f'<Relationship Id="r{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'{_BEGIN}<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def _fixed(area: str) -> str:
    """A1:N5 as $A$1:$N$5."""
    fixed = []
    for corner in area.split(":"):
        letter = corner.rstrip("0123456789")
        fixed.append(f"${letter}${corner[len(letter) :]}")
    return ":".join(fixed)
