"""All rows sorted by several columns where the first tells nearly all of them apart by itself."""

from array import array
from collections.abc import Sequence

import apsw

from orderdock.query.filters import OrderFilter, Sort, Unit
from orderdock.query.kept_order import KeptOrder
from orderdock.query.row_ids import RowIds
from orderdock.query.stopping import Stop
from orderdock.query.walking import Walk
from orderdock.store.order_rows import LINE_BITS

_FEW = 100_000
"""So many rows that are equal to another in the first column the database sorts by the others."""
_PIECE = 65_536
_MASK = (1 << LINE_BITS) - 1


def sorted_by_the_first(
    db: apsw.Connection,
    kept: Sequence[KeptOrder],
    f: OrderFilter,
    sort: Sequence[Sort],
    unit: Unit,
    stop: Stop | None,
) -> RowIds | None:
    """Every id in the kept order of the first column, with the few equal ones sorted by all.

    None where more are equal, as the lines of an order are in a column of orders. Empty once `stop`
    says yes.
    """
    first = kept[0]
    spelled = unit is Unit.LINES and first.of == "orders"
    if spelled and any(each.of == "lines" for each in kept):
        return None
    equal = _equal_rows(first, unit)
    if equal is None:
        return None
    walk = Walk(db, first, f, sort, unit)
    numbers = array("q")
    for some, whole in walk.pieces():
        if stop is not None and stop():
            return RowIds()
        if spelled and not whole:
            return None
        numbers += some
    again = array("q", [number for number in numbers if number in equal])
    sorted_again = iter(walk.sorted(again)) if again else iter(())
    ids = RowIds()
    for start in range(0, len(numbers), _PIECE):
        piece = numbers[start : start + _PIECE]
        some = array("q", [next(sorted_again) if n in equal else n for n in piece])
        (ids.add_lines_of if spelled else ids.add)(some)
    return ids.finish()


def _equal_rows(first: KeptOrder, unit: Unit) -> set[int] | None:
    """The numbers of rows that have another's value; None for more than a few.

    An order without lines has no row among lines: where it stands does not count.
    """
    equal: set[int] = set()
    before = 0
    for part, starts in first.groups():
        place = starts.find(0)
        while place >= 0:
            equal.update((part[place], part[place - 1] if place else before))
            place = starts.find(0, place + 1)
        if len(equal) > _FEW:
            return None
        before = part[-1] if part else before
    if unit is Unit.ORDERS:
        return {last >> LINE_BITS for last in equal}
    return {number for number in equal if number & _MASK}
