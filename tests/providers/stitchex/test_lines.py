"""What Stitchex sends, odd and hostile, and what becomes of it."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orderdock.connector.contract import Link
from orderdock.connector.goods import Goods
from orderdock.connector.rereading import Row
from orderdock.domain.errors import UnexpectedAnswer
from orderdock.domain.orders import Line, Order, SetAside
from orderdock.providers.stitchex.goods import stock_in, take_in
from orderdock.providers.stitchex.lines import OrderReader, shipment_status

SIZE: dict[str, Any] = {"id": 9101, "size": "S", "quantity": 4, "sku_id": 7701}
ITEM: dict[str, Any] = {
    "id": 9001,
    "product_id": 640,
    "product_name": "Lena Cardigan",
    "variation_id": 770,
    "color": "RED",
    "unit_price": "20.0",
    "line_quantities": [SIZE, {"id": 9102, "size": "M", "quantity": 0, "sku_id": 7702}],
}
ORDER: dict[str, Any] = {
    "id": 70001,
    "created_at": "2018-11-05T09:12:30.000+00:00",
    "submitted_at": "2018-11-05T10:20:00.000+01:00",
    "grand_total": "220.0",
    "currency": "GBP",
    "order_number": 501,
    "company_name": "Example Department Store",
    "organisation_id": 4101,
    "fulfillment_status": "nothing_shipped",
    "line_items": [ITEM],
}
PRODUCT = {
    "id": 640,
    "name": "Lena Cardigan",
    "category": "Knitwear",
    "sub_category": "Cardigans",
    "product_brand": "Acme",
    "variations": [
        {
            "id": 770,
            "color": "RED",
            "skus": [
                {"id": 7701, "size": "S", "sku_number": "LC-RED-S", "ean": "500", "in_stock": 4},
                {"id": 7702, "size": "M", "ean": "501"},
                {"id": 7703, "size": "L"},
            ],
        }
    ],
}
ACME = Link("4101", "Acme Knitwear")


def reader(*products: dict[str, Any]) -> OrderReader:
    goods = Goods()
    take_in(goods, list(products))
    return OrderReader(goods, ACME, {"shipped", "delivered", "cancelled"})


def read(*orders: Any, products: tuple[dict[str, Any], ...] = (PRODUCT,)) -> list[Row]:
    body = json.dumps({"sales_orders": orders, "meta": {}}).encode()
    return reader(*products).page(body)[0]


def order(**changes: Any) -> Order:
    [row] = read({**ORDER, **changes})
    assert isinstance(row.read, Order), row.read
    return row.read


def lines(**changes: Any) -> tuple[Line, ...]:
    return order(line_items=[{**ITEM, **changes}]).lines


@pytest.mark.parametrize(
    ("own", "brand"), [("Mine", "Mine"), ("", "Acme"), (None, "Acme"), ({"id": 5}, "Acme")]
)
def test_the_brand_is_the_lines_own_word_else_the_products(own: Any, brand: str) -> None:
    assert [line.brand for line in lines(product_brand=own)] == [brand]


def test_an_order_of_the_sheet() -> None:
    [row] = read(ORDER)
    assert row.id == 70001
    assert row.changes
    read_order = order()
    assert read_order._replace(raw=b"") == Order(
        key="70001",
        number="501",
        retailer="Example Department Store",
        ordered_at=1_541_409_600,
        lines=(
            Line(
                "9001/9101",
                "Lena Cardigan / RED / S",
                "Acme",
                None,
                "Knitwear",
                "Cardigans",
                "LC-RED-S",
                "4",
                "20.0",
                None,
                "Not Shipped",
            ),
        ),
        link="4101",
        currency="GBP",
        total="220.0",
    )
    assert json.loads(read_order.raw) == ORDER


@pytest.mark.parametrize(
    ("changes", "number"), [({"order_number": "501"}, "501"), ({"order_number": None}, "70001")]
)
def test_the_number_is_text_number_or_the_id(changes: dict[str, Any], number: str) -> None:
    assert order(**changes).number == number


@pytest.mark.parametrize(
    ("changes", "retailer"),
    [
        ({}, "Example Department Store"),
        ({"company_name": None, "channel_name": "Wholesale GBP"}, "Wholesale GBP"),
        ({"company_name": "", "channel_name": None}, "Acme Knitwear"),
    ],
)
def test_the_retailer_is_who_buys(changes: dict[str, Any], retailer: str) -> None:
    assert order(**changes).retailer == retailer


@pytest.mark.parametrize(
    ("submitted", "confirmed", "created", "moment"),
    [
        ("2026-01-02T00:00:00.000Z", "x", "x", 1_767_312_000),
        (None, "2026-01-01T19:00:00.000-05:00", "x", 1_767_312_000),
        (None, None, "2026-01-02T01:00:00.000+01:00", 1_767_312_000),
        (None, None, None, None),
    ],
)
def test_the_date_is_the_first_that_is_known(
    submitted: str | None, confirmed: str | None, created: str | None, moment: int | None
) -> None:
    found = order(submitted_at=submitted, confirmed_at=confirmed, created_at=created)
    assert found.ordered_at == moment


@pytest.mark.parametrize(
    ("status", "fulfilment", "words"),
    [
        (None, "nothing_shipped", "Not Shipped"),
        ("confirmed", "not_shipped", "Not Shipped"),
        ("confirmed", None, "Not Shipped"),
        ("confirmed", "", "Not Shipped"),
        ("confirmed", "partially_shipped", "Partially Shipped"),
        ("confirmed", "part_delivered", "Partially Shipped"),
        ("confirmed", "delivered", "Delivered"),
        ("confirmed", "Shipped", "Shipped"),
        ("confirmed", "ready_to_pick", "Ready To Pick"),
        ("draft", "shipped", "Draft"),
        ("Cancelled", "shipped", "Cancelled"),
        ("voided", "not_shipped", "Cancelled"),
    ],
)
def test_the_status_in_our_words(status: str | None, fulfilment: str | None, words: str) -> None:
    assert shipment_status(status, fulfilment) == words


@pytest.mark.parametrize("status", ["shipped", "delivered"])
def test_what_is_finally_shipped_changes_no_more(status: str) -> None:
    [row] = read({**ORDER, "fulfillment_status": status})
    assert not row.changes


@pytest.mark.parametrize("quantity", [0, "0", "0.0", None, -2, "-1"])
def test_sizes_of_which_there_is_nothing_are_no_lines(quantity: object) -> None:
    assert lines(line_quantities=[{**SIZE, "quantity": quantity}]) == ()


@pytest.mark.parametrize(
    ("size", "sku"),
    [
        ({"sku_number": "OWN"}, "OWN"),
        ({}, "LC-RED-S"),
        ({"sku_id": 7702}, "501"),
        ({"sku_id": 7703}, "7703"),
        ({"sku_id": None}, None),
    ],
)
def test_the_sku_is_the_best_that_is_known(size: dict[str, Any], sku: str | None) -> None:
    [line] = lines(line_quantities=[{**SIZE, **size}])
    assert line.sku == sku


def test_names_leave_out_empty_parts() -> None:
    assert [line.item_name for line in lines(color=None)] == ["Lena Cardigan / S"]
    [line] = lines(product_name="", color="", line_quantities=[{**SIZE, "size": None}])
    assert line.item_name is None


@pytest.mark.parametrize("unknown", [None, 999])
def test_a_size_leads_to_its_product_where_the_line_does_not(unknown: int | None) -> None:
    [line] = lines(product_id=unknown)
    assert (line.brand, line.category, line.subcategory) == ("Acme", "Knitwear", "Cardigans")


def test_a_product_that_is_gone_leaves_blanks() -> None:
    [row] = read(ORDER, products=())
    assert isinstance(row.read, Order)
    line = row.read.lines[0]
    assert (line.brand, line.category, line.subcategory, line.sku) == (None, None, None, "7701")


def test_without_ids_lines_are_told_apart_by_their_place() -> None:
    found = order(line_items=[{**ITEM, "id": None, "line_quantities": [{**SIZE, "id": None}] * 2}])
    assert [line.key for line in found.lines] == ["#0/#0", "#0/#1"]


@pytest.mark.parametrize("text", ["54.0", "56.76", "1280.0", "0.1000000000000000055"])
def test_amounts_stay_exactly_as_written(text: str) -> None:
    assert lines(unit_price=text)[0].unit_price == text
    body = json.dumps({"sales_orders": [ORDER]}).replace('"220.0"', text).encode()
    [row] = reader().page(body)[0]
    assert isinstance(row.read, Order)
    assert row.read.total == text


@pytest.mark.parametrize("items", [None, []])
def test_an_order_may_have_no_lines(items: object) -> None:
    assert order(line_items=items).lines == ()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"id": None}, "The order has no id."),
        ({"id": ""}, "The order has no id."),
        ({"id": [1]}, "There is a list where text belongs."),
        ({"grand_total": "two hundred"}, "The order total is not a number"),
        ({"submitted_at": "yesterday"}, "The order date is not a date"),
        ({"company_name": {"name": "x"}}, "There is an object where text belongs."),
        (
            {"line_items": "none"},
            "Stitchex answered with something else than an order (line_items)",
        ),
        ({"line_items": [7]}, "Stitchex answered with something else than an order (entry 1 of"),
        ({"line_items": [{**ITEM, "unit_price": "?"}]}, "The unit price is not a number"),
        ({"line_items": [{**ITEM, "unit_price": {}}]}, "There is a list or an object where a"),
    ],
)
def test_what_cannot_be_read_is_set_aside_with_its_reason(
    changes: dict[str, Any], reason: str
) -> None:
    first, second = read({**ORDER, **changes}, {**ORDER, "id": 70002})
    assert isinstance(first.read, SetAside)
    assert first.read.reason.startswith(reason)
    assert json.loads(first.read.raw) == {**ORDER, **changes}
    assert first.id == (70001 if "id" not in changes else None)
    assert isinstance(second.read, Order)


@pytest.mark.parametrize("record", [None, 7, "order", [1]])
def test_a_record_that_is_no_object_is_set_aside(record: object) -> None:
    [row] = read(record)
    assert isinstance(row.read, SetAside)


@pytest.mark.parametrize("broken", [{}, {"line_items": "none"}, {"id": None}])
def test_whose_a_record_is_is_known_even_when_it_cannot_be_read(broken: dict[str, Any]) -> None:
    body = json.dumps({"sales_orders": [{**ORDER, **broken, "organisation_id": 4102}]}).encode()
    assert reader().page(body)[1] == {"4102"}


def test_a_record_without_an_owner_may_be_ours() -> None:
    body = json.dumps({"sales_orders": [{**ORDER, "organisation_id": None}]}).encode()
    assert reader().page(body)[1] == set()


@pytest.mark.parametrize("body", [b'{"hello":"world"}', b"[]1", b'{"sales_orders":{}}', b"7"])
def test_an_answer_of_another_shape_is_never_no_orders(body: bytes) -> None:
    with pytest.raises(UnexpectedAnswer, match="something else than the list of orders"):
        reader().page(body)


@pytest.mark.parametrize("body", [b'{"hello":"world"}', b"[]", b"7", b'{"error":"no"}'])
def test_one_order_of_another_shape_is_refused(body: bytes) -> None:
    with pytest.raises(UnexpectedAnswer, match="something else than an order"):
        reader().one(body)


@pytest.mark.parametrize("wrapper", ["sales_order", "sales_orders"])
def test_one_order_is_read_bare_or_wrapped(wrapper: str) -> None:
    bare = reader(PRODUCT).one(json.dumps(ORDER).encode())
    wrapped = reader(PRODUCT).one(json.dumps({wrapper: ORDER}).encode())
    assert bare == wrapped
    assert bare[1] == {"4101"}


def test_stock_stands_inside_products() -> None:
    first, *_ = stock_in([PRODUCT])
    assert first["sku_number"] == "LC-RED-S"
    assert (first["product_id"], first["sku_id"], first["in_stock"]) == (640, 7701, 4)
    assert len(stock_in([PRODUCT, {"id": 1}, {"id": 2, "variations": [{"skus": None}]}])) == 3


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=300)
@given(st.sampled_from([*ORDER, "channel_name", "status"]), anything)
def test_no_value_of_a_field_breaks_the_page(name: str, value: Any) -> None:
    first, second = read({**ORDER, name: value}, {**ORDER, "id": 70002})
    assert isinstance(first.read, Order | SetAside)
    assert isinstance(second.read, Order)


@settings(max_examples=300)
@given(st.sampled_from(list(ITEM)), st.sampled_from(list(SIZE)), anything)
def test_no_value_inside_a_line_breaks_the_page(item: str, size: str, value: Any) -> None:
    changed = {**ITEM, "line_quantities": [{**SIZE, size: value}]}
    for items in ([{**ITEM, item: value}], [changed]):
        first, second = read({**ORDER, "line_items": items}, {**ORDER, "id": 70002})
        assert isinstance(first.read, Order | SetAside)
        assert isinstance(second.read, Order)
