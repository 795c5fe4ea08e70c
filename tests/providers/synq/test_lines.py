"""What an order's record may look like, and what becomes of it."""

import json
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdock.connector.assumptions import Assumptions
from orderdock.connector.contract import Desk
from orderdock.domain.errors import UnexpectedAnswer
from orderdock.domain.orders import Line, Order, SetAside
from orderdock.providers.synq.assumptions import ASSUMPTIONS
from orderdock.providers.synq.goods import Goods, Product
from orderdock.providers.synq.lines import Lines

ID = "c0ffee00-0000-4000-8000-000000000001"


def lines(**overrides: str) -> Lines:
    """A reader that knows one channel and one product."""
    assumptions = Assumptions(ASSUMPTIONS, overrides)
    goods = Goods(cast("Desk", SimpleNamespace(assumptions=assumptions)))
    goods.channels = {"ch": {"id": "ch", "name": "EU Shop", "currency": "EUR"}}
    goods._products = {"p": Product("Blue Mug", "Nordlys", "Home", "Kitchen", "Drinkware")}
    goods._skus = {"v": "MUG-BLU"}
    return Lines(assumptions, goods, "Synq")


def read(record: Any, **overrides: str) -> Order | SetAside:
    text = record if isinstance(record, str) else json.dumps(record)
    reader = lines(**overrides)
    [row] = reader.rows(f'{{"orders": [{text}]}}'.encode())
    [found] = reader.orders([row.content])
    return found


def order(**fields: Any) -> Order:
    found = read({"id": ID, **fields})
    assert isinstance(found, Order), found
    return found


def line(**fields: Any) -> Line:
    [found] = order(items=[fields]).lines
    return found


def test_the_assumed_shape_is_read_whole() -> None:
    raw = (
        '{"id": "' + ID + '", "order_number": "ORD-20117", "status": "processing",'
        ' "channel_id": "ch", "currency": "EUR", "total_amount": 129.80,'
        ' "created_at": "2024-11-20T13:05:00Z", "updated_at": "2024-11-20T13:06:10Z",'
        ' "items": [{"id": "i1", "variant_id": "v", "product_id": "p", "sku": "MUG-BLU",'
        ' "title": "Blue Mug", "quantity": 2, "unit_price": "59.90"}]}'
    )
    assert read(raw) == Order(
        key=ID,
        number="ORD-20117",
        retailer="EU Shop",
        ordered_at=1_732_107_900,
        lines=(
            Line(
                "i1",
                "Blue Mug",
                "Nordlys",
                "Home",
                "Kitchen",
                "Drinkware",
                "MUG-BLU",
                "2",
                "59.90",
                shipment_status="Processing",
            ),
        ),
        currency="EUR",
        total="129.80",
        status="processing",
        raw=raw.encode(),
    )


NAMES: list[tuple[str, str, Any]] = [
    ("number", "order_number", "A"),
    ("number", "external_id", "A"),
    ("number", "number", 17),
    ("ordered_at", "ordered_at", "2024-11-20T14:05:00+01:00"),
    ("ordered_at", "placed_at", "2024-11-20T13:05:00"),
    ("ordered_at", "created_at", 1_732_107_900),
    ("ordered_at", "posted_at", "1732107900000"),
    ("total", "total_amount", 12.5),
    ("total", "total", "12.50"),
    ("total", "grand_total", 12),
    ("currency", "currency", "JPY"),
    ("currency", "currency_code", "JPY"),
]


@pytest.mark.parametrize(("field", "name", "value"), NAMES)
def test_a_field_may_go_by_several_names(field: str, name: str, value: Any) -> None:
    said = getattr(order(**{name: value}), field)
    expected = {"ordered_at": 1_732_107_900, "number": str(value), "total": str(value)}
    assert said == expected.get(field, value)


@pytest.mark.parametrize("name", ["items", "line_items", "lineitems", "order_items"])
def test_so_may_the_lines_and_their_fields(name: str) -> None:
    plain = Line("i", "Mug", sku="S", quantity="3", unit_price="1.5")
    for fields in (
        {"id": "i", "title": "Mug", "sku": "S", "quantity": 3, "unit_price": 1.5},
        {"line_id": "i", "name": "Mug", "item_sku": "S", "qty": "3", "price": "1.5"},
        {
            "id": "i",
            "product_title": "Mug",
            "variant_sku": "S",
            "unit_quantity": 3,
            "unit_amount": 1.5,
        },
        {
            "id": "i",
            "title": None,
            "item_name": "Mug",
            "sku": "",
            "item_sku": "S",
            "qty": 3,
            "unit_price": None,
            "price": 1.5,
        },
    ):
        assert order(**{name: [fields]}).lines == (plain,)


def test_the_first_name_found_wins_and_the_table_may_be_changed() -> None:
    assert order(order_number="A", external_id="B", number="C").number == "A"
    found = read({"id": ID, "reference": "R", "order_number": "A"}, order_number="reference")
    assert isinstance(found, Order)
    assert found.number == "R"


def test_what_is_missing_is_blank_and_no_line_is_dropped() -> None:
    found = order(items=[{}, {"product_id": "unknown", "variant_id": "unknown"}])
    assert found.lines == (Line("::"), Line("unknown::"))
    assert (found.number, found.retailer) == (ID, "Synq")
    assert [found.ordered_at, found.currency, found.total, found.status] == [None] * 4


