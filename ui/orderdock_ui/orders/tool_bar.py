"""The rows above the table: search, filter, columns, export; the open view and the chips."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QWidget

from orderdock.query.filters import OrderFilter, Unit
from orderdock_ui.orders.chips import ChipsRow
from orderdock_ui.orders.search_field import OrdersSearch
from orderdock_ui.orders.view_bar import ViewBar
from orderdock_ui.theme import theme
from orderdock_ui.widgets.buttons import Button
from orderdock_ui.widgets.labels import Label
from orderdock_ui.widgets.layouts import column, row
from orderdock_ui.widgets.naming import named

_NARROWEST = 420
_NAMELESS = 640
"""Width below which the chips need the room of the view's name."""


class OrdersToolBar(QFrame):
    """Says what a person asks; the page decides what comes of it."""

    unit_chosen = Signal(str)
    groups_asked = Signal()
    filter_asked = Signal()
    columns_asked = Signal()
    export_asked = Signal()
    filter_changed = Signal(OrderFilter)
    to_table = Signal()

    def __init__(self, name_of: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "orders-tools", "Tools of the orders")
        self.setProperty("surface", "tool")
        both = column(self, gap=8, margins=(16, 10, 16, 10))
        self._first, self._second = row(gap=8), row(gap=8)
        both.addLayout(self._first)
        self.mistake = named(Label("", "caption", ink="bad", wrap=True), "orders-search-mistake")
        """Why the search cannot be read."""
        both.addWidget(self.mistake)
        both.addLayout(self._second)
        self._units: dict[Unit, Button] = {}
        self._segments = self._make_segments()
        self._first.addWidget(self._segments)
        self.search = OrdersSearch()
        self.search.left_down.connect(self.to_table)
        self.search.installEventFilter(self)
        self._first.addWidget(self.search, 1)
        self._narrow = False
        self.filter = self._tool("Filter", "list-filter", "orders-filter", "Ctrl+Shift+F")
        self.filter.setCheckable(True)
        self.filter.clicked.connect(self.filter_asked)
        self.columns = self._tool("Columns", "columns-3", "orders-columns-button", "")
        self.columns.clicked.connect(self.columns_asked)
        self.export = self._tool("Export…", "file-down", "action-export", "Ctrl+E", primary=True)
        self.export.clicked.connect(self.export_asked)
        self.views = ViewBar()
        self._second.addWidget(self.views, 0, Qt.AlignmentFlag.AlignVCenter)
        self.chips = ChipsRow(name_of)
        self.chips.changed.connect(self.filter_changed)
        self.chips.more_asked.connect(self.filter_asked)
        self.search.emptied_further.connect(self.chips.take_last)
        self._second.addWidget(self.chips, 1, Qt.AlignmentFlag.AlignVCenter)
        self._second.addStretch(0)

    def _make_segments(self) -> QWidget:
        holder = QWidget()
        segments = row(holder, gap=0)
        group = QButtonGroup(self)
        for unit, words, place in (
            (Unit.ORDERS, "Orders", "first"),
            (Unit.LINES, "Lines", "middle"),
        ):
            tip = f"One row per {words[:-1].lower()} ({_native('Ctrl+L')} switches)"
            button = Button(words, "segment", identifier=f"orders-view-{unit}", tip=tip)
            button.setCheckable(True)
            button.setProperty("place", place)
            button.clicked.connect(lambda _on=False, u=unit: self.unit_chosen.emit(u))
            group.addButton(button)
            segments.addWidget(button)
            self._units[unit] = button
        tip = f"Spend over time, by retailer and more ({_native('Ctrl+G')})"
        self.groups = Button("Groups", "segment", identifier="orders-view-groups", tip=tip)
        self.groups.setCheckable(True)
        self.groups.setProperty("place", "last")
        self.groups.clicked.connect(self.groups_asked)
        group.addButton(self.groups)
        segments.addWidget(self.groups)
        return holder

    def _tool(
        self, words: str, icon: str, identifier: str, keys: str, *, primary: bool = False
    ) -> Button:
        tip = f"{words.rstrip('…')} ({_native(keys)})" if keys else words
        kind = "primary" if primary else "plain"
        button = Button(words, kind, icon=icon, identifier=identifier, tip=tip)  # type: ignore[arg-type] # two of its kinds
        self._first.addWidget(button)
        return button

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the sentence under the box, wherever that stands in its row."""
        if watched is self.search and event.type() == QEvent.Type.Move:
            start = self.search.x() - theme.length(16)
            self.mistake.setContentsMargins(max(0, start), 0, 0, 0)
        return super().eventFilter(watched, event)

    def minimumSizeHint(self) -> QSize:
        """Never more than the tools need without their words, which they lose in time."""
        size = super().minimumSizeHint()
        return QSize(min(size.width(), theme.length(_NARROWEST)), size.height())

    def show_question(self, f: OrderFilter, unit: Unit, *, groups: bool = False) -> None:
        """Mirror what is asked."""
        (self.groups if groups else self._units[unit]).setChecked(True)
        self.chips.show_filter(f)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._narrow_view()

    def _narrow_view(self) -> None:
        nameless = self.width() < theme.length(_NAMELESS)
        self.views.set_narrow(self._narrow, nameless=nameless)

    def set_narrow(self, narrow: bool) -> None:
        """Little room: the tools lose their words, the view switch goes beside the chips."""
        if narrow == self._narrow:
            return
        self._narrow = narrow
        for button, words in ((self.filter, "Filter"), (self.columns, "Columns")):
            button.setText("" if narrow else words)
            icon = str(button.property("iconName"))
            if narrow:
                theme.wear_icon(button, icon)
            else:
                button.wear_icon(icon)
        if narrow:
            self._first.removeWidget(self._segments)
            self._second.insertWidget(0, self._segments)
        else:
            self._second.removeWidget(self._segments)
            self._first.insertWidget(0, self._segments)
        self._narrow_view()


def _native(keys: str) -> str:
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
