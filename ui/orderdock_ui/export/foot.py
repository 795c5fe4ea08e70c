"""The foot of the export window: the size, how far it is, what came of it, and the buttons."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QProgressBar, QStackedWidget, QWidget

from orderdock_ui.orders.words import Wording
from orderdock_ui.theme import theme
from orderdock_ui.widgets.buttons import Button
from orderdock_ui.widgets.labels import IconLabel, Label
from orderdock_ui.widgets.layouts import column, row
from orderdock_ui.widgets.naming import named


class Foot(QFrame):
    """Offers, shows progress, or tells the end."""

    def __init__(self, wording: Wording) -> None:
        super().__init__()
        self.setProperty("surface", "foot")
        self._wording = wording
        line = row(self, gap=8, margins=(20, 10, 20, 10))
        self._state = QStackedWidget()
        self._state.addWidget(self._make_said())
        self._state.addWidget(self._make_going())
        line.addWidget(self._state, 1)
        self.folder = Button("Open folder", icon="folder-open", identifier="export-open-folder")
        self.cancel = Button("Cancel", identifier="export-cancel")
        self.start = Button("Export", "primary", icon="file-down", identifier="export-start")
        for button in (self.folder, self.cancel, self.start):
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.folder.hide()

    def _make_said(self) -> QWidget:
        holder = QWidget()
        line = row(holder, gap=8)
        self._icon = IconLabel("circle-check", "ok", 16)
        self._icon.hide()
        self.said = named(Label("", ink="text2", wrap=True, figures=True), "export-result")
        line.addWidget(self._icon)
        line.addWidget(self.said, 1)
        return holder

    def _make_going(self) -> QWidget:
        holder = QWidget()
        bar = column(holder, gap=6)
        bar.addStretch(1)
        self.going = Label("", figures=True)
        self.bar = named(QProgressBar(), "export-progress", "Rows written")
        self.bar.setTextVisible(False)
        self.bar.setMaximumWidth(theme.length(420))
        bar.addWidget(self.going)
        bar.addWidget(self.bar)
        bar.addStretch(1)
        return holder

    def offer(self, rows: int, words: str) -> None:
        """Ready to write so many rows."""
        self.say(words)
        self.folder.hide()
        self.cancel.setEnabled(True)
        self.cancel.put("Cancel")
        self.cancel.set_kind("plain")
        self.start.put(f"Export {self._wording.counted(rows, 'row')}")
        self.start.setEnabled(True)
        self.start.show()

    def wait(self, words: str) -> None:
        """What is to be written is not known yet."""
        self.say(words)
        self.folder.hide()
        self.start.setEnabled(False)

    def say(self, words: str, ink: str = "text2", icon: str = "") -> None:
        """A sentence in place of the size."""
        self._state.setCurrentIndex(0)
        self.said.set_ink(ink)
        self.said.setText(words)
        self.said.setAccessibleName(words)
        self._icon.setVisible(bool(icon))
        if icon:
            self._icon.show_icon(icon, ink, 16)

    def begin(self, rows: int) -> None:
        """Writing has begun."""
        self.start.hide()
        self.folder.hide()
        self.cancel.put("Cancel", "Cancel the export")
        self.show_progress(0, rows)
        self._state.setCurrentIndex(1)

    def show_progress(self, done: int, total: int) -> None:
        """So many rows of so many are written."""
        self._go(done, total, "written")

    def show_checking(self, done: int, total: int) -> None:
        """The file is written; so many of its rows were read back."""
        self._go(done, total, "read back from the file")

    def _go(self, done: int, total: int, what: str) -> None:
        self.bar.setRange(0, max(1, total))
        self.bar.setValue(min(done, total))
        say = self._wording
        self.going.setText(f"{say.count(done)} of {say.counted(total, 'row')} {what}")
        self.bar.setAccessibleName(f"Rows {what}")

    def cancelling(self) -> None:
        """The person does not want it any more."""
        self.going.setText("Cancelling")
        self.cancel.setEnabled(False)

    def end(self, words: str) -> None:
        """The file is there."""
        self.say(words, "text", "circle-check")
        self._icon.show_icon("circle-check", "ok", 16)
        self.start.hide()
        self.folder.show()
        self.cancel.setEnabled(True)
        self.cancel.put("Close")
        self.cancel.set_kind("primary")
        self.folder.setFocus()
