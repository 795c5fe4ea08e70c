"""The head of the file as it will be written."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QWidget

from orderdock.services.export import Preview
from orderdock_ui.theme import theme
from orderdock_ui.widgets.flat_table import FlatTable, Index

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


class PreviewTable(FlatTable):
    """`export-preview`."""

    row_height = 28

    def __init__(self, parent: QWidget | None = None) -> None:
        cells = PreviewModel()
        super().__init__("export-preview", "The first rows of the file", model=cells, parent=parent)
        self._cells = cells
        self.setProperty("kind", "framed")
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.horizontalHeader().setSectionsClickable(False)

    def dress(self) -> None:
        super().dress()
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
