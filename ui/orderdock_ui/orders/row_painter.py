"""A frame of the orders table in one pass: a text per cell, no questions to model or style.

A stock view asks its model and style a dozen questions a cell; here the texts of each row are taken
once and drawn with kept layouts, column by column, so that pens and fonts change seldom.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPainter

from orderdock.query.columns import Column, Kind
from orderdock_ui import assets
from orderdock_ui.orders.cell_layouts import Cell, CellLayouts
from orderdock_ui.orders.hits import Hits
from orderdock_ui.orders.row_pages import Texts
from orderdock_ui.orders.status_marks import in_words, mark_of
from orderdock_ui.orders.table_model import RIGHT_KINDS
from orderdock_ui.theme import theme

PAD = 10
STATUS_KEYS = frozenset({"shipment_status", "status"})
"""Drawn with the icon of their meaning."""
ID_KEYS = frozenset({"order_number", "sku", "order_key", "line_key"})
"""Cut in the middle: both ends tell them apart."""


@dataclass(frozen=True, slots=True)
class Part:
    """A column of which something is to be painted."""

    section: int
    column: Column
    left: int
    width: int


@dataclass(frozen=True, slots=True)
class Row:
    """A row to be painted; `texts` is None while its place in the order is not known."""

    number: int
    top: int
    texts: Texts | None
    selected: bool


class RowPainter:
    """Paints rows; keeps layouts between frames."""

    def __init__(self) -> None:
        self.dress()

    def dress(self) -> None:
        """Take fonts and lengths from the theme in force."""
        self._plain = CellLayouts(theme.font("body", figures=True))
        self._strong = CellLayouts(theme.font("body", 600, figures=True))
        self._small = CellLayouts(theme.font("caption"))
        self._pad = theme.length(PAD)
        self._code = self._small.metrics.horizontalAdvance("MMM") + theme.length(6)

    def seek(self, hits: Hits) -> None:
        """Mark what this search found from now on."""
        self._plain.hits = hits
        self._plain.forget()

    def amount_room(self, text: str) -> int:
        """The width of a column that shows this amount and its currency whole."""
        return self._strong.metrics.horizontalAdvance(text) + self._code + 2 * self._pad

    def paint(
        self, painter: QPainter, rows: Sequence[Row], parts: Sequence[Part], width: int, tall: int
    ) -> list[tuple[int, int]]:
        """Paint `rows` of the height `tall`; answers (section, width) of amounts without room."""
        self._paint_ground(painter, rows, width, tall)
        known = [row for row in rows if row.texts is not None]
        if len(known) < len(rows):
            self._paint_unread(painter, [row for row in rows if row.texts is None], parts, tall)
        narrow = []
        for part in parts:
            need = self._way(part.column)(painter, known, part, tall)
            if need > part.width:
                narrow.append((part.section, need))
        return narrow

    def _paint_ground(self, painter: QPainter, rows: Sequence[Row], width: int, tall: int) -> None:
        colour = theme.colour
        select, accent, zebra, line = map(colour, ("select", "accent", "zebra", "line"))
        bar = theme.length(3)
        for row in rows:
            if row.selected:
                painter.fillRect(0, row.top, width, tall, select)
                painter.fillRect(0, row.top, bar, tall, accent)
            elif row.number % 2:
                painter.fillRect(0, row.top, width, tall, zebra)
            painter.fillRect(0, row.top + tall - 1, width, 1, line)

    def _paint_unread(
        self, painter: QPainter, rows: Sequence[Row], parts: Sequence[Part], tall: int
    ) -> None:
        bar, longest = theme.length(8), theme.length(90)
        for part in parts:
            room = min(part.width - 2 * self._pad, longest)
            for row in rows if room > 0 else ():
                place = QRect(part.left + self._pad, row.top + (tall - bar) // 2, room, bar)
                painter.fillRect(place, theme.colour("line"))

    def _way(self, column: Column) -> Callable[[QPainter, Sequence[Row], Part, int], int]:
        if column.kind == Kind.AMOUNT:
            return self._paint_amounts
        if column.kind in RIGHT_KINDS:
            return self._paint_numbers
        return self._paint_states if column.key in STATUS_KEYS else self._paint_texts

    # --- each kind of column; the answer is the width it wants

    def _paint_texts(self, painter: QPainter, rows: Sequence[Row], part: Part, tall: int) -> int:
        layouts, section = self._plain, part.section
        left, room = part.left + self._pad, part.width - 2 * self._pad
        middle = part.column.key in ID_KEYS
        down = (tall - layouts.height) // 2
        cells = [
            (row.top + down, layouts.cut(row.texts[section], room, middle=middle))
            for row in rows
            if row.texts and row.texts[section]
        ]
        if layouts.hits:
            self._paint_marks(painter, cells, left)
        painter.setFont(layouts.font)
        painter.setPen(theme.colour("text"))
        for top, cell in cells:
            painter.drawStaticText(left, top, cell.static)
        return 0

    def _paint_marks(self, painter: QPainter, cells: Sequence[tuple[int, Cell]], left: int) -> None:
        mark = theme.colour("mark")
        for top, cell in cells:
            for start, width in cell.marks:
                painter.fillRect(left + start, top, width, self._plain.height, mark)

    def _paint_numbers(self, painter: QPainter, rows: Sequence[Row], part: Part, tall: int) -> int:
        painter.setPen(theme.colour("text"))
        return self._paint_right(painter, rows, part, tall, self._plain, 0) + 2 * self._pad

    def _paint_amounts(self, painter: QPainter, rows: Sequence[Row], part: Part, tall: int) -> int:
        layouts = self._strong if part.column.key == "order_total" else self._plain
        painter.setPen(theme.colour("text"))
        need = self._paint_right(painter, rows, part, tall, layouts, self._code)
        base = (tall - layouts.height) // 2 + layouts.ascent - self._small.ascent
        right = part.left + part.width - self._pad
        painter.setFont(self._small.font)
        painter.setPen(theme.colour("muted"))
        for row in rows:
            code = row.texts[-1] if row.texts else ""
            if code:
                cell = self._small.whole(code)
                painter.drawStaticText(right - cell.width, row.top + base, cell.static)
        return need + self._code + 2 * self._pad

    def _paint_right(
        self,
        painter: QPainter,
        rows: Sequence[Row],
        part: Part,
        tall: int,
        layouts: CellLayouts,
        kept_free: int,
    ) -> int:
        """Texts that end at the right edge less `kept_free`; answers the widest."""
        section, widest = part.section, 0
        right = part.left + part.width - self._pad - kept_free
        down = (tall - layouts.height) // 2
        painter.setFont(layouts.font)
        for row in rows:
            text = row.texts[section] if row.texts else ""
            if text:
                cell = layouts.whole(text)
                widest = max(widest, cell.width)
                painter.drawStaticText(right - cell.width, row.top + down, cell.static)
        return widest

    def _paint_states(self, painter: QPainter, rows: Sequence[Row], part: Part, tall: int) -> int:
        layouts, section = self._plain, part.section
        icon_room = theme.length(20)
        left, room = part.left + self._pad, part.width - 2 * self._pad - icon_room
        down = (tall - layouts.height) // 2
        painter.setFont(layouts.font)
        pen = ""
        for row in rows:
            status = row.texts[section] if row.texts else ""
            if not status:
                continue
            icon, role = mark_of(status)
            drawn = assets.pixmap(icon, role, 14)
            high = round(drawn.height() / drawn.devicePixelRatio())
            painter.drawPixmap(QPoint(left, row.top + (tall - high) // 2), drawn)
            ink = "muted" if role == "muted" else "text"
            if ink != pen:
                pen = ink
                painter.setPen(theme.colour(ink))
            cell = layouts.cut(in_words(status), room)
            painter.drawStaticText(left + icon_room, row.top + down, cell.static)
        return 0
