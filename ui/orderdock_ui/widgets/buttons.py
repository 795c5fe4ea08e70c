"""Buttons: with words, with an icon alone, and as links."""

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPushButton, QSizePolicy, QToolButton, QWidget

from orderdock_ui.theme import theme
from orderdock_ui.widgets.naming import named

Kind = Literal["primary", "plain", "quiet", "danger", "link", "nav", "segment", "view", "pinned"]

_ICON_GAP = 4
_INK = {"primary": "on_accent", "danger": "bad", "link": "accent"}


class Button(QPushButton):
    """A button with words; Enter presses it as Space does."""

    def __init__(
        self,
        text: str,
        kind: Kind = "plain",
        *,
        icon: str = "",
        identifier: str = "",
        name: str = "",
        tip: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text.replace("&", "&&"), parent)
        self.setProperty("kind", kind)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor if kind == "link" else self.cursor())
        if kind == "link":
            self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        if icon:
            self.wear_icon(icon)
        if tip:
            self.setToolTip(tip)
        named(self, identifier or self.objectName(), name or text)

    def kind(self) -> str:
        """Which of the kinds it is."""
        return str(self.property("kind"))

    def wear_icon(self, icon: str, role: str = "") -> None:
        """Show `icon` before the words, in the ink of the button's kind unless `role` is given."""
        theme.wear_icon(self, icon, role or _INK.get(self.kind(), "text"), gap=_ICON_GAP)

    def put(self, text: str, name: str = "") -> None:
        """Other words."""
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(name or text)

    def set_kind(self, kind: Kind) -> None:
        """Another kind, shown at once."""
        theme.set_property(self, "kind", kind)
        if self.property("iconName"):
            self.wear_icon(str(self.property("iconName")))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)


class IconButton(QToolButton):
    """A button with an icon alone: it has a name and a tool tip for the words it lacks."""

    def __init__(
        self,
        icon: str,
        name: str,
        *,
        identifier: str = "",
        role: str = "text2",
        size: float = 16,
        shortcut: str = "",
        pressed: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "icon")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.wear_icon(self, icon, role, size)
        keys = QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)
        self.setToolTip(f"{name} ({keys})" if keys else name)
        named(self, identifier or self.objectName(), name)
        if pressed is not None:
            self.clicked.connect(pressed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)
