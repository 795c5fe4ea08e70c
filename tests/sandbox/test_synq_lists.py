from collections import Counter
from typing import Any

import pytest

from orderdock.sandbox.running import RunningSandbox
from orderdock.sandbox.synq.remote import SynqControl
from tests.sandbox.synq_customer import ORDERS, Member
from tests.support.sandbox import StartSandbox

PIM = "/api/v1/pim"


class Shop(Member):
    def __init__(self, sandbox: RunningSandbox) -> None:
        self.control = SynqControl(sandbox.control)
        super().__init__(sandbox.bases["synq"], self.control.token())


@pytest.fixture
def shop(sandboxes: StartSandbox) -> Shop:
    return Shop(sandboxes(lines=700))


def test_a_page_of_orders_has_the_assumed_shape(shop: Shop) -> None:
    page = shop.get(ORDERS).json
    assert (page["limit"], page["offset"], len(page["orders"])) == (50, 0, 50)
    order = page["orders"][0]
    assert {"id", "order_number", "status", "channel_id", "currency", "total_amount"} <= set(order)
    assert isinstance(order["total_amount"], int | float)
    line = order["items"][0]
    assert isinstance(line["unit_price"], str)
    assert isinstance(line["quantity"], int)


def test_limit_is_at_most_a_hundred_and_offset_skips(shop: Shop) -> None:
    page = shop.get(ORDERS, limit=5000).json
    assert (page["limit"], len(page["orders"])) == (100, 100)
    some = shop.get(ORDERS, limit=3, offset=98).json["orders"]
    assert [o["id"] for o in some[:2]] == [o["id"] for o in page["orders"][98:]]
    assert shop.get(ORDERS, offset=100_000).json["orders"] == []
    assert shop.get(ORDERS, limit="all").status == 400


def test_all_lines_are_there_and_the_truth_tells_each(shop: Shop) -> None:
    orders = shop.orders()
    assert len({order["id"] for order in orders}) == len(orders)
    assert sum(len(order["items"]) for order in orders) == 700
    truth = shop.control.truth()
    assert len(truth) == 700
    for column in (0, 1, 2, 9, 10, 11, 13):
        assert "" not in {row[column] for row in truth}
    assert len({row[11] for row in truth}) == 4
    assert {"Shipped", "Delivered", "Returned", "on_hold_for_review"} <= {r[12] for r in truth}
    assert {"Shopify", "EU Shop"} <= {row[0] for row in truth}
    by_number = {order["order_number"]: order for order in orders}
    for row in truth:
        line = [i for i in by_number[row[1]]["items"] if i.get("sku") in (None, row[8])]
        assert line


def test_the_history_is_the_same_every_time_and_another_for_another_seed(
    sandboxes: StartSandbox,
) -> None:
    one, same, other = (SynqControl(sandboxes(seed=seed).control) for seed in (7, 7, 8))
    assert one.truth() == same.truth() != other.truth()
    assert one.truth() != one.truth(2)


def test_orders_have_awkward_names_no_title_no_sku_and_lines_twice(shop: Shop) -> None:
    lines = [line for order in shop.orders() for line in order["items"]]
    assert any("title" not in line for line in lines)
    assert any("sku" not in line for line in lines)
    assert any("\n" in line.get("title", "") for line in lines)
    equal = Counter((o["id"], line["variant_id"]) for o in shop.orders() for line in o["items"])
    assert max(equal.values()) > 1


def test_a_single_order_is_bare_or_wrapped(shop: Shop) -> None:
    order = shop.get(ORDERS, limit=1).json["orders"][0]
    assert shop.get(f"{ORDERS}/{order['id']}").json == order
    shop.control.manners(single_wrapped=True)
    assert shop.get(f"{ORDERS}/{order['id']}").json == {"order": order}
    shop.control.manners(with_lines=False, wrapped=False)
    assert "items" not in shop.get(ORDERS).json[0]
    assert shop.get(f"{ORDERS}/{order['id']}").json["order"]["items"] == order["items"]


