"""What the window shows for its first moment: its outline in quiet bars, nothing to load."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QGuiApplication, QPainter
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
    """Painted once; the real parts take its place a moment later."""

    def __init__(self, choice: str) -> None:
        super().__init__()
        # By the palette: merely touching the `Qt` namespace costs as much as the whole first paint.
        hinted = self.palette().window().color().lightness() < _HALF
        dark = choice == "dark" or (choice != "light" and hinted)
        named = own_files.tokens()["dark" if dark else "light"]
        self._colours = {role: QColor(named[role]) for role in ("side", "surface", "line", "hover")}
        self._scale = QGuiApplication.primaryScreen().logicalDotsPerInchX() / 96

    def _px(self, length: float) -> int:
        return round(length * self._scale)

    def paintEvent(self, _event: object) -> None:
        painter = QPainter(self)
        narrow = self.width() < self._px(_RAIL_BELOW)
        left = self._px(_RAIL if narrow else _SIDE)
        painter.fillRect(self.rect(), self._colours["surface"])
        painter.fillRect(QRect(0, 0, left, self.height()), self._colours["side"])
        line, bar = self._colours["line"], self._colours["hover"]
        painter.fillRect(QRect(left - 1, 0, 1, self.height()), line)
        tall, row = self._px(8), self._px(_ROW)
        if not narrow:
            for top, start, wide in _SIDE_BARS:
                box = QRect(self._px(start), self._px(top), self._px(wide), tall)
                painter.fillRect(box, bar)
        painter.fillRect(QRect(left, self._px(_TOOLS), self.width(), 1), line)
        for top in range(self._px(_TOOLS) + row, self.height(), row):
            painter.fillRect(QRect(left, top, self.width(), 1), line)
            for start, wide in _COLUMNS:
                at, middle = left + self._px(start), top + (row - tall) // 2
                painter.fillRect(QRect(at, middle, self._px(wide), tall), bar)
        painter.end()
