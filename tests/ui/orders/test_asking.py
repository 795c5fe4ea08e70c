"""Asking in the search box: conditions, ways to go on, mistakes, and the mirrors of all of it."""

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QListWidget, QWidget
from pytestqt.qtbot import QtBot

from orderdock.query.choices import LineChoices
from orderdock.query.filters import OrderFilter, Unit
from orderdock.query.periods import period_of
from orderdock.services.library import Library
from orderdock_ui.orders.page import OrdersPage
from orderdock_ui.orders.search_field import OrdersSearch
from orderdock_ui.theme import theme
from tests.ui.orders import some_orders


def child(page: QWidget, name: str) -> QWidget:
    found = page.window().findChild(QWidget, name)
    assert found is not None
    return found


def count(page: OrdersPage) -> str:
    label = child(page, "orders-count")
    assert isinstance(label, QLabel)
    return label.text()


def mistake(page: OrdersPage) -> str:
    label = child(page, "orders-search-mistake")
    assert isinstance(label, QLabel)
    return label.text() if label.isVisible() else ""


@pytest.fixture
def box(page: OrdersPage, qtbot: QtBot) -> OrdersSearch:
    page.activateWindow()
    page.focus_search()
    qtbot.waitUntil(page.tools.search.hasFocus)
    return page.tools.search


def typed(page: OrdersPage, qtbot: QtBot, text: str) -> None:
    """Type, and wait until the table shows it."""
    with qtbot.waitSignals([page.model.settled, page.model.counted]):
        QTest.keyClicks(page.tools.search, text)


def offers(box: OrdersSearch) -> list[str]:
    shown = box.offers
    return [shown.item(row).text() for row in range(shown.count())] if shown.isVisible() else []


