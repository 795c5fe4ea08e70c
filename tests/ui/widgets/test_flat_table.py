"""Flat tables as one sees them."""

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QColor, QImage, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from orderdock_ui.theme import theme
from orderdock_ui.widgets.flat_table import FlatTable


class Rows(FlatTable):
    ring_of_row = True


def table_of(qtbot: QtBot, *rows: tuple[str, ...], kind: type[FlatTable] = FlatTable) -> FlatTable:
    model = QStandardItemModel()
    for row in rows:
        model.appendRow([QStandardItem(text) for text in row])
    table = kind("things-table", "Things", model=model)
    model.setParent(table)
    qtbot.addWidget(table)
    table.resize(600, 300)
    for section in range(model.columnCount()):
        table.setColumnWidth(section, 250)
    return table


def picture(table: FlatTable) -> QImage:
    return table.viewport().grab().toImage()


def places(image: QImage, colour: QColor) -> list[tuple[int, int]]:
    return [
        (x, y)
        for y in range(image.height())
        for x in range(image.width())
        if image.pixelColor(x, y).rgb() == colour.rgb()
    ]


def go_to(table: FlatTable, row: int, column: int) -> None:
    """Without selecting: the bar of a selected row has the colour of the ring."""
    there = table.model().index(row, column)
    table.selectionModel().setCurrentIndex(there, QItemSelectionModel.SelectionFlag.NoUpdate)


def test_text_written_from_the_right_keeps_the_side_of_its_column(
    qtbot: QtBot, dressed: QApplication
) -> None:
    table = table_of(qtbot, ("شاي", ""))
    inked = places(picture(table), theme.colour("text"))
    assert inked
    assert max(x for x, _ in inked) < 125


def test_the_ring_is_around_the_cell_and_only_while_the_table_has_the_keyboard(
    qtbot: QtBot, dressed: QApplication
) -> None:
    table = table_of(qtbot, ("a", "b"), ("c", "d"))
    assert not places(picture(table), theme.colour("focus"))
    table.show()
    table.setFocus()
    qtbot.waitUntil(table.hasFocus)
    go_to(table, 1, 1)
    ring = places(picture(table), theme.colour("focus"))
    assert min(x for x, _ in ring) == 250
    assert min(y for _, y in ring) == table.rowHeight(0)
    assert max(x for x, _ in ring) < 500


def test_the_ring_is_around_the_row_where_a_row_is_one_thing(
    qtbot: QtBot, dressed: QApplication
) -> None:
    table = table_of(qtbot, ("a", "b"), ("c", "d"), kind=Rows)
    table.show()
    table.setFocus()
    qtbot.waitUntil(table.hasFocus)
    go_to(table, 0, 1)
    ring = places(picture(table), theme.colour("focus"))
    assert min(x for x, _ in ring) == 0
    assert max(x for x, _ in ring) > 490


def test_a_selected_row_is_told_by_a_bar_as_well_as_by_its_colour(
    qtbot: QtBot, dressed: QApplication
) -> None:
    table = table_of(qtbot, ("a", "b"), ("c", "d"))
    table.selectRow(1)
    bar = places(picture(table), theme.colour("accent"))
    assert {x for x, _ in bar} == set(range(theme.length(3)))
    assert min(y for _, y in bar) == table.rowHeight(0)


def test_the_first_cell_is_at_hand_when_the_keyboard_comes(
    qtbot: QtBot, dressed: QApplication
) -> None:
    table = table_of(qtbot, ("a", "b"))
    table.show()
    table.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(table.hasFocus)
    assert table.currentIndex() == table.model().index(0, 0)
    assert not table.selectionModel().hasSelection()
