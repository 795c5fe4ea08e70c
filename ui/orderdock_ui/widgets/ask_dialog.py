"""A small question beside the window: what it is about, Cancel, and the one thing it can do."""

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from orderdock_ui.theme import theme
from orderdock_ui.widgets.buttons import Button
from orderdock_ui.widgets.labels import Label
from orderdock_ui.widgets.layouts import column, row
from orderdock_ui.widgets.naming import named


class AskDialog(QDialog):
    """`accepted` says that it may be done. Esc is Cancel, which has the focus at first.

    `part` begins the identifiers: PART-dialog, PART-cancel, PART-confirm. What is asked for beyond
    the words goes into `body`; who checks it first overrides `confirm`.
    """

    def __init__(
        self,
        part: str,
        title: str,
        verb: str,
        kind: Literal["primary", "danger"] = "primary",
        *,
        words: str = "",
        width: int = 420,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        named(self, f"{part}-dialog", title)
        self.setWindowTitle(title)
        self.setModal(False)
        self.setProperty("surface", "bg")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box = column(self, gap=14, margins=(28, 22, 28, 18))
        box.addWidget(Label(title, "dialog", 700, wrap=True))
        if words:
            box.addWidget(Label(words, ink="text2", wrap=True))
        self.body = column(gap=14)
        box.addLayout(self.body)
        box.addStretch(1)
        foot = row(gap=8)
        foot.addStretch(1)
        self.cancel = Button("Cancel", identifier=f"{part}-cancel")
        self.cancel.clicked.connect(self.reject)
        self.go = Button(verb, kind, identifier=f"{part}-confirm")
        self.go.clicked.connect(self.confirm)
        foot.addWidget(self.cancel)
        foot.addWidget(self.go)
        box.addLayout(foot)
        self.setFixedWidth(theme.length(width))
        self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def confirm(self) -> None:
        """The person said yes."""
        self.accept()
