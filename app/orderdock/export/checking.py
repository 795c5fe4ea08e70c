"""Reads a written file back, before it takes its place, and holds it against the database."""

import csv
import hashlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import repeat
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from zipfile import BadZipFile

import apsw

from orderdock.domain.amounts import from_millionths
from orderdock.domain.errors import OrderdockError, PersonCancelled
from orderdock.export import csv_file
from orderdock.export.adding_up import Adding, Sums
from orderdock.export.expected import Expected
from orderdock.export.output import CANCELLED
from orderdock.export.read_back import (
    jsonl_columns,
    parquet_columns,
    sheets_named,
    xlsx_columns,
)
from orderdock.export.reading_along import Found, Layout, Reading, ReadingAlong, blocks
from orderdock.export.request import ExportRequest
from orderdock.export.table import Table
from orderdock.query.columns import Kind
from orderdock.system.frames import Gone

_LARGE = 100_000
"""Rows for which a second process is worth its start."""


class FileDiffers(OrderdockError):
    """What was written is not what is in the database: the disk or this program is at fault."""

    code = "file_differs"


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that holds what it should."""

    rows: int
    sha256: str
    sums: dict[str, dict[str, Decimal]] = field(default_factory=dict)
    """Amount column -> currency -> sum of its cells, each rounded to millionths."""


class Check:
    """One table in one file, written as the request says."""

    def __init__(
        self,
        db: apsw.Connection,
        table: Table,
        request: ExportRequest,
        kind: str,
        sheet: str = "",
        stop: Callable[[], bool] | None = None,
    ) -> None:
        """`kind` is csv, jsonl, xlsx or parquet; `sheet` that of the table in a workbook."""
        self._table = table
        self._kind = kind
        self._sheet = sheet
        self._stop = stop
        self._keys = [column.key for column in table.columns]
        amounts = [n for n, c in enumerate(table.columns) if c.kind is Kind.AMOUNT]
        totals = [n for n in amounts if self._keys[n] == "order_total"]
        self._amounts = {self._keys[place]: place for place in totals or amounts}
        """The total alone where there is one: that every cell is as written, the digest tells."""
        self._currency = self._keys.index("currency") if "currency" in self._keys else None
        self._layout = Layout(
            *csv_file.marks(request), self._amounts, self._currency, len(self._keys)
        )
        self._expected = Expected(db, table, self._currency)
        self._along: ReadingAlong | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._leave()

    def begin(self, path: Path) -> None:
        """The file is about to be written, from its front to its end if it is CSV."""
        if self._kind == "csv" and self._table.rows >= _LARGE:
            with suppress(Gone):
                self._along = ReadingAlong(path, self._layout)

    def written(self, size: int) -> None:
        """So many bytes are in the file now."""
        if self._along is not None:
            try:
                self._along.written(size)
            except Gone:
                self._leave()

    def read(self, path: Path, progress: Callable[[int, int], None] | None = None) -> Checked:
        """Look at the whole file. Raises FileDiffers, PersonCancelled."""

        def told(rows: int) -> None:
            self._heed_stop()
            if progress is not None:
                progress(rows, self._table.rows)

        found = self._found(path, told)
        told(found.rows)
        if found.rows != self._table.rows:
            raise self._differs(f"it has {found.rows:,} rows instead of {self._table.rows:,}")
        for key, place in self._amounts.items():
            if found.sums[key] not in self._expected.of(place):
                raise self._differs(f"its column {key} comes to another sum")
        return Checked(found.rows, found.sha256, _exact(found.sums))

    def _leave(self) -> None:
        if self._along is not None:
            self._along.close()
            self._along = None

    def _heed_stop(self) -> None:
        if self._stop is not None and self._stop():
            raise PersonCancelled(CANCELLED)

    def _differs(self, how: str) -> FileDiffers:
        return FileDiffers(
            f"The file that was written is not right: {how}. It was thrown away.",
            "Save it again; if it comes again, save to another disk.",
        )

    # --- the file

    def _found(self, path: Path, told: Callable[[int], None]) -> Found:
        if self._along is not None:
            with suppress(Gone):
                return self._along.rest(told)
        try:
            return self._read_csv(path, told) if self._kind == "csv" else self._read(path, told)
        except (ValueError, LookupError, csv.Error, BadZipFile):
            raise self._differs("it cannot be read back") from None

    def _read_csv(self, path: Path, told: Callable[[int], None]) -> Found:
        reading = Reading(self._layout)
        with path.open("rb") as file:
            for block in blocks(file):
                reading.take(block)
                told(reading.rows)
        return reading.found()

    def _read(self, path: Path, told: Callable[[int], None]) -> Found:
        rows, adding = 0, Adding([*self._amounts])
        for many, columns in self._columns(path):
            *amounts, currencies = columns if self._currency is not None else (*columns, ())
            adding.take(currencies or repeat(""), amounts)
            rows += many
            told(rows)
        return Found(rows, adding.sums(), self._digest(path))

    def _columns(self, path: Path) -> Iterator[tuple[int, list[Any]]]:
        """(rows, amounts and perhaps their currency) in pieces."""
        places = [*self._amounts.values(), *([] if self._currency is None else [self._currency])]
        keys = [self._keys[place] for place in places]
        match self._kind:
            case "jsonl":
                return jsonl_columns(path, keys)
            case "parquet":
                return parquet_columns(path, keys)
            case _:
                return xlsx_columns(path, sheets_named(path, self._sheet), places)

    def _digest(self, path: Path) -> str:
        made = hashlib.sha256()
        with path.open("rb") as file:
            for block in blocks(file):
                self._heed_stop()
                made.update(block)
        return made.hexdigest()


def _exact(sums: Sums) -> dict[str, dict[str, Decimal]]:
    return {
        key: {currency: from_millionths(value) for currency, value in by.items()}
        for key, by in sums.items()
    }
