"""Records as rows, their fields as columns in the order in which they are first met."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from orderdock.services.datasets import fields_of, text_of

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_Role = Qt.ItemDataRole
_LONGEST = 200
"""Characters drawn of a cell; the value under the table is whole."""
_is_figure = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?\Z", re.ASCII).match
_BREAKS = str.maketrans({"\n": "⏎", "\r": "⏎", "\t": "⇥"})


class RecordsModel(QAbstractTableModel):
    """Grows with every page; a column whose values are all figures is right-aligned."""

    def __init__(self) -> None:
        super().__init__()
        self.records: list[dict[str, Any]] = []
        self.fields: list[str] = []
        self._known: set[str] = set()
        self._figures: dict[str, bool] = {}

    def add(self, records: Sequence[dict[str, Any]]) -> None:
        """Some more records."""
        if not records:
            return
        fresh = [field for field in fields_of(records) if field not in self._known]
        if fresh:
            first = len(self.fields)
            self.beginInsertColumns(_NOWHERE, first, first + len(fresh) - 1)
            self.fields += fresh
            self._known.update(fresh)
            self.endInsertColumns()
        self._look_for_figures(records)
        at = len(self.records)
        self.beginInsertRows(_NOWHERE, at, at + len(records) - 1)
        self.records += records
        self.endInsertRows()

    def _look_for_figures(self, records: Sequence[dict[str, Any]]) -> None:
        before = dict(self._figures)
        for record in records:
            for field, value in record.items():
                if value is not None and value != "" and self._figures.get(field, True):
                    self._figures[field] = _reads_as_number(value)
        if before != self._figures and self.fields:
            last = len(self.fields) - 1
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, last)

    def has_figures(self, section: int) -> bool:
        """Whether every value of the column so far is a number."""
        return self._figures.get(self.fields[section], False)

    def value(self, row: int, section: int) -> Any:
        """What the provider sent there; None where it sent nothing."""
        return self.records[row].get(self.fields[section])

    def text(self, row: int, section: int) -> str:
        """The same as it will be written into a file."""
        return text_of(self.value(row, section))

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.records)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.fields)

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == _Role.DisplayRole:
            return shown(self.text(index.row(), index.column()))
        if role == _Role.AccessibleTextRole:
            return self.text(index.row(), index.column())
        if role == _Role.TextAlignmentRole:
            return self._side(index.column())
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or section >= len(self.fields):
            return None
        if role == _Role.DisplayRole:
            return shown(self.fields[section])
        return self._side(section) if role == _Role.TextAlignmentRole else None

    def _side(self, section: int) -> Qt.AlignmentFlag:
        align = Qt.AlignmentFlag
        side = align.AlignRight if self.has_figures(section) else align.AlignLeft
        return side | align.AlignAbsolute | align.AlignVCenter


def _reads_as_number(value: Any) -> bool:
    if isinstance(value, str):
        return _is_figure(value) is not None
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def shown(text: str) -> str:
    """A value in one line, its line breaks visible."""
    return text[:_LONGEST].translate(_BREAKS)
