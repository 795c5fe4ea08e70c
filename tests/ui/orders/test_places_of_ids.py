"""Rows are found again by their id."""

from hypothesis import given
from hypothesis import strategies as st

from orderdock.query.row_ids import RowIds
from orderdock_ui.orders.places_of_ids import GONE, find

BIG = 2**62


@given(
    st.lists(st.integers(-BIG, BIG), unique=True, max_size=80),
    st.lists(st.tuples(st.integers(-BIG, BIG), st.integers(-1, 90)), max_size=60),
    st.integers(-5, 5),
)
def test_every_id_that_is_there_is_found_at_its_row(
    ids: list[int], others: list[tuple[int, int]], moved: int
) -> None:
    there = {i: row for row, i in enumerate(ids)}
    sought = [(i, (row * 7) % 90) for row, i in enumerate(ids)]
    sought += [(i, row) for i, row in others if i not in there]
    places = find(RowIds(ids), sought, moved)
    assert places == {i: there.get(i, GONE) for i, _row in sought}


def test_what_is_known_to_be_gone_is_not_sought_again() -> None:
    assert find(RowIds([5, 6]), [(6, GONE)]) == {6: GONE}


def test_rows_without_an_id_are_left_out() -> None:
    assert find(RowIds([5]), [(None, 0), (5, 0)]) == {5: 0}
