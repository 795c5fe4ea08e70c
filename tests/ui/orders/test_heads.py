"""The heads of the table: by keyboard, frozen, fitted, sorted by several."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from orderdock.query.filters import DEFAULT_SORT, OrderFilter, Sort, Unit
from orderdock_ui.orders.columns_chooser import ColumnsChooser
from orderdock_ui.orders.heads import HeadsView
from orderdock_ui.orders.layout_memory import columns_of
from orderdock_ui.orders.page import OrdersPage

MANY = [
    "ordered_at",
    "retailer",
    "order_number",
    "item_name",
    "shipment_status",
    "order_total",
    "connection_name",
    "provider",
    "first_seen",
    "changed_at",
]
NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def heads(page: OrdersPage, qtbot: QtBot) -> HeadsView:
    """Ten columns, more than there is room for, and the focus on the first."""
    page._columns.show_columns(MANY)
    page.activateWindow()
    heads = page.table.heads
    heads.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(heads.hasFocus)
    return heads


def keys_shown(page: OrdersPage) -> list[str]:
    return [page.model.columns[s].key for s in page._columns.visual_order()]


def section(page: OrdersPage, key: str) -> int:
    return [column.key for column in page.model.columns].index(key)


def sorts(page: OrdersPage) -> list[Sort]:
    return list(page.model.sorts)


def scroll(page: OrdersPage, to: int) -> None:
    bar = page.table.horizontalScrollBar()
    assert bar.maximum() >= to
    bar.setValue(to)


def test_arrows_go_along_and_enter_sorts(page: OrdersPage, heads: HeadsView) -> None:
    assert heads.accessibleDescription().startswith("Date, UTC, column 1 of 10, sorted descending")
    QTest.keyClick(heads, Qt.Key.Key_Right)
    QTest.keyClick(heads, Qt.Key.Key_Return)
    assert sorts(page) == [Sort("retailer")]
    assert heads.accessibleDescription() == "Retailer, column 2 of 10, sorted ascending"
    QTest.keyClick(heads, Qt.Key.Key_End)
    QTest.keyClick(heads, Qt.Key.Key_Space, SHIFT)
    assert sorts(page) == [Sort("retailer"), Sort("changed_at", descending=True)]
    assert heads.accessibleDescription().endswith("sorted descending, key 2 of 2")
    QTest.keyClick(heads, Qt.Key.Key_Home)
    assert "column 1 of 10" in heads.accessibleDescription()


def test_a_third_time_with_shift_leaves_a_column_out_again(
    page: OrdersPage, heads: HeadsView
) -> None:
    QTest.keyClick(heads, Qt.Key.Key_Right)
    orders: list[tuple[Sort, ...]] = [
        (*DEFAULT_SORT, Sort("retailer")),
        (*DEFAULT_SORT, Sort("retailer", descending=True)),
        DEFAULT_SORT,
    ]
    for expected in orders:
        QTest.keyClick(heads, Qt.Key.Key_Return, SHIFT)
        assert page.model.sorts == expected


def test_ctrl_arrows_resize_and_the_width_is_kept(page: OrdersPage, heads: HeadsView) -> None:
    QTest.keyClick(heads, Qt.Key.Key_Right)
    before = heads.sectionSize(1)
    QTest.keyClick(heads, Qt.Key.Key_Right, CTRL)
    QTest.keyClick(heads, Qt.Key.Key_Right, CTRL)
    QTest.keyClick(heads, Qt.Key.Key_Left, CTRL)
    assert heads.sectionSize(1) == before + 8
    assert page._columns.layout.widths == {"retailer": heads.sectionSize(1)}
    for _ in range(80):
        QTest.keyClick(heads, Qt.Key.Key_Left, CTRL)
    assert heads.sectionSize(1) == heads.minimumSectionSize()


def test_alt_arrows_move_and_delete_hides(page: OrdersPage, heads: HeadsView) -> None:
    QTest.keyClick(heads, Qt.Key.Key_Right, ALT)
    assert keys_shown(page)[:2] == ["retailer", "ordered_at"]
    assert "Date, UTC, column 2 of 10" in heads.accessibleDescription()
    page.set_filter(OrderFilter(search="blanket"))  # the model takes the order of columns over
    QTest.keyClick(heads, Qt.Key.Key_Delete)
    assert "ordered_at" not in keys_shown(page)
    for _ in range(20):
        QTest.keyClick(heads, Qt.Key.Key_Delete)
    assert len(keys_shown(page)) == 1


def test_down_leads_to_the_rows_and_the_heads_come_before_them(
    page: OrdersPage, heads: HeadsView, qtbot: QtBot
) -> None:
    QTest.keyClick(heads, Qt.Key.Key_Down)
    qtbot.waitUntil(page.table.hasFocus)
    QTest.keyClick(page.table, Qt.Key.Key_Backtab)
    assert heads.hasFocus()
    QTest.keyClick(heads, Qt.Key.Key_Tab)
    assert page.table.hasFocus()


def test_fitting_makes_room_for_the_longest_text_in_sight(
    page: OrdersPage, heads: HeadsView
) -> None:
    place = section(page, "item_name")
    heads._at = place
    QTest.keyClick(heads, Qt.Key.Key_Equal)
    metrics = page.table.fontMetrics()
    longest = metrics.horizontalAdvance("Wool blanket, charcoal")
    assert longest < heads.sectionSize(place) < longest + 60
    assert page._columns.layout.widths["item_name"] > 0
    page._columns.fit_all()
    number = section(page, "order_number")
    wide = metrics.horizontalAdvance("902-0000000")
    assert wide < heads.sectionSize(number) < wide + 60


def picture(page: OrdersPage, area: QRect) -> bytes:
    image = page.table.viewport().grab(area).toImage()
    return bytes(image.constBits())


def test_frozen_columns_stay_while_the_others_scroll(page: OrdersPage, heads: HeadsView) -> None:
    page.table.setFocus()
    page._columns.freeze(2)
    edge = heads.frozen_width()
    assert heads.frozen_sections() == [0, 1]
    frozen = QRect(0, 0, edge - 1, page.table.viewport().height())
    beside = QRect(edge, 0, 200, page.table.viewport().height())
    left, right = picture(page, frozen), picture(page, beside)
    scroll(page, 150)
    assert picture(page, frozen) == left
    assert picture(page, beside) != right
    assert [heads.left_of(s) for s in (0, 1)] == [0, heads.sectionSize(0)]
    page._columns.freeze(0)
    assert picture(page, frozen) != left


def test_a_click_on_a_frozen_head_is_meant_for_it(page: OrdersPage, heads: HeadsView) -> None:
    page._columns.freeze(2)
    scroll(page, 150)
    at = QPoint(heads.left_of(1) + 20, 10)
    QTest.mouseClick(heads.viewport(), Qt.MouseButton.LeftButton, NONE, at)
    assert page.model.sorts == (Sort("retailer"),)
    edge = heads.frozen_width() - 1
    QTest.mousePress(heads.viewport(), Qt.MouseButton.LeftButton, NONE, QPoint(edge, 10))
    QTest.mouseMove(heads.viewport(), QPoint(edge + 40, 10))
    QTest.mouseRelease(heads.viewport(), Qt.MouseButton.LeftButton, NONE, QPoint(edge + 40, 10))
    assert page.model.sorts == (Sort("retailer"),)
    assert keys_shown(page) == MANY


def test_what_is_gone_to_is_never_under_what_is_frozen(page: OrdersPage, heads: HeadsView) -> None:
    page._columns.freeze(2)
    scroll(page, page.table.horizontalScrollBar().maximum())
    heads._at = heads.visible_sections()[-1]
    while heads._at != 2:
        QTest.keyClick(heads, Qt.Key.Key_Left)
        left = heads.left_of(heads._at)
        assert left >= heads.frozen_width()
        assert left + heads.sectionSize(heads._at) <= page.table.viewport().width()
    page.table.scrollTo(page.model.index(0, 2))
    assert heads.left_of(2) >= heads.frozen_width()


def test_a_frozen_cell_is_clicked_and_walked_without_scrolling_sideways(
    page: OrdersPage, heads: HeadsView
) -> None:
    page._columns.freeze(2)
    scroll(page, 150)
    table, bar = page.table, page.table.horizontalScrollBar()
    at = QPoint(heads.left_of(1) + 20, 50)
    assert table.indexAt(at).column() == 1
    assert table.visualRect(table.indexAt(at)).contains(at)
    beside = QPoint(heads.frozen_width() + 30, 50)
    assert table.indexAt(beside).column() == heads.section_at(beside.x()) > 1
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, SHIFT, at)
    assert table.currentIndex().column() == 1
    for _ in range(30):
        QTest.keyClick(table, Qt.Key.Key_Down)
    assert table.currentIndex().row() > 25
    assert bar.value() == 150


def test_more_is_never_frozen_than_leaves_room_to_scroll(
    page: OrdersPage, heads: HeadsView, qtbot: QtBot
) -> None:
    page._columns.freeze(9)
    assert page._columns.layout.frozen == 9
    assert 0 < len(heads.frozen_sections()) < 9
    assert heads.frozen_width() <= page.table.viewport().width() - 160


def test_hiding_a_frozen_column_does_not_freeze_the_next(
    page: OrdersPage, heads: HeadsView
) -> None:
    page._columns.freeze(2)
    page._columns.hide("ordered_at")
    assert page._columns.layout.frozen == 1
    assert keys_shown(page)[0] == "retailer"


def test_the_menu_of_a_head_has_all_of_it(page: OrdersPage, heads: HeadsView) -> None:
    QTest.keyClick(heads, Qt.Key.Key_Right)
    QTest.keyClick(heads, Qt.Key.Key_Down, ALT)
    menu = page.findChild(QMenu, "orders-head-menu")
    assert menu is not None
    acts = {a.text().partition("\t")[0]: a for a in menu.actions() if a.text()}
    assert list(acts) == [
        "Sort A to Z",
        "Sort Z to A",
        "Then sort A to Z",
        "Then sort Z to A",
        "Fit to content",
        "Fit all columns",
        "Wider",
        "Narrower",
        "Move left",
        "Move right",
        "Freeze up to here",
        "Hide",
        "Columns…",
    ]
    acts["Then sort Z to A"].trigger()
    acts["Freeze up to here"].trigger()
    menu.close()
    assert sorts(page) == [*DEFAULT_SORT, Sort("retailer", descending=True)]
    assert page._columns.layout.frozen == 2
    heads._open_menu()
    menu = next(m for m in page.findChildren(QMenu, "orders-head-menu") if m.isVisible())
    acts = {a.text().partition("\t")[0]: a for a in menu.actions() if a.text()}
    assert acts["Then sort Z to A"].isChecked()
    assert "Do not sort by Retailer" in acts
    acts["Clear sort"].trigger()
    acts["Freeze no column"].trigger()
    menu.close()
    assert sorts(page) == list(DEFAULT_SORT)
    assert page._columns.layout.frozen == 0


def test_freezing_counts_columns_that_made_way(page: OrdersPage, qtbot: QtBot) -> None:
    page.resize(640, 500)
    qtbot.waitUntil(lambda: "order_number" not in keys_shown(page))
    page.table.heads._at = section(page, "shipment_status")
    page.table.heads._open_menu()
    menu = page.findChild(QMenu, "orders-head-menu")
    assert menu is not None
    next(a for a in menu.actions() if a.text() == "Freeze up to here").trigger()
    menu.close()
    layout = page._columns.layout
    assert layout.shown[layout.frozen - 1] == "shipment_status"
    assert keys_shown(page) == layout.shown


@pytest.fixture
def chooser(dressed: QApplication, qtbot: QtBot) -> ColumnsChooser:
    made = ColumnsChooser()
    qtbot.addWidget(made)
    columns = list(columns_of(Unit.ORDERS).values())
    made.open_at(
        None, QPoint(600, 100), Unit.ORDERS, columns, ["order_total", "retailer", "status"], 1
    )
    return made


def test_the_list_of_columns_is_part_of_the_page_and_goes_by_itself(
    page: OrdersPage, qtbot: QtBot
) -> None:
    button = page.tools.columns
    page.activateWindow()
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    button.click()
    chooser = page.columns.chooser
    assert not chooser.isWindow()
    assert chooser.isVisible()
    assert chooser.search.hasFocus()
    assert page.rect().contains(chooser.geometry())
    QTest.keyClick(chooser.search, Qt.Key.Key_Escape)
    assert not chooser.isVisible()
    assert button.hasFocus()
    button.click()
    QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton)
    assert not chooser.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert chooser.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not chooser.isVisible()
    page.resize(640, 400)
    button.click()
    assert page.rect().contains(chooser.geometry())
    page.focus_search()
    assert not chooser.isVisible()


def spoken(chooser: ColumnsChooser, place: int) -> str:
    return str(chooser.list.item(place).data(Qt.ItemDataRole.AccessibleTextRole))


def test_the_chooser_freezes_up_to_a_column(chooser: ColumnsChooser) -> None:
    told: list[int] = []
    chooser.frozen.connect(told.append)
    assert [spoken(chooser, n) for n in range(2)] == ["Total, frozen", "Retailer"]
    chooser.list.setFocus()
    chooser.list.setCurrentRow(1)
    QTest.keyClick(chooser.list, Qt.Key.Key_F, ALT)
    assert told == [2]
    assert spoken(chooser, 1) == "Retailer, frozen"
    assert chooser.freezing.text() == "Freeze no column"
    chooser.freezing.click()
    assert told == [2, 0]
    chooser.list.setCurrentRow(2)
    assert not chooser.freezing.isEnabled()


def test_hiding_a_frozen_column_in_the_chooser_counts_it_out(chooser: ColumnsChooser) -> None:
    told: list[int] = []
    chooser.frozen.connect(told.append)
    chooser.list.setFocus()
    chooser.list.setCurrentRow(0)
    QTest.keyClick(chooser.list, Qt.Key.Key_Space)
    assert told == [0]
    assert spoken(chooser, 1) == "Retailer"


def test_a_column_is_found_by_typing_and_shown_by_enter(chooser: ColumnsChooser) -> None:
    told: list[list[str]] = []
    chooser.changed.connect(told.append)
    chooser.list.setFocus()
    QTest.keyClicks(chooser.list, "curr")
    assert chooser.search.text() == "curr"
    QTest.keyClick(chooser.search, Qt.Key.Key_Return)
    assert told == [["order_total", "retailer", "status", "currency"]]
