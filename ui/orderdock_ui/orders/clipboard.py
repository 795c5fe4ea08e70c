"""Rows of the table as text for the clipboard."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from orderdock_ui.orders.table_model import OrdersModel

MOST = 50_000
"""Rows copied at once; for more there is the export."""


def as_text(model: OrdersModel, rows: Sequence[int], order: Sequence[int], *, heads: bool) -> None:
    """Copy `rows` with the sections of `order`, tab-separated, one line a row."""
    lines = []
    if heads:
        horizontal = Qt.Orientation.Horizontal
        lines.append("\t".join(str(model.headerData(s, horizontal)) for s in order))
    for row in rows[:MOST]:
        texts = model.texts(row)
        if texts is not None:
            lines.append("\t".join(texts[s].replace("\t", " ") for s in order))
    if lines:
        QGuiApplication.clipboard().setText("\n".join(lines))
