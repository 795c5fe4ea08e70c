"""Orders as Stitch Labs tells them, friendly and hostile, become orders and lines."""

import json
from typing import Any

import pytest

from orderdock.domain.errors import UnexpectedAnswer
from orderdock.domain.orders import Order, SetAside
from orderdock.providers.stitchlabs.mapping import read_orders_in

LINKS: dict[str, Any] = {
    "Channels": [{"id": "40"}],
    "SalesOrderLineItems": [{"id": "3001"}],
    "SalesOrderCustomLineItems": [],
    "CompletedSalesOrderLineItems": [],
    "Packages": [{"id": "812"}],
}
ORDER: dict[str, Any] = {
    "id": "900100",
    "local_id": "O2001",
    "po_num": "#1501",
    "external_connector_order_id": "5550001112",
    "order_date": "2016-03-04T17:20:00+00:00",
    "currency_iso": "USD",
    "total": "54.00",
    "status_package": "3",
    "status_deliver": "0",
    "complete": "0",
    "draft": "0",
    "void": "0",
    "deleted": "0",
    "links": LINKS,
}
LINE = {
    "id": "3001",
    "description": "",
    "quantity": "2",
    "price": "24.50",
    "deleted": "0",
    "links": {"Variants": [{"id": "2001"}], "InvoiceLineItems": []},
}
POOLS: dict[str, Any] = {
    "Channels": {"40": {"id": "40", "name": "Shopify", "links": {"ChannelTypes": [{"id": "2"}]}}},
    "ChannelTypes": {"2": {"id": "2", "value": "Shopify (type)", "links": []}},
    "SalesOrderLineItems": {"3001": LINE},
    "Variants": {
        "2001": {
            "id": "2001",
            "sku": "MUG-BLU",
            "auto_description": "Stoneware Mug (Blue)",
            "links": {"Products": [{"id": "1001"}], "VariantCustomIds": [{"id": "2101"}]},
        }
    },
    "Products": {"1001": {"id": "1001", "name": "Stoneware Mug", "links": []}},
    "VariantCustomIds": {
        "2101": {"id": "2101", "value": "C-1", "links": {"CustomIdTypes": [{"id": "5"}]}}
    },
    "CustomIdTypes": {"5": {"id": "5", "name": "SKU", "links": []}},
    "Packages": {"812": {"id": "812", "delivered": "0", "links": []}},
}


def answer(order: dict[str, Any], pools: dict[str, Any]) -> bytes:
    meta = {"current_page": "1", "last_page": "1", "per_page": "15", "total": "1"}
    return json.dumps({"meta": meta, "SalesOrders": [order], **pools}).encode()


def read(order: dict[str, Any] | None = None, **pools: Any) -> Order | SetAside:
    changed = {**ORDER, **(order or {})}
    ((_, found),) = read_orders_in(answer(changed, {**POOLS, **pools}))
    return found


def order(changes: dict[str, Any] | None = None, **pools: Any) -> Order:
    found = read(changes, **pools)
    assert isinstance(found, Order), found
    return found


def linking(**links: Any) -> dict[str, Any]:
    return {"links": {**LINKS, **links}}


def variant(**changes: Any) -> dict[str, Any]:
    return {"2001": {**POOLS["Variants"]["2001"], **changes}}


def test_the_order_of_the_sheet() -> None:
    found = order()
    (line,) = found.lines
    assert found._replace(lines=(), raw=b"") == Order(
        key="900100",
        number="5550001112",
        retailer="Shopify",
        ordered_at=1_457_112_000,
        lines=(),
        link="40",
        currency="USD",
        total="54.00",
        status="Open",
    )
    assert (line.item_name, line.sku, line.quantity, line.unit_price, line.shipment_status) == (
        "Stoneware Mug (Blue)",
        "MUG-BLU",
        "2",
        "24.50",
        "Shipped",
    )
    assert (line.brand, line.department, line.category, line.subcategory) == (None,) * 4
    assert json.loads(found.raw) == ORDER
    assert json.loads(line.raw) == LINE


