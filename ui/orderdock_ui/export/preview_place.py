"""The right side's table: the file as it will be written, or the orders of one finding."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from orderdock.services.export import Preview
from orderdock_ui.export.beside import HEAD
from orderdock_ui.export.preview_table import PreviewTable
from orderdock_ui.orders.words import Wording
from orderdock_ui.theme import theme
from orderdock_ui.widgets.buttons import Button
from orderdock_ui.widgets.labels import ElidedLabel, Label
from orderdock_ui.widgets.layouts import column, row
from orderdock_ui.widgets.naming import announce


class PreviewPlace(QWidget):
    """The head says what the table shows."""

    back_asked = Signal()
    """Away from the finding, to the file."""

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self._title = ""
        whole = column(self, gap=8)
        head = row(gap=8)
        head.addStrut(theme.length(HEAD))
        self.head = ElidedLabel("", weight=600)
        head.addWidget(self.head, 1)
        self._written = Label("as they will be written", "caption", ink="text2")
        head.addWidget(self._written)
        self.back = Button("Back to the file", "link", identifier="export-back")
        self.back.clicked.connect(self.back_asked)
        self.back.hide()
        head.addWidget(self.back)
        whole.addLayout(head)
        self.table = PreviewTable()
        whole.addWidget(self.table, 1)

    def is_away(self) -> bool:
        """Whether it shows something else than the file."""
        return bool(self._title)

    def show_file(self, preview: Preview) -> None:
        """The first rows of the file."""
        had_focus = self.back.hasFocus()
        self._show("", preview)
        if had_focus:
            self.table.setFocus()

    def show_some(self, title: str, preview: Preview) -> None:
        """Rows of the file that `title` speaks of."""
        self._show(title, preview)
        self.back.setFocus()
        announce(self.table, self.head.text())

    def _show(self, title: str, preview: Preview) -> None:
        self._title = title
        say, shown, rows = self._wording, len(preview.rows), preview.total_rows
        if rows > shown:
            counted = f"First {say.count(shown)} of {say.counted(rows, 'row')}"
        else:
            counted = f"All {say.counted(rows, 'row')}" if shown else "No rows"
        self.head.setText(f"{title}: {counted[0].lower()}{counted[1:]}" if title else counted)
        self._written.setVisible(not title)
        self.back.setVisible(bool(title))
        self.table.show_preview(preview, title)
