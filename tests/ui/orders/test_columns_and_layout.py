"""Columns: chosen, moved, sorted by, fitted to the width, and remembered."""

from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from orderdock.query.columns import BY_KEY
from orderdock.query.filters import DEFAULT_SORT, Sort, Unit
from orderdock.services.library import Library
from orderdock_ui.orders.columns_chooser import ColumnsChooser
from orderdock_ui.orders.layout_memory import STANDARD, LayoutMemory, ViewLayout, columns_of
from orderdock_ui.orders.page import OrdersPage
from orderdock_ui.orders.words import Wording


class Keeper:
    def __init__(self, kept: dict[str, Any] | None = None) -> None:
        self.kept = kept or {}

    def settings(self) -> dict[str, Any]:
        return self.kept

    def save_setting(self, key: str, value: Any) -> None:
        self.kept[key] = value


def on_show(page: OrdersPage) -> list[str]:
    order = page._columns.visual_order()
    return [page.model.columns[section].key for section in order]


def test_standard_columns_exist_in_their_unit() -> None:
    for unit in Unit:
        assert set(STANDARD[unit]) <= set(columns_of(unit))


def test_a_layout_is_remembered_per_unit() -> None:
    memory = LayoutMemory(Keeper())
    layout = ViewLayout(["retailer", "order_total"], {"retailer": 200}, (Sort("retailer"),))
    memory.keep(Unit.LINES, layout)
    assert memory.load(Unit.LINES) == layout
    assert memory.load(Unit.ORDERS).shown == list(STANDARD[Unit.ORDERS])


@pytest.mark.parametrize(
    "saved",
    [
        "broken",
        {"shown": "retailer"},
        {"shown": ["no_such_column"], "widths": [1], "sorts": [["nothing", 1], "x", []]},
        {"shown": None, "widths": {"retailer": "wide"}, "sorts": None},
        {"shown": [["x"], {}, 3], "sorts": [[["x"], True], [{}, 1]]},
    ],
)
def test_a_damaged_layout_falls_back_to_the_standard(saved: Any) -> None:
    loaded = LayoutMemory(Keeper({"orders.layout.orders": saved})).load(Unit.ORDERS)
    assert loaded.shown == list(STANDARD[Unit.ORDERS])
    assert loaded.sorts == DEFAULT_SORT
    assert loaded.widths == {}


@pytest.fixture
def chooser(dressed: QApplication, qtbot: QtBot) -> ColumnsChooser:
    made = ColumnsChooser()
    qtbot.addWidget(made)
    columns = list(columns_of(Unit.ORDERS).values())
    made.open_at(None, QPoint(600, 100), Unit.ORDERS, columns, ["order_total", "retailer"])
    return made


def test_the_chooser_lists_what_is_shown_first_and_searches(chooser: ColumnsChooser) -> None:
    assert [chooser.list.item(i).text() for i in range(2)] == ["Total", "Retailer"]
    chooser.search.setText("conn")
    left = [
        chooser.list.item(i).text()
        for i in range(chooser.list.count())
        if not chooser.list.item(i).isHidden()
    ]
    assert left == ["Connection ID", "Connection"]


def test_columns_are_ticked_and_moved_by_keyboard_and_one_stays(chooser: ColumnsChooser) -> None:
    told: list[list[str]] = []
    chooser.changed.connect(told.append)
    chooser.list.setCurrentRow(1)
    chooser.list.setFocus()
    QTest.keyClick(chooser.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert told.pop() == ["retailer", "order_total"]
    QTest.keyClick(chooser.list, Qt.Key.Key_Space)
    assert told.pop() == ["order_total"]
    chooser.list.setCurrentRow(1)
    QTest.keyClick(chooser.list, Qt.Key.Key_Space)
    assert chooser.shown() == ["order_total"]


def test_columns_are_moved_by_dragging(chooser: ColumnsChooser) -> None:
    told: list[list[str]] = []
    chooser.changed.connect(told.append)
    assert chooser.list.model().moveRow(QModelIndex(), 0, QModelIndex(), 2)
    assert told == [["retailer", "order_total"]]


def test_a_click_on_a_head_sorts_and_shift_adds(page: OrdersPage, qtbot: QtBot) -> None:
    heads = page.table.heads
    place = {c.key: n for n, c in enumerate(page.model.columns)}

    def click(key: str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        x = heads.sectionViewportPosition(place[key]) + 20
        with qtbot.waitSignal(page.model.settled):
            QTest.mouseClick(heads.viewport(), Qt.MouseButton.LeftButton, modifier, QPoint(x, 10))

    click("retailer")
    assert list(page.model.sorts) == [Sort("retailer")]
    click("order_total", Qt.KeyboardModifier.ShiftModifier)
    assert list(page.model.sorts) == [Sort("retailer"), Sort("order_total", descending=True)]
    assert heads._order == {place["retailer"]: (1, False), place["order_total"]: (2, True)}
    click("order_total", Qt.KeyboardModifier.ShiftModifier)
    assert list(page.model.sorts) == [Sort("retailer"), Sort("order_total")]
    click("ordered_at")
    assert list(page.model.sorts) == [Sort("ordered_at", descending=True)]


def test_columns_are_kept_for_the_next_start(
    page: OrdersPage, library: Library, wording: Wording, qtbot: QtBot
) -> None:
    page._columns.show_columns(["order_total", "retailer", "changed_at"])
    page._columns.sort_by("retailer", descending=True)
    page._columns.keep_now()
    again = OrdersPage(library, wording)
    qtbot.addWidget(again)
    assert on_show(again) == ["order_total", "retailer", "changed_at"]
    assert again.model.sorts == (Sort("retailer", descending=True),)
    again.close_work()


def test_opening_the_page_and_its_views_writes_no_settings(
    page: OrdersPage, library: Library
) -> None:
    assert not library.settings()
    page.views.open("This month")
    page.switch_unit()
    page.close_work()
    assert not library.settings()


def test_where_it_is_narrow_standard_columns_make_way_and_dates_lose_their_time(
    page: OrdersPage, qtbot: QtBot
) -> None:
    assert on_show(page) == list(STANDARD[Unit.ORDERS])
    page.resize(640, 500)
    qtbot.waitUntil(lambda: "order_number" not in on_show(page))
    assert {"ordered_at", "retailer", "order_total"} <= set(on_show(page))
    page.resize(510, 500)
    qtbot.waitUntil(lambda: page.model.pages.days_only)
    assert on_show(page)[-1] == "order_total"
    page.resize(1200, 500)
    qtbot.waitUntil(lambda: on_show(page) == list(STANDARD[Unit.ORDERS]))
    assert not page.model.pages.days_only


def test_columns_the_person_chose_scroll_sideways_instead(page: OrdersPage, qtbot: QtBot) -> None:
    keys = [key for key in columns_of(Unit.ORDERS) if BY_KEY[key].kind != "count"]
    page._columns.show_columns(keys)
    page.resize(600, 500)
    qtbot.waitUntil(lambda: page.table.horizontalScrollBar().maximum() > 0)
    assert on_show(page) == keys


def test_a_width_drawn_by_hand_is_kept_and_moved_heads_too(page: OrdersPage) -> None:
    place = {c.key: n for n, c in enumerate(page.model.columns)}
    page.table.heads.resizeSection(place["retailer"], 222)
    assert page._columns.layout.widths["retailer"] == 222
    page.table.heads.moveSection(page.table.heads.visualIndex(place["order_total"]), 0)
    assert page._columns.layout.shown[0] == "order_total"
    page.columns.reset()
    assert on_show(page) == list(STANDARD[Unit.ORDERS])
