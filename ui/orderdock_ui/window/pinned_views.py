"""Saved views that a person pinned: below the orders in the sidebar, one press away."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from orderdock_ui.theme import theme
from orderdock_ui.widgets.buttons import Button
from orderdock_ui.widgets.layouts import add_shown, clear, column, order_tabs
from orderdock_ui.widgets.naming import named

MOST = 8
"""More are in the list of views; the connections need their room."""
_BESIDE = 64
"""What icon and edges take of the width."""


class PinnedViews(QWidget):
    """Takes no room while none is pinned."""

    asked = Signal(str)

    def __init__(self, after: QWidget) -> None:
        """`after` is what stands above, for Tab."""
        super().__init__()
        self._after = after
        named(self, "pinned-views", "Pinned views")
        self._box = column(self, gap=0)
        self._names: list[str] = []
        self._open = ""
        self._buttons: list[Button] = []
        theme.changed.connect(self._fit)
        self.hide()

    def show_views(self, names: Sequence[str], opened: str) -> None:
        """These are pinned, and this one is open."""
        if list(names[:MOST]) != self._names:
            self._names = list(names[:MOST])
            had_focus = any(button.hasFocus() for button in self._buttons)
            clear(self._box)
            self._buttons = [self._made(place, name) for place, name in enumerate(self._names)]
            for button in self._buttons:
                add_shown(self._box, button)
            order_tabs(self._after, self._buttons)
            self.setVisible(bool(self._names))
            self._fit()
            if had_focus and self._buttons:
                self._buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)
        self._open = opened
        for button, name in zip(self._buttons, self._names, strict=True):
            on = name == opened
            button.setChecked(on)
            theme.wear_icon(
                button,
                "bookmark-check" if on else "bookmark",
                "accent" if on else "text2",
                14,
                gap=8,
            )

    def _made(self, place: int, name: str) -> Button:
        button = Button(name, "pinned", identifier=f"pinned-view-{place + 1}", tip=name)
        button.setCheckable(True)
        theme.wear_font(button, "caption", 500)
        button.clicked.connect(lambda _on=False: self._ask(name))
        return button

    def _ask(self, name: str) -> None:
        self.show_views(self._names, self._open)  # what is open says itself which one it is
        self.asked.emit(name)

    def _fit(self) -> None:
        room = self.width() - theme.length(_BESIDE)
        for button, name in zip(self._buttons, self._names, strict=True):
            cut = button.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, max(room, 24))
            button.put(cut, name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
