"""The first rows sorted by several columns, from the kept order of the first column."""

from array import array
from collections.abc import Sequence

import apsw

from orderdock.query.conditions import Conditions, Where
from orderdock.query.filters import OrderFilter, Sort, Unit
from orderdock.query.kept_order import KeptOrder, kept_order
from orderdock.query.sorting import key_of
from orderdock.query.walking import Walk

_MOST = 20_000
"""So many rows are sorted at once; a group of equal rows that is larger is walked by the second."""


def first_of_several(
    db: apsw.Connection, f: OrderFilter, sort: Sequence[Sort], unit: Unit, enough: int
) -> "array[int] | None":
    """At least the first `enough` ids, or all there are; None where no kept order helps."""
    kept = kept_order(db, sort[:1], unit)
    if len(sort) < 2 or not isinstance(kept, KeptOrder):
        return None
    walk = Walk(db, kept, f, sort, unit)
    taken = array("q")
    for piece in walk.from_the_start(_MOST):
        taken += piece
        if len(taken) > enough and not kept.are_equal(taken[enough - 1], taken[-1], unit):
            return walk.sorted(taken)
    if walk.came_to_the_end:
        return walk.sorted(taken)
    if len(taken) <= enough or len(sort) > 2:
        return None
    return _into_the_group(db, kept, walk, f, sort, unit, taken[:enough])


def _into_the_group(
    db: apsw.Connection,
    kept: KeptOrder,
    walk: Walk,
    f: OrderFilter,
    sort: Sequence[Sort],
    unit: Unit,
    taken: "array[int]",
) -> "array[int] | None":
    """The last of the rows taken stands in a group of many: that goes by the second column."""
    second = kept_order(db, sort[1:], unit)
    if second is None:
        return None
    before, end = 0, len(taken) - 1
    while before < end:
        middle = (before + end) // 2
        if kept.are_equal(taken[middle], taken[-1], unit):
            end = middle
        else:
            before = middle + 1
    key = key_of(sort[0], unit)
    like_it = Where([f"{term} IS ?" for term in key.terms], list(kept.values_of(taken[-1], unit)))
    also = Conditions(like_it, Where(), "")
    if key.of == "lines":
        also = Conditions(Where(), like_it, "")
    rest = Walk(db, second, f, sort[1:], unit, also)
    return walk.sorted(taken[:before]) + rest.first(len(taken) - before)
