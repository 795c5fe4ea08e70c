"""Pinned views in the sidebar: one press away, and marked while open."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from orderdock.query.filters import OrderFilter
from orderdock.query.views import View
from orderdock_ui.theme import theme
from orderdock_ui.widgets.buttons import Button
from orderdock_ui.window import launch
from orderdock_ui.window.conductor import Conductor
from orderdock_ui.window.pinned_views import MOST, PinnedViews
from orderdock_ui.window.rail import Rail
from tests.ui.orders import some_orders

LONG = "Everything that the shops in the south sold since the summer"


@pytest.fixture
def conductor(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Conductor]:
    theme.apply(qapp, "light")
    folder = tmp_path / "profile"
    library = some_orders.profile_at(folder)
    library.views.save(View(LONG, OrderFilter(retailers=("Bol",))))
    for name in (LONG, "Last month"):
        library.views.pin(name, pinned=True)
    library.views.open_at_start("Last month")
    made = launch.furnish(launch.show_first(qapp, folder, sandbox=False), library)
    qtbot.addWidget(made.window)
    yield made
    made.close()
    library.close()


def pins(conductor: Conductor) -> dict[str, bool]:
    holder = conductor.content.sidebar.views
    return {b.accessibleName(): b.isChecked() for b in holder.findChildren(Button)}


def press(conductor: Conductor, name: str) -> None:
    holder = conductor.content.sidebar.views
    next(b for b in holder.findChildren(Button) if b.accessibleName() == name).click()


def test_the_window_opens_with_the_view_that_is_wanted(conductor: Conductor) -> None:
    assert pins(conductor) == {"Last month": True, LONG: False}
    page = conductor.orders.page()
    assert page.views.desk.view.name == "Last month"
    assert page.model.filter.date_from is not None


def test_a_pinned_view_opens_from_any_page(conductor: Conductor, qtbot: QtBot) -> None:
    conductor.turn("sync")
    press(conductor, LONG)
    assert conductor.content.pages.current() == "orders"
    assert conductor.orders.page().model.filter.retailers == ("Bol",)
    assert pins(conductor) == {"Last month": False, LONG: True}
    press(conductor, LONG)
    assert pins(conductor)[LONG]


def test_the_page_of_orders_leads_back_to_all_of_them(conductor: Conductor, qtbot: QtBot) -> None:
    conductor.turn("sync")
    orders = conductor.content.sidebar.pages["orders"]
    orders.click()
    assert conductor.orders.page().views.desk.view.name == "Last month"
    orders.click()
    assert conductor.orders.page().views.desk.view.name == "All orders"
    assert conductor.orders.page().model.filter.is_empty()
    assert not any(pins(conductor).values())


def test_a_connections_orders_are_all_of_its_orders(conductor: Conductor) -> None:
    conductor.orders.show_of("stackline-1")
    f = conductor.orders.page().model.filter
    assert (f.connections, f.date_from) == (("stackline-1",), None)


def test_orders_that_a_check_found_are_shown_until_their_chip_is_taken_away(
    conductor: Conductor, qtbot: QtBot
) -> None:
    page = conductor.orders.page()
    page.show_groups()
    conductor.turn("sync")
    conductor.orders.show_these(OrderFilter(among=(2, 5, 7)))
    assert conductor.content.pages.current() == "orders"
    assert not page.groups.on
    qtbot.waitUntil(lambda: page.model.rowCount() == 3)
    page.tools.search.setText("status:shipped")
    page.tools.search.searched.emit("status:shipped")
    assert page.model.filter.statuses == ("shipped",)
    assert page.model.filter.among == (2, 5, 7)
    *_gone, away = page.tools.chips.findChildren(QToolButton, "orders-chip-among")
    away.click()
    assert page.model.filter == OrderFilter(statuses=("shipped",), timezone="UTC")
    assert page.tools.search.text() == "status:shipped"


def test_unpinning_takes_it_out_of_the_sidebar(conductor: Conductor, qtbot: QtBot) -> None:
    conductor.orders.page().views.desk.pin(pinned=False)
    qtbot.waitUntil(lambda: list(pins(conductor)) == [LONG])


def test_long_names_are_cut_and_many_are_in_the_list_only(qapp: QApplication, qtbot: QtBot) -> None:
    theme.apply(qapp, "light")
    holder = PinnedViews(QWidget())
    qtbot.addWidget(holder)
    assert holder.isHidden()
    holder.resize(240, 300)
    holder.show_views([LONG, *(f"View {n}" for n in range(20))], LONG)
    buttons = [b for b in holder.findChildren(Button) if not b.isHidden()]
    assert len(buttons) == MOST
    assert buttons[0].text().endswith("…")
    assert (buttons[0].accessibleName(), buttons[0].toolTip()) == (LONG, LONG)
    holder.show_views([], "")
    assert holder.isHidden()


def rail(conductor: Conductor, qtbot: QtBot, tall: int = 700) -> Rail:
    conductor.window.resize(theme.length(700), theme.length(tall))
    conductor.window.show()
    qtbot.waitUntil(lambda: bool(conductor.window.findChildren(Rail)))
    [found] = conductor.window.findChildren(Rail)
    qtbot.waitUntil(found.isVisible)
    return found


def tiles(found: Rail) -> list[QToolButton]:
    holders = found.findChildren(QToolButton)
    return [each for each in holders if each.objectName().startswith("rail-view-")]


def focused_after(window: QWidget, first: QWidget, tabs: int) -> list[str]:
    """Identifiers of what Tab leads to from `first`."""
    found = []
    first.setFocus()
    for _ in range(tabs):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        found.append(window.focusWidget().objectName())
    return found


@pytest.fixture
def wide(conductor: Conductor, qtbot: QtBot) -> None:
    """The window is shown and active, and has room for the whole sidebar."""
    conductor.window.resize(theme.length(1200), theme.length(700))
    conductor.window.show()
    qtbot.waitUntil(conductor.window.isActiveWindow)


@pytest.mark.usefixtures("wide")
def test_tab_goes_from_the_page_of_orders_to_the_pinned_views(
    conductor: Conductor, qtbot: QtBot
) -> None:
    orders = conductor.content.sidebar.pages["orders"]
    after = focused_after(conductor.window, orders, 3)
    assert after == ["pinned-view-1", "pinned-view-2", "action-sync"]
    conductor.orders.page().views.desk.pin(pinned=False)
    qtbot.waitUntil(lambda: list(pins(conductor)) == [LONG])
    after = focused_after(conductor.window, orders, 2)
    assert after == ["pinned-view-1", "action-sync"]


@pytest.mark.usefixtures("wide")
def test_views_pinned_and_let_go_are_there_for_tab_at_once_and_keep_the_focus(
    conductor: Conductor,
) -> None:
    sidebar = conductor.content.sidebar
    sidebar.views.show_views([LONG], "")
    after = focused_after(conductor.window, sidebar.pages["orders"], 2)
    assert after == ["pinned-view-1", "action-sync"]
    sidebar.views.findChildren(Button)[0].setFocus()
    sidebar.views.show_views(["Last month", LONG], "")
    assert conductor.window.focusWidget().objectName() == "pinned-view-1"


def test_tab_goes_from_page_to_view_to_state_in_the_rail(
    conductor: Conductor, qtbot: QtBot
) -> None:
    found = rail(conductor, qtbot)
    qtbot.waitUntil(conductor.window.isActiveWindow)
    last_page = found.findChild(QToolButton, "rail-exports")
    assert last_page is not None
    after = focused_after(conductor.window, last_page, 4)
    assert after[:2] == ["rail-view-1", "rail-view-2"]
    assert after[2].startswith("rail-state-")
    assert after[3] == "rail-add"


def test_a_narrow_window_has_a_tile_for_each_pinned_view(
    conductor: Conductor, qtbot: QtBot
) -> None:
    found = rail(conductor, qtbot)
    last, long = tiles(found)
    assert (last.accessibleName(), last.isChecked()) == ("Last month", True)
    assert (long.accessibleName(), long.toolTip()) == (LONG, LONG)
    assert long.fontMetrics().horizontalAdvance(long.text()) <= found.width()
    conductor.turn("sync")
    long.click()
    assert conductor.content.pages.current() == "orders"
    assert conductor.orders.page().model.filter.retailers == ("Bol",)
    assert [tile.isChecked() for tile in tiles(found)] == [False, True]
    long.click()
    assert long.isChecked()


def test_views_pinned_and_let_go_come_to_the_rail_and_leave_it(
    conductor: Conductor, qtbot: QtBot
) -> None:
    found = rail(conductor, qtbot)
    conductor.orders.page().views.desk.pin(pinned=False)
    qtbot.waitUntil(lambda: [tile.accessibleName() for tile in tiles(found)] == [LONG])


def test_states_come_before_views_where_there_is_little_room(
    conductor: Conductor, qtbot: QtBot
) -> None:
    found = rail(conductor, qtbot, tall=420)
    states = [b for b in found.findChildren(QToolButton) if "rail-state" in b.objectName()]
    assert states[0].isVisible()
    shown = [tile for tile in (*states, *tiles(found)) if tile.isVisible()]
    assert all(tile.height() >= theme.length(24) for tile in shown)
    lowest = found.findChild(QToolButton, "rail-settings")
    assert lowest is not None
    assert lowest.geometry().bottom() <= found.height()
