"""Heads and details from a source in memory, while orders come, go and change."""

import json
import random
from collections.abc import Collection, Mapping, Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest

from orderdock.connector.contract import Bookmark, Completed, LinksFound, Page, Progress
from orderdock.connector.detailing import Detailing, Found, Head
from orderdock.connector.walking import Part
from orderdock.domain.errors import ProviderDown, Rejected
from orderdock.domain.orders import Order, SetAside

SIZE, DAY, NOW = 10, 86_400, 1_700_000_000
SEEDS = 125


@dataclass
class One:
    """An order at the shop; `changed` counts seconds."""

    changed: int
    created: int
    version: int = 0
    draft: bool = False
    deleted: bool = False


@dataclass
class Shop:
    """Ways to ask: by the moment of change, or for all; `heeds` says which of it works."""

    orders: dict[int, One]
    heeds: frozenset[str] = frozenset({"change", "sort", "id"})
    refuses: frozenset[str] = frozenset()
    at_once: int = 50
    breaks_after: int = -1
    hidden: int = 0
    """Orders that are counted and never shown."""
    clock: int = NOW
    asked: list[str] = field(default_factory=list)
    chance: random.Random | None = None
    highest: int = 0

    def ways(self, floor: int | None) -> Sequence[tuple[str, int]]:
        return [("all", 0)] if floor is None else [("change", floor), ("all", 0)]

    async def page(self, way: tuple[str, int], number: int, after: int | None) -> Part[Head]:
        kind, floor = way
        self.asked.append(f"{kind} {number} {after}")
        if kind in self.refuses or (after is not None and "id" in self.refuses):
            raise Rejected("cannot be asked")
        self.happens()
        ids = sorted(self.orders, reverse="sort" not in self.heeds)
        if kind in self.heeds:
            ids = [i for i in ids if self.orders[i].changed >= floor]
        if "nothing" in self.heeds and kind == "change":
            ids = []
        if after is not None and "id" in self.heeds:
            ids = [i for i in ids if i > after]
        pages = max(1, -(-len(ids) // SIZE))
        if after is not None:
            number = 1
        some = ids[(number - 1) * SIZE : number * SIZE]
        total = len(ids) + self.hidden
        return Part([self.head(i) for i in some], total, pages, number < pages)

    def head(self, key: int) -> Head:
        one = self.orders[key]
        return Head(str(key), one.changed, not one.draft, one.deleted)

    async def details(self, keys: Sequence[str]) -> list[Found]:
        if sum(asked.startswith("detail") for asked in self.asked) == self.breaks_after:
            raise ProviderDown("It broke.", "Try again.")
        self.asked.append(f"detail {len(keys)}")
        self.happens()
        shown = [key for key in keys if int(key) in self.orders][: self.at_once]
        return [Found(key, self.order(key)) for key in shown]

    def order(self, key: str) -> Order | SetAside:
        version = self.orders[int(key)].version
        if version < 0:
            return SetAside("broken", key.encode())
        return Order(
            key,
            key,
            f"Shop {int(key) % 2}",
            None,
            (),
            str(int(key) % 2),
            status=str(version),
            raw=json.dumps({"id": key, "updated_at": iso(self.orders[int(key)].changed)}).encode(),
        )

    def happens(self) -> None:
        """What may come, go and change between two requests."""
        chance = self.chance
        if chance is None:
            return
        self.clock += chance.randrange(3)
        for _ in range(chance.randrange(3)):
            key = chance.choice(list(self.orders))
            match chance.randrange(4):
                case 0 if len(self.orders) > 5:
                    del self.orders[key]
                case 1:
                    self.highest += 1
                    self.orders[self.highest] = One(self.clock, self.clock)
                case _:
                    one = self.orders[key]
                    self.orders[key] = replace(one, changed=self.clock, version=one.version + 1)


def iso(moment: int) -> str:
    return datetime.fromtimestamp(moment, UTC).isoformat()


@dataclass
class Result:
    versions: dict[str, str] = field(default_factory=dict)
    raw: dict[str, bytes] = field(default_factory=dict)
    set_aside: int = 0
    bookmarks: dict[str, Bookmark] = field(default_factory=dict)
    completed: Completed | None = None
    links: list[str] = field(default_factory=list)
    progress: list[tuple[int, int | None]] = field(default_factory=list)


async def sync(
    shop: Shop,
    marks: Mapping[str, Bookmark] | None = None,
    *,
    full: bool = False,
    at_once: int = 1,
    stop_after: int = 10**9,
    here: Mapping[str, bytes] | None = None,
    keep: dict[str, bytes] | None = None,
) -> Result:
    async def stored(keys: Collection[str]) -> Mapping[str, bytes]:
        return {key: here[key] for key in keys if key in here} if here is not None else {}

    shop.asked.clear()
    result = Result(bookmarks=dict(marks or {}))
    detailing = Detailing(
        shop,
        result.bookmarks,
        now=shop.clock,
        full=full,
        slack=DAY,
        at_once=at_once,
        stored=stored,
    )
    async with aclosing(detailing.read()) as readings:
        async for reading in readings:
            match reading:
                case Page():
                    for order in reading.orders:
                        assert order.link in result.links
                        result.versions[order.key] = order.status or ""
                        result.raw[order.key] = order.raw
                        if keep is not None:
                            keep[order.key] = order.raw
                    result.set_aside += len(reading.set_aside)
                    if reading.bookmark is not None:
                        result.bookmarks[reading.scope] = reading.bookmark
                case LinksFound():
                    result.links = [link.id for link in reading.links]
                case Progress():
                    result.progress.append((reading.done, reading.total))
                case Completed():
                    result.completed = reading
            if len(result.versions) >= stop_after:
                break
    return result


def shop_of(count: int, **more: object) -> Shop:
    orders = {i: One(NOW - 40 * DAY + i * 3600, NOW - 50 * DAY) for i in range(1, count + 1)}
    return Shop(orders, highest=count, **more)  # type: ignore[arg-type] # the fields by name


async def test_the_first_time_reads_every_order_in_detail() -> None:
    shop = shop_of(35)
    result = await sync(shop)
    assert set(result.versions) == {str(i) for i in shop.orders}
    assert shop.asked.count("detail 1") == 35
    assert result.completed == Completed(up_to=NOW, expected=35, seen=35, unit="orders")
    assert result.progress[-1] == (35, 35)
    assert [done for done, _ in result.progress] == sorted(done for done, _ in result.progress)
    assert result.bookmarks["orders"]["newest"] == shop.orders[35].changed
    assert result.bookmarks["walk"] == {}


async def test_later_only_what_changed_is_read() -> None:
    shop = shop_of(35)
    first = await sync(shop)
    again = await sync(shop, first.bookmarks)
    assert again.versions == {}
    assert len(shop.asked) <= 3
    shop.orders[4] = replace(shop.orders[4], changed=NOW, version=1)
    shop.orders[36] = One(NOW, NOW)
    second = await sync(shop, again.bookmarks)
    assert second.versions == {"4": "1", "36": "0"}
    assert "new or changed orders" in str(second.completed)
    everything = await sync(shop, second.bookmarks, full=True)
    assert len(everything.versions) == 36


async def test_what_changed_a_moment_ago_is_read_once_more() -> None:
    shop = shop_of(5)
    shop.orders[3].changed = NOW - 1
    first = await sync(shop)
    shop.orders[3].version = 1  # in the same second
    second = await sync(shop, first.bookmarks)
    assert second.versions == {"3": "1"}
    shop.clock += 3600
    third = await sync(shop, second.bookmarks)
    assert third.versions == {"3": "1"}
    assert (await sync(shop, third.bookmarks)).versions == {}


@pytest.mark.parametrize("trouble", ["refused", "ignored", "empty"])
async def test_another_way_is_found_where_changes_cannot_be_asked_for(trouble: str) -> None:
    shop = shop_of(35)
    shop.orders[1].changed -= 9 * DAY
    first = await sync(shop)
    match trouble:
        case "refused":
            shop.refuses = frozenset({"change"})
        case "ignored":
            shop.heeds = frozenset({"sort", "id"})
        case _:
            shop.heeds = frozenset({"sort", "id", "nothing"})
    shop.orders[4] = replace(shop.orders[4], changed=NOW, version=1)
    second = await sync(shop, first.bookmarks)
    assert second.versions == {"4": "1"}
    assert "new or changed orders" not in str(second.completed)


async def test_a_list_that_cannot_be_read_at_all_is_an_error() -> None:
    shop = shop_of(5, refuses=frozenset({"all"}))
    with pytest.raises(Rejected):
        await sync(shop)


async def test_drafts_and_deleted_orders_are_left_out_unless_they_were_there() -> None:
    shop = shop_of(6)
    shop.orders[2].draft = True
    shop.orders[3].deleted = True
    first = await sync(shop)
    assert set(first.versions) == {"1", "4", "5", "6"}
    assert first.completed is not None
    assert first.completed.seen == 6
    shop.orders[2] = One(NOW, NOW - 50 * DAY, version=1)
    shop.orders[4] = One(NOW, NOW - 50 * DAY, version=1, deleted=True)
    shop.orders[7] = One(NOW, NOW, deleted=True)
    shop.orders[3].changed = NOW
    second = await sync(shop, first.bookmarks, here=first.raw)
    assert second.versions == {"2": "1", "4": "1"}


async def test_a_failure_between_details_keeps_those_before_and_none_is_asked_for_again() -> None:
    shop = shop_of(12, breaks_after=7)
    kept, marks = dict[str, bytes](), dict[str, Bookmark]()
    shop.asked.clear()
    detailing = Detailing(shop, marks, now=NOW, full=False)
    with suppress(ProviderDown):
        async with aclosing(detailing.read()) as readings:
            async for reading in readings:
                if isinstance(reading, Page):
                    kept |= {order.key: order.raw for order in reading.orders}
    assert len(kept) == 7
    shop.breaks_after = -1
    rest = await sync(shop, marks, here=kept)
    assert set(rest.versions) == {str(key) for key in range(8, 13)}
    shop.orders[3] = replace(shop.orders[3], changed=NOW, version=1)
    assert "3" in (await sync(shop, marks, here=kept)).versions
    assert len((await sync(shop, marks, here=kept, full=True)).versions) == 12


async def test_a_total_that_is_too_high_costs_no_order_a_second_reading() -> None:
    shop = shop_of(45, hidden=3)
    result = await sync(shop, here=(kept := dict[str, bytes]()), keep=kept)
    assert len(result.versions) == 45
    assert shop.asked.count("detail 1") == 45
    assert [done for done, _ in result.progress] == sorted(done for done, _ in result.progress)
    assert result.completed is not None
    assert (result.completed.expected, result.completed.seen) == (48, 45)


async def test_what_a_first_reading_lacked_the_next_one_finds_and_reads_alone() -> None:
    shop = shop_of(45, hidden=1)
    late = shop.orders.pop(7)
    first = await sync(shop)
    shop.orders[7], shop.hidden = late, 0
    second = await sync(shop, first.bookmarks, here=first.raw)
    assert set(second.versions) == {"7"}
    assert second.completed == Completed(up_to=NOW, expected=45, seen=45, unit="orders")
    third = await sync(shop, second.bookmarks, here=first.raw | second.raw)
    assert third.versions == {}
    assert all(asked.startswith("change") for asked in shop.asked)


@pytest.mark.parametrize(("shown", "calls"), [(50, 4), (1, 39), (3, 38)])
async def test_several_at_once_until_an_answer_holds_fewer(shown: int, calls: int) -> None:
    shop = shop_of(35, at_once=shown)
    result = await sync(shop, at_once=10)
    assert len(result.versions) == 35
    assert sum(asked.startswith("detail") for asked in shop.asked) <= calls


async def test_many_changes_of_one_day_are_not_looked_through_for_every_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looks: list[int] = []

    class Watched(Detailing[tuple[str, int]]):
        def _recent(self, seen: Mapping[str, int]) -> dict[str, int]:
            looks.append(len(seen))
            return super()._recent(seen)

    monkeypatch.setattr("orderdock.connector.detailing._MANY", 10)
    shop = shop_of(800)
    for one in shop.orders.values():
        one.changed = NOW - 3600
    reader = Watched(shop, {}, now=NOW, full=False, slack=DAY, at_once=50)
    async with aclosing(reader.read()) as readings:
        marks = [one async for one in readings if isinstance(one, Page) and one.scope == "orders"]
    assert len((marks[-1].bookmark or {})["known"]) == 800
    assert sum(looks) < 4 * 800


async def test_what_cannot_be_read_is_set_aside() -> None:
    shop = shop_of(12)
    shop.orders[3].version = -1
    result = await sync(shop)
    assert (len(result.versions), result.set_aside) == (11, 1)


async def test_a_head_without_an_id_is_set_aside() -> None:
    head = Head.of({"updated_at": "2026-03-04T10:00:00Z", "deleted": "0"})
    assert (head.key, head.id, head.deleted) == ("", None, False)
    assert b"updated_at" in head.raw
    odd = Head.of({"id": 7, "updated_at": "yesterday", "deleted": "1"})
    assert (odd.key, odd.id, odd.changed, odd.deleted) == ("7", 7, None, True)


async def test_a_stop_goes_on_by_id_and_changes_before_it_are_found_the_next_time() -> None:
    shop = shop_of(45)
    stopped = await sync(shop, stop_after=25)
    assert stopped.bookmarks["walk"]["walk"] == {"after": 20, "known": 20}
    shop.clock += 5 * DAY
    shop.orders[2] = replace(shop.orders[2], changed=NOW + 60, version=1)
    rest = await sync(shop, stopped.bookmarks)
    assert set(rest.versions) == {str(i) for i in range(21, 46)}
    assert rest.completed is not None
    assert rest.completed.expected == rest.completed.seen == 45
    later = await sync(shop, rest.bookmarks)
    assert "2" in later.versions


@pytest.mark.parametrize(
    ("heeds", "refuses"),
    [
        ({"change", "sort", "id"}, set()),
        ({"change", "sort"}, set()),
        ({"change", "sort"}, {"id"}),
        ({"sort", "id"}, {"change"}),
        ({"change", "id"}, set()),
    ],
    ids=["heeded", "no id", "id refused", "no changes", "newest first"],
)
async def test_no_order_is_lost_and_every_change_is_read_in_the_end(
    heeds: set[str], refuses: set[str]
) -> None:
    """Orders come, go and change between any two requests, with a stop now and then."""
    for seed in range(SEEDS):
        chance = random.Random(seed)
        shop = shop_of(chance.randrange(5, 60), heeds=frozenset(heeds), refuses=frozenset(refuses))
        shop.chance = chance
        stayed, read, marks = set(shop.orders), dict[str, str](), dict[str, Bookmark]()
        stored = dict[str, bytes]()
        for turn in range(5):
            if turn == 3:
                shop.chance = None
            stop = chance.choice([10**9, 10**9, 15]) if turn < 3 else 10**9
            result = await sync(shop, marks, stop_after=stop, here=stored)
            read |= result.versions
            stored |= result.raw
            marks = result.bookmarks
            stayed &= set(shop.orders)
            if result.completed and not result.completed.doubt:
                assert stayed <= {int(key) for key in read}, seed
            shop.clock += chance.choice([30, 3600, 3 * DAY])
        now = {str(key): str(one.version) for key, one in shop.orders.items()}
        assert {key: read.get(key) for key in now} == now, seed
