"""The head of the orders table: names of columns, and what they are sorted by."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from orderdock.query.filters import Sort
from orderdock_ui import assets
from orderdock_ui.theme import theme


class HeadsView(QHeaderView):
    """Sections can be moved and resized; arrows tell the order, numbered when it has more keys."""

    sort_asked = Signal(int, bool)
    """Section clicked, and whether it joins the order in force (Shift) or replaces it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._order: dict[int, tuple[int, bool]] = {}
        self._several = False
        self._adding = False
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setMinimumSectionSize(theme.length(48))
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.sectionClicked.connect(lambda section: self.sort_asked.emit(section, self._adding))

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

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._adding = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        super().mousePressEvent(event)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803
        painter.save()
        super().paintSection(painter, rect, logicalIndex)
        painter.restore()
        ordered = self._order.get(logicalIndex)
        if ordered is None or rect.width() < theme.length(60):
            return
        number, descending = ordered
        arrow = assets.pixmap("arrow-down" if descending else "arrow-up", "accent", 12)
        side = round(arrow.width() / arrow.devicePixelRatio())
        model = self.model()
        align = model.headerData(
            logicalIndex, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole
        )
        text = model.headerData(logicalIndex, Qt.Orientation.Horizontal)
        shown = self.fontMetrics().horizontalAdvance(str(text)) + theme.length(14)
        if align & Qt.AlignmentFlag.AlignRight:
            left = max(rect.right() - shown - side, rect.left() + 2)
        else:
            left = min(rect.left() + shown, rect.right() - side - 2)
        painter.drawPixmap(left, rect.center().y() - side // 2, arrow)
        if self._several:
            painter.save()
            painter.setFont(theme.font("caption", 600))
            painter.setPen(theme.colour("accent"))
            painter.drawText(
                QRect(left + side, rect.top(), theme.length(12), rect.height()),
                Qt.AlignmentFlag.AlignVCenter,
                str(number),
            )
            painter.restore()
