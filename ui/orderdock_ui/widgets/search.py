"""A search box with its glass, a cross to clear it, and arrows handed on to the list below."""

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from orderdock_ui import assets
from orderdock_ui.theme import theme

_Modifier = Qt.KeyboardModifier


class SearchField(QLineEdit):
    """`arrow` carries -1 or 1 (or a page of 8) when a list beside it should move."""

    arrow = Signal(int)

    def __init__(self, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "search")
        self.setPlaceholderText(placeholder)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_PageUp: -8,
            Qt.Key.Key_PageDown: 8,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            self.arrow.emit(step)
            return
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Typing while a watched list has the focus searches."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            typed = event.text()
            command = event.modifiers() & (_Modifier.ControlModifier | _Modifier.AltModifier)
            if typed.isprintable() and typed.strip() and not command:
                self.setFocus(Qt.FocusReason.OtherFocusReason)
                self.insert(typed)
                return True
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        side = theme.length(16)
        top = (self.height() - side) // 2
        painter.drawPixmap(
            QRect(theme.length(8), top, side, side), assets.pixmap("search", "text2", 16)
        )
        painter.end()
