"""Groups as a table: the numbers behind the charts, subtotals per currency."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from orderdock.query.summary import SummaryRow
from orderdock_ui.orders.groups.figures import title_of
from orderdock_ui.orders.words import Wording
from orderdock_ui.theme import theme
from orderdock_ui.widgets.flat_table import FlatCells, FlatTable, Index

_NOWHERE = QModelIndex()
_Role = Qt.ItemDataRole
_HEADS = ("", "Orders", "Lines", "Total", "Currency")
_WIDTHS = (0, 96, 96, 150, 90)
_CURRENCY = 4


class GroupsModel(QAbstractTableModel):
    """Rows of a summary, in the order given."""

    def __init__(self, wording: Wording) -> None:
        super().__init__()
        self._wording = wording
        self._rows: Sequence[SummaryRow] = ()
        self.by = "month"
        self._head = "Month"

    def show_rows(self, by: str, head: str, rows: Sequence[SummaryRow]) -> None:
        """Other groups."""
        self.beginResetModel()
        self.by, self._head, self._rows = by, head, rows
        self.endResetModel()

    def row_at(self, number: int) -> SummaryRow:
        """One group in one currency."""
        return self._rows[number]

    def goes_on(self, number: int) -> bool:
        """Whether the row is another currency of the group above it."""
        return number > 0 and self._rows[number - 1].key == self._rows[number].key

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(_HEADS)

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = index.column()
        if role in (_Role.DisplayRole, _Role.AccessibleTextRole):
            text = self._text(index.row(), column)
            if role == _Role.AccessibleTextRole:
                return f"{self._heading(column)}: {text or 'unknown'}"
            return "" if column == 0 and self.goes_on(index.row()) else text
        if role == _Role.TextAlignmentRole:
            right = column in (1, 2, 3)
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def _text(self, number: int, column: int) -> str:
        row = self._rows[number]
        if column == 0:
            return title_of(self.by, row)
        if column == 3:
            return self._wording.amount(row.total)
        if column == _CURRENCY:
            return row.currency
        return self._wording.count(row.orders if column == 1 else row.lines)

    def _heading(self, column: int) -> str:
        return _HEADS[column] or self._head

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == _Role.DisplayRole:
            return self._heading(section)
        if role == _Role.TextAlignmentRole:
            return self.data(self.index(0, section), role) or int(
                Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            )
        return None


class _Cells(FlatCells):
    """The currency is muted, as everywhere; rows of one group are one block."""

    zebra = False

    def ink(self, index: Index) -> str:
        return "muted" if index.column() == _CURRENCY else "text"


class GroupsTable(FlatTable):
    """`groups-table`: Enter or a double click shows the orders of a group."""

    ring_of_row = True
    chosen = Signal(int)
    """Row."""

    def __init__(self, model: GroupsModel, parent: QWidget | None = None) -> None:
        super().__init__("groups-table", "Groups", model=model, parent=parent)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setItemDelegate(_Cells(self))
        self.horizontalHeader().setSectionsClickable(False)
        self.doubleClicked.connect(lambda index: self.chosen.emit(index.row()))

    def dress(self) -> None:
        super().dress()
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for section, width in enumerate(_WIDTHS):
            if width:
                self.setColumnWidth(section, theme.length(width))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.chosen.emit(self.currentIndex().row())
            return
        super().keyPressEvent(event)
