"""Parquet: typed columns by their keys; amounts exact, dates as moments in UTC. Needs pyarrow."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import apsw

from orderdock.export.about import Facts
from orderdock.export.output import CHUNK, Output, Stream, chunks
from orderdock.export.table import Table
from orderdock.query.columns import Column, Kind

if TYPE_CHECKING:
    import pyarrow as pa

_GROUP = 64_000
"""Rows of a group: readers skip whole groups, writers hold one in memory."""
_WHOLE_DIGITS = 13
"""Amounts are below ten million millions (domain.amounts)."""
_NARROW = 38
"""Digits of a decimal that every reader knows."""


def write(db: apsw.Connection, table: Table, facts: Facts, out: Output) -> None:
    """Write the table, compressed by zstd; the facts stand in its metadata."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema(
        [pa.field(column.key, _type(db, table, column)) for column in table.columns],
        metadata={label: said for label, said in facts.labels(local=False) if label != "Note"},
    )
    convert = [_converter(column) for column in table.columns]
    held: list[Any] = []
    with pq.ParquetWriter(Stream(out), schema, compression="zstd") as writer:
        for rows in chunks(table.read(db)):
            out.check()
            arrays = [
                pa.array([change(value) for value in values], field.type)
                for values, change, field in zip(
                    zip(*rows, strict=True), convert, schema, strict=True
                )
            ]
            held.append(pa.record_batch(arrays, schema=schema))
            out.advance(len(rows))
            if len(held) * CHUNK >= _GROUP:
                writer.write_table(pa.Table.from_batches(held))
                held = []
        if held:
            writer.write_table(pa.Table.from_batches(held))


def _type(db: apsw.Connection, table: Table, column: Column) -> "pa.DataType":
    import pyarrow as pa

    match column.kind:
        case Kind.TEXT:
            return pa.string()
        case Kind.COUNT:
            return pa.int64()
        case Kind.DATE:
            return pa.timestamp("s", tz="UTC")
        case _:
            scale = _decimals(db, table, column)
            if _WHOLE_DIGITS + scale <= _NARROW:
                return pa.decimal128(_NARROW, scale)
            return pa.decimal256(_WHOLE_DIGITS + scale, scale)


def _decimals(db: apsw.Connection, table: Table, column: Column) -> int:
    """The most decimals that a value of the column has; at least two."""
    if not table.source:
        place = [each.key for each in table.columns].index(column.key)
        return max([2, *(len(row[place].partition(".")[2]) for row in table.months if row[place])])
    value = column.expression(table.unit)
    part = table.picked.of(table.unit).where([f"instr({value}, '.') > 0"])
    sql = f"SELECT max(length({value}) - instr({value}, '.')) {part.sql}"
    most = db.execute(sql, part.values).get
    return max(2, int(most or 0))


def _converter(column: Column) -> Callable[[Any], Any]:
    if column.kind is Kind.DATE:
        return lambda value: None if value is None else datetime.fromtimestamp(value, UTC)
    if column.kind in (Kind.NUMBER, Kind.AMOUNT):
        return lambda value: None if value is None else Decimal(value)
    return lambda value: value
