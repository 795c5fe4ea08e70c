"""The head of the orders table: names of columns, and what rows are sorted by."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from orderdock.query.filters import Sort
from orderdock_ui import assets
from orderdock_ui.theme import theme
from orderdock_ui.widgets.naming import named

HEIGHT = 34
_PAD = 10
_ARROW = 14


class HeadsView(QHeaderView):
    """Sections can be moved and resized; arrows tell the order, numbered when it has more keys."""

    sort_asked = Signal(int, bool)
    """Section clicked, and whether it joins the order in force (Shift) or replaces it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        named(self, "orders-heads", "Columns")
        self._order: dict[int, tuple[int, bool]] = {}
        self._several = False
        self._adding = False
        self._under = -1
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.sectionClicked.connect(lambda section: self.sort_asked.emit(section, self._adding))
        self._dress()
        theme.changed.connect(self._dress)

    def _dress(self) -> None:
        self.setFont(theme.font("body", 600))
        self.setMinimumSectionSize(theme.length(48))
        self.setFixedHeight(theme.length(HEIGHT))

    def show_order(self, keys: Sequence[str], sorts: Sequence[Sort]) -> None:
        """Mark the sections of `keys` (in section order) by which rows are sorted."""
        places = {key: place for place, key in enumerate(keys)}
        self._several = len(sorts) > 1
        self._order = {
            places[sort.column]: (number, sort.descending)
            for number, sort in enumerate(sorts, 1)
            if sort.column in places
        }
        self.viewport().update()

    def room_for(self, words: str) -> int:
        """Width of a section that shows `words` with an arrow beside them."""
        words_wide = QFontMetrics(theme.font("body", 600)).horizontalAdvance(words)
        return words_wide + theme.length(2 * _PAD + _ARROW + 12)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme.length(HEIGHT))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._adding = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.logicalIndexAt(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, section: int) -> None:
        if section != self._under:
            self._under = section
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        end = self.length() - self.offset()
        if end < self.viewport().width():
            painter = QPainter(self.viewport())
            bottom = self.viewport().height() - 1
            painter.fillRect(end, bottom, self.viewport().width(), 1, theme.colour("control"))
            painter.end()

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803
        """Everything of a section; the style's own arrow would take room from unsorted heads."""
        colour = theme.colour
        painter.fillRect(rect, colour("hover" if logicalIndex == self._under else "surface"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, colour("control"))
        model, horizontal = self.model(), Qt.Orientation.Horizontal
        words = str(model.headerData(logicalIndex, horizontal) or "")
        side = model.headerData(logicalIndex, horizontal, Qt.ItemDataRole.TextAlignmentRole)
        inner = rect.adjusted(theme.length(_PAD), 0, -theme.length(_PAD), -1)
        ordered = self._order.get(logicalIndex)
        painter.setFont(self.font())
        if side is not None and side & Qt.AlignmentFlag.AlignRight:
            if ordered is not None:
                used = self._words_wide(words, inner.width() - self._mark_wide())
                left = inner.right() + 1 - used - self._mark_wide()
                self._paint_mark(painter, QPoint(max(left, inner.left()), inner.top()), *ordered)
                inner.setLeft(max(left, inner.left()) + self._mark_wide())
            self._paint_words(painter, words, inner, Qt.AlignmentFlag.AlignRight)
            return
        if ordered is not None:
            inner.setRight(inner.right() - self._mark_wide())
            self._paint_mark(painter, QPoint(inner.right() + 1, inner.top()), *ordered)
        self._paint_words(painter, words, inner, Qt.AlignmentFlag.AlignLeft)

    def _words_wide(self, words: str, room: int) -> int:
        return min(self.fontMetrics().horizontalAdvance(words), room)

    def _mark_wide(self) -> int:
        return theme.length(_ARROW + (10 if self._several else 4))

    def _paint_words(
        self, painter: QPainter, words: str, inner: QRect, side: Qt.AlignmentFlag
    ) -> None:
        painter.setPen(theme.colour("text2"))
        shown = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, side | Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_mark(self, painter: QPainter, at: QPoint, number: int, descending: bool) -> None:
        arrow = assets.pixmap("arrow-down" if descending else "arrow-up", "text2", _ARROW)
        high = round(arrow.height() / arrow.devicePixelRatio())
        left = at.x() + theme.length(2)
        painter.drawPixmap(left, at.y() + (self.height() - 1 - high) // 2, arrow)
        if self._several:
            painter.setFont(theme.font("caption", 600))
            painter.setPen(theme.colour("text2"))
            place = QRect(left + high - 1, at.y(), theme.length(12), self.height() - 1)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, str(number))
            painter.setFont(self.font())
