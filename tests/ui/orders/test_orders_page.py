"""The orders page as a person uses it."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from orderdock.domain.connections import ConnectionId, ProviderId
from orderdock.query.filters import OrderFilter, Sort, Unit
from orderdock.services.library import Library
from orderdock.store import connections
from orderdock_ui.export.on_screen import of_page
from orderdock_ui.orders.page import OrdersPage
from orderdock_ui.orders.words import Wording
from orderdock_ui.theme import theme
from tests.ui.orders import some_orders


def child(page: QWidget, name: str) -> QWidget:
    found = page.findChild(QWidget, name)
    assert found is not None
    return found


def count(page: OrdersPage) -> str:
    label = child(page, "orders-count")
    assert isinstance(label, QLabel)
    return label.text()


def texts(page: OrdersPage, key: str) -> list[str]:
    place = [c.key for c in page.model.columns].index(key)
    return [page.model.index(row, place).data() for row in range(page.model.rowCount())]


def selected(page: OrdersPage, library: Library) -> list[int]:
    """The orders that an export would take as the selection."""
    chosen = of_page(page).selection
    return [] if chosen is None else chosen.orders(library)


def ask(page: OrdersPage, qtbot: QtBot, f: OrderFilter) -> None:
    with qtbot.waitSignals([page.model.settled, page.model.counted]):
        page.set_filter(f)


def test_orders_are_there_with_their_count_and_totals(page: OrdersPage) -> None:
    assert count(page) == "60 orders"
    totals = child(page, "orders-totals").accessibleName()
    assert totals == "Totals: EUR 1,896.00; USD 1,908.00"
    assert child(page, "orders-blank-totals").accessibleName().startswith("12 blank totals")


def test_typing_searches_marks_and_comes_back(page: OrdersPage, qtbot: QtBot) -> None:
    box = child(page, "orders-search")
    with qtbot.waitSignals([page.model.settled, page.model.counted]):
        QTest.keyClicks(box, "brulee")
    assert count(page) == "12 orders"
    assert set(texts(page, "item_name")) == {"Crème brûlée set"}
    assert page.table._painter._plain.hits
    with qtbot.waitSignals([page.model.settled, page.model.counted]):
        QTest.keyClick(box, Qt.Key.Key_Escape)
    assert count(page) == "60 orders"
    assert not page.table._painter._plain.hits


def test_enter_in_the_search_goes_to_the_first_row(page: OrdersPage, qtbot: QtBot) -> None:
    page.activateWindow()
    page.focus_search()
    box = child(page, "orders-search")
    QTest.keyClicks(box, "blanket")
    QTest.keyClick(box, Qt.Key.Key_Return)
    qtbot.waitUntil(page.table.hasFocus)
    assert page.model.filter.search == "blanket"


def test_search_filter_panel_and_chips_are_one_filter(page: OrdersPage, qtbot: QtBot) -> None:
    page.toggle_filter()
    retailers = page.filters.lists["retailer"].ticks
    qtbot.waitUntil(lambda: retailers.count() == 5)
    retailers.item(0).setCheckState(Qt.CheckState.Checked)
    assert page.model.filter.retailers == ("Bol",)
    cross = child(page, "orders-chip-retailer")
    assert isinstance(cross, QAbstractButton)
    with qtbot.waitSignals([page.model.settled, page.model.counted]):
        cross.click()
    assert page.model.filter == OrderFilter()
    assert retailers.ticked() == ()
    ask(page, qtbot, OrderFilter(currencies=("EUR",), date_from=date(2026, 11, 20)))
    assert page.filters.lists["currency"].ticks.ticked() == ("EUR",)


def test_orders_and_lines_are_two_views_of_one_filter(page: OrdersPage, qtbot: QtBot) -> None:
    ask(page, qtbot, OrderFilter(retailers=("Target",)))
    with qtbot.waitSignals([page.model.settled, page.model.counted]):
        page.switch_unit()
    assert page.model.unit == Unit.LINES
    assert page.model.rowCount() == 24
    assert count(page) == "12 orders"
    button = child(page, "orders-view-lines")
    assert isinstance(button, QPushButton)
    assert button.isChecked()
    assert "sku" in [c.key for c in page.model.columns]


def test_the_drawer_opens_follows_the_row_and_closes(page: OrdersPage, qtbot: QtBot) -> None:
    page.activateWindow()
    page.take_focus()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    qtbot.waitUntil(page.drawer.isVisible)
    assert page.drawer.accessibleName() == "Order 902-0000000 of Target"
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: page.drawer.accessibleName() == "Order 902-0000001 of Zalando")
    QTest.keyClick(page.table, Qt.Key.Key_Escape)
    assert not page.drawer.isVisible()
    assert page.table.hasFocus()


def test_a_click_opens_the_order_and_shift_only_selects(
    page: OrdersPage, library: Library, qtbot: QtBot
) -> None:
    def at(row: int) -> QPoint:
        return QPoint(30, page.table.rowViewportPosition(row) + 10)

    press, view = Qt.MouseButton.LeftButton, page.table.viewport()
    QTest.mouseClick(view, press, Qt.KeyboardModifier.NoModifier, at(2))
    qtbot.waitUntil(page.drawer.isVisible)
    page.detail.close()
    assert selected(page, library) == [page.model.id_at(2)]


def test_in_lines_a_line_opens_its_order(page: OrdersPage, library: Library, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.model.settled):
        page.show_unit(Unit.LINES)
    page.open_row(3)
    qtbot.waitUntil(page.drawer.isVisible)
    assert page.drawer.accessibleName() == "Order 902-0000001 of Zalando"
    page.table.selectRow(3)
    detail = page.drawer.detail
    assert detail is not None
    assert selected(page, library) == [detail.id]


def test_selecting_everything_means_what_is_filtered(page: OrdersPage, library: Library) -> None:
    page.table.selectAll()
    assert page.selection.count() == 60
    assert selected(page, library) == []


def test_commits_show_up_without_losing_place_selection_or_drawer(
    page: OrdersPage, library: Library, qtbot: QtBot
) -> None:
    page.table.verticalScrollBar().setValue(10)
    page.table.selectRow(12)
    kept = page.model.id_at(12)
    page.open_row(12)
    qtbot.waitUntil(page.drawer.isVisible)
    top = page.model.id_at(page.table.rowAt(0))
    some_orders.add(library, some_orders.connection_in(library), range(-3, 0))
    qtbot.waitUntil(lambda: not page.model._breath.isActive())
    with qtbot.waitSignals([page.model.settled, page.model.counted]):
        page.refresh()
    assert count(page) == "63 orders"
    assert selected(page, library) == [kept]
    assert page.model.id_at(page.table.rowAt(0)) == top
    assert page.drawer.isVisible()


def test_nothing_is_asked_again_when_nothing_was_committed(page: OrdersPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not page.model._breath.isActive())
    page.refresh()
    qtbot.waitUntil(page.model.is_settled)
    page.refresh()
    assert page.model.is_settled()
    assert not page.model._again


def test_sorting_keeps_the_selection(page: OrdersPage, library: Library, qtbot: QtBot) -> None:
    page.table.selectRow(7)
    kept = selected(page, library)
    with qtbot.waitSignal(page.model.settled):
        page._columns.sort_by("order_total", descending=True)
    assert selected(page, library) == kept
    assert page.table.currentIndex().row() == page.model.row_of(kept[0])
    page._columns.show_columns(["retailer", "order_total"])
    assert selected(page, library) == kept
    ask(page, qtbot, OrderFilter(retailers=("Bol",)))
    assert selected(page, library) == []


def test_copy_is_made_for_spreadsheets_with_and_without_heads(page: OrdersPage) -> None:
    page._columns.show_columns(["retailer", "order_total"])
    page.table.selectRow(1)
    page.copy()
    assert QGuiApplication.clipboard().text() == "Zalando\t51.00\tEUR"
    page.table.selectAll()
    page.copy(heads=True)
    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied[0] == "Retailer\tTotal\tCurrency"
    assert len(copied) == 61
    assert copied[4] == "Outlet store\t\tGBP"


def test_copying_by_key_takes_the_rows_and_nothing_copies_nothing(
    page: OrdersPage, qtbot: QtBot
) -> None:
    QGuiApplication.clipboard().setText("before")
    page.copy()
    assert QGuiApplication.clipboard().text() == "before"
    page.activateWindow()
    page.take_focus()
    qtbot.waitUntil(page.table.hasFocus)
    page.table.selectRow(0)
    QTest.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert "902-0000000" in QGuiApplication.clipboard().text()


def test_the_menu_of_a_row_sorts_for_the_keyboard(page: OrdersPage, qtbot: QtBot) -> None:
    page.table.selectRow(0)
    page._show_menu(QPoint(300, 300))
    menu = page.findChild(QMenu, "orders-menu")
    assert menu is not None
    words = [action.text().partition("\t")[0] for action in menu.actions() if action.text()]
    assert words == [
        "Open the order",
        "Copy",
        "Copy with heads",
        "Tags…",
        "Note…",
        "Hide",
        "Show hidden orders",
        "Sort by",
        "Then sort by",
        "Clear sort",
        "Columns…",
    ]
    [sorting] = [action for action in menu.actions() if action.text() == "Sort by"]
    inner = sorting.menu()
    assert isinstance(inner, QMenu)
    named = {action.text(): action for action in inner.actions()}
    assert named["Date, newest first"].isChecked()
    with qtbot.waitSignal(page.model.settled):
        named["Retailer, A to Z"].trigger()
    assert list(page.model.sorts) == [Sort("retailer")]
    menu.close()


def test_a_filter_that_hides_all_says_so_and_is_cleared(page: OrdersPage, qtbot: QtBot) -> None:
    ask(page, qtbot, OrderFilter(retailers=("Bol",), currencies=("USD",)))
    empty = child(page, "orders-empty")
    assert empty.isVisible()
    assert empty.accessibleName().startswith("No order fits these 2 filters.")
    button = child(page, "empty-action")
    assert isinstance(button, QPushButton)
    assert button.text() == "Clear all"
    with qtbot.waitSignals([page.model.settled, page.model.counted]):
        button.click()
    assert page.table.isVisible()
    ask(page, qtbot, OrderFilter(search="zzz"))
    assert empty.accessibleName().startswith("No order has “zzz”.")


def empty_page(folder: Path, qtbot: QtBot, wording: Wording) -> tuple[Library, OrdersPage]:
    library = some_orders.open_at(folder)
    page = OrdersPage(library, wording)
    qtbot.addWidget(page)
    page.resize(900, 600)
    with qtbot.waitSignal(page.model.counted):
        page.show()
    return library, page


def add_connection(library: Library, name: str) -> ConnectionId:
    return library.database.write_now(
        connections.add,
        provider=ProviderId("stackline"),
        name=name,
        base_url="http://127.0.0.1:8123",
        now=int(some_orders.NEWEST.timestamp()),
    )


def test_an_empty_profile_leads_on_step_by_step(
    dressed: QApplication, tmp_path: Path, qtbot: QtBot, wording: Wording
) -> None:
    library, page = empty_page(tmp_path / "empty", qtbot, wording)
    empty, button = child(page, "orders-empty"), child(page, "empty-action")
    assert isinstance(button, QPushButton)
    assert empty.accessibleName().startswith("No orders yet.")
    with qtbot.waitSignal(page.connect_asked):
        button.click()
    made = add_connection(library, "Outlet")
    page._version = None
    with qtbot.waitSignal(page.model.counted):
        page.model._breath.stop()
        page.refresh()
    assert "No orders of Outlet have been read." in empty.accessibleName()
    with qtbot.waitSignal(page.sync_asked):
        button.click()
    at = some_orders.NEWEST
    library.database.write_now(
        lambda db: connections.record(db, made, last_verified=at, data_up_to=at, last_attempt=at)
    )
    page._version = None
    qtbot.waitUntil(page.model.is_settled)
    page.model._breath.stop()
    with qtbot.waitSignal(page.model.counted):
        page.refresh()
    assert empty.accessibleName().startswith("Outlet sent no orders.")
    page.close_work()
    library.close()


def test_panes_share_the_room_and_cover_the_table_where_there_is_none(
    page: OrdersPage, qtbot: QtBot
) -> None:
    page.resize(1300, 700)
    page.open_row(0)
    qtbot.waitUntil(page.drawer.isVisible)
    page.toggle_filter()
    assert page.drawer.isVisible()
    assert page.filters.isVisible()
    assert not page.panes.is_over()
    page.resize(1000, 700)
    qtbot.waitUntil(lambda: not page.drawer.isVisible())
    assert page.filters.isVisible()
    page.resize(700, 700)
    qtbot.waitUntil(page.panes.is_over)
    page.toggle_filter()
    assert not page.filters.isVisible()


def test_the_width_of_a_pane_is_remembered(page: OrdersPage, library: Library) -> None:
    page.panes.set_open("detail", shown=True)
    page.panes._draw(60)
    page.panes._keep()
    assert library.settings()["orders.panes"] == {"detail": 380}
    assert page.drawer.width() == theme.length(380)


def test_another_time_zone_moves_days_and_words(page: OrdersPage, qtbot: QtBot) -> None:
    ask(page, qtbot, OrderFilter(date_from=date(2026, 11, 22)))
    assert count(page) == "0 orders"
    with qtbot.waitSignals([page.model.settled, page.model.counted]):
        page.set_timezone("Asia/Tokyo")
    assert count(page) == "1 order"
    assert texts(page, "ordered_at") == ["2026-11-22 03:02"]
    assert page.model.filter.timezone == "Asia/Tokyo"


def test_every_widget_one_can_use_has_a_name_and_an_identifier(
    page: OrdersPage, qtbot: QtBot
) -> None:
    page.toggle_filter()
    page.open_row(0)
    ask(page, qtbot, OrderFilter(retailers=("Target", "Bol"), currencies=("EUR", "USD")))
    kinds = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView, QPlainTextEdit)
    for kind in kinds:
        for widget in page.findChildren(kind):
            if widget.objectName().startswith("qt_") or widget.metaObject().className() in (
                "QTableCornerButton",
                "QComboBoxListView",
            ):
                continue
            assert widget.accessibleName(), widget
            assert widget.accessibleIdentifier(), widget


@pytest.mark.parametrize(("width", "pixels"), [(640, 13), (1280, 26)])
def test_nothing_asks_for_more_width_than_there_is(
    page: OrdersPage, dressed: QApplication, qtbot: QtBot, width: int, pixels: int
) -> None:
    font = dressed.font()
    large = dressed.font()
    large.setPixelSize(pixels)
    try:
        theme.set_base_font(dressed, large)
        ask(page, qtbot, OrderFilter(retailers=("Target", "Bol"), search="wool"))
        page.resize(width - 64 * pixels // 13, 400 * pixels // 13)
        qtbot.waitUntil(lambda: page.tools.filter.text() == "")
        assert page.minimumSizeHint().width() <= width - 64 * pixels // 13
        assert page.tools.search.width() >= theme.length(140)
    finally:
        theme.set_base_font(dressed, font)
