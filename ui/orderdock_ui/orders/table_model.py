"""The rows of the orders table: one question at a time, answered beside the window."""

from collections.abc import Callable, Iterable, Sequence
from time import monotonic
from typing import Any, NamedTuple, Protocol

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from orderdock.query.columns import Column, Kind
from orderdock.query.filters import DEFAULT_SORT, Count, CurrencyTotal, OrderFilter, Sort, Unit
from orderdock.query.row_ids import RowIds
from orderdock_ui import text
from orderdock_ui.orders import headings, places_of_ids
from orderdock_ui.orders.background import Background, Stop
from orderdock_ui.orders.row_pages import PAGE, RowPages, RowsReader, Texts, Values
from orderdock_ui.orders.words import Wording

FIRST = PAGE
"""Rows of a new question shown before its whole order is known."""
_BREATH_MS = 400
"""Rows committed while a sync runs are shown this often at most,"""
_SHARE = 4
"""and so that no more than one part in so many of the time goes into reading them."""

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_WITH_HINT = "QList<QPersistentModelIndex>,QAbstractItemModel::LayoutChangeHint"
"""Selected rows are then followed by one index each, not by one a cell."""
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_Role = Qt.ItemDataRole
RIGHT_KINDS = (Kind.AMOUNT, Kind.NUMBER, Kind.COUNT)


class OrdersReader(RowsReader, Protocol):
    """What the model asks of the library."""

    def first_ids(
        self,
        f: OrderFilter,
        sort: Sequence[Sort],
        unit: Unit,
        limit: int,
        offset: int = 0,
        *,
        stop: Stop | None = None,
    ) -> list[int]: ...
    def all_ids(
        self, f: OrderFilter, sort: Sequence[Sort], unit: Unit, *, stop: Stop | None = None
    ) -> RowIds: ...
    def count(self, f: OrderFilter, *, stop: Stop | None = None) -> Count: ...
    def totals(self, f: OrderFilter, *, stop: Stop | None = None) -> list[CurrencyTotal]: ...


class _Whole(NamedTuple):
    """The complete order, and what was worked out about it beside the window."""

    ids: RowIds
    same: bool
    """It begins with the ids on show when it was asked for."""
    places: dict[int, int]
    """Where the ids stand that were sought; places_of_ids.GONE: nowhere."""


