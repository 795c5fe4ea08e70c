from pathlib import Path
from typing import Any

import pytest

from orderdock.sandbox.running import RunningSandbox
from orderdock.sandbox.stock2shop.remote import Stock2ShopControl
from tests.sandbox.stock2shop_merchant import Merchant, since
from tests.support.sandbox import StartSandbox

EVER = "2000-01-01 00:00:00"


@pytest.fixture
def merchant(sandbox: RunningSandbox) -> Merchant:
    return Merchant(sandbox.bases["stock2shop"])


@pytest.fixture
def control(sandbox: RunningSandbox) -> Stock2ShopControl:
    return Stock2ShopControl(sandbox.control)


def ids(answer: dict[str, Any]) -> list[Any]:
    return [row["id"] for row in answer["system_orders"]]


def test_orders_come_by_their_moment_of_change_with_hits_beside(merchant: Merchant) -> None:
    answer = merchant.search("orders", since(EVER)).json
    moments = [row["modified"] for row in answer["system_orders"]]
    assert moments == sorted(moments)
    assert answer["hits"]["total"] == len(answer["system_orders"]) == 23
    assert [int(hit["_id"]) for hit in answer["hits"]["hits"]] == ids(answer)
    assert sum(len(row["line_items"]) for row in answer["system_orders"]) == 50
    assert all("currency" not in row for row in answer["system_orders"])


def test_totals_add_up_and_include_tax_and_shipping(merchant: Merchant) -> None:
    for row in merchant.search("orders", since(EVER)).json["system_orders"]:
        said = [round(row[k] * 100) for k in ("sub_total", "tax", "shipping_total", "total")]
        assert said[0] + said[1] + said[2] == said[3]
        assert row["line_item_sub_total"] == 0


@pytest.mark.parametrize("spelling", ["elastic_search", "elasticsearch"])
@pytest.mark.parametrize("what", ["orders", "products"])
def test_both_spellings_reach_both_searches(merchant: Merchant, what: str, spelling: str) -> None:
    assert merchant.search(what, {"size": "1", "from": 0}, spelling).json[f"system_{what}"]


@pytest.mark.parametrize("status", ["404", "405"])
def test_one_spelling_may_be_the_only_one(
    merchant: Merchant, control: Stock2ShopControl, status: str
) -> None:
    control.manners(spelling="elasticsearch", wrong_spelling=status)
    assert merchant.search("orders", {}).status == int(status)
    assert merchant.search("orders", {}, "elasticsearch").status == 200


def test_pages_by_offset_share_nothing_and_make_the_whole(merchant: Merchant) -> None:
    pages = [ids(merchant.search("orders", since(EVER, 9, start)).json) for start in (0, 9, 18, 27)]
    assert [len(page) for page in pages] == [9, 9, 5, 0]
    assert len({key for page in pages for key in page}) == 23


def test_many_orders_share_one_second_across_a_page_border(sandboxes: StartSandbox) -> None:
    merchant = Merchant(sandboxes("default", lines=1800).bases["stock2shop"])
    moments = [
        row["modified"]
        for start in range(0, 800, 100)
        for row in merchant.search("orders", since(EVER, 100, start)).json["system_orders"]
    ]
    largest = max(moments.count(moment) for moment in set(moments))
    assert largest == 70
    assert merchant.search("orders", since(moments[-1], how="gt")).json["hits"]["total"] == 0


def test_nothing_beyond_the_window(sandboxes: StartSandbox) -> None:
    merchant = Merchant(sandboxes("small-window", lines=1800).bases["stock2shop"])
    first = merchant.search("orders", since(EVER, 50, 150)).json
    assert first["hits"]["total"] == 200
    assert len(first["system_orders"]) == 50
    assert merchant.search("orders", since(EVER, 50, 151)).status == 400


def test_the_index_lags_behind_the_orders(
    sandbox: RunningSandbox, merchant: Merchant, control: Stock2ShopControl
) -> None:
    control.manners(index_lag=60)
    order = ids(merchant.search("orders", since(EVER)).json)[0]
    changed = control.change_order(order, status="on hold")
    answer = merchant.search("orders", since(EVER)).json
    row = next(row for row in answer["system_orders"] if row["id"] == order)
    assert row["status"] == "on hold"
    assert row["modified"] == changed["modified"] > answer["system_orders"][1]["modified"]
    assert ids(answer)[0] == order
    sandbox.control.advance(61)
    assert ids(merchant.search("orders", since(EVER)).json)[-1] == order
    assert ids(merchant.search("orders", since(changed["modified"])).json)[-1:] == [order]


