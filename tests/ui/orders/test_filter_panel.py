"""The filter panel takes effect at once, mirrors, and says what it cannot read."""

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from orderdock.query.filters import OrderFilter
from orderdock_ui.orders.filter_fields import read_amount
from orderdock_ui.orders.filter_panel import FilterPanel, presets

TODAY = date(2026, 11, 21)


@pytest.fixture
def panel(dressed: QApplication, qtbot: QtBot) -> FilterPanel:
    made = FilterPanel(lambda: TODAY)
    qtbot.addWidget(made)
    made.offer(
        [("a-1", "Household shops"), ("b-1", "Outlet")],
        ["Bol", "Target"],
        ["Shipped", "out_for_delivery", "Out for delivery"],
        ["EUR", "USD"],
    )
    made.resize(290, 800)
    made.show()
    return made


def told_by(panel: FilterPanel) -> list[OrderFilter]:
    told: list[OrderFilter] = []
    panel.changed.connect(told.append)
    return told


def type_into(field: QLineEdit, text: str) -> None:
    field.setText(text)
    field.editingFinished.emit()


def test_presets_are_whole_days_ending_today() -> None:
    known = {name: (first, last) for name, first, last in presets(TODAY)}
    assert known["Last 7 days"] == (date(2026, 11, 15), TODAY)
    assert known["This month"] == (date(2026, 11, 1), TODAY)
    assert known["Last month"] == (date(2026, 10, 1), date(2026, 10, 31))
    assert known["Last year"] == (date(2025, 1, 1), date(2025, 12, 31))
    assert {n: r for n, *r in presets(date(2024, 2, 29))}["Last year"][0] == date(2023, 1, 1)


def test_a_preset_sets_both_days_and_days_find_their_preset(panel: FilterPanel) -> None:
    told = told_by(panel)
    panel.range.setCurrentText("This year")
    panel.range.activated.emit(panel.range.currentIndex())
    assert told == [OrderFilter(date_from=date(2026, 1, 1), date_to=TODAY)]
    panel.show_filter(OrderFilter(date_from=date(2025, 1, 1), date_to=date(2025, 12, 31)))
    assert panel.range.currentText() == "Last year"
    assert panel.days.first.text() == "2025-01-01"
    panel.show_filter(OrderFilter(date_from=date(2025, 1, 2)))
    assert panel.range.currentText() == "Between two days"


def test_a_day_that_cannot_be_read_changes_nothing_and_is_explained(panel: FilterPanel) -> None:
    panel.show_filter(OrderFilter(date_from=date(2026, 3, 4), retailers=("Bol",)))
    told = told_by(panel)
    type_into(panel.days.first, "4.3.26")
    assert told == []
    assert panel.days.refusal() == "Write the day as year-month-day, for example 2026-03-04."
    assert panel.days.first.accessibleDescription() == panel.days.refusal()
    assert panel.days.first.property("error") == "true"
    type_into(panel.days.first, "2026-03-05")
    assert panel.days.refusal() == ""
    assert told == [OrderFilter(date_from=date(2026, 3, 5), retailers=("Bol",))]


def test_an_end_before_the_beginning_is_refused(panel: FilterPanel) -> None:
    told = told_by(panel)
    panel.days.first.setText("2026-03-05")
    type_into(panel.days.last, "2026-03-04")
    assert told == []
    assert panel.days.refusal() == "The end lies before the beginning."


def test_amounts_are_read_with_point_or_comma(panel: FilterPanel) -> None:
    told = told_by(panel)
    type_into(panel.amounts.first, "49,90")
    type_into(panel.amounts.last, "lots")
    assert panel.amounts.refusal() == "Write an amount, for example 49.90."
    type_into(panel.amounts.last, "")
    assert told == [OrderFilter(min_total=Decimal("49.90"))]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("1.234,50", "1234.50"), ("1,234.50", "1234.50"), ("−42", "-42"), ("1 000", "1000")],
)
def test_amounts_may_be_grouped(typed: str, meant: str) -> None:
    assert read_amount(typed) == Decimal(meant)


@pytest.mark.parametrize("typed", ["nan", "inf", "1e999999x", "--1"])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises((ValueError, ArithmeticError)):
        read_amount(typed)


def test_ticking_by_keyboard_filters_and_statuses_of_one_word_go_together(
    panel: FilterPanel,
) -> None:
    told = told_by(panel)
    words = [panel.statuses.item(i).text() for i in range(panel.statuses.count())]
    assert words == ["Out for delivery", "Shipped"]
    panel.statuses.setFocus()
    panel.statuses.setCurrentRow(0)
    QTest.keyClick(panel.statuses, Qt.Key.Key_Space)
    assert told == [OrderFilter(statuses=("out_for_delivery", "Out for delivery"))]
    panel.show_filter(told[-1])
    QTest.keyClick(panel.statuses, Qt.Key.Key_Return)
    assert told[-1] == OrderFilter()


def test_a_value_in_force_stays_in_the_list_when_its_orders_are_gone(panel: FilterPanel) -> None:
    panel.show_filter(OrderFilter(retailers=("Closed shop",)))
    panel.offer([], ["Bol"], [], [])
    assert panel.retailers.ticked() == ("Closed shop",)
    assert panel.retailers.count() == 2


def test_mirroring_tells_nobody_and_clear_all_keeps_the_search(panel: FilterPanel) -> None:
    told = told_by(panel)
    panel.show_filter(OrderFilter(retailers=("Bol",), currencies=("EUR",), search="wool"))
    assert told == []
    assert panel.retailers.ticked() == ("Bol",)
    clear = panel.findChild(QPushButton, "orders-filter-clear")
    assert clear is not None
    clear.click()
    assert told == [OrderFilter(search="wool")]


def test_escape_closes_it(panel: FilterPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.closed):
        QTest.keyClick(panel.days.first, Qt.Key.Key_Escape)
