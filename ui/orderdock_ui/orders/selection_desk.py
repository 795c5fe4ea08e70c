"""What is selected and what is hidden: totals, tags, notes, hiding; and what a total holds."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

from orderdock.query.filters import Count, CurrencyTotal, Hidden, OrderFilter
from orderdock.services.library import Library
from orderdock_ui import text
from orderdock_ui.orders import row_menu
from orderdock_ui.orders.background import Background, Stop
from orderdock_ui.orders.kept_selection import KeptSelection
from orderdock_ui.orders.own_words_desk import OwnWordsDesk
from orderdock_ui.orders.selected import Selected
from orderdock_ui.orders.table import OrdersTable
from orderdock_ui.orders.table_model import OrdersModel
from orderdock_ui.orders.totals_bar import TotalsBar
from orderdock_ui.orders.words import Wording
from orderdock_ui.theme import theme
from orderdock_ui.widgets.later import Later

if TYPE_CHECKING:
    from orderdock.query.explained import Explained
    from orderdock_ui.orders.drawer import OrderDrawer
    from orderdock_ui.orders.groups.pane import Group

_SETTLES_MS = 60
"""A selection that is still being drawn is not looked at."""


class SelectionDesk(QObject):
    """Stands between the table, the bar below it and the drawer; the page only joins them."""

    changed = Signal()
    """Something was written: what is on show may be old."""
    narrowed = Signal(OrderFilter)
    """Show these orders."""
    trouble = Signal(str)

    def __init__(
        self,
        library: Library,
        wording: Wording,
        table: OrdersTable,
        model: OrdersModel,
        bar: TotalsBar,
        drawer: "Later[OrderDrawer]",
        page: QWidget,
    ) -> None:
        super().__init__(page)
        self._library = library
        self._wording = wording
        self._table = table
        self._model = model
        self._rows = KeptSelection(table, model)
        self._bar = bar
        self._drawer = drawer
        self._page = page
        self._counting = Background(self)
        self.own = OwnWordsDesk(library, wording, page)
        self._settles = QTimer(self, singleShot=True, interval=_SETTLES_MS)
        self._settles.timeout.connect(self._total)
        table.selectionModel().selectionChanged.connect(self._settles.start)
        self._left: int | None = None
        """The row above which the next one is to be current, once what is hidden has gone."""
        model.settled.connect(self._settled)
        model.counted.connect(self._count_hidden)
        bar.explained.connect(self.explain)
        bar.hidden_asked.connect(self.show_hidden)
        bar.restore_asked.connect(self.restore)
        self.own.changed.connect(self.changed)
        self.own.trouble.connect(self.trouble)
        self.group: Callable[[], Group | None] = lambda: None
        """Which group of orders is looked at, where groups are on show."""
        drawer.then(self._join)
        self._keys()

    def _join(self, drawer: "OrderDrawer") -> None:
        own = self.own
        drawer.own.tagged.connect(lambda order, tags: own.tag(lambda: [order], tags, quietly=True))
        drawer.own.untagged.connect(
            lambda order, tags: own.tag(lambda: [order], (), tags, quietly=True)
        )
        drawer.own.noted.connect(lambda order, note: own.note(lambda: [order], note, quietly=True))
        drawer.hide_asked.connect(lambda order: own.hide(lambda: [order]))
        drawer.restore_asked.connect(lambda order: own.restore(lambda: [order]))

        def offer(_order: int) -> None:
            tags = self._library.own_words.tags
            self._counting.ask(
                "tags",
                lambda _stop: [name for name, _many in tags()],
                drawer.offer_tags,
                self._failed,
            )

        drawer.turned_to.connect(offer)

    def _keys(self) -> None:
        for keys, act in (
            ("Ctrl+T", self.tag),
            ("Ctrl+Shift+N", self.note),
            ("Delete", self.hide),
            ("Ctrl+R", self.restore),
            ("Ctrl+Z", self.own.undo),
        ):
            within = Qt.ShortcutContext.WidgetShortcut  # the heads inside have keys of their own
            QShortcut(QKeySequence(keys), self._table, act, context=within)
        everywhere = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence("Ctrl+I"), self._page, self.explain, context=everywhere)

    # --- what is selected

    def selected(self) -> Selected | None:
        """The rows selected, or the current one; None when there is none."""
        spans = tuple(self._rows.spans())
        if not spans:
            current = self._table.currentIndex()
            if not current.isValid():
                return None
            spans = ((current.row(), current.row()),)
        model = self._model
        return Selected(
            model.filter, model.sorts, model.unit, spans, model.pages.ids, model.rowCount()
        )

    def _settled(self) -> None:
        """Where the current row has gone, the one that took its place is current."""
        self._settles.start()
        left, rows = self._left, self._model.rowCount()
        if left is not None and not self._table.currentIndex().isValid() and rows:
            self._left = None
            self._table.selectionModel().setCurrentIndex(
                self._model.index(min(left, rows - 1), 0),
                QItemSelectionModel.SelectionFlag.NoUpdate,
            )

    def _several(self) -> Selected | None:
        selected = self.selected() if self._rows.count() > 1 else None
        return None if selected is None or selected.is_all() else selected

    def _total(self) -> None:
        """All rows are the result itself; one row says its total already."""
        selected = self._several()
        if selected is None:
            self._counting.forget("selected")
            self._bar.show_selection(None)
            return
        library = self._library

        def show(found: tuple[Count, list[CurrencyTotal]]) -> None:
            self._bar.show_selection(*found)

        self._counting.ask(
            "selected",
            lambda stop: library.totals_of(selected.picked(library, stop), stop=stop),
            show,
            self._failed,
        )

    # --- what is hidden

    def _count_hidden(self, _count: Count) -> None:
        f, library = self._model.filter, self._library
        self._bar.show_restoring(on=f.asked_of_hidden() is not Hidden.LEFT_OUT)
        self._counting.ask(
            "hidden",
            lambda _stop: library.left_hidden(f),
            self._bar.show_hidden,
            self._failed,
        )

    def show_hidden(self) -> None:
        """To the orders that are hidden, within the filter in force."""
        self._show("hidden")

    def _is_hidden_view(self) -> bool:
        return self._model.filter.asked_of_hidden() is Hidden.ONLY

    def _show(self, what: str) -> None:
        """To the orders that a number speaks of."""
        f = self._model.filter
        match what:
            case "hidden":
                self.narrowed.emit(replace(f, hidden=Hidden.ONLY))
            case "blank":
                self.narrowed.emit(replace(f, blank=tuple(dict.fromkeys((*f.blank, "total")))))

    # --- doing

    def tag(self) -> None:
        """The list of tags for what is selected."""
        selected = self.selected()
        if selected is not None:
            self.own.ask_tags(selected, self._corner())

    def note(self) -> None:
        """One note for all that is selected."""
        selected = self.selected()
        if selected is not None:
            self.own.ask_note(selected, self._corner())

    def hide(self) -> None:
        """Hide what is selected; nothing where it is hidden already."""
        selected, library = self.selected(), self._library
        if selected is not None and not self._is_hidden_view():
            self._left = selected.spans[0][0]
            self.own.hide(lambda: selected.orders(library))

    def restore(self) -> None:
        """Show what is selected again, where hidden orders are looked at."""
        selected, library = self.selected(), self._library
        if selected is not None and self._model.filter.asked_of_hidden() is not Hidden.LEFT_OUT:
            self._left = selected.spans[0][0]
            self.own.restore(lambda: selected.orders(library))

    def add_to(self, menu: QMenu) -> None:
        """Entries for what is selected."""
        there = self.selected() is not None
        row_menu.add(menu, "Tags…", "Ctrl+T", self.tag, on=there)
        row_menu.add(menu, "Note…", "Ctrl+Shift+N", self.note, on=there)
        if self._model.filter.asked_of_hidden() is not Hidden.LEFT_OUT:
            row_menu.add(menu, "Restore", "Ctrl+R", self.restore, on=there)
        if not self._is_hidden_view():
            row_menu.add(menu, "Hide", "Delete", self.hide, on=there)
            row_menu.add(menu, "Show hidden orders", "", self.show_hidden)

    def explain(self) -> None:
        """What is in the totals on show: of a group, of the selection, or of the result."""
        from orderdock_ui.orders.totals_explained import TotalsExplained

        group = self.group()
        pane = TotalsExplained(self._wording, self._page)
        pane.shown.connect(self._show)
        corner = QPoint(self._bar.width() - theme.length(16), -theme.length(4))
        pane.open_above(self._bar.mapToGlobal(corner))
        f, library, selected = self._model.filter, self._library, self._several()

        def look(stop: Stop) -> "Explained":
            if group is not None:
                facts = library.explained(group.filter, stop=stop)
                return replace(facts, of_group=group.name, by_lines=group.by_lines)
            picked = None if selected is None else selected.picked(library, stop)
            return library.explained(f, picked, stop=stop)

        self._counting.ask("explained", look, pane.show_facts, self._failed)
        pane.destroyed.connect(lambda: self._counting.forget("explained"))

    def _corner(self) -> QPoint:
        return self._bar.mapToGlobal(QPoint(theme.length(16), -theme.length(4)))

    def _failed(self, error: Exception) -> None:
        self.trouble.emit(" ".join(text.trouble(error)).strip())

    def close(self) -> None:
        """Write what was typed, and let go of the worker threads."""
        if (drawer := self._drawer.made) is not None:
            drawer.own.write_now()
        self._counting.close()
        self.own.close()
