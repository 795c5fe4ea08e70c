"""All orders or lines in the order of one column, from a kept sorting, as they are now."""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import apsw

from orderdock.query import own_order
from orderdock.query.filters import Sort, Unit
from orderdock.query.id_list import IN_LIST, id_list
from orderdock.query.own_order import RowsInOrder
from orderdock.query.row_ids import lines_of, orders_of
from orderdock.query.sorting import Key, key_of
from orderdock.store import revisions, sortings
from orderdock.store.order_rows import LINE_BITS

MOST = 20_000
"""So many orders that came or changed are sorted in; for more all is sorted."""
_MANY = 400
"""For so many in one part its values are read at once, not one by one."""

SortKey = tuple[Any, ...]


class KeptOrder:
    """A kept sorting with what came or changed since, read part by part.

    Holds for the transaction it was made in.
    """

    def __init__(
        self, db: apsw.Connection, key: Key, sorting: sortings.Sorting, *, descending: bool
    ) -> None:
        self.of = key.of
        """ "orders" or "lines": what it puts in order."""
        self._db = db
        self._key = key
        self._sorting = sorting
        self._descending = descending
        self._stale: frozenset[int] = frozenset()
        self._news: list[int] = []
        self._news_keys: list[SortKey] = []
        self._upto: dict[int, int] = {}
        alias = "o" if key.of == "orders" else "l"
        self._values = f"SELECT {key.values()} FROM {key.of} {alias} WHERE {alias}.id = ?"
        self._all_values = (
            f"SELECT {alias}.id, {key.values()} FROM {key.of} {alias} WHERE {alias}.id {IN_LIST}"
        )

    def news(self) -> int:
        """How many orders or lines are sorted in while reading."""
        return len(self._news) + len(self._stale)

    def sort_in(self, changed: Sequence[int], new: Sequence[int]) -> None:
        """Take these orders (ids) where they belong now."""
        self._stale = frozenset(changed)
        source, last = "orders o", f"(o.id << {LINE_BITS}) + o.line_count"
        where = f"o.id {IN_LIST}"
        if self._key.of == "lines":
            source, last = "orders o CROSS JOIN lines l", "l.id"
            where += f" AND l.id > (o.id << {LINE_BITS}) AND l.id < ((o.id + 1) << {LINE_BITS})"
        found: Iterable[Any] = self._db.execute(
            f"SELECT {last}, {self._key.values()} FROM {source} WHERE {where}",
            (id_list([*changed, *new]),),
        )
        keyed = sorted((self._sort_key(values, number), number) for number, *values in found)
        self._news = [number for _, number in keyed]
        self._news_keys = [key for key, _ in keyed]

    def parts(self) -> Iterator["array[int]"]:
        """The numbers of all lines, or of the last line of every order, some thousands at once."""
        numbers = range(self._sorting.parts)
        for number in reversed(numbers) if self._descending else numbers:
            part = self._part(number)
            yield part[::-1] if self._descending else part

    def ids(self, unit: Unit) -> Iterator["array[int]"]:
        """The ids of all rows, some thousands at once."""
        if self._key.of == "lines":
            yield from self.parts()
            return
        for part in self.parts():
            yield lines_of(part) if unit is Unit.LINES else orders_of(part)

    def between(self, low: SortKey, end: SortKey) -> "array[int]":
        """The numbers of rows from the sort key `low` up to `end`, itself left out, ascending."""
        found, key = array("q"), self._key_reader()
        first = bisect_left(range(self._sorting.parts), low, key=self._highest)
        for number in range(first, self._sorting.parts):
            part = self._part(number)
            start = bisect_left(part, low, key=key)
            stop = bisect_left(part, end, start, key=key)
            found += part[start:stop]
            if stop < len(part):
                break
        return found

    def _highest(self, number: int) -> SortKey:
        """The sort key that ends the parts up to this one."""
        while number >= 0:
            if part := self._part(number):
                return self._key_reader()(part[-1])
            number -= 1
        return ()

    def groups(self) -> Iterator[sortings.Grouped]:
        """The numbers as in `parts`, ascending whatever is asked, with where other values begin."""
        last = last_kept = None
        for number in range(self._sorting.parts):
            kept, starts = sortings.groups(self._db, self._sorting.id, number)
            part = self._part(number) if self._news or self._stale else kept
            if part == kept and last == last_kept and not self._has_stale(part, last):
                yield kept, starts
            else:
                told = zip((last_kept, *kept), starts, strict=False)
                yield part, self._starts(part, last, dict(zip(kept, told, strict=True)))
            last = part[-1] if part else last
            last_kept = kept[-1] if kept else last_kept

    def _has_stale(self, part: "array[int]", last: int | None) -> bool:
        if not self._stale:
            return False
        return (last or 0) >> LINE_BITS in self._stale or not self._stale.isdisjoint(
            orders_of(part)
        )

    def _starts(
        self, part: "array[int]", last: int | None, told: dict[int, tuple[int | None, int]]
    ) -> bytes:
        """Where other values begin; `told`: number -> which it followed, and the answer then."""
        starts = bytearray()
        for number in part:
            before, start = told.get(number, (None, 0))
            known = number in told and before == last
            if last is None:
                start = 1
            elif not known or {number >> LINE_BITS, last >> LINE_BITS} & self._stale:
                values = [self._values_at(each) for each in (last, number)]
                start = int(values[0] != values[1])
            starts.append(start)
            last = number
        return bytes(starts)

    def _values_at(self, number: int) -> tuple[Any, ...]:
        row = number if self._key.of == "lines" else number >> LINE_BITS
        [values] = self._db.execute(self._values, (row,))
        return self._key.comparable(values)

    def values_of(self, row: int, unit: Unit) -> Sequence[Any]:
        """What a row is sorted by, as stored."""
        number = row if unit is Unit.ORDERS or self.of == "lines" else row >> LINE_BITS
        [values] = self._db.execute(self._values, (number,))
        return tuple(values)

    def are_equal(self, row: int, other: int, unit: Unit) -> bool:
        """Whether the column tells two rows apart."""
        one, two = (self._sort_key(self.values_of(each, unit), 0) for each in (row, other))
        return one == two

    def _part(self, number: int) -> "array[int]":
        part = self._untouched(number)
        if not self._news:
            return part
        low, high = self._news_upto(number - 1), self._news_upto(number)
        if low == high:
            return part
        key = self._key_reader(part if high - low > _MANY else ())
        mixed, start = array("q"), 0
        for new, new_key in zip(self._news[low:high], self._news_keys[low:high], strict=True):
            place = bisect_left(part, new_key, start, key=key)
            mixed += part[start:place]
            mixed.append(new)
            start = place
        return mixed + part[start:]

    def _untouched(self, number: int) -> "array[int]":
        part = sortings.part(self._db, self._sorting.id, number)
        if not self._stale:
            return part
        stale = self._stale
        return array("q", [i for i in part if i >> LINE_BITS not in stale])

    def _news_upto(self, number: int) -> int:
        """How many of the news belong into the parts up to this one."""
        if number < 0:
            return 0
        if number >= self._sorting.parts - 1:
            return len(self._news)
        if number not in self._upto:
            part = self._untouched(number)
            self._upto[number] = (
                bisect_left(self._news_keys, self._key_reader()(part[-1]))
                if part
                else self._news_upto(number - 1)
            )
        return self._upto[number]

    def _key_reader(self, ids: Sequence[int] = ()) -> Callable[[int], SortKey]:
        """What tells the sort key of an id; of `ids` it is known already."""
        shift = LINE_BITS if self._key.of == "orders" else 0
        known: dict[int, Any] = {}
        if ids:
            rows = id_list([i >> shift for i in ids])
            found: Iterable[Any] = self._db.execute(self._all_values, (rows,))
            known = {number: values for number, *values in found}

        def key(number: int) -> SortKey:
            values = known.get(number >> shift)
            if values is None:
                [values] = self._db.execute(self._values, (number >> shift,))
            return self._sort_key(values, number)

        return key

    def _sort_key(self, values: Sequence[Any], number: int) -> SortKey:
        return (*self._key.comparable(values), number)


