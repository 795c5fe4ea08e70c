"""Brings the window to life: joins its parts, and carries out what they ask for."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QWidget

from orderdock.domain.connections import Action, ConnectionView, SyncOutcome
from orderdock_ui import assets
from orderdock_ui.connections.pending import PENDING
from orderdock_ui.sync import words
from orderdock_ui.widgets.naming import announce
from orderdock_ui.window import keys
from orderdock_ui.window.banner_desk import BannerDesk
from orderdock_ui.window.care import Care
from orderdock_ui.window.content import Content
from orderdock_ui.window.data_place import DataPlace
from orderdock_ui.window.desk import Desk
from orderdock_ui.window.main_window import MainWindow
from orderdock_ui.window.orders_place import OrdersPlace
from orderdock_ui.window.regions import Regions
from orderdock_ui.window.syncing import Syncing
from orderdock_ui.window.walks import Walks

if TYPE_CHECKING:
    from orderdock_ui.window.rooms import Rooms


class Conductor(QObject):
    """Owns what happens; the window only shows it."""

    def __init__(self, window: MainWindow, desk: Desk) -> None:
        super().__init__(window)
        self.window = window
        self.content = Content(desk)
        self.desk = desk
        self.syncing = Syncing(desk)
        self.walks = Walks(desk)
        self.care = Care(desk, window)
        self.orders = OrdersPlace(desk, self.content.pages)
        self.data = DataPlace(desk, self.content.pages)
        self.banner = BannerDesk(desk, self.content.pages, self.act_on)
        self._rooms: Rooms | None = None
        self._connect_parts()
        self._connect_side()
        keys.install(window, self._actions())
        desk.changed.connect(self.refresh)
        window.left.connect(lambda place: desk.save("window.geometry", place))
        self.refresh()
        self.turn("orders")
        window.setWindowIcon(assets.mark())
        window.setCentralWidget(self.content)
        self.orders.take_focus()

    def _connect_parts(self) -> None:
        desk, pages, orders = self.desk, self.content.pages, self.orders
        desk.troubled.connect(self.banner.report)
        desk.toasted.connect(pages.toast.say)
        desk.ready.connect(self._prepare)
        self.syncing.board_changed.connect(self._show_board)
        self.syncing.ended.connect(self._sync_ended)
        self.walks.began.connect(self._walk_began)
        self.walks.succeeded.connect(self._walk_succeeded)
        self.walks.left.connect(self._leave_walk)
        self.walks.noticed.connect(self.banner.notice)
        self.banner.more_asked.connect(lambda: self.turn("sync"))
        pages.turned.connect(self._turned)
        orders.connect_asked.connect(self.add_connection)
        orders.sync_asked.connect(self.sync_all)
        orders.sandbox_asked.connect(self.explore_sandbox)
        orders.troubled.connect(self.banner.say)
        orders.mend_asked.connect(self._act_on_id)
        self.data.repair_asked.connect(self.repair)
        self.data.answer_asked.connect(lambda q: self.syncing.open_question(q, self.window))
        self.data.saved.connect(lambda result: orders.exports_page().note(result))

    def _connect_side(self) -> None:
        side = self.content.sidebar
        side.page_asked.connect(self._turn_from_side)
        side.view_asked.connect(self.orders.open_view)
        self.orders.views_changed.connect(self.content.show_views)
        side.add_asked.connect(self.add_connection)
        side.opened.connect(self.open_connection)
        side.sync_all_asked.connect(self.sync_all)
        side.sync_asked.connect(lambda: self.with_selected(self.sync_one))
        side.repair_asked.connect(lambda: self.with_selected(self.repair))
        side.disconnect_asked.connect(lambda: self.with_selected(self.care.ask_to_disconnect))
        side.menu_asked.connect(self._show_menu)
        side.strip.cancel_asked.connect(self.syncing.cancel)
        self.content.model.rename_asked.connect(self.care.rename)

    def rooms(self) -> "Rooms":
        """The pages that are not needed for the first paint."""
        if self._rooms is None:
            from orderdock_ui.window.rooms import Rooms

            made = Rooms(self.desk, self.content.pages)
            made.provider_chosen.connect(self.connect_provider)
            made.repair_asked.connect(self.repair)
            made.sandbox_asked.connect(self.explore_sandbox)
            made.left.connect(lambda: self.turn("orders"))
            made.sync_all_asked.connect(self.sync_all)
            made.sync_asked.connect(self.sync_one)
            made.cancel_asked.connect(self.syncing.cancel)
            made.answer_asked.connect(lambda q: self.syncing.open_question(q, self.window))
            made.act_asked.connect(self._act_on_id)
            made.link_asked.connect(self.add_link)
            made.rename_asked.connect(self._rename)
            made.disconnect_asked.connect(self.care.ask_to_disconnect)
            made.orders_asked.connect(self.orders.show_of)
            made.data_asked.connect(self.look_at_data)
            made.pause_asked.connect(self.care.pause)
            made.density_chosen.connect(self.orders.set_density)
            made.timezone_chosen.connect(self._set_timezone)
            self._rooms = made
        return self._rooms

    def _actions(self) -> dict[str, Callable[[], object]]:
        self._regions = Regions(self.content, self.orders)  # a signal keeps no hold of it
        return {
            "add": self.add_connection,
            "sync": lambda: self.with_selected(self.sync_one),
            "sync-all": self.sync_all,
            "export": self.orders.export,
            "data": lambda: self.with_selected(self.look_at_data),
            "waiting": self.answer_waiting,
            "rename": self.content.sidebar.list.rename_current,
            "orders": lambda: self.turn("orders"),
            "sync-page": lambda: self.turn("sync"),
            "exports": lambda: self.turn("exports"),
            "settings": lambda: self.turn("settings"),
            "help": lambda: self.turn("help"),
            "quit": self.window.close,
            "next-region": self._regions.forward,
            "last-region": self._regions.back,
        }

    # --- pages

    def turn(self, name: str) -> None:
        """Go to a page; a walk in hand is kept and can be come back to."""
        if name == "orders":
            self.orders.turn_to()
            return
        if name == "exports":
            self.orders.refresh_exports()
        else:
            self.rooms().make(name)
            self.rooms().draw_board(self.syncing.board)
        self.content.pages.turn_to(name)

    def _turn_from_side(self, name: str) -> None:
        if name == self.content.pages.current() == "orders":
            self.orders.open_everything()
        self.turn(name)

    def _turned(self, name: str) -> None:
        shown = "orders" if name == "welcome" else name
        self.content.show_page(shown)
        self.content.sidebar.strip.set_quiet(name == "sync")
        if name == "gallery":
            self.rooms().gallery().take_focus()
        self.banner.show_worst()

    def _prepare(self) -> None:
        """After the start: make what outside programs may look for before a person turns to it."""
        self.rooms().make("sync")
        self.refresh()

    def refresh(self) -> None:
        """Connections, states or questions changed, or orders came."""
        with self.desk.one_look():
            self.syncing.forget_gone()
            self.content.show_connections()
            if self._rooms is not None:
                self._rooms.refresh(self.syncing.board)
            self.orders.refresh_place()
            self.data.refresh()
            self._show_strip()
            self.banner.show_worst()

    def _show_board(self) -> None:
        self._show_strip()
        if self._rooms is not None:
            self._rooms.draw_board(self.syncing.board)

    def _show_strip(self) -> None:
        questions = self.desk.questions
        waiting = questions.open() if questions is not None else []
        self.content.sidebar.strip.show_board(
            self.syncing.board, frozenset(question.connection for question in waiting)
        )

    def _set_timezone(self, zone: str) -> None:
        self.content.model.timezone = zone
        self.rooms().set_timezone(zone)
        self.orders.set_timezone(zone)
        self.refresh()

    # --- syncs

    def sync_all(self) -> None:
        """Sync all that can be."""
        self.syncing.start(self.desk.syncable())

    def sync_one(self, id_: str) -> None:
        """Sync this one."""
        view = self.desk.connection(id_)
        if view is not None:
            self.syncing.start([view])

    def with_selected(self, act: Callable[[str], object]) -> None:
        """Do it to the selected connection, if there is one."""
        view = self.content.sidebar.list.current()
        if view is not None and view.id != PENDING:
            act(view.id)

    def answer_waiting(self) -> None:
        """To what waits for the person: a question of a sync, or the walk in hand."""
        if not self.syncing.open_first(self.window) and self.walks.frame is not None:
            self.content.pages.turn_to("steps")

    def _sync_ended(self, outcome: SyncOutcome) -> None:
        came = words.came_of_it(outcome)
        said = f"{outcome.name}: {words.outcome_word(outcome)}. {came}".strip()
        announce(self.window, said)

    # --- walks

    def add_connection(self) -> None:
        """To the gallery."""
        self.turn("gallery")

    def connect_provider(self, id_: str) -> None:
        """Begin the walk of a new connection."""
        self.walks.connect_provider(self.desk.provider(id_))

    def repair(self, id_: str, link: str = "") -> None:
        """Sign in again in place."""
        view = self.desk.connection(id_)
        if view is not None:
            self.walks.repair(view, link)

    def add_link(self, id_: str) -> None:
        """Add a retailer or shop."""
        view = self.desk.connection(id_)
        if view is not None:
            self.walks.add_link(view)

    def _walk_began(self, frame: QWidget) -> None:
        self.content.pages.add("steps", frame)
        self.content.pages.turn_to("steps")
        self.content.sidebar.list.select(self.walks.of)

    def _walk_succeeded(self, connection: str, said: str) -> None:
        view = self.desk.connection(connection)
        if view is None:
            return
        self.content.sidebar.list.select(connection)
        self.content.pages.toast.say(said.replace("{name}", view.name))
        self.syncing.start([view])
        if self.content.pages.current() == "steps":
            # The orders come in there while the strip tells how far it is.
            self.turn("orders")
        self._drop_steps()

    def _leave_walk(self) -> None:
        if self.content.pages.current() == "steps":
            self.turn("orders")
        self._drop_steps()

    def _drop_steps(self) -> None:
        if self.content.pages.has("steps"):
            self.content.pages.add("steps", QWidget())

    # --- one connection

    def open_connection(self, id_: str) -> None:
        """Show it: its walk while it is in one, else its page."""
        if id_ == self.walks.of:
            self.content.pages.turn_to("steps")
        elif self.rooms().draw_connection(id_):
            self.content.pages.turn_to("connection")
            self.content.sidebar.list.select(id_)

    def look_at_data(self, id_: str) -> None:
        """Show what else it can be asked for, as tables."""
        self.data.show_data_of(id_)
        self.content.sidebar.list.select(id_)

    def act_on(self, view: ConnectionView) -> None:
        """Do the one thing its state asks for."""
        match view.verdict.action:
            case Action.ANSWER:
                # Nobody asks any more: a sync asks again.
                if not self.syncing.open_first(self.window, view.id):
                    self.syncing.start([view])
            case Action.SIGN_IN:
                self.repair(view.id)
            case Action.CANCEL_SYNC:
                self.syncing.cancel(view.id)
            case Action.RESUME:
                self.care.pause(view.id, False)
            case Action.SYNC | Action.TRY_AGAIN:
                self.syncing.start([view])

    def _act_on_id(self, id_: str) -> None:
        view = self.desk.connection(id_)
        if view is not None:
            self.act_on(view)

    def _rename(self, id_: str) -> None:
        self.content.sidebar.list.select(id_)
        self.content.sidebar.list.rename_current()

    def _show_menu(self, id_: str, place: QPoint) -> None:
        do: dict[str, Callable[[str], object]] = {
            "cancel": self.syncing.cancel,
            "sync": self.sync_one,
            "open": self.open_connection,
            "orders": self.orders.show_of,
            "data": self.look_at_data,
            "link": self.add_link,
            "repair": self.repair,
            "rename": self._rename,
        }
        self.care.show_menu(id_, place, do)

    def explore_sandbox(self) -> None:
        """Open a second window on the sandbox; it never shares a profile with real orders."""
        from orderdock_ui.window.sandbox_start import start_sandbox

        sentence = start_sandbox(self.desk.library.profile)
        if sentence:
            self.banner.say(sentence)
        else:
            self.content.pages.toast.say("The sandbox opens in a window of its own.")

    def close(self) -> None:
        """Let go of what the pages hold."""
        self.walks.stop()
        self.syncing.close_dialogs()
        self.data.close()
        self.orders.close()
        self.desk.close()
