"""Reading orders from the sandbox: lists of what changed, details of those alone."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import aclosing
from typing import TypeVar

import pytest

from orderdock.connector.contract import (
    Bookmark,
    Completed,
    Desk,
    LinksFound,
    OrdersRequest,
    Page,
    Progress,
    Reading,
)
from orderdock.domain.errors import ProviderDown, SignInNeeded
from orderdock.domain.orders import Order
from orderdock.providers.stitchlabs.orders import read_orders
from tests.providers.stitchlabs.conftest import DeskAt
from tests.sandbox.stitchlabs_customer import Trader

R = TypeVar("R")
DeskWith = Callable[..., DeskAt]
LIST, DETAIL = "/SalesOrders", "/SalesOrders/detail"


class Run:
    """What one sync gave, and where the next one begins."""

    def __init__(self, readings: Sequence[Reading], before: Mapping[str, Bookmark]) -> None:
        self.readings = readings
        marks = {p.scope: p.bookmark for p in self.of(Page) if p.bookmark is not None}
        self.bookmarks = {**before, **marks}

    def of(self, kind: type[R]) -> list[R]:
        return [reading for reading in self.readings if isinstance(reading, kind)]

    @property
    def orders(self) -> dict[str, Order]:
        found = [order for page in self.of(Page) for order in page.orders]
        assert max(Counter(order.key for order in found).values(), default=1) == 1
        return {order.key: order for order in found}

    @property
    def lines(self) -> int:
        return sum(len(order.lines) for order in self.orders.values())

    @property
    def completed(self) -> Completed:
        (completed,) = self.of(Completed)
        return completed


async def sync(desk: Desk, before: Run | None = None, *, full: bool = False) -> Run:
    marks = before.bookmarks if before else {}

    async def stored(keys: Collection[str]) -> Mapping[str, bytes]:
        return {key: before.orders[key].raw for key in keys if before and key in before.orders}

    async with aclosing(read_orders(desk, OrdersRequest(marks, full, stored))) as readings:
        return Run([reading async for reading in readings], marks)


def truth(at: DeskAt) -> int:
    return len(at.control.rows())


async def test_the_first_sync_reads_all_and_names_the_channels(desk_with: DeskWith) -> None:
    at = desk_with("default", lines=700)
    run = await sync(at.signed_in())
    assert run.lines == truth(at)
    assert run.completed.expected == run.completed.seen == 141
    names = {link.name for link in run.of(LinksFound)[-1].links}
    assert names == {"Shopify", "Amazon UK", "Square", 'Étage 3, "Pop-up"'}
    assert {p.total for p in run.of(Progress)} == {141}
    done = [p.done for p in run.of(Progress)]
    assert done == sorted(done)
    assert done[-1] == 141
    assert len(at.asked(DETAIL)) == len(run.orders)
    assert run.bookmarks["walk"] == {}


async def test_a_second_sync_asks_once_and_reads_nothing_in_detail(desk_at: DeskAt) -> None:
    desk = desk_at.signed_in()
    first = await sync(desk)
    desk_at.sandbox.control.forget_requests()
    second = await sync(desk, first)
    assert second.orders == {}
    assert (len(desk_at.asked(LIST)), len(desk_at.asked(DETAIL))) == (1, 0)
    assert second.bookmarks["orders"] == first.bookmarks["orders"]
    third = await sync(desk, second, full=True)
    assert third.orders.keys() == first.orders.keys()


SILENCE = [
    "small",
    "one-detail",
    "small-pages",
    "no-change-filter",
    "deaf",
    "no-sort",
    "frozen-lines",
    "error-text",
    "silent",
]


@pytest.mark.parametrize("scenario", SILENCE)
async def test_changes_are_found_whatever_the_documents_leave_open(
    desk_with: DeskWith, scenario: str
) -> None:
    at = desk_with(scenario, lines=120)
    desk = at.signed_in()
    first = await sync(desk)
    assert first.lines == truth(at)
    assert first.completed.seen == first.completed.expected
    oldest, *_, newest = sorted(first.orders)
    new = at.control.insert_order([{"variant": 20_010, "quantity": 1, "cents": 1}], channel=41)
    at.control.change_order(oldest, stage="void")
    at.control.change_order(newest, fields={"notes": "shown nowhere"})
    at.sandbox.control.forget_requests()
    second = await sync(desk, first)
    assert set(second.orders) == {oldest, newest, new}
    assert {line.shipment_status for line in second.orders[oldest].lines} == {"Cancelled"}
    assert second.completed.seen == second.completed.expected
    assert len(at.asked(DETAIL)) <= 4  # one of them may be refused its links


@pytest.mark.parametrize("past_the_end", ["empty", "last"])
@pytest.mark.parametrize("scenario", ["small-pages", "small-pages,deaf"])
async def test_a_list_that_does_not_say_how_long_it_is_is_read_to_its_end(
    desk_with: DeskWith, scenario: str, past_the_end: str
) -> None:
    at = desk_with(scenario, lines=120)
    at.control.manners(meta=False, past_the_end=past_the_end)
    desk = at.signed_in()
    first = await sync(desk)
    assert first.lines == truth(at)
    new = at.control.insert_order([{"variant": 20_010, "quantity": 1, "cents": 1}])
    assert set((await sync(desk, first)).orders) == {new}


async def test_several_orders_in_one_call_where_that_is_wanted_and_works(
    desk_with: DeskWith,
) -> None:
    for scenario, calls in (("small", 2), ("one-detail", 20)):
        at = desk_with(scenario, lines=60)
        run = await sync(at.signed_in(assumptions={"orders_per_detail": "50"}))
        assert run.lines == truth(at)
        assert len(at.asked(DETAIL)) <= calls


async def test_drafts_are_left_out_until_they_are_orders_or_wanted(desk_at: DeskAt) -> None:
    variant = [{"variant": 20_010, "quantity": 1, "cents": 1}]
    draft = desk_at.control.insert_order(variant)
    desk_at.control.change_order(draft, stage="draft", fields={"draft": "1"})
    first = await sync(desk_at.signed_in())
    assert draft not in first.orders
    kept = await sync(desk_at.signed_in(assumptions={"drafts": "yes"}))
    assert kept.orders[draft].lines[0].shipment_status == "Draft"
    desk_at.control.change_order(draft, stage="open", fields={"draft": "0"})
    assert set((await sync(desk_at.signed_in(), first)).orders) == {draft}


async def test_a_deleted_order_is_skipped_unless_it_was_there_before(desk_at: DeskAt) -> None:
    desk, variant = desk_at.signed_in(), [{"variant": 20_010, "quantity": 1, "cents": 1}]
    gone = desk_at.control.insert_order(variant)
    desk_at.control.change_order(gone, stage="deleted")
    first = await sync(desk)
    assert gone not in first.orders
    known = min(first.orders)
    also_gone = desk_at.control.insert_order(variant)
    for key in (known, also_gone):
        desk_at.control.change_order(key, stage="deleted")
    second = await sync(desk, first)
    assert set(second.orders) == {known}
    assert second.orders[known].lines[0].shipment_status == "Cancelled"


async def test_a_void_order_is_kept_as_cancelled(desk_with: DeskWith) -> None:
    at = desk_with(lines=300)
    void = [o["id"] for o in Trader(at.base).all("SalesOrders") if o["void"] == "1"]
    assert void
    run = await sync(at.signed_in())
    assert {run.orders[key].lines[0].shipment_status for key in void} == {"Cancelled"}


async def test_an_order_that_goes_between_list_and_detail_is_left_out(desk_at: DeskAt) -> None:
    desk = desk_at.signed_in()
    readings: list[Reading] = []
    last = max(o["id"] for o in Trader(desk_at.base).all("SalesOrders"))
    async with aclosing(read_orders(desk, OrdersRequest({}))) as stream:
        async for reading in stream:
            if not readings:
                desk_at.control.delete_order(last)
            readings.append(reading)
    run = Run(readings, {})
    assert last not in run.orders
    assert run.lines == truth(desk_at)


async def test_broken_records_are_set_aside_and_the_rest_is_read(desk_with: DeskWith) -> None:
    at = desk_with("broken-records", lines=60)
    whole = len([o for o in Trader(at.base).all("SalesOrders") if o["deleted"] == o["draft"]])
    run = await sync(at.signed_in())
    aside = [record for page in run.of(Page) for record in page.set_aside]
    assert len(aside) == 3
    assert all(record.reason and record.raw for record in aside)
    assert len(run.orders) == whole - 3


async def test_a_stop_goes_on_where_it_was_and_still_finds_what_changed_meanwhile(
    desk_with: DeskWith,
) -> None:
    at = desk_with("small-pages", lines=400)
    desk = at.signed_in()
    readings: list[Reading] = []
    async with aclosing(read_orders(desk, OrdersRequest({}))) as stream:
        async for reading in stream:
            readings.append(reading)
            if isinstance(reading, Page) and reading.scope == "walk" and len(readings) > 30:
                break
    stopped = Run(readings, {})
    read_already = min(stopped.orders)
    at.control.change_order(read_already, stage="void")
    at.sandbox.control.forget_requests()
    rest = await sync(desk, stopped)
    assert stopped.orders.keys().isdisjoint(rest.orders)
    assert stopped.lines + rest.lines == truth(at)
    assert rest.completed.seen == rest.completed.expected
    later = await sync(desk, rest)
    assert read_already in later.orders


async def test_orders_that_come_and_go_meanwhile_lose_none_of_the_others(
    desk_with: DeskWith,
) -> None:
    for scenario in ("small-pages", "small-pages,no-sort", "small-pages,deaf"):
        at = desk_with(scenario, lines=200)
        before = sorted(o["id"] for o in Trader(at.base).all("SalesOrders"))
        victims = before[1::7]
        stay = set(before) - set(victims)
        stay = {
            o["id"] for o in Trader(at.base).all("SalesOrders") if o["deleted"] == o["draft"]
        } & stay
        found: set[str] = set()
        async with aclosing(read_orders(at.signed_in(), OrdersRequest({}))) as stream:
            async for reading in stream:
                if isinstance(reading, Page):
                    found |= {order.key for order in reading.orders}
                if isinstance(reading, Page) and reading.scope == "walk" and victims:
                    at.control.delete_order(victims.pop(0))
                    at.control.insert_order([{"variant": 20_010, "quantity": 1, "cents": 1}])
        assert stay <= found, scenario


@pytest.mark.parametrize("answer", ["html", "empty", "text"])
@pytest.mark.parametrize("path", [LIST, DETAIL])
async def test_a_success_that_is_no_data_passes_or_is_an_error_and_never_no_orders(
    desk_at: DeskAt, answer: str, path: str
) -> None:
    desk = desk_at.signed_in()
    more = {"body": "Please stand by"} if answer == "text" else {}
    desk_at.sandbox.control.fault(answer, f"*{path}", times=2, **more)
    run = await sync(desk)
    assert run.lines == truth(desk_at)
    desk_at.sandbox.control.fault(answer, f"*{path}", times=None, **more)
    with pytest.raises(ProviderDown):
        await sync(desk, full=True)


@pytest.mark.parametrize(
    "answer", ["truncated", "reset", "server-error", "bad-gateway", "rate-limited-details"]
)
async def test_passing_troubles_are_sat_out(desk_at: DeskAt, answer: str) -> None:
    for path in (LIST, DETAIL):
        desk_at.sandbox.control.fault(answer, f"*{path}", times=1, retry_after=0.01)
    run = await sync(desk_at.signed_in())
    assert run.lines == truth(desk_at)


async def test_a_token_that_dies_in_mid_run_needs_the_person(desk_at: DeskAt) -> None:
    desk_at.sandbox.control.fault("unauthorized", f"*{DETAIL}", skip=3, times=None)
    with pytest.raises(SignInNeeded):
        await sync(desk_at.signed_in())


async def test_the_pace_is_kept_and_nothing_overlaps(desk_with: DeskWith) -> None:
    at = desk_with("strict-pace", lines=100, speed=100.0)
    run = await sync(at.signed_in(pace=0.01))
    asked = at.sandbox.control.requests()
    assert {r["status"] for r in asked} <= {200, 206}
    assert run.lines == truth(at)
