"""Reading by a rising value from a list that changes at every turn: nothing is lost."""

from dataclasses import dataclass, field
from random import Random

import pytest

from orderdock.http.rising import Rising


@dataclass
class List:
    """Rows by (value, key); whoever reads gives the world a turn between two pages."""

    rows: dict[int, int]
    """Key -> value."""
    chance: Random
    busy: float = 0.0
    cap: int = 1000
    now: int = 1000
    asked: int = 0
    touched: set[int] = field(default_factory=set)
    """Keys that were changed, put in or taken out while somebody read."""

    def page(self, floor: int | None, offset: int, limit: int) -> tuple[list[tuple[int, int]], int]:
        self.asked += 1
        found = sorted((v, k) for k, v in self.rows.items() if floor is None or v >= floor)
        got = found[offset : offset + min(limit, self.cap)]
        self._a_turn()
        return got, len(found)

    def _a_turn(self) -> None:
        self.now += self.chance.randrange(2)
        while self.chance.random() < self.busy:
            match self.chance.randrange(4):
                case 0:
                    key = max(self.rows, default=0) + 1
                    self.rows[key] = self.now
                    self.touched.add(key)
                case 1 if self.rows:
                    key = self.chance.choice(list(self.rows))
                    del self.rows[key]
                    self.touched.add(key)
                case 2 if self.rows:  # a burst: many change in one second
                    for key in self.chance.sample(list(self.rows), min(len(self.rows), 15)):
                        self.rows[key] = self.now
                        self.touched.add(key)
                case _ if self.rows:
                    key = self.chance.choice(list(self.rows))
                    self.rows[key] = self.now
                    self.touched.add(key)


def read_all(source: List, reading: Rising, *, without_values: bool = False) -> list[int]:
    got: list[int] = []
    while not reading.done:
        assert 0 < reading.size <= reading.window - reading.offset
        page, total = source.page(reading.floor, reading.offset, reading.size)
        rows = {str(key): value for value, key in page}
        values = [] if without_values else [value for value, _ in page]
        fresh = reading.take(rows, values, received=len(page), total=total)
        got += [int(key) for key in rows if key in fresh]
        assert source.asked < 3000, "does not come to an end"
    return got


def some(chance: Random, *, same: int = 1) -> dict[int, int]:
    """Up to 300 rows; up to `same` in a row share a value."""
    rows: dict[int, int] = {}
    value, last = 0, chance.randrange(300)
    while len(rows) < last:
        value += chance.randrange(1, 4)
        for _ in range(chance.randrange(1, same + 1)):
            rows[len(rows)] = value
    return rows


@pytest.mark.parametrize("same", [1, 6, 90])
def test_no_row_that_was_there_all_the_time_is_lost(same: int) -> None:
    """500 seeds in all, with bursts, and groups of one value larger than three pages."""
    for seed in range(170):
        chance = Random(seed * 100 + same)
        busy = 0.5 if same < 90 else 0.3
        source = List(some(chance, same=same), chance, busy, cap=chance.choice([1000, 13]))
        there = set(source.rows)
        limit = chance.choice([12, 25, 50])
        got = read_all(source, Rising(limit))
        assert there - source.touched <= set(got), (seed, limit)


def test_a_row_that_changed_while_it_was_read_comes_again_with_its_newer_version() -> None:
    reading = Rising(2)
    assert reading.take({"a": 1, "b": 2}, [1, 2], received=2, total=3) == {"a", "b"}
    assert (reading.floor, reading.offset) == (2, 0)
    assert reading.take({"b": 2, "c": 3}, [2, 3], received=2, total=2) == {"c"}
    assert reading.take({"c": 9}, [9], received=1, total=1) == {"c"}
    assert (reading.done, reading.seen, reading.expected) == (True, 3, 3)


def test_a_quiet_list_is_read_once_and_counted_right() -> None:
    for seed in range(60):
        chance = Random(seed)
        source = List(some(chance, same=30), chance)
        reading = Rising(20)
        got = read_all(source, reading)
        assert sorted(got) == sorted(source.rows)
        assert reading.seen == reading.expected == len(source.rows)
        assert not reading.stuck


