"""What is in the main window: sidebar or rail, and the pages beside them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QWidget

from orderdock_ui.connections.model import ConnectionsModel
from orderdock_ui.theme import theme
from orderdock_ui.widgets.layouts import column, row
from orderdock_ui.window.desk import Desk
from orderdock_ui.window.pages import Pages
from orderdock_ui.window.sidebar import Sidebar

if TYPE_CHECKING:
    from orderdock_ui.window.rail import Rail

_RAIL_BELOW = 900
_SMALLEST = (640, 400)


class Content(QWidget):
    """Sidebar and pages; `Conductor` brings them to life."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        sandbox = desk.library.profile.sandbox is not None
        self._desk = desk
        self.model = ConnectionsModel()
        self.model.timezone = desk.timezone
        self.sidebar = Sidebar(self.model, sandbox=sandbox)
        self._rail: Rail | None = None
        self._page = ""
        self._views: tuple[Sequence[str], str] = ((), "")
        self.pages = Pages()
        self._lay(sandbox=sandbox)

    def _lay(self, *, sandbox: bool) -> None:
        whole = column(self)
        if sandbox:
            line = QFrame()
            line.setProperty("surface", "warn_line")
            line.setFixedHeight(2)
            whole.addWidget(line)
        self._side = row(gap=0)
        self._side.addWidget(self.sidebar)
        self._side.addWidget(self.pages, 1)
        whole.addLayout(self._side, 1)
        self.setMinimumSize(*(theme.length(side) for side in _SMALLEST))

    def show_connections(self) -> None:
        """Draw what is so: states, what can be synced, how many orders."""
        views = self._desk.connections()
        if self._desk.pending is not None:
            views = [*views, self._desk.pending]
        questions = self._desk.questions
        for view in views:
            waiting = questions.open(view.id) if questions is not None else []
            self.model.say_about(view.id, waiting[0].step.about if waiting else "")
        self.model.show(views, self._desk.provider_names())
        orders = self._desk.library.own_words.visible()
        self.sidebar.show_connections(len(self._desk.syncable()), orders)
        if self._rail is not None:
            self._rail.show_connections(views)

    def show_page(self, name: str) -> None:
        """Mark the page on show."""
        self._page = name
        self.sidebar.show_page(name)
        if self._rail is not None:
            self._rail.show_page(name)

    def show_views(self, pinned: Sequence[str], opened: str) -> None:
        """These saved views are pinned, and this one is open."""
        self._views = (pinned, opened)
        self.sidebar.views.show_views(pinned, opened)
        if self._rail is not None:
            self._rail.show_views(pinned, opened)

    def side(self) -> QWidget:
        """The sidebar, or the rail in its place."""
        return self._rail if self._rail is not None and self._rail.isVisible() else self.sidebar

    def _make_rail(self) -> "Rail":
        from orderdock_ui.window.rail import Rail

        made = Rail()
        made.page_asked.connect(self.sidebar.page_asked)
        made.view_asked.connect(self.sidebar.view_asked)
        made.opened.connect(self.sidebar.opened)
        made.add_asked.connect(self.sidebar.add_asked)
        made.show_page(self._page)
        made.show_views(*self._views)
        made.show_connections(self.model.connections())
        self._side.insertWidget(1, made)
        return made

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        if not self.isVisible():
            return  # its size is not its own yet
        narrow = self.width() < theme.length(_RAIL_BELOW)
        self.sidebar.setVisible(not narrow)
        if narrow and self._rail is None:
            self._rail = self._make_rail()
        if self._rail is not None:
            self._rail.setVisible(narrow)
