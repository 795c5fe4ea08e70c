"""Reading what providers send: shapes are strict, fields tolerant, sentences plain."""

import json
import re
from contextlib import suppress
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdock.connector import reading
from orderdock.domain.errors import UnexpectedAnswer, UnreadableRecord


class Price(msgspec.Struct):
    value: int


class Shelf(msgspec.Struct):
    prices: list[Price]


def test_a_wrong_shape_names_the_answer_and_the_place() -> None:
    with pytest.raises(UnexpectedAnswer) as wrong:
        reading.decode(b'{"prices": [{"value": []}]}', Shelf, "the price list", "Acme")
    assert str(wrong.value) == (
        "Acme answered with something else than the price list (value of entry 1 of prices): "
        "expected a whole number, got a list. Nothing was changed. Try again later."
    )


def test_numbers_in_quotes_are_numbers() -> None:
    assert reading.decode(b'{"prices": [{"value": "7"}]}', Shelf, "x", "Acme").prices[0].value == 7


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[1,", b'{"prices": 5}', b"\xff\xfe", b"[" * 5000]
)
def test_what_is_no_such_json_is_an_unexpected_answer(body: bytes) -> None:
    with pytest.raises(UnexpectedAnswer):
        reading.decode(body, Shelf, "the price list", "Acme")
    with pytest.raises(UnexpectedAnswer):
        reading.records(body, "the price list", "Acme")
    with pytest.raises(UnexpectedAnswer):
        reading.raw_records(body, "the price list", "Acme")


@pytest.mark.parametrize(
    "body",
    [
        b"[1, 2]",
        b'{"prices": [1, 2], "total": 2}',
        b'{"data": [1, 2]}',
        b'{"items": [1, 2]}',
        b'{"data": {"prices": [1, 2]}}',
        b"\xef\xbb\xbf [1, 2]",
    ],
)
def test_a_list_may_be_bare_or_wrapped(body: bytes) -> None:
    assert reading.records(body, "the price list", "Acme", "prices") == [1, 2]
    raw = reading.raw_records(body, "the price list", "Acme", "prices")
    assert [bytes(r) for r in raw] == [b"1", b"2"]


@pytest.mark.parametrize("body", [b"{}", b"null", b'"x"', b'{"error": []}', b'{"prices": null}'])
def test_no_list_is_never_an_empty_list(body: bytes) -> None:
    for read in (reading.records, reading.raw_records):
        with pytest.raises(UnexpectedAnswer, match="the price list"):
            read(body, "the price list", "Acme", "prices")


def test_a_record_may_be_wrapped() -> None:
    assert reading.a_record(b'{"data": {"id": 1}}', "x", "Acme") == {"id": 1}
    assert reading.a_record(b'{"id": 1}', "x", "Acme") == {"id": 1}
    with pytest.raises(UnexpectedAnswer, match="got a list"):
        reading.a_record(b"[1]", "x", "Acme")


HALVES = [
    rb"\ud800",
    rb"\uDC00",
    rb"\ud800\ud83d",
    rb"\ud800\u0041",
    rb"\ud800 and on",
    rb"\\\ud9ff",
]


@pytest.mark.parametrize("half", HALVES)
def test_half_a_character_spoils_neither_the_answer_nor_its_record(half: bytes) -> None:
    """Cut off in the middle of an emoji, say; other programs write such JSON."""
    body = b'{"prices": [{"name": "' + half + b'"}, {"name": "\\\\ud800 \\ud83d\\ude00"}]}'
    wanted = [{"name": re.sub("[\ud800-\udfff]", "\ufffd", json.loads(b'"' + half + b'"'))}]
    wanted += [{"name": "\\ud800 \U0001f600"}]
    assert reading.records(body, "the price list", "Acme", "prices") == wanted
    raw = reading.raw_records(body, "the price list", "Acme", "prices")
    assert [reading.loose(bytes(record)) for record in raw] == wanted
    assert bytes(raw[1]) == b'{"name": "\\\\ud800 \\ud83d\\ude00"}'
    assert reading.decode(body, dict[str, Any], "the price list", "Acme") == {"prices": wanted}
    assert reading.loose(b'{"name": "' + half + b'"}') == wanted[0]


def test_half_a_character_mends_nothing_else() -> None:
    with pytest.raises(UnexpectedAnswer):
        reading.records(rb'["\ud800", 1', "the price list", "Acme")
    with pytest.raises(UnexpectedAnswer):
        reading.records(rb'["\ud800", "\ud80"]', "the price list", "Acme")


def test_fractions_stay_exact() -> None:
    assert reading.content(b"[18.50]", "x", "Acme") == [Decimal("18.50")]
    assert str(reading.content(b"0.10", "x", "Acme")) == "0.10"


def test_text_takes_the_first_name_that_holds_something() -> None:
    record: dict[str, Any] = {"a": None, "b": "", "c": 7, "d": Decimal("1.5"), "e": True, "f": {}}
    assert reading.text(record, "a", "b", "c") == "7"
    assert reading.text(record, "d") == "1.5"
    assert reading.text(record, "e", "f", "g") is None


@pytest.mark.parametrize(
    ("value", "yes"),
    [
        (True, True),
        ("true", True),
        (" Yes ", True),
        (1, True),
        ("1", True),
        ("false", False),
        (0, False),
        (None, False),
        ("", False),
    ],
)
def test_flags(value: Any, yes: bool) -> None:
    assert reading.flag({"on": value}, "on") is yes


def test_objects_are_picked_out_of_whatever_holds_them() -> None:
    assert reading.objects([{"a": 1}, 2, None]) == [{"a": 1}]
    assert reading.objects({"x": {"a": 1}, "y": 2}) == [{"a": 1}]
    assert reading.objects("text") == reading.objects(None) == reading.objects(5) == []


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (None, None),
        ("", None),
        ("  ", None),
        (2, "2"),
        ("2", "2"),
        (Decimal("18.50"), "18.50"),
        (" 18.50 ", "18.50"),
        (Decimal("1E+2"), "100"),
        ("-0.01", "-0.01"),
        ("007", "7"),
    ],
)
def test_amounts(value: Any, plain: str | None) -> None:
    assert reading.amount(value, "price") == plain


