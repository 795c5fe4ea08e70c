"""What an export reads: the columns, the rows in their fixed order, and how many there are."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import apsw

from orderdock.export.presets import preset
from orderdock.export.request import ExportRequest
from orderdock.query.columns import Column, chosen
from orderdock.query.conditions import LINES_OF_ORDER, Conditions, conditions
from orderdock.query.filters import Unit
from orderdock.query.id_list import IN_LIST, id_list
from orderdock.query.orders import count, line_source, order_where


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows of one export.

    Rows are sorted by order date (unknown first), order number, then line: the same data gives the
    same rows in the same order.
    """

    unit: Unit
    columns: tuple[Column, ...]
    source: str
    """FROM, WHERE and ORDER BY; `l` is a line, `o` its order."""
    values: tuple[Any, ...]
    rows: int

    def read(self, db: apsw.Connection, limit: int = -1) -> Iterable[tuple[Any, ...]]:
        """The rows as stored."""
        picked = ", ".join(column.expression(self.unit) for column in self.columns)
        return db.execute(f"SELECT {picked} {self.source} LIMIT ?", (*self.values, limit))

    def id_expression(self) -> str:
        """SQL of a row's id."""
        return "l.id" if self.unit is Unit.LINES else "o.id"


def table(db: apsw.Connection, request: ExportRequest) -> Table:
    """The table that the request speaks of. Raises WrongUsage for unknown presets and columns."""
    picked = preset(request.preset or "lines")
    names = request.columns if request.columns is not None else picked.columns
    columns = chosen(names, picked.unit)
    if request.order_ids is not None:
        return _selection(db, picked.unit, columns, request.order_ids)
    asked = conditions(db, request.filter)
    counted = count(db, request.filter)
    if picked.unit is Unit.ORDERS:
        where, values = order_where(asked)
        source = f"FROM orders o{where} ORDER BY o.ordered_at, o.order_number, o.id"
        return Table(picked.unit, columns, source, tuple(values), counted.orders)
    source, values = _lines(asked)
    return Table(picked.unit, columns, source, tuple(values), counted.lines)


def _lines(asked: Conditions) -> tuple[str, list[Any]]:
    by = "ORDER BY o.ordered_at, o.order_number, o.id, l.id"
    if asked.match:
        source, where, values, _ = line_source(asked, need_lines=True)
        return f"FROM {source}{where} {by}", values
    parts = [*asked.orders.parts, *asked.lines.parts]
    where = f" WHERE {' AND '.join(parts)}" if parts else ""
    values = [*asked.orders.values, *asked.lines.values]
    return f"FROM orders o CROSS JOIN lines l ON {LINES_OF_ORDER}{where} {by}", values


def _selection(
    db: apsw.Connection, unit: Unit, columns: tuple[Column, ...], ids: tuple[int, ...]
) -> Table:
    picked = id_list(sorted(set(ids)))
    where = f"WHERE o.id {IN_LIST}"
    [(orders, lines)] = db.execute(
        f"SELECT count(*), coalesce(sum(o.line_count), 0) FROM orders o {where}", (picked,)
    )
    by = "ORDER BY o.ordered_at, o.order_number, o.id"
    if unit is Unit.ORDERS:
        return Table(unit, columns, f"FROM orders o {where} {by}", (picked,), orders)
    source = f"FROM orders o CROSS JOIN lines l ON {LINES_OF_ORDER} {where} {by}, l.id"
    return Table(unit, columns, source, (picked,), lines)
