"""Shows an order in the drawer beside the table; the drawer is made for the first one."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from orderdock.services.library import Library
from orderdock_ui import text
from orderdock_ui.orders.background import Background
from orderdock_ui.orders.side_panes import SidePanes
from orderdock_ui.orders.words import Wording
from orderdock_ui.widgets.later import Later
from orderdock_ui.widgets.naming import announce

if TYPE_CHECKING:
    from orderdock.query.detail import OrderDetail
    from orderdock_ui.orders.drawer import OrderDrawer

_NAME, _WIDTH = "detail", 320


class DrawerDesk(QObject):
    """Reads orders beside the window and opens the drawer with what was read."""

    opened = Signal()
    """The drawer, which may have taken the room of another pane."""
    closed = Signal()
    trouble = Signal(str)

    def __init__(
        self,
        library: Library,
        wording: Wording,
        name_of: Callable[[str], str],
        panes: SidePanes,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._wording = wording
        self._name_of = name_of
        self._panes = panes
        self._background = Background(self)
        self.drawer = Later(self._make)
        panes.add(_NAME, self.drawer, _WIDTH)

    def _make(self) -> "OrderDrawer":
        from orderdock_ui.orders.drawer import OrderDrawer

        made = OrderDrawer(self._wording, self._name_of)
        made.closed.connect(self.close)
        return made

    def is_open(self) -> bool:
        """Whether an order is on show."""
        return _NAME in self._panes.opened()

    def open(self, order: int) -> None:
        """Show the order of this id."""
        library = self._library
        self._background.ask("order", lambda _stop: library.order(order), self._show, self._failed)

    def refresh(self) -> None:
        """Orders were written: read the one on show again."""
        drawer = self.drawer.made
        if self.is_open() and drawer is not None and drawer.detail is not None:
            self.open(drawer.detail.id)

    def reword(self) -> None:
        """Times are said in another zone."""
        drawer = self.drawer.made
        if drawer is not None and drawer.detail is not None:
            drawer.show_order(drawer.detail)

    def _failed(self, error: Exception) -> None:
        self.trouble.emit(" ".join(text.trouble(error)).strip())

    def _show(self, detail: "OrderDetail") -> None:
        drawer = self.drawer.get()
        drawer.show_order(detail)
        if not self.is_open():
            self._panes.set_open(_NAME, shown=True)
            self.opened.emit()
            announce(drawer, drawer.accessibleName())

    def close(self) -> None:
        """The table alone again."""
        self._background.forget("order")
        if self.is_open():
            self._panes.set_open(_NAME, shown=False)
            self.closed.emit()

    def end_work(self) -> None:
        """Let go of the worker thread."""
        self._background.close()
