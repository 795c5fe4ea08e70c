"""Asks what becomes of the orders before a connection is let go."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QRadioButton, QWidget

from orderdock.domain.connections import ConnectionView
from orderdock_ui import text
from orderdock_ui.theme import theme
from orderdock_ui.widgets.buttons import Button
from orderdock_ui.widgets.labels import Label
from orderdock_ui.widgets.layouts import column, row
from orderdock_ui.widgets.naming import named


class DisconnectDialog(QDialog):
    """Keep the orders (the normal way) or erase them, which asks back in its button."""

    decided = Signal(str, bool)
    """Connection id, keep the orders."""

    def __init__(self, view: ConnectionView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        title = f"Disconnect {view.name}"
        named(self, "disconnect-dialog", title)
        self.setWindowTitle(title)
        self.setModal(False)
        self.setProperty("surface", "bg")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box = column(self, gap=14, margins=(28, 22, 28, 18))
        box.addWidget(Label(title, "dialog", 700, wrap=True))
        words = "The saved sign-in is erased from this computer. What should become of its orders?"
        box.addWidget(Label(words, ink="text2", wrap=True))
        orders = text.counted(view.orders, "order")
        self.keep = named(QRadioButton(f"Keep {orders}"), "disconnect-keep")
        self.erase = named(QRadioButton(f"Erase {orders}"), "disconnect-erase")
        for choice, hint in (
            (self.keep, "They stay searchable and can be exported."),
            (self.erase, "They are removed from this computer. The provider still has them."),
        ):
            entry = column(gap=1)
            entry.addWidget(choice)
            detail = Label(hint, "caption", ink="text2", wrap=True)
            detail.setContentsMargins(theme.length(26), 0, 0, 0)
            entry.addWidget(detail)
            box.addLayout(entry)
        self.keep.setChecked(True)
        self.erase.toggled.connect(self._reword)
        box.addStretch(1)
        foot = row(gap=8)
        foot.addStretch(1)
        self.cancel = Button("Cancel", identifier="disconnect-cancel")
        self.cancel.clicked.connect(self.reject)
        self.go = Button("", identifier="disconnect-confirm")
        self.go.clicked.connect(self._go)
        foot.addWidget(self.cancel)
        foot.addWidget(self.go)
        box.addLayout(foot)
        self.setFixedWidth(theme.length(460))
        self._reword()
        self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def _reword(self) -> None:
        if self.erase.isChecked():
            orders = text.counted(self._view.orders, "order")
            self.go.put(f"Disconnect and erase {orders}")
            self.go.set_kind("danger")
        else:
            self.go.put("Disconnect")
            self.go.set_kind("primary")
        self.setFixedHeight(self.heightForWidth(self.width()))

    def _go(self) -> None:
        self.decided.emit(self._view.id, self.keep.isChecked())
        self.accept()
