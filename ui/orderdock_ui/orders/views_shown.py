"""Saved views on the orders page: their bar, their list, and the small windows they ask in."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QActionGroup, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

from orderdock.query.filters import OrderFilter
from orderdock.query.periods import PERIODS
from orderdock.services.views import EVERYTHING, SavedViews
from orderdock_ui import assets, text
from orderdock_ui.orders import row_menu
from orderdock_ui.orders.columns_shown import ColumnsShown
from orderdock_ui.orders.groups.desk import GroupsDesk
from orderdock_ui.orders.view_bar import ViewBar
from orderdock_ui.orders.view_desk import ViewDesk
from orderdock_ui.widgets.naming import announce

_LOOK_MS = 60_000


class ViewsShown(QObject):
    """Joins what a person does with views to the desk that keeps them."""

    pins_changed = Signal(list, str)
    """Names of the pinned views, and of the open one."""

    def __init__(
        self,
        saved: SavedViews,
        columns: ColumnsShown,
        groups: GroupsDesk,
        bar: ViewBar,
        filter_in_force: Callable[[], OrderFilter],
        today: Callable[[], date],
        page: QWidget,
    ) -> None:
        super().__init__(page)
        self.desk = ViewDesk(saved, columns, groups, filter_in_force, self)
        self._bar = bar
        self._filter = filter_in_force
        self._today = today
        self._page = page
        self._pins: tuple[list[str], str] = ([], "")
        self.desk.stood.connect(self._show)
        self.desk.kept.connect(lambda name: announce(bar, f"The view {name} is saved."))
        bar.menu_asked.connect(self._open_menu)
        bar.save_asked.connect(self.save)
        bar.save_as_asked.connect(self.save_as)
        bar.reset_asked.connect(self.reset)
        self._day = today()
        self._midnight = QTimer(self, interval=_LOOK_MS)
        self._midnight.timeout.connect(self.follow_calendar)
        self._midnight.start()
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys, act in (("Ctrl+O", bar.open_menu), ("Ctrl+S", self.save)):
            QShortcut(QKeySequence(keys), page, act, context=within)

    def first(self) -> OrderFilter:
        """What to ask at the start."""
        return self.desk.first(self._today(), self._filter().timezone)

    def open(self, name: str) -> None:
        """Show a view as it was saved."""
        self.desk.open(name, self._today(), self._filter().timezone)

    def follow_calendar(self) -> None:
        """On a new day a view that moves moves; one that is being changed waits for its reset."""
        today = self._today()
        if today != self._day and not self.desk.is_changed():
            self._day = today
            if self.desk.view.period:
                self.open(self.desk.view.name)

    def pinned(self) -> list[str]:
        """Names of those pinned."""
        return [view.name for view in self.desk.views() if view.pinned]

    def save(self) -> None:
        """Keep the open view as it is now; all orders under a new name."""
        if self.desk.is_saved():
            self.desk.save(self._today())
        else:
            self.save_as()

    def reset(self) -> None:
        """The open view as it was saved."""
        self.open(self.desk.view.name)

    # --- asking

    def save_as(self) -> None:
        """Ask for a name and keep what is on show under it."""
        from orderdock_ui.orders.view_dialog import ViewDialog

        desk = self.desk
        dialog = ViewDialog("Save as a view", "Save the view", self._names(), parent=self._page)
        dialog.may_replace()
        periods = desk.moves(self._today())
        moving = None
        if periods:
            said = [f"{_words(period)}, moving on with the calendar" for period in periods]
            moving = dialog.add_choice("Days", "view-days", [*said, f"Always {self._days()}"])
        pin = dialog.add_box("Pin to the sidebar", "view-pinned", on=True)
        start = dialog.add_box("Open at start", "view-at-start")
        dialog.named_so.connect(
            lambda name: desk.save_as(
                name,
                [*periods, ""][moving.currentIndex() if moving is not None else 0],
                pinned=pin.isChecked(),
                at_start=start.isChecked(),
            )
        )
        dialog.open()

    def _days(self) -> str:
        f = self._filter()
        days = (day for day in (f.date_from, f.date_to) if day is not None)
        moments = (datetime.combine(day, time.min, UTC) for day in days)
        return " – ".join(dict.fromkeys(text.day(moment) for moment in moments))

    def _names(self) -> list[str]:
        return [view.name for view in self.desk.views() if view.name != EVERYTHING]

    def rename(self) -> None:
        """Ask for another name."""
        from orderdock_ui.orders.view_dialog import ViewDialog

        own = self.desk.view.name
        taken = [name for name in self._names() if name != own]
        dialog = ViewDialog(f"Rename “{own}”", "Rename", taken, own, parent=self._page)
        dialog.named_so.connect(self.desk.rename)
        dialog.open()

    def delete(self) -> None:
        """Ask back, then let the open view go."""
        from orderdock_ui.orders.view_delete_dialog import DeleteViewDialog

        dialog = DeleteViewDialog(self.desk.view.name, self._page)
        dialog.accepted.connect(self.desk.delete)
        dialog.open()

    # --- showing

    def _show(self) -> None:
        desk = self.desk
        self._bar.show_view(desk.view.name, saved=desk.is_saved(), changed=desk.is_changed())
        pins = (self.pinned(), desk.view.name)
        if pins != self._pins:
            self._pins = pins
            self.pins_changed.emit(*pins)

    def _open_menu(self, place: QPoint) -> None:
        menu = row_menu.new(self._page, "orders-views-menu", "Views")
        one_of_them = QActionGroup(menu)
        for view in self.desk.views():
            words = view.name.replace("&", "&&")
            entry = menu.addAction(f"{words}\tStart" if view.at_start else words)
            entry.setCheckable(True)
            entry.setChecked(view.name == self.desk.view.name)
            one_of_them.addAction(entry)
            if view.pinned:
                entry.setIcon(assets.icon("pin", "text2", 14))
            entry.triggered.connect(lambda _on=False, n=view.name: self.open(n))
        menu.addSeparator()
        self._add_acts(menu)
        menu.popup(place)

    def _add_acts(self, menu: QMenu) -> None:
        desk, add = self.desk, row_menu.add
        mine, changed = desk.is_saved(), desk.is_changed()
        add(menu, "Save", "Ctrl+S", self.save, on=mine and changed)
        add(menu, "Save as…", "", self.save_as)
        add(menu, "Reset", "", self.reset, on=mine and changed)
        if not mine:
            return
        menu.addSeparator()
        entry = desk.entry()
        add(menu, "Rename…", "", self.rename)
        pin, start = "Pin to the sidebar", "Open at start"
        for words, on, act in (
            (pin, entry.pinned, lambda on: desk.pin(pinned=on)),
            (start, entry.at_start, lambda on: desk.open_at_start(wanted=on)),
        ):
            choice = menu.addAction(words)
            choice.setCheckable(True)
            choice.setChecked(on)
            choice.triggered.connect(act)
        add(menu, "Delete…", "", self.delete)

    def close(self) -> None:
        """Let go of the thread that writes."""
        self._midnight.stop()
        self.desk.close()


def _words(period: str) -> str:
    return PERIODS.get(period, period.replace("-", " ").capitalize())
