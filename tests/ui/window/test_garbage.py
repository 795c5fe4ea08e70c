import gc
import weakref

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from orderdock_ui.window.garbage import Garbage


class Circle:
    def __init__(self) -> None:
        self.itself = self


def test_circles_are_found_on_the_qt_thread_alone(qtbot: QtBot, qapp: QObject) -> None:
    garbage = Garbage(qapp)
    try:
        assert not gc.isenabled()
        gone = weakref.ref(Circle())
        assert gone() is not None
        qtbot.waitUntil(lambda: gone() is None)
    finally:
        garbage.close()
    assert gc.isenabled()
    assert not gc.get_freeze_count()
