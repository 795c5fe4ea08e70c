"""Reading the sandbox's orders at a desk: all, what changed, and whatever documents leave open."""

from collections.abc import Mapping
from contextlib import aclosing
from itertools import pairwise
from typing import Any

import pytest

from orderdock.connector.contract import Note, OrdersRequest, Page
from orderdock.domain.errors import Rejected, SignInNeeded, UnexpectedAnswer
from orderdock.providers.stock2shop.api import call
from orderdock.providers.stock2shop.orders import read_orders
from tests.providers.stock2shop.conftest import DeskAt, Run, has_all, read, rows_of, truth
from tests.support.sandbox import StartSandbox

Marks = Mapping[str, Mapping[str, Any]]


async def test_all_orders_of_all_channels_are_read_as_the_sheet_says(desk_at: DeskAt) -> None:
    run = await read(await desk_at.signed_in(currency="USD"))
    has_all(run, desk_at.control, "USD")
    assert run.channels == {
        "310": "Acme Web Shop",
        "311": "Acme Trade Store",
        "312": "Acme on Takealot, Johannesburg & Kaapstad",
        "313": "woocommerce",
        "314": "Old Magento",
    }
    assert {order.link for order in run.orders.values()} <= set(run.channels)
    assert set(run.times.values()) == {1}
    assert run.notes == [
        "Amounts are in USD because you said so: Stock2Shop names no currency.",
    ]
    assert all(order.raw for order in run.orders.values())


async def test_progress_has_a_real_total_from_the_first_page_on(
    desk_at: DeskAt, sandboxes: StartSandbox
) -> None:
    at = desk_at.at(sandboxes("default", lines=900))
    run = await read(await at.signed_in())
    assert {p.total for p in run.progress} == {400}
    done = [p.done for p in run.progress]
    assert done == sorted(done)
    assert done[-1] == 400


SHAPES = [
    "other-spelling",
    "small-window",
    "no-hits",
    "short-pages",
    "silent",
    "error-text",
    "unsortable",
    "index-lag",
]


@pytest.mark.parametrize("scenario", SHAPES)
async def test_what_documents_leave_open_makes_no_difference(
    desk_at: DeskAt, sandboxes: StartSandbox, scenario: str
) -> None:
    """With 400 orders 70 share one second across page borders, and they pass a small window."""
    at = desk_at.at(sandboxes(scenario, lines=300 if scenario == "unsortable" else 900))
    limits = {"window": "200"} if scenario == "small-window" else {}
    has_all(await read(await at.signed_in(assumptions=limits)), at.control)


async def test_numbers_and_ids_as_text_are_numbers_and_ids(
    desk_at: DeskAt, sandboxes: StartSandbox
) -> None:
    at = desk_at.at(sandboxes("small,numbers-as-text"))
    has_all(await read(await at.signed_in()), at.control)


async def test_the_spelling_that_works_is_remembered(desk_at: DeskAt) -> None:
    desk_at.control.manners(spelling="elasticsearch", wrong_spelling="405")
    desk = await desk_at.signed_in()
    run = await read(desk)
    wrong = [r["path"] for r in desk_at.asked("elastic_search")]
    assert sorted(path.split("/")[3] for path in wrong) == ["orders", "products"]
    desk_at.sandbox.control.forget_requests()
    await read(desk, run.bookmarks, full=True)
    assert desk_at.asked("elastic_search") == []
    desk_at.control.manners(spelling="elastic_search")
    await read(desk, run.bookmarks, full=True)
    assert desk.settings["orders_search"] == "elastic_search"


async def test_a_channel_without_a_name_is_numbered_and_its_orders_are_the_merchants(
    desk_at: DeskAt,
) -> None:
    desk = await desk_at.signed_in()
    body = '{"system_channels": [{"id": 310, "description": "", "type": null}, {"id": "311"}]}'
    desk_at.sandbox.control.fault("text", "*/channels", body=body)
    run = await read(desk)
    assert run.channels == {"310": "Channel 310", "311": "Channel 311"}
    assert {order.retailer for order in run.orders.values()} == {"Acme Trading"}
    assert {order.link for order in run.orders.values()} == {"310", "311", ""}


# what changed


async def test_a_second_run_asks_only_for_the_last_ten_minutes(desk_at: DeskAt) -> None:
    desk = await desk_at.signed_in()
    first = await read(desk)
    desk_at.sandbox.control.forget_requests()
    second = await read(desk, first.bookmarks)
    assert len(second.orders) < 4
    assert len(desk_at.asked("orders/elastic_search")) == 1
    assert second.bookmarks == first.bookmarks
    assert second.notes == []
    assert second.completed is not None
    assert second.completed.expected == second.completed.seen == len(second.orders)
    full = await read(desk, first.bookmarks, full=True)
    assert rows_of(full) == rows_of(first)


