"""Records into lines: hostile fixtures, nothing lost, nothing invented."""

import json
from collections import Counter
from typing import Any

import pytest

from orderdock.connector.line_rows import Row, orders_of
from orderdock.domain.errors import UnexpectedAnswer
from orderdock.domain.orders import Line, Order, SetAside
from orderdock.providers.stackline.lines import JSON

RECORD: dict[str, Any] = {
    "orderId": "700-1111111-2222222",
    "retailerId": 1,
    "retailerName": "Amazon",
    "orderDate": "2025-10-28T16:05:00Z",
    "retailerSku": "B000000001",
    "itemName": "Example Coffee Beans 1 kg",
    "quantity": 2,
    "price": 18.5,
    "shipmentStatus": "delivered",
    "shipmentText": "Delivered Oct 30",
    "brandName": "Example Roasters",
    "brandId": 4711,
}


def page(*records: Any, wrapper: str = "") -> bytes:
    body: Any = {wrapper: records, "total": len(records)} if wrapper else records
    return json.dumps(body).encode()


def rows(*records: Any, wrapper: str = "", link: str = "") -> list[Row | SetAside]:
    return JSON.read(page(*records, wrapper=wrapper), link)


def line(**changes: Any) -> Line:
    (row,) = rows({**RECORD, **changes})
    assert isinstance(row, Row), row
    return row.line


def orders(*records: Any) -> list[Order]:
    return orders_of([row for row in rows(*records) if isinstance(row, Row)], Counter())


@pytest.mark.parametrize("wrapper", ["", "orders", "data", "items"])
def test_a_record_becomes_an_order_with_a_line(wrapper: str) -> None:
    (row,) = rows(RECORD, wrapper=wrapper)
    assert isinstance(row, Row)
    (order,) = orders_of([row], Counter())
    assert order.key == "1/700-1111111-2222222"
    assert order.number == "700-1111111-2222222"
    assert order.retailer == "Amazon"
    assert order.ordered_at == 1761667500
    assert order.link == "1"
    (only,) = order.lines
    assert only.sku == "B000000001"
    assert only.quantity == "2"
    assert only.unit_price == "18.5"
    assert only.brand == "Example Roasters"
    assert only.shipment_status == "delivered"
    assert only.currency is None
    assert only.order_total is None
    assert only.department is None
    assert json.loads(only.raw) == RECORD


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("18.50", "18.50"),
        ('"18.50"', "18.50"),
        ("0", "0"),
        ("-4.99", "-4.99"),
        ("1e2", "100"),
        ("0.1", "0.1"),
        ("123456789.123456789", "123456789.123456789"),
        ("null", None),
        ('""', None),
        ('" 7 "', "7"),
    ],
)
def test_amounts_keep_the_very_text_of_the_provider(written: str, read: str | None) -> None:
    text = json.dumps({**RECORD, "price": "@"}).replace('"@"', written)
    (row,) = JSON.read(f"[{text}]".encode())
    assert isinstance(row, Row)
    assert row.line.unit_price == read


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        ({"department": "Food"}, "department", "Food"),
        ({"dept": "Food"}, "department", "Food"),
        ({"category": "Coffee"}, "category", "Coffee"),
        ({"subCategory": "Beans"}, "subcategory", "Beans"),
        ({"subcategory": "Beans"}, "subcategory", "Beans"),
        ({"currency": "EUR"}, "currency", "EUR"),
        ({"orderTotal": "41.99"}, "order_total", "41.99"),
        ({"retailerSku": 12345678901234567890123}, "sku", "12345678901234567890123"),
        ({"retailerSku": 1.50}, "sku", "1.5"),
        ({"brandName": None}, "brand", None),
        ({"brandName": ""}, "brand", None),
        ({"itemName": "  =1+1  "}, "item_name", "  =1+1  "),
        ({"itemName": True}, "item_name", "True"),
    ],
)
def test_fields_go_by_other_names_and_kinds(
    changes: dict[str, Any], field: str, value: str | None
) -> None:
    assert getattr(line(**changes), field) == value


