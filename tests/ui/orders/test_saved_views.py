"""Saved views on the orders page: opened, changed, kept, named, gone."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from orderdock.query.filters import DEFAULT_SORT, OrderFilter, Sort, Unit
from orderdock.query.views import View
from orderdock.services.library import Library
from orderdock.services.views import EVERYTHING
from orderdock_ui.orders.layout_memory import STANDARD
from orderdock_ui.orders.page import OrdersPage
from orderdock_ui.orders.words import Wording
from tests.support.fake_clock import FakeClock
from tests.ui.orders import some_orders

BIG = View(
    "Big ones",
    OrderFilter(min_total=Decimal(100), search="blanket"),
    unit=Unit.LINES,
    columns=("order_total", "sku", "ordered_at"),
    widths={"sku": 190},
    frozen=1,
    sorts=(Sort("order_total"), Sort("sku", descending=True)),
)

SOCKS = OrderFilter(search="socks")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = some_orders.profile_at(tmp_path / "profile")
    made.clock = FakeClock(datetime(2026, 11, 21, 12, tzinfo=UTC))
    made.views.save(BIG)
    yield made
    made.close()


def shown(page: OrdersPage) -> dict[str, Any]:
    layout = page._columns.layout
    return {
        "unit": page.model.unit,
        "columns": [page.model.columns[s].key for s in page._columns.visual_order()],
        "widths": dict(layout.widths),
        "frozen": layout.frozen,
        "sorts": page.model.sorts,
        "search": page.model.filter.search,
        "least": page.model.filter.min_total,
    }


def bar(page: OrdersPage) -> str:
    return page.tools.views.button.accessibleName()


def child(page: QWidget, name: str) -> Any:
    found = page.findChild(QWidget, name)
    assert found is not None, name
    return found


def press(page: QWidget, name: str) -> None:
    button = child(page, name)
    assert isinstance(button, QPushButton)
    assert not button.isHidden()
    button.click()


def opened(page: OrdersPage, qtbot: QtBot, name: str) -> None:
    with qtbot.waitSignals([page.model.settled, page.model.counted]):
        page.views.open(name)


def saved(page: OrdersPage, qtbot: QtBot) -> Any:
    return qtbot.waitSignal(page.views.desk.kept)


def test_a_view_brings_back_all_that_it_keeps(page: OrdersPage, qtbot: QtBot) -> None:
    assert bar(page) == "View: All orders"
    opened(page, qtbot, "big ones")
    assert shown(page) == {
        "unit": Unit.LINES,
        "columns": ["order_total", "sku", "ordered_at"],
        "widths": {"sku": 190},
        "frozen": 1,
        "sorts": BIG.sorts,
        "search": "blanket",
        "least": Decimal(100),
    }
    assert bar(page) == "View: Big ones"
    opened(page, qtbot, EVERYTHING)
    assert shown(page)["columns"] == list(STANDARD[Unit.ORDERS])
    assert page.model.filter.is_empty()
    assert page.model.sorts == DEFAULT_SORT


@pytest.mark.parametrize(
    "change",
    [
        lambda page: page.set_filter(SOCKS),
        lambda page: page.set_filter(OrderFilter()),
        lambda page: page.show_unit(Unit.ORDERS),
        lambda page: page._columns.show_columns(["order_total", "sku"]),
        lambda page: page._columns.sort_by("sku", descending=False),
        lambda page: page._columns.clear_sort(),
        lambda page: page._columns.freeze(2),
        lambda page: page._columns.widen_by(1, 2),
        lambda page: page._columns.move_by(0, 1),
    ],
)
def test_any_change_is_marked_and_can_be_taken_back(
    page: OrdersPage, qtbot: QtBot, change: Any
) -> None:
    opened(page, qtbot, "Big ones")
    before = shown(page)
    change(page)
    assert bar(page) == "View: Big ones, changed"
    press(page, "orders-views-reset")
    qtbot.waitUntil(lambda: shown(page) == before)
    assert bar(page) == "View: Big ones"
    assert child(page, "orders-views-save").isHidden()


def test_a_change_that_is_undone_is_none(page: OrdersPage, qtbot: QtBot) -> None:
    opened(page, qtbot, "Big ones")
    page.show_unit(Unit.ORDERS)
    page.views.open("Big ones")
    page._columns.freeze(2)
    page._columns.freeze(1)
    assert bar(page) == "View: Big ones"


def test_saving_keeps_the_change_under_the_same_name(
    page: OrdersPage, library: Library, qtbot: QtBot
) -> None:
    opened(page, qtbot, "Big ones")
    page.set_filter(SOCKS)
    page._columns.show_columns(["sku", "retailer"])
    with saved(page, qtbot):
        press(page, "orders-views-save")
    assert bar(page) == "View: Big ones"
    kept = library.views.view("Big ones")
    assert kept.filter.search == "socks"
    assert kept.columns == ("sku", "retailer")


def test_what_a_saved_view_arranges_leaves_all_orders_as_they_were(
    page: OrdersPage, library: Library, qtbot: QtBot, wording: Wording
) -> None:
    page._columns.show_columns(["retailer", "order_total"])
    opened(page, qtbot, "Big ones")
    page._columns.show_columns(["sku"])
    opened(page, qtbot, EVERYTHING)
    assert shown(page)["columns"] == ["retailer", "order_total"]
    page.show_unit(Unit.LINES)
    assert shown(page)["columns"] == list(STANDARD[Unit.LINES])


def dialog_of(page: OrdersPage) -> QWidget:
    found = page.findChild(QWidget, "view-dialog")
    assert isinstance(found, QWidget)
    return found


def typed(dialog: QWidget, name: str) -> None:
    field = child(dialog, "view-name")
    assert isinstance(field, QLineEdit)
    field.setText(name)


def test_what_is_on_show_is_saved_under_a_new_name(
    page: OrdersPage, library: Library, qtbot: QtBot, wording: Wording
) -> None:
    assert child(page, "orders-views-save").isHidden()
    page.set_filter(
        OrderFilter(date_from=date(2026, 11, 1), date_to=date(2026, 11, 21), retailers=("Bol",))
    )
    press(page, "orders-views-save")
    dialog = dialog_of(page)
    days = child(dialog, "view-days")
    assert isinstance(days, QComboBox)
    assert [days.itemText(place) for place in range(days.count())] == [
        "This month, moving on with the calendar",
        "Always 1 Nov 2026 – 21 Nov 2026",
    ]
    child(dialog, "view-at-start").setChecked(True)
    typed(dialog, "  Bol now ")
    with saved(page, qtbot):
        QTest.keyClick(child(dialog, "view-name"), Qt.Key.Key_Return)
    assert bar(page) == "View: Bol now"
    kept = library.views.view("bol now")
    assert (kept.period, kept.filter) == ("this-month", OrderFilter(retailers=("Bol",)))
    entry = library.views.all()[-1]
    assert (entry.pinned, entry.at_start) == (True, True)

    library.clock = library.views._clock = FakeClock(datetime(2027, 1, 5, tzinfo=UTC))
    later = OrdersPage(library, wording)
    qtbot.addWidget(later)
    asked = later.model.filter
    assert (asked.date_from, asked.date_to) == (date(2027, 1, 1), date(2027, 1, 5))
    assert asked.retailers == ("Bol",)
    assert bar(later) == "View: Bol now"
    later.close_work()


def test_on_a_new_day_the_open_view_moves_unless_it_was_changed(
    page: OrdersPage, library: Library, qtbot: QtBot
) -> None:
    clock = library.clock
    assert isinstance(clock, FakeClock)
    opened(page, qtbot, "This month")
    clock.pass_by(86_400)
    page.views.follow_calendar()
    assert page.model.filter.date_to == date(2026, 11, 22)
    assert bar(page) == "View: This month"
    page.set_filter(replace(page.model.filter, retailers=("Bol",)))
    clock.pass_by(86_400)
    page.views.follow_calendar()
    assert page.model.filter.date_to == date(2026, 11, 22)
    press(page, "orders-views-reset")
    assert page.model.filter.date_to == date(2026, 11, 23)


def test_days_that_are_to_stay_stay(page: OrdersPage, library: Library, qtbot: QtBot) -> None:
    opened(page, qtbot, "Last month")
    assert page.model.filter.date_from == date(2026, 10, 1)
    page.views.save_as()
    dialog = dialog_of(page)
    child(dialog, "view-days").setCurrentIndex(1)
    typed(dialog, "October")
    with saved(page, qtbot):
        press(dialog, "view-confirm")
    kept = library.views.view("October")
    assert kept.period == ""
    assert kept.filter.date_from == date(2026, 10, 1)


def test_a_moving_view_stays_so_when_it_is_saved_again(
    page: OrdersPage, library: Library, qtbot: QtBot
) -> None:
    opened(page, qtbot, "Last month")
    page.set_filter(replace(page.model.filter, retailers=("Bol",)))
    with saved(page, qtbot):
        press(page, "orders-views-save")
    assert library.views.view("Last month").period == "last-month"
    page.set_filter(replace(page.model.filter, date_from=date(2026, 10, 5)))
    with saved(page, qtbot):
        press(page, "orders-views-save")
    kept = library.views.view("Last month")
    assert (kept.period, kept.filter.date_from) == ("", date(2026, 10, 5))


def test_a_name_that_is_taken_is_replaced_knowingly_or_refused(
    page: OrdersPage, library: Library, qtbot: QtBot
) -> None:
    page.views.save_as()
    dialog = dialog_of(page)
    keep = child(dialog, "view-confirm")
    typed(dialog, "big ONES")
    assert keep.text() == "Replace “Big ones”"
    for name, said in (("", "needs a name"), ("all orders", "always there")):
        typed(dialog, name)
        keep.click()
        assert said in child(dialog, "view-name").accessibleDescription()
    typed(dialog, "big ONES")
    with saved(page, qtbot):
        keep.click()
    assert library.views.view("Big ones").filter.is_empty()


def test_a_view_is_renamed_and_deleted_from_its_menu(
    page: OrdersPage, library: Library, qtbot: QtBot
) -> None:
    opened(page, qtbot, "Big ones")
    page.views.rename()
    dialog = dialog_of(page)
    typed(dialog, "Last month")
    press(dialog, "view-confirm")
    assert "already" in child(dialog, "view-name").accessibleDescription()
    typed(dialog, "Bigger ones")
    press(dialog, "view-confirm")
    qtbot.waitUntil(lambda: bar(page) == "View: Bigger ones")
    page.views.delete()
    child(page, "view-delete-confirm").click()
    qtbot.waitUntil(lambda: bar(page) == "View: All orders")
    assert all(entry.name != "Bigger ones" for entry in library.views.all())
    assert page.model.filter.search == "blanket"


def entries(menu: QMenu) -> dict[str, bool]:
    return {a.text().partition("\t")[0]: a.isChecked() for a in menu.actions() if a.text()}


def test_the_list_of_views_opens_by_keyboard_and_marks_the_open_one(
    page: OrdersPage, library: Library, qtbot: QtBot
) -> None:
    page.activateWindow()
    page.table.setFocus()
    qtbot.waitUntil(page.table.hasFocus)
    QTest.keyClick(page, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    menu = page.findChild(QMenu, "orders-views-menu")
    assert menu is not None
    assert menu.isVisible()
    assert [name for name, on in entries(menu).items() if on] == [EVERYTHING]
    assert "Rename…" not in entries(menu)
    with qtbot.waitSignal(page.model.settled):
        next(a for a in menu.actions() if a.text() == "Big ones").trigger()
    menu.close()
    page.tools.views.open_menu()
    menus = [m for m in page.findChildren(QMenu, "orders-views-menu") if m.isVisible()]
    acts = {a.text(): a for a in menus[0].actions()}
    acts["Pin to the sidebar"].trigger()
    qtbot.waitUntil(lambda: page.views.pinned() == ["Big ones"])
    acts["Open at start"].trigger()
    qtbot.waitUntil(lambda: page.views.desk.entry().at_start)
    menus[0].close()


def test_a_view_that_this_version_cannot_read_says_so_and_shows_nothing_else(
    page: OrdersPage, library: Library, qtbot: QtBot
) -> None:
    library.database.write_now(
        lambda db: db.execute(
            'UPDATE views SET body = \'{"filter": {"moods": [1]}}\', at_start = 1'
            " WHERE name = 'Big ones'"
        )
    )
    with qtbot.waitSignal(page.views.desk.trouble) as told:
        page.views.open("Big ones")
    assert "moods" in told.args[0]
    assert bar(page) == "View: All orders"


def test_a_view_saved_elsewhere_appears_and_one_deleted_elsewhere_is_let_go(
    page: OrdersPage, library: Library, qtbot: QtBot
) -> None:
    opened(page, qtbot, "Big ones")
    library.views.save(View("From afar"))
    library.views.delete("Big ones")
    page.refresh()
    assert "From afar" in [view.name for view in page.views.desk.views()]
    assert bar(page) == "View: All orders"
    assert page.model.filter.search == "blanket"


def test_a_view_saved_in_the_last_moment_is_kept(
    dressed: QApplication, library: Library, wording: Wording, qtbot: QtBot
) -> None:
    page = OrdersPage(library, wording)
    qtbot.addWidget(page)
    for number in range(5):
        page.views.desk.save_as(f"Late {number}", "", pinned=True, at_start=False)
    page.close_work()
    names = [entry.name for entry in library.views.all() if entry.pinned]
    assert names == [f"Late {number}" for number in range(5)]


def test_where_it_is_narrow_a_dot_says_that_a_view_was_changed(
    page: OrdersPage, qtbot: QtBot
) -> None:
    opened(page, qtbot, "Big ones")
    page.set_filter(SOCKS)
    page.resize(700, 500)
    qtbot.waitUntil(lambda: page.tools.views.button.text() == "Big ones •")
    page.resize(576, 500)
    qtbot.waitUntil(lambda: page.tools.views.button.text() == " •")
    assert child(page, "orders-views-reset").isHidden()
    assert bar(page) == "View: Big ones, changed"