async def test_new_and_changed_orders_are_found_and_no_others(desk_at: DeskAt) -> None:
    desk = await desk_at.signed_in()
    first = await read(desk)
    order = desk_at.control.truth()["orders"][2]
    made = desk_at.control.insert_order({770_000: 2, 770_030: 1})
    line = order["line_items"][0]["id"]
    desk_at.control.change_order(order["id"], quantities={line: 9}, status="on hold")
    second = await read(desk, first.bookmarks)
    again = {key for key in second.orders if second.orders[key] != first.orders.get(key)}
    assert again == {str(made["id"]), str(order["id"])}
    first.orders |= second.orders
    assert rows_of(first) == truth(desk_at.control)


async def test_a_change_that_the_index_shows_late_is_found_by_looking_back(
    desk_at: DeskAt,
) -> None:
    desk = await desk_at.signed_in()
    desk_at.control.manners(index_lag=60)
    late = desk_at.control.truth()["orders"][3]["id"]
    desk_at.control.change_order(late, status="on hold")
    desk_at.control.manners(index_lag=0)
    early = desk_at.control.insert_order({770_000: 1})  # the watermark passes the late change
    desk_at.control.manners(index_lag=60)
    first = await read(desk)
    assert str(early["id"]) not in first.orders
    desk_at.sandbox.control.advance(61)
    second = await read(desk, first.bookmarks)
    assert {str(late), str(early["id"])} <= set(second.orders)
    first.orders |= second.orders
    assert rows_of(first) == truth(desk_at.control)


async def test_a_live_order_that_is_newer_than_the_index_does_not_make_it_jump(
    desk_at: DeskAt, sandboxes: StartSandbox
) -> None:
    """The last order of the first page changed just now; the index has it where it was."""
    for hits in ("full", "none"):
        at = desk_at.at(sandboxes("default", lines=400))
        at.control.manners(index_lag=60, hits=hits)
        desk = await at.signed_in()
        keys = sorted(at.control.truth()["orders"], key=lambda o: (o["modified"], o["id"]))
        for order in keys[40:50]:
            at.control.change_order(order["id"], status="on hold")
        has_all(await read(desk), at.control)


async def test_it_goes_on_after_a_stop_in_the_middle(
    desk_at: DeskAt, sandboxes: StartSandbox
) -> None:
    at = desk_at.at(sandboxes("default", lines=900))
    desk = await at.signed_in()
    kept = Run()
    async with aclosing(read_orders(desk, OrdersRequest({}))) as readings:
        async for got in readings:
            if isinstance(got, Page):
                kept.orders |= {order.key: order for order in got.orders}
                kept.bookmarks = {got.scope: got.bookmark or {}}
            if len(kept.orders) >= 200:
                break
    rest = await read(desk, kept.bookmarks)
    assert len(rest.orders) < 260
    kept.orders |= rest.orders
    assert rows_of(kept) == truth(at.control)


async def test_orders_that_come_go_and_move_while_they_are_read_are_not_lost(
    desk_at: DeskAt, sandboxes: StartSandbox
) -> None:
    at = desk_at.at(sandboxes("default", lines=900))
    desk = await at.signed_in()
    orders = sorted(at.control.truth()["orders"], key=lambda o: (o["modified"], o["id"]))
    keys = [order["id"] for order in orders]
    run, turn = Run(), 0
    async with aclosing(read_orders(desk, OrdersRequest({}))) as readings:
        async for got in readings:
            if not isinstance(got, Page):
                continue
            run.orders |= {order.key: order for order in got.orders}
            for place in (turn, 100 + turn, 300 - turn):
                at.control.delete_order(keys[place])
            at.control.change_order(keys[30 + 5 * turn], status="moved")
            at.control.insert_order({770_000: 1})
            turn += 1
            if turn == 12:
                break
        async for got in readings:
            if isinstance(got, Page):
                run.orders |= {order.key: order for order in got.orders}
    there = {str(order["id"]) for order in at.control.truth()["orders"]}
    assert there & {str(key) for key in keys} <= set(run.orders)
    assert turn >= 8
    moved = [order for order in run.orders.values() if order.status == "moved"]
    assert len(moved) >= turn - 1


# completeness


async def test_rows_that_do_not_come_are_a_gap_with_numbers(desk_at: DeskAt) -> None:
    desk_at.control.manners(skip_rows=3)
    run = await read(await desk_at.signed_in())
    assert run.completed is not None
    assert (run.completed.expected, run.completed.seen) == (23, 20)
    assert run.completed.unit == "orders"


async def test_orders_that_were_deleted_meanwhile_are_no_gap(
    desk_at: DeskAt, sandboxes: StartSandbox
) -> None:
    at = desk_at.at(sandboxes("default", lines=300))
    desk = await at.signed_in()
    last = max(at.control.truth()["orders"], key=lambda o: (o["modified"], o["id"]))["id"]
    completed, deleted = None, False
    async with aclosing(read_orders(desk, OrdersRequest({}))) as readings:
        async for got in readings:
            if isinstance(got, Page) and not deleted:
                at.control.delete_order(last)
                deleted = True
            completed = got
    assert getattr(completed, "expected", 0) == getattr(completed, "seen", 1)


