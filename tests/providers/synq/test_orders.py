"""A sync read at a desk: what is asked for, in which order, and what is said about it."""

from collections.abc import Collection, Mapping
from typing import Any

import pytest

from orderdock.connector.contract import (
    Completed,
    LinksFound,
    Note,
    OrdersRequest,
    Page,
    Progress,
    Reading,
)
from orderdock.domain.errors import NotAllowed, UnexpectedAnswer
from orderdock.domain.orders import Order
from orderdock.providers.synq.orders import read_orders
from orderdock.providers.synq.sign_in import sign_in
from orderdock.sandbox.running import RunningSandbox
from tests.providers.synq.conftest import DeskAt
from tests.support.desk import Desks
from tests.support.sandbox import StartSandbox

LIST = "/oms/orders"


class Heard:
    """All that a sync said."""

    def __init__(self, readings: list[Reading]) -> None:
        self.readings = readings
        pages = [one for one in readings if isinstance(one, Page)]
        self.orders = {order.key: order for page in pages for order in page.orders}
        self.set_aside = [record for page in pages for record in page.set_aside]
        self.bookmarks = [page.bookmark for page in pages]
        self.notes = [one.message for one in readings if isinstance(one, Note)]
        self.whole = {key for page in pages for key in page.whole}

    @property
    def completed(self) -> Completed:
        [end] = [one for one in self.readings if isinstance(one, Completed)]
        return end


async def sync(
    desk_at: DeskAt, *, desk: Any = None, known: Heard | None = None, **request: Any
) -> Heard:
    if desk is None:
        desk, _ = await desk_at.signed_in()

    async def stored(keys: Collection[str]) -> Mapping[str, bytes]:
        orders: Mapping[str, Order] = known.orders if known is not None else {}
        return {key: orders[key].raw for key in keys if key in orders}

    asked = OrdersRequest(request.pop("bookmarks", {}), stored=stored, **request)
    return Heard([reading async for reading in read_orders(desk, asked)])


async def test_everything_is_read_with_a_bookmark_on_each_page(desk_at: DeskAt) -> None:
    heard = await sync(desk_at)
    assert sum(len(order.lines) for order in heard.orders.values()) == 50
    assert heard.completed.seen == len(heard.orders)
    assert (heard.completed.expected, heard.completed.doubt) == (None, "")
    assert heard.bookmarks[-1] == {}
    assert all(bookmark is not None for bookmark in heard.bookmarks)
    assert heard.whole == set(heard.orders)
    [links] = [one for one in heard.readings if isinstance(one, LinksFound)]
    assert [link.name for link in links.links] == ["Shopify"]


async def test_pages_overlap_by_ten_and_end_where_nothing_is_new(
    desks: Desks, sandboxes: StartSandbox
) -> None:
    desk_at = DeskAt(desks, sandboxes("default", lines=700))
    heard = await sync(desk_at)
    assert sum(len(order.lines) for order in heard.orders.values()) == 700
    assert [bookmark["end"] for bookmark in heard.bookmarks if bookmark] == [
        100,
        190,
        280,
        296,
        296,
    ]
    assert {tuple(r["query"]) for r in desk_at.asked(LIST)} == {("limit", "offset")}


async def test_products_are_asked_for_once_each_and_lists_once(desk_at: DeskAt) -> None:
    await sync(desk_at)
    paths = [request["path"].partition("/synq")[2] for request in desk_at.asked()]
    once = [path for path in paths if not path.endswith(LIST)]
    assert len(once) == len(set(once))


async def test_a_list_without_lines_is_completed_and_only_where_something_changed(
    desks: Desks, sandboxes: StartSandbox
) -> None:
    desk_at = DeskAt(desks, sandboxes("small,no-lines"))
    first = await sync(desk_at)
    assert sum(len(order.lines) for order in first.orders.values()) == 50
    single = f"{LIST}/"

    def singles() -> int:
        found = sum(single in request["path"] for request in desk_at.asked())
        desk_at.sandbox.control.forget_requests()
        return found

    assert singles() == len(first.orders)
    second = await sync(desk_at, known=first)
    assert singles() == 0
    assert second.orders == first.orders
    desk_at.control.change_order(3, status="returned", quantities={0: 8})
    third = await sync(desk_at, known=first)
    assert singles() == 1
    changed = [o for key, o in third.orders.items() if o != first.orders[key]]
    assert [(o.status, o.lines[0].quantity) for o in changed] == [("returned", "8")]
    await sync(desk_at, known=first, full=True)
    assert singles() == len(first.orders)


async def test_lines_that_are_nowhere_leave_a_doubt(desks: Desks, sandboxes: StartSandbox) -> None:
    desk_at = DeskAt(desks, sandboxes("small,no-lines"))
    desk, _ = await desk_at.signed_in()
    desk_at.sandbox.control.fault("forbidden", "/api/v1/oms/orders/*", times=None)
    heard = await sync(desk_at, desk=desk)
    assert {order.lines for order in heard.orders.values()} == {()}
    assert "nowhere" in heard.completed.doubt


async def test_unreadable_orders_are_set_aside_once_and_the_rest_is_read(
    desks: Desks, sandboxes: StartSandbox
) -> None:
    desk_at = DeskAt(desks, sandboxes("small,broken-records"))
    heard = await sync(desk_at)
    assert [record.reason[:24] for record in heard.set_aside] == [
        "The order has no id.",
        "The ordered at is not a ",
        "The quantity is not a nu",
    ]
    assert len(heard.orders) + 3 == heard.completed.seen


