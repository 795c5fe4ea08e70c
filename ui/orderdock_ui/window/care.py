"""Changes to one connection: rename, pause, disconnect, and the menu that offers them."""

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu, QWidget

from orderdock.domain.connections import ConnectionState
from orderdock_ui.window.desk import Desk

if TYPE_CHECKING:
    from orderdock.services.front import Services


class Care(QObject):
    """Carries out what a person asks of one connection; troubles go to the banner."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window

    def _do(self, work: "Callable[[Services], Coroutine[Any, Any, None]]", name: str) -> None:
        async def whole(services: "Services") -> None:
            try:
                await work(services)
            finally:
                self._desk.look()
                self._desk.changed.emit()

        self._desk.when_ready(lambda services: self._spawn(whole(services), name))

    def _spawn(self, work: Coroutine[Any, Any, None], name: str) -> None:
        self._desk.spawn(work, name)

    def rename(self, id_: str, name: str) -> None:
        """Give it another name."""

        async def work(services: "Services") -> None:
            await services.connections.rename(id_, name)

        self._do(work, f"rename {id_}")

    def pause(self, id_: str, paused: bool) -> None:
        """Leave it out of syncs of all, or take it in again."""

        async def work(services: "Services") -> None:
            services.sync.set_paused(id_, paused)

        self._do(work, f"pause {id_}")

    def ask_to_disconnect(self, id_: str) -> None:
        """Ask what becomes of its orders, beside the window."""
        from orderdock_ui.connections.disconnect_dialog import DisconnectDialog

        view = self._desk.connection(id_)
        if view is not None:
            dialog = DisconnectDialog(view, self._window)
            dialog.decided.connect(self.disconnect_connection)
            dialog.show()

    def disconnect_connection(self, id_: str, keep: bool) -> None:
        """Let it go, with or without its orders."""
        view = self._desk.connection(id_)
        name = view.name if view is not None else id_

        async def work(services: "Services") -> None:
            await services.connections.disconnect(id_, keep_orders=keep)
            said = "its orders are kept" if keep else "its orders are erased"
            self._desk.toasted.emit(f"{name} is disconnected; {said}.")

        self._do(work, f"disconnect {id_}")

    def show_menu(self, id_: str, place: QPoint, do: "dict[str, Callable[[str], object]]") -> None:
        """What can be done about it; `do` has the rest of the window's actions by name."""
        view = self._desk.connection(id_)
        if view is None:
            return
        menu = QMenu(self._window)
        word = self._desk.provider(view.provider).link_word
        if view.verdict.state is ConnectionState.SYNCING:
            menu.addAction("Cancel sync", lambda: do["cancel"](id_))
        else:
            menu.addAction("Sync", lambda: do["sync"](id_))
        menu.addAction("Why? State and details", lambda: do["open"](id_))
        menu.addAction("Show its orders", lambda: do["orders"](id_))
        menu.addAction("Look at its data…", lambda: do["data"](id_))
        menu.addSeparator()
        if word:
            menu.addAction(f"Add a {word}", lambda: do["link"](id_))
        menu.addAction("Sign in again", lambda: do["repair"](id_))
        menu.addAction("Rename", lambda: do["rename"](id_))
        menu.addSeparator()
        menu.addAction("Disconnect…", lambda: self.ask_to_disconnect(id_))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)