def test_a_line_takes_from_its_product_and_variant_what_it_does_not_say() -> None:
    found = line(id="i", product_id="p", variant_id="v")
    assert found == Line("i", "Blue Mug", "Nordlys", "Home", "Kitchen", "Drinkware", "MUG-BLU")
    assert line(product_id="p", title="Own name", sku="OWN")[1:7:5] == ("Own name", "OWN")


def test_a_channel_gives_name_and_currency_unless_the_order_says_one() -> None:
    found = order(channel_id="ch")
    assert (found.retailer, found.currency) == ("EU Shop", "EUR")
    assert order(channel_id="ch", currency="USD").currency == "USD"
    assert order(channel_id="gone").retailer == "Synq"


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("pending_payment", "Pending"),
        ("payment_authorized", "Pending"),
        ("confirmed", "Processing"),
        ("PROCESSING", "Processing"),
        ("partially_fulfilled", "Partially shipped"),
        ("Fulfilled", "Shipped"),
        ("delivered", "Delivered"),
        ("completed", "Delivered"),
        ("return_requested", "Returned"),
        ("partially_returned", "Returned"),
        ("returned", "Returned"),
        ("refunded", "Refunded"),
        ("partially_refunded", "Refunded"),
        ("cancelled", "Cancelled"),
        ("failed", "Failed"),
        ("On_Hold", "On_Hold"),
        (None, None),
    ],
)
def test_statuses_in_our_words(word: str | None, said: str | None) -> None:
    found = order(status=word, items=[{}])
    assert (found.lines[0].shipment_status, found.status) == (said, word)


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("129.80", "129.80"),
        ('"129.80"', "129.80"),
        ("0", "0"),
        ("-5", "-5"),
        ("1e2", "100"),
        ("0.1000000000000000055511151231257827", "0.1000000000000000055511151231257827"),
        ('""', None),
        ("null", None),
    ],
)
def test_amounts_are_exact(text: str, exact: str | None) -> None:
    found = read(f'{{"id": "x", "total": {text}, "items": [{{"price": {text}, "qty": {text}}}]}}')
    assert isinstance(found, Order)
    assert found.total == exact
    assert found.lines[0].unit_price == found.lines[0].quantity == exact


def test_a_line_total_gives_the_price_of_one() -> None:
    assert line(quantity=4, total_amount="10.00").unit_price == "2.50"
    assert line(quantity=4, line_total=10, price="3").unit_price == "3"
    assert line(line_total=10).unit_price is None


def test_lines_are_told_apart_however_alike_they_are() -> None:
    twin = {"sku": "A", "title": "Same", "quantity": 1}
    keys = [one.key for one in order(items=[twin, twin, {**twin, "title": "Other"}, twin]).lines]
    assert keys == [":A:Same", ":A:Same#2", ":A:Other", ":A:Same#3"]
    assert [one.key for one in order(items=[{"id": 7}, {"id": 7}]).lines] == ["7", "7#2"]


def test_a_key_does_not_depend_on_what_the_product_says() -> None:
    assert line(product_id="p", variant_id="v").key == line(product_id="x", variant_id="v").key


@pytest.mark.parametrize(
    ("record", "why"),
    [
        ({"id": None}, "no id"),
        ({"order_number": "A"}, "no id"),
        ({"id": {"$oid": "x"}}, "no id"),
        ({"id": ID, "created_at": "the other day"}, "not a date"),
        ({"id": ID, "total": "a lot"}, "order total is not a number"),
        ({"id": ID, "items": [{"qty": "a dozen"}]}, "quantity is not a number"),
        ({"id": ID, "items": [{"price": [1]}]}, "unit price is not a number"),
        ({"id": ID, "items": ["A", {}]}, "not all objects"),
        ({"id": ID, "items": "none"}, "not all objects"),
        ("7", "no id"),
        ('"order"', "no id"),
        ("null", "no id"),
    ],
)
def test_what_cannot_be_read_is_set_aside_with_the_reason(record: Any, why: str) -> None:
    found = read(record)
    assert isinstance(found, SetAside)
    assert why in found.reason
    assert found.raw


@pytest.mark.parametrize(
    "body",
    [
        b'{"orders": [{"id": 1}, {"id": 2}], "limit": 50, "offset": 0}',
        b' [{"id": 1}, {"id": 2}]',
        b'{"data": {"orders": [{"id": 1}, {"id": 2}]}}',
    ],
)
def test_the_list_may_be_bare_or_wrapped(body: bytes) -> None:
    assert [row.key for row in lines().rows(body)] == ["1", "2"]


@pytest.mark.parametrize("body", [b"{}", b'{"error": "x"}', b"7", b"null", b'{"orders": {}}', b"["])
def test_no_list_is_never_taken_for_no_orders(body: bytes) -> None:
    with pytest.raises(UnexpectedAnswer):
        lines().rows(body)


def test_a_single_order_may_be_bare_or_wrapped() -> None:
    reader = lines()
    assert reader.single(b'{"order": {"id": "a", "x": 1.0}}').raw == b'{"id": "a", "x": 1.0}'
    assert reader.single(b'{"id": "a"}').key == "a"


def test_orders_without_an_id_are_told_apart_by_what_they_say() -> None:
    rows = lines().rows(b'[{"a": 1}, {"a": 2}, {"a": 1}]')
    assert len({row.key for row in rows}) == 2


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=6,
)
known = st.sampled_from(
    ["id", "items", "status", "currency", "total", "created_at", "channel_id", "title", "qty"]
)


@given(st.dictionaries(known, anything | st.lists(st.dictionaries(known, anything), max_size=3)))
def test_no_record_breaks_a_page(record: dict[str, Any]) -> None:
    found = read(record)
    assert isinstance(found, Order | SetAside)