@pytest.mark.parametrize(
    ("changes", "number"),
    [
        ({}, "5550001112"),
        ({"external_connector_order_id": None}, "#1501"),
        ({"external_connector_order_id": "", "po_num": ""}, "O2001"),
        ({"external_connector_order_id": None, "po_num": None, "local_id": None}, "900100"),
        ({"external_connector_order_id": 5550001112}, "5550001112"),
    ],
)
def test_the_number_is_the_channels_else_the_buyers_else_our_own(
    changes: dict[str, Any], number: str
) -> None:
    assert order(changes).number == number


def test_the_retailer_is_the_channel_else_its_type_else_stitch_labs_itself() -> None:
    nameless = {"40": {**POOLS["Channels"]["40"], "name": ""}}
    assert order(Channels=nameless).retailer == "Shopify (type)"
    by_hand = order({"links": {**LINKS, "Channels": []}})
    assert (by_hand.retailer, by_hand.link) == ("Stitch Labs", "")
    assert order(Channels=[]).retailer == "Stitch Labs"


@pytest.mark.parametrize(
    ("codes", "delivered", "status"),
    [
        ({"void": "1", "status_deliver": "3"}, "1", "Cancelled"),
        ({"deleted": "1"}, "0", "Cancelled"),
        ({"draft": "1"}, "0", "Draft"),
        ({"status_deliver": "3", "status_package": "0"}, "0", "Delivered"),
        ({"status_package": "3"}, "1", "Delivered"),
        ({"status_package": "3"}, "0", "Shipped"),
        ({"status_package": "2"}, "1", "Partially Shipped"),
        ({"status_package": "1"}, "0", "Partially Shipped"),
        ({"status_package": "1", **linking(Packages=[])}, "0", "Not Shipped"),
        ({"status_package": "0"}, "0", "Not Shipped"),
        ({"status_package": None, "status_deliver": None}, "0", "Not Shipped"),
        ({"status_package": 3}, "0", "Shipped"),
        ({"status_package": "0", "complete": "1", "cancel_date": "2016-01-01"}, "0", "Not Shipped"),
    ],
)
def test_the_first_rule_about_the_shipment_wins(
    codes: dict[str, Any], delivered: str, status: str
) -> None:
    package = {"812": {"id": "812", "delivered": delivered, "links": []}}
    (line,) = order(codes, Packages=package).lines
    assert line.shipment_status == status


@pytest.mark.parametrize(
    ("changes", "name", "sku"),
    [
        ({}, "Stoneware Mug (Blue)", "MUG-BLU"),
        ({"auto_description": None}, "Stoneware Mug", "MUG-BLU"),
        ({"sku": None}, "Stoneware Mug (Blue)", "C-1"),
        ({"sku": "", "links": []}, "Stoneware Mug (Blue)", None),
        ({"sku": "=1+1", "auto_description": "a\r\nb\t"}, "a\r\nb\t", "=1+1"),
        ({"sku": "007", "auto_description": "  "}, "  ", "007"),
    ],
)
def test_name_and_sku_come_from_the_variant(
    changes: dict[str, Any], name: str, sku: str | None
) -> None:
    (line,) = order(Variants=variant(**changes)).lines
    assert (line.item_name, line.sku) == (name, sku)


def test_a_custom_id_of_another_kind_is_no_sku() -> None:
    kinds = {"5": {"id": "5", "name": "ASIN", "links": []}}
    (line,) = order(Variants=variant(sku=None), CustomIdTypes=kinds).lines
    assert line.sku is None


@pytest.mark.parametrize(("description", "name"), [("Gift wrap", "Gift wrap"), ("", "Custom item")])
def test_lines_without_a_variant_count_too(description: str, name: str) -> None:
    custom = {"5": {"id": "5", "description": description, "quantity": "1", "price": "3.00"}}
    changes = linking(SalesOrderCustomLineItems=[{"id": "5"}])
    lines = order(changes, SalesOrderCustomLineItems=custom).lines
    assert [(line.item_name, line.sku) for line in lines] == [
        ("Stoneware Mug (Blue)", "MUG-BLU"),
        (name, None),
    ]


