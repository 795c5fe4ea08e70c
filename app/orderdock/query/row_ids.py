"""Millions of ids in a fraction of the memory: a line's takes 5 bytes at most, an order's 3."""

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, overload

from orderdock.store.order_rows import LINE_BITS

_BLOCK = 4_096
"""Ids packed together,"""
_ORDERS = 512
"""or orders whose lines are told by the last one: reading any of them spells out all of these."""
_WIDTH = 8
_MASK = (1 << LINE_BITS) - 1


class _Block(NamedTuple):
    """Numbers of 64 bits: all first bytes, all second ones, ...; bytes all alike are told once."""

    planes: tuple[bytes | int, ...]
    size: int
    rows: int
    of_lines: bool
    """The numbers are the last lines of orders; the rows are all their lines."""


class RowIds(Sequence[int]):
    """Ids by row. Filled once, then read by any thread; a slice is an `array('q')`."""

    def __init__(self, ids: Iterable[int] = ()) -> None:
        self.blocks: list[_Block] = []
        """As packed; what was packed alike compares fast."""
        self._ends: array[int] = array("q")
        self._rest: array[int] = array("q")
        self._rest_of_lines = False
        self._near: tuple[int, array[int]] = (-1, self._rest)
        self._long = 0
        self.add(array("q", ids))
        self.finish()

    # --- filling

    def add(self, ids: "array[int]") -> None:
        """These follow."""
        self._add(ids, _BLOCK, of_lines=False)

    def add_lines_of(self, lasts: "array[int]") -> None:
        """All lines of orders follow, told by the last one of each (place 0: it has none)."""
        self._add(lasts, _ORDERS, of_lines=True)

    def finish(self) -> "RowIds":
        """That was all."""
        if self._rest:
            self._pack(self._rest)
            self._rest = array("q")
        return self

    def _add(self, numbers: "array[int]", size: int, *, of_lines: bool) -> None:
        if of_lines != self._rest_of_lines:
            self.finish()
            self._rest_of_lines = of_lines
        self._rest += numbers
        if len(self._rest) >= size:
            full = len(self._rest) - len(self._rest) % size
            for start in range(0, full, size):
                self._pack(self._rest[start : start + size])
            self._rest = self._rest[full:]

    def _pack(self, numbers: "array[int]") -> None:
        size, of_lines = len(numbers), self._rest_of_lines
        rows = sum([last & _MASK for last in numbers]) if of_lines else size
        packed = numbers.tobytes()
        planes = (packed[place::_WIDTH] for place in range(_WIDTH))
        told = tuple(plane[0] if plane.count(plane[0]) == size else plane for plane in planes)
        self.blocks.append(_Block(told, size, rows, of_lines))
        self._long += rows
        self._ends.append(self._long)

    # --- reading

    def __len__(self) -> int:
        return self._long

    @overload
    def __getitem__(self, row: int) -> int: ...
    @overload
    def __getitem__(self, row: slice) -> "array[int]": ...
    def __getitem__(self, row: int | slice) -> "int | array[int]":
        if isinstance(row, slice):
            start, stop, step = row.indices(self._long)
            if step != 1:
                return array("q", [self[each] for each in range(start, stop, step)])
            return self._span(start, stop)
        if not -self._long <= row < self._long:
            raise IndexError(row)
        row %= self._long
        number = bisect_right(self._ends, row)
        return self._ids(number)[row - self._begins(number)]

    def __iter__(self) -> Iterator[int]:
        for number in range(len(self.blocks)):
            yield from self._ids(number)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence | array):
            return NotImplemented
        return len(self) == len(other) and self.begins_with(other)

    __hash__ = None  # type: ignore[assignment] # it grows, like any list

    def begins_with(self, first: "Sequence[int] | array[int]") -> bool:
        """Whether the list starts with these ids. Quick for what was packed alike."""
        start = 0
        if isinstance(first, RowIds):
            for mine, other in zip(self.blocks, first.blocks, strict=False):
                if mine != other:
                    break
                start += mine.rows
        if len(first) > self._long:
            return False
        return all(
            self._span(at, min(at + _BLOCK, len(first))) == array("q", first[at : at + _BLOCK])
            for at in range(start, len(first), _BLOCK)
        )

    def rows_of(self, wanted: Iterable[int]) -> dict[int, int]:
        """Id -> row, for those that stand somewhere. Heavy for millions."""
        lost, found, begins = set(wanted), dict[int, int](), 0
        orders = {each >> LINE_BITS for each in lost}
        for block in self.blocks:
            if not lost:
                break
            ids = _unpacked(block)
            if block.of_lines:
                ids = lines_of(ids) if orders.intersection(orders_of(ids)) else ids[:0]
            for each in lost.intersection(ids):
                found[each] = begins + ids.index(each)
                lost.discard(each)
            begins += block.rows
        return found

    def _span(self, start: int, stop: int) -> "array[int]":
        ids = array("q")
        number = bisect_right(self._ends, start)
        while start < stop:
            begins = self._begins(number)
            some = self._ids(number)[start - begins : stop - begins]
            ids += some
            start += len(some)
            number += 1
        return ids

    def _begins(self, number: int) -> int:
        return self._ends[number - 1] if number else 0

    def _ids(self, number: int) -> "array[int]":
        """The ids of one block; those looked at last are at hand."""
        near, ids = self._near
        if near != number:
            block = self.blocks[number]
            ids = _unpacked(block)
            if block.of_lines:
                ids = lines_of(ids)
            self._near = (number, ids)
        return ids


def orders_of(lasts: Iterable[int]) -> "array[int]":
    """The ids of orders from those of their last lines."""
    return array("q", [last >> LINE_BITS for last in lasts])


def lines_of(lasts: Iterable[int]) -> "array[int]":
    """The ids of all lines of orders, from those of their last lines."""
    return array("q", [i for last in lasts for i in range((last | _MASK) - _MASK + 1, last + 1)])


def _unpacked(block: _Block) -> "array[int]":
    packed = bytearray(_WIDTH * block.size)
    for place, plane in enumerate(block.planes):
        packed[place::_WIDTH] = bytes([plane]) * block.size if isinstance(plane, int) else plane
    numbers = array("q")
    numbers.frombytes(packed)
    return numbers
