"""Reads a file just written and says what is truly in it: rows, and sums per currency."""

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import IO, Any
from xml.sax.saxutils import unescape
from zipfile import ZipFile

from orderdock.domain.amounts import millionths
from orderdock.export.xlsx_cells import letters

_CHUNK = 4_000
_MANY = 20_000
"""Different amounts counted before they are added up."""

Cells = Sequence[str | None]


@dataclass(slots=True)
class Sums:
    """For each amount column, the sum of its cells per currency in millionths, each rounded."""

    rows: int = 0
    by_column: dict[str, dict[str, int]] = field(default_factory=dict)


class Adding:
    """Adds up rows of cells as they come: exact, and quick where amounts repeat."""

    def __init__(self, names: Sequence[str], amounts: Sequence[int], currency: int | None) -> None:
        self._names = names
        self._amounts = amounts
        self._currency = currency
        self.rows = 0
        """So many have come."""
        self._seen: dict[int, Counter[Any]] = {place: Counter() for place in amounts}
        self._sums: dict[int, dict[str, int]] = {place: {} for place in amounts}

    def take(self, rows: Sequence[Cells]) -> None:
        """Add some rows. Raises ValueError for an amount that is no number."""
        self.rows += len(rows)
        if not rows:
            return
        columns = list(zip(*rows, strict=True))
        currencies = [""] * len(rows) if self._currency is None else columns[self._currency]
        for place, seen in self._seen.items():
            seen.update(zip(currencies, columns[place], strict=True))
            if len(seen) > _MANY:
                self._settle(place)

    def sums(self) -> Sums:
        """What has come so far."""
        for place in self._amounts:
            self._settle(place)
        return Sums(self.rows, {self._names[place]: self._sums[place] for place in self._amounts})

    def _settle(self, place: int) -> None:
        into = self._sums[place]
        for (currency, text), times in self._seen[place].items():
            if text:
                key = currency or ""
                into[key] = into.get(key, 0) + millionths(text) * times
        self._seen[place].clear()


def csv_rows(path: Path, delimiter: str, decimal: str, amounts: Sequence[int]) -> Iterator[Any]:
    """The rows of a CSV file in chunks, without its header; amounts with a point."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        next(reader, None)
        while rows := list(islice(reader, _CHUNK)):
            if decimal != ".":
                for row in rows:
                    for place in amounts:
                        row[place] = row[place].replace(decimal, ".")
            yield rows


def jsonl_rows(path: Path, keys: Sequence[str]) -> Iterator[Any]:
    """The rows of a JSON-lines file in chunks, each value under its key."""
    with path.open(encoding="utf-8") as file:
        while lines := list(islice(file, _CHUNK)):
            objects = [json.loads(line, parse_float=str, parse_int=str) for line in lines]
            yield [[each[key] for key in keys] for each in objects]


def parquet_rows(path: Path, keys: Sequence[str]) -> Iterator[Any]:
    """The rows of a Parquet file in chunks. Needs pyarrow."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(_CHUNK, columns=list(keys)):
            columns = [[_plain(value) for value in batch[key].to_pylist()] for key in keys]
            yield list(zip(*columns, strict=True))


def _plain(value: object) -> str | None:
    return None if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)


def sheets_named(path: Path, name: str) -> list[str]:
    """The parts of a workbook that we wrote which hold the sheets of this name, in their order."""
    with ZipFile(path) as book:
        said = book.read("xl/workbook.xml").decode()
    named = re.findall(rf'<sheet name="{re.escape(name)}(?: \d+)?" sheetId="(\d+)"', said)
    return [f"xl/worksheets/sheet{number}.xml" for number in named]


def xlsx_rows(path: Path, sheets: Sequence[str], places: Sequence[int], wide: int) -> Iterator[Any]:
    """The rows of some sheets of a workbook that we wrote, in chunks, their headings left out.

    A row has `wide` cells; only those at `places` are filled in.
    """
    cell_at = {place: _cell_at(place) for place in places}
    with ZipFile(path) as book:
        for sheet in sheets:
            heading = True
            with book.open(sheet) as part:
                for rows in _in_rows(part):
                    found = rows[1:] if heading else rows
                    heading = heading and not rows
                    yield [_cells(row, cell_at, wide) for row in found]


def _cell_at(place: int) -> re.Pattern[str]:
    return re.compile(rf'<c r="{letters(place)}\d+"[^>]*>(?:<v>|<is><t[^>]*>)([^<]*)')


def _cells(row: str, cell_at: Mapping[int, re.Pattern[str]], wide: int) -> list[str | None]:
    cells: list[str | None] = [None] * wide
    for place, pattern in cell_at.items():
        found = pattern.search(row)
        cells[place] = unescape(found[1]) if found else None
    return cells


def _in_rows(part: IO[bytes]) -> Iterator[list[str]]:
    rest = b""
    while piece := part.read(1 << 18):
        *whole, rest = (rest + piece).split(b"</row>")
        yield [row.decode() for row in whole]
