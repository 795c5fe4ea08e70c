"""The table: painted in one pass, and a table in all else."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QContextMenuEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from orderdock.query.columns import BY_KEY
from orderdock.query.filters import DEFAULT_SORT, OrderFilter, Unit
from orderdock.query.row_ids import RowIds
from orderdock.services.library import Library
from orderdock_ui.orders.background import Background
from orderdock_ui.orders.hits import Hits
from orderdock_ui.orders.row_painter import Part
from orderdock_ui.orders.table import OrdersTable
from orderdock_ui.orders.table_model import OrdersModel
from orderdock_ui.orders.words import Wording
from orderdock_ui.theme import theme

KEYS = ("ordered_at", "retailer", "item_name", "shipment_status", "order_total")


@pytest.fixture
def table(
    dressed: QApplication, qtbot: QtBot, library: Library, wording: Wording
) -> Iterator[OrdersTable]:
    background = Background(threads=2)
    model = OrdersModel(library, background, wording)
    made = OrdersTable(model)
    qtbot.addWidget(made)
    with qtbot.waitSignal(model.settled):
        model.show(OrderFilter(), DEFAULT_SORT, Unit.ORDERS, [BY_KEY[key] for key in KEYS])
    for section, width in enumerate((142, 120, 220, 130, 130)):
        made.setColumnWidth(section, width)
    made.resize(900, 420)
    made.show()
    yield made
    background.close()


def picture(table: OrdersTable) -> QImage:
    return table.viewport().grab().toImage()


def part(table: OrdersTable, row: int, section: int) -> QImage:
    place = QRect(
        table.columnViewportPosition(section),
        table.rowViewportPosition(row),
        table.columnWidth(section),
        table.rowHeight(row),
    )
    return table.viewport().grab(place).toImage()


def colours(image: QImage) -> set[str]:
    return {
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    }


def test_every_cell_of_a_frame_is_painted_and_an_unknown_total_is_empty(
    table: OrdersTable,
) -> None:
    text, surface = theme.colour("text").name(), theme.colour("surface").name()
    for section in range(5):
        assert text in colours(part(table, 0, section))
    assert surface in colours(part(table, 0, 0))
    unknown = colours(part(table, 3, 4))
    assert text not in unknown
    assert theme.colour("muted").name() in unknown, "its currency is known all the same"


def test_a_selected_row_stands_out_over_the_whole_width_and_stays_readable(
    table: OrdersTable,
) -> None:
    table.selectRow(1)
    image = picture(table)
    middle = table.rowViewportPosition(1) + 5
    select, accent = theme.colour("select").name(), theme.colour("accent").name()
    assert image.pixelColor(1, middle).name() == accent
    assert image.pixelColor(image.width() - 4, middle).name() == select
    assert theme.colour("text").name() in colours(part(table, 1, 1))


def test_the_row_in_focus_has_a_ring(table: OrdersTable, qtbot: QtBot) -> None:
    table.setCurrentIndex(table.model().index(2, 0))
    table.activateWindow()
    table.setFocus()
    qtbot.waitUntil(table.hasFocus)
    ring = picture(table).pixelColor(table.viewport().width() // 2, table.rowViewportPosition(2))
    assert ring.name() == theme.colour("focus").name()


def test_what_a_search_found_lies_on_a_mark(table: OrdersTable) -> None:
    mark = theme.colour("mark").name()
    assert mark not in colours(part(table, 0, 2))
    table.seek(Hits("blanket"))
    assert mark in colours(part(table, 0, 2))
    assert mark not in colours(part(table, 1, 2))
    table.seek(Hits("كتاب"))
    assert mark in colours(part(table, 2, 2)), "right-to-left words too"
    table.seek(Hits())
    assert mark not in colours(part(table, 0, 2))


def test_another_theme_text_size_and_density_are_taken_at_once(
    table: OrdersTable, dressed: QApplication
) -> None:
    assert table.rowHeight(0) == theme.length(34)
    table.set_density("compact")
    assert table.rowHeight(0) == theme.length(28)
    table.set_density("unheard of")
    assert table.rowHeight(0) == theme.length(34)
    light = picture(table)
    try:
        theme.set_scheme(dressed, "dark")
        dark = picture(table)
        assert dark.pixelColor(2, 3).name() == theme.colour("surface").name()
        assert dark != light
    finally:
        theme.set_scheme(dressed, "light")


def test_an_amount_without_room_asks_for_it(table: OrdersTable, qtbot: QtBot) -> None:
    with qtbot.waitSignal(table.too_narrow) as asked:
        table.setColumnWidth(4, 50)
    section, need = asked.args
    assert section == 4
    assert need > 60


def test_enter_opens_typing_does_not_search_and_escape_leaves(
    table: OrdersTable, qtbot: QtBot
) -> None:
    table.setCurrentIndex(table.model().index(4, 0))
    with qtbot.waitSignal(table.opened) as opened:
        QTest.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == [4]
    QTest.keyClicks(table, "wal")
    assert table.currentIndex().row() == 4
    with qtbot.waitSignal(table.escaped):
        QTest.keyClick(table, Qt.Key.Key_Escape)


def test_the_menu_opens_by_key_at_the_current_row(table: OrdersTable, qtbot: QtBot) -> None:
    table.setCurrentIndex(table.model().index(1, 0))
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))
    with qtbot.waitSignal(table.menu_asked) as asked:
        table.contextMenuEvent(event)
    place = table.viewport().mapFromGlobal(asked.args[0])
    assert table.rowAt(place.y() - 1) == 1


def test_a_screen_reader_finds_a_table_with_heads_and_cells(table: OrdersTable) -> None:
    seen = QAccessible.queryAccessibleInterface(table)
    assert seen.role() == QAccessible.Role.Table
    assert seen.text(QAccessible.Text.Name) == "Orders"
    children = [seen.child(i) for i in range(12)]
    said = [child.text(QAccessible.Text.Name) for child in children]
    assert said[1:6] == ["Date, UTC", "Retailer", "First item", "Status", "Total"]
    assert said[6] == "1", "a head of rows, not on screen"
    assert said[7:12] == [
        "Date, 2026-11-21 18:02",
        "Target",
        "Wool blanket, charcoal",
        "Shipped",
        "Total, 50.00 USD",
    ]
    assert children[11].role() == QAccessible.Role.Cell
    assert not children[11].rect().isEmpty()
    assert seen.childCount() == 6 * 61


def test_places_stay_while_rows_are_added_above(table: OrdersTable, qtbot: QtBot) -> None:
    model = table.model()
    assert isinstance(model, OrdersModel)
    table.verticalScrollBar().setValue(20)
    top = model.id_at(table.rowAt(0))
    model._swap(RowIds([9_001, 9_002, 9_003, *model.pages.ids]))
    assert model.id_at(table.rowAt(0)) == top
    assert table.verticalScrollBar().value() == 23


def test_rows_not_known_yet_are_drawn_as_bars(table: OrdersTable) -> None:
    model = table.model()
    assert isinstance(model, OrdersModel)
    model.beginResetModel()
    model._put(RowIds(), 60)
    model.endResetModel()
    seen = colours(part(table, 0, 1))
    assert theme.colour("text").name() not in seen
    assert theme.colour("line").name() in seen


def test_scrolling_moves_the_picture_and_leaves_what_a_whole_painting_gives(
    table: OrdersTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    def seen() -> QImage:
        QApplication.processEvents()
        return table.screen().grabWindow(table.winId()).toImage()

    table.activateWindow()
    table.setFocus()
    table.selectRow(4)
    table.setCurrentIndex(table.model().index(6, 0))
    before = seen()
    areas: list[int] = []
    parts_of = table._parts

    def looked_at(area: QRect) -> list[Part]:
        areas.append(area.height())
        return parts_of(area)

    monkeypatch.setattr(table, "_parts", looked_at)
    for row in (2, 1, 4, 6):
        table.verticalScrollBar().setValue(row)
        QApplication.processEvents()
    moved = seen()
    assert max(areas) < table.viewport().height() // 2
    table.viewport().update()
    assert moved == seen()
    assert moved != before
