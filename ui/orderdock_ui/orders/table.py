"""The orders table: Qt's table view in all but the painting of its cells, which is one pass."""

from orderdock.query.columns import Kind
from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QStaticText,
)
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from orderdock_ui import assets
from orderdock_ui.orders.heads import HeadsView
from orderdock_ui.orders.hits import Hits
from orderdock_ui.orders.status_marks import mark_of
from orderdock_ui.orders.table_model import OrdersModel
from orderdock_ui.theme import theme
from orderdock_ui.widgets.naming import named

ROW_HEIGHTS = {"compact": 28, "normal": 34, "roomy": 42}
STATUS_KEYS = frozenset({"shipment_status", "status"})
"""Drawn with the icon of their meaning."""
ID_KEYS = frozenset({"order_number", "sku", "order_key", "line_key"})
"""Cut in the middle: both ends tell them apart."""
_CACHED = 20_000
_Cell = tuple[QStaticText, int]


class OrdersTable(QTableView):
    """Selection, keyboard, header and screen reader are QTableView's own.

    A stock view asks its model and style a dozen questions a cell; here a whole frame takes the
    texts of each row once and draws them with cached layouts.
    """

    opened = Signal(int)
    """A row was opened by Enter or a double click."""

    def __init__(self, model: OrdersModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "orders-table", "Orders")
        self._model = model
        self.hits = Hits()
        self._static: dict[tuple[str, int, bool], _Cell] = {}
        self._density = "normal"
        self.setHorizontalHeader(HeadsView(self))
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self._dress()
        theme.changed.connect(self._dress)
        model.modelReset.connect(self._static.clear)

    def set_density(self, density: str) -> None:
        """Row height: compact, normal or roomy."""
        self._density = density if density in ROW_HEIGHTS else "normal"
        self._dress()

    def _dress(self) -> None:
        self._static.clear()
        self._font = theme.font("body", figures=True)
        self._strong = theme.font("body", 600, figures=True)
        self._metrics = QFontMetrics(self._font)
        self._code_width = self._metrics.horizontalAdvance("MMM")
        rows = self.verticalHeader()
        rows.setMinimumSectionSize(16)
        rows.setDefaultSectionSize(theme.length(ROW_HEIGHTS[self._density]))
        self.viewport().update()

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setFont(self._font)
        area = event.rect()
        width = self.viewport().width()
        painter.fillRect(area, theme.colour("surface"))
        columns = self._visible_columns(area)
        first = self.rowAt(max(area.top(), 0))
        if first >= 0:
            last = self.rowAt(area.bottom())
            last = self._model.rowCount() - 1 if last < 0 else last
            for row in range(first, last + 1):
                self._paint_row(painter, row, columns, width)
        painter.end()

    def _visible_columns(self, area: QRect) -> list[tuple[int, int, int]]:
        heads = self.horizontalHeader()
        shown = []
        for section in range(heads.count()):
            if heads.isSectionHidden(section):
                continue
            left, wide = self.columnViewportPosition(section), self.columnWidth(section)
            if left <= area.right() and left + wide >= area.left():
                shown.append((section, left, wide))
        return shown

    def _paint_row(
        self, painter: QPainter, row: int, columns: list[tuple[int, int, int]], width: int
    ) -> None:
        top, tall = self.rowViewportPosition(row), self.rowHeight(row)
        selected = self.selectionModel().isRowSelected(row)
        if selected:
            painter.fillRect(0, top, width, tall, theme.colour("select"))
            painter.fillRect(0, top, theme.length(3), tall, theme.colour("accent"))
        elif row % 2:
            painter.fillRect(0, top, width, tall, theme.colour("zebra"))
        painter.fillRect(0, top + tall - 1, width, 1, theme.colour("line"))
        texts = self._model.texts(row)
        if texts is None:
            self._paint_unread(painter, columns, top, tall)
            return
        painter.setPen(theme.colour("text"))
        for section, left, wide in columns:
            self._paint_cell(painter, section, texts, QRect(left, top, wide, tall))
        if row == self.currentIndex().row() and self.hasFocus():
            painter.setPen(theme.colour("focus"))
            painter.drawRect(1, top, width - 3, tall - 2)

    def _paint_unread(
        self, painter: QPainter, columns: list[tuple[int, int, int]], top: int, tall: int
    ) -> None:
        bar = theme.length(8)
        for _section, left, wide in columns:
            room = min(wide - theme.length(20), theme.length(90))
            if room > 0:
                place = QRect(left + theme.length(10), top + (tall - bar) // 2, room, bar)
                painter.fillRect(place, theme.colour("line"))

    def _paint_cell(
        self, painter: QPainter, section: int, texts: tuple[str, ...], cell: QRect
    ) -> None:
        text = texts[section]
        if not text:
            return
        column = self._model.columns[section]
        pad = theme.length(10)
        inner = cell.adjusted(pad, 0, -pad, 0)
        match column.kind:
            case Kind.AMOUNT:
                self._paint_amount(painter, text, self._model.code_in(texts), inner)
            case Kind.NUMBER | Kind.COUNT:
                self._draw(painter, text, inner, right=True)
            case _ if column.key in STATUS_KEYS:
                self._paint_status(painter, text, inner)
            case _:
                if self.hits:
                    self._mark_hits(painter, text, inner)
                self._draw(painter, text, inner, middle=column.key in ID_KEYS)

    def _paint_amount(self, painter: QPainter, text: str, code: str, inner: QRect) -> None:
        if code:
            place = QRect(inner)
            place.setLeft(inner.right() - self._code_width + 1)
            painter.setPen(theme.colour("muted"))
            self._draw(painter, code, place)
            painter.setPen(theme.colour("text"))
        inner = inner.adjusted(0, 0, -self._code_width - theme.length(6), 0)
        self._draw(painter, text, inner, right=True)

    def _paint_status(self, painter: QPainter, text: str, inner: QRect) -> None:
        icon, role = mark_of(text)
        drawn = assets.pixmap(icon, role, 14)
        high = round(drawn.height() / drawn.devicePixelRatio())
        painter.drawPixmap(inner.left(), inner.top() + (inner.height() - high) // 2, drawn)
        if role == "muted":
            painter.setPen(theme.colour("muted"))
        shown = text.replace("_", " ")
        self._draw(
            painter, shown[:1].upper() + shown[1:], inner.adjusted(theme.length(20), 0, 0, 0)
        )
        painter.setPen(theme.colour("text"))

    def _mark_hits(self, painter: QPainter, text: str, inner: QRect) -> None:
        shown = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        tall = self._metrics.height()
        top = inner.top() + (inner.height() - tall) // 2
        for start, length in self.hits.places(shown):
            left = self._metrics.horizontalAdvance(shown[:start])
            wide = self._metrics.horizontalAdvance(shown[start : start + length])
            painter.fillRect(inner.left() + left, top, wide, tall, theme.colour("mark"))

    def _draw(
        self,
        painter: QPainter,
        text: str,
        inner: QRect,
        *,
        right: bool = False,
        middle: bool = False,
    ) -> None:
        """One cached layout; amounts are never cut, other text ends in an ellipsis."""
        room = inner.width()
        key = (text, 0 if right else room, middle)
        cell = self._static.get(key)
        if cell is None:
            if len(self._static) > _CACHED:
                self._static.clear()
            cell = self._static[key] = self._laid_out(text, room, right=right, middle=middle)
        static, wide = cell
        left = inner.right() + 1 - wide if right else inner.left()
        painter.drawStaticText(
            QPoint(left, inner.top() + (inner.height() - self._metrics.height()) // 2), static
        )

    def _laid_out(self, text: str, room: int, *, right: bool, middle: bool) -> _Cell:
        if not right:
            mode = Qt.TextElideMode.ElideMiddle if middle else Qt.TextElideMode.ElideRight
            text = self._metrics.elidedText(text[:400], mode, room)
        static = QStaticText(text)
        static.setTextFormat(Qt.TextFormat.PlainText)
        static.prepare(font=self._font)
        return static, self._metrics.horizontalAdvance(text)

    # --- opening

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
            event.accept()
            return
        super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.opened.emit(index.row())
