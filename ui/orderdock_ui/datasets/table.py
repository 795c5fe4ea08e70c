"""The table of records: any columns, whatever the dataset."""

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from orderdock_ui.datasets.model import Index, RecordsModel, shown
from orderdock_ui.theme import theme
from orderdock_ui.widgets.naming import named

MOST_COPIED = 20_000
"""Rows copied at once; for more there is the file."""
_ROW = 30
_WIDE = 280
_PAD = 10
_LOOKED_AT = 60
"""Rows that the first widths of columns are taken from."""
_Flag = QStyle.StateFlag


class _Cells(QStyledItemDelegate):
    """Text over a hairline; a ring around the cell the keyboard is at."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect, view = option.rect, self.parent()
        selected = bool(option.state & _Flag.State_Selected)
        if selected or index.row() % 2:
            painter.fillRect(rect, theme.colour("select" if selected else "zebra"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.colour("line"))
        pad = theme.length(_PAD)
        inner = rect.adjusted(pad, 0, -pad, -1)
        said = str(index.data() or "")
        cut = option.fontMetrics.elidedText(said, Qt.TextElideMode.ElideRight, inner.width())
        painter.setPen(theme.colour("text"))
        painter.drawText(inner, int(index.data(Qt.ItemDataRole.TextAlignmentRole)), cut)
        if isinstance(view, QTableView) and view.hasFocus() and index == view.currentIndex():
            ring = QPen(theme.colour("focus"), 2)
            ring.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
            painter.setPen(ring)
            painter.drawRect(rect.adjusted(1, 1, -2, -2))


class RecordsTable(QTableView):
    """`datasets-table`: arrows move from cell to cell, Ctrl+C copies the selected rows."""

    looked_at = Signal(str, str)
    """Field and whole text of the cell at hand; the text is empty when the cell shows all of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "datasets-table", "Records")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setItemDelegate(_Cells(self))
        named(self.verticalHeader(), "datasets-row-heads", "Rows").hide()
        heads = named(self.horizontalHeader(), "datasets-heads", "Fields")
        heads.setHighlightSections(False)
        heads.setSectionsMovable(True)
        heads.sectionResized.connect(lambda *_: self._tell())
        self._dress()
        theme.changed.connect(self._dress)

    def _dress(self) -> None:
        self.setFont(theme.font("body", figures=True))
        heads = self.horizontalHeader()
        heads.setFont(theme.font("body", 600))
        heads.setMinimumSectionSize(theme.length(48))
        self.verticalHeader().setDefaultSectionSize(theme.length(_ROW))
        self._fit(0)

    def show_model(self, model: RecordsModel) -> None:
        """Other records."""
        old, selection = self.model(), self.selectionModel()
        if old is model:
            return
        if isinstance(old, RecordsModel):
            old.columnsInserted.disconnect(self._columns_came)
            old.rowsInserted.disconnect(self._rows_came)
        self.setModel(model)
        if selection is not None:
            selection.deleteLater()
        model.columnsInserted.connect(self._columns_came)
        model.rowsInserted.connect(self._rows_came)
        self._fit(0)
        self._tell()

    def records(self) -> RecordsModel | None:
        """What it shows."""
        model = self.model()
        return model if isinstance(model, RecordsModel) else None

    def _columns_came(self, _parent: Index, first: int, _last: int) -> None:
        self._fit(first)

    def _rows_came(self, _parent: Index, first: int, _last: int) -> None:
        if first < _LOOKED_AT:
            self._fit(0)

    def _fit(self, first: int) -> None:
        """Columns as wide as their values need within reason; numbers are never cut."""
        model = self.records()
        if model is None:
            return
        metrics, heads = self.fontMetrics(), self.horizontalHeader().fontMetrics()
        room, most = theme.length(2 * _PAD + 4), theme.length(_WIDE)
        rows = range(min(model.rowCount(), _LOOKED_AT))
        for section in range(first, model.columnCount()):
            texts = [shown(model.text(row, section)) for row in rows]
            widest = max((metrics.horizontalAdvance(text[:80]) for text in texts), default=0)
            if not model.has_figures(section):
                widest = min(widest, most)
            head = min(heads.horizontalAdvance(shown(model.fields[section])), most)
            self.setColumnWidth(section, max(head, widest) + room)

    def _tell(self) -> None:
        model, at = self.records(), self.currentIndex()
        if model is None or not at.isValid():
            self.looked_at.emit("", "")
            return
        text = model.text(at.row(), at.column())
        room = self.columnWidth(at.column()) - theme.length(2 * _PAD)
        whole = shown(text) == text and self.fontMetrics().horizontalAdvance(text) <= room
        self.looked_at.emit(model.fields[at.column()], "" if whole else text)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
        self._tell()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        model = self.model()
        if model is not None and not self.currentIndex().isValid() and model.rowCount():
            self.selectionModel().setCurrentIndex(
                model.index(0, 0), QItemSelectionModel.SelectionFlag.NoUpdate
            )
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_rows(heads=False)
        elif event.key() == Qt.Key.Key_C and event.modifiers() == both:
            self.copy_rows(heads=True)
        else:
            super().keyPressEvent(event)

    def copy_rows(self, *, heads: bool) -> int:
        """Copy the selected rows, tab-separated, columns as they stand; answers how many."""
        model, bar = self.records(), self.horizontalHeader()
        if model is None:
            return 0
        sections = sorted(range(model.columnCount()), key=bar.visualIndex)
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())[:MOST_COPIED]
        lines = [[model.text(row, section) for section in sections] for row in rows]
        if heads:
            lines.insert(0, [model.fields[section] for section in sections])
        if rows:
            flat = ("\t".join(" ".join(cell.split()) for cell in line) for line in lines)
            QGuiApplication.clipboard().setText("\n".join(flat))
        return len(rows)
