"""Pages that are made when somebody wants them: gallery, sync, connection, settings, help."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from orderdock_ui.connections.gallery import Gallery
from orderdock_ui.connections.page import ConnectionPage
from orderdock_ui.sync.board import SyncBoard
from orderdock_ui.sync.page import SyncPage
from orderdock_ui.theme import theme
from orderdock_ui.window.desk import Desk
from orderdock_ui.window.help_page import HelpPage
from orderdock_ui.window.pages import Pages
from orderdock_ui.window.settings_page import SettingsPage


class Rooms(QObject):
    """Makes each page once, fills it, and says what was asked for there."""

    provider_chosen = Signal(str)
    repair_asked = Signal(str, str)
    sandbox_asked = Signal()
    left = Signal()
    sync_all_asked = Signal()
    sync_asked = Signal(str)
    cancel_asked = Signal(str)
    answer_asked = Signal(object)
    act_asked = Signal(str)
    link_asked = Signal(str)
    rename_asked = Signal(str)
    disconnect_asked = Signal(str)
    orders_asked = Signal(str)
    data_asked = Signal(str)
    pause_asked = Signal(str, bool)
    density_chosen = Signal(str)
    timezone_chosen = Signal(str)

    def __init__(self, desk: Desk, pages: Pages) -> None:
        super().__init__(pages)
        self._desk = desk
        self._pages = pages
        self._gallery: Gallery | None = None
        self._sync: SyncPage | None = None
        self._connection: ConnectionPage | None = None
        self._settings: SettingsPage | None = None

    def make(self, name: str) -> None:
        """See to it that there is a page of that name."""
        makers = {
            "gallery": self.gallery,
            "sync": self.sync,
            "connection": self.connection,
            "settings": self.settings,
        }
        if name in makers:
            makers[name]()
        elif name == "help" and not self._pages.has("help"):
            self._pages.add("help", HelpPage())

    def gallery(self) -> Gallery:
        """Pick a provider."""
        if self._gallery is None:
            made = Gallery(offer_sandbox=self._desk.library.profile.sandbox is None)
            made.chosen.connect(self.provider_chosen)
            made.repair_asked.connect(lambda id_: self.repair_asked.emit(id_, ""))
            made.sandbox_asked.connect(self.sandbox_asked)
            made.cancelled.connect(self.left)
            made.show_providers(self._desk.providers(), self._desk.connections())
            self._pages.add("gallery", made)
            self._gallery = made
        return self._gallery

    def sync(self) -> SyncPage:
        """What runs."""
        if self._sync is None:
            made = SyncPage()
            made.timezone = self._desk.timezone
            made.sync_asked.connect(self.sync_all_asked)
            made.cancel_asked.connect(self.cancel_asked)
            made.answer_asked.connect(self.answer_asked)
            made.repair_asked.connect(lambda id_: self.repair_asked.emit(id_, ""))
            made.again_asked.connect(self.sync_asked)
            self._pages.add("sync", made)
            self._sync = made
        return self._sync

    def connection(self) -> ConnectionPage:
        """One connection."""
        if self._connection is None:
            made = ConnectionPage()
            made.acted.connect(self.act_asked)
            made.link_asked.connect(self.link_asked)
            made.repair_asked.connect(self.repair_asked)
            made.rename_asked.connect(self.rename_asked)
            made.disconnect_asked.connect(self.disconnect_asked)
            made.orders_asked.connect(self.orders_asked)
            made.data_asked.connect(self.data_asked)
            made.pause_asked.connect(self.pause_asked)
            self._pages.add("connection", made)
            self._connection = made
        return self._connection

    def settings(self) -> SettingsPage:
        """Settings; the keyring's part comes when the services are up."""
        if self._settings is None:
            made = SettingsPage(self._desk)
            made.theme_chosen.connect(_set_theme)
            made.density_chosen.connect(self.density_chosen)
            made.timezone_chosen.connect(self.timezone_chosen)
            self._pages.add("settings", made)
            self._settings = made
            self._desk.when_ready(lambda _services: self._look_at_keyring(made))
        return self._settings

    def _look_at_keyring(self, page: SettingsPage) -> None:
        services = self._desk.services

        async def look() -> None:
            if services is not None:
                page.secrets.show_report(await services.doctor.report())

        self._desk.spawn(look(), "doctor")

    def refresh(self, board: SyncBoard) -> None:
        """Connections or questions changed: draw the pages that are there."""
        if self._gallery is not None:
            self._gallery.show_providers(self._desk.providers(), self._desk.connections())
        if self._connection is not None and self._pages.current() == "connection":
            self.draw_connection(self._connection.connection)
        self.draw_board(board)

    def draw_board(self, board: SyncBoard) -> None:
        """The Sync page, once it is there."""
        if self._sync is not None:
            questions = self._desk.questions
            self._sync.show_board(board, questions.open() if questions is not None else [])

    def draw_connection(self, id_: str) -> bool:
        """Fill the connection's page; False when there is no such connection any more."""
        view = self._desk.connection(id_)
        if view is None:
            if self._pages.current() == "connection":
                self.left.emit()
            return False
        provider = self._desk.provider(view.provider)
        self.connection().show_connection(view, provider, self._desk.timezone)
        return True

    def set_timezone(self, zone: str) -> None:
        """Dates in another zone."""
        if self._sync is not None:
            self._sync.timezone = zone


def _set_theme(wanted: str) -> None:
    app = QApplication.instance()
    if isinstance(app, QApplication):
        theme.set_scheme(app, theme.choice(wanted))
