"""Shows the groups in the table's place, made when they are first asked for."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from orderdock.query.filters import OrderFilter
from orderdock.query.views import Groups
from orderdock.services.library import Library
from orderdock_ui.orders.table_or_nothing import TableOrNothing
from orderdock_ui.orders.words import Wording

if TYPE_CHECKING:
    from orderdock_ui.orders.groups.pane import Group, GroupsPane


class GroupsDesk(QObject):
    """Between the pane and the page: what is asked goes in, what is chosen comes out."""

    narrowed = Signal(OrderFilter)
    arranged = Signal()
    """Groups or rows, or other groups."""
    trouble = Signal(str)

    def __init__(
        self,
        library: Library,
        wording: Wording,
        rows: TableOrNothing,
        asked: Callable[[], OrderFilter],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._wording = wording
        self._rows = rows
        self._asked = asked
        self._pane: GroupsPane | None = None
        self.on = False
        """Whether groups stand where the table is."""

    def show(self) -> "GroupsPane":
        """Groups instead of the table."""
        pane = self._put()
        pane.show_filter(self._asked())
        self.arranged.emit()
        return pane

    def hide(self) -> None:
        """The table again."""
        self._put_away()
        self.arranged.emit()

    def state(self) -> Groups:
        """What a view keeps of it."""
        return self._pane.state() if self.on and self._pane is not None else Groups()

    def take(self, groups: Groups) -> None:
        """As a view keeps it; the question comes by `look_again`."""
        if groups.by:
            self._put().take(groups)
        else:
            self._put_away()

    def _put(self) -> "GroupsPane":
        if self._pane is None:
            from orderdock_ui.orders.groups.pane import GroupsPane

            self._pane = GroupsPane(self._library, self._wording)
            self._pane.narrowed.connect(self._choose)
            self._pane.arranged.connect(self.arranged)
            self._pane.trouble.connect(self.trouble)
        self.on = True
        self._rows.put_instead(self._pane)
        return self._pane

    def _put_away(self) -> None:
        self.on = False
        self._rows.put_instead(None)

    def is_seen(self) -> bool:
        """Whether groups are on show, and not why there is nothing."""
        return self._pane is not None and self._pane.isVisible()

    def take_focus(self) -> None:
        """To the first thing to choose."""
        if self._pane is not None:
            self._pane.take_focus()

    def look_again(self) -> None:
        """Another question, or other rows."""
        if self.on and self._pane is not None:
            self._pane.show_filter(self._asked())

    def current(self) -> "Group | None":
        """The group that the keyboard is on; None where there are no groups to see."""
        return self._pane.current() if self.on and self._pane is not None else None

    def _choose(self, f: OrderFilter) -> None:
        self.hide()
        self.narrowed.emit(f)

    def close(self) -> None:
        """Let go of the worker thread."""
        if self._pane is not None:
            self._pane.end_work()
