"""One note for all that is selected."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from orderdock_ui.orders.words import Wording
from orderdock_ui.theme import theme
from orderdock_ui.widgets.buttons import Button
from orderdock_ui.widgets.labels import Label
from orderdock_ui.widgets.layouts import column, row
from orderdock_ui.widgets.naming import announce, named

_WIDE, _TALL = 340, 96


class NoteField(QPlainTextEdit):
    """A few lines of text; Ctrl+Enter is done, Tab goes on."""

    done = Signal()

    def __init__(self, identifier: str, name: str) -> None:
        super().__init__()
        named(self, identifier, name)
        self.setTabChangesFocus(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.done.emit()
            return
        super().keyPressEvent(event)


class NoteEditor(QFrame):
    """Ctrl+Enter writes, Esc changes nothing."""

    written = Signal(str)

    def __init__(
        self, wording: Wording, orders: int, note: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("surface", "card")
        many = wording.counted(orders, "order")
        named(self, "orders-note", f"Note on {many}")
        inside = column(self, gap=8, margins=(16, 14, 16, 14))
        inside.addWidget(Label(f"Note on {many}", "card", 600))
        self.field = NoteField("orders-note-text", f"Note on {many}")
        self.field.setFixedSize(theme.length(_WIDE), theme.length(_TALL))
        self.field.done.connect(self._write)
        inside.addWidget(self.field)
        self.field.setPlainText(note)
        self.field.selectAll()
        if orders > 1:
            said = "It takes the place of the notes they have. Left empty, it takes them off."
            inside.addWidget(Label(said, "caption", ink="text2", wrap=True))
        foot = row(gap=8)
        foot.addStretch(1)
        away = Button("Cancel", "quiet", identifier="orders-note-cancel")
        away.clicked.connect(self.close)
        write = Button(f"Write on {many}", "primary", identifier="orders-note-write")
        write.setToolTip("Write the note (Ctrl+Enter)")
        write.clicked.connect(self._write)
        foot.addWidget(away)
        foot.addWidget(write)
        inside.addLayout(foot)

    def open_above(self, place: QPoint) -> None:
        """Show with the lower left corner at `place` on the screen."""
        self.adjustSize()
        top = place.y() - self.height()
        self.move(place.x(), max(top, self.screen().availableGeometry().top()))
        self.show()
        self.field.setFocus()
        announce(self, self.accessibleName())

    def _write(self) -> None:
        note = self.field.toPlainText()
        self.close()
        self.written.emit(note)
