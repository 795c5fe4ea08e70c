"""One section of the head: its words, and an arrow that tells the order."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter

from orderdock_ui import assets
from orderdock_ui.theme import theme

_PAD = 10
_ARROW = 14


@dataclass(frozen=True, slots=True)
class Section:
    """What a section shows."""

    words: str
    right: bool
    """Its cells end at the right, and so do its words."""
    ordered: tuple[int, bool] | None
    """Which key of the order it is, and whether that is descending."""
    several: bool
    """The order has more keys than one: they are numbered."""
    hovered: bool


def room_for(words: str) -> int:
    """Width of a section that shows `words` with an arrow and a number beside them."""
    words_wide = QFontMetrics(theme.font("body", 600)).horizontalAdvance(words)
    return words_wide + theme.length(2 * _PAD + _ARROW + 12)


def paint_section(painter: QPainter, rect: QRect, section: Section, font: QFont) -> None:
    """Everything of it; the style's own arrow would take room from unsorted heads."""
    colour = theme.colour
    painter.fillRect(rect, colour("hover" if section.hovered else "surface"))
    painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, colour("control"))
    inner = rect.adjusted(theme.length(_PAD), 0, -theme.length(_PAD), -1)
    metrics = QFontMetrics(font)
    mark = theme.length(_ARROW + (10 if section.several else 4))
    painter.setFont(font)
    if not section.right:
        if section.ordered is not None:
            inner.setRight(inner.right() - mark)
            _paint_mark(painter, QPoint(inner.right() + 1, inner.top()), section, inner.height())
        _paint_words(painter, section.words, inner, Qt.AlignmentFlag.AlignLeft, metrics)
        return
    if section.ordered is not None:
        rounded = metrics.horizontalAdvance(section.words) + 2
        left = inner.right() + 1 - min(rounded, inner.width() - mark) - mark
        left = max(left, inner.left())
        _paint_mark(painter, QPoint(left, inner.top()), section, inner.height())
        inner.setLeft(left + mark)
    _paint_words(painter, section.words, inner, Qt.AlignmentFlag.AlignRight, metrics)


def _paint_words(
    painter: QPainter, words: str, inner: QRect, side: Qt.AlignmentFlag, metrics: QFontMetrics
) -> None:
    painter.setPen(theme.colour("text2"))
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, inner.width())
    painter.drawText(inner, side | Qt.AlignmentFlag.AlignVCenter, shown)


def _paint_mark(painter: QPainter, at: QPoint, section: Section, tall: int) -> None:
    if section.ordered is None:
        return
    number, descending = section.ordered
    arrow = assets.pixmap("arrow-down" if descending else "arrow-up", "text2", _ARROW)
    high = round(arrow.height() / arrow.devicePixelRatio())
    left = at.x() + theme.length(2)
    painter.drawPixmap(left, at.y() + (tall - high) // 2, arrow)
    if section.several:
        font = painter.font()
        painter.setFont(theme.font("caption", 600))
        painter.setPen(theme.colour("text2"))
        place = QRect(left + high - 1, at.y(), theme.length(12), tall)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, str(number))
        painter.setFont(font)
