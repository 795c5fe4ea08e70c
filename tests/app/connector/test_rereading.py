"""Orders that can only be asked for what is new, from a source that lives in memory."""

from collections.abc import Mapping
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any

import pytest

from orderdock.connector.contract import Completed, Page, Progress
from orderdock.connector.rereading import Limits, Rereading, Row
from orderdock.connector.walking import Part
from orderdock.domain.errors import NotThere, Rejected
from orderdock.domain.orders import Order, SetAside

SIZE = 10
NOW = 1_700_000_000
DAY = 86_400


@dataclass
class Shop:
    """Orders by id; those in `open` may change."""

    ids: list[int]
    open: set[int] = field(default_factory=set)
    since: str = "heeded"
    hidden: set[int] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    fails_at: int = 0
    singles: bool = True
    """Gives orders one by one."""

    async def page(self, number: int, after: int | None) -> Part[Row]:
        ids, where = sorted(self.ids), f"page {number}"
        if after is not None:
            number, where = 1, f"after {after}"
            if self.since == "refused":
                self.asked.append(where)
                raise Rejected("since_id is not known here.")
            if self.since == "heeded":
                ids = [i for i in ids if i > after and i not in self.hidden]
        self.asked.append(where)
        if len(self.asked) == self.fails_at:
            raise ConnectionError
        pages = max(1, -(-len(ids) // SIZE))
        rows = [self.row(i) for i in ids[(number - 1) * SIZE : number * SIZE]]
        return Part(rows, len(ids), pages, number < pages)

    async def one(self, key: int) -> Row:
        self.asked.append(f"order {key}")
        if key not in self.ids or not self.singles:
            raise NotThere("gone")
        return self.row(key)

    def row(self, key: int) -> Row:
        if key < 0:
            return Row(None, SetAside("has no id", str(key).encode()))
        return Row(key, Order(str(key), str(key), None, None, ()), key in self.open)


@dataclass
class Result:
    ids: list[int] = field(default_factory=list)
    set_aside: int = 0
    bookmark: Mapping[str, Any] | None = None
    completed: Completed | None = None
    totals: set[int | None] = field(default_factory=set)


async def sync(
    shop: Shop,
    bookmark: Mapping[str, Any] | None = None,
    *,
    full: bool = False,
    now: int = NOW,
    whole_pages: int = 0,
) -> Result:
    shop.asked.clear()
    limits = Limits(whole_pages, DAY)
    result = Result(bookmark=bookmark)
    rereading = Rereading(shop, bookmark, now=now, full=full, limits=limits)
    try:
        async with aclosing(rereading.read(await shop.page(1, None))) as readings:
            async for got in readings:
                match got:
                    case Page():
                        result.ids += [int(order.key) for order in got.orders]
                        result.set_aside += len(got.set_aside)
                        assert got.whole == {order.key for order in got.orders}
                        if got.bookmark is not None:
                            result.bookmark = got.bookmark
                    case Progress():
                        result.totals.add(got.total)
                        assert got.done <= (got.total or 0)
                    case Completed():
                        result.completed = got
    except ConnectionError:
        pass
    return result


async def test_the_first_time_reads_everything_by_id() -> None:
    shop = Shop(list(range(1, 96)), open={90, 95})
    result = await sync(shop)
    assert result.ids == shop.ids
    assert shop.asked[:3] == ["page 1", "after 10", "after 20"]
    assert len(shop.asked) == 10
    assert result.totals == {95}
    assert result.completed == Completed(up_to=NOW, expected=95, seen=95, unit="orders")
    assert result.bookmark == {"known": 95, "whole_at": NOW, "highest": 95, "open": [90, 95]}


async def test_later_only_what_is_new_and_what_may_have_changed() -> None:
    shop = Shop(list(range(1, 96)), open={90, 95})
    first = await sync(shop)
    shop.ids += [97, 99]
    shop.open = {95, 97}
    second = await sync(shop, first.bookmark, now=NOW + 60)
    assert shop.asked == ["page 1", "after 95", "order 90", "order 95", "order 97"]
    assert second.ids == [97, 99, 90, 95, 97]
    assert second.completed == Completed(up_to=NOW + 60, expected=97, seen=97, unit="orders")
    assert second.bookmark == {"known": 97, "whole_at": NOW, "highest": 99, "open": [95, 97]}


@pytest.mark.parametrize("reason", ["full", "a day", "short list", "much is open", "no bookmark"])
async def test_the_whole_list_is_read_where_that_is_surer_or_cheaper(reason: str) -> None:
    shop = Shop(list(range(1, 96)), open={1} if reason != "much is open" else set(range(1, 12)))
    bookmark = (await sync(shop)).bookmark
    result = await sync(
        shop,
        None if reason == "no bookmark" else bookmark,
        full=reason == "full",
        now=NOW + (DAY if reason == "a day" else 60),
        whole_pages=30 if reason == "short list" else 0,
    )
    assert result.ids == shop.ids
    assert not [one for one in shop.asked if one.startswith("order")]


@pytest.mark.parametrize("since", ["ignored", "refused"])
async def test_a_server_that_cannot_be_asked_by_id_is_read_by_page(since: str) -> None:
    shop = Shop(list(range(1, 36)), since=since)
    first = await sync(shop)
    assert sorted(set(first.ids)) == shop.ids
    assert shop.asked == ["page 1", "after 10", "page 4", "page 3", "page 2", "page 1"]
    assert first.completed == Completed(up_to=NOW, expected=35, seen=35, unit="orders")
    again = await sync(shop, first.bookmark, now=NOW + 60)
    assert sorted(set(again.ids)) == shop.ids
    assert again.completed == Completed(up_to=NOW + 60, expected=35, seen=35, unit="orders")


async def test_a_reading_that_broke_off_goes_on_where_it_stopped() -> None:
    shop = Shop(list(range(1, 96)), open={5, 60}, fails_at=5)
    broken = await sync(shop)
    assert broken.ids == list(range(1, 41))
    assert broken.completed is None
    shop.fails_at = 0
    rest = await sync(shop, broken.bookmark)
    assert rest.ids == list(range(41, 96))
    assert shop.asked[:2] == ["page 1", "after 40"]
    assert rest.completed == Completed(up_to=NOW, expected=95, seen=95, unit="orders")
    assert rest.bookmark == {"known": 95, "whole_at": NOW, "highest": 95, "open": [5, 60]}


async def test_what_the_questions_by_id_leave_out_is_looked_for_by_page() -> None:
    shop = Shop(list(range(1, 36)), hidden={22, 23})
    result = await sync(shop)
    assert set(result.ids) == set(shop.ids)
    assert result.completed == Completed(up_to=NOW, expected=35, seen=35, unit="orders")


async def test_new_orders_that_seem_to_be_missing_make_it_read_everything() -> None:
    shop = Shop(list(range(1, 96)))
    first = await sync(shop)
    shop.ids += [96, 97]
    shop.ids += [0]  # one with a low id: no question by id finds it
    second = await sync(shop, first.bookmark, now=NOW + 60)
    assert 0 in second.ids
    assert second.completed == Completed(up_to=NOW + 60, expected=98, seen=98, unit="orders")


async def test_an_order_that_is_gone_is_asked_for_no_more() -> None:
    shop = Shop(list(range(1, 96)), open={3, 50})
    first = await sync(shop)
    shop.ids.remove(3)
    second = await sync(shop, first.bookmark, now=NOW + 60)
    assert second.ids == [50]
    assert second.bookmark is not None
    assert second.bookmark["open"] == [50]


async def test_where_no_order_can_be_read_alone_the_whole_list_is_read() -> None:
    shop = Shop(list(range(1, 96)), open={4, 77}, singles=False)
    first = await sync(shop)
    again = await sync(shop, first.bookmark, now=NOW + 60)
    assert set(shop.ids) <= set(again.ids)
    assert [a for a in shop.asked if a.startswith("order")] == ["order 4"]
    assert again.bookmark == {**(first.bookmark or {}), "whole_at": NOW + 60}
    assert again.completed is not None
    assert again.completed.seen == again.completed.expected == 95


async def test_unreadable_records_are_set_aside_once_and_count_as_seen() -> None:
    shop = Shop([-2, -1, *range(1, 34)], since="ignored")
    result = await sync(shop)
    assert result.set_aside == 2
    assert result.completed == Completed(up_to=NOW, expected=35, seen=35, unit="orders")


async def test_more_open_orders_than_pages_are_not_remembered() -> None:
    shop = Shop(list(range(1, 1200)), open=set(range(1, 1200)))
    result = await sync(shop)
    assert result.bookmark is not None
    assert result.bookmark["open"] is None


async def test_an_empty_list_is_complete() -> None:
    result = await sync(Shop([]))
    assert result.completed == Completed(up_to=NOW, expected=0, seen=0, unit="orders")
