"""Small rounded facts."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from orderdock_ui import assets
from orderdock_ui.theme import theme


class Badge(QWidget):
    """An icon (maybe) and a few words on a pill; `warn` for what one should know before."""

    def __init__(self, words: str, icon: str = "", *, warn: bool = False) -> None:
        super().__init__()
        self._words = words
        self._icon = icon
        self._warn = warn
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.wear_font(self, "caption", 500)

    def sizeHint(self) -> QSize:
        icon = theme.length(12 + 4) if self._icon else 0
        wide = self.fontMetrics().horizontalAdvance(self._words) + icon + theme.length(18)
        return QSize(wide, theme.length(22))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill, ink = ("warn_soft", "warn") if self._warn else ("side", "text2")
        painter.setPen(theme.colour(fill))
        painter.setBrush(theme.colour(fill))
        radius = self.height() / 2
        painter.drawRoundedRect(self.rect(), radius, radius)
        left = theme.length(9)
        if self._icon:
            side = theme.length(12)
            painter.drawPixmap(
                left, (self.height() - side) // 2, assets.pixmap(self._icon, ink, 12)
            )
            left += side + theme.length(4)
        painter.setPen(theme.colour(ink))
        base = (self.height() + self.fontMetrics().ascent() - self.fontMetrics().descent()) // 2
        painter.drawText(left, base, self._words)
        painter.end()
