"""The filter panel takes effect at once, mirrors, and says what it cannot read."""

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from orderdock.query.filters import Hidden, OrderFilter
from orderdock.query.language_values import Unclear, read_amount
from orderdock_ui.orders.filter_panel import FilterPanel

TODAY = date(2026, 11, 21)


@pytest.fixture
def panel(dressed: QApplication, qtbot: QtBot) -> FilterPanel:
    made = FilterPanel(lambda: TODAY)
    qtbot.addWidget(made)
    made.offer(
        {
            "connection": [("a-1", "Household shops"), ("b-1", "Outlet")],
            "retailer": [("Bol", ""), ("Target", "")],
            "status": [("Shipped", ""), ("out_for_delivery", ""), ("Out for delivery", "")],
            "currency": [("EUR", ""), ("USD", "")],
            "brand": [(f"Brand {number}", "") for number in range(40)],
        }
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
    assert panel.days.refusal().startswith("“4.3.26” is no date. Write 2025-03-04, 2025-03")
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
    assert panel.days.refusal() == "The end lies before the beginning. Nothing was changed."
    assert (panel.days.first.text(), panel.days.last.text()) == ("2026-03-05", "2026-03-04")


def test_amounts_are_read_with_point_or_comma(panel: FilterPanel) -> None:
    told = told_by(panel)
    type_into(panel.amounts.first, "49,90")
    type_into(panel.amounts.last, "lots")
    assert panel.amounts.refusal() == "“lots” is no amount. Write it like 49.90."
    type_into(panel.amounts.last, "")
    assert told == [OrderFilter(min_total=Decimal("49.90"))]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1.234,50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("−42", "-42"),
        ("1 000", "1000"),
        ("0.5", "0.5"),
    ],
)
def test_amounts_may_be_grouped(typed: str, meant: str) -> None:
    assert read_amount(typed) == Decimal(meant)


@pytest.mark.parametrize("typed", ["nan", "inf", "1e9", "--1", "", "1,000"])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(Unclear):
        read_amount(typed)


def test_ticking_by_keyboard_filters_and_statuses_of_one_word_go_together(
    panel: FilterPanel,
) -> None:
    told = told_by(panel)
    words = [
        panel.lists["status"].ticks.item(i).text()
        for i in range(panel.lists["status"].ticks.count())
    ]
    assert words == ["Out for delivery", "Shipped"]
    panel.lists["status"].ticks.setFocus()
    panel.lists["status"].ticks.setCurrentRow(0)
    QTest.keyClick(panel.lists["status"].ticks, Qt.Key.Key_Space)
    assert told == [OrderFilter(statuses=("out_for_delivery", "Out for delivery"))]
    panel.show_filter(told[-1])
    QTest.keyClick(panel.lists["status"].ticks, Qt.Key.Key_Return)
    assert told[-1] == OrderFilter()


def test_a_value_in_force_stays_in_the_list_when_its_orders_are_gone(panel: FilterPanel) -> None:
    panel.show_filter(OrderFilter(retailers=("Closed shop",)))
    panel.offer({"retailer": [("Bol", "")]})
    assert panel.lists["retailer"].ticks.ticked() == ("Closed shop",)
    assert panel.lists["retailer"].ticks.count() == 2


def test_mirroring_tells_nobody_and_clear_all_takes_everything(panel: FilterPanel) -> None:
    told = told_by(panel)
    panel.show_filter(OrderFilter(retailers=("Bol",), currencies=("EUR",), search="wool"))
    assert told == []
    assert panel.lists["retailer"].ticks.ticked() == ("Bol",)
    clear = panel.findChild(QPushButton, "orders-filter-clear")
    assert clear is not None
    clear.click()
    assert told == [OrderFilter()]


def test_escape_closes_it(panel: FilterPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.closed):
        QTest.keyClick(panel.days.first, Qt.Key.Key_Escape)


def test_months_and_words_are_days_too(panel: FilterPanel) -> None:
    told = told_by(panel)
    panel.days.first.setText("2025-03")
    type_into(panel.days.last, "last-month")
    assert told[-1] == OrderFilter(date_from=date(2025, 3, 1), date_to=date(2026, 10, 31))


def test_a_value_typed_in_other_letters_ticks_the_one_that_is_there(panel: FilterPanel) -> None:
    panel.show_filter(OrderFilter(retailers=("BOL",)))
    assert panel.lists["retailer"].ticks.count() == 2
    assert panel.lists["retailer"].ticks.ticked() == ("Bol",)
    told = told_by(panel)
    panel.lists["currency"].ticks.item(0).setCheckState(Qt.CheckState.Checked)
    assert told == [OrderFilter(retailers=("BOL",), currencies=("EUR",))]


def test_a_long_list_is_searched_and_keeps_what_is_ticked_in_sight(panel: FilterPanel) -> None:
    brands = panel.lists["brand"].ticks
    brands.item(3).setCheckState(Qt.CheckState.Checked)
    find = panel.findChild(QLineEdit, "orders-filter-brand-find")
    assert find is not None
    assert find.isVisible()
    find.setText("brand 17")
    shown = [brands.item(n).text() for n in range(brands.count()) if not brands.isRowHidden(n)]
    assert shown == ["Brand 3", "Brand 17"]
    none = panel.findChild(QLineEdit, "orders-filter-currency-find")
    assert none is not None
    assert not none.isVisible()


def test_a_list_without_values_is_not_there(panel: FilterPanel) -> None:
    assert not panel.lists["tag"].isVisible()
    panel.show_filter(OrderFilter(tags=("gift",)))
    assert panel.lists["tag"].isVisible()


def test_hidden_orders_are_asked_for(panel: FilterPanel) -> None:
    told = told_by(panel)
    panel.hidden.setCurrentIndex(2)
    panel.hidden.activated.emit(2)
    assert told == [OrderFilter(hidden=Hidden.ONLY)]
    panel.show_filter(OrderFilter(hidden=Hidden.TOO))
    assert panel.hidden.currentText() == "Shown too"


def test_an_end_of_the_total_that_is_left_alone_stays_left_out(panel: FilterPanel) -> None:
    panel.show_filter(OrderFilter(min_total=Decimal(50), over_total=True))
    told = told_by(panel)
    type_into(panel.amounts.last, "90")
    type_into(panel.amounts.first, "60")
    assert [(f.min_total, f.over_total, f.max_total) for f in told] == [
        (Decimal(50), True, Decimal(90)),
        (Decimal(60), False, Decimal(90)),
    ]
