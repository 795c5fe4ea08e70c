"""Asks back before a view is deleted."""

from PySide6.QtWidgets import QWidget

from orderdock_ui.widgets.ask_dialog import AskDialog


class DeleteViewDialog(AskDialog):
    """`accepted` says that it may go."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(
            "view-delete",
            f"Delete “{name}”",
            "Delete the view",
            "danger",
            words="Its filter, columns and order are forgotten. No order goes with it.",
            parent=parent,
        )
