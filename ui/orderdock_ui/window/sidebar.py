"""The left side: brand, pages, connections, what runs, and the ways to settings and help."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QLayout, QWidget

from orderdock_ui import assets, text
from orderdock_ui.connections.list_view import ConnectionsList
from orderdock_ui.connections.model import ConnectionsModel
from orderdock_ui.sync.strip import SyncStrip
from orderdock_ui.theme import theme
from orderdock_ui.widgets.buttons import Button, IconButton
from orderdock_ui.widgets.labels import Label
from orderdock_ui.widgets.layouts import column, row
from orderdock_ui.widgets.naming import named
from orderdock_ui.window.pinned_views import PinnedViews

WIDTH = 264
PAGES = (
    ("orders", "Orders", "receipt-text", "Alt+1"),
    ("sync", "Sync", "refresh-cw", "Alt+2"),
    ("exports", "Exports", "file-down", "Alt+3"),
)
_NONE_YET = "None yet. They will be listed here with their state and how fresh their data is."


class Sidebar(QFrame):
    """Full width; the rail takes its place in narrow windows."""

    page_asked = Signal(str)
    view_asked = Signal(str)
    """The name of a saved view."""
    add_asked = Signal()
    sync_all_asked = Signal()
    sync_asked = Signal()
    repair_asked = Signal()
    disconnect_asked = Signal()
    opened = Signal(str)
    menu_asked = Signal(str, QPoint)

    def __init__(self, model: ConnectionsModel, *, sandbox: bool) -> None:
        super().__init__()
        self.setProperty("surface", "side")
        named(self, "sidebar", "Sidebar")
        self.setFixedWidth(theme.length(WIDTH))
        self._model = model
        self._box = column(self, margins=(12, 12, 12, 10))
        self._box.addLayout(_brand(sandbox))
        self._box.addSpacing(theme.length(10))
        self._box.addLayout(self._make_pages())
        self._box.addSpacing(theme.length(18))
        self._box.addLayout(self._make_head())
        self._box.addSpacing(theme.length(4))
        self.list = ConnectionsList(model)
        self.list.opened.connect(self.opened)
        self.list.menu_asked.connect(self.menu_asked)
        self.list.current_changed.connect(lambda _id: self._name_tools())
        self._box.addWidget(self.list, 1)
        self._none = Label(_NONE_YET, "caption", ink="text2", wrap=True)
        self._none.setContentsMargins(theme.length(10), 0, theme.length(10), 0)
        self._box.addWidget(self._none)
        self._rest = QWidget()
        self._box.addWidget(self._rest, 1)
        self.strip = SyncStrip()
        self._box.addWidget(self.strip)
        self._box.addSpacing(theme.length(6))
        self.sync_all = Button(
            "Sync", icon="refresh-cw", identifier="action-sync-all", tip="Sync all (Shift+F5)"
        )
        self.sync_all.clicked.connect(self.sync_all_asked)
        self._box.addWidget(self.sync_all)
        self._box.addSpacing(theme.length(4))
        self._box.addLayout(self._make_foot())
        self.show_connections(0)

    def _make_pages(self) -> QLayout:
        box = column(gap=2)
        group = QButtonGroup(self)
        self.pages: dict[str, Button] = {}
        for key, words, icon, keys in PAGES:
            button = Button(words, "nav", identifier=f"page-{key}", tip=f"{words} ({keys})")
            theme.wear_icon(button, icon, gap=8)
            button.setCheckable(True)
            button.clicked.connect(lambda _on=False, k=key: self.page_asked.emit(k))
            group.addButton(button)
            self.pages[key] = button
            box.addWidget(button)
            if key == "orders":
                self.views = PinnedViews(button)
                self.views.asked.connect(self.view_asked)
                box.addWidget(self.views)
        line = row(self.pages["orders"], margins=(0, 0, 10, 0))
        line.addStretch(1)
        self._orders = Label("", "caption", ink="text2", figures=True)
        self._orders.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        line.addWidget(self._orders)
        self._group = group
        return box

    def _make_head(self) -> QLayout:
        line = row(gap=2, margins=(10, 0, 4, 0))
        line.addWidget(Label("Connections", "caption", 600, ink="text2"), 1)
        self.tools = {
            "sync": IconButton("refresh-cw", "Sync", identifier="action-sync", shortcut="F5"),
            "repair": IconButton("key-round", "Sign in again", identifier="action-repair"),
            "disconnect": IconButton("unplug", "Disconnect", identifier="action-disconnect"),
        }
        asked = (self.sync_asked, self.repair_asked, self.disconnect_asked)
        for tool, signal in zip(self.tools.values(), asked, strict=True):
            tool.clicked.connect(signal)
            line.addWidget(tool)
        add = IconButton(
            "plus", "Add a connection", identifier="action-add-connection", shortcut="Ctrl+N"
        )
        add.clicked.connect(self.add_asked)
        line.addWidget(add)
        return line

    def _make_foot(self) -> QLayout:
        line = row(gap=0)
        settings = Button("Settings", "nav", identifier="action-settings", tip="Settings (Ctrl+,)")
        theme.wear_icon(settings, "settings", gap=4)
        settings.clicked.connect(lambda: self.page_asked.emit("settings"))
        helping = IconButton("circle-question-mark", "Help and shortcuts", identifier="action-help")
        keys = QKeySequence(QKeySequence.StandardKey.HelpContents)
        helping.setToolTip(f"Help and shortcuts ({keys.toString()})")
        helping.clicked.connect(lambda: self.page_asked.emit("help"))
        line.addWidget(settings)
        line.addStretch(1)
        line.addWidget(helping)
        return line

    # --- what is so

    def show_page(self, name: str) -> None:
        """Mark the page on show; one without a button marks none."""
        self._group.setExclusive(False)
        for key, button in self.pages.items():
            on = key == name
            button.setChecked(on)
            theme.wear_icon(button, button.property("iconName"), "accent" if on else "text", gap=8)
        self._group.setExclusive(name in self.pages)

    def show_connections(self, syncable: int, orders: int = 0) -> None:
        """The model changed; `orders` are those on show where nothing is left out."""
        rows = self._model.connections()
        for widget in (self.list, *self.tools.values()):
            widget.setVisible(bool(rows))
        self._none.setVisible(not rows)
        self._rest.setVisible(not rows)
        self.sync_all.setVisible(bool(rows))
        self.sync_all.setEnabled(syncable > 0)
        words = f"Sync {text.counted(syncable, 'connection')}" if syncable else "Sync"
        self.sync_all.put(words)
        why = "Sync all that can be (Shift+F5)" if syncable else "Nothing can be synced right now"
        self.sync_all.setToolTip(why)
        self._orders.setText(text.count(orders) if orders else "")
        self._name_tools()

    def _name_tools(self) -> None:
        view = self.list.current()
        about = f" {view.name}" if view is not None else ""
        words = {"sync": "Sync", "repair": "Sign in again:", "disconnect": "Disconnect"}
        for key, tool in self.tools.items():
            name = f"{words[key]}{about}" if about else words[key].rstrip(":")
            tool.setAccessibleName(name)
            tool.setToolTip(f"{name} (F5)" if key == "sync" else name)


def _brand(sandbox: bool) -> QLayout:
    line = row(gap=8, margins=(8, 0, 4, 0))
    mark = QLabel()
    side = theme.length(22)
    mark.setPixmap(assets.mark().pixmap(side, side))
    mark.setFixedSize(side, side)
    line.addWidget(mark)
    line.addWidget(Label("Orderdock", "card", 700))
    line.addStretch(1)
    if sandbox:
        badge = QLabel("Sandbox")
        badge.setProperty("surface", "badge_warn")
        theme.wear_font(badge, "caption", 600)
        named(badge, "sandbox-badge", "Sandbox")
        badge.setToolTip("Invented orders, kept apart from yours.")
        line.addWidget(badge)
    return line
