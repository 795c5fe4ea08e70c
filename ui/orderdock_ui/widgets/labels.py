"""Labels by role of type and ink, and the small things between them."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from orderdock_ui.theme import theme
from orderdock_ui.theme.tokens import TypeRole


class Label(QLabel):
    """Plain text (never HTML) in a role of type and ink."""

    def __init__(
        self,
        text: str = "",
        role: TypeRole = "body",
        weight: int = 400,
        ink: str = "text",
        *,
        wrap: bool = False,
        figures: bool = False,
        selectable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        theme.wear_ink(self, ink)
        self.setWordWrap(wrap)
        if wrap:
            self.setMinimumWidth(1)
        if selectable:
            self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        theme.wear_font(self, role, weight, figures=figures)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            # A new parent's style puts back the font of the first polish.
            theme.redress(self)

    def set_ink(self, ink: str) -> None:
        """Another ink, shown at once."""
        theme.wear_ink(self, ink)


class ElidedLabel(Label):
    """One line that is cut to its width; what is cut is in the tool tip."""

    def __init__(
        self,
        text: str = "",
        role: TypeRole = "body",
        weight: int = 400,
        ink: str = "text",
        *,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, role, weight, ink, parent=parent)
        self._mode = mode
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(theme.length(24))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.length(24), super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(theme.colour(str(self.property("inkRole"))))
        cut = self.fontMetrics().elidedText(self.text(), self._mode, self.width())
        painter.drawText(self.rect(), int(self.alignment()), cut)
        painter.end()
        self.setToolTip(self.text() if cut != self.text() else "")


class IconLabel(QLabel):
    """An icon that is only shown; words beside it say the same, so screen readers skip it."""

    def __init__(
        self, icon: str, role: str = "text", size: float = 16, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.show_icon(icon, role, size)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_icon(self, icon: str, role: str = "text", size: float = 16) -> None:
        """Another icon or ink."""
        theme.wear_icon(self, icon, role, size)
        side = theme.length(size)
        self.setFixedSize(side, side)


def hairline(parent: QWidget | None = None) -> QFrame:
    """A line of one pixel between groups."""
    line = QFrame(parent)
    line.setProperty("surface", "line")
    line.setFixedHeight(1)
    return line
