"""Lists that change while they are read, without HTTP and without waiting."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from orderdock.connector.changes import Row
from orderdock.connector.contract import Completed, Page
from orderdock.connector.offset_list import OffsetList
from orderdock.domain.orders import Line, Order, SetAside
from orderdock.http.overlap import Reading

LIMIT = 25


@dataclass
class Shop:
    """Orders in some order, with rows coming, going and changing between two pages."""

    seed: int
    size: int
    newest_first: bool = True
    changed_first: bool = False
    """What changes moves to the front of the list."""
    cap: int = 1000
    heeds_offset: bool = True
    calm: bool = False
    rows: dict[str, int] = field(default_factory=dict)
    """Version by key, the oldest first."""
    asked: list[int] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)
        self.rows = {f"order {n}": 0 for n in range(self.size)}
        self._next = self.size

    async def ask(self, reading: Reading) -> list[Row[str]]:
        offset = reading.offset if self.heeds_offset else 0
        self.asked.append(offset)
        assert len(self.asked) < 2000, "does not come to an end"
        keys = list(self.rows)[:: -1 if self.newest_first else 1]
        found = keys[offset : offset + min(reading.limit, self.cap)]
        page = [Row(key, self.rows[key], f"{key}@{self.rows[key]}") for key in found]
        if not self.calm:
            self._live()
        return page

    def _live(self) -> None:
        chance = self._chance
        for _ in range(chance.choice([0, 0, 1, 3, 30])):
            self.rows[f"order {self._next}"] = 0
            self._next += 1
        for _ in range(chance.choice([0, 0, 0, 2, 20])):
            if self.rows:
                key = chance.choice(list(self.rows))
                del self.rows[key]
                self.gone.add(key)
        for _ in range(chance.choice([0, 0, 5])):
            if self.rows:
                self.change(chance.choice(list(self.rows)))
        if self._next > self.size + 400:
            self.calm = True

    def change(self, key: str) -> None:
        version = self.rows.pop(key) if self.changed_first else self.rows[key]
        self.rows[key] = version + 1

    async def understand(self, rows: list[str]) -> list[Order | SetAside]:
        """Orders have a line once they have changed."""
        return [
            Order(key, None, None, None, (Line("1"),) if int(version) else (), raw=row.encode())
            for row in rows
            for key, _, version in [row.partition("@")]
        ]

    def reader(self) -> OffsetList[str]:
        return OffsetList(self.ask, self.understand, provider="Acme", limit=LIMIT, now=1000)


async def read(
    shop: Shop, bookmark: Mapping[str, Any] | None = None, pages: int = 10_000
) -> tuple[dict[str, bytes], Mapping[str, Any] | None, Completed | None]:
    """What so many pages brought: records by key, the last bookmark, and the word at the end."""
    got: dict[str, bytes] = {}
    completed: Completed | None = None
    async for reading in shop.reader().read(bookmark):
        if isinstance(reading, Page):
            got |= {order.key: order.raw for order in reading.orders}
            bookmark = reading.bookmark
            pages -= 1
        if isinstance(reading, Completed):
            completed = reading
        if pages == 0:
            break
    return got, bookmark, completed


@pytest.mark.parametrize("batch", range(10))
async def test_no_order_that_existed_throughout_is_lost(batch: int) -> None:
    for seed in range(batch * 50, batch * 50 + 50):
        size = random.Random(seed).randrange(300)
        shop = Shop(seed, size, seed % 2 == 0, cap=1000 if seed % 3 else 11)
        before = set(shop.rows)
        got, bookmark, completed = await read(shop)
        assert before - shop.gone <= set(got), seed
        assert completed is not None
        assert (completed.seen, completed.doubt, bookmark) == (len(got), "", {})


@pytest.mark.parametrize("batch", range(4))
async def test_an_interrupted_reading_goes_on_and_misses_nothing(batch: int) -> None:
    for seed in range(batch * 50, batch * 50 + 50):
        shop = Shop(seed, 200 + seed, seed % 2 == 0)
        first, bookmark, _ = await read(shop, pages=1 + seed % 6)
        assert bookmark
        existed, asked = set(shop.rows), len(shop.asked)
        rest, bookmark, completed = await read(shop, bookmark)
        assert shop.asked[asked] > 0 or seed % 6 == 0
        assert existed - shop.gone <= set(first) | set(rest), seed
        assert completed is not None
        assert bookmark == {}


async def test_a_reading_that_goes_on_also_sees_what_came_and_changed_meanwhile() -> None:
    shop = Shop(1, 200, calm=True)
    first, bookmark, _ = await read(shop, pages=4)
    shop.rows |= {"order new": 0, "order 199": 5}
    rest, _, _ = await read(shop, bookmark)
    assert rest["order new"] == b"order new@0"
    assert rest["order 199"] == b"order 199@5"
    assert set(first) | set(rest) == set(shop.rows)


async def test_what_changes_and_moves_to_the_front_meanwhile_is_not_lost() -> None:
    for seed in range(100):
        chance = random.Random(seed)
        shop = Shop(seed, 150 + seed, changed_first=True, calm=True)
        got: set[str] = set()
        pages = 0
        async for reading in shop.reader().read(None):
            if isinstance(reading, Page):
                got |= {order.key for order in reading.orders}
                pages += 1
                for _ in range(chance.choice([0, 1, 5]) if pages < 9 else 0):
                    shop.change(chance.choice(list(shop.rows)))
        assert got == set(shop.rows), seed


async def test_a_quiet_list_costs_two_pages_more_and_nothing_twice() -> None:
    shop = Shop(1, 60, calm=True)
    shop.rows["order 7"] = 1
    shown: list[str] = []
    async for reading in shop.reader().read(None):
        if isinstance(reading, Page):
            shown += [order.key for order in reading.orders]
            assert reading.whole == {order.key for order in reading.orders if order.lines}
    assert sorted(shown) == sorted(shop.rows)
    assert shop.asked == [0, 15, 30, 45, 50, 0]


async def test_an_empty_list_is_complete() -> None:
    got, _, completed = await read(Shop(1, 0, calm=True))
    assert got == {}
    assert completed == Completed(up_to=1000, seen=0, unit="orders")


@pytest.mark.parametrize(("size", "doubt"), [(10, False), (25, True), (200, True)])
async def test_a_server_that_does_not_heed_the_offset_is_not_asked_for_ever(
    size: int, doubt: bool
) -> None:
    shop = Shop(1, size, heeds_offset=False, calm=True)
    got, _, completed = await read(shop)
    assert completed is not None
    assert len(got) == min(size, LIMIT)
    assert bool(completed.doubt) is doubt
    assert len(shop.asked) < 8
