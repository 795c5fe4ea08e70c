"""Counts and totals: one a currency, as many as fit, and what they hold."""

from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from orderdock.query.filters import Count, CurrencyTotal
from orderdock_ui.orders.totals_bar import TotalsBar
from orderdock_ui.orders.totals_explained import TotalsExplained
from orderdock_ui.orders.words import Wording

TOTALS = [
    CurrencyTotal("GBP", 12, Decimal("1932.00"), 2),
    CurrencyTotal("EUR", 900, Decimal("412908.10"), 0),
    CurrencyTotal("USD", 300, Decimal("-88120.05"), 0),
    CurrencyTotal("", 3, Decimal(0), 3),
]


@pytest.fixture
def bar(dressed: QApplication, qtbot: QtBot, wording: Wording) -> TotalsBar:
    made = TotalsBar(wording)
    qtbot.addWidget(made)
    made.resize(1000, 44)
    made.show()
    made.show_count(Count(1215, 3000))
    made.show_totals(TOTALS)
    return made


def child(bar: TotalsBar, kind: type, name: str) -> object:
    found = bar.findChild(kind, name)
    assert found is not None
    return found


def test_each_currency_has_its_total_and_none_is_a_sum_over_currencies(bar: TotalsBar) -> None:
    totals = child(bar, QLabel, "orders-totals")
    assert isinstance(totals, QLabel)
    said = "Totals: EUR 412,908.10; USD −88,120.05; GBP 1,932.00"
    assert totals.accessibleName() == said
    count = child(bar, QLabel, "orders-count")
    assert isinstance(count, QLabel)
    assert (count.text(), count.accessibleName()) == ("1,215 orders", "1,215 orders, 3,000 lines")


def test_blank_totals_are_a_link_to_the_explanation(bar: TotalsBar, qtbot: QtBot) -> None:
    blank = child(bar, QPushButton, "orders-blank-totals")
    assert isinstance(blank, QPushButton)
    assert blank.text() == "5 blank totals"
    with qtbot.waitSignal(bar.explained):
        blank.click()
    bar.show_totals(TOTALS[1:3])
    assert blank.isHidden()


def test_totals_without_room_are_counted(bar: TotalsBar) -> None:
    more = child(bar, QPushButton, "orders-more-totals")
    assert isinstance(more, QPushButton)
    assert more.isHidden()
    bar.resize(560, 44)
    assert more.text() == "+2 currencies"
    assert not more.isHidden()


def test_no_orders_have_no_totals(bar: TotalsBar) -> None:
    bar.show_count(Count(0, 0))
    bar.show_totals([])
    totals = child(bar, QLabel, "orders-totals")
    assert isinstance(totals, QLabel)
    assert totals.accessibleName() == "No totals"


def test_the_explanation_says_what_is_in_and_what_is_not(
    bar: TotalsBar, wording: Wording, qtbot: QtBot
) -> None:
    explained = TotalsExplained(wording, bar.totals, bar)
    explained.open_above(QPoint(500, 500))
    said = [label.text() for label in explained.findChildren(QLabel)]
    assert "10 of 12 orders" in said
    assert "2 blank totals" in said
    assert "GBP 1,932.00: 10 of 12 orders." in explained.accessibleName()
    explained.close()
