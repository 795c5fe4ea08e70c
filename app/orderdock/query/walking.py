"""The rows that a filter leaves, found along a kept order: only the first ones, or all."""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import apsw

from orderdock.query.conditions import (
    LINES_OF_ORDER,
    MATCHING,
    ORDER_OF_LINE,
    Conditions,
    conditions,
)
from orderdock.query.filters import Hidden, OrderFilter, Sort, Unit
from orderdock.query.id_list import IN_LIST, id_list
from orderdock.query.kept_sums import sums
from orderdock.query.marks import Marks
from orderdock.query.own_order import RowsInOrder
from orderdock.query.row_ids import RowIds, lines_of, orders_of
from orderdock.query.sorting import order_by
from orderdock.query.sources import line_source, order_where, where
from orderdock.store import revisions
from orderdock.store.order_rows import LINE_BITS

_NEAR = 4_096
"""So many orders from the start are searched first: the index of words is asked for these alone."""
_LOOKS = (256, 1_024, 4_096, 16_384, 65_536)
"""Rows looked at one by one from the start, before all that stay are gathered."""
_LOOK = 2_048
_NARROW = 50_000
"""So many orders of a span of days are found and marked faster than met by looking."""
_FEW = 2_000
"""So many rows are sorted faster than a kept order is walked."""
_PIECE = 8_192
_GIVEN = "(SELECT value AS id FROM carray(?)) g"

Stop = Callable[[], bool]


