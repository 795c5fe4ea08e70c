"""Reads a file just written and says what is truly in it: rows, and sums per currency."""

import csv
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
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
_BLOCK = 1 << 18
_MANY = 50_000
"""Different amounts counted before they are added up."""

Cell = str | bytes | None


@dataclass(slots=True)
class Sums:
    """For each amount column, the sum of its cells per currency in millionths, each rounded."""

    rows: int = 0
    by_column: dict[str, dict[str, int]] = field(default_factory=dict)


class Adding:
    """Adds up amounts as they come: exact, and quick where they repeat."""

    def __init__(self, names: Sequence[str], decimal: str = ".") -> None:
        self._names = names
        self._decimal = decimal
        self.rows = 0
        """So many have come."""
        self._seen: list[Counter[Any]] = [Counter() for _ in names]
        self._sums: list[dict[str, int]] = [{} for _ in names]

    def take(
        self, rows: int, currencies: Iterable[Cell], amounts: Sequence[Iterable[Cell]]
    ) -> None:
        """Add so many rows, by column. Raises ValueError for an amount that is no number."""
        self.rows += rows
        for place, column in enumerate(amounts):
            seen = self._seen[place]
            seen.update(zip(currencies, column, strict=False))
            if len(seen) > _MANY:
                self._settle(place)

    def sums(self) -> Sums:
        """What has come so far."""
        for place in range(len(self._names)):
            self._settle(place)
        return Sums(self.rows, dict(zip(self._names, self._sums, strict=True)))

    def _settle(self, place: int) -> None:
        into = self._sums[place]
        for (currency, amount), times in self._seen[place].items():
            if amount:
                key = _text(currency or "")
                value = millionths(_text(amount).replace(self._decimal, "."))
                into[key] = into.get(key, 0) + value * times
        self._seen[place].clear()


def _text(cell: str | bytes) -> str:
    return cell.decode() if isinstance(cell, bytes) else cell


def csv_columns(
    path: Path, delimiter: str, places: Sequence[int], wide: int
) -> Iterator[tuple[int, list[Sequence[Cell]]]]:
    """(rows, the columns at `places`) of a CSV file in pieces, its heading left out.

    A record has `wide` fields. Most are taken from their end without reading what stands before;
    quotes among those are left to the csv module. Raises ValueError for records that are none.
    """
    first = min(places, default=wide)
    mark, most = delimiter.encode(), min(wide - first, wide - 1)
    shown = [place - (wide - 1 - most) for place in places]
    heading = True
    for records in _records(path):
        found = records[1:] if heading else records
        heading = heading and not records
        if not found:
            continue
        ends = [record.rsplit(mark, most) for record in found]
        for number in [n for n, record in enumerate(found) if b'"' in record]:
            before = len(ends[number][0]) if first else 0
            if b'"' in found[number][before:]:
                record = found[number].decode()
                cells = next(csv.reader([record], delimiter=delimiter, strict=True))
                ends[number] = [cell.encode() for cell in cells[wide - 1 - most :]]
        columns = list(zip(*ends, strict=True))
        yield len(found), [columns[place] for place in shown]


def _records(path: Path) -> Iterator[list[bytes]]:
    """The records of a CSV file in pieces: line ends within quotes do not count."""
    rest = b""
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            *lines, rest = (rest + block).split(b"\r\n")
            records, rest = _joined(lines, rest)
            yield records
    if rest:
        raise ValueError(rest)


def _joined(lines: list[bytes], rest: bytes) -> tuple[list[bytes], bytes]:
    """Lines put together where a quoted cell goes on; the last may go on in what comes next."""
    odd = [n for n, line in enumerate(lines) if b'"' in line and line.count(b'"') & 1]
    if not odd:
        return lines, rest
    records, at = [], 0
    for begin, end in zip(odd[::2], odd[1::2], strict=False):
        records += lines[at:begin]
        records.append(b"\r\n".join(lines[begin : end + 1]))
        at = end + 1
    if len(odd) % 2:
        records += lines[at : odd[-1]]
        return records, b"\r\n".join([*lines[odd[-1] :], rest])
    return records + lines[at:], rest


def jsonl_columns(path: Path, keys: Sequence[str]) -> Iterator[tuple[int, list[Sequence[Cell]]]]:
    """(rows, the values under `keys`) of a JSON-lines file in pieces."""
    with path.open(encoding="utf-8") as file:
        while lines := list(islice(file, _CHUNK)):
            objects = [json.loads(line, parse_float=str, parse_int=str) for line in lines]
            yield len(lines), [[each[key] for each in objects] for key in keys]


def parquet_columns(path: Path, keys: Sequence[str]) -> Iterator[tuple[int, list[Sequence[Cell]]]]:
    """(rows, the columns `keys`) of a Parquet file in pieces. Needs pyarrow."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(_CHUNK):
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
