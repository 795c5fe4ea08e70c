"""Rows are found again by their id."""

from array import array

from hypothesis import given
from hypothesis import strategies as st

from orderdock_ui.orders.places_of_ids import find

BIG = 2**62


@given(
    st.lists(st.integers(-BIG, BIG), unique=True, max_size=80),
    st.lists(st.tuples(st.integers(-BIG, BIG), st.integers(0, 90)), max_size=60),
    st.integers(-5, 5),
)
def test_every_id_that_is_there_is_found_at_its_row(
    ids: list[int], others: list[tuple[int, int]], moved: int
) -> None:
    sought = [(i, (row * 7) % 90) for row, i in enumerate(ids)] + others
    places = find(array("q", ids), sought, moved)
    wanted = {i for i, _row in sought}
    assert places == {i: row for row, i in enumerate(ids) if i in wanted}


def test_an_id_is_not_found_between_two_others() -> None:
    straddling = array("q", [0x0102030405060708, 0x0102030405060708])
    other = int.from_bytes(straddling.tobytes()[4:12], "little", signed=True)
    expected = {other: 0} if other == straddling[0] else {}
    assert find(straddling, [(other, 9)]) == expected


def test_rows_without_an_id_are_left_out() -> None:
    assert find(array("q", [5]), [(None, 0), (5, 0)]) == {5: 0}
