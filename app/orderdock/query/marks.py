"""Which rows a filter leaves, as bits by order, so that a kept order can be walked past them."""

from array import array
from collections.abc import Iterable, Iterator
from functools import cache

from orderdock.query.filters import Unit
from orderdock.query.own_order import RowsInOrder
from orderdock.query.row_ids import lines_of, orders_of
from orderdock.store.order_rows import LINE_BITS

_MASK = (1 << LINE_BITS) - 1
_PLACES = 15
"""Lines up to this place in their order have a bit; the next says that later ones are in a set.

Small numbers in little memory: at five million lines what matters is the processor's cache.
"""


class Marks:
    """Marked orders: all of them whole, or all by single lines; with `but`, those not to be met."""

    def __init__(self, last_order: int, *, whole: bool, but: bool = False) -> None:
        self.whole = whole
        self._but = but
        self._bits: array[int] = array("B" if whole else "H")
        self._bits.frombytes(bytes((last_order + 1) * self._bits.itemsize))
        self._beyond: set[int] = set()

    def mark(self, ids: Iterable[int]) -> None:
        """Mark these orders, or these lines."""
        bits = self._bits
        if self.whole:
            for order in ids:
                bits[order] = 1
            return
        for line in ids:
            place = line & _MASK
            if place <= _PLACES:
                bits[line >> LINE_BITS] |= 1 << (place - 1)
            else:
                bits[line >> LINE_BITS] |= 1 << _PLACES
                self._beyond.add(line)

    def numbers(self, kept: RowsInOrder) -> Iterator["array[int]"]:
        """The numbers of the marked ones as the kept order has them, lines of marked orders too."""
        bits = self._bits
        for part in kept.parts():
            if self._but:
                yield array("q", [i for i in part if not bits[i >> LINE_BITS]])
            else:
                yield array("q", [i for i in part if bits[i >> LINE_BITS]])

    def walk(self, kept: RowsInOrder, unit: Unit) -> Iterator["array[int]"]:
        """The ids of the marked rows in the kept order, some at once; also empty arrays."""
        for marked in self.numbers(kept):
            if unit is Unit.ORDERS:
                yield orders_of(marked)
            elif self.whole:
                yield marked if kept.of == "lines" else lines_of(marked)
            elif kept.of == "lines":
                yield array("q", self._marked(marked))
            else:
                yield self._marked_of(marked)

    def _marked(self, lines: Iterable[int]) -> list[int]:
        bits, beyond = self._bits, self._beyond
        if not beyond:
            return [i for i in lines if bits[i >> LINE_BITS] >> ((i & _MASK) - 1) & 1]
        return [
            i
            for i in lines
            if (
                bits[i >> LINE_BITS] >> ((i & _MASK) - 1) & 1
                if i & _MASK <= _PLACES
                else i in beyond
            )
        ]

    def _marked_of(self, orders: Iterable[int]) -> "array[int]":
        """The marked lines of these orders, each given by its last line."""
        if self._beyond:
            return array("q", self._marked(lines_of(orders)))
        bits = self._bits
        return array(
            "q",
            [
                (last | _MASK) - _MASK + place
                for last in orders
                for place in _places(bits[last >> LINE_BITS])
            ],
        )


@cache
def _places(mark: int) -> tuple[int, ...]:
    """The places in an order that have a bit in its mark."""
    return tuple(place for place in range(1, _PLACES + 1) if mark >> (place - 1) & 1)
