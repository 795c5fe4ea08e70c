"""What is selected, by id: rows may be sorted anew and columns changed without losing it."""

from collections.abc import Iterator

from PySide6.QtCore import QItemSelection, QItemSelectionModel

from orderdock_ui.orders.table import OrdersTable
from orderdock_ui.orders.table_model import OrdersModel

MOST = 5_000
"""Rows remembered; a selection of more is given up when rows are sorted anew."""
_Flag = QItemSelectionModel.SelectionFlag


class KeptSelection:
    """Remembers the selection of a table over a reset of its model."""

    def __init__(self, table: OrdersTable, model: OrdersModel) -> None:
        self._table = table
        self._model = model
        self._ids: list[int] = []
        self._current: int | None = None

    def spans(self) -> list[tuple[int, int]]:
        """First and last row of each run of selected rows, from above to below."""
        return sorted(set(self._ranges()))

    def rows(self) -> Iterator[int]:
        """Selected rows from above to below."""
        for top, bottom in self.spans():
            yield from range(top, bottom + 1)

    def count(self) -> int:
        """How many rows are selected."""
        return sum(bottom - top + 1 for top, bottom in set(self._ranges()))

    def _ranges(self) -> Iterator[tuple[int, int]]:
        selection = self._table.selectionModel().selection()
        for place in range(selection.size()):
            part = selection.at(place)
            yield part.top(), part.bottom()

    def ids(self) -> list[int]:
        """Their ids; those whose place is not known yet are left out."""
        found = (self._model.id_at(row) for row in self.rows())
        return [i for i in found if i is not None]

    def hold(self) -> None:
        """Remember what is selected now."""
        self._ids = self.ids() if self.count() <= MOST else []
        current = self._table.currentIndex()
        self._current = self._model.id_at(current.row()) if current.isValid() else None
        self._model.sought = [*self._ids, *([] if self._current is None else [self._current])]

    def drop(self) -> None:
        """Nothing is to be selected again."""
        self._ids, self._current = [], None
        self._model.sought = []

    def put_back(self) -> None:
        """Select the same again where it now stands; the table does not scroll."""
        ids, current = self._ids, self._current
        self.drop()
        if not ids and current is None:
            return
        places = self._model.rows_of([*ids, *([] if current is None else [current])])
        chosen = QItemSelection()
        for i in ids:
            if i in places:
                index = self._model.index(places[i], 0)
                chosen.select(index, index)
        self._table.setAutoScroll(False)
        selection = self._table.selectionModel()
        if current in places:
            selection.setCurrentIndex(self._model.index(places[current], 0), _Flag.NoUpdate)
        selection.select(chosen, _Flag.ClearAndSelect | _Flag.Rows)
        self._table.setAutoScroll(True)
