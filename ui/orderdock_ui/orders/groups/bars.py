"""A bar chart: columns over time, or rows by size; clicked or pressed, a bar names its group."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from orderdock_ui.orders.groups.scale import short, ticks
from orderdock_ui.theme import theme
from orderdock_ui.widgets.naming import announce, named

_HEIGHT = 220
_LABEL = 18
"""Height of the line under the columns, and of a row's name."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One group. A key that is None stands for several and cannot be chosen."""

    key: str | None
    label: str
    value: Decimal
    said: str
    """The whole sentence: "March 2026: 1,204.50 USD, 12 orders"."""
    figure: str
    """The value as shown."""


class BarChart(QWidget):
    """What every kind shares: bars, the one at hand, keys, mouse and words."""

    chosen = Signal(str)

    def __init__(self, identifier: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, identifier, title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._title = title
        self._bars: Sequence[Bar] = ()
        self._at = -1
        self._under = -1
        theme.changed.connect(self.updateGeometry)

    def show_bars(self, bars: Sequence[Bar], about: str) -> None:
        """Other bars; `about` says in a sentence what they come to."""
        self._bars = bars
        self._at = min(self._at, len(bars) - 1)
        self._under = -1
        self.setAccessibleDescription(about)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.length(320), theme.length(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.length(200), theme.length(_HEIGHT))

    # --- places

    def place_of(self, number: int) -> QRectF:
        """Where the bar can be hit: all the room of its group."""
        raise NotImplementedError

    def _number_at(self, point: QPointF) -> int:
        for number in range(len(self._bars)):
            if self.place_of(number).contains(point):
                return number
        return -1

    def colour_of(self, number: int) -> QColor:
        """A bar's colour: full under the pointer or at hand, else a little calmer."""
        several = self._bars[number].key is None
        colour = QColor(theme.colour("scroll" if several else "accent"))
        if number != self._under and not (self.hasFocus() and number == self._at):
            colour.setAlphaF(0.82)
        return colour

    def draw_ring(self, painter: QPainter, bar: QRectF, number: int) -> None:
        """The ring of the keyboard around the bar at hand."""
        if self.hasFocus() and number == self._at:
            pen = QPen(theme.colour("focus"), 2)
            pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(bar.adjusted(-3, -3, 3, 3))

    # --- keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, last = event.key(), len(self._bars) - 1
        steps = {
            Qt.Key.Key_Right: self._at + 1,
            Qt.Key.Key_Down: self._at + 1,
            Qt.Key.Key_Left: self._at - 1,
            Qt.Key.Key_Up: self._at - 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose(self._at)
        elif key in steps and last >= 0:
            self._go_to(max(0, min(last, steps[Qt.Key(key)])))
        else:
            super().keyPressEvent(event)

    def _go_to(self, number: int) -> None:
        self._at = number
        said = self._bars[number].said
        self.setAccessibleName(f"{self._title}. {said}")
        announce(self, said)
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._at < 0 and self._bars:
            self._go_to(len(self._bars) - 1 if self.newest_last() else 0)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.setAccessibleName(self._title)
        self.update()

    def newest_last(self) -> bool:
        """Whether the keyboard begins at the end."""
        return False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        under = self._number_at(event.position())
        if under != self._under:
            self._under = under
            can = under >= 0 and self._bars[under].key is not None
            self.setCursor(Qt.CursorShape.PointingHandCursor if can else Qt.CursorShape.ArrowCursor)
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._under = -1
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._choose(self._number_at(event.position()))

    def _choose(self, number: int) -> None:
        if 0 <= number < len(self._bars):
            key = self._bars[number].key
            if key is not None:
                self.chosen.emit(key)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            number = self._number_at(QPointF(event.pos()))
            if number >= 0:
                QToolTip.showText(event.globalPos(), self._bars[number].said, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)


class Columns(BarChart):
    """One column a month or year, with a scale at the left."""

    def newest_last(self) -> bool:
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font("caption", figures=True))
        self._draw_scale(painter)
        zero = self._y(Decimal(0))
        for number, bar in enumerate(self._bars):
            room = self.place_of(number)
            gap = min(room.width() * 0.25, theme.length(12))
            top = self._y(bar.value)
            column = QRectF(
                room.left() + gap / 2, min(top, zero), room.width() - gap, abs(zero - top)
            )
            painter.fillRect(column, theme.colour("surface"))  # no grid through the bar
            painter.fillRect(column, self.colour_of(number))
            self.draw_ring(painter, column, number)
        self._draw_names(painter)
        painter.end()

    def _area(self) -> QRectF:
        return QRectF(self.rect()).adjusted(
            theme.length(52), theme.length(8), -theme.length(8), -theme.length(_LABEL + 6)
        )

    def _scale(self) -> list[Decimal]:
        values = [bar.value for bar in self._bars] or [Decimal(0)]
        return ticks(min(values), max(values), 4)

    def _y(self, value: Decimal) -> float:
        area, scale = self._area(), self._scale()
        share = float((value - scale[0]) / (scale[-1] - scale[0]))
        return area.bottom() - share * area.height()

    def place_of(self, number: int) -> QRectF:
        area = self._area()
        wide = area.width() / max(1, len(self._bars))
        return QRectF(area.left() + number * wide, area.top(), wide, area.height())

    def _draw_scale(self, painter: QPainter) -> None:
        area = self._area()
        for value in self._scale():
            y = round(self._y(value)) + 0.5
            painter.setPen(QPen(theme.colour("line" if value else "control"), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(theme.colour("muted"))
            side = QRectF(0, y - theme.length(9), area.left() - theme.length(8), theme.length(18))
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(side, int(right), short(value).replace("-", "−"))

    def _draw_names(self, painter: QPainter) -> None:
        """As many names as fit, evenly, the last one always."""
        if not self._bars:
            return
        metrics = painter.fontMetrics()
        widest = max(metrics.horizontalAdvance(bar.label) for bar in self._bars)
        every = max(1, -(-(widest + theme.length(12)) // max(1, int(self.place_of(0).width()))))
        painter.setPen(theme.colour("text2"))
        last = len(self._bars) - 1
        for number in range(last, -1, -every):
            room = self.place_of(number)
            middle = room.center().x()
            half = widest / 2 + theme.length(4)
            left = min(max(0.0, middle - half), self.width() - 2 * half)
            under = QRectF(left, room.bottom() + theme.length(6), 2 * half, theme.length(_LABEL))
            painter.drawText(under, int(Qt.AlignmentFlag.AlignCenter), self._bars[number].label)


class Rows(BarChart):
    """One row a group: name, bar, amount; the largest first."""

    def sizeHint(self) -> QSize:
        return QSize(theme.length(320), max(theme.length(_HEIGHT), self._row() * len(self._bars)))

    def _row(self) -> int:
        return theme.length(26)

    def place_of(self, number: int) -> QRectF:
        return QRectF(0, number * self._row(), self.width(), self._row())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font("caption", figures=True))
        metrics = painter.fontMetrics()
        amounts = max((metrics.horizontalAdvance(bar.figure) for bar in self._bars), default=0)
        most = max((abs(bar.value) for bar in self._bars), default=Decimal(0)) or Decimal(1)
        widest = max((metrics.horizontalAdvance(bar.label) for bar in self._bars), default=0)
        names = min(widest + theme.length(2), round(self.width() * 0.34))
        gap = theme.length(8)
        room = max(1.0, self.width() - names - amounts - 3 * gap)
        middle = Qt.AlignmentFlag.AlignVCenter
        for number, bar in enumerate(self._bars):
            place = self.place_of(number)
            painter.setPen(theme.colour("text"))
            name = QRectF(gap / 2, place.top(), names, place.height())
            cut = metrics.elidedText(bar.label, Qt.TextElideMode.ElideRight, names)
            painter.drawText(name, int(middle | Qt.AlignmentFlag.AlignLeft), cut)
            long = max(1.0, float(abs(bar.value) / most) * room)
            shape = QRectF(
                name.right() + gap, place.top() + place.height() * 0.2, long, place.height() * 0.6
            )
            painter.fillRect(shape, self.colour_of(number))
            after = QRectF(shape.right() + gap, place.top(), amounts + gap, place.height())
            painter.setPen(theme.colour("text2"))
            painter.drawText(after, int(middle | Qt.AlignmentFlag.AlignLeft), bar.figure)
            self.draw_ring(painter, shape, number)
        painter.end()
