"""Tags, notes, hiding and totals of what is selected, as a person meets them."""

from collections.abc import Callable
from typing import TypeVar

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from orderdock.query.filters import Hidden, OrderFilter, Unit
from orderdock.services.library import Library
from orderdock_ui.orders.groups.pane import GroupsPane
from orderdock_ui.orders.note_editor import NoteEditor
from orderdock_ui.orders.page import OrdersPage
from orderdock_ui.orders.tags_editor import TagsEditor
from orderdock_ui.orders.totals_explained import TotalsExplained
from orderdock_ui.widgets.notices import Toast

W = TypeVar("W", bound=QWidget)
_Flag = QItemSelectionModel.SelectionFlag
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def select(page: OrdersPage, *rows: int) -> None:
    page.table.clearSelection()
    for row in rows:
        page.table.selectionModel().select(page.model.index(row, 0), _Flag.Select | _Flag.Rows)
    page.table.setFocus()


def window(qtbot: QtBot, kind: type[W]) -> W:
    """The window of this kind that opens."""
    found: list[W] = []

    def there() -> bool:
        found[:] = [w for w in QApplication.topLevelWidgets() if isinstance(w, kind)]
        return any(w.isVisible() for w in found)

    qtbot.waitUntil(there)
    return next(w for w in found if w.isVisible())


def acting(qtbot: QtBot, page: OrdersPage, act: Callable[[], object]) -> None:
    """Do it, and wait until it is written and read again."""
    with qtbot.waitSignals([page.marking.own.changed, page.model.settled, page.model.counted]):
        act()


def count(page: OrdersPage) -> str:
    label = page.findChild(QLabel, "orders-count")
    assert label is not None
    return label.text()


def press(page: OrdersPage, name: str) -> None:
    button = page.findChild(QPushButton, name)
    assert button is not None
    button.click()


def own(library: Library, *ids: int) -> list[tuple[object, ...]]:
    return library.rows(Unit.ORDERS, ids, ("tags", "note"))


def test_several_selected_rows_show_their_totals_each_order_once(
    page: OrdersPage, qtbot: QtBot
) -> None:
    chosen = page.findChild(QLabel, "orders-selected-totals")
    assert chosen is not None
    select(page, 0, 1, 3)
    qtbot.waitUntil(lambda: "USD 50.00" in chosen.accessibleName())
    assert chosen.accessibleName() == "Totals of what is selected: EUR 51.00; USD 50.00"
    select(page, 0)
    qtbot.waitUntil(chosen.isHidden)
    with qtbot.waitSignals([page.model.settled, page.model.counted]):
        page.switch_unit()
    select(page, 0, 1, 2)  # two lines of one order, one of the next
    qtbot.waitUntil(lambda: not chosen.isHidden())
    assert chosen.accessibleName() == "Totals of what is selected: EUR 51.00; USD 50.00"


def test_tags_are_given_and_taken_by_keyboard_and_undone(
    page: OrdersPage, library: Library, qtbot: QtBot
) -> None:
    library.own_words.tag([1], ["gift", "old"])
    select(page, 0, 1)
    QTest.keyClick(page.table, Qt.Key.Key_T, CONTROL)
    editor = window(qtbot, TagsEditor)
    items = {editor.list.item(n).text(): editor.list.item(n) for n in range(editor.list.count())}
    assert [item.checkState() for item in items.values()] == [Qt.CheckState.PartiallyChecked] * 2
    items["old"].setCheckState(Qt.CheckState.Unchecked)
    QTest.keyClicks(editor.search, "GIFT")
    QTest.keyClick(editor.search, Qt.Key.Key_Return)
    QTest.keyClicks(editor.search, "a;b")
    QTest.keyClick(editor.search, Qt.Key.Key_Return)
    assert [x.text() for x in editor.findChildren(QLabel) if "cannot hold" in x.text()]
    editor.search.clear()
    QTest.keyClicks(editor.search, "new one")
    QTest.keyClick(editor.search, Qt.Key.Key_Return)
    acting(qtbot, page, lambda: QTest.keyClick(editor.search, Qt.Key.Key_Return))
    assert [tags for tags, _note in own(library, 1, 2)] == ["gift; new one"] * 2
    toast = page.findChild(Toast)
    assert toast is not None
    assert toast.accessibleName() == "Tags + gift, + new one, − old on 2 orders."
    acting(qtbot, page, lambda: press(page, "toast-action"))
    assert [tags for tags, _note in own(library, 1, 2)] == ["gift; old", None]


def test_one_note_is_written_on_all_that_is_selected(
    page: OrdersPage, library: Library, qtbot: QtBot
) -> None:
    select(page, 0, 2)
    QTest.keyClick(page.table, Qt.Key.Key_N, CONTROL | SHIFT)
    editor = window(qtbot, NoteEditor)
    QTest.keyClicks(editor.field, "Ask again")
    acting(qtbot, page, lambda: QTest.keyClick(editor.field, Qt.Key.Key_Return, CONTROL))
    assert [note for _tags, note in own(library, 1, 2, 3)] == ["Ask again", None, "Ask again"]
    select(page, 2)
    page.marking.note()
    editor = window(qtbot, NoteEditor)
    assert editor.field.toPlainText() == "Ask again"
    editor.close()
    page.table.setFocus()
    acting(qtbot, page, lambda: QTest.keyClick(page.table, Qt.Key.Key_Z, CONTROL))
    assert own(library, 1, 3) == [(None, None)] * 2