@pytest.mark.parametrize(
    ("value", "trouble"),
    [
        ("1,5", "is not a number"),
        ("12 €", "is not a number"),
        ("x", "is not a number"),
        ("NaN", "is not a number"),
        ("inf", "is not a number"),
        (True, "is not a number"),
        (1.5, "is not a number"),
        ([], "is not a number"),
        ({}, "is not a number"),
        (10**13, "is out of all range"),
        (-(10**13), "is out of all range"),
        ("1e-999999", "is out of all range"),
        ("9" * 30, "is out of all range"),
    ],
)
def test_what_is_no_amount_is_unreadable_and_short_in_the_sentence(
    value: Any, trouble: str
) -> None:
    with pytest.raises(UnreadableRecord) as wrong:
        reading.amount(value, "price")
    assert wrong.value.says.startswith(f"The price {trouble}: ")
    assert len(wrong.value.says) < 80


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("2025-11-03T09:15:00Z", 1762161300),
        ("2025-11-03T09:15:00.999Z", 1762161300),
        ("2025-11-03T10:15:00+01:00", 1762161300),
        ("2025-11-03T10:15:00+0100", 1762161300),
        ("2025-11-03 09:15:00", 1762161300),
        ("2025-11-03 09:15:00.000000", 1762161300),
        ("2025-11-03", 1762128000),
        ("20251103", 1762128000),
        (" 2025-11-03 ", 1762128000),
        (1762161300, 1762161300),
        (1762161300000, 1762161300),
        ("1762161300000", 1762161300),
        ("1762161300", 1762161300),
        (Decimal("1762161300.5"), 1762161300),
        ("1969-12-31T23:59:59.5Z", -1),
        (0, 0),
        (None, None),
        ("", None),
    ],
)
def test_moments(value: Any, seconds: int | None) -> None:
    assert reading.when(value, "order date") == seconds


@pytest.mark.parametrize(
    "value",
    ["soon", "28.10.2025", "10/28/2025", True, 1.5, [], Decimal("1E+999999"), 10**30, "9" * 40],
)
def test_what_is_no_moment_is_unreadable(value: Any) -> None:
    with pytest.raises(UnreadableRecord, match="The order date is not a date"):
        reading.when(value, "order date")


@given(st.text())
def test_any_text_is_a_moment_or_unreadable(text: str) -> None:
    with suppress(UnreadableRecord):
        assert isinstance(reading.when(text, "date"), int | None)


@given(st.binary(max_size=40))
def test_any_body_is_a_list_or_unexpected(body: bytes) -> None:
    with suppress(UnexpectedAnswer):
        assert isinstance(reading.records(body, "x", "Acme"), list)


@pytest.mark.parametrize(
    ("total", "quantity", "price"),
    [
        ("119.80", "2", "59.90"),
        ("100", "3", "33.333333"),
        ("-10", "4", "-2.5"),
        ("0", "2", "0"),
        ("10", "0", None),
        ("10", "0.00", None),
        (None, "2", None),
        ("10", None, None),
    ],
)
def test_the_price_of_one_is_found_from_that_of_all(
    total: str | None, quantity: str | None, price: str | None
) -> None:
    assert reading.each(total, quantity) == price


def test_fractions_of_a_loose_record_stay_as_they_are_written() -> None:
    record = reading.loose(b'{"a":129.80,"b":"x","c":[{"d":1e3}],"e":12345678901234567890.10}')
    assert record == {"a": "129.80", "b": "x", "c": [{"d": "1e3"}], "e": "12345678901234567890.10"}
    with pytest.raises(reading.UNREADABLE):
        reading.loose(b"[1]")


@pytest.mark.parametrize(
    "body",
    [
        b'{"id": 1, "x": 1.50}',
        b' {"order": {"id": 1, "x": 1.50}} ',
        b'{"data":{"id": 1, "x": 1.50}}',
        b'{"data": {"order": {"id": 1, "x": 1.50}, "order_count": 1}}',
    ],
)
def test_a_single_record_is_found_bare_or_wrapped(body: bytes) -> None:
    assert reading.a_record(body, "the order", "Acme", "order") == {"id": 1, "x": Decimal("1.50")}
    assert reading.raw_record(body, "the order", "Acme", "order") == b'{"id": 1, "x": 1.50}'


@pytest.mark.parametrize("body", [b"[]", b"null", b"7", b"{", b'{"order": '])
def test_what_is_no_single_record_is_said(body: bytes) -> None:
    for read in (reading.a_record, reading.raw_record):
        with pytest.raises(UnexpectedAnswer, match="something else than the order"):
            read(body, "the order", "Acme", "order")


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("11111111-2222-4333-8444-AAAAAAAAAAAA", "11111111-2222-4333-8444-aaaaaaaaaaaa"),
        ("{11111111222243338444aaaaaaaaaaaa}", "11111111-2222-4333-8444-aaaaaaaaaaaa"),
        ("1111", None),
        ("", None),
        (7, None),
        (None, None),
    ],
)
def test_a_uuid_has_one_form(value: Any, found: str | None) -> None:
    assert reading.uuid_in(value) == found
