"""The head of the file as it will be written."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from orderdock.services.export import Preview
from orderdock_ui.theme import theme
from orderdock_ui.widgets.naming import named

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_WIDE = 240


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

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        cell = self._preview.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.replace("\r\n", "⏎").replace("\n", "⏎").replace("\r", "⏎")
        if role == Qt.ItemDataRole.ToolTipRole and len(cell) > 24:
            return cell
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or section >= len(self._preview.header):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._preview.header[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None


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
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.length(26))
        self.horizontalHeader().setHighlightSections(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def show_preview(self, preview: Preview) -> None:
        """Show these cells, each column as wide as it needs within reason."""
        self._cells.show_preview(preview)
        metrics = self.fontMetrics()
        for section, head in enumerate(preview.header):
            texts = [head, *(row[section][:60] for row in preview.rows)]
            need = max(metrics.horizontalAdvance(t) for t in texts) + theme.length(28)
            self.setColumnWidth(section, min(need, theme.length(_WIDE)))
