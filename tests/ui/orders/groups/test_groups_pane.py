from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from orderdock.query.filters import OrderFilter
from orderdock.services.library import Library
from orderdock_ui.orders.groups.pane import GroupsPane


def texts(pane: GroupsPane) -> list[list[str]]:
    model = pane.table.model()
    return [
        [str(model.index(row, column).data() or "") for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def choose(pane: GroupsPane, by: str, qtbot: QtBot) -> None:
    pane.by.setCurrentIndex(pane.by.findData(by))
    head = pane.by.currentText()
    qtbot.waitUntil(lambda: pane.table.model().headerData(0, Qt.Orientation.Horizontal) == head)


def test_the_table_behind_the_charts_has_the_numbers_of_the_summary(
    pane: GroupsPane, library: Library, qtbot: QtBot
) -> None:
    for by in ("month", "year", "retailer", "brand", "category", "status", "connection"):
        choose(pane, by, qtbot)
        rows = library.summary(OrderFilter(), by)
        assert len(texts(pane)) == len(rows)
        orders = sum(row.orders for row in rows)
        assert sum(int(row[1].replace(",", "")) for row in texts(pane)) == orders
        assert {row[4] for row in texts(pane)} == {row.currency for row in rows}


def test_enter_on_a_group_asks_for_its_orders(
    pane: GroupsPane, library: Library, qtbot: QtBot
) -> None:
    choose(pane, "retailer", qtbot)
    pane.table.selectRow(0)
    with qtbot.waitSignal(pane.narrowed) as asked:
        QTest.keyClick(pane.table, Qt.Key.Key_Return)
    [narrowed] = asked.args
    name, orders, _lines, _total, currency = texts(pane)[0]
    assert narrowed.retailers == (name,)
    assert narrowed.currencies == (currency,)
    assert library.count(narrowed).orders == int(orders)


def test_a_column_is_chosen_by_keyboard_and_by_mouse(pane: GroupsPane, qtbot: QtBot) -> None:
    chart = pane.over_time
    chart.setFocus()
    qtbot.waitUntil(chart.hasFocus)
    with qtbot.waitSignal(pane.narrowed) as by_keys:
        QTest.keyClick(chart, Qt.Key.Key_Home)
        QTest.keyClick(chart, Qt.Key.Key_Return)
    assert by_keys.args[0].date_from is not None
    assert "Spend over time. " in chart.accessibleName()
    with qtbot.waitSignal(pane.narrowed) as by_mouse:
        middle = chart.place_of(0).center().toPoint()
        QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(middle))
    assert by_mouse.args == by_keys.args


def test_the_arrows_stop_at_the_ends(pane: GroupsPane, qtbot: QtBot) -> None:
    chart = pane.by_size
    chart.setFocus()
    qtbot.waitUntil(chart.hasFocus)
    first = chart.accessibleName()
    QTest.keyClick(chart, Qt.Key.Key_Up)
    assert chart.accessibleName() == first
    QTest.keyClick(chart, Qt.Key.Key_End)
    last = chart.accessibleName()
    QTest.keyClick(chart, Qt.Key.Key_Down)
    assert chart.accessibleName() == last != first


def test_the_charts_show_one_currency_at_a_time(pane: GroupsPane, qtbot: QtBot) -> None:
    assert pane.currency.count() > 1
    assert pane.currency.isVisible()
    before = pane.over_time.accessibleDescription()
    pane.currency.setCurrentIndex(1)
    assert pane.over_time.accessibleDescription() != before


def test_a_filter_that_leaves_nothing_leaves_empty_charts(pane: GroupsPane, qtbot: QtBot) -> None:
    pane.show_filter(OrderFilter(search="nobody ever bought this"))
    qtbot.waitUntil(lambda: pane.table.model().rowCount() == 0)
    assert pane.over_time.accessibleDescription().endswith("nothing to show.")
    pane.over_time.setFocus()
    QTest.keyClick(pane.over_time, Qt.Key.Key_Return)
    pane.grab()


def test_charts_stand_under_each_other_where_it_is_narrow(pane: GroupsPane, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: pane.by_size.mapTo(pane, QPoint()).x() > 300)
    pane.resize(500, 700)
    qtbot.waitUntil(lambda: pane.by_size.mapTo(pane, QPoint()).x() < 100)
