"""A small question beside the window, by keyboard."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from orderdock_ui.widgets.ask_dialog import AskDialog


def asked(qtbot: QtBot, *fields: QLineEdit) -> AskDialog:
    dialog = AskDialog("thing", "Throw the thing away", "Throw it away", "danger", words="It goes.")
    for field in fields:
        dialog.body.addWidget(field)
    dialog.open()
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def test_tab_goes_from_what_is_asked_for_to_cancel_and_last_to_the_deed(
    qtbot: QtBot, dressed: QApplication
) -> None:
    first, second = QLineEdit(), QLineEdit()
    dialog = asked(qtbot, first, second)
    first.setFocus()
    for following in (second, dialog.cancel, dialog.go, first):
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        assert dialog.focusWidget() is following


def test_the_first_to_hear_enter_is_cancel(qtbot: QtBot, dressed: QApplication) -> None:
    dialog = asked(qtbot)
    with qtbot.waitSignal(dialog.rejected):
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)


def test_the_button_with_the_verb_accepts(qtbot: QtBot, dressed: QApplication) -> None:
    dialog = asked(qtbot)
    with qtbot.waitSignal(dialog.accepted):
        dialog.go.click()
