"""The content area: one page on show, the others kept, with the banner and the toast."""

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from orderdock_ui.widgets.layouts import column

if TYPE_CHECKING:
    from orderdock_ui.widgets.notices import Banner, Toast


class Pages(QWidget):
    """Pages by name.

    A plain widget, not a QStackedWidget: that one hides all but one page from screen readers' and
    outside programs' trees.
    """

    turned = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", "bg")
        self._pages: dict[str, QWidget] = {}
        self._current = ""
        self._whole = column(self)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._whole.addWidget(holder, 1)

    @cached_property
    def banner(self) -> "Banner":
        """The message across the window."""
        from orderdock_ui.widgets.notices import Banner

        made = Banner()
        self._whole.insertWidget(0, made)
        return made

    @cached_property
    def toast(self) -> "Toast":
        """The message that goes by itself."""
        from orderdock_ui.widgets.notices import Toast

        return Toast(self)

    def add(self, name: str, page: QWidget) -> None:
        """Keep `page` under `name`, in place of one that had it."""
        self.drop(name)
        self._pages[name] = page
        self._stack.addWidget(page)

    def drop(self, name: str) -> None:
        """Let the page of that name go, if there is one."""
        old = self._pages.pop(name, None)
        if old is not None:
            self._stack.removeWidget(old)
            old.hide()
            old.deleteLater()

    def has(self, name: str) -> bool:
        """Whether there is such a page."""
        return name in self._pages

    def page(self, name: str) -> QWidget:
        """The page of that name."""
        return self._pages[name]

    def current(self) -> str:
        """The name of the page on show."""
        return self._current

    def turn_to(self, name: str) -> None:
        """Show that page."""
        self._stack.setCurrentWidget(self._pages[name])
        self._place_banner(name)
        if name != self._current:
            self._current = name
            self.turned.emit(name)

    def _place_banner(self, name: str) -> None:
        """Under the tool bar where a page has one, else on top."""
        page = self._pages[name]
        layout = page.layout()
        home: QVBoxLayout = self._whole
        position = 0
        if page.property("bannerAt") is not None and isinstance(layout, QVBoxLayout):
            home, position = layout, int(page.property("bannerAt"))
        if home.indexOf(self.banner) < 0:
            shown = not self.banner.isHidden()
            home.insertWidget(position, self.banner)
            self.banner.setVisible(shown)
