"""Whether an order's lines add up to its total."""

from decimal import Decimal
from typing import Any

import pytest

from orderdock.connector.card import Charges
from orderdock.query.money import Money, checked, verdict

SAYS = Charges(shipping="s_and_h", tax="tax_total", discount="off")
LINES = [
    {"quantity": "1", "unit_price": "99.95", "currency": "USD"},
    {"quantity": "2", "unit_price": "18.50", "currency": "USD"},
]


def money(total: str | None, record: Any = None, charges: Charges = SAYS) -> Money:
    return checked({"order_total": total}, LINES, record, charges)


def said(found: Money) -> tuple[bool | None, str]:
    return verdict(found, lambda text: text)


@pytest.mark.parametrize(
    ("total", "record", "words"),
    [
        ("136.95", {}, "The lines add up to the total."),
        ("136.954", {}, "The lines add up to the total."),
        (
            "148.90",
            {"s_and_h": "4.95", "tax_total": Decimal("7.00")},
            "Lines, shipping and tax add up to the total.",
        ),
        ("130", {"off": "-6.95"}, "Lines and discount add up to the total."),
        ("136.95", {"tax_total": "20"}, "The lines add up to the total."),
        ("140", {"s_and_h": "3.05", "off": "9"}, "Lines and shipping add up to the total."),
    ],
)
def test_lines_and_what_the_record_says_add_up(
    total: str, record: dict[str, Any], words: str
) -> None:
    assert said(money(total, record)) == (True, words)


def test_a_difference_is_said_in_words_and_numbers() -> None:
    assert said(money("148.90")) == (
        False,
        "The lines come to 136.95, the total is 148.90: 11.95 more."
        " The provider's record does not say what for.",
    )
    fits, words = said(money("130", {"tax_total": "7", "s_and_h": 0}))
    assert not fits
    assert "Lines and tax come to 143.95, the total is 130: 13.95 less." in words
    assert money("148.90").difference == Decimal("11.95")


def test_what_the_record_does_not_say_stays_unknown_and_zero_stays_zero() -> None:
    found = money("136.95", {"s_and_h": "0.00", "tax_total": None, "off": "n/a"})
    assert (found.shipping, found.tax, found.discount) == (Decimal("0.00"), None, None)
    records: list[Any] = [None, [], "text", {}]
    for nothing in records:
        found = money("136.95", nothing)
        assert (found.shipping, found.tax, found.discount) == (None, None, None)


def test_a_discount_that_prices_hold_already_is_shown_and_not_taken_off() -> None:
    found = money("136.95", {"off": "5"}, Charges(discount="off", discount_in_prices=True))
    assert (found.discount, said(found)[0]) == (Decimal(5), True)


def test_what_is_off_single_lines_is_off_the_order() -> None:
    says = Charges(discount="off", line_discount="less")
    records: list[Any] = [{"less": "-1.50"}, {"less": "0.5"}, {"less": None}, "text"]
    found = checked({"order_total": "131.95"}, LINES, {"off": "3"}, says, records)
    assert (found.discount, said(found)[0]) == (Decimal("5.00"), True)
    assert checked({"order_total": "1"}, LINES, {}, says, records[2:]).discount is None


def test_what_cannot_be_checked_is_said() -> None:
    assert said(money(None)) == (None, "")
    lines: list[dict[str, Any]] = [*LINES, {"quantity": None, "unit_price": "1"}]
    words = "1 line has no price or quantity, so the total cannot be checked."
    assert said(checked({"order_total": "5"}, lines)) == (None, words)
    bare = checked({"order_total": "5"}, [{"quantity": None}])
    assert said(bare) == (
        None,
        "The lines have no price or quantity, so the total cannot be checked.",
    )
    assert said(checked({"order_total": "5"}, [])) == (None, "")


def test_lines_no_longer_shown_may_be_what_is_too_much() -> None:
    gone = {"quantity": "1", "unit_price": "10", "missing_since": 1}
    found = checked({"order_total": "136.95"}, [*LINES, gone])
    assert said(found) == (True, "The lines that the provider still shows add up to the total.")
    assert said(checked({"order_total": "146.95"}, [*LINES, gone]))[1] == (
        "The lines add up to the total."
    )
