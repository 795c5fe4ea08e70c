"""Decides what stands in the banner: at most one, the worst one, never a closed one again."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from orderdock.domain.connections import ConnectionView
from orderdock_ui import text
from orderdock_ui.window.desk import Desk
from orderdock_ui.window.messages import Message, Messages, of_connection
from orderdock_ui.window.pages import Pages

_QUIET_PAGES = frozenset({"steps", "gallery", "sync", "connection", "data"})
"""Pages that say it themselves."""


class BannerDesk(QObject):
    """Troubles of connections and of everything else, one at a time."""

    more_asked = Signal()

    def __init__(
        self, desk: Desk, pages: Pages, act_on: Callable[[ConnectionView], object]
    ) -> None:
        super().__init__(pages)
        self._desk = desk
        self._pages = pages
        self._act_on = act_on
        self._messages = Messages()
        self._shown: list[Message] = []
        banner = pages.banner
        banner.acted.connect(self._act)
        banner.closed.connect(self._close)
        banner.more.connect(self.more_asked)

    def show_worst(self) -> None:
        """Look at everything again."""
        views = self._desk.connections()
        found = [of_connection(self._desk, view, self._act_on) for view in views]
        self._shown = self._messages.worst_first([m for m in found if m is not None])
        own = [m for m in self._shown if m.key == "error" or m.key.startswith("notice ")]
        page = self._pages.current().partition(" ")[0]  # "data stackline-1" is a data page
        shown = own if page in _QUIET_PAGES else self._shown
        banner = self._pages.banner
        if not shown:
            banner.hide()
            return
        self._shown = shown
        worst = shown[0]
        banner.show_message(
            worst.ink, worst.icon, worst.title, worst.sentence, worst.action, len(shown) - 1
        )

    def report(self, error: BaseException) -> None:
        """An error that belongs to no page."""
        says, next_step = text.trouble(error)
        self._put("error", "bad", "octagon-alert", says.rstrip("."), next_step)

    def say(self, sentence: str) -> None:
        """The same for words."""
        self._put("error", "bad", "octagon-alert", sentence.rstrip("."), "")

    def notice(self, connection: str, sentence: str) -> None:
        """Something worth knowing about a connection that is well."""
        self._put(f"notice {connection}", "warn", "triangle-alert", "Good to know", sentence)

    def _put(self, key: str, ink: str, icon: str, title: str, sentence: str) -> None:
        self._messages.add(Message(key, 9, ink, icon, title, sentence, "Close", self._close))
        self.show_worst()

    def _act(self) -> None:
        if self._shown:
            self._shown[0].act()

    def _close(self) -> None:
        if self._shown:
            self._messages.close(self._shown[0])
            self.show_worst()
