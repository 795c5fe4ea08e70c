"""The orders page: tool bar, table, detail drawer, totals bar and empty states put together."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from orderdock.domain.connections import ConnectionView
from orderdock.query.filters import Count, OrderFilter, Sort, Unit
from orderdock.services.library import Choices, Library, OrderDetail
from orderdock_ui.orders.background import Background
from orderdock_ui.orders.clipboard import as_text
from orderdock_ui.orders.columns_chooser import ColumnsChooser
from orderdock_ui.orders.columns_shown import ColumnsShown
from orderdock_ui.orders.drawer import OrderDrawer
from orderdock_ui.orders.filter_panel import FilterPanel
from orderdock_ui.orders.hits import Hits
from orderdock_ui.orders.layout_memory import LayoutMemory, columns_of
from orderdock_ui.orders.table import OrdersTable
from orderdock_ui.orders.table_model import OrdersModel
from orderdock_ui.orders.tool_bar import OrdersToolBar, focus_search
from orderdock_ui.orders.totals_bar import TotalsBar
from orderdock_ui.orders.words import Wording
from orderdock_ui.theme import theme
from orderdock_ui.widgets.layouts import column
from orderdock_ui.widgets.naming import announce
from orderdock_ui.widgets.notices import EmptyState

NARROW = 760
"""Width (at 100 % text) below which tools lose their words and the drawer covers the table."""


class OrdersPage(QWidget):
    """Everything about browsing orders; knows nothing of the network."""

    export_asked = Signal()
    sync_asked = Signal()
    connect_asked = Signal()
    trouble = Signal(str)

    def __init__(
        self, library: Library, wording: Wording | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._wording = wording or Wording()
        self._memory = LayoutMemory(library)
        self._connections: dict[str, ConnectionView] = {}
        self._version = -1
        self._background = Background(self)
        self._facts = Background(self)
        self.model = OrdersModel(library, self._background, self._wording, self)
        self._why: Callable[[], None] = self.clear_filter
        self._build()
        self._columns = ColumnsShown(self.table, self.model, self._memory)
        self._columns.arranged.connect(self._ask)
        self._connect()
        self._keys()
        self._read_connections()
        self._ask()

    # --- building

    def _build(self) -> None:
        whole = column(self)
        self.tools = OrdersToolBar(self._name_of)
        whole.addWidget(self.tools)
        self.table = OrdersTable(self.model)
        self.empty = QStackedWidget()
        self.empty.addWidget(self.table)
        self._nothing = EmptyState("inbox", "No orders yet", "", identifier="orders-empty")
        self.empty.addWidget(self._nothing)
        self.filters = FilterPanel()
        self.filters.hide()
        self.drawer = OrderDrawer(self._wording, self._name_of)
        self.drawer.hide()
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(1)
        for part in (self.empty, self.filters, self.drawer):
            self._split.addWidget(part)
        self._split.setStretchFactor(0, 1)
        whole.addWidget(self._split, 1)
        self.totals = TotalsBar(self._wording)
        whole.addWidget(self.totals)
        self.chooser = ColumnsChooser(self)

    def _connect(self) -> None:
        tools, model = self.tools, self.model
        tools.unit_chosen.connect(lambda unit: self.show_unit(Unit(unit)))
        tools.searched.connect(lambda text: self.set_filter(replace(model.filter, search=text)))
        tools.filter_changed.connect(self.set_filter)
        tools.filter_asked.connect(self.toggle_filter)
        tools.columns_asked.connect(self._choose_columns)
        tools.export_asked.connect(self.export_asked)
        tools.to_table.connect(self._to_table)
        self.filters.changed.connect(self.set_filter)
        self.filters.closed.connect(self.toggle_filter)
        self.chooser.changed.connect(self._columns.show_columns)
        self.chooser.reset_asked.connect(self._standard_columns)
        self.drawer.closed.connect(self.close_drawer)
        self.totals.explained.connect(self._explain_totals)
        self.table.opened.connect(self.open_row)
        self.table.clicked.connect(self._clicked)
        self.table.selectionModel().currentRowChanged.connect(self._moved)
        model.counted.connect(self._counted)
        model.totalled.connect(self.totals.show_totals)
        model.trouble.connect(self.trouble)
        self._nothing.acted.connect(self._act_on_nothing)

    def _keys(self) -> None:
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys, act in (
            (QKeySequence(QKeySequence.StandardKey.Copy), lambda: self.copy(heads=False)),
            (QKeySequence("Ctrl+Shift+C"), lambda: self.copy(heads=True)),
        ):
            QShortcut(keys, self.table, act, context=within)
        for keys, act in (
            (QKeySequence("Ctrl+F"), self.focus_search),
            (QKeySequence("Ctrl+Shift+F"), self.toggle_filter),
            (QKeySequence("Ctrl+L"), self.switch_unit),
            (QKeySequence("Escape"), self.close_drawer),
        ):
            QShortcut(keys, self, act, context=within)
        QShortcut(QKeySequence("/"), self.table, self.focus_search, context=within)

    # --- asking

    def question(self) -> tuple[OrderFilter, tuple[Sort, ...], Unit]:
        """What is on show: the export takes it as it stands."""
        return self.model.filter, self.model.sorts, self.model.unit

    def set_filter(self, f: OrderFilter) -> None:
        """Show what `f` leaves; the search, the chips and the panel mirror it."""
        if f != self.model.filter:
            self._ask(f)

    def show_unit(self, unit: Unit) -> None:
        """One row per order, or one per line."""
        if unit != self.model.unit:
            self._columns.change_unit(unit)

    def switch_unit(self) -> None:
        """Orders become lines, lines become orders."""
        self.show_unit(Unit.LINES if self.model.unit == Unit.ORDERS else Unit.ORDERS)

    def _ask(self, f: OrderFilter | None = None) -> None:
        f = self.model.filter if f is None else f
        layout = self._columns.layout
        known = columns_of(self._columns.unit)
        keys = [*layout.shown, *(k for k in ("currency",) if k not in layout.shown)]
        self.model.show(f, layout.sorts, self._columns.unit, [known[k] for k in keys if k in known])
        self._columns.apply()
        self.table.hits = Hits(f.search)
        self.tools.show_question(f, self._columns.unit)
        self.filters.show_filter(f)

    def refresh(self) -> None:
        """Rows were committed, or a connection changed: look again, keeping place and selection."""
        self._read_connections()
        version = self._library.version()
        if version != self._version:
            self._version = version
            self.model.refresh()
            if not self.filters.isHidden():
                self._offer_choices()

    def _read_connections(self) -> None:
        self._connections = {str(c.id): c for c in self._library.connections(kept=True)}

    def _name_of(self, connection: str) -> str:
        view = self._connections.get(connection)
        return view.name if view is not None else connection

    # --- selection and detail

    def selected_orders(self) -> tuple[int, ...]:
        """Ids of the orders selected."""
        rows = self.table.selectionModel().selectedRows()
        ids = (self.model.id_at(index.row()) for index in rows)
        known = [i for i in ids if i is not None]
        if self.model.unit == Unit.LINES:
            known = [self._library.order_of_line(i) for i in known]
        return tuple(dict.fromkeys(known))

    def open_row(self, row: int) -> None:
        """Show the order of this row in the drawer."""
        wanted = self.model.id_at(row)
        if wanted is None:
            return
        unit, library = self.model.unit, self._library

        def read(_stop: object) -> OrderDetail:
            order = wanted if unit == Unit.ORDERS else library.order_of_line(wanted)
            return library.order(order)

        self._facts.ask("order", read, self._show_detail, lambda e: self.trouble.emit(str(e)))

    def _show_detail(self, detail: OrderDetail) -> None:
        self.drawer.show_order(detail)
        if self.drawer.isHidden():
            self.drawer.show()
            self._fit()
            announce(self.drawer, self.drawer.accessibleName())

    def close_drawer(self) -> None:
        """Back to the table alone."""
        if not self.drawer.isHidden():
            self.drawer.hide()
            self._facts.forget("order")
            self._fit()
            self.table.setFocus()

    def _clicked(self, index: QModelIndex) -> None:
        if len(self.table.selectionModel().selectedRows()) == 1:
            self.open_row(index.row())

    def _moved(self, current: QModelIndex) -> None:
        if not self.drawer.isHidden() and current.isValid():
            self.open_row(current.row())

    def copy(self, *, heads: bool) -> None:
        """The selected rows as tab-separated text, for a spreadsheet or a mail."""
        rows = [i.row() for i in self.table.selectionModel().selectedRows()]
        order = self._columns.visual_order()
        as_text(self.model, sorted(rows), order, heads=heads)

    # --- around the table

    def focus_search(self) -> None:
        """To the search box."""
        focus_search(self.tools.search)

    def _to_table(self) -> None:
        self.table.setFocus()
        if not self.table.currentIndex().isValid() and self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(0, 0))

    def toggle_filter(self) -> None:
        """Open or close the filter panel."""
        opening = self.filters.isHidden()
        self.filters.setVisible(opening)
        if opening:
            self._offer_choices()
            self.filters.range.setFocus()
        else:
            self.tools.filter.setFocus()
        self._fit()

    def _offer_choices(self) -> None:
        def take(choices: Choices) -> None:
            names: Sequence[tuple[str, str]] = [(k, c.name) for k, c in self._connections.items()]
            self.filters.offer(names, choices.retailers, choices.statuses, choices.currencies)

        self._facts.ask("choices", lambda _stop: self._library.choices(), take)

    def _choose_columns(self) -> None:
        button = self.tools.columns
        place = button.mapToGlobal(QPoint(button.width(), button.height() + theme.length(4)))
        known = columns_of(self._columns.unit)
        self.chooser.open_at(place, list(known.values()), self._columns.layout.shown)

    def _standard_columns(self) -> None:
        self._columns.reset()
        known = columns_of(self._columns.unit)
        self.chooser.offer(list(known.values()), self._columns.layout.shown)

    def _explain_totals(self) -> None:
        from PySide6.QtWidgets import QWhatsThis

        place = self.totals.mapToGlobal(QPoint(self.totals.width() - theme.length(320), 0))
        QWhatsThis.showText(place, self.totals.explanation(), self.totals)

    # --- empty states

    def _counted(self, count: Count) -> None:
        self.totals.show_count(count)
        if count.orders or count.lines:
            self.empty.setCurrentWidget(self.table)
            return
        self._say_why_empty()
        self.empty.setCurrentWidget(self._nothing)

    def _say_why_empty(self) -> None:
        f = self.model.filter
        if not f.is_empty():
            self._why = self.clear_filter
            self._nothing.put(
                "No order fits",
                "Nothing here has all of what you asked for.",
                "Clear search and filters",
            )
            return
        connections = list(self._connections.values())
        if not connections:
            self._why = self.connect_asked.emit
            self._nothing.put(
                "No orders yet",
                "Connect a provider, and its orders are listed here.",
                "Connect a provider",
            )
        elif all(c.last_checked is None or c.data_up_to is None for c in connections):
            self._why = self.sync_asked.emit
            self._nothing.put(
                "Not read yet",
                f"The orders of {connections[0].name} have not been read. A sync reads them.",
                "Sync",
            )
        else:
            self._why = self.sync_asked.emit
            self._nothing.put(
                "The provider sent no orders",
                "The last sync ended well and found none. New orders appear after the next sync.",
                "Check again",
            )

    def _act_on_nothing(self) -> None:
        self._why()

    def clear_filter(self) -> None:
        """Everything is shown again."""
        self.set_filter(OrderFilter(timezone=self.model.filter.timezone))

    # --- width

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self._fit)

    def _fit(self) -> None:
        narrow = self.width() < theme.length(NARROW)
        self.tools.set_narrow(narrow)
        beside = not self.drawer.isHidden() or not self.filters.isHidden()
        self.empty.setVisible(not (narrow and beside))
        self._columns.fit(self.table.viewport().width())

    def close_work(self) -> None:
        """Let go of the worker threads (the window closes)."""
        self._background.close()
        self._facts.close()