def press(box: QWidget, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(box, key)


def test_conditions_that_are_typed_filter_and_become_chips(
    page: OrdersPage, box: OrdersSearch, qtbot: QtBot
) -> None:
    typed(page, qtbot, "retailer:target -status:cancelled total:>60 blanket")
    assert page.model.filter == OrderFilter(
        retailers=("target",),
        min_total=Decimal(60),
        over_total=True,
        search="blanket",
        without=OrderFilter(statuses=("cancelled",)),
    )
    assert count(page) == "9 orders"
    for key in ("retailer", "not-status", "total", "words"):
        assert child(page, f"orders-chip-{key}").accessibleName().startswith("Remove filter")
    assert page.table._painter._plain.hits


def test_a_chip_that_is_taken_away_takes_its_words_out_of_the_text(
    page: OrdersPage, box: OrdersSearch, qtbot: QtBot
) -> None:
    typed(page, qtbot, "blanket  Retailer:target date:2026-11")
    cross = child(page, "orders-chip-retailer")
    assert isinstance(cross, QAbstractButton)
    with qtbot.waitSignals([page.model.settled, page.model.counted]):
        cross.click()
    assert box.text() == "blanket date:2026-11"
    box.setFocus()
    box.undo()
    assert box.text() == "blanket  Retailer:target date:2026-11"
    qtbot.waitUntil(lambda: page.model.filter.retailers == ("target",))


def test_the_panel_writes_into_the_box_and_reads_from_it(
    page: OrdersPage, box: OrdersSearch, qtbot: QtBot
) -> None:
    typed(page, qtbot, "wool")
    page.toggle_filter()
    ticks = page.filters.lists["brand"].ticks
    qtbot.waitUntil(lambda: ticks.count() == 1)
    ticks.item(0).setCheckState(Qt.CheckState.Checked)
    page.filters.range.setCurrentText("This month")
    page.filters.range.activated.emit(page.filters.range.currentIndex())
    today = page._today()
    days = period_of(today.replace(day=1), today, today)
    assert box.text() == f"wool brand:Fjell date:{days}"
    box.setText("brand:FJELL currency:eur date:2026-11")
    qtbot.waitUntil(lambda: page.model.filter.currencies == ("EUR",))
    assert ticks.ticked() == ("Fjell",)
    assert page.filters.lists["currency"].ticks.ticked() == ("EUR",)
    assert page.filters.days.first.text() == "2026-11-01"
    assert page.model.filter.date_to == date(2026, 11, 30)


def test_fields_and_values_are_completed_by_keyboard_alone(
    page: OrdersPage, box: OrdersSearch, qtbot: QtBot
) -> None:
    QTest.keyClicks(box, "ret")
    assert offers(box) == ["retailer:"]
    press(box, Qt.Key.Key_Tab)
    assert box.text() == "retailer:"
    qtbot.waitUntil(lambda: len(offers(box)) == 6)
    assert offers(box) == ["Bol", "Outlet store", "Target", "Walmart", "Zalando", "none"]
    press(box, Qt.Key.Key_Down, Qt.Key.Key_Down)
    press(box, Qt.Key.Key_Return)
    assert box.text() == 'retailer:"Outlet store"'
    assert box.hasFocus()
    assert offers(box) == []
    QTest.keyClicks(box, ",za")
    assert offers(box) == ["Zalando"]
    with qtbot.waitSignals([page.model.settled, page.model.counted]):
        press(box, Qt.Key.Key_Tab)
    assert page.model.filter.retailers == ("Outlet store", "Zalando")
    assert count(page) == "24 orders"


def test_offers_never_take_what_plain_typing_needs(
    page: OrdersPage, box: OrdersSearch, qtbot: QtBot
) -> None:
    QTest.keyClicks(box, "order")
    assert offers(box) == ["order:"]
    with qtbot.waitSignals([page.model.settled, page.model.counted]):
        press(box, Qt.Key.Key_Return)
    assert box.text() == "order"
    assert page.model.filter == OrderFilter(search="order")
    page.focus_search()
    box.clear()
    QTest.keyClicks(box, "order")
    press(box, Qt.Key.Key_Escape)
    assert offers(box) == []
    assert box.text() == "order"
    QTest.keyClicks(box, "s blanket")
    assert offers(box) == []
    press(box, Qt.Key.Key_Down)
    assert not box.hasFocus()


@pytest.mark.parametrize(
    ("key", "held"),
    [
        (Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier),
    ],
)
def test_every_field_is_offered_when_asked_for(
    box: OrdersSearch, key: Qt.Key, held: Qt.KeyboardModifier
) -> None:
    QTest.keyClick(box, key, held)
    assert offers(box)[:3] == ["retailer:", "date:", "total:"]
    press(box, Qt.Key.Key_PageDown, Qt.Key.Key_Up)
    chosen = box.offers.current()
    assert chosen is not None
    assert chosen.shown == "category:"
    press(box, Qt.Key.Key_Escape)
    assert box.text() == ""


def test_an_offer_is_taken_by_a_click_and_the_box_keeps_the_focus(
    box: OrdersSearch, qtbot: QtBot
) -> None:
    QTest.keyClicks(box, "date:last-")
    shown = box.offers
    place = shown.visualItemRect(shown.item(1)).center()
    QTest.mouseClick(
        shown.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place
    )
    assert box.text() == "date:last-month"
    assert box.hasFocus()


def test_what_cannot_be_read_is_said_in_place_and_changes_nothing(
    page: OrdersPage, box: OrdersSearch, qtbot: QtBot
) -> None:
    typed(page, qtbot, "currency:eur")
    before = page.model.filter
    QTest.keyClicks(box, " date:2026-06..2026-03")
    qtbot.waitUntil(lambda: not box._pause.isActive())
    assert mistake(page) == ""
    press(box, Qt.Key.Key_Return)
    assert mistake(page) == (
        "The end 2026-03-31 lies before the beginning 2026-06-01. Write the earlier day first."
        " The table stays as it was."
    )
    assert box.hasFocus()
    assert box.property("error") == "true"
    assert box.accessibleDescription() == mistake(page)
    assert page.model.filter == before
    assert box.text() == "currency:eur date:2026-06..2026-03"
    page.show_unit(Unit.LINES)
    assert box.text() == "currency:eur date:2026-06..2026-03"
    box.setText("currency:eur date:2026-03..2026-06")
    qtbot.waitUntil(lambda: page.model.filter.date_to == date(2026, 6, 30))
    assert mistake(page) == ""
    assert box.property("error") == "false"


def test_a_condition_that_is_being_typed_is_what_it_was_and_the_rest_holds(
    page: OrdersPage, box: OrdersSearch, qtbot: QtBot
) -> None:
    typed(page, qtbot, "stat")
    QTest.keyClicks(box, "us:")
    qtbot.waitUntil(lambda: page.model.filter == OrderFilter())
    box.setText("date:2026-11 wool")
    qtbot.waitUntil(lambda: page.model.filter.search == "wool")
    box.setText("date:2026-1x coat")
    box.setCursorPosition(12)
    qtbot.waitUntil(lambda: page.model.filter.search == "coat")
    assert page.model.filter.date_to == date(2026, 11, 30)
    assert mistake(page) == ""


def test_enter_leads_to_the_end_of_what_is_to_be_mended(
    page: OrdersPage, box: OrdersSearch
) -> None:
    QTest.keyClicks(box, "total:lots wool date:soon")
    press(box, Qt.Key.Key_Return)
    assert mistake(page).startswith("“lots” is no amount.")
    assert box.cursorPosition() == len("total:lots")
    assert box.hasFocus()


def test_a_mistake_is_said_when_the_person_goes_on_or_away(
    page: OrdersPage, box: OrdersSearch, qtbot: QtBot
) -> None:
    QTest.keyClicks(box, "retialer:bol wool")
    qtbot.waitUntil(lambda: "Did you mean retailer?" in mistake(page))
    box.setText("total:lots")
    page.tools.filter.setFocus()
    assert mistake(page).startswith("“lots” is no amount.")
    cross = child(page, "orders-search-clear")
    assert isinstance(cross, QAbstractButton)
    cross.click()
    assert mistake(page) == ""
    assert page.model.filter == OrderFilter()


def test_a_filter_from_elsewhere_keeps_what_could_not_be_read(
    page: OrdersPage, box: OrdersSearch, qtbot: QtBot
) -> None:
    QTest.keyClicks(box, "date:soon wool ")
    qtbot.waitUntil(lambda: "“soon” is no date." in mistake(page))
    with qtbot.waitSignals([page.model.settled, page.model.counted]):
        page.set_filter(OrderFilter(currencies=("EUR",), search="wool"))
    assert box.text() == "date:soon wool currency:EUR"
    assert "“soon” is no date." in mistake(page)


def test_lines_are_not_looked_through_at_every_commit(
    page: OrdersPage, library: Library, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[LineChoices] = []
    real = library.line_choices

    def looked() -> LineChoices:
        read.append(real())
        return read[-1]

    monkeypatch.setattr(library, "line_choices", looked)
    page.toggle_filter()
    brands, retailers = (page.filters.lists[key].ticks for key in ("brand", "retailer"))
    qtbot.waitUntil(lambda: (brands.count(), retailers.count()) == (1, 5))
    some_orders.add(library, some_orders.connection_in(library), range(100, 101))
    page.asking._values._rests_until = 0.0
    with qtbot.waitSignal(page.asking._values.came):
        page.refresh()
    assert read == [LineChoices(brands=("Fjell",))]


def test_clear_all_empties_box_chips_and_panel(
    page: OrdersPage, box: OrdersSearch, qtbot: QtBot
) -> None:
    typed(page, qtbot, "retailer:target wool")
    clear = child(page, "orders-clear-filters")
    assert isinstance(clear, QAbstractButton)
    with qtbot.waitSignals([page.model.settled, page.model.counted]):
        clear.click()
    assert box.text() == ""
    assert page.model.filter == OrderFilter()
    assert count(page) == "60 orders"


def test_the_list_of_offers_lies_within_the_window_at_any_size(
    page: OrdersPage, box: OrdersSearch, dressed: QApplication, qtbot: QtBot
) -> None:
    font, large = dressed.font(), dressed.font()
    large.setPixelSize(26)
    try:
        theme.set_base_font(dressed, large)
        page.resize(1152, 500)
        QTest.keyClicks(box, "date:")
        shown = child(page, "orders-search-offers")
        assert isinstance(shown, QListWidget)
        qtbot.waitUntil(shown.isVisible)
        assert page.rect().contains(shown.geometry())
        assert shown.sizeHintForRow(0) >= 2 * 24
    finally:
        theme.set_base_font(dressed, font)