class Walk:
    """One question, along one kept order of all rows."""

    def __init__(
        self,
        db: apsw.Connection,
        kept: RowsInOrder,
        f: OrderFilter,
        sort: Sequence[Sort],
        unit: Unit,
        also: Conditions | None = None,
    ) -> None:
        self._db = db
        self._kept = kept
        self._filter = f
        asked = conditions(db, f)
        self._asked = asked if also is None else asked.within(also)
        self._narrowed = also is not None
        self.came_to_the_end = False
        self._sort = sort
        self._unit = unit

    def first(self, enough: int) -> "array[int]":
        """At least the first `enough` ids that stay, or all there are."""
        if not self._has_conditions():
            return _some(self._all(), enough)
        if self._asked.match:
            near = self._near()
        elif self._is_narrow():
            near = array("q")
        else:
            near = self._looked_at(enough)
        return near if len(near) >= enough else _some(self._all(), enough)

    def all(self, stop: Stop | None) -> RowIds:
        """Every id that stays; empty once `stop` says yes."""
        ids = RowIds()
        for some, of_lines in self.pieces():
            if stop is not None and stop():
                return RowIds()
            (ids.add_lines_of if of_lines else ids.add)(some)
        return ids.finish()

    def pieces(self) -> Iterator[tuple["array[int]", bool]]:
        """Ids, some at once; or, with True in all, the last lines of orders that stay whole."""
        if not self._has_conditions():
            lasts = self._goes_by_orders()
            for part in self._kept.parts() if lasts else self._kept.ids(self._unit):
                yield part, lasts
            return
        if self._asked.only_orders() and not self._narrowed and self._most_stay():
            yield from self._walked(self._all_but(self._left_out()))
            return
        whole = self._unit is Unit.ORDERS or self._asked.only_orders()
        found = self._found(self._asked, Unit.ORDERS if whole else Unit.LINES)
        ids = array("q", islice(found, _FEW + 1))
        if len(ids) <= _FEW:
            yield self._sorted(ids, whole=whole), False
            return
        marks = Marks(revisions.last_order(self._db), whole=whole)
        while ids:
            marks.mark(ids)
            ids = array("q", islice(found, _PIECE))
        yield from self._walked(marks)

    def from_the_start(self, most: int) -> Iterator["array[int]"]:
        """What stays of the first rows, some at once, until `most` or more were looked at.

        Nothing where words are searched for.
        """
        if self._asked.match:
            return
        looked = 0
        for rows in self._kept.ids(self._unit):
            for start in range(0, len(rows), _LOOK):
                some = rows[start : start + _LOOK]
                if self._has_conditions():
                    stay = self._staying(some, self._unit)
                    some = array("q", [row for row in some if row in stay])
                yield some
                looked += _LOOK
                if looked >= most:
                    return
        self.came_to_the_end = True

    def sorted(self, ids: "array[int]") -> "array[int]":
        """These rows in the order that is asked for."""
        return self._sorted(ids, whole=self._unit is Unit.ORDERS)

    def _has_conditions(self) -> bool:
        return bool(self._asked.orders) or not self._asked.only_orders()

    # --- near the start

    def _near(self) -> "array[int]":
        """The hits among the first rows."""
        part = next(self._kept.parts(), array("q"))[:_NEAR]
        orders = array("q", sorted({i >> LINE_BITS for i in part}))
        if not orders:
            return array("q")
        ends = (orders[0] << LINE_BITS, (orders[-1] + 1) << LINE_BITS)
        found: Iterable[Any] = self._db.execute(
            f"{MATCHING} AND rowid >= ? AND rowid < ? AND (rowid >> {LINE_BITS}) {IN_LIST}",
            (self._asked.match, *ends, id_list(orders)),
        )
        hits = array("q", [line for (line,) in found])
        if self._asked.orders or self._asked.lines:
            hits = array("q", self._staying(hits, Unit.LINES))
        if self._unit is Unit.ORDERS:
            of_hits = {line >> LINE_BITS for line in hits}
            return array("q", [i for i in orders_of(part) if i in of_hits])
        lines = set(hits)
        every = part if self._kept.of == "lines" else lines_of(part)
        return array("q", [line for line in every if line in lines])

    def _is_narrow(self) -> bool:
        """Whether the index of dates names few orders: no need to look for them among all."""
        f = self._filter
        if f.date_from is None and f.date_to is None:
            return False
        days = OrderFilter(
            date_from=f.date_from, date_to=f.date_to, timezone=f.timezone, hidden=Hidden.TOO
        )
        found = sums(self._db, days) or {}
        return sum(each.orders for each in found.values()) <= _NARROW

    def _looked_at(self, enough: int) -> "array[int]":
        """What stays of the first rows, until there are enough or too many were looked at."""
        ids = array("q")
        rows = (row for part in self._kept.ids(self._unit) for row in part)
        for many in _LOOKS:
            some = array("q", islice(rows, many))
            stay = self._staying(some, self._unit)
            ids.extend([row for row in some if row in stay])
            if len(ids) >= enough or len(some) < many:
                break
        return ids

    def _staying(self, ids: "array[int]", unit: Unit) -> set[int]:
        """Which of these rows stay; the words searched for are not asked again.

        The order of the joins is fixed: what no row count tells the database is how few these are.
        """
        asked = Conditions(self._asked.orders, self._asked.lines, "")
        source, row = f"{_GIVEN} CROSS JOIN orders o ON o.id = g.id", "o.id"
        if unit is Unit.ORDERS:
            clause, values = order_where(asked)
        else:
            source = f"{_GIVEN} CROSS JOIN lines l ON l.id = g.id"
            source += f" CROSS JOIN orders o ON {ORDER_OF_LINE}"
            clause = where([*asked.orders.parts, *asked.lines.parts])
            values, row = [*asked.orders.values, *asked.lines.values], "l.id"
        found: Iterable[Any] = self._db.execute(
            f"SELECT {row} FROM {source}{clause}", (id_list(ids), *values)
        )
        return {number for (number,) in found}

    # --- all that stay

    def _all(self) -> Iterator["array[int]"]:
        for some, of_lines in self.pieces():
            yield lines_of(some) if of_lines else some

    def _goes_by_orders(self) -> bool:
        return self._unit is Unit.LINES and self._kept.of == "orders"

    def _walked(self, marks: Marks) -> Iterator[tuple["array[int]", bool]]:
        lasts = marks.whole and self._goes_by_orders()
        for some in marks.numbers(self._kept) if lasts else marks.walk(self._kept, self._unit):
            yield some, lasts

    def _most_stay(self) -> bool:
        stay = sums(self._db, self._filter) or {}
        return 2 * sum(each.orders for each in stay.values()) > revisions.last_order(self._db)

    def _left_out(self) -> Iterable[int]:
        parts, values = self._asked.orders.parts, self._asked.orders.values
        sql = f"SELECT o.id FROM orders o WHERE ({' AND '.join(parts)}) IS NOT TRUE"
        rows: Iterable[Any] = self._db.execute(sql, values)
        return (row[0] for row in rows)

    def _all_but(self, orders: Iterable[int]) -> Marks:
        marks = Marks(revisions.last_order(self._db), whole=True, but=True)
        marks.mark(orders)
        return marks

    def _found(self, asked: Conditions, unit: Unit) -> Iterator[int]:
        sql, values = MATCHING, [asked.match]
        if asked.orders or asked.lines or not asked.match:
            sql, values = self._sql(asked, unit)
        elif unit is Unit.ORDERS:
            sql = f"SELECT DISTINCT rowid >> {LINE_BITS} FROM ({MATCHING})"
        rows: Iterable[Any] = self._db.execute(sql, values)
        return (row[0] for row in rows)

    def _sql(self, asked: Conditions, unit: Unit) -> tuple[str, list[Any]]:
        if unit is Unit.ORDERS:
            clause, values = order_where(asked)
            return f"SELECT o.id FROM orders o{clause}", values
        source, clause, values, line = line_source(asked, need_lines=False)
        return f"SELECT {line} FROM {source}{clause}", values

    def _sorted(self, ids: "array[int]", *, whole: bool) -> "array[int]":
        """A few rows, sorted by the database; `whole`: orders, with all their lines."""
        source, row = f"{_GIVEN} CROSS JOIN orders o ON o.id = g.id", "o.id"
        if self._unit is Unit.LINES:
            row = "l.id"
            if whole:
                source += f" CROSS JOIN lines l ON {LINES_OF_ORDER}"
            else:
                source = f"{_GIVEN} CROSS JOIN lines l ON l.id = g.id"
                source += f" CROSS JOIN orders o ON {ORDER_OF_LINE}"
        sql = f"SELECT {row} FROM {source} ORDER BY {order_by(self._sort, self._unit)}"
        rows: Iterable[Any] = self._db.execute(sql, (id_list(ids),))
        return array("q", [row[0] for row in rows])


def _some(pieces: Iterable["array[int]"], enough: int) -> "array[int]":
    ids = array("q")
    for piece in pieces:
        ids += piece
        if len(ids) >= enough:
            break
    return ids
