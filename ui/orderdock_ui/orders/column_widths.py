"""How wide columns have to be: for their kind at first, or for what is in sight."""

from collections.abc import Iterable

from PySide6.QtGui import QFontMetrics

from orderdock.query.columns import Column, Kind
from orderdock_ui.orders import headings
from orderdock_ui.orders.head_painter import room_for
from orderdock_ui.orders.row_pages import Texts
from orderdock_ui.orders.row_painter import PAD, STATUS_KEYS
from orderdock_ui.orders.status_marks import in_words
from orderdock_ui.orders.table_model import OrdersModel
from orderdock_ui.theme import theme

STRETCHED = "item_name"
ELSE_STRETCHED = "retailer"
_LEAST_STRETCHED = 140
_LONGEST_TEXT = 26
"""Characters a column of text has room for at first."""
_WIDEST = 640
"""What fitting gives at most; wider by hand."""
_LETTERS = "aeilnorst"
_DAY, _MOMENT = "2026-11-21", "2026-11-21 18:02"


class ColumnWidths:
    """Widths in pixels at the text size in force."""

    def __init__(self, model: OrdersModel) -> None:
        self._model = model

    def usual(self, column: Column, *, days: bool) -> int:
        """Room for what a column of its kind usually holds; with `days` dates lose their time."""
        if column.key == STRETCHED:
            return theme.length(_LEAST_STRETCHED)
        metrics = QFontMetrics(theme.font("body", figures=True))
        pads = theme.length(2 * PAD) + 2  # what is measured whole may be cut by a rounded pixel
        match column.kind:
            case Kind.DATE:
                day = days and column.key == "ordered_at"
                need = metrics.horizontalAdvance(_DAY if day else _MOMENT) + pads
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
        return max(need, self._head(column, days=days))

    def fitted(self, section: int, rows: Iterable[Texts]) -> int:
        """Room for the texts of `rows` and the head, within reason."""
        column = self._model.columns[section]
        weight = 600 if column.key == "order_total" else 400
        metrics = QFontMetrics(theme.font("body", weight, figures=True))
        texts = {texts[section] for texts in rows}
        if column.key in STATUS_KEYS:
            texts = {in_words(text) for text in texts if text}
        need = max((metrics.horizontalAdvance(text) for text in texts), default=0)
        need += theme.length(2 * PAD) + 2
        if column.kind == Kind.AMOUNT:
            need += theme.length(36)
        elif column.key in STATUS_KEYS:
            need += theme.length(20)
        return min(max(need, self._head(column, days=False)), theme.length(_WIDEST))

    def _head(self, column: Column, *, days: bool) -> int:
        zone = self._model.pages.wording.zone_name
        words = headings.head(
            column, self._model.unit, zone, days=days and column.key == "ordered_at"
        )
        return room_for(words)
