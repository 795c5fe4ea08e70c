"""The look of the window, for every test that makes widgets."""

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from orderdock_ui.theme import theme

PATIENCE_MS = 30_000
"""How long a signal may take on a busy machine; a test that works never waits for it."""
for waits in (QtBot.waitSignal, QtBot.waitSignals, QtBot.waitUntil):
    waits.__kwdefaults__ = {**(waits.__kwdefaults__ or {}), "timeout": PATIENCE_MS}


@pytest.fixture
def dressed(qapp: QApplication) -> QApplication:
    theme.apply(qapp, "light")
    return qapp


@pytest.fixture(autouse=True)
def garbage_on_this_thread() -> Iterator[None]:
    """As in the window: widgets in a circle must not be destroyed by a worker thread."""
    gc.disable()
    yield
    gc.collect(0)
    gc.enable()


@pytest.fixture(autouse=True)
def keys_let_go(qapp: QApplication) -> Iterator[None]:
    """Qt takes Ctrl and Shift of the last key for held: a later test's selection would heed it."""
    yield
    QTest.keyRelease(QWidget(), Qt.Key.Key_unknown)
