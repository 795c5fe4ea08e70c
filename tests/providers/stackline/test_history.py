"""Reading a history span by span from a list that changes while it is read."""

import asyncio
import json
from collections import Counter
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orderdock.connector.assumptions import Assumptions
from orderdock.connector.contract import Bookmark, Desk, Page
from orderdock.connector.dated_history import History
from orderdock.connector.spans import DAY
from orderdock.domain.errors import UnexpectedAnswer
from orderdock.http.calls import Call, Reply
from orderdock.http.overlap import OVERLAP
from orderdock.providers.stackline.assumptions import ASSUMPTIONS
from orderdock.providers.stackline.orders import source as list_of
from tests.support.desk import MemoryDrawer, at_once
from tests.support.fake_clock import START, FakeClock
from tests.support.scripted_dialogue import ScriptedDialogue

NOW = int(START.timestamp())
Row = dict[str, Any]


def row(number: int, days_ago: float | None, sku: str = "S") -> Row:
    date = None if days_ago is None else (START - timedelta(days=days_ago)).isoformat()
    return {"orderId": f"o{number}", "retailerId": 1, "orderDate": date, "retailerSku": sku}


@dataclass
class List:
    """A list of orders as in sheet 2.8; `before` may change it at each request."""

    rows: list[Row]
    before: Callable[["List", int], None] | None = None
    newest_first: bool = True
    largest_page: int = 1000
    keeps_undated: bool = True
    asked: list[dict[str, Any]] = field(default_factory=list)

    async def send(self, call: Call) -> Reply:
        query = dict(call.query)
        if self.before is not None:
            self.before(self, len(self.asked))
        self.asked.append(query)
        held = [r for r in self.rows if self._is_between(r, query)]
        held.sort(key=lambda r: str(r["orderDate"]), reverse=self.newest_first)
        first = int(str(query["offset"]))
        page = held[first : first + min(int(str(query["limit"])), self.largest_page)]
        return Reply(200, {}, json.dumps(page).encode())

    def _is_between(self, r: Row, query: dict[str, Any]) -> bool:
        """Both bounds exclusive, as plain dates in UTC."""
        if r["orderDate"] is None:
            return self.keeps_undated or not {"start_date", "end_date"} & set(query)
        at = datetime.fromisoformat(r["orderDate"])
        after = datetime.fromisoformat(query.get("start_date", "1900-01-01")).replace(tzinfo=UTC)
        until = datetime.fromisoformat(query.get("end_date", "2999-01-01")).replace(tzinfo=UTC)
        return after + timedelta(days=1) <= at < until


def history(source: List, bookmark: Bookmark | None = None, **more: Any) -> History:
    assumed = {"page_size": "20", "split_rows": "60", **more.pop("assumed", {})}
    desk = Desk(
        base_url="http://127.0.0.1",
        http=source,  # type: ignore[arg-type]  # as much of a client as reading needs
        dialogue=ScriptedDialogue(),
        clock=FakeClock(),
        assumptions=Assumptions(ASSUMPTIONS, assumed),
        secrets=MemoryDrawer(),
        settings={},
        work=at_once,
        pause=FakeClock().sleep,
    )
    return History(
        desk,
        list_of(desk, "1", {}),
        "1",
        bookmark=bookmark,
        **{"full": False, "fresh_to": NOW, **more},
    )


async def pages_of(reader: History) -> list[Page]:
    async with aclosing(reader.read()) as readings:
        return [reading async for reading in readings if isinstance(reading, Page)]


def lines_of(pages: list[Page]) -> Counter[tuple[str, str]]:
    """(order, SKU) -> how many lines of different keys."""
    keys = {(o.key, line.sku or "", line.key) for p in pages for o in p.orders for line in o.lines}
    return Counter((order, sku) for order, sku, _ in keys)


def expected(rows: list[Row]) -> Counter[tuple[str, str]]:
    return Counter((f"1/{r['orderId']}", r["retailerSku"]) for r in rows)


numbers = st.integers(0, 40)
ages = st.one_of(st.floats(0, 4000), st.floats(0, 100), st.none())
records = st.builds(row, numbers, ages, st.sampled_from("ABC"))
same_dates = st.lists(records, max_size=150)


def with_one_date_an_order(rows: list[Row]) -> list[Row]:
    """The lines of an order share its date (sheet 6.1)."""
    dates: dict[str, Any] = {}
    return [{**r, "orderDate": dates.setdefault(r["orderId"], r["orderDate"])} for r in rows]


def without_long_runs(rows: list[Row]) -> list[Row]:
    """Where all rows that two pages share are equal, nothing can show that they moved."""
    met: Counter[tuple[str, str]] = Counter()
    kept = []
    for r in rows:
        line = r["orderId"], r["retailerSku"]
        met[line] += 1
        if met[line] < OVERLAP:
            kept.append(r)
    return kept


