from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from orderdock.query.filters import OrderFilter
from orderdock_ui.orders.groups.pane import GroupsPane
from orderdock_ui.orders.page import OrdersPage


def groups(page: OrdersPage, qtbot: QtBot) -> GroupsPane:
    page.tools.groups.click()
    [pane] = page.findChildren(GroupsPane)
    qtbot.waitUntil(lambda: pane.table.model().rowCount() > 0)
    return pane


def test_groups_take_the_tables_place_and_give_it_back(page: OrdersPage, qtbot: QtBot) -> None:
    pane = groups(page, qtbot)
    assert pane.isVisible()
    assert not page.table.isVisible()
    QTest.keyClick(page, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(page.table.isVisible)
    assert not pane.isVisible()
    assert not page.tools.groups.isChecked()


def test_choosing_a_group_shows_its_orders(page: OrdersPage, qtbot: QtBot) -> None:
    pane = groups(page, qtbot)
    pane.by.setCurrentIndex(pane.by.findData("retailer"))
    qtbot.waitUntil(
        lambda: pane.table.model().headerData(0, Qt.Orientation.Horizontal) == "Retailer"
    )
    orders = int(pane.table.model().index(0, 1).data())
    pane.table.selectRow(0)
    with qtbot.waitSignals([page.model.settled, page.model.counted]):
        QTest.keyClick(pane.table, Qt.Key.Key_Return)
    assert page.table.isVisible()
    assert page.model.filter.retailers
    qtbot.waitUntil(lambda: page.model.rowCount() == orders)


def test_groups_follow_the_filter(page: OrdersPage, qtbot: QtBot) -> None:
    pane = groups(page, qtbot)
    before = pane.table.model().rowCount()
    page.set_filter(OrderFilter(search="nobody ever bought this"))
    qtbot.waitUntil(lambda: not pane.isVisible())  # why there is nothing takes its place
    page.clear_filter()
    qtbot.waitUntil(pane.isVisible)
    qtbot.waitUntil(lambda: pane.table.model().rowCount() == before)
    assert page.tools.groups.isChecked()
