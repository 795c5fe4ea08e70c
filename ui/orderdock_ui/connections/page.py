"""One connection: how it is doing and why, what hangs under it, and what can be done."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QLayout, QWidget

from orderdock.domain.connections import Action, ConnectionState, ConnectionView, LinkView
from orderdock.services.library import ProviderInfo
from orderdock_ui import assets, text
from orderdock_ui.theme import theme
from orderdock_ui.widgets.buttons import Button
from orderdock_ui.widgets.labels import ElidedLabel, IconLabel, Label, hairline
from orderdock_ui.widgets.layouts import FlowLayout, clear, column, row, scrolling, surface
from orderdock_ui.widgets.naming import named

_INK_OF_NOTE = {"muted": "accent"}


class ConnectionPage(QWidget):
    """Asks for work by signals; the window carries it out."""

    acted = Signal(str)
    """Connection id: do the one thing its state asks for."""
    sync_asked = Signal(str)
    link_asked = Signal(str)
    repair_asked = Signal(str, str)
    """Connection id, link id (empty: the connection itself)."""
    rename_asked = Signal(str)
    disconnect_asked = Signal(str)
    orders_asked = Signal(str)
    data_asked = Signal(str)
    pause_asked = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__()
        named(self, "connection-page", "Connection")
        self.connection = ""
        outer = column(self)
        inside = QWidget()
        self._box = column(inside, gap=16, margins=(32, 28, 32, 32))
        outer.addWidget(scrolling(inside))

    def show_connection(
        self, view: ConnectionView, provider: ProviderInfo, timezone: str = "UTC"
    ) -> None:
        """Draw what is so now."""
        focus = self.focusWidget()
        kept = focus.objectName() if focus is not None else ""
        self.connection = view.id
        self.setAccessibleName(text.spoken(view, timezone))
        clear(self._box)
        self._box.addLayout(self._head(view, provider))
        self._box.addWidget(self._state(view, timezone))
        self._box.addWidget(self._tools(view, provider))
        self._box.addWidget(self._facts(view, provider, timezone))
        if provider.link_word:
            self._box.addLayout(self._links(view, provider, timezone))
        self._box.addStretch(1)
        again = self.findChild(QWidget, kept) if kept else None
        if again is not None:
            again.setFocus(Qt.FocusReason.OtherFocusReason)

    def _head(self, view: ConnectionView, provider: ProviderInfo) -> QLayout:
        head = row(gap=14)
        tile = QLabel()
        tile.setPixmap(assets.initial_tile(provider.name, 44, letter=provider.icon))
        head.addWidget(tile)
        words = column(gap=2)
        words.addWidget(named(ElidedLabel(view.name, "page", 700), "connection-title"))
        about = f"{provider.name} · {view.account}" if view.account else provider.name
        words.addWidget(ElidedLabel(about, ink="text2"))
        head.addLayout(words, 1)
        return head

    def _state(self, view: ConnectionView, timezone: str) -> QWidget:
        look = text.STATES[view.verdict.state]
        ink = _INK_OF_NOTE.get(look.ink, look.ink)
        box = surface(f"{ink}_note")
        line = row(box, gap=12, margins=(14, 10, 14, 10))
        line.addWidget(IconLabel(look.icon, ink, 18))
        words = column(gap=1)
        fresh = text.up_to(view.data_up_to, timezone)
        words.addWidget(Label(f"{look.word} · {fresh}", weight=600, wrap=True))
        words.addWidget(named(Label(view.verdict.why, wrap=True), "connection-why"))
        line.addLayout(words, 1)
        act = Button(
            text.ACTIONS[view.verdict.action],
            "plain" if view.verdict.state is ConnectionState.OK else "primary",
            identifier="connection-action",
        )
        act.clicked.connect(lambda: self.acted.emit(view.id))
        line.addWidget(act)
        return box

    def _tools(self, view: ConnectionView, provider: ProviderInfo) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder, gap=8)
        paused = view.verdict.state is ConnectionState.PAUSED
        tools: list[tuple[str, str, str, Callable[[], object]]] = [
            ("list", "Show its orders", "orders", lambda: self.orders_asked.emit(view.id)),
            ("table-2", "Look at its data", "data", lambda: self.data_asked.emit(view.id)),
            ("pencil", "Rename", "rename", lambda: self.rename_asked.emit(view.id)),
            (
                "key-round",
                "Sign in again",
                "repair",
                lambda: self.repair_asked.emit(view.id, ""),
            ),
            (
                "circle-play" if paused else "circle-pause",
                "Resume" if paused else "Pause",
                "pause",
                lambda: self.pause_asked.emit(view.id, not paused),
            ),
        ]
        if provider.link_word:
            word = f"Add a {provider.link_word}"
            tools.insert(0, ("plus", word, "link", lambda: self.link_asked.emit(view.id)))
        for icon, words, key, act in tools:
            button = Button(words, icon=icon, identifier=f"connection-{key}")
            button.setAccessibleName(f"{words}: {view.name}")
            button.clicked.connect(act)
            flow.addWidget(button)
        leave = Button("Disconnect…", "danger", icon="unplug", identifier="connection-disconnect")
        leave.clicked.connect(lambda: self.disconnect_asked.emit(view.id))
        flow.addWidget(leave)
        return holder

    def _facts(self, view: ConnectionView, provider: ProviderInfo, timezone: str) -> QWidget:
        card = surface("card")
        box = column(card, gap=6, margins=(16, 12, 16, 12))
        checked = view.last_checked
        host = next((h.label for h in provider.hosts if h.url == view.base_url), "")
        facts = (
            ("Orders", f"{text.count(view.orders)} with {text.counted(view.lines, 'line')}"),
            ("Last checked", text.moment(checked, timezone) if checked else "Not yet"),
            ("Address", f"{view.base_url} ({host})" if host else view.base_url),
            ("Id", view.id),
        )
        for name, value in facts:
            line = row(gap=12)
            label = Label(name, ink="text2")
            label.setFixedWidth(theme.length(120))
            line.addWidget(label)
            shown = ElidedLabel(value, mode=Qt.TextElideMode.ElideMiddle)
            line.addWidget(shown, 1)
            box.addLayout(line)
        return card

    def _links(self, view: ConnectionView, provider: ProviderInfo, timezone: str) -> QLayout:
        box = column(gap=8)
        box.addWidget(Label(f"{provider.link_word.capitalize()}s", "card", 600))
        if not view.links:
            words = f"None yet. Add a {provider.link_word} to read its orders."
            box.addWidget(Label(words, ink="text2", wrap=True))
            return box
        card = surface("card")
        lines = column(card, gap=0, margins=(16, 4, 12, 4))
        for number, link in enumerate(view.links):
            if number:
                lines.addWidget(hairline())
            lines.addWidget(self._link(view, link, timezone))
        box.addWidget(card)
        return box

    def _link(self, view: ConnectionView, link: LinkView, timezone: str) -> QWidget:
        holder = named(QWidget(), f"link-{link.id}", link.name)
        holder.setMinimumHeight(theme.length(46))
        line = row(holder, gap=10, margins=(0, 5, 0, 5))
        tile = QLabel()
        tile.setPixmap(assets.initial_tile(link.name, 28))
        line.addWidget(tile)
        words = column(gap=0)
        name = ElidedLabel(link.name, weight=600)
        name.setMinimumWidth(theme.length(150))
        words.addWidget(name)
        words.addWidget(ElidedLabel(text.up_to(link.data_up_to, timezone), "caption", ink="text2"))
        side = QWidget()
        side.setFixedWidth(theme.length(210))
        side.setLayout(words)
        line.addWidget(side)
        look = text.STATES[link.verdict.state]
        line.addWidget(IconLabel(look.icon, look.ink, 16))
        state = ElidedLabel(link.verdict.why or look.word, ink="text2")
        if link.verdict.state in (ConnectionState.OK, ConnectionState.NEVER_SYNCED):
            state = ElidedLabel(look.word, ink=look.ink)
        line.addWidget(state, 1)
        if link.verdict.action in (Action.SIGN_IN, Action.ANSWER):
            again = Button("Sign in again", identifier=f"link-repair-{link.id}")
            again.setAccessibleName(f"Sign in again: {link.name}")
            again.clicked.connect(lambda: self.repair_asked.emit(view.id, link.id))
            line.addWidget(again)
        return holder

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.length(320), theme.length(240))
