"""The rows of the orders table: a list of ids and the few pages of rows that are looked at."""

from array import array
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from orderdock.query.columns import Column, Kind
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from orderdock.query.filters import DEFAULT_SORT, Count, CurrencyTotal, OrderFilter, Sort, Unit
from orderdock_ui.orders.background import Background, Stop
from orderdock_ui.orders.words import Wording

PAGE = 128
"""Rows fetched at once: about a millisecond by id."""
PAGES_KEPT = 64
FIRST = 512
"""Rows of a new order shown before the whole order is known."""

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_Role = Qt.ItemDataRole
RIGHT_KINDS = (Kind.AMOUNT, Kind.NUMBER, Kind.COUNT)


class OrdersReader(Protocol):
    """What the model asks of the library."""

    def first_ids(
        self, f: OrderFilter, sort: Sequence[Sort], unit: Unit, limit: int, offset: int = 0
    ) -> list[int]: ...
    def all_ids(
        self, f: OrderFilter, sort: Sequence[Sort], unit: Unit, *, stop: Stop | None = None
    ) -> "array[int]": ...
    def rows(
        self, unit: Unit, ids: Sequence[int], columns: Sequence[str]
    ) -> list[tuple[Any, ...]]: ...
    def count(self, f: OrderFilter) -> Count: ...
    def totals(self, f: OrderFilter) -> list[CurrencyTotal]: ...


