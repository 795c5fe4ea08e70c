"""The table, or in its place its groups, or why there is nothing and what to do."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from orderdock.domain.connections import ConnectionView
from orderdock.query.filters import Count, OrderFilter
from orderdock_ui.orders.table import OrdersTable
from orderdock_ui.widgets.labels import IconLabel
from orderdock_ui.widgets.later import Later
from orderdock_ui.widgets.naming import announce
from orderdock_ui.widgets.notices import EmptyState

if TYPE_CHECKING:
    from orderdock_ui.orders.nothing_here import WayOn


class TableOrNothing(QStackedWidget):
    """`orders-empty` takes the table's place while no row is left."""

    clear_asked = Signal()
    connect_asked = Signal()
    sync_asked = Signal()
    hidden_asked = Signal()

    def __init__(self, table: OrdersTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = table
        self._way_on: WayOn | None = None
        self._instead: QWidget | None = None
        self._nothing = Later(self._make_nothing)
        self.addWidget(table)

    def _make_nothing(self) -> EmptyState:
        made = EmptyState("inbox", "No orders yet", "", "Sync", identifier="orders-empty")
        made.acted.connect(self._act)
        self.addWidget(made)
        self.setTabOrder(self._table, made.button)
        return made

    def show_count(
        self, count: Count, f: OrderFilter, connections: Sequence[ConnectionView]
    ) -> None:
        """Show the table when it has rows, else why it has none."""
        if count.orders or count.lines:
            self.setCurrentWidget(self._instead or self._table)
            return
        from orderdock_ui.orders.nothing_here import why

        words, nothing = why(f, connections), self._nothing.get()
        self._way_on = words.way_on
        nothing.put(words.title, words.sentence, words.action)
        for icon in nothing.findChildren(IconLabel)[:1]:
            icon.show_icon(words.icon, "accent", 40)
        if self.currentWidget() is not nothing:
            self.setCurrentWidget(nothing)
            announce(nothing, nothing.accessibleName())

    def put_instead(self, widget: QWidget | None) -> None:
        """Show `widget` where the table would be; None: the table itself."""
        was_rows = self.currentWidget() is not self._nothing.made
        self._instead = widget
        if widget is not None and self.indexOf(widget) < 0:
            self.addWidget(widget)
        if was_rows:
            self.setCurrentWidget(widget or self._table)

    def is_table(self) -> bool:
        """Whether the table is on show."""
        return self.currentWidget() is self._table

    def focus_way_on(self) -> None:
        """To the one button."""
        self._nothing.get().button.setFocus()

    def _act(self) -> None:
        from orderdock_ui.orders.nothing_here import WayOn

        match self._way_on:
            case WayOn.CLEAR:
                self.clear_asked.emit()
            case WayOn.CONNECT:
                self.connect_asked.emit()
            case WayOn.SYNC:
                self.sync_asked.emit()
            case WayOn.HIDDEN:
                self.hidden_asked.emit()
