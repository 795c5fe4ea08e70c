"""Which rows a filter leaves, as bits by order, so that a kept order can be walked past them."""

from array import array
from collections.abc import Callable, Iterable, Iterator

from orderdock.query.filters import Unit
from orderdock.query.kept_order import KeptOrder
from orderdock.store.order_rows import LINE_BITS

_MASK = (1 << LINE_BITS) - 1
_WHOLE = -1
"""All lines of the order."""
_BEYOND = 62
"""Positions up to this have a bit; the bit after says that later ones are in a set."""

Stop = Callable[[], bool]


class Marks:
    """Marked orders, whole or by single lines."""

    def __init__(self, last_order: int) -> None:
        self._bits = array("q", bytes(8 * (last_order + 1)))
        self._beyond: set[int] = set()

    def mark_orders(self, ids: Iterable[int]) -> None:
        """These orders with all their lines."""
        bits = self._bits
        for order in ids:
            bits[order] = _WHOLE

    def mark_lines(self, ids: Iterable[int]) -> None:
        """These lines."""
        bits = self._bits
        for line in ids:
            place = line & _MASK
            if place <= _BEYOND:
                bits[line >> LINE_BITS] |= 1 << (place - 1)
            else:
                bits[line >> LINE_BITS] |= 1 << _BEYOND
                self._beyond.add(line)

    def walk(self, kept: KeptOrder, unit: Unit) -> Iterator["array[int]"]:
        """The ids of the marked rows in the kept order, some at once; also empty arrays."""
        bits = self._bits
        for part in kept.parts():
            if kept.of == "lines":
                yield array("q", self._marked_lines(part))
            elif unit is Unit.ORDERS:
                yield array("q", [i >> LINE_BITS for i in part if bits[i >> LINE_BITS]])
            else:
                yield self._lines_of_orders(part)

    def _marked_lines(self, part: "array[int]") -> list[int]:
        bits = self._bits
        if not self._beyond:
            return [i for i in part if bits[i >> LINE_BITS] >> ((i & _MASK) - 1) & 1]
        return [i for i in part if self._has(i)]

    def _has(self, line: int) -> bool:
        mark, place = self._bits[line >> LINE_BITS], line & _MASK
        if mark == _WHOLE or place <= _BEYOND:
            return bool(mark >> (place - 1) & 1)
        return line in self._beyond

    def _lines_of_orders(self, part: "array[int]") -> "array[int]":
        bits, ids = self._bits, array("q")
        for last in part:
            mark = bits[last >> LINE_BITS]
            if mark == _WHOLE:
                ids.extend(range((last >> LINE_BITS << LINE_BITS) + 1, last + 1))
            elif mark:
                every = range((last >> LINE_BITS << LINE_BITS) + 1, last + 1)
                ids.extend([line for line in every if self._has(line)])
        return ids
