"""Reads a written file back, before it takes its place, and holds it against the database."""

import csv
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import repeat
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import apsw

from orderdock.domain.amounts import from_millionths
from orderdock.domain.errors import OrderdockError, PersonCancelled
from orderdock.export import csv_file
from orderdock.export.output import CANCELLED
from orderdock.export.read_back import (
    Adding,
    Sums,
    csv_columns,
    jsonl_columns,
    parquet_columns,
    sheets_named,
    xlsx_columns,
)
from orderdock.export.request import ExportRequest
from orderdock.export.table import Table
from orderdock.query.columns import Kind

_CHUNK = 1 << 20
_MICRO = {
    "l.order_total": "o.order_total_micro",
    "o.order_total": "o.order_total_micro",
    "l.unit_price": "l.unit_price_micro",
}
"""Amounts that the database also keeps as whole millionths."""


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
        self._db = db
        self._table = table
        self._request = request
        self._kind = kind
        self._sheet = sheet
        self._stop = stop
        self._keys = [column.key for column in table.columns]
        amounts = [n for n, c in enumerate(table.columns) if c.kind is Kind.AMOUNT]
        totals = [n for n in amounts if self._keys[n] == "order_total"]
        self._amounts = totals or amounts
        """The total alone where there is one: that every cell is as written, the digest tells."""
        self._currency = self._keys.index("currency") if "currency" in self._keys else None

    def read(self, path: Path, progress: Callable[[int, int], None] | None = None) -> Checked:
        """Look at the file. Raises FileDiffers, PersonCancelled."""
        with ThreadPoolExecutor(1) as beside:  # SQLite adds up while Python reads
            wanted = beside.submit(self._wanted)
            sums = self._sums_of(path, progress)
            if sums.rows != self._table.rows:
                raise self._differs(f"it has {sums.rows:,} rows instead of {self._table.rows:,}")
            for key, amounts in wanted.result().items():
                if sums.by_column[key] != amounts:
                    raise self._differs(f"its column {key} comes to another sum")
        return Checked(sums.rows, self._digest(path), _exact(sums))

    def _sums_of(self, path: Path, progress: Callable[[int, int], None] | None) -> Sums:
        found = self._adding()
        try:
            for rows, columns in self._columns(path):
                if self._stop is not None and self._stop():
                    raise PersonCancelled(CANCELLED)
                *amounts, currencies = columns if self._currency is not None else (*columns, ())
                found.take(rows, currencies or repeat(""), amounts)
                if progress is not None:
                    progress(found.rows, self._table.rows)
            return found.sums()
        except (ValueError, LookupError, csv.Error, BadZipFile):
            raise self._differs("it cannot be read back") from None

    def _differs(self, how: str) -> FileDiffers:
        return FileDiffers(
            f"The file that was written is not right: {how}. It was thrown away.",
            "Save it again; if it comes again, save to another disk.",
        )

    # --- the file

    def _columns(self, path: Path) -> Iterator[tuple[int, list[Any]]]:
        """(rows, amounts and perhaps their currency) in pieces."""
        places = [*self._amounts, *([] if self._currency is None else [self._currency])]
        keys = [self._keys[place] for place in places]
        match self._kind:
            case "csv":
                delimiter, _ = csv_file.marks(self._request)
                return csv_columns(path, delimiter, places, len(self._keys))
            case "jsonl":
                return jsonl_columns(path, keys)
            case "parquet":
                return parquet_columns(path, keys)
            case _:
                return xlsx_columns(path, sheets_named(path, self._sheet), places)

    def _digest(self, path: Path) -> str:
        made = hashlib.sha256()
        with path.open("rb") as file:
            while piece := file.read(_CHUNK):
                if self._stop is not None and self._stop():
                    raise PersonCancelled(CANCELLED)
                made.update(piece)
        return made.hexdigest()

    # --- the database

    def _wanted(self) -> dict[str, dict[str, int]]:
        table, wanted, others = self._table, {}, []
        for place in self._amounts:
            column = table.columns[place]
            micro = _MICRO.get(column.expression(table.unit)) if table.source else None
            if micro is None:
                others.append(place)
            else:
                wanted[column.key] = self._sum(micro)
        if others:
            wanted |= self._added_up(others)
        return wanted

    def _sum(self, micro: str) -> dict[str, int]:
        table = self._table
        currency = "''"
        if self._currency is not None:
            shown = table.columns[self._currency].expression(table.unit)
            currency = f"coalesce({shown}, '')"
        part = table.picked.of(table.unit).where([f"{micro} IS NOT NULL"])
        found: Iterable[Any] = self._db.execute(
            f"SELECT {currency}, sum({micro} / 1000000), sum({micro} % 1000000)"
            f" {part.sql} GROUP BY 1",
            part.values,
        )
        return {name: whole * 1_000_000 + rest for name, whole, rest in found}

    def _added_up(self, places: Sequence[int]) -> dict[str, dict[str, int]]:
        """Of columns that only their text says: turned signs, sums of months."""
        adding = Adding([self._keys[place] for place in places])
        rows = list(self._table.read(self._db))
        columns = list(zip(*rows, strict=True)) or [()] * len(self._keys)
        currencies = repeat("") if self._currency is None else columns[self._currency]
        adding.take(len(rows), currencies, [columns[place] for place in places])
        return adding.sums().by_column

    def _adding(self) -> Adding:
        decimal = csv_file.marks(self._request)[1] if self._kind == "csv" else "."
        return Adding([self._keys[place] for place in self._amounts], decimal)


def _exact(sums: Sums) -> dict[str, dict[str, Decimal]]:
    return {
        key: {currency: from_millionths(value) for currency, value in by.items()}
        for key, by in sums.by_column.items()
    }
