"""Orders as lines, with records as hostile as they come."""

import json
from typing import Any, cast

import msgspec
import pytest

from orderdock.connector.reading import UNREADABLE
from orderdock.domain.orders import Order, SetAside
from orderdock.providers.stock2shop import lines
from orderdock.providers.stock2shop.goods import Good, Goods
from orderdock.providers.stock2shop.lines import parcels_of, shipment_status

KETTLE = Good("Steel Kettle / Red", "Hearth", "Home", "Kitchen", "Kettles")


class Shelf:
    """Two things that are known: one by its id, one by its SKU."""

    def of(self, variant: str | None, sku: str | None) -> Good | None:
        if variant == "9901":
            return KETTLE
        return Good("Mug", None, None, "Kitchen", None) if sku == "MUG-1" else None


def mapped(record: str | dict[str, Any]) -> Order | SetAside:
    raw = record if isinstance(record, str) else json.dumps(record)
    reader = lines.Lines(cast("Goods", Shelf()), {"310": "Acme Web Shop"}, "Acme", "ZAR")
    (row,) = reader.rows(lines.read([msgspec.Raw(raw.encode())]))
    return row.content


def order(**more: Any) -> Order:
    record = {"id": 720144, "created": "2024-03-04 11:02:09", "channel_id": 310, **more}
    made = mapped(record)
    assert isinstance(made, Order), made
    return made


SHEET = """{
 "id": 720144, "created": "2024-03-04 11:02:09", "channel_order_code": "WEB-1042",
 "modified": "2024-03-04 11:05:40", "channel_id": 310, "client_id": 77, "customer_id": 41200,
 "status": "ordered", "total_discount": 0, "line_item_sub_total": 0, "sub_total": 699,
 "tax": 113.85, "total": 872.85, "sources": [{"source_id": "901", "source_order_code": "SO-88"}],
 "line_items": [{"id": 31, "grams": 900, "price": 349.5, "sku": "KET-RED", "total_discount": 0,
   "qty": 2, "variant_id": 9901, "tax_lines": [{"rate": "15"}], "total_display": "35 803.85"}],
 "shipping_total": 60, "total_display": "872.85"}"""


def test_the_documented_order() -> None:
    made = mapped(SHEET)
    assert isinstance(made, Order)
    assert made.key == "720144"
    assert made.number == "WEB-1042"
    assert made.retailer == "Acme Web Shop"
    assert made.link == "310"
    assert made.ordered_at == 1709550129
    assert (made.currency, made.total, made.status) == ("ZAR", "872.85", "ordered")
    assert json.loads(made.raw)["id"] == 720144
    (line,) = made.lines
    assert line.key == "31"
    assert line[1:6] == KETTLE
    assert (line.sku, line.quantity, line.unit_price) == ("KET-RED", "2", "349.5")
    assert (line.shipment_status, line.order_total) == ("Ordered", None)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("119.23", "119.23"),
        ('"119.23"', "119.23"),
        ("0.1", "0.1"),
        ("100.10", "100.10"),
        ("12345678901.005", "12345678901.005"),
        ("1e3", "1000"),
        ("-3", "-3"),
        ("0", "0"),
        ("null", None),
        ('""', None),
    ],
)
def test_amounts_are_exact_and_unknown_is_not_zero(written: str, read: str | None) -> None:
    made = mapped(
        f'{{"id": 1, "total": {written}, "line_items": [{{"price": {written}, "qty": {written}}}]}}'
    )
    assert isinstance(made, Order)
    assert (made.total, made.lines[0].unit_price, made.lines[0].quantity) == (read, read, read)


def test_a_line_without_a_title_is_called_what_its_product_is() -> None:
    items = [
        {"sku": "X", "variant_id": "9901"},
        {"sku": "MUG-1", "variant_id": 5},
        {"sku": "MUG-1", "title": "  Own title "},
        {"sku": "nobody", "title": ""},
    ]
    names = [line.item_name for line in order(line_items=items).lines]
    assert names == ["Steel Kettle / Red", "Mug", "  Own title ", None]


def test_two_equal_lines_stay_two_and_lines_without_ids_are_told_apart() -> None:
    twice = [{"id": 1, "sku": "A", "qty": 1}, {"id": 2, "sku": "A", "qty": 1}]
    assert [line.key for line in order(line_items=twice).lines] == ["1", "2"]
    bare = [{"sku": "A"}, {"sku": "A"}]
    assert [line.key for line in order(line_items=bare).lines] == ["#0", "#1"]


def test_lines_that_share_an_id_stay_apart_as_in_the_vendors_own_sample() -> None:
    items = [{"id": 1, "sku": "A"}, {"id": "1", "sku": "B"}, {"id": 2, "sku": "C"}]
    assert [line.key for line in order(line_items=items).lines] == ["1", "1#2", "2"]


