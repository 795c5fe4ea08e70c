"""The orders table: Qt's table view in all but the painting of its cells, which is one pass."""

from PySide6.QtCore import (
    QItemSelection,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from orderdock_ui.orders.background import give_way
from orderdock_ui.orders.heads import HeadsView
from orderdock_ui.orders.hits import Hits
from orderdock_ui.orders.row_pages import Texts
from orderdock_ui.orders.row_painter import Part, Row, RowPainter
from orderdock_ui.orders.table_model import Index, OrdersModel
from orderdock_ui.theme import theme
from orderdock_ui.widgets.naming import named

ROW_HEIGHTS = {"compact": 28, "normal": 34, "roomy": 42}


class OrdersTable(QTableView):
    """Selection, keyboard, head and screen reader are QTableView's own."""

    opened = Signal(int)
    """A row was opened by Enter or a double click."""
    escaped = Signal()
    resized = Signal()
    too_narrow = Signal(int, int)
    """Section, and the width its amounts need: they are never cut."""
    menu_asked = Signal(QPoint)
    """Menu wanted at this place on the screen, for the current row."""

    def __init__(self, model: OrdersModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "orders-table", "Orders")
        self._model = model
        self._painter = RowPainter()
        self._density = "normal"
        self._anchor: tuple[QPersistentModelIndex, int] | None = None
        self.heads = HeadsView(self)
        self.setHorizontalHeader(self.heads)
        self.heads.reached.connect(self.show_section)
        self.heads.left_down.connect(self.setFocus)
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        named(self.verticalHeader(), "orders-row-heads", "Rows").hide()
        # Every pixel is painted, so that scrolling moves the picture and paints only new rows.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._dress()
        theme.changed.connect(self._dress)
        model.layoutAboutToBeChanged.connect(self._hold_place)
        model.layoutChanged.connect(self._keep_place)

    def set_density(self, density: str) -> None:
        """Row height: compact, normal or roomy."""
        self._density = density if density in ROW_HEIGHTS else "normal"
        self._dress()

    def seek(self, hits: Hits) -> None:
        """Mark what a search found."""
        self._painter.seek(hits)
        self.viewport().update()

    def _dress(self) -> None:
        self._painter.dress()
        rows = self.verticalHeader()
        rows.setMinimumSectionSize(16)
        rows.setDefaultSectionSize(theme.length(ROW_HEIGHTS[self._density]))
        self.viewport().update()

    # --- staying where one is while rows are added

    def _hold_place(self) -> None:
        top = self.rowAt(0)
        current = self.currentIndex()
        self._anchor = None
        if top > 0:  # at the very top, new rows may come into sight
            held = current.row() if current.isValid() and self._is_visible(current.row()) else top
            self._anchor = (QPersistentModelIndex(self._model.index(held, 0)), held - top)

    def _keep_place(self) -> None:
        if self._anchor is None:
            return
        (held, below), self._anchor = self._anchor, None
        if held.isValid():
            self.verticalScrollBar().setValue(max(0, held.row() - below))

    def texts_in_sight(self) -> list[Texts]:
        """What is read of the rows on show."""
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        last = last if last >= 0 else self._model.rowCount() - 1
        found = [self._model.texts(row) for row in range(max(first, 0), last + 1)]
        return [texts for texts in found if texts is not None]

    def show_section(self, section: int) -> None:
        """Scroll sideways until a section is to be seen beside what is frozen."""
        if section in self.heads.frozen_sections():
            return
        left = self.heads.sectionViewportPosition(section)
        start, end = self.heads.frozen_width(), self.viewport().width()
        over = max(0, left + self.heads.sectionSize(section) - end)
        by = min(over, left - start) if left >= start else left - start
        if by:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() + by)

    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """As any table; what is frozen is in sight already, and covers nothing scrolled to."""
        stay = self.heads.frozen_sections()
        if not stay or not index.isValid():
            super().scrollTo(index, hint)
        elif index.column() in stay:
            beside = self.heads.logicalIndexAt(self.heads.frozen_width() + 1)
            super().scrollTo(self._model.index(index.row(), max(beside, 0)), hint)
        else:
            super().scrollTo(index, hint)
            self.show_section(index.column())

    def indexAt(self, p: QPoint) -> QModelIndex:
        """The cell that is seen there: a frozen one, not what scrolled below it."""
        found = super().indexAt(p)
        if found.isValid() and self.heads.offset() and p.x() < self.heads.frozen_width():
            return found.siblingAtColumn(self.heads.section_at(p.x()))
        return found

    def visualRect(self, index: Index) -> QRect:
        """Where a cell is seen; a screen reader's frame and magnifier go there."""
        place = super().visualRect(index)
        if self.heads.offset() and index.column() in self.heads.frozen_sections():
            place.moveLeft(self.heads.left_of(index.column()))
        return place

    def _is_visible(self, row: int) -> bool:
        return 0 <= self.rowViewportPosition(row) < self.viewport().height()

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        area = event.rect()
        painter.fillRect(area, theme.colour("surface"))
        first = self.rowAt(max(area.top(), 0))
        if first >= 0:
            tall = self.rowHeight(first)
            last = first + (area.bottom() - self.rowViewportPosition(first)) // tall
            rows = self._rows(first, min(last, self._model.rowCount() - 1), tall)
            narrow = self._paint_rows(painter, rows, area, tall)
            for section, need in narrow:
                # Not while painting: a section that grows moves all that is right of it.
                QTimer.singleShot(0, self, lambda s=section, n=need: self.too_narrow.emit(s, n))
            self._paint_focus(painter, tall)
        painter.end()

    def _paint_rows(
        self, painter: QPainter, rows: list[Row], area: QRect, tall: int
    ) -> list[tuple[int, int]]:
        """Paint what scrolls, then over it what stays; answers the amounts without room."""
        width = self.viewport().width()
        stay = self.heads.frozen_sections()
        edge = sum(self.heads.sectionSize(section) for section in stay)
        if not stay or not self.heads.offset():
            narrow = self._painter.paint(painter, rows, self._parts(area), width, tall)
        else:
            scrolled = [part for part in self._parts(area) if part.section not in stay]
            narrow = self._painter.paint(painter, rows, scrolled, width, tall)
            painter.save()
            painter.setClipRect(0, area.top(), edge, area.height())
            painter.fillRect(0, area.top(), edge, area.height(), theme.colour("surface"))
            narrow += self._painter.paint(painter, rows, self._frozen_parts(stay), edge, tall)
            painter.restore()
        if stay:
            colour = theme.colour("control" if self.heads.offset() else "line")
            painter.fillRect(edge - 1, area.top(), 1, area.height(), colour)
        return narrow

    def _frozen_parts(self, stay: list[int]) -> list[Part]:
        parts, left = [], 0
        for section in stay:
            wide = self.heads.sectionSize(section)
            parts.append(Part(section, self._model.columns[section], left, wide))
            left += wide
        return parts

    def _rows(self, first: int, last: int, tall: int) -> list[Row]:
        top, texts = self.rowViewportPosition(first), self._model.pages.texts
        selected = self.selectionModel().isRowSelected
        return [
            Row(row, top + (row - first) * tall, texts(row), selected(row))
            for row in range(first, last + 1)
        ]

    def _parts(self, area: QRect) -> list[Part]:
        heads, columns = self.heads, self._model.columns
        parts = []
        for section in range(heads.count()):
            if heads.isSectionHidden(section):
                continue
            left, wide = heads.sectionViewportPosition(section), heads.sectionSize(section)
            if left <= area.right() and left + wide >= area.left():
                parts.append(Part(section, columns[section], left, wide))
        return parts

    def _paint_focus(self, painter: QPainter, tall: int) -> None:
        current = self.currentIndex()
        if not current.isValid() or not self.hasFocus():
            return
        ring = QPen(theme.colour("focus"), 2)
        ring.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(ring)
        top = self.rowViewportPosition(current.row())
        painter.drawRect(1, top + 1, self.viewport().width() - 2, tall - 3)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        give_way()
        super().scrollContentsBy(dx, dy)
        if dx:
            self.viewport().update()  # the bar and the ring of a row do not scroll sideways

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.viewport().update()  # Qt repaints the columns only, a row is as wide as the view

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    # --- opening

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
            event.accept()
            return
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Typing does not walk through millions of rows; "/" leads to the search."""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        place = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard and self.currentIndex().isValid():
            below = self.rowViewportPosition(self.currentIndex().row()) + self.rowHeight(0)
            place = self.viewport().mapToGlobal(QPoint(theme.length(40), below))
        self.menu_asked.emit(place)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.opened.emit(index.row())
