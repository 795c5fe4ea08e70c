"""Layouts in lengths of the design, and one that wraps."""

from collections.abc import Iterable

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QLayoutItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from orderdock_ui.theme import theme


def column(
    parent: QWidget | None = None, *, gap: float = 0, margins: tuple[float, ...] = (0, 0, 0, 0)
) -> QVBoxLayout:
    """One thing under the other; margins are left, top, right, bottom in px at 100 % text."""
    made = QVBoxLayout(parent) if parent is not None else QVBoxLayout()
    _space(made, gap, margins)
    return made


def row(
    parent: QWidget | None = None, *, gap: float = 8, margins: tuple[float, ...] = (0, 0, 0, 0)
) -> QHBoxLayout:
    """One thing beside the other; margins are left, top, right, bottom in px at 100 % text."""
    made = QHBoxLayout(parent) if parent is not None else QHBoxLayout()
    _space(made, gap, margins)
    return made


def _space(box: QBoxLayout, gap: float, margins: tuple[float, ...]) -> None:
    left, top, right, bottom = (theme.length(m) for m in margins)
    box.setContentsMargins(left, top, right, bottom)
    box.setSpacing(theme.length(gap))


def surface(kind: str, parent: QWidget | None = None) -> QFrame:
    """A frame filled and edged as the style sheet says for `kind`: card, side, tool, foot ..."""
    frame = QFrame(parent)
    frame.setProperty("surface", kind)
    return frame


def scrolling(content: QWidget, identifier: str = "") -> QScrollArea:
    """`content` in an area that scrolls up and down only."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.viewport().setAutoFillBackground(False)
    area.setWidget(content)
    content.setAutoFillBackground(False)  # setWidget turns it on
    if identifier:
        area.setObjectName(identifier)
    return area


def clear(layout: QLayout) -> None:
    """Take everything out of `layout` and let it go."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        inner = item.layout()
        if widget is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        elif inner is not None:
            clear(inner)


def add_shown(layout: QBoxLayout, widget: QWidget) -> None:
    """Add to a layout on show, there at once: a layout alone shows it later, too late for focus."""
    layout.addWidget(widget)
    widget.show()


def order_tabs(after: QWidget, parts: Iterable[QWidget]) -> None:
    """Have Tab go through `parts` after `after`: what comes later would else be last of all."""
    for part in parts:
        QWidget.setTabOrder(after, part)
        after = part


class FlowLayout(QLayout):
    """Puts things beside each other and goes on in a new row where the width ends."""

    def __init__(self, parent: QWidget | None = None, *, gap: float = 8) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = theme.length(gap)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._lay(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._lay(rect, move=True)

    def sizeHint(self) -> QSize:
        wide = sum(item.sizeHint().width() + self._gap for item in self._items) - self._gap
        tall = max((item.sizeHint().height() for item in self._items), default=0)
        return QSize(max(0, wide), tall)

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _lay(self, rect: QRect, *, move: bool) -> int:
        x, y, tall = rect.x(), rect.y(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if x > rect.x() and x + size.width() > rect.right() + 1:
                x, y, tall = rect.x(), y + tall + self._gap, 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), size))
            x += size.width() + self._gap
            tall = max(tall, size.height())
        return y + tall - rect.y()
