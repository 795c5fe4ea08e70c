"""CSV (RFC 4180, CRLF): byte for byte what Python's csv module writes for the same cells.

Most rows are joined by SQLite itself: each row carries how awkward its text is (store.text_shape),
so that plain rows need no look at their cells and only rows that may need neutralising come here.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Set
from itertools import chain
from typing import Any

import apsw

from orderdock.export.cells import headings, writer_of
from orderdock.export.output import Output, chunks
from orderdock.export.request import ExportRequest
from orderdock.export.table import Table
from orderdock.query.columns import BY_KEY, Column, Kind
from orderdock.query.filters import Unit
from orderdock.query.id_list import IN_LIST, id_list
from orderdock.store import own_words
from orderdock.store.text_shape import CLOSE_LOOK, PLAIN, QUOTED, shape_of

_OF_LINE_SHAPE = frozenset(
    {
        "retailer",
        "order_number",
        "item_name",
        "brand",
        "department",
        "category",
        "subcategory",
        "sku",
        "currency",
        "shipment_status",
        "line_key",
    }
)
_OF_ORDER_SHAPE = frozenset(
    {
        "retailer",
        "order_number",
        "item_name",
        "currency",
        "shipment_status",
        "status",
        "status_text",
        "order_key",
    }
)
_NAMES = frozenset(("connection_name", "link"))
_OUR_WORDS = frozenset(("connection", "provider"))
"""Plain words of our own making."""
_PERSONS_WORDS = {"tags": (own_words.TAGS, "order_tags"), "note": (own_words.NOTE, "order_notes")}
"""Columns of what the person wrote: SQL, and the table that is empty for most people."""
_FEWER = 1_000
"""Rows at a time where every cell is looked at: `stop` is to be heard as soon."""


def write(db: apsw.Connection, table: Table, request: ExportRequest, out: Output) -> None:
    """Write the table: comma and point, or the request's regional marks."""
    for rows, data in pieces(db, table, request):
        out.put(rows, data)


def pieces(
    db: apsw.Connection, table: Table, request: ExportRequest, limit: int = -1
) -> Iterator[tuple[int, bytes]]:
    """The file in pieces: (rows in it, bytes)."""
    delimiter, decimal = marks(request)
    lines = Lines(table, request)
    bom = "\ufeff" if request.regional else ""
    yield 0, (bom + lines.text([headings(table.columns, raw=request.raw)])).encode()
    shape = _shape(db, table) if table.source and limit < 0 else None
    if shape is None or delimiter not in ",;" or decimal == delimiter or len(table.columns) == 1:
        for chunk in chunks(table.read(db, limit), _FEWER):
            yield len(chunk), lines.text([lines.cells(row) for row in chunk]).encode()
        return
    sql = f"SELECT {_row_text(table, shape, delimiter, decimal)} {table.source}"
    for texts in chunks(chain.from_iterable(db.execute(sql, table.values))):
        _look_closely(db, table, lines, texts)
        texts.append(b"")
        yield len(texts) - 1, b"\r\n".join(texts)


def marks(request: ExportRequest) -> tuple[str, str]:
    """Delimiter and decimal mark."""
    return (request.delimiter, request.decimal) if request.regional else (",", ".")


class Lines:
    """Rows of stored values as CSV text, by Python's own csv module."""

    def __init__(self, table: Table, request: ExportRequest) -> None:
        self._delimiter, decimal = marks(request)
        self._writers = [
            writer_of(column, raw=request.raw, decimal=decimal, dates=table.dates)
            for column in table.columns
        ]

    def cells(self, row: Iterable[Any]) -> list[str]:
        return [write(value) for write, value in zip(self._writers, row, strict=True)]

    def text(self, rows: Iterable[list[str]]) -> str:
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=self._delimiter, lineterminator="\r\n").writerows(rows)
        return out.getvalue()


