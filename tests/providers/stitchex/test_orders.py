"""Reading the sandbox's orders at a desk: new, changed, gone, and whose they are."""

from collections.abc import Mapping
from contextlib import aclosing
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pytest

from orderdock.connector.assumptions import Assumptions
from orderdock.connector.contract import Completed, Desk, LinksFound, OrdersRequest, Page
from orderdock.connector.contract import Link as OrganisationLink
from orderdock.domain.errors import NotAllowed, UnexpectedAnswer
from orderdock.domain.orders import Order, SetAside
from orderdock.providers.stitchex.assumptions import ASSUMPTIONS
from orderdock.providers.stitchex.orders import read_orders
from orderdock.sandbox.stitchex.remote import StitchexControl
from tests.providers.stitchex.conftest import DeskAt
from tests.sandbox.stitchex_customer import Buyer
from tests.support.sandbox import StartSandbox


@dataclass
class Read:
    orders: dict[str, Order] = field(default_factory=dict)
    set_aside: list[SetAside] = field(default_factory=list)
    links: tuple[OrganisationLink, ...] = ()
    completed: Completed | None = None
    bookmarks: dict[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def lines(self) -> int:
        return sum(len(order.lines) for order in self.orders.values())


async def read(
    desk: Desk, bookmarks: Mapping[str, Mapping[str, Any]] | None = None, *, full: bool = False
) -> Read:
    result = Read(bookmarks=dict(bookmarks or {}))
    async with aclosing(read_orders(desk, OrdersRequest(bookmarks or {}, full))) as readings:
        async for got in readings:
            match got:
                case Page():
                    result.orders |= {order.key: order for order in got.orders}
                    result.set_aside += got.set_aside
                    if got.bookmark is not None:
                        result.bookmarks[got.scope] = got.bookmark
                case LinksFound(links):
                    result.links = links
                case Completed():
                    result.completed = got
    return result


async def at_a_long_list(desk_at: DeskAt) -> Desk:
    """A list of any length counts as long, an order makes a page, products cost no time."""
    desk_at.control.manners(page_size=1)
    desk_at.sandbox.control.fault("forbidden", "*/products", times=None)
    desk = await desk_at.signed_in()
    desk.assumptions = Assumptions(ASSUMPTIONS, {"whole_pages": "0"})
    return desk


async def test_the_organisation_is_chosen_before_anything_is_read(desk_at: DeskAt) -> None:
    desk = await desk_at.signed_in()
    desk_at.control.choose(4102)
    found = await read(desk)
    assert desk_at.asked()[0]["path"].endswith("/set_current_org")
    assert found.links == (OrganisationLink("4101", "Acme Knitwear Demo"),)
    assert {order.link for order in found.orders.values()} == {"4101"}
    assert found.lines == 50


async def test_switching_elsewhere_in_mid_run_is_noticed_and_put_right(
    sandboxes: StartSandbox, desk_at: DeskAt
) -> None:
    desk = await desk_at.signed_in()
    desk_at.control.manners(page_size=5)
    done = 0
    async with aclosing(read_orders(desk, OrdersRequest({}))) as readings:
        async for got in readings:
            if isinstance(got, Page):
                assert {order.link for order in got.orders} <= {"4101"}
                numbers = Buyer(desk.base_url, organisation=4102).all("sales_orders")[0]
                assert numbers["organisation_id"] == 4102  # and that is now the current one
                done += 1
    assert done >= 3
    assert [r["status"] for r in desk_at.asked("/set_current_org")].count(201) >= 4


@pytest.mark.parametrize("empty", [False, True])
async def test_products_read_while_somebody_switched_elsewhere_are_read_again(
    desk_at: DeskAt, empty: bool
) -> None:
    desk = await desk_at.signed_in()
    for order in Buyer(desk.base_url, organisation=4102).all("sales_orders") if empty else ():
        desk_at.control.delete_order(order["id"], 4102)
    calm = await read(desk)
    assert any(line.category for order in calm.orders.values() for line in order.lines)
    found: dict[str, Order] = {}
    async with aclosing(read_orders(desk, OrdersRequest({}))) as readings:
        async for got in readings:
            if isinstance(got, LinksFound):
                desk_at.control.choose(4102)
            elif isinstance(got, Page):
                found |= {order.key: order for order in got.orders}
    assert found == calm.orders


async def test_an_empty_page_of_another_organisation_is_not_the_end_of_ours(
    desk_at: DeskAt,
) -> None:
    desk = await desk_at.signed_in()
    calm = await read(desk)
    for order in Buyer(desk.base_url, organisation=4102).all("sales_orders"):
        desk_at.control.delete_order(order["id"], 4102)
    desk_at.control.manners(page_size=5)
    found: dict[str, Order] = {}
    async with aclosing(read_orders(desk, OrdersRequest({}))) as readings:
        async for got in readings:
            if isinstance(got, Page):
                found |= {order.key: order for order in got.orders}
                desk_at.control.choose(4102)
    assert found == calm.orders


async def test_orders_of_another_organisation_are_never_kept(desk_at: DeskAt) -> None:
    desk = await desk_at.signed_in()
    other = Buyer(desk.base_url, organisation=4102).get("/sales_orders").body.decode()
    desk_at.sandbox.control.fault("text", "*/sales_orders", times=None, body=other)
    with pytest.raises(UnexpectedAnswer, match="another organisation than Acme Knitwear Demo"):
        await read(desk)
    assert len(desk_at.asked("/stitchex/sales_orders")) == 4  # the other's own, then three tries


async def test_products_fill_in_category_and_sku(desk_at: DeskAt) -> None:
    desk = await desk_at.signed_in()
    buyer = Buyer(desk.base_url)
    order = buyer.all("sales_orders")[0]
    item = order["line_items"][0]
    size = next(size for size in item["line_quantities"] if size["quantity"])
    product = buyer.get(f"/products/{item['product_id']}").json["product"]
    found = (await read(desk)).orders[str(order["id"])]
    line = found.lines[0]
    assert line.key == f"{item['id']}/{size['id']}"
    assert (line.category, line.subcategory) == (product["category"], product["sub_category"])
    assert line.item_name == f"{item['product_name']} / {item['color']} / {size['size']}"
    assert line.unit_price == item["unit_price"]
    assert found.total == order["grand_total"]


async def test_without_access_to_products_orders_are_read_all_the_same(desk_at: DeskAt) -> None:
    desk = await desk_at.signed_in()
    desk_at.sandbox.control.fault("forbidden", "*/products", times=None)
    found = await read(desk)
    assert found.lines == 50
    skus = {line.sku for order in found.orders.values() for line in order.lines}
    assert all(sku is not None and sku.isdecimal() for sku in skus)


async def test_trouble_with_products_stops_rather_than_blanks_what_is_known(
    desk_at: DeskAt,
) -> None:
    desk = await desk_at.signed_in()
    desk_at.sandbox.control.fault("html", "*/products", times=None)
    with pytest.raises(UnexpectedAnswer, match="web page instead of the list of products"):
        await read(desk)


@pytest.mark.parametrize("scenario", ["default", "no-since", "newest-first", "silent"])
async def test_pages_come_strictly_one_after_the_other(
    sandboxes: StartSandbox, desk_at: DeskAt, scenario: str
) -> None:
    desk_at.sandbox = sandboxes(f"{scenario},small", lines=300)
    desk = await desk_at.signed_in(pace=0.02)
    changes: dict[str, Any] = {"page_size": 10, "latency": 0.003, "per_second": 0.1}
    desk_at.sandbox.control.call("PATCH", "/stitchex/manners", changes)
    found = await read(desk)
    assert found.lines == 300
    assert found.completed is not None
    assert found.completed.expected == found.completed.seen == len(found.orders)
    asked = desk_at.asked()
    assert {r["status"] for r in asked} <= {200, 201, 422}
    for before, after in pairwise(asked):
        assert before["until"] <= after["at"]


async def test_a_second_reading_of_a_long_list_asks_for_little(desk_at: DeskAt) -> None:
    desk = await at_a_long_list(desk_at)
    first = await read(desk)
    open_orders = first.bookmarks["orders"]["open"]
    desk_at.sandbox.control.forget_requests()
    again = await read(desk, first.bookmarks)
    assert set(again.orders) == {str(key) for key in open_orders}
    lists = desk_at.asked("/stitchex/sales_orders")
    assert [r["query"] for r in lists] == [["page"], ["since_id"], ["since_id"]]
    assert again.completed is not None
    assert again.completed.expected == again.completed.seen == len(first.orders)


async def test_changed_new_and_gone_orders_are_all_met(desk_at: DeskAt) -> None:
    desk = await at_a_long_list(desk_at)
    first = await read(desk)
    open_orders = first.bookmarks["orders"]["open"]
    assert len(open_orders) >= 2
    desk_at.control.change_order(open_orders[0], fulfillment_status="shipped", status="confirmed")
    desk_at.control.delete_order(open_orders[1])
    sku = Buyer(desk.base_url).get("/skus").json["skus"][0]["id"]
    made = desk_at.control.insert_order({sku: 4})
    again = await read(desk, first.bookmarks)
    assert again.orders[str(open_orders[0])].lines[0].shipment_status == "Shipped"
    assert again.orders[str(made["id"])].lines[0].quantity == "4"
    left = set(open_orders[2:]) | {made["id"]}
    assert set(again.bookmarks["orders"]["open"]) == left


@pytest.mark.parametrize("wrapped", [True, False])
async def test_one_order_may_be_bare_or_wrapped(desk_at: DeskAt, wrapped: bool) -> None:
    desk_at.control.manners(single_wrapped=wrapped)
    desk = await at_a_long_list(desk_at)
    first = await read(desk)
    again = await read(desk, first.bookmarks)
    assert again.orders
    for key, order in again.orders.items():
        assert order == first.orders[key]


async def test_broken_records_are_set_aside_and_the_page_goes_on(
    sandboxes: StartSandbox, desk_at: DeskAt
) -> None:
    desk_at.sandbox = sandboxes("small,broken-records")
    desk = await desk_at.signed_in()
    found = await read(desk)
    reasons = [record.reason for record in found.set_aside]
    assert reasons[0] == "The order has no id."
    assert reasons[1].startswith("The order date is not a date")
    assert reasons[2].startswith("The quantity is not a number")
    assert found.completed is not None
    assert found.completed.expected == found.completed.seen == len(found.orders) + 3


async def test_a_missing_permission_is_said_in_words(desk_at: DeskAt) -> None:
    desk = await desk_at.signed_in()
    desk_at.sandbox.control.fault("forbidden", "*/set_current_org")
    with pytest.raises(NotAllowed, match="does not allow this account the choice"):
        await read(desk)


@pytest.mark.parametrize("since", ["greater", "ignored", "refused"])
async def test_orders_that_come_and_go_meanwhile_lose_no_other(
    sandboxes: StartSandbox, desk_at: DeskAt, since: str
) -> None:
    desk_at.sandbox = sandboxes("small", lines=300)
    desk_at.control = StitchexControl(desk_at.sandbox.control)
    desk_at.control.manners(page_size=10, since_id=since)
    desk_at.sandbox.control.fault("forbidden", "*/products", times=None)
    desk = await desk_at.signed_in()
    buyer = Buyer(desk.base_url)
    ids = [order["id"] for order in buyer.all("sales_orders")]
    sku = buyer.get("/skus").json["skus"][0]["id"]
    found: set[str] = set()
    gone: set[int] = set()
    async with aclosing(read_orders(desk, OrdersRequest({}))) as readings:
        async for got in readings:
            if isinstance(got, Page) and got.orders:
                found |= {order.key for order in got.orders}
                for key in ids[len(gone) : len(gone) + 3]:
                    desk_at.control.delete_order(key)
                    gone.add(key)
                desk_at.control.insert_order({sku: 1})
    assert len(gone) >= 15
    assert {str(key) for key in ids if key not in gone} <= found
