"""Chips mirror the filter and take their part of it away."""

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from orderdock.query.filters import Between, Hidden, OrderFilter
from orderdock_ui.orders.chip_words import chips_of
from orderdock_ui.orders.chips import ChipsRow


def button(row: ChipsRow, name: str) -> QPushButton:
    found = row.findChild(QPushButton, name)
    assert found is not None
    return found


def words(f: OrderFilter) -> list[str]:
    return [f"{chip.field}: {chip.value}" for chip in chips_of(f, lambda c: f"Shop {c}")]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (OrderFilter(), []),
        (OrderFilter(search='wool "red hat"'), ['Words: wool "red hat"']),
        (OrderFilter(brands=("Acme", ""), skus=("7",)), ["Brand: Acme, none", "SKU: 7"]),
        (
            OrderFilter(price=Between(Decimal(2)), blank=("total",), hidden=Hidden.ONLY),
            ["Price: at least 2", "Total: not known", "Hidden orders: only"],
        ),
        (
            OrderFilter(min_total=Decimal(50), max_total=Decimal(60), over_total=True),
            ["Total: over 50, at most 60"],
        ),
        (
            OrderFilter(date_from=date(2025, 3, 1), date_to=date(2025, 6, 30)),
            ["Date: Mar – Jun 2025 (UTC)"],
        ),
        (
            OrderFilter(date_from=date(2024, 2, 1), date_to=date(2024, 2, 29)),
            ["Date: Feb 2024 (UTC)"],
        ),
        (
            OrderFilter(
                brands=("Acme",),
                without=OrderFilter(statuses=("cancelled",), search="gift", blank=("date",)),
            ),
            ["Brand: Acme", "Status: not Cancelled", "Date: known", "Words: not gift"],
        ),
        (OrderFilter(connections=("a-1",)), ["Connection: Shop a-1"]),
        (
            OrderFilter(among=(7, 9), search="hat"),
            ["Orders: 2 from the export check", "Words: hat"],
        ),
        (OrderFilter(retailers=("Target", "Bol")), ["Retailer: Target, Bol"]),
        (OrderFilter(retailers=tuple("abcdef")), ["Retailer: a, b +4"]),
        (
            OrderFilter(statuses=("out_for_delivery", "Out for delivery")),
            ["Status: Out for delivery"],
        ),
        (
            OrderFilter(date_from=date(2026, 1, 1), date_to=date(2026, 11, 21)),
            ["Date: 1 Jan – 21 Nov 2026 (UTC)"],
        ),
        (OrderFilter(date_from=date(2025, 1, 1), date_to=date(2025, 12, 31)), ["Date: 2025 (UTC)"]),
        (
            OrderFilter(date_to=date(2026, 3, 4), timezone="America/New_York"),
            ["Date: until 4 Mar 2026 (New York)"],
        ),
        (OrderFilter(min_total=Decimal("49.90")), ["Total: at least 49.90"]),
        (
            OrderFilter(currencies=("EUR",), max_total=Decimal(9)),
            ["Currency: EUR", "Total: at most 9"],
        ),
    ],
)
def test_each_condition_is_a_chip_in_words(asked: OrderFilter, said: list[str]) -> None:
    assert words(asked) == said


def test_a_cross_takes_one_condition_and_clear_all_takes_everything(
    dressed: QApplication, qtbot: QtBot
) -> None:
    row = ChipsRow(str)
    qtbot.addWidget(row)
    told: list[OrderFilter] = []
    row.changed.connect(told.append)
    full = OrderFilter(retailers=("Bol",), currencies=("EUR",), search="wool")
    row.show_filter(full)
    cross = row.findChild(QToolButton, "orders-chip-retailer")
    assert cross is not None
    assert cross.accessibleName() == "Remove filter Retailer: Bol"
    cross.click()
    row.take_last()
    button(row, "orders-clear-filters").click()
    assert told == [
        OrderFilter(currencies=("EUR",), search="wool"),
        OrderFilter(retailers=("Bol",), currencies=("EUR",)),
        OrderFilter(),
    ]


def test_chips_without_room_are_counted(dressed: QApplication, qtbot: QtBot) -> None:
    row = ChipsRow(str)
    qtbot.addWidget(row)
    row.resize(1200, 26)
    row.show()
    row.show_filter(
        OrderFilter(retailers=("A retailer",), currencies=("EUR",), statuses=("Shipped",))
    )
    more = button(row, "orders-more-filters")
    assert more.isHidden()
    row.resize(320, 26)
    assert more.text() == "+2 filters"
    assert not more.isHidden()
    with qtbot.waitSignal(row.more_asked):
        more.click()


def test_taking_away_what_is_left_out_leaves_the_rest(dressed: QApplication, qtbot: QtBot) -> None:
    row = ChipsRow(str)
    qtbot.addWidget(row)
    told: list[OrderFilter] = []
    row.changed.connect(told.append)
    without = OrderFilter(statuses=("cancelled",), search="gift")
    row.show_filter(OrderFilter(brands=("Acme",), without=without, timezone="Asia/Tokyo"))
    for name in ("orders-chip-not-status", "orders-chip-not-words"):
        cross = row.findChild(QToolButton, name)
        assert cross is not None
        cross.click()
    row.show_filter(told[-1])
    row.take_last()
    assert told == [
        OrderFilter(brands=("Acme",), without=OrderFilter(search="gift"), timezone="Asia/Tokyo"),
        OrderFilter(
            brands=("Acme",), without=OrderFilter(statuses=("cancelled",)), timezone="Asia/Tokyo"
        ),
        OrderFilter(brands=("Acme",), timezone="Asia/Tokyo"),
    ]
