"""The table, or in its place its groups, or why there is nothing and what to do."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from orderdock.domain.connections import ConnectionView
from orderdock.query.filters import Count, OrderFilter
from orderdock_ui.orders import nothing_here
from orderdock_ui.orders.table import OrdersTable
from orderdock_ui.widgets.labels import IconLabel
from orderdock_ui.widgets.naming import announce
from orderdock_ui.widgets.notices import EmptyState

_WayOn = nothing_here.WayOn


class TableOrNothing(QStackedWidget):
    """`orders-empty` takes the table's place while no row is left."""

    clear_asked = Signal()
    connect_asked = Signal()
    sync_asked = Signal()
    hidden_asked = Signal()

    def __init__(self, table: OrdersTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = table
        self._way_on = _WayOn.CLEAR
        self._instead: QWidget | None = None
        self._nothing = EmptyState("inbox", "No orders yet", "", "Sync", identifier="orders-empty")
        self._nothing.acted.connect(self._act)
        for widget in (table, self._nothing):
            self.addWidget(widget)

    def show_count(
        self, count: Count, f: OrderFilter, connections: Sequence[ConnectionView]
    ) -> None:
        """Show the table when it has rows, else why it has none."""
        if count.orders or count.lines:
            self.setCurrentWidget(self._instead or self._table)
            return
        words = nothing_here.why(f, connections)
        self._way_on = words.way_on
        self._nothing.put(words.title, words.sentence, words.action)
        for icon in self._nothing.findChildren(IconLabel)[:1]:
            icon.show_icon(words.icon, "accent", 40)
        if self.currentWidget() is not self._nothing:
            self.setCurrentWidget(self._nothing)
            announce(self._nothing, self._nothing.accessibleName())

    def put_instead(self, widget: QWidget | None) -> None:
        """Show `widget` where the table would be; None: the table itself."""
        was_rows = self.currentWidget() is not self._nothing
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
        self._nothing.button.setFocus()

    def _act(self) -> None:
        match self._way_on:
            case _WayOn.CLEAR:
                self.clear_asked.emit()
            case _WayOn.CONNECT:
                self.connect_asked.emit()
            case _WayOn.SYNC:
                self.sync_asked.emit()
            case _WayOn.HIDDEN:
                self.hidden_asked.emit()
