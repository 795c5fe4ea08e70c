"""Asks back before a view is deleted."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from orderdock_ui.theme import theme
from orderdock_ui.widgets.buttons import Button
from orderdock_ui.widgets.labels import Label
from orderdock_ui.widgets.layouts import column, row
from orderdock_ui.widgets.naming import named


class DeleteViewDialog(QDialog):
    """`accepted` says that it may go."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = f"Delete “{name}”"
        named(self, "view-delete-dialog", title)
        self.setWindowTitle(title)
        self.setModal(False)
        self.setProperty("surface", "bg")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box = column(self, gap=14, margins=(28, 22, 28, 18))
        box.addWidget(Label(title, "dialog", 700, wrap=True))
        words = "Its filter, columns and order are forgotten. No order goes with it."
        box.addWidget(Label(words, ink="text2", wrap=True))
        box.addStretch(1)
        foot = row(gap=8)
        foot.addStretch(1)
        cancel = Button("Cancel", identifier="view-delete-cancel")
        cancel.clicked.connect(self.reject)
        go = Button("Delete the view", "danger", identifier="view-delete-confirm")
        go.clicked.connect(self.accept)
        foot.addWidget(cancel)
        foot.addWidget(go)
        box.addLayout(foot)
        self.setFixedWidth(theme.length(420))
        cancel.setFocus(Qt.FocusReason.OtherFocusReason)
