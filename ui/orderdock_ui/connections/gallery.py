"""Pick a provider: tiles with what each needs and gives, own connections, and a search."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from orderdock.domain.connections import Action, ConnectionView
from orderdock.services.library import ProviderInfo
from orderdock_ui.connections.tile import ProviderTile
from orderdock_ui.theme import theme
from orderdock_ui.widgets.buttons import Button
from orderdock_ui.widgets.labels import Label
from orderdock_ui.widgets.layouts import column, row, scrolling
from orderdock_ui.widgets.naming import announce, named
from orderdock_ui.widgets.search import SearchField

_TWO_COLUMNS = 720
"""Narrower than this (at 100 % text) there is one column."""


class Gallery(QWidget):
    """Two columns of tiles; arrows move, Enter opens, typing searches what they say."""

    chosen = Signal(str)
    """Provider id: make a new connection."""
    repair_asked = Signal(str)
    """Connection id."""
    sandbox_asked = Signal()
    cancelled = Signal()

    def __init__(self, *, offer_sandbox: bool) -> None:
        super().__init__()
        named(self, "provider-gallery", "Connect a provider")
        self._offer_sandbox = offer_sandbox
        self._tiles: list[ProviderTile] = []
        self._facts: list[tuple[object, ...]] = []
        self._columns = 0
        whole = column(self, gap=0, margins=(0, 0, 0, 0))
        head = row(gap=16, margins=(32, 28, 32, 0))
        words = column(gap=4)
        words.addWidget(Label("Connect a provider", "page", 700))
        hint = "Pick where your orders are."
        if offer_sandbox:
            hint += " You can try any of them in the sandbox first."
        words.addWidget(Label(hint, ink="text2", wrap=True))
        head.addLayout(words, 1)
        cancel = Button("Cancel", identifier="gallery-cancel", tip="Back to the orders (Esc)")
        cancel.clicked.connect(self.cancelled)
        head.addWidget(cancel, 0, Qt.AlignmentFlag.AlignTop)
        whole.addLayout(head)
        self.search = named(
            SearchField("Search a provider, or what it needs"), "gallery-search", "Search providers"
        )
        self.search.textChanged.connect(lambda _words: self._arrange())
        self.search.returnPressed.connect(self._take_first)
        self.search.arrow.connect(lambda by: self._focus(0) if by > 0 else None)
        line = row(margins=(32, 14, 32, 6))
        line.addWidget(self.search)
        whole.addLayout(line)
        inside = QWidget()
        self._grid = QGridLayout(inside)
        edge = theme.length(32)
        self._grid.setContentsMargins(edge, theme.length(10), edge, edge)
        self._grid.setSpacing(theme.length(12))
        self._none = Label("", ink="text2", wrap=True)
        whole.addWidget(scrolling(inside), 1)

    def show_providers(
        self, providers: Sequence[ProviderInfo], connections: Sequence[ConnectionView]
    ) -> None:
        """Fill the tiles; nothing moves under the person while nothing changed."""
        facts: list[tuple[object, ...]] = [
            (c.id, c.name, c.provider, c.verdict.state) for c in connections
        ]
        if self._tiles and facts == self._facts:
            return
        self._facts = facts
        focus = self.focusWidget()
        at = focus.objectName() if isinstance(focus, ProviderTile) else ""
        for tile in self._tiles:
            tile.hide()
            tile.setParent(None)
            tile.deleteLater()
        self._tiles = []
        own: Mapping[str, list[ConnectionView]] = {
            p.id: [c for c in connections if c.provider == p.id] for p in providers
        }
        for provider in providers:
            tile = ProviderTile.of(provider, own[provider.id])
            tile.clicked.connect(lambda _on=False, p=provider: self._press(p, own[p.id]))
            self._tiles.append(tile)
        if self._offer_sandbox:
            tile = ProviderTile.sandbox()
            tile.clicked.connect(self.sandbox_asked)
            self._tiles.append(tile)
        for tile in self._tiles:
            tile.installEventFilter(self)
        self._arrange()
        for tile in self._tiles:
            if at and tile.objectName() == at:
                tile.setFocus(Qt.FocusReason.OtherFocusReason)

    def _press(self, provider: ProviderInfo, own: Sequence[ConnectionView]) -> None:
        if not provider.available:
            announce(self, provider.why_not)
            return
        broken = next((c for c in own if c.verdict.action is Action.SIGN_IN), None)
        if broken is not None:
            self.repair_asked.emit(broken.id)
        else:
            self.chosen.emit(provider.id)

    def shown(self) -> list[ProviderTile]:
        """The tiles that fit the search."""
        wanted = self.search.text().casefold().split()
        return [tile for tile in self._tiles if all(w in tile.searched for w in wanted)]

    def _arrange(self) -> None:
        self._columns = 2 if self.width() >= theme.length(_TWO_COLUMNS) else 1
        while self._grid.count():
            self._grid.takeAt(0)
        shown = self.shown()
        for tile in self._tiles:
            tile.setVisible(tile in shown)
        for i, tile in enumerate(shown):
            self._grid.addWidget(tile, i // self._columns, i % self._columns)
        for i in range(2):
            self._grid.setColumnStretch(i, 1 if i < self._columns else 0)
        last = len(shown) // self._columns + 1
        if not shown:
            self._none.setText(f"No provider fits “{self.search.text().strip()}”.")
            self._grid.addWidget(self._none, 0, 0)
        self._none.setVisible(not shown)
        for i in range(12):
            self._grid.setRowStretch(i, 1 if i == last else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wanted = 2 if self.width() >= theme.length(_TWO_COLUMNS) else 1
        if wanted != self._columns:
            self._arrange()

    def _focus(self, index: int) -> None:
        shown = self.shown()
        if shown:
            tile = shown[max(0, min(index, len(shown) - 1))]
            tile.setFocus(Qt.FocusReason.TabFocusReason)

    def _take_first(self) -> None:
        shown = self.shown()
        if shown:
            shown[0].click()

    def take_focus(self) -> None:
        """To the first tile, so that Enter goes on."""
        self._focus(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            shown = self.shown()
            at = next((i for i, tile in enumerate(shown) if tile is watched), -1)
            if at >= 0 and self._tile_key(at, event):
                return True
        return super().eventFilter(watched, event)

    def _tile_key(self, at: int, event: QKeyEvent) -> bool:
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self._columns,
            Qt.Key.Key_Down: self._columns,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            if at + step < 0:
                self.search.setFocus(Qt.FocusReason.OtherFocusReason)
            else:
                self._focus(at + step)
            return True
        typed = event.text()
        if typed.isprintable() and typed.strip():
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)
            self.search.insert(typed)
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
            return
        super().keyPressEvent(event)