def test_other_names_and_forms_of_numbers(shop: Shop) -> None:
    shop.control.manners(fields="other", amounts="numbers")
    order = shop.get(ORDERS).json["orders"][0]
    assert {"order_id", "number", "placed_at", "line_items", "grand_total"} <= set(order)
    assert isinstance(order["line_items"][0]["price"], int | float)
    assert "id" not in order["line_items"][0]
    shop.control.manners(fields="assumed", amounts="text", upper_status=True)
    order = shop.get(ORDERS).json["orders"][0]
    assert isinstance(order["total_amount"], str)
    assert order["status"].isupper()


def moments(orders: list[dict[str, Any]], field: str) -> list[str]:
    return [order[field] for order in orders]


def test_the_list_may_stand_in_three_orders(shop: Shop) -> None:
    created = moments(shop.orders(), "created_at")
    assert created == sorted(created, reverse=True)
    shop.control.manners(order="oldest")
    assert moments(shop.orders(), "created_at") == created[::-1]
    shop.control.manners(order="updated")
    shop.control.change_order(11, status="returned")
    orders = shop.orders()
    assert orders[0]["order_number"] == "ORD-10053"
    assert moments(orders, "updated_at") == sorted(moments(orders, "updated_at"), reverse=True)


def test_orders_come_change_and_go(shop: Shop) -> None:
    before = {order["id"]: order for order in shop.orders()}
    made = shop.control.insert_order({8: 3}, status="confirmed")
    shop.control.change_order(20, status="cancelled", quantities={0: 77})
    shop.control.delete_order(21)
    after = {order["id"]: order for order in shop.orders()}
    assert set(after) - set(before) == {made["id"]}
    assert len(set(before) - set(after)) == 1
    changed = [o for key, o in after.items() if key in before and before[key] != o]
    assert [(o["status"], o["items"][0]["quantity"]) for o in changed] == [("cancelled", 77)]
    assert {row[9] for row in shop.control.truth() if row[1] == "ORD-10062"} >= {"77"}


def test_a_server_that_does_not_heed_the_offset(shop: Shop) -> None:
    shop.control.manners(heeds_offset=False)
    one, other = (shop.get(ORDERS, offset=offset).json["orders"] for offset in (0, 50))
    assert one == other


def test_products_are_listed_lightly_and_no_more_than_a_hundred(shop: Shop) -> None:
    rows = shop.get(f"{PIM}/products").json
    assert len(rows) == 100
    assert set(rows[0]) == {"id", "title", "category", "status", "updated_at"}
    full = shop.get(f"{PIM}/products/{rows[0]['id']}").json
    assert {"category_id", "brand_id", "metadata"} <= set(full)
    variants = shop.get(f"{PIM}/products/{rows[0]['id']}/variants").json
    assert isinstance(variants[0]["price"], str)
    assert shop.get(f"{PIM}/products/nothing").status == 404
    shop.control.manners(variants="405")
    assert shop.get(f"{PIM}/products/{rows[0]['id']}/variants").status == 405


def test_categories_make_a_tree_and_some_ids_are_stale(shop: Shop) -> None:
    categories = {row["id"]: row for row in shop.get(f"{PIM}/categories").json}
    names = [row["name"] for row in categories.values()]
    assert names == sorted(names)
    assert all(
        row["parent_id"] is None or row["parent_id"] in categories for row in categories.values()
    )
    brands = {row["id"] for row in shop.get(f"{PIM}/brands").json}
    ids = [row["id"] for row in shop.get(f"{PIM}/products").json]
    full = [shop.get(f"{PIM}/products/{key}").json for key in ids[:40]]
    assert any(p["category_id"] and p["category_id"] not in categories for p in full)
    assert any(p["brand_id"] and p["brand_id"] not in brands for p in full)
    assert any(p["brand_id"] is None for p in full)


def test_a_push_is_queued_and_audits_and_attributes_are_lists(shop: Shop) -> None:
    push = "/unified/sync/push/product"
    assert shop.post(push, {"productId": "x", "action": "UPSERT"}).status == 202
    assert shop.post(push, {"product_id": "x"}).status == 400
    assert len(shop.get("/api/v1/audit").json) == 50
    assert shop.get(f"{PIM}/attributes").json[0]["type"] == "TEXT"