def _look_closely(db: apsw.Connection, table: Table, lines: Lines, texts: list[Any]) -> None:
    """Replace the ids that stand for awkward rows by their text."""
    ids = [text for text in texts if type(text) is int]
    if not ids:
        return
    picked = ", ".join(column.expression(table.unit) for column in table.columns)
    source = "orders o"
    if table.unit is Unit.LINES:
        source = "lines l JOIN orders o ON o.id = (l.id >> 20)"
    row_id = table.id_expression()
    found: Iterable[Any] = db.execute(
        f"SELECT {row_id}, {picked} FROM {source} WHERE {row_id} {IN_LIST}",
        (id_list(ids),),
    )
    made = {number: lines.text([lines.cells(row)])[:-2].encode() for number, *row in found}
    texts[:] = [made[text] if type(text) is int else text for text in texts]


def _shape(db: apsw.Connection, table: Table) -> str | None:
    """SQL that says how awkward a row is; None when nothing in the database knows."""
    columns = [column for column in table.columns if column.kind is Kind.TEXT]
    texts = {column.key for column in columns} - _OUR_WORDS
    if any(_is_made(column, table.unit) for column in columns):
        return None
    if texts & _NAMES:
        names = [name for (name,) in db.execute("SELECT name FROM links")]
        names += [name for (name,) in db.execute("SELECT name FROM connections")]
        if shape_of(names) != PLAIN:
            return None
        texts -= _NAMES
    if mine := texts & _PERSONS_WORDS.keys():
        kept = [_PERSONS_WORDS[key] for key in sorted(mine)]
        there = [sql for sql, place in kept if db.execute(f"SELECT 1 FROM {place}").get]
        shape = _shape_of_read(table.unit, texts - mine)
        if shape is not None and there:
            said = " OR ".join(f"{sql} IS NOT NULL" for sql in there)
            shape = f"CASE WHEN {said} THEN {CLOSE_LOOK} ELSE {shape} END"
        return shape
    return _shape_of_read(table.unit, texts)


def _is_made(column: Column, unit: Unit) -> bool:
    """Whether a preset put the text together, whatever key it goes by."""
    known = BY_KEY.get(column.key)
    return known is None or known.expression(unit) != column.expression(unit)


def _shape_of_read(unit: Unit, texts: Set[str]) -> str | None:
    """The same for what providers said: their texts were judged when they were stored."""
    if unit is Unit.ORDERS:
        return "o.shape" if texts <= _OF_ORDER_SHAPE else None
    if texts <= _OF_LINE_SHAPE:
        return "l.shape"
    return "max(l.shape, o.shape)" if texts <= _OF_LINE_SHAPE | _OF_ORDER_SHAPE else None


def _row_text(table: Table, shape: str, delimiter: str, decimal: str) -> str:
    """SQL of the row's text in UTF-8; of its id where cells must be looked at one by one."""
    plain, quoted = [], []
    for column in table.columns:
        value = column.expression(table.unit)
        if column.kind is Kind.DATE:
            value = table.dates.sql(value)
        elif column.kind in (Kind.NUMBER, Kind.AMOUNT) and decimal != ".":
            value = f"replace({value}, '.', '{decimal}')"
        plain.append(value)
        quoted.append(_quoted(value, delimiter) if column.kind is Kind.TEXT else value)
    between = f", '{delimiter}', "
    return (
        f"CASE {shape} WHEN {PLAIN} THEN CAST(concat({between.join(plain)}) AS BLOB)"
        f" WHEN {QUOTED} THEN CAST(concat({between.join(quoted)}) AS BLOB)"
        f" ELSE {table.id_expression()} END"
    )


def _quoted(value: str, delimiter: str) -> str:
    marks_in_it = " OR ".join(
        f"instr({value}, {mark})" for mark in ("'\"'", f"'{delimiter}'", "char(10)", "char(13)")
    )
    return (
        f"CASE WHEN {marks_in_it} THEN '\"' || replace({value}, '\"', '\"\"') || '\"'"
        f" ELSE {value} END"
    )
