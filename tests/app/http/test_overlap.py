from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from orderdock.http.overlap import Reading


@dataclass
class List:
    """A provider's list that somebody works on between two pages."""

    rows: list[str]
    plan: list[list[tuple[str, int, int]]] = field(default_factory=list)
    """Per request: (insert or delete, place, how many)."""
    cap: int = 1000
    created: int = 0
    asked: int = 0

    def page(self, offset: int, limit: int) -> list[str]:
        self.asked += 1
        got = self.rows[offset : offset + min(limit, self.cap)]
        for kind, place, count in self.plan.pop(0) if self.plan else []:
            place = place % (len(self.rows) + 1)
            if kind == "delete":
                del self.rows[place : place + count]
            else:
                for _ in range(count):
                    self.created += 1
                    self.rows.insert(place, f"new {self.created}")
        return got


def read_all(source: List, limit: int, reading: Reading | None = None) -> list[str]:
    reading = reading or Reading(limit)
    got: list[str] = []
    while not reading.done:
        page = source.page(reading.offset, limit)
        got += [key for key, is_new in zip(page, reading.take(page), strict=True) if is_new]
        assert source.asked < 3000, "does not come to an end"
    return got


def distinct(count: int) -> list[str]:
    return [f"row {number}" for number in range(count)]


changes = st.lists(
    st.lists(
        st.tuples(st.sampled_from(["insert", "delete"]), st.integers(0, 400), st.integers(1, 120)),
        max_size=3,
    ),
    max_size=12,
)


@settings(max_examples=300)
@given(st.integers(0, 400), st.integers(20, 90), changes, st.integers(15, 1000))
def test_no_row_that_was_always_there_is_lost_or_doubled(
    count: int, limit: int, plan: list[list[tuple[str, int, int]]], cap: int
) -> None:
    source = List(distinct(count), plan, cap)
    always = set(source.rows)
    got = read_all(source, limit)
    always &= set(source.rows)
    assert always <= set(got)
    assert len(got) == len(set(got))


@settings(max_examples=200)
@given(st.lists(st.sampled_from("ABC"), max_size=150), st.integers(4, 60), st.integers(4, 100))
def test_equal_rows_stay_as_many_as_they_are_when_nothing_shifts(
    rows: list[str], limit: int, cap: int
) -> None:
    assert read_all(List(list(rows), cap=cap), limit) == rows


@settings(max_examples=100)
@given(st.integers(0, 300), st.integers(20, 60), st.integers(1, 6), changes)
def test_reading_goes_on_from_a_bookmark(
    count: int, limit: int, pages: int, plan: list[list[tuple[str, int, int]]]
) -> None:
    source = List(distinct(count))
    reading = Reading(limit)
    got: list[str] = []
    for _ in range(pages):
        if not reading.done:
            page = source.page(reading.offset, limit)
            got += [k for k, new in zip(page, reading.take(page), strict=True) if new]
    bookmark = reading.bookmark()
    assert len(bookmark["tail"]) <= 200
    source.plan = [[change for change in step if change[0] == "delete"] for step in plan]
    got += read_all(source, limit, Reading.resumed(limit, bookmark))
    assert set(source.rows) <= set(got)
    if set(bookmark["tail"]) & set(source.rows):
        assert len(got) == len(set(got))


def test_a_mass_deletion_makes_it_step_back_until_it_meets_a_known_row() -> None:
    source = List(distinct(300), [[], [("delete", 0, 60)]])
    reading = Reading(50)
    asked = []
    while not reading.done:
        asked.append(reading.offset)
        reading.take(source.page(reading.offset, 50))
    assert asked[:5] == [0, 40, 80, 70, 50]
    assert set(map(hash, source.rows)) <= set(reading.read)


def test_a_quiet_list_costs_one_request_more_than_its_pages() -> None:
    source = List(distinct(130))
    read_all(source, 50)
    assert source.asked == 4


def test_a_server_that_gives_less_than_asked_is_read_to_the_end() -> None:
    assert read_all(List(distinct(95), cap=30), 1000) == distinct(95)


def test_an_empty_list_is_done_at_once() -> None:
    source = List([])
    assert read_all(source, 100) == []
    assert source.asked == 1


def test_a_bookmark_without_sense_starts_anew() -> None:
    for bookmark in ({}, {"end": -1, "tail": ["a"]}, {"end": "x", "tail": 3}):
        assert Reading.resumed(10, bookmark).offset == 0
