"""The search box of the orders."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QWidget

from orderdock_ui import assets
from orderdock_ui.theme import theme
from orderdock_ui.widgets.naming import named


class SearchField(QLineEdit):
    """A line with a magnifying glass; its text is looked for while it is typed."""

    def __init__(self, words: str, identifier: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, identifier, words, "Words of items, brands, order numbers, retailers")
        self.setPlaceholderText(words)
        self.setClearButtonEnabled(True)
        self.setMaxLength(500)
        self.setToolTip(f"{words} (Ctrl+F or /)")
        self._glass = QAction(self)
        self.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self._dress()
        theme.changed.connect(self._dress)

    def _dress(self) -> None:
        self._glass.setIcon(assets.icon("search", "muted", 16))
