"""The columns of the table as the person arranged them: shown, width, order, frozen, sort."""

from PySide6.QtCore import QObject, QTimer, Signal

from orderdock.query.columns import Column, Kind
from orderdock.query.filters import DEFAULT_SORT, Sort, Unit
from orderdock_ui.orders.column_widths import ELSE_STRETCHED, STRETCHED, ColumnWidths
from orderdock_ui.orders.layout_memory import (
    DROPPED_FIRST,
    STANDARD,
    LayoutMemory,
    ViewLayout,
    columns_of,
    standard,
)
from orderdock_ui.orders.table import OrdersTable
from orderdock_ui.orders.table_model import OrdersModel
from orderdock_ui.theme import theme

_STEP = 8
"""A press of a key widens a column by so much."""


class ColumnsShown(QObject):
    """Joins the head of the table with the layout that is remembered."""

    arranged = Signal()
    """Other columns or another order of rows: ask again."""
    changed = Signal()
    """Anything about the layout is another way now."""

    def __init__(self, table: OrdersTable, model: OrdersModel, memory: LayoutMemory) -> None:
        super().__init__(table)
        self._table = table
        self._heads = table.heads
        self._model = model
        self._memory = memory
        self._widths = ColumnWidths(model)
        self.unit = Unit.ORDERS
        self.layout = memory.load(self.unit)
        self.is_own = True
        """Whether what is arranged is remembered by itself; a saved view keeps it when told to."""
        self._busy = False
        self._grown: dict[str, int] = {}
        self._keep = QTimer(self, singleShot=True, interval=400)
        self._keep.timeout.connect(self.keep_now)
        heads = self._heads
        heads.sectionResized.connect(self._resized)
        heads.sectionMoved.connect(self._moved)
        heads.sectionHandleDoubleClicked.connect(self.fit_content)
        heads.sort_asked.connect(self._sort_section)
        heads.widen_asked.connect(self.widen_by)
        heads.move_asked.connect(self.move_by)
        heads.fit_asked.connect(self.fit_content)
        heads.hide_asked.connect(lambda section: self.hide(self.key(section)))
        table.too_narrow.connect(self._widen)
        table.resized.connect(self.fit)

    def columns(self) -> list[Column]:
        """Those shown, in their order."""
        known = columns_of(self.unit)
        return [known[key] for key in self.layout.shown if key in known]

    # --- changing

    def change_unit(self, unit: Unit) -> None:
        """The remembered layout of the other unit."""
        self.keep_now()
        self.take(unit, self._memory.load(unit))
        self.arranged.emit()
        self.changed.emit()

    def take(
        self, unit: Unit, layout: ViewLayout | None = None, *, own: bool | None = None
    ) -> None:
        """Have this layout, the remembered one without it; says nothing and remembers nothing."""
        self.keep_now()
        self.unit = unit
        self.layout = layout or self._memory.load(unit)
        self.is_own = self.is_own if own is None else own
        self._grown.clear()

    def show_columns(self, keys: list[str]) -> None:
        """Show these columns in this order."""
        if keys != self.layout.shown:
            self.layout.shown = list(keys)
            self.layout.frozen = min(self.layout.frozen, len(keys) - 1)
            self._rearranged()

    def hide(self, key: str) -> None:
        """Take a column away; the last one stays."""
        left = [each for each in self.layout.shown if each != key]
        if left:
            frozen = self.layout.frozen - (key in self.layout.shown[: self.layout.frozen])
            self.layout.frozen = frozen
            self.show_columns(left)

    def freeze(self, many: int) -> None:
        """Keep so many of the first columns where they are while the others scroll sideways."""
        many = max(0, min(many, len(self.layout.shown) - 1))
        if many != self.layout.frozen:
            self.layout.frozen = many
            self._rearranged()

    def reset(self) -> None:
        """The standard columns, widths and order again."""
        self.layout = standard(self.unit)
        self._rearranged()

    def sort_by(self, key: str, *, descending: bool, adding: bool = False) -> None:
        """Sort by this column, or by it after those in force."""
        wanted = Sort(key, descending)
        sorts = self.layout.sorts if adding else ()
        if any(sort.column == key for sort in sorts):
            sorts = tuple(wanted if sort.column == key else sort for sort in sorts)
        else:
            sorts = (*sorts, wanted)
        self._sort(sorts)

    def sort_no_more_by(self, key: str) -> None:
        """Leave one column out of the order; without any, the newest come first."""
        self._sort(tuple(sort for sort in self.layout.sorts if sort.column != key))

    def clear_sort(self) -> None:
        """The newest first again."""
        self._sort(DEFAULT_SORT)

    def fit_content(self, section: int) -> None:
        """As wide as its head and what is in sight need it to be."""
        self._heads.resizeSection(
            section, self._widths.fitted(section, self._table.texts_in_sight())
        )

    def fit_all(self) -> None:
        """The same for all columns."""
        for section in self.visual_order():
            self.fit_content(section)

    def visual_order(self) -> list[int]:
        """Sections on show, from left to right."""
        return self._heads.visible_sections()

    def keep_now(self) -> None:
        """Remember what was changed, where that is remembered by itself."""
        changed = self._keep.isActive()
        self._keep.stop()
        if changed and self.is_own:
            self._memory.keep(self.unit, self.layout)

    def _sort(self, sorts: tuple[Sort, ...]) -> None:
        self.layout.sorts = sorts or DEFAULT_SORT
        self._rearranged()

    def _rearranged(self) -> None:
        self.arranged.emit()
        self._is_other()

    def _is_other(self) -> None:
        self._keep.start()
        self.changed.emit()

    def key(self, section: int) -> str:
        """The key of a section's column; empty when there is none."""
        columns = self._model.columns
        return columns[section].key if 0 <= section < len(columns) else ""

    def _sort_section(self, section: int, adding: bool) -> None:
        """A click sorts, another turns the order round; with Shift a third leaves it out again."""
        key = self.key(section)
        now = next((s for s in self.layout.sorts if s.column == key), None)
        first = columns_of(self.unit)[key].kind in (Kind.DATE, Kind.AMOUNT)
        if adding and now is not None and now.descending != first and len(self.layout.sorts) > 1:
            self.sort_no_more_by(key)
            return
        descending = not now.descending if now else first
        self.sort_by(key, descending=descending, adding=adding)

    def move_by(self, section: int, step: int) -> None:
        """So many places to the right, or to the left."""
        heads = self._heads
        order = self.visual_order()
        place = order.index(section) + step
        if 0 <= place < len(order):
            heads.moveSection(heads.visualIndex(section), heads.visualIndex(order[place]))

    def widen_by(self, section: int, steps: int) -> None:
        """A little wider, or narrower."""
        heads = self._heads
        wide = heads.sectionSize(section) + steps * theme.length(_STEP)
        heads.resizeSection(section, max(heads.minimumSectionSize(), wide))

    # --- applying

    def apply(self) -> None:
        """Bring the head in line with the layout after the model's columns changed."""
        heads = self._heads
        self._busy = True
        for section in range(heads.count()):
            heads.moveSection(heads.visualIndex(section), section)
        self._busy = False
        heads.show_order([c.key for c in self._model.columns], self.layout.sorts)
        heads.freeze(self.layout.frozen)
        self.fit()

    def fit(self) -> None:
        """Give each column its width; one takes the rest.

        Of the standard columns some make way where there is no room for all. Columns that the
        person chose, drew wider or froze scroll sideways.
        """
        room = self._table.viewport().width()
        columns = {column.key: column for column in self._model.columns}
        if self._busy or not columns or room < theme.length(100):
            return
        layout = self.layout
        touched = bool(layout.widths or layout.frozen)
        can_drop = set(columns) <= set(STANDARD[self.unit]) and not touched
        widths = {key: self._width(column, days=can_drop) for key, column in columns.items()}
        dropped = self._dropped(widths, room) if can_drop else set()
        shown = {key: width for key, width in widths.items() if key not in dropped}
        with_times = shown | {k: self._width(columns[k], days=False) for k in shown}
        days = can_drop and sum(with_times.values()) > room
        if not days:
            shown = with_times
        stretched = STRETCHED if STRETCHED in shown else ELSE_STRETCHED
        if stretched in shown and stretched not in layout.widths:
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
        grown = self._grown.get(column.key, 0)
        kept = self.layout.widths.get(column.key)
        if kept is not None and not (days and column.key == "ordered_at"):
            return max(theme.length(kept), grown)
        return max(self._widths.usual(column, days=days), grown)

    # --- taking over what the person did to the head

    def _widen(self, section: int, need: int) -> None:
        """An amount is never cut: its column grows."""
        key = self.key(section)
        if key and self._heads.sectionSize(section) < need:
            self._grown[key] = need
            self.fit()

    def _resized(self, section: int, _old: int, new: int) -> None:
        if self._busy or new <= 0:
            return
        key = self.key(section)
        if key:
            self._grown.pop(key, None)
            self.layout.widths[key] = round(new / theme.scale())
            self._is_other()

    def _moved(self, *_places: int) -> None:
        if self._busy:
            return
        on_show = [self.key(section) for section in self.visual_order()]
        hidden = [key for key in self.layout.shown if key not in on_show]
        self.layout.shown = [*on_show, *hidden]
        self._is_other()
