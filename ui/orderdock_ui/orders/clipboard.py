"""Rows of the table as text for the clipboard."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from orderdock.query.columns import Column, Kind
from orderdock_ui.orders.table_model import OrdersModel

MOST = 20_000
"""Rows copied at once; for more there is the export."""


def copy_rows(model: OrdersModel, rows: Sequence[int], order: Sequence[int], *, heads: bool) -> int:
    """Copy `rows` with the sections of `order`, tab-separated; answers how many were copied.

    Numbers are written so that a spreadsheet of the same locale takes them for numbers, amounts
    with their currency in a cell of its own.
    """
    lines = [_heads(model, order)] if heads else []
    before = len(lines)
    for row in rows[:MOST]:
        texts, values = model.texts(row), model.values(row)
        if texts is None or values is None:
            continue
        cells = []
        for section in order:
            column = model.columns[section]
            cells.append(_cell(model, column, texts[section], values[section]))
            if column.kind == Kind.AMOUNT:
                cells.append(texts[-1])
        lines.append("\t".join(cells))
    if len(lines) > before:
        QGuiApplication.clipboard().setText("\n".join(lines))
    return len(lines) - before


def _cell(model: OrdersModel, column: Column, text: str, value: object) -> str:
    if column.kind in (Kind.AMOUNT, Kind.NUMBER):
        return model.pages.wording.for_spreadsheet(None if value is None else str(value))
    return str(value) if column.kind == Kind.COUNT and value is not None else text


def _heads(model: OrdersModel, order: Sequence[int]) -> str:
    horizontal = Qt.Orientation.Horizontal
    heads = []
    for section in order:
        heads.append(str(model.headerData(section, horizontal)))
        if model.columns[section].kind == Kind.AMOUNT:
            heads.append("Currency")
    return "\t".join(heads)