def test_everything_but_the_order_number_may_be_missing_or_null() -> None:
    for record in ({"orderId": "7"}, {**dict.fromkeys(RECORD), "orderId": 7}):
        (order,) = orders(record)
        assert order.number == "7"
        assert order.ordered_at is None
        assert order.lines[0]._replace(key="", raw=b"") == Line("")


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({**RECORD, "orderId": None}, "no order number"),
        ({**RECORD, "orderId": " "}, "no order number"),
        ({**RECORD, "orderId": ["1"]}, "orderId"),
        ({**RECORD, "price": "twelve"}, "price is not a number: 'twelve'"),
        ({**RECORD, "price": "NaN"}, "price is not a number"),
        ({**RECORD, "quantity": {"units": 2}}, "quantity is not a number"),
        ({**RECORD, "quantity": True}, "quantity is not a number"),
        ({**RECORD, "orderDate": "yesterday"}, "order date is not a date: 'yesterday'"),
        ({**RECORD, "brandName": {"name": "x"}}, "brandName"),
        ("text", "no object"),
        (None, "no object"),
        ([1], "no object"),
    ],
)
def test_an_unreadable_record_is_set_aside_with_its_reason(record: Any, reason: str) -> None:
    before, unreadable, after = rows(RECORD, record, RECORD)
    assert isinstance(before, Row)
    assert isinstance(after, Row)
    assert isinstance(unreadable, SetAside)
    assert reason in unreadable.reason
    assert json.loads(unreadable.raw) == record


def test_a_name_that_is_no_text_at_all_is_set_aside() -> None:
    (row,) = JSON.read(b'[{"orderId": "1", "itemName": "\xff\xfe"}]')
    assert isinstance(row, SetAside)
    assert row.reason == "The record is not readable text."


@pytest.mark.parametrize(
    "body", [b"{}", b"null", b'{"message": "no"}', b"[1", b'{"orders": null}', b'"x"']
)
def test_a_wrong_shape_is_never_no_orders(body: bytes) -> None:
    with pytest.raises(UnexpectedAnswer) as wrong:
        JSON.read(body)
    assert "the list of orders" in str(wrong.value)


def test_two_equal_lines_stay_two_and_keep_their_keys() -> None:
    first, again = orders(RECORD, RECORD)[0], orders(RECORD, RECORD)[0]
    assert len({entry.key for entry in first.lines}) == 2
    assert [entry.key for entry in first.lines] == [entry.key for entry in again.lines]


def test_keys_of_lines_are_those_that_are_stored() -> None:
    bare = {"orderId": RECORD["orderId"], "retailerId": 1}
    (order,) = orders(RECORD, bare, RECORD)
    assert [entry.key for entry in order.lines] == [
        "B000000001:24ba57c8bad60829:1",
        ":e4a6a0577479b2b4:1",
        "B000000001:24ba57c8bad60829:2",
    ]


def test_lines_that_look_alike_keep_their_keys_in_whatever_order_they_come() -> None:
    alike = [{**RECORD, "price": price} for price in (9.5, 18.5, 18.5, 120)]
    alike += [{**RECORD, "retailerSku": "B2", "price": 1}]

    def prices_by_key(*records: Any) -> dict[str, str | None]:
        (order,) = orders(*records)
        assert [entry.raw for entry in order.lines] == [json.dumps(r).encode() for r in records]
        return {entry.key: entry.unit_price for entry in order.lines}

    assert prices_by_key(*alike) == prices_by_key(*reversed(alike))
    assert len(prices_by_key(*alike)) == 5


def test_lines_of_one_order_come_together_and_retailers_are_kept_apart() -> None:
    other = {**RECORD, "retailerId": "2", "retailerName": "Walmart"}
    tea = {**RECORD, "retailerSku": "B2", "itemName": "Tea", "orderDate": None}
    found = orders(tea, other, RECORD)
    assert [(order.key[:2], len(order.lines)) for order in found] == [("1/", 2), ("2/", 1)]
    assert found[0].ordered_at == 1761667500


def test_a_record_without_retailer_belongs_to_the_one_that_was_asked_for() -> None:
    (row,) = rows({"orderId": "7"}, link="3")
    assert isinstance(row, Row)
    assert (row.link, row.order) == ("3", "3/7")


def test_half_a_character_in_one_name_costs_no_record() -> None:
    cut = {**RECORD, "itemName": "Party Lights \ud83d", "orderId": "8"}
    found = rows(RECORD, cut, {**RECORD, "orderId": "9"})
    assert [row.number for row in found if isinstance(row, Row)] == [RECORD["orderId"], "8", "9"]
    (order,) = orders(cut)
    assert order.lines[0].item_name == "Party Lights \ufffd"
    assert json.loads(order.lines[0].raw)["itemName"] == "Party Lights \ufffd"


@pytest.mark.parametrize("named", [None, "", "  "])
def test_an_order_that_names_no_retailer_has_the_name_of_its_link(named: str | None) -> None:
    names = {"1": "Amazon", "2": "Walmart"}
    unnamed = [{**RECORD, "retailerName": named, "retailerId": rid} for rid in (1, 2, 3)]
    found = [row for row in rows(*unnamed) if isinstance(row, Row)]
    read = orders_of(found, Counter(), names)
    assert [order.retailer for order in read] == ["Amazon", "Walmart", None]
    (own,) = orders_of([row for row in rows(RECORD) if isinstance(row, Row)], Counter(), {"1": "x"})
    assert own.retailer == "Amazon"
