"""The columns of the table as the person arranged them: shown, width, order, sort."""

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QFontMetrics

from orderdock.query.columns import Column, Kind
from orderdock.query.filters import Sort, Unit
from orderdock_ui.orders import headings
from orderdock_ui.orders.layout_memory import (
    DROPPED_FIRST,
    STANDARD,
    LayoutMemory,
    columns_of,
    standard,
)
from orderdock_ui.orders.row_painter import PAD, STATUS_KEYS
from orderdock_ui.orders.table import OrdersTable
from orderdock_ui.orders.table_model import OrdersModel
from orderdock_ui.theme import theme

_STRETCHED = "item_name"
_ELSE_STRETCHED = "retailer"
_LEAST_STRETCHED = 140
_LONGEST_TEXT = 26
"""Characters a column of text has room for at first."""
_LETTERS = "aeilnorst"
_DAY, _MOMENT = "2026-11-21", "2026-11-21 18:02"


class ColumnsShown(QObject):
    """Joins the head of the table with the layout that is remembered."""

    arranged = Signal()
    """Other columns or another order of rows: ask again."""

    def __init__(self, table: OrdersTable, model: OrdersModel, memory: LayoutMemory) -> None:
        super().__init__(table)
        self._table = table
        self._heads = table.heads
        self._model = model
        self._memory = memory
        self.unit = Unit.ORDERS
        self.layout = memory.load(self.unit)
        self._busy = False
        self._grown: dict[str, int] = {}
        self._keep = QTimer(self, singleShot=True, interval=400)
        self._keep.timeout.connect(self.keep_now)
        self._heads.sectionResized.connect(self._resized)
        self._heads.sectionMoved.connect(self._moved)
        self._heads.sort_asked.connect(self._sort_section)
        table.too_narrow.connect(self._widen)
        table.resized.connect(self.fit)

    def columns(self) -> list[Column]:
        """Those shown, in their order."""
        known = columns_of(self.unit)
        return [known[key] for key in self.layout.shown if key in known]

    def change_unit(self, unit: Unit) -> None:
        """The layout of the other unit."""
        self.keep_now()
        self.unit = unit
        self._grown.clear()
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

    def sort_by(self, key: str, *, descending: bool, adding: bool = False) -> None:
        """Sort by this column, or by it after those in force."""
        wanted = Sort(key, descending)
        if adding:
            old = self.layout.sorts
            if any(sort.column == key for sort in old):
                self.layout.sorts = tuple(wanted if s.column == key else s for s in old)
            else:
                self.layout.sorts = (*old, wanted)
        else:
            self.layout.sorts = (wanted,)
        self._changed()

    def keep_now(self) -> None:
        """Remember the layout."""
        self._keep.stop()
        self._memory.keep(self.unit, self.layout)

    def visual_order(self) -> list[int]:
        """Sections on show, from left to right."""
        heads = self._heads
        order = [heads.logicalIndex(place) for place in range(heads.count())]
        return [section for section in order if not heads.isSectionHidden(section)]

    def _changed(self) -> None:
        self._keep.start()
        self.arranged.emit()

    def _key(self, section: int) -> str:
        columns = self._model.columns
        return columns[section].key if 0 <= section < len(columns) else ""

    def _sort_section(self, section: int, adding: bool) -> None:
        key = self._key(section)
        now = next((s for s in self.layout.sorts if s.column == key), None)
        kind = columns_of(self.unit)[key].kind
        descending = not now.descending if now else kind in (Kind.DATE, Kind.AMOUNT)
        self.sort_by(key, descending=descending, adding=adding)

    # --- applying

    def apply(self) -> None:
        """Bring the head in line with the layout after the model's columns changed."""
        heads = self._heads
        self._busy = True
        for section in range(heads.count()):
            heads.moveSection(heads.visualIndex(section), section)
        self._busy = False
        heads.show_order([c.key for c in self._model.columns], self.layout.sorts)
        self.fit()

    def fit(self) -> None:
        """Give each column its width; one takes the rest.

        Of the standard columns some make way where there is no room for all. Columns that the
        person chose scroll sideways.
        """
        room = self._table.viewport().width()
        columns = {column.key: column for column in self._model.columns}
        if self._busy or not columns or room < theme.length(100):
            return
        can_drop = set(columns) <= set(STANDARD[self.unit])
        widths = {key: self._width(column, days=can_drop) for key, column in columns.items()}
        dropped = self._dropped(widths, room) if can_drop else set()
        shown = {key: width for key, width in widths.items() if key not in dropped}
        with_times = shown | {k: self._width(columns[k], days=False) for k in shown}
        days = can_drop and sum(with_times.values()) > room
        if not days:
            shown = with_times
        stretched = _STRETCHED if _STRETCHED in shown else _ELSE_STRETCHED
        if stretched in shown:
            shown[stretched] += max(0, room - sum(shown.values()))
        self._busy = True
        for section, column in enumerate(self._model.columns):
            self._heads.setSectionHidden(section, column.key in dropped)
            if column.key in shown:
                self._heads.resizeSection(section, shown[column.key])
        self._busy = False
        if days != self._model.pages.days_only:
            self._model.reword(days_only=days)

    def _dropped(self, widths: dict[str, int], room: int) -> set[str]:
        dropped: set[str] = set()
        for key in DROPPED_FIRST[self.unit]:
            if sum(width for k, width in widths.items() if k not in dropped) <= room:
                break
            if key in widths and len(widths) - len(dropped) > 2:
                dropped.add(key)
        return dropped

    def _width(self, column: Column, *, days: bool) -> int:
        if column.key == _STRETCHED:
            return theme.length(_LEAST_STRETCHED)
        metrics = QFontMetrics(theme.font("body", figures=True))
        pads = theme.length(2 * PAD) + 2  # what is measured whole may be cut by a rounded pixel
        date_alone = days and column.key == "ordered_at"
        zone = self._model.pages.wording.zone_name
        head = self._heads.room_for(headings.head(column, self.unit, zone, days=date_alone))
        kept = self.layout.widths.get(column.key)
        if kept is not None and not date_alone:
            return max(theme.length(kept), self._grown.get(column.key, 0))
        match column.kind:
            case Kind.DATE:
                need = metrics.horizontalAdvance(_DAY if date_alone else _MOMENT) + pads
            case Kind.AMOUNT:
                need = metrics.horizontalAdvance("12,345.67") + theme.length(36) + pads
            case Kind.NUMBER | Kind.COUNT:
                need = metrics.horizontalAdvance("12,345") + pads
            case _:
                characters = min(column.width, _LONGEST_TEXT)
                icon = 0
                if column.key in STATUS_KEYS:
                    characters, icon = characters + 2, theme.length(20)
                letter = metrics.horizontalAdvance(_LETTERS) / len(_LETTERS)
                need = round(characters * letter) + icon + pads
        return max(need, head, self._grown.get(column.key, 0))

    # --- taking over what the person did to the head

    def _widen(self, section: int, need: int) -> None:
        """An amount is never cut: its column grows."""
        key = self._key(section)
        if key and self._heads.sectionSize(section) < need:
            self._grown[key] = need
            self.fit()

    def _resized(self, section: int, _old: int, new: int) -> None:
        if self._busy or new <= 0:
            return
        key = self._key(section)
        if key and key != _STRETCHED:
            self._grown.pop(key, None)
            self.layout.widths[key] = round(new / theme.scale())
            self._keep.start()

    def _moved(self, *_places: int) -> None:
        if self._busy:
            return
        on_show = [self._key(section) for section in self.visual_order()]
        hidden = [key for key in self.layout.shown if key not in on_show]
        self.layout.shown = [*on_show, *hidden]
        self._keep.start()
