"""Asks what becomes of the orders before a connection is let go."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QRadioButton, QWidget

from orderdock.domain.connections import ConnectionView
from orderdock_ui import text
from orderdock_ui.theme import theme
from orderdock_ui.widgets.ask_dialog import AskDialog
from orderdock_ui.widgets.labels import Label
from orderdock_ui.widgets.layouts import column
from orderdock_ui.widgets.naming import named


class DisconnectDialog(AskDialog):
    """Keep the orders (the normal way) or erase them, which asks back in its button."""

    decided = Signal(str, bool)
    """Connection id, keep the orders."""

    def __init__(self, view: ConnectionView, parent: QWidget | None = None) -> None:
        super().__init__(
            "disconnect",
            f"Disconnect {view.name}",
            "Disconnect",
            words="The saved sign-in is erased from this computer. "
            "What should become of its orders?",
            width=460,
            parent=parent,
        )
        self._view = view
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
            self.body.addLayout(entry)
        self.keep.setChecked(True)
        self.erase.toggled.connect(self._reword)
        self._reword()

    def _reword(self) -> None:
        if self.erase.isChecked():
            orders = text.counted(self._view.orders, "order")
            self.go.put(f"Disconnect and erase {orders}")
            self.go.set_kind("danger")
        else:
            self.go.put("Disconnect")
            self.go.set_kind("primary")
        self.setFixedHeight(self.heightForWidth(self.width()))

    def confirm(self) -> None:
        self.decided.emit(self._view.id, self.keep.isChecked())
        super().confirm()
