"""When circles of objects are looked for."""

import gc
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from orderdock_ui.window.garbage import Garbage


class Circle:
    def __init__(self) -> None:
        self.itself = self


class Watch:
    """A clock that stands until it is told."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    QApplication.processEvents()  # its painting is over
    return widget


@pytest.fixture
def garbage(window: QWidget, watch: Watch) -> Iterator[Garbage]:
    made = Garbage(window, watch)
    made._timer.stop()  # the tests say when a second is over
    yield made
    made.close()


def lost_circle() -> "weakref.ref[Circle]":
    return weakref.ref(Circle())


def test_circles_are_found_in_a_quiet_moment_and_by_nobody_else(
    window: QWidget, qtbot: QtBot
) -> None:
    garbage = Garbage(window)
    try:
        assert not gc.isenabled()
        gone = lost_circle()
        assert gone() is not None
        qtbot.waitUntil(lambda: gone() is None)
    finally:
        garbage.close()
    assert gc.isenabled()
    assert not gc.get_freeze_count()


@pytest.mark.parametrize("how", ["wheel", "key", "painting"])
def test_nothing_is_looked_for_while_the_window_is_used(
    window: QWidget, garbage: Garbage, watch: Watch, how: str
) -> None:
    gone = lost_circle()
    watch.seconds = 5.0
    stir(window, how)
    garbage.look_if_quiet()
    assert gone() is not None
    watch.seconds = 5.5
    garbage.look_if_quiet()
    assert gone() is None


def test_a_window_that_is_always_used_is_looked_through_at_last(
    window: QWidget, garbage: Garbage
) -> None:
    gone, looks = lost_circle(), 0
    while gone() is not None:
        stir(window, "key")
        garbage.look_if_quiet()
        looks += 1
    assert 20 < looks < 60


def stir(window: QWidget, how: str) -> None:
    match how:
        case "wheel":
            QTest.wheelEvent(window.windowHandle(), QPoint(5, 5), QPoint(0, 120))
        case "key":
            QTest.keyClick(window.windowHandle(), Qt.Key.Key_Down)
        case _:
            window.update()
    QApplication.processEvents()
