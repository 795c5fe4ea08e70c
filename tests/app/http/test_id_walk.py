"""A list that somebody works on while it is read; 500 seeds for each style of server."""

import random
from dataclasses import dataclass, field

import pytest

from orderdock.http.id_walk import IdWalk

SIZE = 10


@dataclass
class Server:
    """A paged list that changes between two requests."""

    style: str
    rows: list[int]
    dice: random.Random
    restless: int = 10_000
    """After so many requests nobody works on it any more."""
    asked: list[str] = field(default_factory=list)
    last: int = 0
    silent: bool = False
    """Does not say how long it is."""
    always: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.last = max(self.rows, default=0)
        self.always = set(self.rows)

    def answer(self, walk: IdWalk) -> tuple[list[int], int | None, int, bool]:
        rows = sorted(self.rows, reverse=self.style == "newest first")
        if self.style == "mixed":
            rows.sort(key=lambda row: row * 7919 % 1009)
        if walk.after is not None:
            self.asked.append(f"after {walk.after}")
            if self.style in ("heeded", "inclusive"):
                least = walk.after + (self.style == "heeded")
                rows = [row for row in rows if row >= least]
            page = 1
        else:
            self.asked.append(f"page {walk.page}")
            page = walk.page
        got = rows[(page - 1) * SIZE : page * SIZE]
        pages = max(1, -(-len(rows) // SIZE))
        if len(self.asked) < self.restless:
            self.work()
        if self.silent:
            return got, None, 0, page < pages
        return got, len(rows), pages, page < pages

    def work(self) -> None:
        """Nothing, a row or a burst comes or goes, or both at once."""
        for _ in range(self.dice.choice((0, 0, 1, 1, 2))):
            many = self.dice.choice((1, 1, 2, 9, 25))
            if self.dice.random() < 0.5:
                for _ in range(many):
                    self.last += self.dice.randint(1, 4)
                    self.rows.append(self.last)
            else:
                start = self.dice.randrange(len(self.rows) + 1)
                gone = self.rows[start : start + many]
                self.always.difference_update(gone)
                del self.rows[start : start + many]


def read(server: Server, walk: IdWalk | None = None) -> tuple[IdWalk, list[int]]:
    walk = walk or IdWalk()
    got: list[int] = []
    while not walk.done:
        ids, total, pages, has_more = server.answer(walk)
        fresh = walk.take(ids, total=total, pages=pages, has_more=has_more)
        got += [i for i, is_new in zip(ids, fresh, strict=True) if is_new]
        assert len(server.asked) < 2000, "does not come to an end"
    return walk, got


def quiet(style: str, count: int) -> Server:
    return Server(style, list(range(1, count + 1)), random.Random(1), restless=0)


STYLES = ("heeded", "inclusive", "ignored", "newest first", "mixed")


@pytest.mark.parametrize("style", ["heeded", "inclusive", "ignored"])
def test_no_row_that_was_always_there_is_lost_while_rows_come_and_go(style: str) -> None:
    for seed in range(500):
        dice = random.Random(seed)
        server = Server(style, sorted(dice.sample(range(1, 900), dice.randint(0, 200))), dice)
        _, got = read(server)
        assert server.always <= set(got), f"seed {seed}"


def test_page_numbers_from_first_to_last_would_lose_rows() -> None:
    lost = 0
    for seed in range(50):
        dice = random.Random(seed)
        server = Server("ignored", sorted(dice.sample(range(1, 900), 150)), dice)
        walk, got, has_more = IdWalk(), set[int](), True
        while has_more:
            ids, _, _, has_more = server.answer(walk)
            got.update(ids)
            walk.page += 1
        lost += len(server.always - got)
    assert lost > 50


def test_newest_first_is_read_until_it_stood_still() -> None:
    for seed in range(500):
        dice = random.Random(seed)
        rows = sorted(dice.sample(range(1, 900), dice.randint(0, 200)))
        server = Server("newest first", rows, dice, restless=dice.randint(0, 60))
        walk, got = read(server)
        assert server.always <= set(got) or not walk.settled, f"seed {seed}"


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("count", [0, 1, 9, 10, 11, 95, 100])
def test_a_quiet_list_is_read_once_and_whole(style: str, count: int) -> None:
    server = quiet(style, count)
    walk, got = read(server)
    assert sorted(got) == server.rows or style in ("ignored", "newest first", "mixed")
    assert set(got) == set(server.rows)
    assert walk.count == walk.total == count
    assert walk.settled


def test_what_a_walk_costs() -> None:
    costs = {}
    for style in STYLES:
        server = quiet(style, 95)
        read(server)
        costs[style] = len(server.asked)
    assert costs == {"heeded": 10, "inclusive": 11, "ignored": 12, "newest first": 11, "mixed": 11}


def test_an_unheeded_question_is_asked_once_and_then_pages_from_the_last_to_the_first() -> None:
    server = quiet("ignored", 35)
    read(server)
    assert server.asked == ["page 1", "after 10", "page 4", "page 3", "page 2", "page 1"]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("count", [0, 10, 11, 95, 100])
def test_a_list_that_does_not_say_how_long_it_is_is_read_whole(style: str, count: int) -> None:
    server = quiet(style, count)
    server.silent = True
    walk, got = read(server)
    assert set(got) == set(server.rows)
    assert (walk.count, walk.settled) == (count, True)


def test_a_walk_goes_on_from_its_bookmark() -> None:
    for seed in range(200):
        dice = random.Random(seed)
        server = Server("heeded", sorted(dice.sample(range(1, 900), 150)), dice)
        walk, got = IdWalk(), []
        for _ in range(dice.randint(1, 8)):
            if walk.done:
                break
            ids, total, pages, has_more = server.answer(walk)
            walk.take(ids, total=total, pages=pages, has_more=has_more)
            got += ids
        resumed, more = read(server, IdWalk.resumed(walk.bookmark()))
        assert server.always <= {*got, *more}
        assert resumed.count == len(got) + len(more)


def test_a_bookmark_that_the_server_no_longer_heeds_starts_anew() -> None:
    server = quiet("ignored", 35)
    walk, got = read(server, IdWalk.resumed({"after": 20, "known": 20}))
    assert set(got) == set(server.rows)
    assert walk.count == 35
    assert server.asked[:2] == ["after 20", "page 1"]


def test_only_asking_by_id_leaves_a_bookmark_and_nonsense_starts_anew() -> None:
    assert IdWalk().bookmark() is None
    for nonsense in (None, {}, {"after": "9", "known": 1}, {"after": 9, "known": -1}):
        assert IdWalk.resumed(nonsense) == IdWalk()


def test_rows_without_an_id_are_new_each_time_and_counted_once() -> None:
    walk = IdWalk()
    fresh = walk.take([None, 3, 2], total=5, pages=2, has_more=True)
    assert fresh == [True, True, True]
    walk.take([7, 1], total=5, pages=2, has_more=False)
    assert walk.take([None, 3, 2], total=5, pages=2, has_more=True) == [True, False, False]
    assert (walk.done, walk.count) == (True, 5)


def test_rows_that_seem_to_be_missing_are_looked_for_by_page() -> None:
    server = quiet("heeded", 35)
    walk, _ = read(server)
    walk.by_page()
    read(server, walk)
    assert server.asked[-4:] == ["page 4", "page 3", "page 2", "page 1"]
    assert walk.count == 35
