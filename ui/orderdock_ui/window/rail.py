"""The sidebar of narrow windows: icon and word, one tile a pinned view and one a state."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QToolButton

from orderdock.domain.connections import ConnectionView
from orderdock_ui import assets, text
from orderdock_ui.connections.pending import look_of
from orderdock_ui.theme import theme
from orderdock_ui.widgets.labels import hairline
from orderdock_ui.widgets.layouts import add_shown, clear, column, order_tabs
from orderdock_ui.widgets.naming import named
from orderdock_ui.window.pinned_views import MOST
from orderdock_ui.window.sidebar import PAGES

WIDTH = 64
_WORDS = 50
"""Width of a tile's words."""
_GAP = 2
_FIXED = 58
"""Height of the mark, the lines and the edges."""


class Rail(QFrame):
    """Says the same as the sidebar in a quarter of its width."""

    page_asked = Signal(str)
    view_asked = Signal(str)
    """The name of a saved view."""
    opened = Signal(str)
    add_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._tiles: list[QToolButton] = []
        self._views: dict[str, QToolButton] = {}
        self._opened = ""
        self.setProperty("surface", "side")
        named(self, "rail", "Sidebar")
        self.setFixedWidth(theme.length(WIDTH))
        box = column(self, gap=_GAP, margins=(4, 10, 4, 8))
        mark = QLabel()
        side = theme.length(20)
        mark.setPixmap(assets.mark().pixmap(side, side))
        mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box.addWidget(mark)
        box.addSpacing(theme.length(6))
        self._pages: dict[str, QToolButton] = {}
        for key, words, icon, keys in PAGES:
            button = _tile(icon, words, f"rail-{key}")
            button.setCheckable(True)
            button.setToolTip(f"{words} ({keys})")
            button.clicked.connect(lambda _on=False, k=key: self.page_asked.emit(k))
            self._pages[key] = button
            box.addWidget(button)
        self._views_line = hairline()
        box.addWidget(self._views_line)
        self._views_box = column(gap=_GAP)
        box.addLayout(self._views_box)
        self._line = hairline()
        box.addWidget(self._line)
        self._states = column(gap=_GAP)
        box.addLayout(self._states)
        box.addStretch(1)
        add = _tile("plus", "Add", "rail-add")
        add.setToolTip("Add a connection (Ctrl+N)")
        add.clicked.connect(self.add_asked)
        settings = _tile("settings", "Settings", "rail-settings")
        settings.clicked.connect(lambda: self.page_asked.emit("settings"))
        box.addWidget(add)
        box.addWidget(settings)

    def show_page(self, name: str) -> None:
        """Mark the page on show."""
        for key, button in self._pages.items():
            on = key == name
            button.setChecked(on)
            theme.wear_icon(button, button.property("iconName"), "accent" if on else "text", 20)

    def show_views(self, names: Sequence[str], opened: str) -> None:
        """These views are pinned, and this one is open."""
        names = list(names[:MOST])
        if names != list(self._views):
            had_focus = any(tile.hasFocus() for tile in self._views.values())
            clear(self._views_box)
            self._views = {name: self._view_tile(n, name) for n, name in enumerate(names, 1)}
            self._order_tabs()
            if had_focus and names:
                self._views[names[0]].setFocus(Qt.FocusReason.OtherFocusReason)
            self._fit()
        self._opened = opened
        for name, tile in self._views.items():
            on = name == opened
            tile.setChecked(on)
            icon = "bookmark-check" if on else "bookmark"
            theme.wear_icon(tile, icon, "accent" if on else "text2", 20)

    def _view_tile(self, number: int, name: str) -> QToolButton:
        tile = _tile("bookmark", name, f"rail-view-{number}")
        tile.setCheckable(True)
        tile.setToolTip(name)
        tile.clicked.connect(lambda: self._ask(name))
        add_shown(self._views_box, tile)
        return tile

    def _ask(self, name: str) -> None:
        self.show_views(list(self._views), self._opened)  # what is open says so itself
        self.view_asked.emit(name)

    def show_connections(self, views: Sequence[ConnectionView]) -> None:
        """One tile a state, the most urgent first; it opens the first connection in it."""
        clear(self._states)
        by_state: dict[str, list[ConnectionView]] = {}
        for view in views:
            by_state.setdefault(view.verdict.state, []).append(view)
        looks = sorted(by_state, key=lambda state: -text.STATES[state].urgency)  # type: ignore[index] # a StrEnum
        self._tiles = []
        for state in looks:
            here = by_state[state]
            look = look_of(here[0])
            button = _tile(look.icon, f"{len(here)} {look.rail}", f"rail-state-{state}", look.ink)
            names = ", ".join(view.name for view in here)
            button.setToolTip(f"{look.word}: {names}")
            button.setAccessibleName(f"{look.word}: {names}")
            button.clicked.connect(lambda _on=False, v=here[0]: self.opened.emit(v.id))
            self._states.addWidget(button)
            self._tiles.append(button)
        self._order_tabs()
        self._line.setVisible(bool(views))
        self._fit()

    def _order_tabs(self) -> None:
        order_tabs(list(self._pages.values())[-1], (*self._views.values(), *self._tiles))

    def _fit(self) -> None:
        """What there is room for: the most urgent states, at least one; then views."""
        tile = self._pages["orders"].sizeHint().height() + theme.length(_GAP)
        fixed = theme.length(_FIXED) + (len(self._pages) + 2) * tile  # Add and Settings
        tiles = max(1, (self.height() - fixed) // tile)
        for number, button in enumerate(self._tiles):
            button.setVisible(number < tiles)
        left = tiles - len(self._tiles)
        for number, (name, button) in enumerate(self._views.items()):
            button.setVisible(number < left)
            metrics, most = button.fontMetrics(), theme.length(_WORDS)
            words = metrics.elidedText(name, Qt.TextElideMode.ElideRight, most)
            button.setText(words.replace("&", "&&"))
        self._views_line.setVisible(bool(self._views) and left > 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def _tile(icon: str, words: str, identifier: str, ink: str = "text") -> QToolButton:
    button = named(QToolButton(), identifier, words)
    button.setProperty("kind", "rail")
    button.setProperty("ink", ink)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
    button.setText(words)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    button.setMinimumWidth(0)
    theme.wear_font(button, "caption", 500)
    theme.wear_icon(button, icon, ink, 20)
    return button
