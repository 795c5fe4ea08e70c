"""The open view above the table: its name, whether it was changed, and what to do about that."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QWidget

from orderdock_ui.theme import theme
from orderdock_ui.widgets.buttons import Button
from orderdock_ui.widgets.labels import Label
from orderdock_ui.widgets.layouts import row
from orderdock_ui.widgets.naming import named

_WIDEST, _WIDEST_NARROW = 220, 100
"""What a name takes at most."""


class ViewBar(QWidget):
    """The name opens the list of views."""

    menu_asked = Signal(QPoint)
    """Where on the screen."""
    save_asked = Signal()
    save_as_asked = Signal()
    reset_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "orders-views-bar", "View")
        line = row(self, gap=2)
        self.button = Button("", "view", identifier="orders-views")
        self.button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the chevron comes last
        theme.wear_icon(self.button, "chevron-down", "text2", 14)
        self.button.clicked.connect(self.open_menu)
        line.addWidget(self.button)
        self._mark = Label("Changed", "caption", ink="text2")
        self._save = Button("Save", "link", identifier="orders-views-save")
        self._save.clicked.connect(self._ask_to_save)
        self._reset = Button("Reset", "link", identifier="orders-views-reset")
        self._reset.clicked.connect(self.reset_asked)
        for widget in (self._mark, self._save, self._reset):
            line.addWidget(widget)
            line.addSpacing(theme.length(4))
        self._name, self._is_saved, self._changed = "", False, False
        self._narrow = self._nameless = False
        theme.changed.connect(self._show)

    def show_view(self, name: str, *, saved: bool, changed: bool) -> None:
        """Say which view is open and how it stands."""
        now = (name, saved, changed)
        if now != (self._name, self._is_saved, self._changed):
            self._name, self._is_saved, self._changed = now
            self._show()

    def set_narrow(self, narrow: bool, *, nameless: bool = False) -> None:
        """Little room: saving and going back are in the list of views only; then the name too."""
        if (narrow, nameless) != (self._narrow, self._nameless):
            self._narrow, self._nameless = narrow, nameless
            self._show()

    def open_menu(self) -> None:
        """Ask for the list of views."""
        below = QPoint(0, self.button.height() + theme.length(2))
        self.menu_asked.emit(self.button.mapToGlobal(below))

    def _ask_to_save(self) -> None:
        (self.save_asked if self._is_saved else self.save_as_asked).emit()

    def _show(self) -> None:
        cut = self.button.fontMetrics().elidedText(
            self._name,
            Qt.TextElideMode.ElideRight,
            theme.length(_WIDEST_NARROW if self._narrow else _WIDEST),
        )
        mine = self._changed and self._is_saved
        dot = " •" if mine and self._narrow else ""
        said = f"View: {self._name}{', changed' if mine else ''}"
        self.button.put(f"{'' if self._nameless else cut}{dot}", said)
        theme.wear_icon(self.button, "bookmark" if self._nameless else "chevron-down", "text2", 14)
        self.button.setToolTip(f"{said} (Ctrl+O lists all)")
        self._mark.setVisible(mine and not self._narrow)
        self._reset.setVisible(mine and not self._narrow)
        self._save.setVisible(self._changed and not self._narrow)
        if self._is_saved:
            self._save.put("Save", f"Save the changes of {self._name}")
        else:
            self._save.put("Save as a view…")
        self._reset.put("Reset", f"Back to {self._name} as it was saved")
