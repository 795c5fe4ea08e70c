"""The first rows sorted by several columns, from the kept order of the first column."""

from array import array
from collections.abc import Sequence
from itertools import islice

import apsw

from orderdock.query.conditions import Conditions, Where
from orderdock.query.filters import OrderFilter, Sort, Unit
from orderdock.query.kept_order import KeptOrder, kept_order
from orderdock.query.sorting import Key, key_of
from orderdock.query.walking import Walk
from orderdock.store.order_rows import LINE_BITS

_MOST = 20_000
"""So many rows are sorted at once; a group of equal rows that is larger is walked by the second."""
_FAR = {"orders": 1, "lines": 3}
"""Parts of a kept order: more rows than that."""


def first_of_several(
    db: apsw.Connection,
    f: OrderFilter,
    sort: Sequence[Sort],
    unit: Unit,
    enough: int,
    also: Conditions | None = None,
) -> "array[int] | None":
    """At least the first `enough` ids, or all there are; None where no kept order helps.

    `also` must hold besides the filter.
    """
    kept = kept_order(db, sort[:1], unit)
    if len(sort) < 2 or not isinstance(kept, KeptOrder):
        return None
    walk = Walk(db, kept, f, sort, unit, also)
    taken = array("q")
    for piece in walk.from_the_start(_MOST):
        had, taken = len(taken), taken + piece
        if len(taken) <= enough:
            continue
        if not kept.are_equal(taken[enough - 1], taken[-1], unit):
            return walk.sorted(taken)
        if had <= enough and _goes_far(kept, taken[enough - 1], unit):
            break
    if walk.came_to_the_end:
        return walk.sorted(taken)
    if len(taken) <= enough:
        return None
    taken = taken[:enough]
    before = _before_the_group(kept, taken, unit)
    group = _like(kept, key_of(sort[0], unit), taken[-1], unit)
    group = group if also is None else also.within(group)
    rest = _of_the_group(db, f, sort[1:], unit, enough - before, group)
    return None if rest is None else walk.sorted(taken[:before]) + rest


def _goes_far(kept: KeptOrder, row: int, unit: Unit) -> bool:
    """Whether rows far from the start are still equal to this one: so is all between."""
    far = 0
    for part in islice(kept.parts(), _FAR[kept.of]):
        far = part[-1] if part else far
    if unit is Unit.ORDERS:
        far >>= LINE_BITS
    return bool(far) and kept.are_equal(row, far, unit)


def _before_the_group(kept: KeptOrder, taken: "array[int]", unit: Unit) -> int:
    """How many rows come before those that are equal to the last."""
    before, end = 0, len(taken) - 1
    while before < end:
        middle = (before + end) // 2
        if kept.are_equal(taken[middle], taken[-1], unit):
            end = middle
        else:
            before = middle + 1
    return before


def _like(kept: KeptOrder, key: Key, row: int, unit: Unit) -> Conditions:
    """What rows have that are equal to this one."""
    like_it = Where([f"{term} IS ?" for term in key.terms], list(kept.values_of(row, unit)))
    if key.of == "lines":
        return Conditions(Where(), like_it, "")
    return Conditions(like_it, Where(), "")


def _of_the_group(
    db: apsw.Connection,
    f: OrderFilter,
    sort: Sequence[Sort],
    unit: Unit,
    enough: int,
    group: Conditions,
) -> "array[int] | None":
    """The first of a group of many, which goes by the columns that follow."""
    if len(sort) > 1:
        return first_of_several(db, f, sort, unit, enough, group)
    kept = kept_order(db, sort, unit)
    return None if kept is None else Walk(db, kept, f, sort, unit, group).first(enough)