@pytest.mark.parametrize(
    ("more", "number", "retailer", "link", "at"),
    [
        ({}, "720144", "Acme Web Shop", "310", 1709550129),
        ({"channel_id": "310"}, "720144", "Acme Web Shop", "310", 1709550129),
        ({"channel_id": 999}, "720144", "Acme", "", 1709550129),
        ({"channel_id": None, "channel_order_code": 17}, "17", "Acme", "", 1709550129),
        ({"channel_order_code": ""}, "720144", "Acme Web Shop", "310", 1709550129),
        (
            {"ordered_date": "2024-03-04 11:00:00.000000"},
            "720144",
            "Acme Web Shop",
            "310",
            1709550000,
        ),
        ({"ordered_date": "", "created": None}, "720144", "Acme Web Shop", "310", None),
    ],
)
def test_number_retailer_and_date_have_their_fallbacks(
    more: dict[str, Any], number: str, retailer: str, link: str, at: int | None
) -> None:
    made = order(**more)
    assert (made.number, made.retailer, made.link, made.ordered_at) == (number, retailer, link, at)


@pytest.mark.parametrize(
    "record",
    [
        "17",
        "null",
        '"order"',
        "[]",
        "{}",
        '{"id": null}',
        '{"id": {}}',
        '{"id": 1, "line_items": "none"}',
        '{"id": 1, "line_items": [1]}',
        '{"id": 1, "line_items": [{"qty": "a dozen"}]}',
        '{"id": 1, "line_items": [{"price": {}}]}',
        '{"id": 1, "total": true}',
        '{"id": 1, "created": "the day before yesterday"}',
        '{"id": 1, "created": "0000-00-00 00:00:00"}',
        '{"id": 1, "status": ["a"]}',
    ],
)
def test_what_cannot_be_read_is_set_aside_with_a_reason(record: str) -> None:
    aside = mapped(record)
    assert isinstance(aside, SetAside)
    assert aside.reason.endswith(".")
    assert aside.raw == record.encode()


@pytest.mark.parametrize(
    "more",
    [
        {"line_items": None},
        {"line_items": []},
        {"fulfillments": None},
        {"fulfillments": "sent"},
        {"fulfillments": [None, 3, {"line_items": "all"}]},
        {"sources": None, "customer": 3, "meta": "none", "unknown": {"a": [1]}},
    ],
)
def test_what_is_missing_or_odd_beside_the_point_does_no_harm(more: dict[str, Any]) -> None:
    assert order(**more).key == "720144"


A1 = {"sku": "A", "qty": 2, "fulfilled_qty": 2}
SHORT = {"sku": "A", "qty": 2, "fulfilled_qty": 1}
B1 = {"sku": "B", "qty": 1, "fulfilled_qty": 1}


def sent(state: object, *items: object, status: object = None) -> dict[str, Any]:
    return {"state": state, "status": status, "line_items": list(items)}


@pytest.mark.parametrize(
    ("parcels", "expected"),
    [
        ([], "Processing"),
        ([sent("pending", A1)], "Pending"),
        ([sent("Open", A1)], "Open"),
        ([sent("on hold")], "On hold"),
        ([sent("complete", A1)], "Complete"),
        ([sent("complete", SHORT)], "Partial"),
        ([sent("Complete", {"sku": "A", "qty": "2", "fulfilled_qty": "1.5"})], "Partial"),
        ([sent("complete", {"sku": "A", "qty": 2})], "Complete"),
        ([sent("open", SHORT)], "Open"),
        ([sent("complete", A1), sent("open", A1)], "Partial"),
        ([sent("COMPLETE", A1), sent("complete", A1)], "Complete"),
        ([sent("complete", A1), sent("open", B1)], "Complete"),
        ([sent("complete", A1), sent("open")], "Complete"),
        ([sent("complete"), sent("open")], "Partial"),
        ([sent("complete", B1)], "Processing"),
        ([sent("", A1, status="on its way")], "On its way"),
        ([sent(None, A1)], "Processing"),
        ([sent("complete", {"sku": "A", "qty": 1, "fulfilled_qty": 1}, SHORT)], "Partial"),
    ],
)
def test_how_far_a_line_is(parcels: list[dict[str, Any]], expected: str) -> None:
    known = parcels_of(json.dumps(parcels).encode())
    assert shipment_status(known, "A", "processing") == expected


def test_numbers_in_fulfilments_may_come_as_any_number() -> None:
    parcel = '{"state": "complete", "line_items": [{"sku": 7, "qty": 2, "fulfilled_qty": 1.5}]}'
    made = mapped(f'{{"id": 1, "line_items": [{{"sku": 7}}], "fulfillments": [{parcel}]}}')
    assert isinstance(made, Order)
    assert made.lines[0].shipment_status == "Partial"


def test_no_status_at_all_is_blank() -> None:
    assert shipment_status([], "A", None) is None


def test_whatever_may_be_raised_for_one_record_is_known() -> None:
    """The tables above rely on it: no other error may come out of one order."""
    assert all(issubclass(kind, Exception) for kind in UNREADABLE)
