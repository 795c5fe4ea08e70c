"""CSV that a provider sends: rows by the names of their columns, whatever the columns' order."""

import csv
import io
from collections.abc import Collection
from typing import NamedTuple

import msgspec

from orderdock.connector.reading import unexpected


class CsvRow(NamedTuple):
    """One row."""

    cells: dict[str, str]
    """Name of the column -> text."""
    whole: bool
    """It has as many cells as the header."""

    @property
    def raw(self) -> bytes:
        """The cells as they came, as JSON."""
        return msgspec.json.encode(self.cells)


def csv_rows(body: bytes, what: str, provider: str, needed: Collection[str]) -> list[CsvRow]:
    """The rows below the header; blank ones and repeated headers dropped.

    Raises UnexpectedAnswer where it is no CSV, or a `needed` column is missing.
    """
    try:
        table = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as trouble:
        raise unexpected(what, provider, f"the CSV breaks off ({trouble})") from None
    filled = [cells for cells in table if any(cells)]
    if not filled:
        return []
    header = [name.strip() for name in filled[0]]
    missing = sorted(set(needed).difference(header))
    if missing:
        raise unexpected(what, provider, f"the CSV has no column {missing[0]!r}")
    return [
        CsvRow(dict(zip(header, cells, strict=False)), len(cells) == len(header))
        for cells in filled[1:]
        if [cell.strip() for cell in cells] != header
    ]
