"""Counts and totals: one a currency, as many as fit, and what they hold."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from orderdock.domain.connections import ConnectionState
from orderdock.query.explained import Explained, Source
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


@pytest.mark.parametrize("width", [1000, 760, 640])
def test_an_amount_is_never_cut_for_what_stands_beside_it(bar: TotalsBar, width: int) -> None:
    bar.show_hidden(3)
    bar.show_selection(Count(5, 9), TOTALS[:2])
    bar.resize(width, 44)
    QApplication.processEvents()
    chosen = child(bar, QLabel, "orders-selected-totals")
    assert isinstance(chosen, QLabel)
    wide = chosen.fontMetrics().horizontalAdvance("EUR 412,908.10")
    assert chosen.width() >= wide
    lines = [label for label in bar.findChildren(QLabel) if label.text() == "3,000 lines"]
    assert lines[0].isHidden() == (width < 1000)


def test_no_orders_have_no_totals(bar: TotalsBar) -> None:
    bar.show_count(Count(0, 0))
    bar.show_totals([])
    totals = child(bar, QLabel, "orders-totals")
    assert isinstance(totals, QLabel)
    assert totals.accessibleName() == "No totals"


def test_a_selection_shows_its_own_totals_and_gives_way_again(bar: TotalsBar) -> None:
    bar.show_selection(Count(3, 7), [CurrencyTotal("EUR", 2, Decimal("12.5"), 0)])
    totals, chosen = (child(bar, QLabel, f"orders-{w}totals") for w in ("", "selected-"))
    assert isinstance(totals, QLabel)
    assert isinstance(chosen, QLabel)
    assert (totals.isHidden(), chosen.isHidden()) == (True, False)
    assert chosen.accessibleName() == "Totals of what is selected: EUR 12.50"
    badge = child(bar, QLabel, "orders-selected")
    assert isinstance(badge, QLabel)
    assert (badge.text(), badge.accessibleName()) == (
        "3 orders selected",
        "3 orders selected, 7 lines",
    )
    blank, explain = (child(bar, QPushButton, f"orders-{w}") for w in ("blank-totals", "explain"))
    assert isinstance(blank, QPushButton)
    assert isinstance(explain, QPushButton)
    assert (blank.isHidden(), explain.isHidden()) == (True, False)
    bar.show_totals(TOTALS[:1])
    assert explain.accessibleName() == "Explain this number"
    assert blank.isHidden()
    bar.show_selection(None)
    assert (totals.isHidden(), chosen.isHidden(), blank.text()) == (False, True, "2 blank totals")


def test_hidden_orders_are_counted_in_a_link_to_them(bar: TotalsBar, qtbot: QtBot) -> None:
    link = child(bar, QPushButton, "orders-hidden")
    assert isinstance(link, QPushButton)
    assert link.isHidden()
    bar.show_hidden(1200)
    assert (link.text(), link.accessibleName()) == (
        "1,200 hidden",
        "1,200 hidden orders. Show them",
    )
    with qtbot.waitSignal(bar.hidden_asked):
        link.click()


def test_the_explanation_says_what_is_in_and_what_is_not(
    bar: TotalsBar, wording: Wording, qtbot: QtBot
) -> None:
    pane = TotalsExplained(wording, bar)
    pane.open_above(QPoint(500, 500))
    pane.show_facts(
        Explained(
            Count(12, 20),
            30,
            (TOTALS[0],),
            hidden=(CurrencyTotal("GBP", 3, Decimal(9), 1),),
            sources=(
                Source(
                    "Mine",
                    12,
                    datetime(2026, 11, 21, 18, 2, tzinfo=UTC),
                    ConnectionState.FAILING,
                    "It was cut.",
                ),
            ),
        )
    )
    said = [label.text() for label in pane.findChildren(QLabel) if label.text()]
    for expected in (
        "10 of 12 orders",
        "Only 20 of the 30 lines of these orders fit; the totals are still those of the whole"
        " orders.",
        "2 orders have no total from the provider: counted as orders, nothing is added for them.",
        "3 hidden orders fit too and are left out: GBP 9.00.",
        "Mine: 12 orders, data up to 21 Nov 2026, 18:02 UTC. It was cut.",
    ):
        assert expected in said
    assert not [text for text in said if "is the sum of" in text], "the figures stand above"
    assert "It was cut." in pane.accessibleDescription()
    show = pane.findChild(QPushButton, "orders-show-hidden")
    assert show is not None
    with qtbot.waitSignal(pane.shown) as shown:
        show.click()
    assert shown.args == ["hidden"]
