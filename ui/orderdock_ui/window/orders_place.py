"""The orders and exports pages in the window, or the welcome where nothing is connected."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from orderdock.query.filters import OrderFilter
from orderdock.services.views import EVERYTHING
from orderdock_ui.window.desk import Desk
from orderdock_ui.window.pages import Pages
from orderdock_ui.window.welcome import welcome_page

if TYPE_CHECKING:
    from orderdock.services.export import Logged
    from orderdock.services.front import Services
    from orderdock_ui.export.dialog import ExportDialog
    from orderdock_ui.export.page import ExportsPage
    from orderdock_ui.orders.page import OrdersPage

_EVERYWHERE = ("Ctrl+F", "Ctrl+Shift+F", "Ctrl+L", "Ctrl+O", "Ctrl+S")
"""Shortcuts of the orders page that count wherever the focus is while the page is on show."""


class OrdersPlace(QObject):
    """Makes the pages when they are needed and keeps them fresh."""

    connect_asked = Signal()
    sync_asked = Signal()
    sandbox_asked = Signal()
    troubled = Signal(str)
    mend_asked = Signal(str)
    """Connection id: an export found its data wanting."""
    views_changed = Signal(list, str)
    """Names of the pinned views, and of the open one."""

    def __init__(self, desk: Desk, pages: Pages) -> None:
        super().__init__(pages)
        self._desk = desk
        self._pages = pages
        self._orders: OrdersPage | None = None
        self._exports: ExportsPage | None = None
        self._dialog: ExportDialog | None = None

    def _has_any(self) -> bool:
        return bool(self._desk.with_kept()) or self._desk.pending is not None

    def turn_to(self) -> None:
        """The orders; the welcome while there is nothing to show."""
        if self._has_any():
            self.page()
            self._pages.turn_to("orders")
        else:
            self._welcome()
            self._pages.turn_to("welcome")

    def refresh_place(self) -> None:
        """The first connection came, the last one went, their states changed, or orders came."""
        if self._pages.current() in ("orders", "welcome"):
            wanted = "orders" if self._has_any() else "welcome"
            if wanted != self._pages.current():
                self.turn_to()
        if self._orders is not None:
            self._orders.refresh(self._desk.with_kept())

    def _welcome(self) -> None:
        if not self._pages.has("welcome"):
            page = welcome_page(sandbox=self._desk.library.profile.sandbox is not None)
            page.acted.connect(self.connect_asked)
            page.other.connect(self.sandbox_asked)
            self._pages.add("welcome", page)

    def page(self) -> "OrdersPage":
        """The orders page."""
        if self._orders is None:
            from orderdock_ui.orders.page import OrdersPage
            from orderdock_ui.orders.words import Wording

            made = OrdersPage(self._desk.library, Wording(zone=self._desk.timezone))
            made.setProperty("bannerAt", 1)
            made.export_asked.connect(self.export)
            made.connect_asked.connect(self.connect_asked)
            made.sync_asked.connect(self.sync_asked)
            made.trouble.connect(self.troubled)
            made.views.pins_changed.connect(self.views_changed)
            self.views_changed.emit(made.views.pinned(), made.views.desk.view.name)
            for shortcut in made.findChildren(QShortcut):
                if shortcut.key() in map(QKeySequence, _EVERYWHERE):
                    shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            self._pages.add("orders", made)
            self._orders = made
            self.set_density(str(self._desk.setting("density", "normal")))
        return self._orders

    def take_focus(self) -> None:
        """The table, the groups in its place, or the one button of the welcome."""
        if self._orders is not None and self._pages.current() == "orders":
            if self._orders.groups.is_seen():
                self._orders.groups.take_focus()
            else:
                self._orders.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._pages.has("welcome"):
            button = self._pages.page("welcome").findChild(QWidget, "empty-action")
            if button is not None:
                button.setFocus(Qt.FocusReason.OtherFocusReason)

    def regions(self) -> list[QWidget]:
        """Tool bar, table, filter panel, drawer: what F6 goes through."""
        if self._orders is None or self._pages.current() != "orders":
            return []
        page = self._orders
        parts = (page.tools.search, page.table, *page.panes.on_show())
        return [part for part in parts if part.isVisible()]

    def show_of(self, connection: str) -> None:
        """The orders of one connection."""
        self.show_these(OrderFilter(connections=(connection,)))

    def show_these(self, f: OrderFilter) -> None:
        """The orders that `f` leaves of all."""
        self.turn_to()
        page = self.page()
        page.views.open(EVERYTHING)
        page.show_unit(page.model.unit)
        page.set_filter(f)
        self._pages.window().activateWindow()
        self.take_focus()

    def open_view(self, name: str) -> None:
        """The orders as a saved view shows them."""
        if self._has_any():
            self.turn_to()
            self.page().views.open(name)
            self.take_focus()

    def open_everything(self) -> None:
        """From a saved view back to all orders; those stay as they are."""
        if self._orders is not None and self._orders.views.desk.is_saved():
            self._orders.views.open(EVERYTHING)

    def set_density(self, density: str) -> None:
        """Compact, normal or roomy rows."""
        if self._orders is not None:
            self._orders.table.set_density(density)

    def set_timezone(self, _zone: str) -> None:
        """Dates in another zone: the pages are made anew."""
        was = self._pages.current()
        if self._dialog is not None:
            self._dialog.close()
            self._dialog.end_work()
            self._dialog = None
        if self._exports is not None:
            self._exports.close_work()
            self._exports = None
        if self._orders is not None:
            self._orders.close_work()
            self._orders = None
            self.page()
        if was == "orders":
            self._pages.turn_to("orders")

    # --- exports

    def exports_page(self) -> "ExportsPage":
        """What was exported before."""
        if self._exports is None:
            from orderdock_ui.export.page import ExportsPage
            from orderdock_ui.orders.words import Wording

            made = ExportsPage(self._desk.library, Wording(zone=self._desk.timezone))
            made.export_asked.connect(self.export)
            made.repeat_asked.connect(self._repeat)
            self._pages.add("exports", made)
            self._exports = made
            self._desk.when_ready(self._open_log)
        return self._exports

    def _open_log(self, services: "Services") -> None:
        if self._exports is not None:
            self._exports.open(services.export)

    def refresh_exports(self) -> None:
        """Files may have gone meanwhile."""
        self.exports_page().refresh()

    def export(self) -> None:
        """Open the export for what is on show and selected."""
        self._desk.when_ready(self._open_export)

    def _open_export(self, services: "Services") -> None:
        from orderdock_ui.export.on_screen import of_page

        self._export_window(services).begin(of_page(self.page()))

    def _repeat(self, logged: "Logged") -> None:
        self._desk.when_ready(lambda services: self._export_window(services).repeat(logged))

    def _export_window(self, services: "Services") -> "ExportDialog":
        from orderdock_ui.export.dialog import ExportDialog
        from orderdock_ui.orders.words import Wording

        if self._dialog is None:
            wording = Wording(zone=self._desk.timezone)
            window = self._pages.window()
            self._dialog = ExportDialog(self._desk.library, services.export, wording, window)
            self._dialog.saved.connect(lambda _result: self.exports_page().refresh())
            self._dialog.mend_asked.connect(self.mend_asked)
            self._dialog.orders_asked.connect(self.show_these)
        return self._dialog

    def close(self) -> None:
        """Let go of worker threads."""
        if self._dialog is not None:
            self._dialog.close()
            self._dialog.end_work()
        if self._exports is not None:
            self._exports.close_work()
        if self._orders is not None:
            self._orders.close_work()
