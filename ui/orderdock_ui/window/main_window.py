"""The main window itself: title, place, first paint, closing. What is in it comes after."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Signal
from PySide6.QtWidgets import QMainWindow, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QPaintEvent


_FIRST = (1280, 800)


class MainWindow(QMainWindow):
    """Light enough to be on the screen before anything else is loaded."""

    closed = Signal()
    left = Signal(str)
    """Its place and size, as text for the settings; just before `closed`."""

    def __init__(self, first_look: QWidget, geometry: str, *, sandbox: bool) -> None:
        super().__init__()
        self.setObjectName("main-window")
        self.setAccessibleIdentifier("main-window")
        self.setAccessibleName("Orderdock")
        self.setWindowTitle("Orderdock – Sandbox" if sandbox else "Orderdock")
        self._was_painted = False
        self.setCentralWidget(first_look)
        self._restore(geometry)

    def _restore(self, geometry: str) -> None:
        if not (geometry and self.restoreGeometry(QByteArray.fromBase64(geometry.encode()))):
            screen = self.screen()
            room, k = screen.availableGeometry(), screen.logicalDotsPerInchX() / 96
            self.resize(
                min(round(_FIRST[0] * k), room.width()), min(round(_FIRST[1] * k), room.height())
            )

    def is_painted(self) -> bool:
        """Whether the first paint is done."""
        return self._was_painted

    def come_forward(self) -> None:
        """Raise the window: somebody started Orderdock a second time."""
        if self.isMinimized():
            self.showNormal()
        self.show()
        self.raise_()
        self.activateWindow()

    def paintEvent(self, event: "QPaintEvent") -> None:
        super().paintEvent(event)
        self._was_painted = True

    def closeEvent(self, event: "QCloseEvent") -> None:
        self.left.emit(bytes(self.saveGeometry().toBase64().data()).decode())
        event.accept()
        self.closed.emit()
