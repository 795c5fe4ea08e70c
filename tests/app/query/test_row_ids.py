"""A packed list of ids is the list that was packed."""

from array import array
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdock.query import row_ids
from orderdock.query.row_ids import RowIds, lines_of
from orderdock.store.order_rows import LINE_BITS

FAR = 2**62
numbers = st.one_of(st.integers(1, 9), st.integers(-FAR, FAR))
lasts = st.builds(
    lambda order, place: (order << LINE_BITS) + place, st.integers(1, 2**40), st.integers(0, 5)
)
pieces = st.lists(
    st.one_of(
        st.tuples(st.just(False), st.lists(numbers, max_size=9)),
        st.tuples(st.just(True), st.lists(lasts, max_size=9)),
    ),
    max_size=8,
)


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Borders between blocks are met with a handful of ids."""
    with monkeypatch.context() as patch:
        patch.setattr(row_ids, "_BLOCK", 4)
        patch.setattr(row_ids, "_ORDERS", 3)
        yield


def packed(said: list[tuple[bool, list[int]]]) -> tuple[RowIds, list[int]]:
    """The list under test and a plain one."""
    ids, plain = RowIds(), list[int]()
    for of_lines, some in said:
        (ids.add_lines_of if of_lines else ids.add)(array("q", some))
        plain += lines_of(some) if of_lines else some
    return ids.finish(), plain


@given(pieces, st.integers(-40, 40), st.integers(-40, 40))
def test_every_row_and_every_span_reads_as_it_was_put_in(
    said: list[tuple[bool, list[int]]], start: int, stop: int
) -> None:
    ids, plain = packed(said)
    assert len(ids) == len(plain)
    assert list(ids) == plain
    assert [ids[row] for row in range(len(ids))] == plain
    assert [ids[-1 - row] for row in range(len(ids))] == plain[::-1]
    assert list(ids[start:stop]) == plain[start:stop]
    assert list(ids[start:stop:3]) == plain[start:stop:3]
    assert ids == plain
    with pytest.raises(IndexError):
        ids[len(plain)]


@given(pieces, pieces, st.booleans())
def test_beginnings_are_compared_by_what_they_hold(
    said: list[tuple[bool, list[int]]], other: list[tuple[bool, list[int]]], whole: bool
) -> None:
    ids, plain = packed([*said, *other] if whole else other)
    first, start = packed(said)
    expected = plain[: len(start)] == start
    assert ids.begins_with(first) == ids.begins_with(array("q", start)) == expected
    assert (ids == first) == (plain == start)


@given(pieces, st.lists(st.one_of(numbers, lasts), max_size=9))
def test_ids_are_found_at_their_rows(said: list[tuple[bool, list[int]]], others: list[int]) -> None:
    ids, plain = packed(said)
    found = ids.rows_of([*plain[::2], *others])
    assert set(found) == {*plain[::2], *others} & set(plain)
    assert all(plain[row] == each for each, row in found.items())


def weight(ids: RowIds) -> int:
    planes = [plane for block in ids.blocks for plane in block.planes]
    return sum(len(plane) for plane in planes if isinstance(plane, bytes))


def test_lines_take_five_bytes_each_at_most_and_those_of_whole_orders_less() -> None:
    whole = RowIds()
    whole.add_lines_of(array("q", [(order << LINE_BITS) + 3 for order in range(1, 3_000)]))
    assert len(whole.finish()) == 3 * 2_999
    assert weight(whole) < 2 * len(whole)
    apart = RowIds((order << LINE_BITS) + order % 7 for order in range(1_600_000, 1_605_000))
    assert weight(apart) <= 5 * len(apart)
