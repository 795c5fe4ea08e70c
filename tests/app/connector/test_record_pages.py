"""Pages of records: exact numbers, and one bad record that spoils no other."""

from decimal import Decimal
from typing import Any

import msgspec
import pytest

from orderdock.connector.record_pages import Amounts, Moments, RecordPages
from orderdock.domain.errors import UnexpectedAnswer, UnreadableRecord


class Sold(msgspec.Struct):
    sku: str | None = None
    price: Any = None


PAGES = RecordPages(Sold)


def price_in(raw: bytes) -> Any:
    [(_, record)] = PAGES.read(b'[{"price": %b}]' % raw, "the list", "Acme")
    assert isinstance(record, Sold)
    return record.price


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b'"20.0"', "20.0"),
        (b"20.10", "20.10"),
        (b"-3", "-3"),
        (b"1", "1"),
        (b"1e3", "1000"),
        (b"12345678901.0050", "12345678901.0050"),
        (b"null", None),
        (b'""', None),
    ],
)
def test_an_amount_is_exact_the_first_time_and_when_it_comes_again(
    raw: bytes, text: str | None
) -> None:
    prices = Amounts("price")
    assert [prices[price_in(raw)], prices[price_in(raw)]] == [text, text]


@pytest.mark.parametrize("raw", [b'"a dozen"', b"true", b"1e999", b"1e400"])
def test_what_is_no_amount_is_refused_whatever_came_before(raw: bytes) -> None:
    prices = Amounts("price")
    assert prices[1] == "1"
    with pytest.raises(UnreadableRecord, match="The price is"):
        prices[price_in(raw)]


@pytest.mark.parametrize("raw", [b"[1]", b"{}"])
def test_a_list_or_an_object_is_neither_amount_nor_moment(raw: bytes) -> None:
    for remembered in (Amounts("price"), Moments("date")):
        with pytest.raises(TypeError):
            remembered[price_in(raw)]


def test_an_amount_of_any_kind_of_value_is_exact_or_refused() -> None:
    prices = Amounts("price")
    for value in ("1.50", Decimal("1.50"), "1.5", Decimal("1.5"), 1, None):
        exact = None if value is None else str(value)
        assert [prices.of(value), prices.of(value)] == [exact, exact]
    wrong: Any
    for wrong in ([1], {}, True):
        with pytest.raises(UnreadableRecord, match="The price is"):
            prices.of(wrong)


def test_a_moment_is_the_same_when_it_comes_again() -> None:
    moments = Moments("date")
    for written in ("2026-03-04T08:20:00Z", 1772612400, "1772612400", 1772612400000):
        assert [moments[written], moments[written]] == [1772612400, 1772612400]
    assert moments[None] is None
    with pytest.raises(UnreadableRecord, match="The date is not a date"):
        moments[True]


def test_an_unreadable_record_leaves_the_others_and_all_bytes_as_they_came() -> None:
    body = b'{"data": [{"sku": "a", "price": 1.50} , {"sku": 7}, {"sku": "b"}]}'
    found = list(PAGES.read(body, "the list", "Acme"))
    assert [raw for raw, _ in found] == [
        b'{"sku": "a", "price": 1.50}',
        b'{"sku": 7}',
        b'{"sku": "b"}',
    ]
    (_, first), (_, second), (_, third) = found
    assert first == Sold("a", "1.50")
    assert isinstance(second, msgspec.ValidationError)
    assert third == Sold("b")


@pytest.mark.parametrize("bad", [0, 70, 199])
def test_a_long_page_comes_in_its_order_whatever_record_is_unreadable(bad: int) -> None:
    raws = [b'{"sku": "%d"}' % number if number != bad else b"7" for number in range(200)]
    found = list(PAGES.read(b"[%b]" % b", ".join(raws), "the list", "Acme"))
    assert [raw for raw, _ in found] == raws
    skus = [record.sku if isinstance(record, Sold) else None for _, record in found]
    assert skus == [str(number) if number != bad else None for number in range(200)]


def test_what_holds_no_list_is_unexpected() -> None:
    with pytest.raises(UnexpectedAnswer, match="Acme answered with something else than the list"):
        PAGES.read(b'{"data": {}}', "the list", "Acme")
