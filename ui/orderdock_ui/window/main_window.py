"""The main window: lays out sidebar and pages, joins their signals; no work of its own."""

from PySide6.QtCore import QByteArray, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QMainWindow, QWidget

from orderdock_ui import assets
from orderdock_ui.connections.model import ConnectionsModel
from orderdock_ui.theme import theme
from orderdock_ui.widgets.layouts import column, row
from orderdock_ui.widgets.naming import named
from orderdock_ui.window.desk import Desk
from orderdock_ui.window.pages import Pages
from orderdock_ui.window.rail import Rail
from orderdock_ui.window.sidebar import Sidebar

_RAIL_BELOW = 900
_SMALLEST = (640, 400)
_FIRST = (1280, 800)


class MainWindow(QMainWindow):
    """What is there before the first paint; `Conductor` brings it to life."""

    closed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        sandbox = desk.library.profile.sandbox is not None
        named(self, "main-window", "Orderdock")
        self.setWindowTitle("Orderdock – Sandbox" if sandbox else "Orderdock")
        self.setWindowIcon(assets.mark())
        self._desk = desk
        self._was_painted = False
        self.model = ConnectionsModel()
        self.model.timezone = desk.timezone
        self.sidebar = Sidebar(self.model, sandbox=sandbox)
        self.rail = Rail()
        self.pages = Pages()
        self._lay(sandbox=sandbox)
        self._restore()

    def _lay(self, *, sandbox: bool) -> None:
        middle = QWidget()
        whole = column(middle)
        if sandbox:
            line = QFrame()
            line.setProperty("surface", "warn_line")
            line.setFixedHeight(2)
            whole.addWidget(line)
        side = row(gap=0)
        side.addWidget(self.sidebar)
        side.addWidget(self.rail)
        side.addWidget(self.pages, 1)
        whole.addLayout(side, 1)
        self.setCentralWidget(middle)
        self.rail.hide()
        self.setMinimumSize(*(theme.length(side) for side in _SMALLEST))

    def _restore(self) -> None:
        kept = self._desk.setting("window.geometry", "")
        if not (kept and self.restoreGeometry(QByteArray.fromBase64(kept.encode()))):
            room = self.screen().availableGeometry()
            wide, tall = (theme.length(side) for side in _FIRST)
            self.resize(min(wide, room.width()), min(tall, room.height()))

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
        self.sidebar.show_connections(len(self._desk.syncable()))
        self.rail.show_connections(views)

    def come_forward(self) -> None:
        """Raise the window: somebody started Orderdock a second time."""
        if self.isMinimized():
            self.showNormal()
        self.show()
        self.raise_()
        self.activateWindow()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self._was_painted = True

    def is_painted(self) -> bool:
        """Whether the first paint is done."""
        return self._was_painted

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < theme.length(_RAIL_BELOW)
        self.sidebar.setVisible(not narrow)
        self.rail.setVisible(narrow)

    def closeEvent(self, event: QCloseEvent) -> None:
        geometry = self.saveGeometry().toBase64()
        self._desk.save("window.geometry", bytes(geometry.data()).decode())
        event.accept()
        self.closed.emit()
