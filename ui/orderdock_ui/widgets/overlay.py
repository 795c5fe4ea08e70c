"""A card over the page that goes by itself: no window of its own, so that nobody loses it.

A popup window would be left out of the tree that screen readers and outside programs see.
"""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from orderdock_ui.theme import theme

_EDGE = 8


class Overlay(QFrame):
    """Esc, a press beside it or the focus going elsewhere closes it; Esc leads back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "toast")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._opener: QWidget | None = None
        self._listening = False
        self.hide()

    def open_below(self, opener: QWidget | None, corner: QPoint) -> None:
        """Show with the upper right corner at a place of the screen; `opener` opened it."""
        self._opener = opener
        self.adjustSize()
        parent = self.parentWidget()
        if parent is None:
            self.move(corner - QPoint(self.width(), 0))
        else:
            edge, at = theme.length(_EDGE), parent.mapFromGlobal(corner)
            right = min(at.x(), parent.width() - edge)
            lowest = parent.height() - edge - self.height()
            self.move(max(edge, right - self.width()), max(edge, min(at.y(), lowest)))
        self.show()
        self.raise_()
        self._listen(on=True)

    def _listen(self, *, on: bool) -> None:
        app = QApplication.instance()
        if not isinstance(app, QApplication) or on == self._listening:
            return
        self._listening = on
        if on:
            app.installEventFilter(self)
            app.focusChanged.connect(self._focus_went)
        else:
            app.removeEventFilter(self)
            app.focusChanged.disconnect(self._focus_went)

    def hideEvent(self, event: QHideEvent) -> None:
        self._listen(on=False)
        super().hideEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look for presses beside it, and for a page of another size."""
        match event.type():
            case QEvent.Type.MouseButtonPress if isinstance(watched, QWidget):
                if not self._is_mine(watched) and watched is not self._opener:
                    self.hide()
            case QEvent.Type.Resize if watched is self.parentWidget():
                self.hide()
            case _:
                pass
        return super().eventFilter(watched, event)

    def _is_mine(self, widget: QWidget) -> bool:
        return widget is self or self.isAncestorOf(widget)

    def _focus_went(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and not self._is_mine(new) and new is not self._opener:
            self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            if self._opener is not None:
                self._opener.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        super().keyPressEvent(event)
