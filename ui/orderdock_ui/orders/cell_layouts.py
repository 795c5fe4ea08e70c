"""Laid-out texts of cells, kept so that a frame only places them."""

from collections import OrderedDict
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QStaticText, QTextLayout

from orderdock_ui.orders.hits import Hits

_KEPT = 8_000
"""More than ten frames of texts."""
_LONGEST = 400
"""Characters looked at; no cell shows more."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A text ready to be drawn, its width, and where (left, width) a search found something."""

    static: QStaticText
    width: int
    marks: tuple[tuple[int, int], ...] = ()


class CellLayouts:
    """The layouts of one font."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self.metrics = QFontMetrics(font)
        self.height = self.metrics.height()
        self.ascent = self.metrics.ascent()
        self.hits = Hits()
        self._cut: OrderedDict[tuple[str, int, bool], Cell] = OrderedDict()
        self._whole: OrderedDict[str, Cell] = OrderedDict()

    def forget(self) -> None:
        """Lay everything out anew."""
        self._cut.clear()
        self._whole.clear()

    def whole(self, text: str) -> Cell:
        """A text that is never cut: an amount, a count."""
        cell = self._whole.get(text)
        if cell is None:
            if len(self._whole) >= _KEPT:
                self._whole.popitem(last=False)  # one by one: no frame pays for all of them
            cell = self._whole[text] = self._made(text)
        return cell

    def cut(self, text: str, room: int, *, middle: bool = False) -> Cell:
        """A text cut to `room`: at its end, or in the `middle` where both ends tell it apart."""
        key = (text, room, middle)
        cell = self._cut.get(key)
        if cell is None:
            if len(self._cut) >= _KEPT:
                self._cut.popitem(last=False)
            shown = text[:_LONGEST]
            if self.metrics.horizontalAdvance(shown) > room:  # asked first: cutting takes longer
                mode = Qt.TextElideMode.ElideMiddle if middle else Qt.TextElideMode.ElideRight
                shown = self.metrics.elidedText(shown, mode, room)
            cell = self._cut[key] = self._made(shown, marks=bool(self.hits))
        return cell

    def _made(self, text: str, *, marks: bool = False) -> Cell:
        static = QStaticText(text)
        static.setTextFormat(Qt.TextFormat.PlainText)
        static.prepare(font=self.font)
        found = self._marks(text) if marks else ()
        return Cell(static, self.metrics.horizontalAdvance(text), found)

    def _marks(self, text: str) -> tuple[tuple[int, int], ...]:
        places = self.hits.places(text)
        if not places:
            return ()
        layout = QTextLayout(text, self.font)  # it knows where letters of either direction lie
        layout.beginLayout()
        line = layout.createLine()
        layout.endLayout()
        marks = []
        for start, length in places:
            ends = [_x(line.cursorToX(at)) for at in (start, start + length)]
            marks.append((round(min(ends)), max(1, round(max(ends) - min(ends)))))
        return tuple(marks)


def _x(answer: object) -> float:
    """PySide answers (x, position)."""
    return float(answer[0]) if isinstance(answer, tuple) else float(str(answer))
