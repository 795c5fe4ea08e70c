"""The columns of the table as the person arranged them: shown, width, order, sort."""

from orderdock.query.columns import Kind
from PySide6.QtCore import QObject, QTimer, Signal

from orderdock.query.filters import Sort, Unit
from orderdock_ui.orders.heads import HeadsView
from orderdock_ui.orders.layout_memory import PRIORITY, LayoutMemory, columns_of, standard
from orderdock_ui.orders.table import OrdersTable
from orderdock_ui.orders.table_model import OrdersModel
from orderdock_ui.theme import theme

_WIDTHS = {Kind.DATE: 138, Kind.AMOUNT: 132, Kind.NUMBER: 84, Kind.COUNT: 84, Kind.TEXT: 150}
_STRETCHED = ("item_name",)


class ColumnsShown(QObject):
    """Joins the head of the table with the layout that is remembered."""

    arranged = Signal()
    """Other columns or another order of rows: ask again."""

    def __init__(self, table: OrdersTable, model: OrdersModel, memory: LayoutMemory) -> None:
        super().__init__(table)
        self._table = table
        self._model = model
        self._memory = memory
        self.unit = Unit.ORDERS
        self.layout = memory.load(self.unit)
        self._busy = False
        self._dropped: set[str] = set()
        self._keep = QTimer(self, singleShot=True, interval=400)
        self._keep.timeout.connect(lambda: memory.keep(self.unit, self.layout))
        heads = table.horizontalHeader()
        heads.sectionResized.connect(self._resized)
        heads.sectionMoved.connect(self._moved)
        if isinstance(heads, HeadsView):
            heads.sort_asked.connect(self._sort)

    def change_unit(self, unit: Unit) -> None:
        """The layout of the other unit."""
        self._memory.keep(self.unit, self.layout)
        self.unit = unit
        self.layout = self._memory.load(unit)
        self.arranged.emit()

    def show_columns(self, keys: list[str]) -> None:
        """Show these columns in this order."""
        if keys != self.layout.shown:
            self.layout.shown = list(keys)
            self._changed()

    def reset(self) -> None:
        """The standard columns, widths and order again."""
        self.layout = standard(self.unit)
        self._changed()

    def _changed(self) -> None:
        self._keep.start()
        self.arranged.emit()

    def visual_order(self) -> list[int]:
        """Sections shown, from left to right."""
        heads = self._table.horizontalHeader()
        order = [heads.logicalIndex(v) for v in range(heads.count())]
        return [s for s in order if not heads.isSectionHidden(s)]

    def _key(self, section: int) -> str:
        return self._model.columns[section].key if section < len(self._model.columns) else ""

    def _sort(self, section: int, adding: bool) -> None:
        key = self._key(section)
        old = {s.column: s for s in self.layout.sorts}
        if key in old:
            turned = Sort(key, not old[key].descending)
        else:
            column = columns_of(self.unit)[key]
            turned = Sort(key, column.kind in (Kind.DATE, Kind.AMOUNT))
        if adding:
            rest = [turned if s.column == key else s for s in self.layout.sorts]
            self.layout.sorts = tuple(rest if key in old else [*rest, turned])
        else:
            self.layout.sorts = (turned,)
        self._changed()

    # --- applying

    def apply(self) -> None:
        """Bring the head in line with the layout after the model's columns changed."""
        heads = self._table.horizontalHeader()
        self._busy = True
        keys = [c.key for c in self._model.columns]
        for section, key in enumerate(keys):
            heads.moveSection(heads.visualIndex(section), section)
            heads.setSectionHidden(section, key not in self.layout.shown)
        if isinstance(heads, HeadsView):
            heads.show_order(keys, self.layout.sorts)
        self._dropped = set()
        self._busy = False
        self.fit(self._table.viewport().width())

    def fit(self, room: int) -> None:
        """Give each column its width; drop some where there is no room; one takes the rest."""
        heads = self._table.horizontalHeader()
        if self._busy or not self._model.columns or room < 50:
            return
        self._busy = True
        shown = {k: s for s, k in enumerate(c.key for c in self._model.columns)}
        shown = {k: s for k, s in shown.items() if k in self.layout.shown}
        widths = {k: self._width(k) for k in shown}
        dropped: set[str] = set()
        for key in PRIORITY:
            if sum(w for k, w in widths.items() if k not in dropped) <= room:
                break
            if key in widths and len(widths) - len(dropped) > 2:
                dropped.add(key)
        left = room - sum(w for k, w in widths.items() if k not in dropped)
        stretched = next((k for k in _STRETCHED if k in widths and k not in dropped), None)
        if stretched is not None and left > 0:
            widths[stretched] += left
        for key, section in shown.items():
            heads.setSectionHidden(section, key in dropped)
            heads.resizeSection(section, widths[key])
        self._dropped = dropped
        self._busy = False

    def _width(self, key: str) -> int:
        column = columns_of(self.unit)[key]
        return theme.length(self.layout.widths.get(key) or _WIDTHS.get(column.kind, 150))

    # --- taking over what the person did to the head

    def _resized(self, section: int, _old: int, new: int) -> None:
        if self._busy or new <= 0:
            return
        key = self._key(section)
        if key not in _STRETCHED:
            self.layout.widths[key] = round(new / theme.scale())
            self._keep.start()

    def _moved(self, *_places: int) -> None:
        if self._busy:
            return
        visual = [self._key(s) for s in self.visual_order()]
        kept = [k for k in self.layout.shown if k not in visual]
        self.layout.shown = [k for k in visual if k in self.layout.shown] + kept
        self._keep.start()