@settings(max_examples=150)
@given(rows=same_dates, newest_first=st.booleans(), largest=st.sampled_from([7, 20, 1000]))
def test_a_list_at_rest_is_read_exactly(rows: list[Row], newest_first: bool, largest: int) -> None:
    rows = with_one_date_an_order(rows)
    source = List(rows, newest_first=newest_first, largest_page=largest)
    assert lines_of(asyncio.run(pages_of(history(source)))) == expected(rows)


@settings(max_examples=150)
@given(
    rows=st.lists(records, min_size=30, max_size=150),
    changes=st.lists(
        st.tuples(st.sampled_from(["insert", "status", "none"]), st.integers(0, 10**6)), max_size=30
    ),
    newest_first=st.booleans(),
)
def test_inserts_and_changes_between_pages_lose_and_double_nothing(
    rows: list[Row], changes: list[tuple[str, int]], newest_first: bool
) -> None:
    rows = without_long_runs(with_one_date_an_order(rows))

    def change(source: List, turn: int) -> None:
        if turn == 0 or turn > len(changes):
            return
        kind, chance = changes[turn - 1]
        if kind == "insert":
            source.rows.append(row(1000 + turn, chance % 4000, "N"))
        elif kind == "status":
            source.rows[chance % len(rows)]["shipmentStatus"] = f"status {turn}"

    source = List([dict(r) for r in rows], change, newest_first=newest_first)
    read = lines_of(asyncio.run(pages_of(history(source))))
    assert {k: n for k, n in read.items() if k[1] != "N"} == expected(rows)
    assert all(n == 1 for k, n in read.items() if k[1] == "N")


@settings(max_examples=100)
@given(
    count=st.integers(30, 120),
    plan=st.lists(
        st.tuples(st.booleans(), st.integers(0, 10**6), st.sampled_from([1, 2, 4, 10, 19, 45])),
        max_size=12,
    ),
    newest_first=st.booleans(),
    largest=st.sampled_from([7, 15, 1000]),
)
def test_bursts_and_deletes_between_pages_lose_none_of_the_others(
    count: int, plan: list[tuple[bool, int, int]], newest_first: bool, largest: int
) -> None:
    rows = [row(n, n * 2) for n in range(count)]
    deleted: set[str] = set()

    def change(source: List, turn: int) -> None:
        if not 0 < turn <= len(plan):
            return
        comes, chance, many = plan[turn - 1]
        if comes:  # half of the bursts are newer than all else
            age = max(0, chance % (4 * count) - 2 * count)
            source.rows += [row(1000 * turn + n, age, "N") for n in range(many)]
        else:
            at = chance % (len(source.rows) + 1)
            deleted.update(str(gone["orderId"]) for gone in source.rows[at : at + many])
            del source.rows[at : at + many]

    source = List(list(rows), change, newest_first=newest_first, largest_page=largest)
    read = lines_of(asyncio.run(pages_of(history(source, assumed={"split_rows": "80"}))))
    stayed = [r for r in rows if r["orderId"] not in deleted]
    assert expected(stayed) <= read
    assert set(read.values()) <= {1}


async def test_a_small_history_takes_one_request() -> None:
    source = List([row(n, n) for n in range(13)])
    pages = await pages_of(history(source))
    assert len(source.asked) == 1
    assert not {"start_date", "end_date"} & set(source.asked[0])
    assert pages[0].bookmark == {"read_to": NOW, "lines": 13, "newest": NOW}
    assert len(pages[0].whole) == 13


async def test_a_page_of_exactly_the_limit_is_followed_by_another() -> None:
    source = List([row(n, n) for n in range(20)])
    assert sum(lines_of(await pages_of(history(source))).values()) == 20
    assert [query["offset"] for query in source.asked] == ["0", "60", "10"]  # 60: is it large?


@pytest.mark.parametrize("largest", [2, 3, 10, 25, 30, 50, 64, 75, 120])
async def test_a_server_with_a_smaller_maximum_is_read_to_the_end(largest: int) -> None:
    source = List([row(n, n) for n in range(230)], largest_page=largest)
    assumed = {"page_size": "1000", "split_rows": "1000"}
    assert sum(lines_of(await pages_of(history(source, assumed=assumed))).values()) == 230


async def test_a_server_that_does_not_heed_the_offset_is_an_error() -> None:
    class Deaf(List):
        async def send(self, call: Call) -> Reply:
            return await super().send(Call("GET", "", "", query={**call.query, "offset": "0"}))

    source = Deaf([row(n, n) for n in range(200)])
    with pytest.raises(UnexpectedAnswer, match="the same page"):
        await pages_of(history(source, assumed={"split_rows": "20"}))


@pytest.mark.parametrize(("largest", "came"), [(7, 4), (50, 40), (120, 110)])
async def test_as_many_new_ones_as_a_page_goes_on_by_do_not_look_like_the_end(
    largest: int, came: int
) -> None:
    """The second page is the first one again, since the whole list has moved on by that much."""

    def insert(source: List, turn: int) -> None:
        if turn == 1:
            source.rows += [row(1000 + n, -0.1) for n in range(came)]

    rows = [row(n, n / 5) for n in range(300)]
    source = List(list(rows), insert, largest_page=largest)
    assumed = {"page_size": "200", "split_rows": "1000"}
    read = lines_of(await pages_of(history(source, assumed=assumed)))
    assert expected(rows) <= read


