"""Values as they read on screen."""

import pytest
from PySide6.QtCore import QLocale

from orderdock.query.columns import BY_KEY
from orderdock.query.filters import Unit
from orderdock_ui.orders import headings
from orderdock_ui.orders.status_marks import in_words, mark_of
from orderdock_ui.orders.words import Wording

AT = 1_795_284_120  # 2026-11-21 18:02 UTC


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("148.9", "148.90"),
        ("1204.5", "1,204.50"),
        ("-42", "−42.00"),
        ("0.125", "0.125"),
        ("12345678901234567890.10", "12,345,678,901,234,567,890.10"),
        ("", ""),
        (None, ""),
    ],
)
def test_amounts_keep_their_decimals_and_get_at_least_two(
    wording: Wording, stored: str | None, shown: str
) -> None:
    assert wording.amount(stored) == shown


def test_amounts_follow_the_locale() -> None:
    german = Wording(QLocale(QLocale.Language.German, QLocale.Country.Germany))
    assert german.amount("-1234567.5") == "−1.234.567,50"
    assert german.for_spreadsheet("-1234567.5") == "-1234567,5"


def test_quantities_show_decimals_only_where_there_are_some(wording: Wording) -> None:
    assert [wording.quantity(q) for q in ("2", "2.000", "0.5", "1500")] == [
        "2",
        "2",
        "0.5",
        "1,500",
    ]


def test_moments_are_told_in_the_zone_chosen(wording: Wording) -> None:
    assert wording.moment(AT) == "2026-11-21 18:02"
    wording.set_zone("Asia/Tokyo")
    assert wording.moment(AT) == "2026-11-22 03:02"
    assert wording.day(AT) == "2026-11-22"
    assert wording.long_moment(AT) == "22 Nov 2026, 03:02 JST"
    assert wording.moment(None) == wording.day(None) == wording.long_moment(None) == ""


def test_an_unknown_zone_falls_back_to_utc(wording: Wording) -> None:
    wording.set_zone("Atlantis/Centre")
    assert wording.zone_name == "UTC"


def test_heads_are_short_and_name_the_zone_of_dates() -> None:
    def head(key: str, unit: Unit, zone: str = "UTC", *, days: bool = False) -> str:
        return headings.head(BY_KEY[key], unit, zone, days=days)

    assert head("ordered_at", Unit.ORDERS) == "Date, UTC"
    assert head("ordered_at", Unit.ORDERS, "America/New_York") == "Date, New York"
    assert head("ordered_at", Unit.ORDERS, days=True) == "Day"
    assert head("item_name", Unit.ORDERS) == "First item"
    assert head("item_name", Unit.LINES) == "Item"
    assert head("order_total", Unit.ORDERS) == "Total"
    assert head("shipment_status", Unit.LINES) == "Status"


@pytest.mark.parametrize(
    ("status", "icon"),
    [
        ("Delivered", "circle-check"),
        ("out_for_delivery", "truck"),
        ("CANCELLED", "circle-x"),
        ("Partially shipped", "truck"),
        ("Not shipped", "clock"),
        ("refunded", "undo-2"),
        ("Кое-что", "circle"),
    ],
)
def test_each_status_has_its_own_outline(status: str, icon: str) -> None:
    assert mark_of(status)[0] == icon


def test_statuses_read_as_words() -> None:
    assert in_words("out_for_delivery") == "Out for delivery"
    assert in_words("SHIPPED") == "Shipped"
    assert in_words("eBay hold") == "EBay hold"
