"""Sortings are made while nothing else goes on; who waits for one is told."""

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from orderdock.domain.connections import ConnectionView
from orderdock.query import preparing
from orderdock.query.filters import Sort, Unit
from orderdock.services.library import Library
from orderdock.system.locks import sync_of
from orderdock_ui.orders import preparing as beside
from orderdock_ui.orders.page import OrdersPage


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sixty orders of these tests count as a large store."""
    monkeypatch.setattr(preparing, "FEW_LINES", 1)


def sortings(library: Library) -> int:
    found = library.database.reader().execute("SELECT count(*) FROM sortings WHERE parts > 0").get
    return int(found or 0)


def test_while_nothing_happens_every_order_is_prepared_one_after_another(
    page: OrdersPage, library: Library, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beside, "_REST_MS", 1)
    monkeypatch.setattr(beside, "_BETWEEN_MS", 1)
    qtbot.waitUntil(lambda: page.model.is_settled())
    page.model.settled.emit()
    qtbot.waitUntil(lambda: sortings(library) > 20)


def test_nothing_is_prepared_while_a_connection_is_synced(
    page: OrdersPage, library: Library, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beside, "_REST_MS", 1)
    qtbot.waitUntil(lambda: page.model.is_settled())
    looks: list[None] = []
    connections = library.connections

    def look(**how: bool) -> list[ConnectionView]:
        looks.append(None)
        return connections(**how)

    monkeypatch.setattr(library, "connections", look)
    with library.locks.take(sync_of(connections()[0].id)):
        page.model.settled.emit()
        qtbot.waitUntil(lambda: len(looks) > 5)
        assert sortings(library) == 0
    qtbot.waitUntil(lambda: sortings(library) > 0)


def test_who_sorts_by_what_is_not_prepared_is_told_until_it_is(
    page: OrdersPage, library: Library, qtbot: QtBot
) -> None:
    told: list[str] = []
    page._preparing.told.connect(told.append)
    model = page.model
    with qtbot.waitSignal(model.settled):
        model.show(model.filter, (Sort("order_total"),), Unit.ORDERS, model.columns)
    qtbot.waitUntil(lambda: told[-1:] == [""])
    assert "Sorting by Total is being prepared" in told
    assert library.is_prepared((Sort("order_total"),), Unit.ORDERS)
    label = page.totals.findChild(QLabel, "orders-preparing")
    assert label is not None
    assert label.isHidden()
    page.totals.show_waiting("Sorting by Total is being prepared")
    assert label.accessibleName() == "Sorting by Total is being prepared"
    assert not label.isHidden()


def test_the_words_are_short_where_there_is_little_room_and_whole_to_a_screen_reader(
    page: OrdersPage, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: page.model.is_settled())
    words = "Sorting by Item Name is being prepared"
    label = page.totals.findChild(QLabel, "orders-preparing")
    assert label is not None
    page.totals.show_waiting(words)
    page.totals.resize(1200, 44)
    assert label.text() == words
    page.totals.resize(500, 44)
    assert label.text() == "Preparing…"
    assert label.accessibleName() == label.toolTip() == words