class OrdersModel(QAbstractTableModel):
    """Orders or lines under one filter and one order, read page by page.

    The first rows of a new question replace the old ones as soon as they are there; the complete
    order follows and the scroll bar is right from the count. Nothing but a page of rows by id is
    read on the Qt thread.
    """

    counted = Signal(Count)
    totalled = Signal(list)
    settled = Signal()
    """The complete order of the question in force is known."""
    trouble = Signal(str)

    def __init__(
        self,
        library: OrdersReader,
        background: Background,
        wording: Wording,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._background = background
        self.wording = wording
        self.filter = OrderFilter()
        self.sorts: tuple[Sort, ...] = DEFAULT_SORT
        self.unit = Unit.ORDERS
        self.columns: tuple[Column, ...] = ()
        self._ids: array[int] = array("q")
        self._rows = 0
        self._settled = False
        self._currency_place: int | None = None
        self._values: OrderedDict[int, list[tuple[Any, ...]]] = OrderedDict()
        self._texts: dict[int, list[tuple[str, ...]]] = {}
        self.asked = 0
        """Pages read so far; a measure for tests."""

    # --- asking

    def show(
        self, f: OrderFilter, sorts: Sequence[Sort], unit: Unit, columns: Sequence[Column]
    ) -> None:
        """Put another question: its rows replace those on show when they are there."""
        self.filter, self.sorts = f, tuple(sorts) or DEFAULT_SORT
        same_shape = unit == self.unit and tuple(columns) == self.columns
        if not same_shape:
            self.beginResetModel()
            self.unit, self.columns = unit, tuple(columns)
            self._forget_rows()
            self._ids, self._rows = array("q"), 0
            self._currency_place = self.place_of("currency")
            self.endResetModel()
        self._ask(self._replace)

    def refresh(self) -> None:
        """Read the same question again, keeping what is selected (rows were committed)."""
        self._ask(self._replace_kept)

    def _ask(self, take: Callable[["tuple[array[int], Count]"], None]) -> None:
        f, sorts, unit, library = self.filter, self.sorts, self.unit, self._library
        self._settled = False

        def first(_stop: Stop) -> "tuple[array[int], Count]":
            return array("q", library.first_ids(f, sorts, unit, FIRST)), library.count(f)

        def whole(stop: Stop) -> "array[int]":
            return library.all_ids(f, sorts, unit, stop=stop)

        self._background.ask("first", first, take, self._failed)
        self._background.ask("order", whole, self._complete, self._failed)
        self._background.ask(
            "totals", lambda _stop: library.totals(f), self.totalled.emit, self._failed
        )

    def _failed(self, error: Exception) -> None:
        self.trouble.emit(str(error))

    def _replace(self, answer: "tuple[array[int], Count]") -> None:
        ids, count = answer
        self.beginResetModel()
        self._forget_rows()
        self._ids, self._rows = ids, self._rows_of(count, ids)
        self.endResetModel()
        self.counted.emit(count)

    def _replace_kept(self, answer: "tuple[array[int], Count]") -> None:
        """Rows move under persistent indexes, so selection and scroll position stay."""
        ids, count = answer
        rows = self._rows_of(count, ids)
        if rows <= FIRST or rows == self._rows == len(self._ids):
            self._swap(ids if rows <= FIRST else None, rows)
        self.counted.emit(count)

    def _complete(self, ids: "array[int]") -> None:
        if self._ids[: len(ids)] == ids[: len(self._ids)] and self._rows == len(ids):
            self._ids = ids  # what is on show stays as it is
        else:
            self._swap(ids, len(ids))
        self._settled = True
        self.settled.emit()

    def _swap(self, ids: "array[int] | None", rows: int) -> None:
        """Other ids in the same table; selected rows are found again by id."""
        self.layoutAboutToBeChanged.emit()
        old = [index for index in self.persistentIndexList() if index.isValid()]
        wanted = {index: self.id_at(index.row()) for index in old}
        self._forget_rows()
        if ids is not None:
            self._ids = ids
        self._rows = rows
        if old:
            seek = {i for i in wanted.values() if i is not None}
            place = {i: row for row, i in enumerate(self._ids) if i in seek}
            for index in old:
                row = place.get(wanted[index] or -1)
                new = self.index(row, index.column()) if row is not None else QModelIndex()
                self.changePersistentIndex(index, new)
        self.layoutChanged.emit()

    def _rows_of(self, count: Count, ids: "array[int]") -> int:
        known = count.orders if self.unit == Unit.ORDERS else count.lines
        return max(known, len(ids)) if len(ids) >= FIRST else len(ids)

    def _forget_rows(self) -> None:
        self._values.clear()
        self._texts.clear()

    # --- rows

    def is_settled(self) -> bool:
        """Whether the complete order is known."""
        return self._settled

    def id_at(self, row: int) -> int | None:
        """The order or line id of a row; None while its place is not known yet."""
        return self._ids[row] if 0 <= row < len(self._ids) else None

    def row_of(self, wanted: int) -> int | None:
        """Where an id stands, if it does."""
        try:
            return self._ids.index(wanted)
        except ValueError:
            return None

    def values(self, row: int) -> tuple[Any, ...] | None:
        """The stored values of a row in the order of `columns`; None when not known yet."""
        page = self._page(row // PAGE)
        place = row % PAGE
        return page[place] if page is not None and place < len(page) else None

    def texts(self, row: int) -> tuple[str, ...] | None:
        """The row as it reads on screen; None when its place in the order is not known yet."""
        number, place = divmod(row, PAGE)
        page = self._texts.get(number)
        if page is None:
            values = self._page(number)
            if values is None:
                return None
            page = self._texts[number] = [self._worded(v) for v in values]
        return page[place] if place < len(page) else None

    def _page(self, number: int) -> list[tuple[Any, ...]] | None:
        page = self._values.get(number)
        if page is not None:
            return page
        ids = self._ids[number * PAGE : (number + 1) * PAGE]
        if not ids:
            return None
        self.asked += 1
        page = self._library.rows(self.unit, ids, [c.key for c in self.columns])
        self._values[number] = page
        if len(self._values) > PAGES_KEPT:
            gone, _ = self._values.popitem(last=False)
            self._texts.pop(gone, None)
        return page

    def _worded(self, values: tuple[Any, ...]) -> tuple[str, ...]:
        wording = self.wording
        made = []
        for column, value in zip(self.columns, values, strict=True):
            match column.kind:
                case Kind.AMOUNT:
                    made.append(wording.amount(value))
                case Kind.NUMBER | Kind.COUNT:
                    made.append(wording.quantity(None if value is None else str(value)))
                case Kind.DATE:
                    made.append(wording.moment(value))
                case _:
                    made.append(" ".join(str(value).split()) if value is not None else "")
        return tuple(made)

    # --- Qt's questions

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else self._rows

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        match role:
            case _Role.DisplayRole:
                texts = self.texts(index.row())
                return texts[index.column()] if texts else ""
            case _Role.AccessibleTextRole:
                return self._spoken(index.row(), index.column())
            case _Role.TextAlignmentRole:
                return _RIGHT if column.kind in RIGHT_KINDS else _LEFT
            case _:
                return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        column = self.columns[section]
        if role == _Role.DisplayRole:
            if column.kind == Kind.DATE:
                return f"{column.heading}, {self.wording.zone_name}"
            return column.heading
        if role == _Role.TextAlignmentRole:
            return _RIGHT if column.kind in RIGHT_KINDS else _LEFT
        return None

    def _spoken(self, row: int, place: int) -> str:
        """Say a cell as a screen reader should: "Total, 148.90 USD"."""
        texts = self.texts(row)
        if texts is None:
            return ""
        text = texts[place] or "not known"
        if self.columns[place].kind == Kind.AMOUNT and texts[place]:
            text = f"{text} {self.code_in(texts)}".strip()
        return f"{self.columns[place].heading}, {text}"

    def code_in(self, texts: tuple[str, ...]) -> str:
        """The currency code of a row of texts, empty when unknown or not among the columns."""
        place = self._currency_place
        return "" if place is None else texts[place]

    def place_of(self, key: str) -> int | None:
        """Where the column of this key stands among `columns`."""
        return next((i for i, c in enumerate(self.columns) if c.key == key), None)