class OrdersModel(QAbstractTableModel):
    """Orders or lines under one filter and one order, read page by page.

    The first rows of a new question replace the old ones as soon as they are there; the complete
    order follows. Nothing but a page of rows by id is read on the Qt thread.
    """

    asked = Signal()
    """Another question was put."""
    counted = Signal(Count)
    totalled = Signal(list)
    answered = Signal()
    """The first rows of the question in force are on show."""
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
        self.filter = OrderFilter()
        self.sorts: tuple[Sort, ...] = DEFAULT_SORT
        self.unit = Unit.ORDERS
        self.columns: tuple[Column, ...] = ()
        self.pages = RowPages(library, wording)
        self._rows = 0
        self._settled = False
        self._again = False
        self._keeping = False
        self._counted_rows = 0
        self._asked_at = 0.0
        self._placed = RowIds()
        self._places: dict[int, int] = {}
        self.sought: list[int] = []
        """Ids whose rows will be asked for when the complete order is known."""
        self._breath = QTimer(self, singleShot=True, interval=_BREATH_MS)
        self._breath.timeout.connect(self._breathe)

    # --- asking

    def show(
        self, f: OrderFilter, sorts: Sequence[Sort], unit: Unit, columns: Sequence[Column]
    ) -> None:
        """Put another question: its rows replace those on show when they are there.

        Other columns alone need no answer: the rows stay.
        """
        asked = (self.filter, self.sorts, self.unit)
        self.filter, self.sorts = f, tuple(sorts) or DEFAULT_SORT
        if unit != self.unit or tuple(columns) != self.columns:
            same_rows = unit == self.unit
            self.beginResetModel()
            self.unit, self.columns = unit, tuple(columns)
            self.pages.show(unit, columns)
            if not same_rows:
                self._put(RowIds(), 0)
            self.endResetModel()
        if asked != (f, self.sorts, unit) or not self._settled:
            self._again = False
            self._ask(self._replace, keeping=False)
            self.asked.emit()

    def refresh(self) -> None:
        """Read the same question again, keeping place and selection (rows were committed).

        While an answer is under way, or the last one is fresh, this waits: a stream of commits
        must not keep the complete order from ever being known.
        """
        if self._settled and not self._breath.isActive():
            self._ask(self._replace_kept, keeping=True)
        else:
            self._again = True

    def hurry(self) -> None:
        """The order in force was prepared meanwhile: what still sorts by itself begins anew."""
        if not self._settled and not self._keeping:
            self._ask(self._replace, keeping=False)

    def _breathe(self) -> None:
        if self._again and self._settled:
            self._again = False
            self._ask(self._replace_kept, keeping=True)

    def _ask(self, take: Callable[[RowIds], None], *, keeping: bool) -> None:
        f, sorts, unit, library = self.filter, self.sorts, self.unit, self._library
        self._settled, self._keeping, self._counted_rows = False, keeping, 0
        self._asked_at = monotonic()
        before = self.pages.ids if keeping else RowIds()
        sought = [(wanted, 0) for wanted in self.sought]
        if keeping:
            rows = {index.row() for index in self.persistentIndexList()}
            sought += [(wanted, row) for row in rows if (wanted := self.id_at(row)) is not None]

        def first(stop: Stop) -> RowIds:
            return RowIds(library.first_ids(f, sorts, unit, FIRST, stop=stop))

        def whole(stop: Stop) -> _Whole:
            ids = library.all_ids(f, sorts, unit, stop=stop)
            same = ids.begins_with(before)
            if same and len(ids) == len(before):
                ids = before  # millions of ids need not be held twice
            return _Whole(ids, same, places_of_ids.find(ids, sought, len(ids) - len(before)))

        ask = self._background.ask
        ask("first", first, take, self._failed)
        ask("count", lambda stop: library.count(f, stop=stop), self._take_count, self._failed)
        ask("order", whole, self._complete, self._failed)
        ask("totals", lambda stop: library.totals(f, stop=stop), self._take_totals, self._failed)

    def _failed(self, error: Exception) -> None:
        self._settled = True
        self.trouble.emit(" ".join(text.trouble(error)).strip())

    def _replace(self, ids: RowIds) -> None:
        self.beginResetModel()
        self._put(ids, self._rows_for(ids))
        self.endResetModel()
        self.answered.emit()

    def _replace_kept(self, ids: RowIds) -> None:
        if len(ids) < FIRST:
            self._swap(ids)
        self.answered.emit()

    def _rows_for(self, ids: RowIds) -> int:
        return max(len(ids), self._counted_rows) if len(ids) >= FIRST else len(ids)

    def _take_count(self, count: Count) -> None:
        """The scroll bar is right before the order is known: what is not is drawn as bars."""
        self._counted_rows = count.orders if self.unit == Unit.ORDERS else count.lines
        waiting = self._background.busy("first") or self._keeping or self._settled
        rows = self._rows_for(self.pages.ids)
        if not waiting and rows > self._rows:
            self.beginInsertRows(_NOWHERE, self._rows, rows - 1)
            self._rows = rows
            self.endInsertRows()
        self.counted.emit(count)

    def _take_totals(self, totals: list[CurrencyTotal]) -> None:
        self.totalled.emit(totals)

    def _complete(self, whole: _Whole) -> None:
        ids = self._placed = whole.ids
        self._places = whole.places
        overtook = self._background.busy("first")
        self._background.forget("first")
        if overtook and not self._keeping:
            self._replace(ids)
        elif self._rows != len(ids) or not self._goes_on(whole):
            self._swap(ids)
        else:
            self.pages.ids = ids
            if self._keeping and ids:  # the same rows, but what they say may be new
                self.pages.forget()
                self.dataChanged.emit(
                    self.index(0, 0), self.index(len(ids) - 1, len(self.columns) - 1)
                )
        self._settled = True
        took = 1000 * (monotonic() - self._asked_at)
        self._breath.start(max(_BREATH_MS, round(_SHARE * took)))
        self.settled.emit()

    def _goes_on(self, whole: _Whole) -> bool:
        """Whether the rows on show are the first of the complete order."""
        return whole.same if self._keeping else whole.ids.begins_with(self.pages.ids)

    def _put(self, ids: RowIds, rows: int) -> None:
        self.pages.forget()
        self.pages.ids = ids
        self._rows = rows
        if ids is not self._placed:
            self._placed, self._places = RowIds(), {}

    def _swap(self, ids: RowIds) -> None:
        """Other ids in the same table; selected rows are found again by their id."""
        hint = QAbstractItemModel.LayoutChangeHint.VerticalSortHint
        self.layoutAboutToBeChanged[_WITH_HINT].emit([], hint)  # type: ignore[index] # not in the stubs
        old = [index for index in self.persistentIndexList() if index.isValid()]
        wanted = [self.id_at(index.row()) for index in old]
        before = zip(wanted, [index.row() for index in old], strict=True)
        place = self._places_in(ids, before)
        self._put(ids, len(ids))
        for index, wanted_id in zip(old, wanted, strict=True):
            row = places_of_ids.GONE if wanted_id is None else place[wanted_id]
            new = self.index(row, index.column()) if row != places_of_ids.GONE else QModelIndex()
            self.changePersistentIndex(index, new)
        self.layoutChanged[_WITH_HINT].emit([], hint)  # type: ignore[index] # not in the stubs

    def _places_in(self, ids: RowIds, sought: Iterable[tuple[int | None, int]]) -> dict[int, int]:
        """Id -> row; most were found beside the window, only what was selected since is sought."""
        found = self._places if ids is self._placed else {}
        known = ((wanted, found.get(wanted or 0, row)) for wanted, row in sought)
        return places_of_ids.find(ids, known, moved=len(ids) - len(self.pages.ids))

    # --- rows

    def is_settled(self) -> bool:
        """Whether the complete order is known."""
        return self._settled

    def id_at(self, row: int) -> int | None:
        """The order or line id of a row; None while its place is not known yet."""
        ids = self.pages.ids
        return ids[row] if 0 <= row < len(ids) else None

    def row_of(self, wanted: int) -> int | None:
        """Where an id stands, if it does."""
        return self.rows_of([wanted]).get(wanted)

    def rows_of(self, wanted: Iterable[int]) -> dict[int, int]:
        """Id -> row for those that stand somewhere; at once for those `sought`."""
        found = self._places_in(self.pages.ids, ((each, 0) for each in wanted))
        return {each: row for each, row in found.items() if row != places_of_ids.GONE}

    def values(self, row: int) -> Values | None:
        """The stored values of `columns`, then the currency; None when not known yet."""
        return self.pages.values(row)

    def texts(self, row: int) -> Texts | None:
        """The same as it reads on screen; None when not known yet."""
        return self.pages.texts(row)

    def reword(self, *, days_only: bool | None = None) -> None:
        """Say the same rows in other words: another zone, or days without their time."""
        if days_only is not None:
            self.pages.days_only = days_only
        self.pages.forget_words()
        if self._rows:
            self.dataChanged.emit(
                self.index(0, 0), self.index(self._rows - 1, len(self.columns) - 1)
            )
        if self.columns:
            horizontal = Qt.Orientation.Horizontal
            self.headerDataChanged.emit(horizontal, 0, len(self.columns) - 1)

    # --- Qt's questions

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else self._rows

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = _Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        match role:
            case _Role.DisplayRole:
                texts = self.pages.texts(index.row())
                return texts[index.column()] if texts else ""
            case _Role.AccessibleTextRole:
                return self._spoken(index.row(), index.column())
            case _Role.TextAlignmentRole:
                return _side(self.columns[index.column()])
            case _:
                return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:  # not on screen, but read out
            return str(section + 1) if role == _Role.DisplayRole else None
        if section >= len(self.columns):
            return None
        column = self.columns[section]
        if role == _Role.DisplayRole:
            zone = self.pages.wording.zone_name
            return headings.head(column, self.unit, zone, days=self.pages.days_only)
        if role == _Role.TextAlignmentRole:
            return _side(column)
        return None

    def _spoken(self, row: int, place: int) -> str:
        """Say a cell so that it is understood without its head: "Total, 148.90 USD"."""
        texts = self.pages.texts(row)
        if texts is None:
            return ""
        column, said = self.columns[place], texts[place]
        if said and column.kind == Kind.TEXT:
            return said
        if said and column.kind == Kind.AMOUNT:
            said = f"{said} {texts[-1]}".strip()
        return f"{headings.heading(column, self.unit)}, {said or 'not known'}"


def _side(column: Column) -> Qt.AlignmentFlag:
    return _RIGHT if column.kind in RIGHT_KINDS else _LEFT
