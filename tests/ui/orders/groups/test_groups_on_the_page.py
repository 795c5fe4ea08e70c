from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from orderdock.query.filters import OrderFilter, Unit
from orderdock.query.views import Groups, View
from orderdock.services.library import Library
from orderdock_ui.orders.groups.pane import GroupsPane
from orderdock_ui.orders.page import OrdersPage
from orderdock_ui.orders.words import Wording


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


def kept(page: OrdersPage, qtbot: QtBot, name: str) -> View:
    with qtbot.waitSignal(page.views.desk.kept):
        page.views.desk.save_as(name, "", pinned=False, at_start=True)
    return page._library.views.view(name)


def name_of(page: OrdersPage) -> str:
    return page.tools.views.button.accessibleName()


def test_a_view_keeps_its_groups_and_the_currency_of_their_charts(
    page: OrdersPage, qtbot: QtBot, wording: Wording
) -> None:
    pane = groups(page, qtbot)
    codes = [pane.currency.itemData(place) for place in range(pane.currency.count())]
    assert kept(page, qtbot, "Months").groups == Groups("month", None)
    pane.by.setCurrentIndex(pane.by.findData("retailer"))
    pane.currency.setCurrentIndex(len(codes) - 1)
    assert name_of(page) == "View: Months, changed"
    assert kept(page, qtbot, "By shop").groups == Groups("retailer", codes[-1])
    assert name_of(page) == "View: By shop"
    page.show_unit(Unit.ORDERS)
    assert name_of(page) == "View: By shop, changed"
    assert kept(page, qtbot, "Rows").groups == Groups()

    page.views.desk.open_at_start(wanted=False)
    page.views.open("By shop")
    assert pane.isVisible()
    assert page.tools.groups.isChecked()
    qtbot.waitUntil(lambda: pane.currency.currentData() == codes[-1])
    assert (pane.by.currentData(), name_of(page)) == ("retailer", "View: By shop")
    page.views.open("Rows")
    assert page.table.isVisible()


def test_the_window_begins_with_the_groups_of_a_view_that_opens_at_start(
    page: OrdersPage, library: Library, qtbot: QtBot, wording: Wording
) -> None:
    pane = groups(page, qtbot)
    pane.by.setCurrentIndex(pane.by.findData("status"))
    kept(page, qtbot, "By status")
    later = OrdersPage(library, wording)
    qtbot.addWidget(later)
    later.show()
    [other] = later.findChildren(GroupsPane)
    qtbot.waitUntil(lambda: other.table.model().rowCount() > 0)
    assert other.isVisible()
    assert other.by.currentData() == "status"
    assert name_of(later) == "View: By status"
    later.take_focus()
    assert later.focusWidget() is other.by
    later.close_work()


def test_a_view_of_before_leaves_groups_as_they_are_and_takes_a_change_back(
    page: OrdersPage, library: Library, qtbot: QtBot
) -> None:
    pane = groups(page, qtbot)
    pane.by.setCurrentIndex(pane.by.findData("retailer"))
    page.views.open("This month")
    assert name_of(page) == "View: This month"
    assert page.groups.state().by == "retailer"
    pane.by.setCurrentIndex(pane.by.findData("month"))
    assert name_of(page) == "View: This month, changed"
    page.views.reset()
    assert name_of(page) == "View: This month"
    assert page.groups.state().by == "retailer"
    assert library.views.view("This month").groups is None
