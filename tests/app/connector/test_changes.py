"""Reading what changed from a bookmark on, from a source that lives in memory."""

from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any

import pytest

from orderdock.connector.changes import Changes, Part, Row
from orderdock.connector.contract import Bookmark, Completed, Page, Progress
from orderdock.domain.errors import UnexpectedAnswer
from orderdock.domain.orders import Order, SetAside
from orderdock.http.rising import Rising

NOW = 10_000


@dataclass
class Shop:
    """Orders by the moment of their last change."""

    orders: dict[str, int]
    hidden: set[str] = field(default_factory=set)
    whole: bool = True
    exact: bool = True
    asked: list[tuple[int | None, int, int]] = field(default_factory=list)

    async def ask(self, walk: Rising) -> Part[Order | SetAside]:
        self.asked.append((walk.floor, walk.offset, walk.size))
        found = sorted((v, k) for k, v in self.orders.items() if v >= (walk.floor or 0))
        page = found[walk.offset : walk.offset + walk.size]
        rows = [Row(key, value, order(key)) for value, key in page if key not in self.hidden]
        values = [value for value, _ in page]
        return Part(rows, values, len(page), len(found), self.exact, self.whole)


def order(key: str) -> Order | SetAside:
    if key.startswith("bad"):
        return SetAside("It is bad.", key.encode())
    return Order(key, key, "Shop", 1, ())


def changes(shop: Shop, bookmark: Bookmark | None = None, **more: Any) -> Changes:
    usual = {"now": NOW, "limit": 4, "window": 1000, "look_back": 10}
    return Changes(
        shop.ask, bookmark, provider="Acme", what="the list of orders", **{**usual, **more}
    )


async def read(changes: Changes) -> tuple[list[Page], Completed]:
    async with aclosing(changes.read()) as readings:
        got = [reading async for reading in readings]
    assert all(isinstance(reading, Progress) for reading in got[1:-1:2])
    (completed,) = [reading for reading in got if isinstance(reading, Completed)]
    return [reading for reading in got if isinstance(reading, Page)], completed


def keys(pages: list[Page]) -> list[str]:
    return [order.key for page in pages for order in page.orders]


async def test_every_page_carries_how_far_it_is_read() -> None:
    shop = Shop({f"o{n}": 100 + n for n in range(10)})
    pages, completed = await read(changes(shop))
    assert keys(pages) == [f"o{n}" for n in range(10)]
    marks = [page.bookmark for page in pages]
    assert marks == [{"read_to": moment} for moment in (103, 106, 109, 109)]
    assert (completed.expected, completed.seen, completed.up_to) == (10, 10, NOW)
    assert completed.unit == "orders"
    assert all(page.whole == {order.key for order in page.orders} for page in pages)


async def test_a_later_reading_looks_back_a_little() -> None:
    shop = Shop({f"o{n}": 100 + n for n in range(30)})
    pages, completed = await read(changes(shop, {"read_to": 129}))
    assert shop.asked[0][0] == 119
    assert keys(pages) == [f"o{n}" for n in range(19, 30)]
    assert (completed.expected, completed.seen) == (11, 11)
    assert completed.unit == "new or changed orders"


@pytest.mark.parametrize("bookmark", [{}, {"read_to": "soon"}, {"read_to": True}, {"x": 1}])
async def test_a_bookmark_that_makes_no_sense_starts_anew(bookmark: Bookmark) -> None:
    shop = Shop({"a": 5})
    await read(changes(shop, bookmark))
    assert shop.asked[0][0] is None


async def test_a_list_that_shows_no_changes_is_read_whole_and_leaves_no_bookmark() -> None:
    shop = Shop({"a": 5, "b": 6})
    pages, _ = await read(changes(shop, {"read_to": 6}, resumable=False))
    assert keys(pages) == ["a", "b"]
    assert {page.bookmark for page in pages} == {None}


async def test_a_change_in_the_future_does_not_carry_the_bookmark_there() -> None:
    pages, _ = await read(changes(Shop({"a": 5, "b": NOW + 50_000})))
    assert pages[-1].bookmark == {"read_to": NOW}


async def test_an_answer_that_is_not_whole_moves_no_bookmark_and_is_doubted() -> None:
    pages, completed = await read(changes(Shop({"a": 5}, whole=False)))
    assert pages[0].bookmark is None
    assert completed.doubt == "Acme said that its answers were not complete. Sync again later."


async def test_unreadable_ones_are_set_aside_and_count_as_seen() -> None:
    pages, completed = await read(changes(Shop({"a": 5, "bad": 6})))
    assert keys(pages) == ["a"]
    assert [record.reason for record in pages[0].set_aside] == ["It is bad."]
    assert completed.seen == 2


async def test_missing_ones_are_counted_again_before_they_are_a_gap() -> None:
    shop = Shop({f"o{n}": n for n in range(6)}, hidden={"o2"})
    _, completed = await read(changes(shop))
    assert (completed.expected, completed.seen) == (6, 5)
    assert shop.asked[-1] == (None, 0, 1)

    class Shrinking(Shop):
        async def ask(self, walk: Rising) -> Part[Order | SetAside]:
            part = await super().ask(walk)
            self.orders.pop("o5", None)
            return part

    _, completed = await read(changes(Shrinking({f"o{n}": n for n in range(6)})))
    assert (completed.expected, completed.seen) == (5, 5)


async def test_what_a_window_hides_is_said() -> None:
    shop = Shop({f"o{n}": 7 for n in range(30)}, exact=False)
    _, completed = await read(changes(shop, window=20))
    assert completed.expected is None
    assert completed.doubt == (
        "Of the orders of Acme, only 20 could be read: it shows no more than 20 at a time."
    )


async def test_what_a_window_hides_is_said_though_as_many_came_meanwhile() -> None:
    class Growing(Shop):
        async def ask(self, walk: Rising) -> Part[Order | SetAside]:
            part = await super().ask(walk)
            if len(self.orders) < 45:
                self.orders |= {f"new {len(self.orders) + n}": 8 for n in range(3)}
            return part

    shop = Growing({f"o{n}": 7 for n in range(30)})
    pages, completed = await read(changes(shop, window=20))
    assert len({key for key in keys(pages) if key.startswith("o")}) == 20
    assert (completed.expected, completed.seen) == (30, 35)
    assert "only 35 could be read" in completed.doubt


async def test_a_list_that_never_moves_on_is_an_error() -> None:
    class Stuck(Shop):
        async def ask(self, walk: Rising) -> Part[Order | SetAside]:
            rows = [Row[Order | SetAside](key, 1, order(key)) for key in "abcd"]
            return Part(rows, [7] * 4, 4, 500)

    with pytest.raises(UnexpectedAnswer, match="the same page comes every time"):
        await read(changes(Stuck({})))
