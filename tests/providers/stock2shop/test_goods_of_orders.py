"""Brands and categories of what was sold, from the products beside the orders."""

import time

from tests.providers.stock2shop.conftest import DeskAt, has_all, read
from tests.support.sandbox import StartSandbox


async def test_a_small_sync_looks_products_up_and_a_large_one_reads_them_all_once(
    desk_at: DeskAt, sandboxes: StartSandbox
) -> None:
    at = desk_at.at(sandboxes("default", lines=1800))
    desk = await at.signed_in()
    first = await read(desk)
    assert len(at.asked("products/elastic_search")) <= 3 + 3
    at.sandbox.control.forget_requests()
    look_back = int(desk.assumptions.number("look_back_minutes") * 60)
    just_now = {"orders": {"read_to": int(time.time()) + look_back - 2}}  # no other order is near
    at.control.insert_order({770_000: 1})
    second = await read(desk, first.bookmarks | just_now)
    assert len(second.orders) == 1
    assert len(at.asked("products/elastic_search")) <= 2
    assert any(order.lines[0].brand == "Hearth" for order in second.orders.values())


async def test_without_products_brands_and_categories_are_blank_and_that_is_said(
    desk_at: DeskAt,
) -> None:
    desk_at.sandbox.control.fault("forbidden", "*/products/*", times=None)
    run = await read(await desk_at.signed_in())
    assert len(run.orders) == 23
    assert {line.brand for order in run.orders.values() for line in order.lines} == {None}
    assert "brands and categories are blank" in run.notes[-1]


async def test_very_many_products_are_never_read_as_a_whole(
    desk_at: DeskAt, sandboxes: StartSandbox
) -> None:
    at = desk_at.at(sandboxes("default", lines=300))
    run = await read(await at.signed_in(assumptions={"all_products": "60"}))
    has_all(run, at.control)
