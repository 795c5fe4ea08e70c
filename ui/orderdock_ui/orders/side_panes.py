"""The table with what opens at its right: beside it where there is room, over it where not."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from orderdock_ui.orders.layout_memory import SettingsKeeper
from orderdock_ui.theme import theme
from orderdock_ui.widgets.later import Later
from orderdock_ui.widgets.naming import named

TABLE_MIN = 560
"""Width that the table keeps beside a pane, at 100 % text."""
_GRIP = 6
_STEP = 16
_NARROWEST, _WIDEST = 240, 720
_SETTING = "orders.panes"


class _Grip(QWidget):
    """The edge of a pane, to be drawn or moved by arrow keys."""

    moved = Signal(int)
    """By so many pixels to the left."""
    let_go = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        named(self, "orders-pane-edge", "Width of the pane")
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self._from = 0.0

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._from = event.globalPosition().x()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.globalPosition().x()
        self.moved.emit(round(self._from - at))
        self._from = at

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self.let_go.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: _STEP, Qt.Key.Key_Right: -_STEP}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        self.moved.emit(theme.length(step))
        self.let_go.emit()


class SidePanes(QWidget):
    """Places one main widget and the panes that are open; the newest pane wins the room.

    The widths that a person draws are kept in the settings.
    """

    def __init__(
        self, main: QWidget, keeper: SettingsKeeper, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._main = main
        self._keeper = keeper
        main.setParent(self)
        self._panes: list[tuple[str, Later[QWidget]]] = []
        self._widths: dict[str, int] = {}
        self._open: list[str] = []
        self._grip = _Grip(self)
        self._grip.hide()
        self._grip.moved.connect(self._draw)
        self._grip.let_go.connect(self._keep)
        theme.changed.connect(self.lay)

    def add(self, name: str, pane: Later[QWidget], width: int) -> None:
        """A pane that can be opened, `width` wide at 100 % text unless drawn otherwise."""
        self._panes.append((name, pane))
        pane.then(self._take_in)
        kept = self._kept().get(name)
        self._widths[name] = kept if isinstance(kept, int) else width

    def _take_in(self, pane: QWidget) -> None:
        """Tab comes to it after what is left of it, whenever it was made."""
        pane.setParent(self)
        pane.hide()
        places = [made for _name, each in self._panes if (made := each.made) is not None]
        before = [self._main, *places[: places.index(pane)]][-1]
        _put_after(before, pane)

    def on_show(self) -> list[QWidget]:
        """The panes that are open, from left to right."""
        return [pane.get() for name, pane in self._panes if name in self._open]

    def opened(self) -> Sequence[str]:
        """Names of the panes on show, the newest last."""
        return tuple(self._open)

    def set_open(self, name: str, shown: bool) -> None:
        """Open or close a pane; another that has no room beside it closes."""
        if name in self._open:
            self._open.remove(name)
        if shown:
            self._open.append(name)
            while len(self._open) > 1 and self._room() < theme.length(TABLE_MIN):
                self._open.pop(0)
        self.lay()

    def _wide(self, name: str) -> int:
        return min(theme.length(self._widths[name]), self.width())

    def _room(self) -> int:
        return self.width() - sum(self._wide(name) for name in self._open)

    def lay(self) -> None:
        """Place everything."""
        while len(self._open) > 1 and self._room() < theme.length(TABLE_MIN):
            self._open.pop(0)
        over = self._room() < theme.length(TABLE_MIN)
        right = self.width()
        for name, pane in reversed(self._panes):
            shown = name in self._open
            if shown:
                wide = self._wide(name)
                widget = pane.get()
                widget.setGeometry(right - wide, 0, wide, self.height())
                right -= wide
                widget.raise_()
            if (made := pane.made) is not None:
                made.setVisible(shown)
        self._main.setGeometry(0, 0, self.width() if over else right, self.height())
        grip = theme.length(_GRIP)
        self._grip.setGeometry(right - grip // 2, 0, grip, self.height())
        self._grip.setVisible(bool(self._open))
        self._grip.raise_()

    def is_over(self) -> bool:
        """Whether an open pane covers a part of the main widget."""
        return bool(self._open) and self._main.width() == self.width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.lay()

    def _leftmost(self) -> str:
        return next(name for name, _pane in self._panes if name in self._open)

    def _draw(self, by: int) -> None:
        name = self._leftmost()
        wanted = self._widths[name] + round(by / theme.scale())
        self._widths[name] = min(max(wanted, _NARROWEST), _WIDEST)
        self.lay()

    def _keep(self) -> None:
        name = self._leftmost()
        self._keeper.save_setting(_SETTING, {**self._kept(), name: self._widths[name]})

    def _kept(self) -> dict[str, Any]:
        kept = self._keeper.settings().get(_SETTING)
        return kept if isinstance(kept, dict) else {}


def _put_after(before: QWidget, pane: QWidget) -> None:
    """Lead Tab from `before` and what is in it to the pane."""
    last = _stops(before)[-1]
    for widget in _stops(pane):
        QWidget.setTabOrder(last, widget)
        last = widget


def _stops(widget: QWidget) -> list[QWidget]:
    """Where Tab and clicks stop in a widget, in their order."""
    found, at = [], widget.nextInFocusChain()
    while at is not None and at is not widget:  # all around: they need not stand together
        if widget.isAncestorOf(at) and at.focusPolicy() != Qt.FocusPolicy.NoFocus:
            found.append(at)
        at = at.nextInFocusChain()
    return found
