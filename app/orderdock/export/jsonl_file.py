"""JSON Lines: an object per row, by column key; numbers as the provider wrote them, or null."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import islice
from json.encoder import encode_basestring
from typing import Any

import apsw

from orderdock.export.cells import date_text
from orderdock.export.csv_file import CHUNK
from orderdock.export.table import Table
from orderdock.query.columns import Column, Kind

_is_json_number = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?\Z", re.ASCII).match
_quote = encode_basestring


def pieces(db: apsw.Connection, table: Table) -> Iterator[tuple[int, bytes]]:
    """The file in pieces: (rows in it, bytes)."""
    write = row_writer(table.columns)
    rows = iter(table.read(db))
    while chunk := list(islice(rows, CHUNK)):
        yield len(chunk), "".join([write(row) + "\n" for row in chunk]).encode()


def row_writer(columns: tuple[Column, ...]) -> Callable[[tuple[Any, ...]], str]:
    """A function from stored values to the text of one JSON object."""
    parts = [(_quote(column.key) + ":", _value_writer(column)) for column in columns]

    def write(row: tuple[Any, ...]) -> str:
        cells = [
            key + ("null" if value is None else as_json(value))
            for (key, as_json), value in zip(parts, row, strict=True)
        ]
        return "{" + ",".join(cells) + "}"

    return write


def _value_writer(column: Column) -> Callable[[Any], str]:
    if column.kind is Kind.DATE:
        return lambda value: _quote(date_text(value))
    if column.kind in (Kind.NUMBER, Kind.AMOUNT):
        return number_text
    return str if column.kind is Kind.COUNT else _quote


def number_text(text: str) -> str:
    """Plain decimal text as a JSON number: the same digits, without leading zeros."""
    return text if _is_json_number(text) else f"{Decimal(text):f}"
