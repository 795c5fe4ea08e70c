"""Which saved view is open, whether it was changed since, and what becomes of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from itertools import count

from PySide6.QtCore import QObject, Signal

from orderdock.domain.errors import OrderdockError
from orderdock.query.filters import OrderFilter, Sort, Unit
from orderdock.query.periods import PERIODS, span_of
from orderdock.query.views import EVERYTHING, Groups, View
from orderdock.services.views import SavedView, SavedViews
from orderdock_ui import text
from orderdock_ui.orders.background import Background
from orderdock_ui.orders.columns_shown import ColumnsShown
from orderdock_ui.orders.groups.desk import GroupsDesk
from orderdock_ui.orders.layout_memory import ViewLayout


@dataclass(frozen=True, slots=True)
class _State:
    """What a view keeps, as it is now."""

    filter: OrderFilter
    unit: Unit
    columns: tuple[str, ...]
    widths: tuple[tuple[str, int], ...]
    frozen: int
    sorts: tuple[Sort, ...]
    groups: Groups


class ViewDesk(QObject):
    """Opens and keeps views; the page asks what they say and shows how things stand."""

    opened = Signal(OrderFilter)
    """Ask this; the columns have their layout already."""
    stood = Signal()
    """The list of views, the open one, or whether it was changed."""
    kept = Signal(str)
    """The view of this name was saved."""
    trouble = Signal(str)

    def __init__(
        self,
        saved: SavedViews,
        columns: ColumnsShown,
        groups: GroupsDesk,
        filter_in_force: Callable[[], OrderFilter],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._saved = saved
        self._columns = columns
        self._groups = groups
        self._filter = filter_in_force
        self._writing = Background(self)
        self._jobs = count()
        self._waiting: list[Callable[[], object]] = []
        self._list = saved.all()
        self.view = View(EVERYTHING)
        """The one that is open, as it was saved."""
        self._start: _State | None = None
        columns.changed.connect(self.look)
        groups.arranged.connect(self.look)

    # --- what there is

    def views(self) -> list[SavedView]:
        """All of them, the one with everything first."""
        return self._list

    def entry(self) -> SavedView:
        """The open one in the list."""
        name = self.view.name
        return next((each for each in self._list if each.name == name), SavedView(name))

    def is_saved(self) -> bool:
        """Whether the open view is one of the person's own."""
        return self.view.name != EVERYTHING

    def is_changed(self) -> bool:
        """Whether something is not as the open view says; all orders: whether any are left out."""
        if self._start is None:
            return False
        now = self._state()
        if not self.is_saved():
            return now.filter != self._start.filter
        return now != self._start

    def refresh(self) -> None:
        """Another program may have saved, renamed or deleted one."""
        found = self._saved.all()
        if found == self._list:
            return
        self._list = found
        if self.is_saved() and all(each.name != self.view.name for each in found):
            self.view = View(EVERYTHING)
            self._start = replace(self._state(), filter=OrderFilter())
        self.stood.emit()

    def look(self) -> None:
        """Something of what a view keeps may be another way."""
        self.stood.emit()

    # --- opening

    def first(self, today: date, timezone: str) -> OrderFilter:
        """What to show at the start."""
        name = next((each.name for each in self._list if each.at_start), EVERYTHING)
        try:
            return self._lay_out(name, today, timezone)
        except OrderdockError:
            return self._lay_out(EVERYTHING, today, timezone)

    def open(self, name: str, today: date, timezone: str) -> None:
        """Show a view as it was saved."""
        try:
            f = self._lay_out(name, today, timezone)
        except OrderdockError as error:
            self.trouble.emit(" ".join(text.trouble(error)).strip())
            return
        self.opened.emit(f)
        self.settle()

    def settle(self) -> None:
        """What is on show now is the open view."""
        self._start = self._state()
        self.stood.emit()

    def _lay_out(self, name: str, today: date, timezone: str) -> OrderFilter:
        view = self._saved.view(name)
        if view.unread:
            raise OrderdockError(
                f"The view “{view.name}” has conditions that this version of Orderdock does not"
                f" know: {', '.join(view.unread)}.",
                "Update Orderdock, or save the view anew.",
            )
        own = view.name == EVERYTHING
        self._group_as(view)
        self._columns.take(view.unit, None, own=own)
        if not own:
            self._columns.take(view.unit, self._layout(view))
        self.view = view
        return view.asked(today, timezone)

    def _group_as(self, view: View) -> None:
        """One that says nothing of groups leaves them as they are; opened again, as they were."""
        start = self._start
        if view.groups is not None:
            self._groups.take(view.groups)
        elif start is not None and view.name == self.view.name != EVERYTHING:
            self._groups.take(start.groups)

    def _layout(self, view: View) -> ViewLayout:
        if not view.columns:
            return replace(self._columns.layout.copy(), sorts=view.sorts)
        return ViewLayout(list(view.columns), dict(view.widths), view.sorts, view.frozen)

    def _state(self) -> _State:
        layout = self._columns.layout
        return _State(
            replace(self._filter(), timezone="UTC"),
            self._columns.unit,
            tuple(layout.shown),
            tuple(sorted(layout.widths.items())),
            layout.frozen,
            layout.sorts,
            self._groups.state(),
        )

    # --- keeping

    def moves(self, today: date) -> list[str]:
        """The periods that the days in force are today, the one of the open view first."""
        f = self._filter()
        days = (f.date_from, f.date_to)
        known = dict.fromkeys((self.view.period, *PERIODS))
        return [period for period in known if span_of(period, today) == days]

    def save(self, today: date) -> None:
        """Keep what is on show in the open view."""
        if self.is_saved():
            moving = [*(self.moves(today) if self.view.period else ()), ""]
            self._keep(self._made(self.view.name, moving[0]))

    def save_as(self, name: str, period: str, *, pinned: bool, at_start: bool) -> None:
        """Keep what is on show under a name, and open that view."""
        saved = self._saved

        def mark(kept: str) -> None:
            saved.pin(kept, pinned=pinned)
            was = any(each.at_start and each.name == kept for each in saved.all())
            if at_start or was:
                saved.open_at_start(kept if at_start else EVERYTHING)

        self._keep(self._made(name, period), mark)

    def _made(self, name: str, period: str) -> View:
        now = self._state()
        more = self.view.more if self.is_saved() else {}
        widths, sorts = dict(now.widths), now.sorts
        return View(
            name,
            now.filter,
            period,
            now.unit,
            now.columns,
            widths,
            now.frozen,
            sorts,
            now.groups,
            more=more,
        )

    def _keep(self, view: View, then: Callable[[str], None] = lambda _name: None) -> None:
        stands = self._state()

        def write() -> str:
            name = self._saved.save(view)
            then(name)
            return name

        def done(name: object) -> None:
            self.view = replace(view, name=str(name))
            self._columns.is_own = False
            self._start = stands
            self._list = self._saved.all()
            self.stood.emit()
            self.kept.emit(str(name))

        self._write(write, done)

    def rename(self, wanted: str) -> None:
        """Another name for the open view."""
        old = self.view.name

        def done(name: object) -> None:
            if self.view.name == old:
                self.view = replace(self.view, name=str(name))
            self._again()

        self._write(lambda: self._saved.rename(old, wanted), done)

    def delete(self) -> None:
        """Let the open view go; what is on show stays."""
        name = self.view.name

        def done(_gone: object) -> None:
            if self.view.name == name:
                self.view = View(EVERYTHING)
                self._start = replace(self._state(), filter=OrderFilter())
            self._again()

        self._write(lambda: self._saved.delete(name), done)

    def pin(self, *, pinned: bool) -> None:
        """Show the open view in the sidebar, or no longer."""
        name = self.view.name
        self._write(lambda: self._saved.pin(name, pinned=pinned), lambda _name: self._again())

    def open_at_start(self, *, wanted: bool) -> None:
        """Begin with the open view from now on, or with all orders."""
        name = self.view.name if wanted else EVERYTHING
        self._write(lambda: self._saved.open_at_start(name), lambda _name: self._again())

    def _again(self) -> None:
        self._list = self._saved.all()
        self.stood.emit()

    def _write(self, work: Callable[[], object], done: Callable[[object], None]) -> None:
        """Write beside the window: a sync may hold the database for a moment."""
        self._waiting.append(work)

        def run(_stop: object) -> object:
            self._waiting.remove(work)
            return work()

        self._writing.ask(f"view {next(self._jobs)}", run, done, self._failed)

    def _failed(self, error: Exception) -> None:
        self.trouble.emit(" ".join(text.trouble(error)).strip())

    def close(self) -> None:
        """Write what waits, and let go of the thread."""
        self._writing.close()
        for work in list(self._waiting):
            try:
                work()
            except OrderdockError:
                continue  # the window is going: nobody is left to be told
        self._waiting.clear()