@pytest.mark.parametrize("partial", ["timed_out", "shards"])
async def test_an_answer_that_says_it_is_not_whole_is_doubted_and_not_built_upon(
    desk_at: DeskAt, partial: str
) -> None:
    desk_at.control.manners(partial=partial)
    run = await read(await desk_at.signed_in())
    assert run.completed is not None
    assert "not complete" in run.completed.doubt
    assert run.bookmarks == {}
    assert len(run.orders) == 23
    assert len(desk_at.asked("orders/elastic_search")) == 2


async def test_a_refusal_of_everything_is_an_error(desk_at: DeskAt) -> None:
    desk_at.sandbox.control.fault("invalid", "*/orders/elastic_search", times=None)
    with pytest.raises(Rejected, match="The request is not valid"):
        await read(await desk_at.signed_in())


# troubles


@pytest.mark.parametrize("answer", ["html", "empty", "wrong-shape"])
async def test_a_wrong_answer_is_an_error_and_never_no_orders(desk_at: DeskAt, answer: str) -> None:
    desk = await desk_at.signed_in()
    desk_at.sandbox.control.fault(answer, "*/orders/elastic_search", times=None)
    with pytest.raises(UnexpectedAnswer):
        await read(desk)


@pytest.mark.parametrize(
    "answer", ["truncated", "reset", "server-error", "rate-limited-header", "wrong-shape"]
)
async def test_passing_troubles_are_sat_out(desk_at: DeskAt, answer: str) -> None:
    desk = await desk_at.signed_in()
    desk_at.sandbox.control.fault(answer, "*/orders/elastic_search", retry_after=0.01)
    has_all(await read(desk), desk_at.control)


async def test_a_session_that_ends_in_the_middle_goes_on(
    desk_at: DeskAt, sandboxes: StartSandbox
) -> None:
    at = desk_at.at(sandboxes("default", lines=300))
    desk = await at.signed_in()
    run, pages = Run(), 0
    async with aclosing(read_orders(desk, OrdersRequest({}))) as readings:
        async for got in readings:
            if isinstance(got, Page):
                run.orders |= {order.key: order for order in got.orders}
                pages += 1
                if pages == 2:
                    at.control.sign_in_elsewhere()
    assert rows_of(run) == truth(at.control)
    assert len(at.asked("authenticate")) == 1


async def test_broken_records_are_set_aside_and_the_rest_is_read(
    desk_at: DeskAt, sandboxes: StartSandbox
) -> None:
    at = desk_at.at(sandboxes("small,broken-records"))
    run = await read(await at.signed_in())
    assert len(run.set_aside) == 3
    assert all(record.reason and record.raw for record in run.set_aside)
    assert len(run.orders) == 20
    assert run.completed is not None
    assert run.completed.expected == run.completed.seen == 23


async def test_a_role_without_orders_needs_another_user(desk_at: DeskAt) -> None:
    desk = await desk_at.signed_in(username="stock.acme")
    with pytest.raises(SignInNeeded, match="role of this user may not allow it"):
        await read(desk)


async def test_a_role_that_may_not_see_channels_reads_its_orders_and_is_told(
    desk_at: DeskAt,
) -> None:
    desk = await desk_at.signed_in()
    desk_at.sandbox.control.fault("forbidden", "*/channels", times=None)
    run = await read(desk)
    assert len(run.orders) == 23
    assert {(order.retailer, order.link) for order in run.orders.values()} == {("Acme Trading", "")}
    assert "may not see channels" in run.notes[-1]
    assert run.completed is not None
    assert run.completed.expected == run.completed.seen == 23


async def test_a_session_that_is_over_is_no_matter_of_what_a_user_may_see(desk_at: DeskAt) -> None:
    desk = await desk_at.signed_in()
    desk_at.sandbox.control.fault("unauthorized", "*/channels", times=None)
    desk_at.sandbox.control.fault("unauthorized", "*/orders/*", times=None)
    told: list[str] = []

    async def listen() -> None:
        async with aclosing(read_orders(desk, OrdersRequest({}))) as readings:
            async for one in readings:
                told.extend([one.message] if isinstance(one, Note) else [])

    with pytest.raises(SignInNeeded):
        await listen()
    (message,) = told
    assert "Amounts are in ZAR" in message


# pace


@pytest.mark.parametrize(("header", "per_second"), [(3, 3), (0, 1), (0.5, 0.5), (20, 3)])
async def test_it_keeps_the_pace_that_the_answers_allow(
    desk_at: DeskAt, header: float, per_second: float
) -> None:
    """Ten times as fast as without a test's hurry, and a little of the distance may be lost."""
    desk_at.control.manners(rate_header=header)
    desk = await desk_at.signed_in(pace=0.1)
    await desk.http.send(call("GET", "channels", "the list of channels"))
    desk_at.sandbox.control.forget_requests()
    for _ in range(3):
        await desk.http.send(call("GET", "channels", "the list of channels"))
    starts = [request["at"] for request in desk_at.asked()]
    shortest = min(later - earlier for earlier, later in pairwise(starts))
    assert 0.7 / per_second < shortest * 10 < 2 / per_second
