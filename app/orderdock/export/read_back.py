"""Reads the columns of a file just written that is no CSV: what is truly in them."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import IO
from xml.sax.saxutils import unescape
from zipfile import ZipFile

from orderdock.export.adding_up import Cell
from orderdock.export.output import CHUNK, chunks
from orderdock.export.xlsx_cells import letters

_BLOCK = 1 << 18


def jsonl_columns(path: Path, keys: Sequence[str]) -> Iterator[tuple[int, list[Sequence[Cell]]]]:
    """(rows, the values under `keys`) of a JSON-lines file in pieces."""
    with path.open(encoding="utf-8") as file:
        for lines in chunks(file):
            objects = [json.loads(line, parse_float=str, parse_int=str) for line in lines]
            yield len(lines), [[each[key] for each in objects] for key in keys]


def parquet_columns(path: Path, keys: Sequence[str]) -> Iterator[tuple[int, list[Sequence[Cell]]]]:
    """(rows, the columns `keys`) of a Parquet file in pieces. Needs pyarrow."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(CHUNK):
            yield len(batch), [[_plain(value) for value in batch[key].to_pylist()] for key in keys]


def _plain(value: object) -> str | None:
    return None if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)


def sheets_named(path: Path, name: str) -> list[str]:
    """The parts of a workbook that we wrote which hold the sheets of this name, in their order."""
    with ZipFile(path) as book:
        said = book.read("xl/workbook.xml").decode()
    named = re.findall(rf'<sheet name="{re.escape(name)}(?: \d+)?" sheetId="(\d+)"', said)
    return [f"xl/worksheets/sheet{number}.xml" for number in named]


def xlsx_columns(
    path: Path, sheets: Sequence[str], places: Sequence[int]
) -> Iterator[tuple[int, list[Sequence[Cell]]]]:
    """(rows, the columns at `places`) of some sheets of a workbook that we wrote, in pieces."""
    finders = [_cell_at(place) for place in places]
    with ZipFile(path) as book:
        for sheet in sheets:
            heading = True
            with book.open(sheet) as part:
                for rows in _in_rows(part):
                    found = rows[1:] if heading else rows
                    heading = heading and not rows
                    yield len(found), [[_cell(find(row)) for row in found] for find in finders]


def _cell_at(place: int) -> Callable[[str], re.Match[str] | None]:
    cell = rf'<c r="{letters(place)}\d+"[^>]*>(?:<v>|<is><t[^>]*>)([^<]*)'
    return re.compile(cell).search


def _cell(found: re.Match[str] | None) -> str | None:
    return unescape(found[1]) if found else None


def _in_rows(part: IO[bytes]) -> Iterator[list[str]]:
    rest = b""
    while piece := part.read(_BLOCK):
        *whole, rest = (rest + piece).split(b"</row>")
        yield [row.decode() for row in whole]