@pytest.mark.parametrize("still_there", [True, False])
@pytest.mark.parametrize("links", ["Variants", "CompletedVariants"])
def test_closing_an_order_counts_nothing_twice_and_keeps_the_lines_keys(
    still_there: bool, links: str
) -> None:
    key = {"Variants": "2001", "CompletedVariants": "77"}[links]
    frozen = {"9001": {**LINE, "id": "9001", "links": {links: [{"id": key}]}}}
    changes = {
        "complete": "1",
        **linking(
            CompletedSalesOrderLineItems=[{"id": "9001"}],
            SalesOrderLineItems=[{"id": "3001"}] if still_there else [],
        ),
    }
    copy = {"id": "77", "sku": "MUG-BLU", "auto_description": "Stoneware Mug (Blue)"}
    pools = {"CompletedSalesOrderLineItems": frozen, "CompletedVariants": {"77": copy}}
    closed, before = order(changes, **pools), order()
    assert closed.status == "Closed"
    assert [line._replace(raw=b"") for line in closed.lines] == [
        line._replace(raw=b"") for line in before.lines
    ]


def test_equal_lines_stay_two_and_deleted_ones_go() -> None:
    lines = {str(k): {**LINE, "id": str(k), "deleted": "1" if k == 3 else "0"} for k in range(4)}
    changes = linking(SalesOrderLineItems=[{"id": str(k)} for k in range(4)])
    found = order(changes, SalesOrderLineItems=lines).lines
    assert [line.key for line in found] == ["MUG-BLU:1", "MUG-BLU:2", "MUG-BLU:3"]


def test_a_line_that_is_linked_twice_is_one_line() -> None:
    changes = linking(SalesOrderLineItems=[{"id": "3001"}, {"id": 3001}])
    assert order(changes).lines == order().lines


def test_shapes_make_no_difference() -> None:
    plain = order()
    as_lists: dict[str, Any] = {name: list(pool.values()) for name, pool in POOLS.items()}
    assert order(**as_lists) == plain
    as_map = json.dumps({"meta": [], "SalesOrders": {"900100": ORDER}, **POOLS}).encode()
    assert [found.read for found in read_orders_in(as_map)] == [plain]
    text = answer(ORDER, POOLS).decode()
    for name, value in (("total", "54.00"), ("price", "24.50"), ("quantity", "2"), ("id", "3001")):
        text = text.replace(f'"{name}": "{value}"', f'"{name}": {value}')
    ((_, numbers),) = read_orders_in(text.encode())
    assert isinstance(numbers, Order)
    assert (numbers.total, numbers.lines[0].unit_price) == ("54.00", "24.50")
    assert numbers.lines[0].quantity == "2"
    assert b'"total":54.00' in numbers.raw.replace(b" ", b"")


def test_an_order_that_links_nothing_has_no_lines() -> None:
    assert order({"links": []}).lines == ()
    assert order({"links": None}).lines == ()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"id": None}, "no id"),
        ({"id": {"number": 5}}, "no id"),
        ({"order_date": "the day before yesterday"}, "order date"),
        ({"total": "a lot"}, "order total"),
        ({"total": "NaN"}, "order total"),
        (linking(SalesOrderLineItems=[{"id": "3001"}, {"id": "3002"}]), "Not all lines"),
    ],
)
def test_what_cannot_be_read_is_set_aside_with_its_reason(
    changes: dict[str, Any], reason: str
) -> None:
    found = read(changes)
    assert isinstance(found, SetAside)
    assert reason in found.reason
    assert json.loads(found.raw)["local_id"] == "O2001"


@pytest.mark.parametrize("field", ["quantity", "price"])
def test_a_line_with_a_wrong_number_sets_its_order_aside(field: str) -> None:
    found = read(SalesOrderLineItems={"3001": {**LINE, field: "a dozen"}})
    assert isinstance(found, SetAside)


def test_unknown_stays_blank_and_zero_is_zero() -> None:
    line = {"3001": {**LINE, "quantity": None, "price": "0.00"}}
    found = order({"total": None, "order_date": None}, SalesOrderLineItems=line)
    assert (found.total, found.ordered_at) == (None, None)
    assert (found.lines[0].quantity, found.lines[0].unit_price) == (None, "0.00")


@pytest.mark.parametrize(
    "body",
    [b"[]", b"{}", b'{"SalesOrders": null}', b'{"SalesOrders": 7}', b"nothing", b'{"Orders": []}'],
)
def test_an_answer_without_orders_is_an_error_and_never_none(body: bytes) -> None:
    with pytest.raises(UnexpectedAnswer):
        read_orders_in(body)
