"""A window beside the work: two parts next to each other, or one under the other where narrow."""

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QCloseEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QDialog, QWidget

from orderdock_ui.export.places import SettingsKeeper
from orderdock_ui.theme import theme
from orderdock_ui.widgets.layouts import row, scrolling

HEAD = 26
"""As high as a head with a link in it: both parts begin in line, and no link moves anything."""
_SIZE = (1010, 672)
_BESIDE = 720
"""Width (at 100 % text) from which the parts stand beside each other."""
_GEOMETRY = "export.geometry"
_ANY = 16_777_215


class BesideWindow(QDialog):
    """Non-modal; remembers its size and place."""

    def __init__(self, keeper: SettingsKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModal(False)
        self._keeper = keeper
        self._left: QWidget | None = None
        self._wide = 0
        self._placed = False

    def beside(self, left: QWidget, wide: int, right: QBoxLayout) -> QWidget:
        """Both parts in an area that scrolls; the left one is `wide` where there is room."""
        self._left, self._wide = left, wide
        inside = QWidget()
        self._body = row(inside, gap=24, margins=(20, 12, 20, 16))
        self._body.addWidget(left, 0, Qt.AlignmentFlag.AlignTop)
        self._body.addLayout(right, 1)
        self._area = scrolling(inside)
        return self._area

    def bring_into_sight(self, part: QWidget) -> None:
        """Scroll to it where not everything has room."""
        self._area.ensureWidgetVisible(part, 0, 0)

    def showEvent(self, event: QShowEvent) -> None:
        if not self._placed:
            self._placed = True
            self._restore()
        super().showEvent(event)

    def _restore(self) -> None:
        room = self.screen().availableGeometry().size()
        kept = self._keeper.settings().get(_GEOMETRY)
        if not (
            isinstance(kept, str) and self.restoreGeometry(QByteArray.fromBase64(kept.encode()))
        ):
            wide, tall = (theme.length(side) for side in _SIZE)
            self.resize(min(wide, room.width()), min(tall, room.height()))

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._placed:
            kept = self.saveGeometry().toBase64().toStdString()
            self._keeper.save_setting(_GEOMETRY, kept)
        super().closeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)  # an edge of its own, where the desktop draws none
        painter.setPen(theme.colour("line"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._left is None:
            return
        beside = self.width() >= theme.length(_BESIDE)
        if beside:
            self._body.setDirection(QBoxLayout.Direction.LeftToRight)
            self._left.setFixedWidth(theme.length(self._wide))
        else:
            self._body.setDirection(QBoxLayout.Direction.TopToBottom)
            self._left.setMinimumWidth(1)
            self._left.setMaximumWidth(_ANY)
        alignment = Qt.AlignmentFlag.AlignTop if beside else Qt.AlignmentFlag(0)
        self._body.setAlignment(self._left, alignment)
