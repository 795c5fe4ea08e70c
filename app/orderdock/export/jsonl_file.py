"""JSON Lines: an object per row, by column key; numbers as the provider wrote them, or null."""

import re
from collections.abc import Callable
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any

import apsw

from orderdock.export.dates import UTC_DATES
from orderdock.export.output import Output, chunks
from orderdock.export.table import Table
from orderdock.query.columns import Column, Kind

_is_json_number = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?\Z", re.ASCII).match
_quote = encode_basestring


def write(db: apsw.Connection, table: Table, out: Output) -> None:
    """Write the table; nothing but its rows."""
    text_of = row_writer(table.columns)
    for chunk in chunks(table.read(db)):
        out.put(len(chunk), "".join([text_of(row) + "\n" for row in chunk]).encode())


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
        return lambda value: _quote(UTC_DATES.text(value))
    if column.kind in (Kind.NUMBER, Kind.AMOUNT):
        return number_text
    return str if column.kind is Kind.COUNT else _quote


def number_text(text: str) -> str:
    """Plain decimal text as a JSON number: the same digits, without leading zeros."""
    return text if _is_json_number(text) else f"{Decimal(text):f}"
