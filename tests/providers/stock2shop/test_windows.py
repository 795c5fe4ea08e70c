"""What a search does not show beyond its window of rows is asked for in another way, or said."""

from contextlib import aclosing

from orderdock.connector.contract import OrdersRequest, Page
from orderdock.providers.stock2shop.orders import read_orders
from tests.providers.stock2shop.conftest import DeskAt, Run, read
from tests.support.sandbox import StartSandbox


async def test_without_any_order_to_sort_by_only_a_window_can_be_read_and_that_is_said(
    desk_at: DeskAt, sandboxes: StartSandbox
) -> None:
    at = desk_at.at(sandboxes("small-window", lines=900))
    at.control.manners(sortable=False, created_sortable=False)
    run = await read(await at.signed_in(assumptions={"window": "200"}))
    assert len(run.orders) == 200
    assert run.completed is not None
    assert "no more than 200" in run.completed.doubt
    assert run.bookmarks == {}
    assert "all of them are read" in run.notes[1]


async def test_more_orders_of_one_second_than_a_window_shows_are_all_read(
    desk_at: DeskAt, sandboxes: StartSandbox
) -> None:
    """Seventy of 400 share one second: they are told apart by when they were made."""
    at = desk_at.at(sandboxes("default", lines=900))
    at.control.manners(window=40, total="capped")
    limits = {"window": "40", "page_size": "20"}
    desk = await at.signed_in(assumptions=limits)
    run = await read(desk)
    assert set(run.orders) == {str(order["id"]) for order in at.control.truth()["orders"]}
    assert set(run.times.values()) == {1}
    assert run.completed is not None
    assert not run.completed.doubt
    again = await read(desk, run.bookmarks)
    assert len(again.orders) < 10

    at.control.manners(created_sortable=False)
    run = await read(await at.signed_in(assumptions=limits))
    assert len(run.orders) < 400
    assert run.completed is not None
    assert "no more than 40" in run.completed.doubt


async def test_a_stop_among_the_orders_of_one_second_loses_none(
    desk_at: DeskAt, sandboxes: StartSandbox
) -> None:
    at = desk_at.at(sandboxes("default", lines=900))
    at.control.manners(window=40)
    desk = await at.signed_in(assumptions={"window": "40", "page_size": "20"})
    there = {str(order["id"]) for order in at.control.truth()["orders"]}
    for stop in (15, 18, 21):
        kept, pages = Run(), 0
        async with aclosing(read_orders(desk, OrdersRequest({}))) as readings:
            async for got in readings:
                if isinstance(got, Page):
                    kept.orders |= {order.key: order for order in got.orders}
                    kept.bookmarks |= {got.scope: got.bookmark} if got.bookmark else {}
                    pages += 1
                if pages == stop:
                    break
        rest = await read(desk, kept.bookmarks)
        assert kept.orders.keys() | rest.orders.keys() == there