def kept_order(db: apsw.Connection, sort: Sequence[Sort], unit: Unit) -> RowsInOrder | None:
    """The kept order of all rows; None when there is none, or too much has changed since."""
    if len(sort) != 1:
        return None
    if sort[0].column in own_order.COLUMNS:
        return own_order.OwnOrder(db, sort[0].column, descending=sort[0].descending)
    key = key_of(sort[0], unit)
    if not key.is_lasting():
        return None
    sorting = sortings.find(db, key.of, key.by(), key.names(db))
    if sorting is None:
        return None
    found = KeptOrder(db, key, sorting, descending=sort[0].descending)
    moment, now = sorting.moment, revisions.now(db)
    if now == moment:
        return found
    changed = _some(
        db,
        "SELECT order_id FROM order_revisions WHERE revision > ? AND order_id <= ? LIMIT ?",
        (moment.revision, moment.last_order, MOST + 1),
    )
    new = _some(db, "SELECT id FROM orders WHERE id > ? LIMIT ?", (moment.last_order, MOST + 1))
    if len(changed) + len(new) > MOST:
        return None
    if changed or new:
        found.sort_in(changed, new)
    return found


def _some(db: apsw.Connection, sql: str, values: Sequence[int]) -> list[int]:
    found: Iterable[Any] = db.execute(sql, values)
    return [number for (number,) in found]
