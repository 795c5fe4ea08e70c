"""All orders in the order of what the person said of them: few have any of it, the rest by id."""

from array import array
from collections.abc import Iterator
from typing import Any, Protocol

import apsw

from orderdock.query.columns import BY_KEY
from orderdock.query.filters import Unit
from orderdock.query.row_ids import lines_of, orders_of
from orderdock.store.order_rows import LINE_BITS

_TABLES = {"tags": "order_tags", "note": "order_notes", "hidden_since": "hidden_orders"}
COLUMNS = frozenset(_TABLES)
"""Keys of the columns that are sorted this way."""
_FIRST, _PIECE = 1_024, 8_192
_LAST = f"(o.id << {LINE_BITS}) + o.line_count"
_NEWEST = (1 << 62) >> LINE_BITS


class RowsInOrder(Protocol):
    """Rows in some order, read part by part; holds for the transaction it was made in."""

    of: str
    """What it puts in order: "orders" or "lines"."""

    def news(self) -> int:
        """How many orders or lines are sorted in while reading."""
        ...

    def parts(self) -> Iterator["array[int]"]:
        """The numbers of all lines, or of the last line of every order, some thousands at once."""
        ...

    def ids(self, unit: Unit) -> Iterator["array[int]"]:
        """The ids of all rows, some thousands at once."""
        ...


class OwnOrder:
    """What was said is sorted now, however many orders there are beside."""

    def __init__(self, db: apsw.Connection, column: str, *, descending: bool) -> None:
        self.of = "orders"
        self._db = db
        self._column = column
        self._descending = descending

    def news(self) -> int:
        """Nothing is kept that could be old."""
        return 0

    def parts(self) -> Iterator["array[int]"]:
        """The numbers of the last line of every order. Nothing said is the smallest."""
        spoken = self._spoken()
        if self._descending:
            yield spoken
        yield from self._rest(frozenset(spoken))
        if not self._descending:
            yield spoken

    def ids(self, unit: Unit) -> Iterator["array[int]"]:
        """The ids of all rows, some thousands at once."""
        for part in self.parts():
            yield lines_of(part) if unit is Unit.LINES else orders_of(part)

    def _spoken(self) -> "array[int]":
        end = " DESC" if self._descending else ""
        by = BY_KEY[self._column].sort_expression(Unit.ORDERS)
        return self._read(
            f"SELECT {_LAST} FROM orders o WHERE o.id IN"
            f" (SELECT order_id FROM {_TABLES[self._column]}) ORDER BY {by}{end}, o.id{end}"
        )

    def _rest(self, spoken: frozenset[int]) -> Iterator["array[int]"]:
        test, end = ("<", " DESC") if self._descending else (">", "")
        sql = f"SELECT {_LAST} FROM orders o WHERE o.id {test} ? ORDER BY o.id{end} LIMIT ?"
        at, many = (_NEWEST if self._descending else 0), _FIRST
        while found := self._read(sql, (at, many)):
            at, many = found[-1] >> LINE_BITS, _PIECE
            yield array("q", [i for i in found if i not in spoken]) if spoken else found

    def _read(self, sql: str, values: tuple[Any, ...] = ()) -> "array[int]":
        return array("q", [last for (last,) in self._db.execute(sql, values)])