async def test_a_server_that_does_not_heed_the_offset_leaves_a_doubt(
    desks: Desks, sandboxes: StartSandbox
) -> None:
    desk_at = DeskAt(desks, sandboxes("default,no-offset", lines=700))
    heard = await sync(desk_at)
    assert len(heard.orders) == 100
    assert "only the first 100 orders" in heard.completed.doubt
    assert len(desk_at.asked(LIST)) < 8


async def test_rows_that_shift_while_they_are_read_are_not_lost(
    desks: Desks, sandboxes: StartSandbox
) -> None:
    sandbox = sandboxes("default,small-pages", lines=200)
    desk_at = DeskAt(desks, sandbox)
    desk, _ = await desk_at.signed_in()
    before = {row[1] for row in desk_at.control.truth()}
    numbers: set[str | None] = set()
    pages = 0
    async for reading in read_orders(desk, OrdersRequest({})):
        if isinstance(reading, Page):
            numbers |= {order.number for order in reading.orders}
            pages += 1
            if pages < 5:
                desk_at.control.insert_order({pages * 4: 1})
                desk_at.control.delete_order(70 - pages)
    after = {row[1] for row in desk_at.control.truth()}
    assert before & after <= numbers


async def test_where_no_single_product_can_be_seen_asking_ends_and_it_is_said(
    desks: Desks, sandboxes: StartSandbox
) -> None:
    desk_at = DeskAt(desks, sandboxes("default,no-products", lines=300))
    heard = await sync(desk_at)
    assert any("brands are blank" in note for note in heard.notes)
    products = [r for r in desk_at.asked() if "/pim/products/" in r["path"]]
    assert len([r for r in products if not r["path"].endswith("/variants")]) == 10
    assert {line.brand for o in heard.orders.values() for line in o.lines} == {None}


@pytest.mark.parametrize("path", ["/api/v1/channels", "/api/v1/pim/*", "/api/v1/integrations/*"])
async def test_what_is_not_for_this_person_is_blank_and_no_trouble(
    sandbox: RunningSandbox, desk_at: DeskAt, path: str
) -> None:
    desk, _ = await desk_at.signed_in()
    sandbox.control.fault("forbidden", path, times=None)
    heard = await sync(desk_at, desk=desk)
    assert sum(len(order.lines) for order in heard.orders.values()) == 50
    if "integrations" in path:
        assert not any(isinstance(one, LinksFound) for one in heard.readings)


async def test_orders_that_are_not_for_this_person_are_a_trouble(
    sandbox: RunningSandbox, desk_at: DeskAt
) -> None:
    desk, person = await desk_at.signed_in({"token": "unused"})
    sandbox.control.fault("forbidden", "/api/v1/oms/orders")
    with pytest.raises(NotAllowed, match="list of orders"):
        await sync(desk_at, desk=desk)
    assert person.asked == []


@pytest.mark.parametrize("fault", ["html", "empty", "wrong-shape"])
async def test_a_strange_answer_is_never_taken_for_no_orders(
    sandbox: RunningSandbox, desk_at: DeskAt, fault: str
) -> None:
    desk, _ = await desk_at.signed_in()
    sandbox.control.fault(fault, "/api/v1/oms/orders", times=None)
    with pytest.raises(UnexpectedAnswer):
        await sync(desk_at, desk=desk)


@pytest.mark.parametrize("fault", ["rate-limited-header", "unavailable", "reset", "truncated"])
async def test_passing_troubles_are_sat_out(
    sandbox: RunningSandbox, desk_at: DeskAt, fault: str
) -> None:
    desk, _ = await desk_at.signed_in()
    sandbox.control.fault(fault, "/api/v1/oms/orders", times=1, retry_after=0.01)
    heard = await sync(desk_at, desk=desk)
    assert sum(len(order.lines) for order in heard.orders.values()) == 50


async def test_a_reading_goes_on_from_its_bookmark(desks: Desks, sandboxes: StartSandbox) -> None:
    desk_at = DeskAt(desks, sandboxes("default,small-pages", lines=200))
    all_of_it = await sync(desk_at)
    kept = next(b for b in all_of_it.bookmarks if b and b["end"] >= 40)
    heard = await sync(desk_at, bookmarks={"orders": kept})
    assert set(heard.orders) == set(all_of_it.orders)
    first = next(one for one in heard.readings if isinstance(one, Page))
    assert {o.key for o in first.orders}.isdisjoint(list(all_of_it.orders)[:20])


async def test_the_life_of_the_token_is_said_and_a_short_one_is_a_warning(desk_at: DeskAt) -> None:
    heard = await sync(desk_at)
    said = [one.message for one in heard.readings if isinstance(one, Progress)]
    assert "minutes more" in said[0] or "hour more" in said[0]
    assert heard.notes == []
    desk, _ = desk_at.fresh({"token": desk_at.control.token(life=200)})
    await sign_in(desk)
    heard = await sync(desk_at, desk=desk)
    assert "You are asked for another one" in heard.notes[0]


async def test_a_shop_that_is_not_live_is_noted(sandbox: RunningSandbox, desk_at: DeskAt) -> None:
    desk, _ = await desk_at.signed_in()
    body = (
        '{"connections": [{"unified_connection_id": "c", "provider": "ebay", "status": "BROKEN"}]}'
    )
    sandbox.control.fault("text", "/api/v1/integrations/connections", body=body)
    heard = await sync(desk_at, desk=desk)
    assert heard.notes == ["Ebay: Synq says BROKEN of it: newer orders may be missing."]