def test_orders_are_inserted_changed_and_deleted(
    merchant: Merchant, control: Stock2ShopControl
) -> None:
    before = merchant.search("orders", since(EVER)).json
    variant = before["system_orders"][0]["line_items"][0]["variant_id"]
    made = control.insert_order({variant: 3}, channel_order_code="NEW-1")
    after = merchant.search("orders", since(EVER)).json
    assert ids(after) == [*ids(before), made["id"]]
    assert after["system_orders"][-1]["channel_order_code"] == "NEW-1"
    line = made["line_items"][0]["id"]
    control.change_order(made["id"], quantities={line: 5})
    row = merchant.search("orders", since(EVER)).json["system_orders"][-1]
    assert row["line_items"][0]["qty"] == 5
    assert row["total"] != made["total"]
    control.delete_order(ids(before)[0])
    assert ids(merchant.search("orders", since(EVER)).json) == [*ids(before)[1:], made["id"]]


def test_a_seeded_order_goes_on_with_its_life(sandbox: RunningSandbox, merchant: Merchant) -> None:
    def states() -> dict[int, str]:
        rows = merchant.search("orders", since(EVER)).json["system_orders"]
        return {row["id"]: row["modified"] for row in rows}

    before = states()
    sandbox.control.advance(3 * 86_400)
    after = states()
    assert before.keys() == after.keys()
    assert before != after
    assert list(after.values()) == sorted(after.values())


def test_words_are_searched_in_documented_fields(merchant: Merchant) -> None:
    row = next(
        r
        for r in merchant.search("orders", since(EVER)).json["system_orders"]
        if r["channel_order_code"]
    )
    for field, text in (
        ("channel_order_code", row["channel_order_code"]),
        ("customer.email", row["customer"]["email"]),
        ("id.autocomplete", str(row["id"])),
    ):
        match = {"multi_match": {"fields": [field], "query": text, "operator": "and"}}
        body = {"query": {"bool": {"must": [match], "must_not": [], "filter": []}}}
        assert row["id"] in ids(merchant.search("orders", body).json)


def test_products_are_found_by_several_skus_and_inactive_ones_never(
    merchant: Merchant, control: Stock2ShopControl
) -> None:
    found = merchant.search("products", {"size": 100, "from": 0}).json["system_products"]
    skus = [product["variants"][0]["sku"] for product in found[:3]]
    match = {"multi_match": {"fields": ["variants.sku"], "query": " ".join(skus), "operator": "or"}}
    body = {"query": match, "size": 100, "sort": {"_score": {"order": "desc"}}}
    rows = merchant.search("products", body).json["system_products"]
    assert {p["id"] for p in found[:3]} <= {p["id"] for p in rows}
    control.change_product(found[0]["id"], active=False)
    rows = merchant.search("products", body).json["system_products"]
    assert found[0]["id"] not in {p["id"] for p in rows}


def test_a_limited_user_names_its_channel(sandbox: RunningSandbox) -> None:
    trade = Merchant(sandbox.bases["stock2shop"], "trade.acme")
    assert trade.search("products", {}).json["hits"]["total"] == 0
    assert trade.search("products", {}, channel_id="311").json["hits"]["total"] == 133


@pytest.mark.parametrize(
    "body",
    [
        {"query": {"fuzzy": {}}},
        {"sort": [{"hash": "asc"}]},
        {"size": "many"},
        {"query": {"range": {"modified": {"gte": "yesterday"}}}},
    ],
)
def test_what_it_cannot_run_is_refused(merchant: Merchant, body: object) -> None:
    assert merchant.search("orders", body).status == 400


def test_everything_is_as_it_was_after_a_restart(sandboxes: StartSandbox, tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    first = sandboxes(state=state)
    control = Stock2ShopControl(first.control)
    merchant = Merchant(first.bases["stock2shop"])
    order = ids(merchant.search("orders", since(EVER)).json)[3]
    control.change_order(order, status="on hold")
    made = control.insert_order({770_000: 1})
    control.delete_order(ids(merchant.search("orders", since(EVER)).json)[0])
    before = control.truth()
    token = merchant.user["token"]
    assert token not in state.read_text()

    second = sandboxes(state=state)
    assert Stock2ShopControl(second.control).truth() == before
    merchant.base = second.bases["stock2shop"]
    assert ids(merchant.search("orders", since(EVER)).json)[-2:] == [order, made["id"]]
