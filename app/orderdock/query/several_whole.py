"""All rows sorted by several columns: sorted by the last, then dealt out to the groups before it.

Dealing rows out to the groups of equal values of a kept sorting keeps the order they come in, so
nothing is compared any more.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain

import apsw

from orderdock.query.filters import OrderFilter, Sort, Unit
from orderdock.query.kept_order import KeptOrder, kept_order
from orderdock.query.row_ids import RowIds, lines_of
from orderdock.query.stopping import Stop
from orderdock.query.told_apart import sorted_by_the_first
from orderdock.query.walking import Walk
from orderdock.store import revisions
from orderdock.store.order_rows import LINE_BITS

_FEW = 20_000
"""So many rows the database sorts at once."""
_PILES = 50_000
"""To so many groups rows are dealt out in piles; for more their places are counted first."""
_PIECE = 65_536
_MASK = (1 << LINE_BITS) - 1


class _Stopped(Exception):
    pass


def all_of_several(
    db: apsw.Connection,
    f: OrderFilter,
    sort: Sequence[Sort],
    unit: Unit,
    stop: Stop | None = None,
) -> RowIds | None:
    """Every id, in the order of at least two columns; None where one of their orders is not kept.

    Empty once `stop` says yes. Heavy for millions, in time and for that time in memory.
    """
    kept = [found for each in sort if isinstance(found := kept_order(db, [each], unit), KeptOrder)]
    if len(sort) < 2 or len(kept) < len(sort):
        return None
    apart = sorted_by_the_first(db, kept, f, sort, unit, stop)
    if apart is not None:
        return apart
    try:
        return _sorted_by_all(db, kept, f, sort, unit, stop)
    except _Stopped:
        return RowIds()


def _sorted_by_all(
    db: apsw.Connection,
    kept: Sequence[KeptOrder],
    f: OrderFilter,
    sort: Sequence[Sort],
    unit: Unit,
    stop: Stop | None,
) -> RowIds:
    pieces = Walk(db, kept[-1], f, sort[-1:], unit).pieces()
    start, whole = array("q"), False
    for some, of_lines in pieces:
        start += some
        whole = of_lines
        if len(start) > _FEW:
            break
    else:
        rows = lines_of(start) if whole else start
        return RowIds(Walk(db, kept[-1], f, sort, unit).sorted(rows)) if rows else RowIds()
    numbers: Iterable[array[int]] = chain((start,), (some for some, _ in pieces))
    if whole and any(each.of == "lines" for each in kept):
        numbers, whole = map(lines_of, numbers), False
    shift = 0 if unit is Unit.ORDERS else LINE_BITS
    for each, wanted in zip(kept[-2::-1], sort[-2::-1], strict=True):
        groups = _Groups(db, each, shift, stop)
        numbers = _dealt_out(numbers, groups, stop, descending=wanted.descending)
    ids = RowIds()
    for some in numbers:
        _look(stop)
        (ids.add_lines_of if whole else ids.add)(some)
    return ids.finish()


class _Groups:
    """The groups of equal values of a kept order, numbered from 0 on in ascending order."""

    def __init__(self, db: apsw.Connection, kept: KeptOrder, shift: int, stop: Stop | None) -> None:
        self.many = 0
        self._shift = shift
        """What makes an order's id of a row's."""
        self._before: array[int] = array("i")
        """Of lines: how many lines orders with smaller ids have, less one."""
        size = revisions.last_order(db) + 1
        if kept.of == "lines":
            self._before = array("i", accumulate(_lines_of_each(db, kept, size, stop), initial=-1))
            size = self._before[-1] + 1
        self._group = array("B", bytes(size))
        """By order, or by line in the order of ids."""
        for part, starts in kept.groups():
            _look(stop)
            self._number(part, starts)

    def of(self, numbers: "array[int]") -> list[int]:
        """The groups of these rows."""
        group, before, shift = self._group, self._before, self._shift
        if not before:
            return [group[number >> shift] for number in numbers]
        return [group[before[number >> shift] + (number & _MASK)] for number in numbers]

    def _number(self, part: "array[int]", starts: bytes) -> None:
        numbers = accumulate(starts, initial=self.many - 1)
        next(numbers)
        self.many += sum(starts)
        if self.many > 256**self._group.itemsize:
            self._group = array("H" if self.many <= 65_536 else "I", self._group)
        group, before = self._group, self._before
        if before:
            for line, number in zip(part, numbers, strict=True):
                group[before[line >> LINE_BITS] + (line & _MASK)] = number
        else:
            for last, number in zip(part, numbers, strict=True):
                group[last >> LINE_BITS] = number


def _lines_of_each(
    db: apsw.Connection, kept: KeptOrder, orders: int, stop: Stop | None
) -> "array[int]":
    """How many lines each order has: told by its last one, where any order of orders is kept."""
    counts = array("i", bytes(4 * orders))
    by_date = kept_order(db, (Sort("ordered_at"),), Unit.ORDERS)
    if isinstance(by_date, KeptOrder):
        for part in by_date.parts():
            _look(stop)
            for last in part:
                counts[last >> LINE_BITS] = last & _MASK
    else:
        for part in kept.parts():
            _look(stop)
            for line in part:
                counts[line >> LINE_BITS] += 1
    return counts


def _dealt_out(
    numbers: Iterable["array[int]"], groups: _Groups, stop: Stop | None, *, descending: bool
) -> Iterable["array[int]"]:
    """The rows group by group; those of one keep their order."""
    if groups.many > _PILES:
        return [_put_in_place(numbers, groups, stop, descending=descending)]
    piles = [array("q") for _ in range(groups.many)]
    put = [pile.append for pile in piles]
    for some in numbers:
        _look(stop)
        for number, group in zip(some, groups.of(some), strict=True):
            put[group](number)
    put.clear()
    if not descending:
        piles.reverse()
    return _taken_from(piles)


def _taken_from(piles: list["array[int]"]) -> Iterator["array[int]"]:
    """The last first; what is taken takes no memory any more."""
    while piles:
        yield piles.pop()


def _put_in_place(
    pieces: Iterable["array[int]"], groups: _Groups, stop: Stop | None, *, descending: bool
) -> "array[int]":
    numbers, of_rows, many = array("q"), array("I"), array("i", bytes(4 * groups.many))
    for some in pieces:
        _look(stop)
        numbers += some
        found = groups.of(some)
        of_rows.extend(found)
        for group in found:
            many[group] += 1
    if descending:
        many.reverse()
    at = array("i", accumulate(many, initial=0))
    at.pop()
    if descending:
        at.reverse()
    placed = array("q", bytes(8 * len(numbers)))
    for start in range(0, len(numbers), _PIECE):
        _look(stop)
        end = start + _PIECE
        for number, group in zip(numbers[start:end], of_rows[start:end], strict=True):
            place = at[group]
            placed[place] = number
            at[group] = place + 1
    return placed


def _look(stop: Stop | None) -> None:
    if stop is not None and stop():
        raise _Stopped