def test_hidden_orders_leave_the_table_and_come_back(
    page: OrdersPage, library: Library, qtbot: QtBot
) -> None:
    assert count(page) == "60 orders"
    select(page, 1, 2)
    page.table.setCurrentIndex(page.model.index(2, 0))
    select(page, 1, 2)
    acting(qtbot, page, lambda: QTest.keyClick(page.table, Qt.Key.Key_Delete))
    qtbot.waitUntil(lambda: count(page) == "58 orders")
    link = page.findChild(QPushButton, "orders-hidden")
    assert link is not None
    qtbot.waitUntil(lambda: link.text() == "2 hidden")
    qtbot.waitUntil(lambda: page.table.currentIndex().row() == 1)  # what took their place
    with qtbot.waitSignals([page.model.settled, page.model.counted]):
        link.click()
    assert count(page) == "2 orders"
    assert page.model.filter == OrderFilter(hidden=Hidden.ONLY)
    select(page, 0)
    QTest.keyClick(page.table, Qt.Key.Key_Delete)  # hidden already
    acting(qtbot, page, lambda: QTest.keyClick(page.table, Qt.Key.Key_R, CONTROL))
    qtbot.waitUntil(lambda: count(page) == "1 order")
    select(page, 0)
    acting(qtbot, page, lambda: press(page, "orders-restore"))
    empty = page.findChild(QWidget, "orders-empty")
    assert empty is not None
    qtbot.waitUntil(empty.isVisible)
    assert empty.accessibleName().startswith("No order is hidden.")
    with qtbot.waitSignals([page.model.settled, page.model.counted]):
        press(page, "empty-action")
    assert count(page) == "60 orders"


def test_the_heads_keep_their_own_delete_key(page: OrdersPage, qtbot: QtBot) -> None:
    select(page, 0)
    shown = len(page.model.columns)
    page.table.heads.setFocus()
    QTest.keyClick(page.table.heads, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(page.model.columns) < shown)
    assert not page.marking.own.busy()


def test_where_all_orders_are_hidden_the_way_to_them_is_shown(
    page: OrdersPage, library: Library, qtbot: QtBot
) -> None:
    page.table.selectAll()
    acting(qtbot, page, lambda: QTest.keyClick(page.table, Qt.Key.Key_Delete))
    empty = page.findChild(QWidget, "orders-empty")
    assert empty is not None
    qtbot.waitUntil(empty.isVisible)
    assert empty.accessibleName() == (
        "All orders are hidden. 60 orders are stored, and you have hidden each of them."
    )
    assert library.own_words.visible() == 0
    with qtbot.waitSignals([page.model.settled, page.model.counted]):
        press(page, "empty-action")
    assert count(page) == "60 orders"


def test_the_order_on_show_is_hidden_from_its_own_button(page: OrdersPage, qtbot: QtBot) -> None:
    page.open_row(0)
    qtbot.waitUntil(lambda: page.drawer.detail is not None)
    acting(qtbot, page, lambda: page.drawer.hide_asked.emit(1))
    qtbot.waitUntil(lambda: count(page) == "59 orders")
    acting(qtbot, page, lambda: press(page, "toast-action"))
    qtbot.waitUntil(lambda: count(page) == "60 orders")


def test_totals_are_explained_for_the_result_and_for_a_selection(
    page: OrdersPage, qtbot: QtBot
) -> None:
    press(page, "orders-blank-totals")
    pane = window(qtbot, TotalsExplained)
    qtbot.waitUntil(lambda: "The 60 orders that fit" in pane.accessibleDescription())
    with qtbot.waitSignals([page.model.settled, page.model.counted]):
        press_in(pane, "orders-show-blank")
    assert count(page) == "12 orders"
    with qtbot.waitSignals([page.model.settled, page.model.counted]):
        page.clear_filter()
    select(page, 0, 1)
    qtbot.waitUntil(page.totals.has_selection)
    QTest.keyClick(page.table, Qt.Key.Key_I, CONTROL)
    pane = window(qtbot, TotalsExplained)
    qtbot.waitUntil(lambda: "The 2 orders selected count once" in pane.accessibleDescription())
    pane.close()


@pytest.mark.parametrize(("by", "parts"), [("retailer", False), ("status", True)])
def test_a_group_is_explained_where_groups_are_on_show(
    page: OrdersPage, qtbot: QtBot, by: str, *, parts: bool
) -> None:
    page.show_groups()
    pane = page.findChild(GroupsPane)
    assert pane is not None
    pane.by.setCurrentIndex(pane.by.findData(by))
    groups, head = pane.table.model(), pane.by.currentText()
    qtbot.waitUntil(lambda: groups.headerData(0, Qt.Orientation.Horizontal) == head)
    pane.table.selectRow(0)
    pane.table.setFocus()
    QTest.keyClick(pane.table, Qt.Key.Key_I, CONTROL)
    explained = window(qtbot, TotalsExplained)
    qtbot.waitUntil(lambda: bool(explained.accessibleDescription()))
    title = f"What the totals of “{groups.index(0, 0).data()}” are"
    assert title in [label.text() for label in explained.findChildren(QLabel)]
    assert "The 12 orders that fit" in explained.accessibleDescription()
    assert ("quantity times price" in explained.accessibleDescription()) == parts
    explained.close()


def press_in(pane: QWidget, name: str) -> None:
    button = pane.findChild(QPushButton, name)
    assert button is not None
    button.click()


def test_a_note_that_is_being_typed_is_written_when_the_window_closes(
    page: OrdersPage, library: Library, qtbot: QtBot
) -> None:
    page.open_row(0)
    qtbot.waitUntil(lambda: page.drawer.detail is not None)
    QTest.keyClicks(page.drawer.own.note, "Not lost")
    page.marking.close()
    assert own(library, 1) == [(None, "Not lost")]