def test_the_end_is_where_the_total_ends_and_not_at_a_short_page() -> None:
    source = List({k: k for k in range(40)}, Random(1), cap=7)
    assert len(read_all(source, Rising(50))) == 40


def test_without_values_it_pages_by_offset_and_stops_at_the_window() -> None:
    source = List({k: k for k in range(300)}, Random(1))
    reading = Rising(50, window=200)
    got = read_all(source, reading, without_values=True)
    assert len(got) == len(set(got)) == 200
    assert reading.skipped == [None]
    assert (reading.expected, reading.stuck) == (300, False)
    source = List({k: k for k in range(140)}, Random(1))
    assert len(read_all(source, Rising(50, window=200), without_values=True)) == 140


def test_a_window_full_of_one_value_is_stepped_over_and_told() -> None:
    rows = dict.fromkeys(range(250), 5) | {1000 + k: 6 + k for k in range(30)}
    reading = Rising(50, window=200)
    got = read_all(List(rows, Random(1)), reading)
    assert reading.skipped == [5]
    assert len(got) == 200 + 30
    assert (reading.seen, reading.expected) == (230, 280)


def test_a_lower_bound_ends_nothing_where_the_window_is_full() -> None:
    rows = dict.fromkeys(range(250), 5) | {1000 + k: 6 + k for k in range(30)}
    source, reading, got = List(rows, Random(1)), Rising(50, window=195), set[str]()
    while not reading.done:
        page, total = source.page(reading.floor, reading.offset, reading.size)
        found, values = {str(k): v for v, k in page}, [v for v, _ in page]
        bound = min(total, 195)
        got |= reading.take(found, values, received=len(page), total=bound, exact=total < 195)
    assert (len(got), reading.skipped) == (195 + 30, [5])


def test_a_total_that_is_a_lower_bound_is_no_count_until_it_becomes_one() -> None:
    source = List({k: k for k in range(95)}, Random(1))
    reading = Rising(20)
    expected: list[int | None] = []
    while not reading.done:
        page, total = source.page(reading.floor, reading.offset, reading.size)
        rows, values = {str(k): v for v, k in page}, [v for v, _ in page]
        exact = total < 50
        reading.take(rows, values, received=len(page), total=min(total, 50), exact=exact)
        expected.append(reading.expected)
    assert expected[0] is None
    assert expected[-1] == reading.seen == 95
    assert reading.counted == (57, 57)


def test_a_list_that_heeds_nothing_ends_with_the_truth() -> None:
    reading = Rising(10)
    asked = 0
    while not reading.done:
        asked += 1
        reading.take(dict.fromkeys("abcdefghij"), [7] * 10, received=10, total=500)
        assert asked < 50
    assert reading.stuck


def test_a_total_that_is_too_high_ends_in_a_difference_and_not_in_a_failure() -> None:
    reading = Rising(50)
    for _ in range(40):
        if reading.done:
            break
        rows = {str(i): 1 for i in range(130) if i >= (reading.floor or 0)}
        some = dict(list(rows.items())[reading.offset : reading.offset + reading.size])
        values = [int(key) for key in some]
        reading.take(some, values, received=len(some), total=len(rows) + 7)
    assert (reading.done, reading.stuck) == (True, False)
    assert (reading.expected, reading.seen) == (137, 130)


@pytest.mark.parametrize("total", [10_000, None])
@pytest.mark.parametrize("cap", [1000, 20])
def test_without_a_count_the_end_comes_neither_early_nor_with_a_failure(
    cap: int, total: int | None
) -> None:
    for same in (1, 90):
        source = List({k: k // same for k in range(130)}, Random(1), cap=cap)
        reading, got = Rising(50), set[str]()
        while not reading.done:
            page, _ = source.page(reading.floor, reading.offset, reading.size)
            rows, values = {str(k): v for v, k in page}, [v for v, _ in page]
            got |= reading.take(rows, values, received=len(page), total=total, exact=False)
            assert source.asked < 40
        assert (len(got), reading.expected, reading.stuck) == (130, None, False)
