"""The orders page: tool bar, table, panes, totals bar and empty states put together."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from orderdock.domain.connections import ConnectionView
from orderdock.query.filters import Count, OrderFilter, Sort, Unit
from orderdock.services.library import Library
from orderdock_ui import text
from orderdock_ui.orders import row_menu
from orderdock_ui.orders.background import Background
from orderdock_ui.orders.clipboard import copy_rows
from orderdock_ui.orders.columns_desk import ColumnsDesk
from orderdock_ui.orders.columns_shown import ColumnsShown
from orderdock_ui.orders.drawer_desk import DrawerDesk
from orderdock_ui.orders.groups.desk import GroupsDesk
from orderdock_ui.orders.hits import Hits
from orderdock_ui.orders.kept_selection import KeptSelection
from orderdock_ui.orders.known_values import KnownValues
from orderdock_ui.orders.layout_memory import LayoutMemory
from orderdock_ui.orders.preparing import Preparing
from orderdock_ui.orders.question import Question
from orderdock_ui.orders.selection_desk import SelectionDesk
from orderdock_ui.orders.side_panes import SidePanes
from orderdock_ui.orders.table import OrdersTable
from orderdock_ui.orders.table_model import OrdersModel
from orderdock_ui.orders.table_or_nothing import TableOrNothing
from orderdock_ui.orders.tool_bar import OrdersToolBar
from orderdock_ui.orders.totals_bar import TotalsBar
from orderdock_ui.orders.views_shown import ViewsShown
from orderdock_ui.orders.words import Wording
from orderdock_ui.theme import theme
from orderdock_ui.widgets.layouts import column
from orderdock_ui.widgets.naming import announce, named

if TYPE_CHECKING:
    from orderdock_ui.orders.drawer import OrderDrawer
    from orderdock_ui.orders.filter_panel import FilterPanel

NARROW = 760
"""Width (at 100 % text) below which the tools lose their words."""
_FILTER, _FILTER_WIDTH = "filter", 304


class OrdersPage(QWidget):
    """Everything about browsing orders; knows nothing of the network."""

    export_asked = Signal()
    sync_asked = Signal()
    connect_asked = Signal()
    trouble = Signal(str)
    """Something went wrong: a sentence and what to do."""

    def __init__(
        self, library: Library, wording: Wording | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        named(self, "orders-page", "Orders")
        self._library = library
        self._wording = wording or Wording()
        self._memory = LayoutMemory(library)
        self._connections: dict[str, ConnectionView] = {}
        self._version: int | None = None
        self._background = Background(self, threads=2)
        self.model = OrdersModel(library, self._background, self._wording, self)
        self.model.filter = OrderFilter(timezone=self._wording.zone_name)
        self._preparing = Preparing(library, self.model, self)
        self._build()
        self.selection = KeptSelection(self.table, self.model)
        self._columns = ColumnsShown(self.table, self.model, self._memory)
        self.columns = ColumnsDesk(self._columns, self.table.heads, self.tools.columns, self)
        self.views = ViewsShown(
            library.views,
            self._columns,
            self.groups,
            self.tools.views,
            lambda: self.model.filter,
            self._today,
            self,
        )
        self.marking = SelectionDesk(
            library, self._wording, self.table, self.model, self.totals, self.detail.drawer, self
        )
        self._connect()
        self._keys()
        self._read_connections()
        self._ask(self.views.first())
        self.views.desk.settle()

    # --- building

    def _build(self) -> None:
        whole = column(self)
        self.tools = OrdersToolBar(self._name_of)
        whole.addWidget(self.tools)
        self.table = OrdersTable(self.model)
        self._rows = TableOrNothing(self.table)
        self.groups = GroupsDesk(
            self._library, self._wording, self._rows, lambda: self.model.filter, self
        )
        self.panes = SidePanes(self._rows, self._library)
        values = KnownValues(self._library, lambda: self._connections, self._fact_failed, self)
        self.asking = Question(self.tools, values, self._today)
        self.panes.add(_FILTER, self.asking.panel, _FILTER_WIDTH)
        self.detail = DrawerDesk(self._library, self._wording, self._name_of, self.panes, self)
        whole.addWidget(self.panes, 1)
        self.totals = TotalsBar(self._wording)
        whole.addWidget(self.totals)

    def _connect(self) -> None:
        tools, model = self.tools, self.model
        self._columns.arranged.connect(self._arrange)
        tools.unit_chosen.connect(lambda unit: self.show_unit(Unit(unit)))
        tools.groups_asked.connect(self.show_groups)
        self.groups.narrowed.connect(self.set_filter)
        self.groups.trouble.connect(self.trouble)
        self.asking.asked.connect(self.set_filter)
        tools.filter_asked.connect(self.toggle_filter)
        tools.columns_asked.connect(self.columns.choose)
        tools.export_asked.connect(self.export_asked)
        tools.to_table.connect(self.take_focus)
        self.asking.panel.then(lambda panel: panel.closed.connect(self.toggle_filter))
        self.views.desk.opened.connect(self._open_view)
        self.views.desk.trouble.connect(self.trouble)
        self.detail.opened.connect(self._show_panes)
        self.detail.closed.connect(self.table.setFocus)
        self.detail.trouble.connect(self.trouble)
        self.marking.group = self.groups.current
        self.marking.changed.connect(self.refresh)
        self.marking.narrowed.connect(self.set_filter)
        self.marking.trouble.connect(self.trouble)
        self.table.opened.connect(self.open_row)
        self.table.clicked.connect(self._clicked)
        self.table.escaped.connect(self._close_a_pane)
        self.table.menu_asked.connect(self._show_menu)
        self.table.selectionModel().currentRowChanged.connect(self._moved)
        model.counted.connect(self._counted)
        model.totalled.connect(self.totals.show_totals)
        self._preparing.told.connect(self.totals.show_waiting)
        model.settled.connect(self.selection.put_back)
        model.trouble.connect(self.trouble)
        self._rows.clear_asked.connect(self.clear_filter)
        self._rows.connect_asked.connect(self.connect_asked)
        self._rows.sync_asked.connect(self.sync_asked)
        self._rows.hidden_asked.connect(self.marking.show_hidden)

    def _keys(self) -> None:
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        of_table = (
            (QKeySequence(QKeySequence.StandardKey.Copy), self.copy),
            (QKeySequence("Ctrl+Shift+C"), lambda: self.copy(heads=True)),
            (QKeySequence("/"), self.focus_search),
        )
        of_page = (
            (QKeySequence(QKeySequence.StandardKey.Find), self.focus_search),
            (QKeySequence("Ctrl+Shift+F"), self.toggle_filter),
            (QKeySequence("Ctrl+L"), self.switch_unit),
            (QKeySequence("Ctrl+G"), self.show_groups),
        )
        for widget, keys in ((self.table, of_table), (self, of_page)):
            for sequence, act in keys:
                QShortcut(sequence, widget, act, context=within)

    # --- asking

    def question(self) -> tuple[OrderFilter, tuple[Sort, ...], Unit]:
        """What is on show: the export takes it as it stands."""
        return self.model.filter, self.model.sorts, self.model.unit

    def set_filter(self, f: OrderFilter) -> None:
        """Show what `f` leaves; the search, the chips and the panel mirror it."""
        f = replace(f, timezone=self._wording.zone_name)
        if f != self.model.filter:
            self.selection.drop()
            self._ask(f)

    def show_unit(self, unit: Unit) -> None:
        """One row per order, or one per line; groups give way to them."""
        self.groups.hide()
        self.tools.show_question(self.model.filter, unit)
        if unit != self.model.unit:
            self.selection.drop()
            self._columns.change_unit(unit)

    def show_groups(self) -> None:
        """Sums and charts instead of rows, of the same question."""
        self.tools.show_question(self.model.filter, self.model.unit, groups=True)
        self.groups.show().take_focus()

    def switch_unit(self) -> None:
        """Orders become lines, lines become orders."""
        self.show_unit(Unit.LINES if self.model.unit == Unit.ORDERS else Unit.ORDERS)

    def set_timezone(self, zone: str) -> None:
        """Say times, and read days, in another zone (an IANA name)."""
        self._wording.set_zone(zone)
        self.model.reword()
        self._columns.fit()
        self.set_filter(self.model.filter)
        self.detail.reword()

    def set_density(self, density: str) -> None:
        """Row height: compact, normal or roomy."""
        self.table.set_density(density)

    def _arrange(self) -> None:
        """Other columns or another order: what is selected stays so."""
        if self._columns.unit == self.model.unit:
            self.selection.hold()
        self._ask()
        if self.model.is_settled():
            self.selection.put_back()

    def _ask(self, f: OrderFilter | None = None) -> None:
        f = self.model.filter if f is None else f
        columns = self._columns
        self.table.seek(Hits(f.search))
        self.model.show(f, columns.layout.sorts, columns.unit, columns.columns())
        columns.apply()
        self.tools.show_question(f, columns.unit, groups=self.groups.on)
        self.groups.look_again()
        self.asking.mirror(f)
        self.views.desk.look()

    def _open_view(self, f: OrderFilter) -> None:
        self.selection.drop()
        self._ask(f)

    def refresh(self, connections: Sequence[ConnectionView] | None = None) -> None:
        """Rows were committed, or a connection changed: look again, keeping place and selection.

        `connections` as they are now, kept ones included, spare looking them up.
        """
        self._read_connections(connections)
        self.tools.chips.show_filter(self.model.filter)
        version = self._library.version()
        if version == self._version:
            return
        self._version = version
        self.views.desk.refresh()
        self.model.refresh()
        self.groups.look_again()
        self.asking.refresh()
        self.detail.refresh()

    def _read_connections(self, given: Sequence[ConnectionView] | None = None) -> None:
        views = self._library.connections(kept=True) if given is None else given
        self._connections = {str(c.id): c for c in views}

    def _name_of(self, connection: str) -> str:
        view = self._connections.get(connection)
        return view.name if view is not None else connection

    def _today(self) -> date:
        zone = text.zone(self._wording.zone_name)
        return self._library.clock.now().astimezone(zone).date()

    # --- selection and detail

    @property
    def filters(self) -> "FilterPanel":
        """The filter panel, made now at the latest."""
        return self.asking.panel.get()

    @property
    def drawer(self) -> "OrderDrawer":
        """The drawer, made now at the latest."""
        return self.detail.drawer.get()

    def open_row(self, row: int) -> None:
        """Show the order of this row in the drawer."""
        wanted = self.model.id_at(row)
        if wanted is not None:
            lines = self.model.unit == Unit.LINES
            self.detail.open(self._library.order_of_line(wanted) if lines else wanted)

    def _fact_failed(self, error: Exception) -> None:
        self.trouble.emit(" ".join(text.trouble(error)).strip())

    def _close_a_pane(self) -> None:
        if not self.detail.is_open() and _FILTER in self.panes.opened():
            self.toggle_filter()
        self.detail.close()

    def _clicked(self, index: QModelIndex) -> None:
        if QApplication.keyboardModifiers() == Qt.KeyboardModifier.NoModifier:
            self.open_row(index.row())

    def _moved(self, current: QModelIndex) -> None:
        if self.detail.is_open() and current.isValid():
            self.open_row(current.row())

    def copy(self, *, heads: bool = False) -> None:
        """The selected rows as tab-separated text, for a spreadsheet or a mail."""
        rows = list(self.selection.rows())
        copied = copy_rows(self.model, rows, self._columns.visual_order(), heads=heads)
        if copied:
            said = self._wording.counted(copied, "row")
            left = len(rows) - copied
            rest = f" {self._wording.counted(left, 'row')} more: use Export." if left else ""
            announce(self.table, f"{said} copied.{rest}")

    def _show_menu(self, place: QPoint) -> None:
        row = self.table.currentIndex().row()
        there = row >= 0
        menu = row_menu.new(self)
        row_menu.add(menu, "Open the order", "Return", lambda: self.open_row(row), on=there)
        row_menu.add(menu, "Copy", "Ctrl+C", self.copy, on=there)
        row_menu.add(
            menu, "Copy with heads", "Ctrl+Shift+C", lambda: self.copy(heads=True), on=there
        )
        menu.addSeparator()
        self.marking.add_to(menu)
        menu.addSeparator()
        row_menu.add_sorting(
            menu,
            self.model.unit,
            self.model.columns,
            self.model.sorts,
            lambda key, down, more: self._columns.sort_by(key, descending=down, adding=more),
            self._columns.clear_sort,
        )
        menu.addSeparator()
        row_menu.add(menu, "Columns…", "", self.columns.choose)
        menu.popup(place)

    # --- around the table

    def focus_search(self) -> None:
        """To the search box, its text selected."""
        self.tools.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.tools.search.selectAll()

    def take_focus(self) -> None:
        """To the table, at its first row when it had none; to the groups in its place."""
        if self.groups.is_seen():
            self.groups.take_focus()
            return
        if not self._rows.is_table():
            self._rows.focus_way_on()
            return
        self.table.setFocus()
        if not self.table.currentIndex().isValid() and self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(0, 0))

    def toggle_filter(self) -> None:
        """Open or close the filter panel."""
        opening = _FILTER not in self.panes.opened()
        self.panes.set_open(_FILTER, shown=opening)
        self.asking.offer_values()
        self._show_panes()
        (self.filters.range if opening else self.tools.filter).setFocus()

    def _show_panes(self) -> None:
        self.tools.filter.setChecked(_FILTER in self.panes.opened())

    def _counted(self, count: Count) -> None:
        self.totals.show_count(count)
        connections = list(self._connections.values())
        self._rows.show_count(count, self.model.filter, connections)

    def clear_filter(self) -> None:
        """Everything is shown again."""
        self.set_filter(OrderFilter())

    # --- width

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.tools.set_narrow(self.width() < theme.length(NARROW))

    def close_work(self) -> None:
        """Let go of the worker threads, and remember the columns (the window closes)."""
        self._columns.keep_now()
        self.marking.close()
        self.views.close()
        self.groups.close()
        self.asking.close()
        self._preparing.close()
        self._background.close()
        self.detail.end_work()
