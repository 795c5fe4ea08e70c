"""Which orders and lines an export takes, in SQL: by filter, or by a selection."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import apsw

from orderdock.export.preset import LeftOut
from orderdock.export.request import ExportRequest
from orderdock.query.conditions import LINES_OF_ORDER, ORDER_OF_LINE, Conditions, conditions
from orderdock.query.filters import CurrencyTotal, OrderFilter, Unit
from orderdock.query.id_list import IN_LIST, id_list
from orderdock.query.orders import count, exact, line_source, order_where, totals
from orderdock.store.order_rows import LINE_BITS

_LINES = f"FROM orders o CROSS JOIN lines l ON {LINES_OF_ORDER}"
_FITS = {
    LeftOut.NO_TOTAL: "o.order_total_micro IS NOT NULL",
    LeftOut.ZERO_TOTAL: "o.order_total_micro IS NOT 0",
    LeftOut.NO_DATE: "o.ordered_at IS NOT NULL",
}


@dataclass(frozen=True, slots=True)
class Part:
    """FROM and WHERE, and what their `?` stand for; `l` is a line, `o` its order."""

    sql: str
    values: tuple[Any, ...]

    def where(self, more: Sequence[str]) -> "Part":
        """Narrowed by further conditions."""
        word = " AND " if " WHERE " in self.sql else " WHERE "
        return Part(self.sql + word + " AND ".join(more), self.values) if more else self


@dataclass(frozen=True, slots=True)
class Picked:
    """The lines and the orders of one export; the orders are those with any line in it."""

    lines: Part
    orders: Part
    filter: OrderFilter | None
    """What gave them, when nothing else did: its counts may be known."""
    whole_orders: bool = True
    """Every line of these orders is in."""

    def of(self, unit: Unit) -> Part:
        """Those rows."""
        return self.lines if unit is Unit.LINES else self.orders

    def leaving_out(self, reasons: Sequence[LeftOut]) -> "Picked":
        """Without the orders that a preset has no place for."""
        fits = [_FITS[reason] for reason in reasons]
        only = self.filter if not fits else None
        return Picked(self.lines.where(fits), self.orders.where(fits), only, self.whole_orders)

    def count(self, db: apsw.Connection, unit: Unit) -> int:
        """How many rows there are."""
        if self.filter is not None:
            counted = count(db, self.filter)
            return counted.lines if unit is Unit.LINES else counted.orders
        part = self.of(unit)
        return int(db.execute(f"SELECT count(*) {part.sql}", part.values).get or 0)

    def left_out(
        self, db: apsw.Connection, reasons: Sequence[LeftOut]
    ) -> tuple[tuple[LeftOut, int], ...]:
        """How many orders each reason leaves out; one with two reasons counts for the first."""
        if not reasons:
            return ()
        sums, before = [], "1"
        for reason in reasons:
            sums.append(f"total({before} AND NOT ({_FITS[reason]}))")
            before += f" AND {_FITS[reason]}"
        [numbers] = db.execute(f"SELECT {', '.join(sums)} {self.orders.sql}", self.orders.values)
        named = zip(reasons, numbers, strict=True)
        return tuple((reason, int(number)) for reason, number in named if number)

    def totals(self, db: apsw.Connection) -> tuple[CurrencyTotal, ...]:
        """The order totals per currency, each order once; most orders first."""
        if self.filter is not None:
            return tuple(totals(db, self.filter))
        found: Any = db.execute(
            "SELECT coalesce(o.currency, ''), count(*), sum(o.order_total_micro / 1000000),"
            " sum(o.order_total_micro % 1000000), count(*) - count(o.order_total_micro)"
            f" {self.orders.sql} GROUP BY 1 ORDER BY 2 DESC, 1",
            self.orders.values,
        )
        return tuple(
            CurrencyTotal(currency, orders, exact(whole, rest), blank)
            for currency, orders, whole, rest, blank in found
        )


def picked(db: apsw.Connection, request: ExportRequest) -> Picked:
    """What the request speaks of. Raises WrongUsage for an unknown time zone."""
    if request.line_ids is not None:
        lines = sorted(set(request.line_ids))
        orders = sorted({number >> LINE_BITS for number in lines})
        by_line = f"FROM lines l CROSS JOIN orders o ON {ORDER_OF_LINE} WHERE l.id {IN_LIST}"
        return Picked(Part(by_line, (id_list(lines),)), _orders(orders), None, False)
    if request.order_ids is not None:
        orders = sorted(set(request.order_ids))
        return Picked(
            Part(f"{_LINES} WHERE o.id {IN_LIST}", (id_list(orders),)), _orders(orders), None
        )
    asked = conditions(db, request.filter)
    where, values = order_where(asked)
    return Picked(
        _filtered(asked),
        Part(f"FROM orders o{where}", tuple(values)),
        request.filter,
        asked.only_orders(),
    )


def _orders(ids: Sequence[int]) -> Part:
    return Part(f"FROM orders o WHERE o.id {IN_LIST}", (id_list(ids),))


def _filtered(asked: Conditions) -> Part:
    if asked.match:
        source, where, values, _ = line_source(asked, need_lines=True)
        return Part(f"FROM {source}{where}", tuple(values))
    parts = [*asked.orders.parts, *asked.lines.parts]
    where = f" WHERE {' AND '.join(parts)}" if parts else ""
    return Part(f"{_LINES}{where}", (*asked.orders.values, *asked.lines.values))
