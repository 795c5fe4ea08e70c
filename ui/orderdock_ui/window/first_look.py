"""What the window shows for its first moment: its outline in quiet bars, nothing to load."""

from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from orderdock_ui import own_files

_SIDE, _RAIL_BELOW, _RAIL = 264, 900, 64
_HALF = 128
_TOOLS, _ROW = 86, 34
_COLUMNS = ((10, 110), (160, 70), (290, 110), (440, 210), (720, 80))
"""Left and width of the bars of a row."""
_SIDE_BARS = ((20, 16, 110), (60, 20, 60), (96, 20, 44), (132, 20, 52))
"""Top, left and width of the bars of the sidebar."""


class FirstLook(QWidget):
    """Painted once; the real parts take its place a moment later.

    With pixmaps of one pixel: a pen, a brush or a fill loads the whole `Qt` namespace, which takes
    as long as all else until the first paint.
    """

    def __init__(self, choice: str) -> None:
        super().__init__()
        hinted = self.palette().window().color().lightness() < _HALF
        dark = choice == "dark" or (choice != "light" and hinted)
        named = own_files.tokens()["dark" if dark else "light"]
        self._inks = {role: _ink(named[role]) for role in ("side", "surface", "line", "hover")}
        self._scale = QGuiApplication.primaryScreen().logicalDotsPerInchX() / 96

    def _px(self, length: float) -> int:
        return round(length * self._scale)

    def paintEvent(self, _event: object) -> None:
        painter = QPainter(self)
        fill, px, wide, high = painter.drawPixmap, self._px, self.width(), self.height()
        narrow = wide < px(_RAIL_BELOW)
        left = px(_RAIL if narrow else _SIDE)
        line, bar = self._inks["line"], self._inks["hover"]
        fill(0, 0, wide, high, self._inks["surface"])
        fill(0, 0, left, high, self._inks["side"])
        fill(left - 1, 0, 1, high, line)
        tall, row = px(8), px(_ROW)
        if not narrow:
            for top, start, length in _SIDE_BARS:
                fill(px(start), px(top), px(length), tall, bar)
        fill(left, px(_TOOLS), wide, 1, line)
        for top in range(px(_TOOLS) + row, high, row):
            fill(left, top, wide, 1, line)
            for start, length in _COLUMNS:
                fill(left + px(start), top + (row - tall) // 2, px(length), tall, bar)
        painter.end()


def _ink(colour: str) -> QPixmap:
    drop = QPixmap(1, 1)
    drop.fill(QColor(colour))
    return drop
