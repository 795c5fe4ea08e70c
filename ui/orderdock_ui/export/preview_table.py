"""The head of the file as it will be written."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from orderdock.services.export import Preview
from orderdock_ui.theme import theme
from orderdock_ui.widgets.naming import named

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_WIDE = 240
_LONGEST = 120
"""Characters shown of a cell; the tool tip has it whole."""
_Role = Qt.ItemDataRole


class PreviewModel(QAbstractTableModel):
    """Cells of a Preview, line breaks shown as one mark."""

    def __init__(self) -> None:
        super().__init__()
        self._preview = Preview([], [], 0)

    def show_preview(self, preview: Preview) -> None:
        """Other cells."""
        self.beginResetModel()
        self._preview = preview
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._preview.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._preview.header)

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        cell = self._preview.rows[index.row()][index.column()]
        if role == _Role.DisplayRole:
            return shown(cell)
        if role == _Role.AccessibleTextRole:
            return cell
        return cell[:2000] if role == _Role.ToolTipRole and len(cell) > 24 else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or section >= len(self._preview.header):
            return None
        if role == _Role.DisplayRole:
            return self._preview.header[section]
        if role == _Role.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None


def shown(cell: str) -> str:
    """A cell in one line, its line breaks visible."""
    cell = cell[:_LONGEST]
    return cell.replace("\r\n", "⏎").replace("\n", "⏎").replace("\r", "⏎").replace("\t", "⇥")


class _Cells(QStyledItemDelegate):
    """Cells in line with their heads, over a hairline."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = option.rect
        if index.row() % 2:
            painter.fillRect(rect, theme.colour("zebra"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.colour("line"))
        pad = theme.length(10)
        inner = rect.adjusted(pad, 0, -pad // 2, 0)
        said = str(index.data() or "")
        cut = option.fontMetrics.elidedText(said, Qt.TextElideMode.ElideRight, inner.width())
        painter.setPen(theme.colour("text"))
        side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute
        painter.drawText(inner, side | Qt.AlignmentFlag.AlignVCenter, cut)


class PreviewTable(QTableView):
    """`export-preview`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "export-preview", "The first rows of the file")
        self.setProperty("kind", "framed")
        self._cells = PreviewModel()
        self.setModel(self._cells)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setItemDelegate(_Cells(self))
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._dress()
        theme.changed.connect(self._dress)

    def _dress(self) -> None:
        self.setFont(theme.font("body", figures=True))
        self.horizontalHeader().setFont(theme.font("body", 600))
        self.verticalHeader().setDefaultSectionSize(theme.length(28))
        self.setMinimumHeight(theme.length(160))

    def show_preview(self, preview: Preview, title: str = "") -> None:
        """Show these cells, each column as wide as it needs within reason.

        `title` says what they are where they are not the head of the file.
        """
        at = self.horizontalScrollBar().value()
        self._cells.show_preview(preview)
        metrics, heads = self.fontMetrics(), self.horizontalHeader().fontMetrics()
        for section, head in enumerate(preview.header):
            widest = max(
                (metrics.horizontalAdvance(shown(row[section])[:60]) for row in preview.rows),
                default=0,
            )
            need = max(heads.horizontalAdvance(head), widest) + theme.length(26)
            self.setColumnWidth(section, min(need, theme.length(_WIDE)))
        self.horizontalScrollBar().setValue(at)
        said = f"The first {len(preview.rows)} of {preview.total_rows} rows"
        self.setAccessibleDescription(f"{said}: {title}" if title else f"{said} of the file")
