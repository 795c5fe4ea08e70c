"""Reads a file just written and says what is truly in it: rows, and sums per currency."""

import csv
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from itertools import islice
from pathlib import Path
from typing import Any

from orderdock.domain.errors import PersonCancelled

_CHUNK = 4_000
_MANY = 20_000
"""Different amounts counted before they are added up."""

Cells = Sequence[str | None]


@dataclass(slots=True)
class Sums:
    """For each amount column, the sum of its cells per currency; empty where there is none."""

    rows: int = 0
    by_column: dict[str, dict[str, Decimal]] = field(default_factory=dict)


class Adding:
    """Adds up rows of cells as they come: exact, and quick where amounts repeat."""

    def __init__(self, names: Sequence[str], amounts: Sequence[int], currency: int | None) -> None:
        self._names = names
        self._amounts = amounts
        self._currency = currency
        self._rows = 0
        self._seen: dict[int, Counter[Any]] = {place: Counter() for place in amounts}
        self._sums: dict[int, dict[str, Decimal]] = {place: {} for place in amounts}

    def take(self, rows: Sequence[Cells]) -> None:
        """Add some rows. Raises ValueError for an amount that is no number."""
        self._rows += len(rows)
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
        return Sums(self._rows, {self._names[place]: self._sums[place] for place in self._amounts})

    def _settle(self, place: int) -> None:
        into = self._sums[place]
        for (currency, text), times in self._seen[place].items():
            if text is None or text == "":
                continue
            try:
                amount = Decimal(text)
            except InvalidOperation:
                raise ValueError(text) from None
            key = currency or ""
            into[key] = into.get(key, Decimal(0)) + amount * times
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
            yield [[json.loads(line, parse_float=str).get(key) for key in keys] for line in lines]


def digest(path: Path, stop: Callable[[], bool] | None = None) -> str:
    """SHA-256 of the file. Raises PersonCancelled once `stop` says yes."""
    made = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            if stop is not None and stop():
                raise PersonCancelled("The export was cancelled; no file was written.")
            made.update(piece)
    return made.hexdigest()
