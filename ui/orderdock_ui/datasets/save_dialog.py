"""Where a file of records goes."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton, QWidget

from orderdock_ui.widgets.naming import named

_KINDS = {"CSV table (*.csv)": "csv", "JSON Lines (*.jsonl)": "jsonl"}


def ask_where(window: QWidget, suggested: Path, take: Callable[[Path], object]) -> QFileDialog:
    """Ask beside the work for a file; it asks back before one that exists is replaced."""
    dialog = QFileDialog(window, "Save records as", str(suggested.parent))
    named(dialog, "datasets-save-dialog", "Save records as")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setNameFilters(list(_KINDS))
    dialog.setDefaultSuffix(suggested.suffix.lstrip("."))
    dialog.filterSelected.connect(lambda kind: dialog.setDefaultSuffix(_KINDS[kind]))
    dialog.selectFile(suggested.name)
    dialog.fileSelected.connect(lambda place: take(Path(place)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    for field in dialog.findChildren(QLineEdit, "fileNameEdit"):
        named(field, "datasets-path", "File name")
    for button in dialog.findChildren(QPushButton):
        if button.isDefault():
            named(button, "datasets-save-confirm", "Save")
    return dialog
