from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from orderdock.sandbox.running import RunningSandbox
from orderdock.sandbox.stitchlabs.remote import StitchLabsControl
from tests.sandbox.stitchlabs_customer import Trader
from tests.support.sandbox import StartSandbox
from tests.support.side_by_side import refused_side_by_side

NAMES = ("SalesOrders", "Products", "Variants", "Contacts", "PurchaseOrders")
LINES = ("SalesOrderLineItems", "SalesOrderCustomLineItems")


@pytest.fixture
def trader(sandboxes: StartSandbox) -> Trader:
    return Trader(sandboxes("default", lines=400).bases["stitchlabs"])


@pytest.fixture
def control(sandbox: RunningSandbox) -> StitchLabsControl:
    return StitchLabsControl(sandbox.control)


@pytest.fixture
def small(sandbox: RunningSandbox) -> Trader:
    return Trader(sandbox.bases["stitchlabs"])


def scalars(record: dict[str, Any]) -> list[Any]:
    return [value for name, value in record.items() if name != "links"]


@pytest.mark.parametrize("name", NAMES)
def test_a_list_gives_fifteen_and_says_so_in_texts(trader: Trader, name: str) -> None:
    answer = trader.read(name)
    total = len(trader.all(name))
    assert answer.status == 206
    assert len(answer.json[name]) == 15
    assert answer.json["meta"] == {
        "current_page": "1",
        "last_page": str(-(-total // 15)),
        "per_page": "15",
        "total": str(total),
        "from": "1",
        "to": "15",
    }
    for record in answer.json[name]:
        assert all(value is None or isinstance(value, str) for value in scalars(record))


@pytest.mark.parametrize("name", NAMES)
def test_pages_follow_each_other_and_end(trader: Trader, name: str) -> None:
    records = trader.all(name, sort=[{"id": "asc"}])
    ids = [int(record["id"]) for record in records]
    assert ids == sorted(set(ids))
    beyond = trader.read(name, page_size=50, page_num=99).json
    assert (beyond[name], beyond["meta"]["current_page"]) == ([], "99")
    assert trader.read(name, page_size=500).json["meta"]["per_page"] == "50"


def test_no_match_is_an_empty_list_with_zeros(trader: Trader) -> None:
    answer = trader.read("SalesOrders", filter={"and": [{"id": 1}]})
    assert (answer.status, answer.json["SalesOrders"]) == (200, [])
    meta = answer.json["meta"]
    assert [meta[k] for k in ("current_page", "last_page", "total", "from", "to")] == [
        "1",
        "0",
        "0",
        "0",
        "0",
    ]


def test_lists_of_orders_link_no_lines(trader: Trader) -> None:
    content = trader.read("SalesOrders").json
    assert not any(name.endswith(("LineItems", "Variants", "Packages")) for name in content)
    assert {"Channels", "ChannelTypes", "Contacts", "People", "Addresses"} <= set(content)
    order = next(order for order in content["SalesOrders"] if order["links"])
    assert set(order["links"]) == {"Addresses", "Channels", "Contacts", "People", "Tags"}


@pytest.mark.parametrize("lines", [0, 1, 40, 777])
def test_there_are_as_many_lines_as_asked_for(sandboxes: StartSandbox, lines: int) -> None:
    trader = Trader(sandboxes(lines=lines).bases["stitchlabs"])
    assert (
        sum(len(lines_of(trader.detail("SalesOrders", o["id"]))) for o in trader.all("SalesOrders"))
        == lines
    )


def lines_of(content: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        line
        for prefix in ("", "Completed")
        for name in LINES
        for line in content.get(f"{prefix}{name}", {}).values()
    ]


def test_an_order_in_detail_comes_with_all_it_links_by_id(trader: Trader) -> None:
    stages: Counter[str] = Counter()
    for order in trader.all("SalesOrders"):
        content = trader.detail("SalesOrders", order["id"])
        (full,) = content["SalesOrders"]
        assert scalars(full) == scalars(order)
        for name, refs in full["links"].items():
            for ref in refs:
                assert ref["id"] in content[name], (name, ref)
        closed = full["complete"] == "1"
        frozen = [n for n in content if n.startswith("CompletedSalesOrder")]
        assert bool(frozen) == closed
        net = sum(
            Decimal(line["price"]) * int(line["quantity"]) - Decimal(line["discount"])
            for line in lines_of(content)
        )
        assert Decimal(full["subtotal"]) == net
        expected = net + Decimal(full["s_and_h"]) + Decimal(full["tax_total"])
        assert Decimal(full["total"]) == expected - Decimal(full["discount"])
        stages[full["status_package"] + full["complete"]] += 1
    assert len(stages) >= 3


def test_asked_links_bring_those_records_and_no_others(small: Trader) -> None:
    key = small.all("SalesOrders", sort=[{"id": "asc"}])[-1]["id"]
    content = small.detail("SalesOrders", key, links=["channel.channelType"])
    assert set(content) <= {"meta", "SalesOrders", "Channels", "ChannelTypes"}
    path = "salesOrderLineItems.variant.product.productFiles"
    content = small.detail("SalesOrders", key, links=[path])
    if content["SalesOrders"][0]["links"]["SalesOrderLineItems"]:
        assert {"SalesOrderLineItems", "Variants", "Products"} <= set(content)
    for wrong in (["salesOrderLineItems"], ["lines"], "channel.channelType"):
        answer = small.read("SalesOrders/detail", links=wrong, SalesOrders=[{"id": key}])
        assert answer.status == 400


def test_several_ids_are_answered_if_asked_unless_one_is_all_it_does(
    small: Trader, control: StitchLabsControl
) -> None:
    ids = [{"id": order["id"]} for order in small.all("SalesOrders")[:3]]
    assert len(small.records("SalesOrders/detail", SalesOrders=ids)) == 3
    assert small.records("SalesOrders/detail", SalesOrders=[{"id": 1}]) == []
    control.manners(details_at_once=1)
    assert len(small.records("SalesOrders/detail", SalesOrders=ids)) == 1


def test_filters_of_six_operations_with_and_and_or(trader: Trader) -> None:
    orders = trader.all("SalesOrders", sort=[{"order_date": "asc"}])
    middle = orders[len(orders) // 2]["order_date"][:10]

    def found(*sub_filters: dict[str, Any], word: str = "and") -> set[str]:
        return {o["id"] for o in trader.all("SalesOrders", filter={word: list(sub_filters)})}

    def days(test: Any) -> set[str]:
        return {o["id"] for o in orders if test(o["order_date"][:10])}

    assert found({"order_date": middle, "operation": ">="}) == days(lambda day: day >= middle)
    assert found({"order_date": middle, "operation": "<"}) == days(lambda day: day < middle)
    assert found({"order_date": middle}) == days(lambda day: day == middle)
    assert found({"order_date": middle, "operation": "!="}) == days(lambda day: day != middle)
    assert found({"complete": 0}) == {o["id"] for o in orders if o["complete"] == "0"}
    one, two = orders[0], orders[-1]
    assert found({"id": one["id"]}, {"id": two["id"]}, word="or") == {one["id"], two["id"]}
    assert found({"total": "1000", "operation": ">"}) == {
        o["id"] for o in orders if Decimal(o["total"]) > 1000
    }
    assert found({"connector_id": 40}) == {
        o["id"] for o in orders if o["links"] and o["links"]["Channels"] == [{"id": "40"}]
    }
    both = {"and": [{"complete": "0"}], "or": [{"void": "1"}, {"deleted": "1"}]}
    assert {o["id"] for o in trader.all("SalesOrders", filter=both)} == {
        o["id"] for o in orders if o["complete"] == "0" and "1" in (o["void"], o["deleted"])
    }


def test_whether_an_upper_bound_takes_in_its_day_is_a_manner(
    small: Trader, control: StitchLabsControl
) -> None:
    day = small.records("SalesOrders")[0]["order_date"][:10]
    bound = {"and": [{"order_date": day, "operation": "<="}]}
    without = len(small.all("SalesOrders", filter=bound))
    control.manners(last_day=True)
    assert len(small.all("SalesOrders", filter=bound)) > without


@pytest.mark.parametrize(
    "body",
    [
        {"filter": {"not": []}},
        {"filter": {"and": [{"id": 1, "total": 2}]}},
        {"filter": {"and": [{"id": 1, "operation": "~"}]}},
        {"filter": {"and": [{"colour": "red"}]}},
        {"filter": {"and": [{"order_date": "2016-03-01T10:00:00"}]}},
        {"filter": {"and": {"id": 1}}},
        {"sort": [{"id": "asc", "total": "asc"}]},
        {"sort": [{"id": "up"}]},
        {"sort": {"id": "asc"}},
        {"sort": [{"colour": "asc"}]},
        {"page_size": 0},
        {"page_num": "1"},
        {"filter_counts": []},
        {"action": "write"},
        {"action": None},
    ],
)
def test_what_breaks_the_grammar_is_refused_with_a_message(
    small: Trader, body: dict[str, Any]
) -> None:
    answer = small.post("SalesOrders", {"action": "read", **body})
    assert answer.status == 400
    assert answer.json["message"]


def test_sorting_by_several_keys(trader: Trader) -> None:
    orders = trader.all("SalesOrders", sort=[{"currency_iso": "asc"}, {"created_at": "desc"}])
    keys = [(o["currency_iso"], o["created_at"]) for o in orders]
    assert [c for c, _ in keys] == sorted(c for c, _ in keys)
    for currency in {c for c, _ in keys}:
        moments = [moment for c, moment in keys if c == currency]
        assert moments == sorted(moments, reverse=True)


@pytest.mark.parametrize("place", ["meta.filter_counts", "meta", "filter_counts", "top"])
def test_counts_are_over_all_of_the_list(
    small: Trader, control: StitchLabsControl, place: str
) -> None:
    control.manners(counts_at=place)
    orders = small.all("SalesOrders")
    content: dict[str, Any] = small.read(
        "SalesOrders",
        filter={"and": [{"id": orders[0]["id"]}]},
        filter_counts={"open": {"and": [{"complete": 0}]}, "all": {}},
    ).json
    for step in {"top": []}.get(place, place.split(".")):
        content = content[step]
    assert content["open"] == str(sum(o["complete"] == "0" for o in orders))
    assert content["all"] == str(len(orders))


def test_sums_over_all_and_by_month(trader: Trader) -> None:
    months: Counter[str] = Counter()
    orders = trader.all("SalesOrders")
    for order in orders:
        if order["currency_iso"] == "USD":
            months[order["order_date"][:7]] += int(order["total"].replace(".", ""))
    sums = {"sum": [{"total": "month_sum"}]}
    content = trader.read(
        "SalesOrders/aggregate",
        filter={"and": [{"currency_iso": "USD"}]},
        sort=[{"order_date": "asc"}],
        aggregate_fields={"sum": [{"total": "whole"}]},
        aggregate_by_date={
            "date_field": "order_date",
            "aggregate_per": "MONTH",
            "aggregate_fields": sums,
        },
    ).json
    found = {row["order_date"]: row["month_sum"] for row in content["aggregate_by_date"]}
    assert found == {month: f"{cents / 100:.2f}" for month, cents in months.items()}
    assert list(found) == sorted(found)
    assert content["aggregate_fields"]["whole"] == f"{sum(months.values()) / 100:.2f}"
    assert trader.read("SalesOrders/aggregate").status == 400
    assert trader.read("SalesOrders/reports", aggregate_fields=sums).status == 404


@pytest.mark.parametrize("name", NAMES)
def test_every_kind_has_details(trader: Trader, name: str) -> None:
    record = trader.all(name)[3]
    content = trader.detail(name, record["id"])
    assert [found["id"] for found in content[name]] == [record["id"]]


def test_a_supplier_is_linked_by_company_and_empty_links_are_lists(small: Trader) -> None:
    variant = small.all("Variants")[0]
    content = small.detail("Variants", variant["id"])
    (ref,) = content["Variants"][0]["links"]["Contacts"]
    assert "id" not in ref
    assert ref["company_id"] in content["Contacts"]
    assert [] in [record["links"] for record in content["PricingTiers"].values()]


def test_shapes_that_vary(small: Trader, control: StitchLabsControl) -> None:
    control.manners(
        main_as_map=True,
        linked_as_lists=True,
        empty_linked="list",
        numbers=True,
        partial_content="always",
    )
    answer = small.read("SalesOrders")
    assert answer.status == 206
    assert isinstance(answer.json["SalesOrders"], dict)
    assert isinstance(answer.json["Contacts"], list)
    assert answer.json["CreditMemos"] == []
    order = next(iter(answer.json["SalesOrders"].values()))
    assert isinstance(order["id"], int)
    assert isinstance(order["total"], float | int)
    assert isinstance(order["local_id"], str)


def test_tests_can_change_orders(small: Trader, control: StitchLabsControl) -> None:
    orders = small.all("SalesOrders", sort=[{"id": "asc"}])
    key = control.insert_order(
        [
            {"variant": 20_010, "quantity": 2, "cents": 1999},
            {"variant": None, "quantity": 1, "cents": 250, "description": "Wrap"},
        ],
        channel=40,
    )
    content = small.detail("SalesOrders", key)
    (order,) = content["SalesOrders"]
    assert (order["total"], order["currency_iso"]) == ("42.48", "USD")
    assert [line["description"] for line in lines_of(content)] == ["", "Wrap"]
    line = order["links"]["SalesOrderLineItems"][0]["id"]
    control.change_order(key, quantities={line: 5}, closed=True)
    content = small.detail("SalesOrders", key)
    assert content["SalesOrders"][0]["complete"] == "1"
    assert content["SalesOrders"][0]["total"] == "102.45"
    assert "SalesOrderLineItems" not in content
    assert len(lines_of(content)) == 2
    control.delete_order(orders[0]["id"])
    left = small.all("SalesOrders", sort=[{"id": "asc"}])
    assert [o["id"] for o in left] == [*(o["id"] for o in orders[1:]), key]
    changed = [{"updated_at": order["created_at"][:10], "operation": ">="}]
    found = {o["id"] for o in small.all("SalesOrders", filter={"and": changed})}
    assert key in found
    assert len(found) < len(left)


def test_no_change_lies_ahead(sandboxes: StartSandbox) -> None:
    sandbox = sandboxes("default", lines=4_000)
    trader = Trader(sandbox.bases["stitchlabs"])
    for _ in range(6):
        sandbox.control.advance(3_600)
        now = f"{datetime.fromtimestamp(sandbox.control.now(), UTC):%Y-%m-%dT%H:%M:%S}"
        assert max(order["updated_at"] for order in trader.all("SalesOrders"))[:19] <= now


def test_a_change_by_itself_moves_the_moment_of_change(sandbox: RunningSandbox) -> None:
    trader = Trader(sandbox.bases["stitchlabs"])
    before = {o["id"]: o for o in trader.all("SalesOrders")}
    for _ in range(40):
        sandbox.control.advance(86_400)
        after = {o["id"]: o for o in trader.all("SalesOrders")}
        for key, order in after.items():
            if order["updated_at"] == before[key]["updated_at"]:
                assert order == before[key]
            else:
                assert order["updated_at"] > before[key]["updated_at"]
        before = after


def test_requests_that_come_too_fast_or_together_are_refused(
    small: Trader, control: StitchLabsControl
) -> None:
    control.manners(per_second=0.001)  # a thousand times faster here
    assert small.read("Products").status == 206
    refused = small.read("Products")
    assert (refused.status, refused.headers["retry-after"]) == (429, "1")
    control.manners(per_second=0, latency=0.2)
    refused_side_by_side(lambda: small.read("Contacts").status, 206)


def test_only_posts_and_known_objects_are_answered(small: Trader) -> None:
    assert small.read("Cows").status == 404
    assert small.read("salesorders").status == 404
    plain = small.post("SalesOrders", {"action": "read"}, **{"Content-Type": "text/plain"})
    assert plain.status == 400
