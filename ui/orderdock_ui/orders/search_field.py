"""The search box of the orders: looked for while it is typed."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from orderdock_ui.theme import theme
from orderdock_ui.widgets.buttons import IconButton
from orderdock_ui.widgets.naming import named
from orderdock_ui.widgets.search import SearchField

_TYPING_PAUSE_MS = 120
_LONGEST = 500


class OrdersSearch(SearchField):
    """`orders-search`."""

    searched = Signal(str)
    """The words, a moment after the last was typed."""
    left_down = Signal()
    """To the table: Enter or the arrow down."""
    emptied_further = Signal()
    """Backspace in the empty box: the last filter goes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Search orders", parent)
        named(
            self,
            "orders-search",
            "Search orders",
            "Words of items, brands, order numbers and retailers",
        )
        self.setToolTip("Search orders (Ctrl+F or /)")
        self.setMaxLength(_LONGEST)
        self._clear = IconButton(
            "x", "Clear the search", identifier="orders-search-clear", size=14, parent=self
        )
        self._clear.clicked.connect(self._clear_now)
        self._clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._clear.setCursor(Qt.CursorShape.ArrowCursor)
        self._clear.hide()
        self._pause = QTimer(self, singleShot=True, interval=_TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        self.textChanged.connect(self._changed)
        self._dress()
        theme.changed.connect(self._dress)

    def mirror(self, search: str) -> None:
        """Show the search in force, unless the person is just typing another."""
        if not self._pause.isActive() and self.text().strip() != search:
            self.blockSignals(True)
            self.setText(search)
            self.blockSignals(False)
            self._clear.setVisible(bool(search))

    def _dress(self) -> None:
        self.setTextMargins(0, 0, theme.length(24), 0)
        self.setMinimumWidth(theme.length(140))

    def _changed(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        self._pause.start()

    def _clear_now(self) -> None:
        self.clear()
        self._pause.stop()
        self._tell()

    def _tell(self) -> None:
        self.searched.emit(self.text().strip())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side = self._clear.sizeHint().height()
        gap = (self.height() - side) // 2
        self._clear.setGeometry(self.width() - side - gap, gap, side, side)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Backspace if not self.text():
                self.emptied_further.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._pause.stop()
                self._tell()
                self.left_down.emit()
            case Qt.Key.Key_Down:
                self.left_down.emit()
            case Qt.Key.Key_Escape if self.text():
                self._clear_now()
            case _:
                super().keyPressEvent(event)
                return
        event.accept()
