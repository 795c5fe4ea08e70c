"""The rows above the table: what is shown, search, filter, columns, export, and the chips."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QLineEdit, QWidget

from orderdock.query.filters import OrderFilter, Unit
from orderdock_ui.orders.chips import ChipsRow
from orderdock_ui.orders.search_field import SearchField
from orderdock_ui.theme import theme
from orderdock_ui.widgets.buttons import Button
from orderdock_ui.widgets.layouts import column, row

_TYPING_PAUSE_MS = 120


class OrdersToolBar(QFrame):
    """Says what a person asks; the page decides what comes of it."""

    unit_chosen = Signal(str)
    searched = Signal(str)
    filter_asked = Signal()
    columns_asked = Signal()
    export_asked = Signal()
    filter_changed = Signal(OrderFilter)
    to_table = Signal()

    def __init__(self, name_of: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "tool")
        both = column(self, gap=8, margins=(16, 12, 16, 10))
        first = row(gap=8)
        self._units: dict[Unit, Button] = {}
        segments = row(gap=0)
        group = QButtonGroup(self)
        for unit, words, place in (
            (Unit.ORDERS, "Orders", "first"),
            (Unit.LINES, "Lines", "last"),
        ):
            button = Button(words, "segment", identifier=f"orders-view-{unit}", tip=_tip(words))
            button.setCheckable(True)
            button.setProperty("place", place)
            button.clicked.connect(lambda _on=False, u=unit: self.unit_chosen.emit(u))
            group.addButton(button)
            segments.addWidget(button)
            self._units[unit] = button
        first.addLayout(segments)
        self.search = SearchField("Search orders", identifier="orders-search")
        self.search.setMinimumWidth(theme.length(140))
        self._timer = QTimer(self, singleShot=True, interval=_TYPING_PAUSE_MS)
        self._timer.timeout.connect(lambda: self.searched.emit(self.search.text().strip()))
        self.search.textChanged.connect(lambda _text: self._timer.start())
        self.search.returnPressed.connect(self._search_now)
        self.search.installEventFilter(self)
        first.addWidget(self.search, 1)
        self.filter = self._tool("Filter", "list-filter", "orders-filter", "Ctrl+Shift+F")
        self.filter.clicked.connect(self.filter_asked)
        self.columns = self._tool("Columns", "columns-3", "orders-columns-button", "")
        self.columns.clicked.connect(self.columns_asked)
        self.export = Button(
            "Export…",
            "primary",
            icon="file-down",
            identifier="action-export",
            tip="Export (Ctrl+E)",
        )
        self.export.clicked.connect(self.export_asked)
        for button in (self.filter, self.columns, self.export):
            first.addWidget(button)
        both.addLayout(first)
        self.chips = ChipsRow(name_of)
        self.chips.changed.connect(self.filter_changed)
        both.addWidget(self.chips)

    def _tool(self, words: str, icon: str, identifier: str, keys: str) -> Button:
        tip = f"{words} ({keys})" if keys else words
        return Button(words, "plain", icon=icon, identifier=identifier, tip=tip)

    def show_question(self, f: OrderFilter, unit: Unit) -> None:
        """Mirror what is asked."""
        self._units[unit].setChecked(True)
        self.chips.show_filter(f)
        if not self._timer.isActive() and self.search.text().strip() != f.search:
            self.search.blockSignals(True)
            self.search.setText(f.search)
            self.search.blockSignals(False)

    def set_narrow(self, narrow: bool) -> None:
        """Little room: the tools keep their icons and lose their words."""
        self.filter.setText("" if narrow else "Filter")
        self.columns.setText("" if narrow else "Columns")

    def _search_now(self) -> None:
        self._timer.stop()
        self.searched.emit(self.search.text().strip())
        self.to_table.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and isinstance(event, QKeyEvent) and self._take(event):
            return True
        return super().eventFilter(watched, event)

    def _take(self, event: QKeyEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() == Qt.Key.Key_Backspace and not self.search.text():
            self.chips.take_last()
            return True
        if event.key() == Qt.Key.Key_Down:
            self.to_table.emit()
            return True
        if event.key() == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
            return True
        return False


def _tip(words: str) -> str:
    return f"One row per {words[:-1].lower()} (Ctrl+L switches)"


def focus_search(field: QLineEdit) -> None:
    """Put the cursor into the search with its text selected."""
    field.setFocus(Qt.FocusReason.ShortcutFocusReason)
    field.selectAll()
