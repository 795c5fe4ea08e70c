"""The window over a real profile, before and without services."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from orderdock.domain.connections import ConnectionId, Outcome, SyncOutcome
from orderdock.domain.events import SyncProgressed
from orderdock_ui.theme import theme
from orderdock_ui.window import launch
from orderdock_ui.window.conductor import Conductor
from tests.ui import lively_profile

INTERACTIVE = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView)
QT_OWN = ("qt_", "QtPrivate")
PAGES = ("orders", "sync", "exports", "gallery", "settings", "help", "connection")
FIXED = (
    "connections-list",
    "action-add-connection",
    "action-sync-all",
    "action-sync",
    "action-export",
    "action-repair",
    "action-disconnect",
    "action-settings",
    "orders-table",
    "orders-search",
)


@dataclass
class Open:
    conductor: Conductor
    made: dict[str, ConnectionId]

    @property
    def window(self) -> QWidget:
        return self.conductor.window

    def part(self, identifier: str) -> QWidget:
        found = self.window.findChild(QWidget, identifier)
        assert found is not None, identifier
        return found

    def press(self, identifier: str) -> None:
        button = self.part(identifier)
        assert isinstance(button, QAbstractButton)
        button.click()

    def current(self) -> str:
        return self.conductor.content.pages.current()

    def turn(self, page: str) -> None:
        if page == "connection":
            self.conductor.open_connection("stackline-1")
        else:
            self.conductor.turn(page)


def opened(folder: Path, dressed: QApplication, sandbox: bool = False) -> Conductor:
    first = launch.show_first(dressed, folder, sandbox=sandbox)
    library = lively_profile.open_at(folder, "default" if sandbox else None)
    conductor = launch.furnish(first, library)
    conductor.window.resize(theme.length(1280), theme.length(800))
    return conductor


def put_away(conductor: Conductor) -> None:
    """Close and delete: a forgotten window would slow the next change of theme."""
    conductor.window.close()
    conductor.close()
    conductor.desk.library.close()
    shiboken6.delete(conductor.window)


@pytest.fixture
def lively(tmp_path: Path, dressed: QApplication, qtbot: QtBot) -> Iterator[Open]:
    made = lively_profile.fill(tmp_path / "profile", lines=200)
    conductor = opened(tmp_path / "profile", dressed)
    yield Open(conductor, made)
    put_away(conductor)


@pytest.fixture
def fresh(tmp_path: Path, dressed: QApplication, qtbot: QtBot) -> Iterator[Open]:
    conductor = opened(tmp_path / "sandbox", dressed, sandbox=True)
    yield Open(conductor, {})
    put_away(conductor)


def test_a_new_profile_welcomes_and_leads_to_the_gallery(fresh: Open) -> None:
    assert fresh.current() == "welcome"
    assert fresh.part("sandbox-badge").isVisible()
    assert not fresh.part("action-sync-all").isVisible()
    fresh.press("empty-action")
    assert fresh.current() == "gallery"
    assert fresh.part("provider-stackline").isVisible()


def test_a_profile_with_connections_begins_at_its_orders(lively: Open) -> None:
    assert lively.current() == "orders"
    assert lively.part("orders-table").isVisible()
    sync_all = lively.part("action-sync-all")
    assert isinstance(sync_all, QAbstractButton)
    assert sync_all.text() == "Sync 5 connections"


@pytest.mark.parametrize("identifier", FIXED)
def test_the_fixed_identifiers_are_there_and_named(lively: Open, identifier: str) -> None:
    widget = lively.part(identifier)
    assert widget.isVisible()
    assert widget.accessibleIdentifier() == identifier
    assert widget.accessibleName()


@pytest.mark.parametrize("page", PAGES)
def test_whatever_can_be_used_has_a_name_and_an_identifier(lively: Open, page: str) -> None:
    lively.turn(page)
    for widget in lively.window.findChildren(QWidget):
        if not isinstance(widget, INTERACTIVE) or not widget.isVisible():
            continue
        if widget.metaObject().className().startswith(QT_OWN) or widget.objectName().startswith(
            QT_OWN
        ):
            continue
        parent = widget.parentWidget()
        if isinstance(parent, (QComboBox, QAbstractItemView)):
            continue  # parts of Qt's own
        assert widget.accessibleName(), (page, widget.objectName(), widget)
        assert widget.accessibleIdentifier(), (page, widget.accessibleName(), widget)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("text", [1.0, 2.0])
def test_no_page_forces_the_window_wider_than_a_small_screen(
    lively: Open, dressed: QApplication, page: str, text: float
) -> None:
    base = dressed.font()
    bigger = dressed.font()
    bigger.setPointSizeF(base.pointSizeF() * text)
    theme.set_base_font(dressed, bigger)
    try:
        lively.turn(page)
        hint = lively.window.minimumSizeHint()
        assert hint.width() <= 1280, page
        assert hint.height() <= 800, page
    finally:
        theme.set_base_font(dressed, base)


def test_a_narrow_window_folds_the_sidebar_into_a_rail(lively: Open, qtbot: QtBot) -> None:
    lively.window.resize(theme.length(700), theme.length(700))
    qtbot.waitUntil(lambda: not lively.part("sidebar").isVisible())
    assert lively.part("rail").isVisible()
    waits = lively.part("rail-state-waiting_for_you")
    assert waits.accessibleName() == "Waiting for you: Household shops"
    lively.press("rail-sync")
    assert lively.current() == "sync"
    lively.window.resize(theme.length(1200), theme.length(700))
    qtbot.waitUntil(lambda: lively.part("sidebar").isVisible())


@pytest.mark.parametrize(
    ("keys", "page"),
    [
        (Qt.Key.Key_1, "orders"),
        (Qt.Key.Key_2, "sync"),
        (Qt.Key.Key_3, "exports"),
    ],
)
def test_pages_by_keyboard(lively: Open, qtbot: QtBot, keys: Qt.Key, page: str) -> None:
    lively.window.activateWindow()
    qtbot.waitUntil(lively.window.isActiveWindow)
    QTest.keyClick(lively.window, keys, Qt.KeyboardModifier.AltModifier)
    assert lively.current() == page


def test_f6_goes_through_the_regions_and_round(lively: Open, qtbot: QtBot) -> None:
    lively.window.activateWindow()
    qtbot.waitUntil(lively.window.isActiveWindow)
    lively.part("connections-list").setFocus()
    seen = []
    for _ in range(5):
        QTest.keyClick(lively.window, Qt.Key.Key_F6)
        focus = lively.window.focusWidget()
        assert focus is not None
        seen.append(focus.objectName())
    assert "orders-search" in seen
    assert "orders-table" in seen
    assert "connections-list" in seen


def test_a_connection_page_says_why_and_lists_its_shops(lively: Open) -> None:
    lively.conductor.open_connection("stackline-1")
    assert lively.current() == "connection"
    why = lively.part("connection-why")
    assert why.text() == "Target asks for a code."  # type: ignore[attr-defined]
    assert lively.part("link-2").isVisible()
    assert lively.part("link-repair-3").isVisible()


def test_its_orders_are_shown_from_there(lively: Open) -> None:
    lively.conductor.open_connection("stackline-1")
    lively.press("connection-orders")
    assert lively.current() == "orders"
    page = lively.conductor.orders.page()
    assert page.question()[0].connections == ("stackline-1",)


def test_progress_reaches_the_strip_and_the_end_says_what_came(lively: Open) -> None:
    conductor = lively.conductor
    one = ConnectionId("stitchex-1")
    conductor.syncing.board.begin([(one, "Acme Knitwear", "Stitchex")], conductor.desk.now())
    conductor.desk.hub.follow(SyncProgressed(one, "reading", 2011, 5240))
    line = lively.part("sync-progress-stitchex-1")
    assert line.accessibleName() == "Acme Knitwear, Reading orders, 2,011 of 5,240"
    assert lively.part("action-cancel-sync").isVisible()
    conductor.turn("sync")
    assert not lively.part("sync-panel").isVisible()
    conductor.turn("orders")
    conductor.syncing._finished(SyncOutcome(one, "Acme Knitwear", Outcome.OK, added=12))
    assert line.accessibleName() == "Acme Knitwear, 12 new lines"


def test_the_theme_setting_takes_effect_and_is_kept(lively: Open) -> None:
    lively.conductor.turn("settings")
    chooser = lively.part("settings-theme")
    assert isinstance(chooser, QComboBox)
    chooser.setCurrentIndex(chooser.findData("dark"))
    chooser.activated.emit(chooser.currentIndex())
    assert theme.is_dark()
    assert lively.conductor.desk.library.settings()["theme"] == "dark"
    theme.set_scheme(QApplication.instance(), "light")  # type: ignore[arg-type]


def test_another_zone_is_named_in_the_table(lively: Open) -> None:
    lively.conductor.turn("settings")
    chooser = lively.part("settings-timezone")
    assert isinstance(chooser, QComboBox)
    chooser.setCurrentIndex(chooser.findData("Europe/Warsaw"))
    chooser.activated.emit(chooser.currentIndex())
    lively.conductor.turn("orders")
    model = lively.conductor.orders.page().model
    assert model.headerData(0, Qt.Orientation.Horizontal) == "Date, Warsaw"


def test_place_and_size_are_remembered(tmp_path: Path, dressed: QApplication, qtbot: QtBot) -> None:
    folder = tmp_path / "profile"
    for wanted, found in (((760, 640), None), (None, (760, 640))):
        first = launch.show_first(dressed, folder, sandbox=False)
        conductor = launch.furnish(first, lively_profile.open_at(folder))
        if wanted:
            conductor.window.resize(*wanted)
        if found:
            assert (conductor.window.width(), conductor.window.height()) == found
        put_away(conductor)