@pytest.mark.parametrize("count", [1, 2, 6, 20, 64, 250])
async def test_a_server_that_gives_all_at_any_offset_is_read_in_a_few_requests(count: int) -> None:
    class Whole(List):
        async def send(self, call: Call) -> Reply:
            return await super().send(Call("GET", "", "", query={"offset": "0", "limit": "9999"}))

    source = Whole([row(n, n) for n in range(count)], newest_first=False)
    pages = await pages_of(history(source, assumed={"page_size": "1000"}))
    assert sum(lines_of(pages).values()) == count
    assert len(source.asked) <= 3


@pytest.mark.parametrize("count", [1, 2, 7, 64, 250, 1000])
async def test_a_server_that_shows_nothing_at_any_other_offset_gave_all_at_the_first(
    count: int,
) -> None:
    class OnePage(List):
        async def send(self, call: Call) -> Reply:
            if call.query["offset"] != "0":
                return Reply(200, {}, b"[]")
            return await super().send(call)

    source = OnePage([row(n, n) for n in range(count)], newest_first=False)
    pages = await pages_of(history(source, assumed={"page_size": "1000"}))
    assert sum(lines_of(pages).values()) == count


async def test_bookmarks_move_on_span_by_span_and_a_stop_goes_on_from_there() -> None:
    source = List([row(n, n * 9) for n in range(400)])
    whole = await pages_of(history(source))
    reached = [page.bookmark["read_to"] for page in whole if page.bookmark is not None]
    assert reached == sorted(reached)
    assert len(reached) > 5
    assert reached[-1] == NOW
    halfway = {"read_to": reached[len(reached) // 2]}
    requests = len(source.asked)
    rest = await pages_of(history(source, halfway))
    assert len(source.asked) - requests < requests * 0.7
    kept = [
        page for page in whole if (page.bookmark or {"read_to": 0})["read_to"] <= halfway["read_to"]
    ]
    assert lines_of(rest) | lines_of(kept) == lines_of(whole)


async def test_the_next_sync_reads_sixty_days_back() -> None:
    source = List([row(n, n * 5) for n in range(100)])
    (page,) = await pages_of(history(source, {"read_to": NOW}))
    days = [(NOW - (order.ordered_at or 0)) / DAY for order in page.orders]
    assert max(days) == 60
    assert source.asked[0]["start_date"] == "2026-01-02"
    full = await pages_of(history(source, {"read_to": NOW}, full=True))
    assert sum(lines_of(full).values()) == 100


async def test_a_small_history_is_read_whole_each_time() -> None:
    source = List([row(n, n * 30) for n in range(60)])
    *_, last = await pages_of(history(source, fresh_to=NOW))
    assert last.bookmark is not None
    assert last.bookmark["lines"] == 60
    assert sum(lines_of(await pages_of(history(source, last.bookmark))).values()) == 60
    some = await pages_of(history(source, last.bookmark, assumed={"whole_lines": "59"}))
    assert 0 < sum(lines_of(some).values()) < 10
    assert some[-1].bookmark == {**last.bookmark, "lines": 60 + sum(lines_of(some).values())}


async def test_a_history_long_at_rest_is_read_again_near_its_own_end() -> None:
    source = List([row(n, 1000 + n * 10) for n in range(14)])
    (page,) = await pages_of(history(source))
    source.rows.append(row(99, 990))
    later = await pages_of(history(source, page.bookmark, assumed={"whole_lines": "0"}))
    numbers = {order.number for page in later for order in page.orders}
    assert numbers == {"o99", *(f"o{n}" for n in range(7))}


async def test_a_bookmark_never_goes_beyond_what_stackline_has_nor_back() -> None:
    source = List([row(n, n) for n in range(5)])
    month_ago = NOW - 30 * DAY
    for known, fresh_to, kept in [
        (None, month_ago, {"read_to": month_ago}),
        (NOW - DAY, month_ago, {"read_to": NOW - DAY}),
        (None, 0, None),
    ]:
        bookmark = {"read_to": known} if known else None
        *_, page = await pages_of(history(source, bookmark, fresh_to=fresh_to))
        reached = page.bookmark and {"read_to": page.bookmark["read_to"]}
        assert reached == kept


async def test_an_odd_bookmark_reads_everything() -> None:
    source = List([row(n, n * 30) for n in range(12)])
    assert sum(lines_of(await pages_of(history(source, {"read_to": "x"}))).values()) == 12


async def test_orders_without_a_date_are_read_where_the_history_is_small() -> None:
    source = List([row(1, None), row(2, 5)], keeps_undated=False)
    assert sum(lines_of(await pages_of(history(source))).values()) == 2


async def test_an_unreadable_record_is_set_aside_once_however_often_it_is_met() -> None:
    broken = {"orderId": None, "orderDate": None}
    source = List([*(row(n, n * 9) for n in range(400)), broken])
    pages = await pages_of(history(source))
    assert sum(len(page.set_aside) for page in pages) == 1
