"""Painting a connection: state icon, name, state in words, how fresh its data is."""

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from orderdock_ui import assets, text
from orderdock_ui.connections.model import ConnectionsModel
from orderdock_ui.connections.pending import look_of
from orderdock_ui.theme import theme
from orderdock_ui.widgets.naming import named

Index = QModelIndex | QPersistentModelIndex

ROW_HEIGHT = 62
_GAP = 2
_LEFT = 38


class ConnectionDelegate(QStyledItemDelegate):
    """Three lines; the third is never cut, the name is, in its middle."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(theme.length(100), theme.length(ROW_HEIGHT + _GAP))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, ConnectionsModel):
            return
        view = model.connection(index.row())
        look = look_of(view)
        box = option.rect.adjusted(0, theme.length(1), 0, -theme.length(1))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, box, option)
        left = box.left() + theme.length(10)
        top = box.top() + theme.length(8)
        painter.drawPixmap(left, top, assets.pixmap(look.icon, look.ink, 18))
        self._paint_lines(painter, box, model.lines(index.row()), _line_ink(look))
        painter.restore()

    def _paint_ground(self, painter: QPainter, box: QRect, option: QStyleOptionViewItem) -> None:
        state = option.state
        fill = ""
        if state & QStyle.StateFlag.State_Selected:
            fill = "select"
        elif state & QStyle.StateFlag.State_MouseOver:
            fill = "hover"
        radius = theme.length(8)
        painter.setPen(Qt.PenStyle.NoPen)
        if fill:
            painter.setBrush(theme.colour(fill))
            painter.drawRoundedRect(box, radius, radius)
        if state & QStyle.StateFlag.State_HasFocus and self._view.hasFocus():
            pen = painter.pen()
            pen.setStyle(Qt.PenStyle.SolidLine)
            pen.setColor(theme.colour("focus"))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), radius, radius)

    def _paint_lines(
        self, painter: QPainter, box: QRect, lines: tuple[str, str, str], ink: str
    ) -> None:
        area = _words_area(box)
        third = area.height() / 3
        looks = (
            ("body", 600, "text", Qt.TextElideMode.ElideMiddle),
            ("caption", 500, ink, Qt.TextElideMode.ElideRight),
            ("caption", 400, "text2", Qt.TextElideMode.ElideNone),
        )
        for i, (words, (role, weight, colour, mode)) in enumerate(zip(lines, looks, strict=True)):
            painter.setFont(theme.font(role, weight))  # type: ignore[arg-type] # literals above
            painter.setPen(theme.colour(colour))
            line = QRect(area.left(), round(area.top() + i * third), area.width(), round(third))
            cut = painter.fontMetrics().elidedText(words, mode, area.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, cut)

    def createEditor(
        self, parent: QWidget, _option: QStyleOptionViewItem, _index: Index
    ) -> QLineEdit:
        editor = named(QLineEdit(parent), "connection-name", "Name of the connection")
        editor.setProperty("kind", "inline")
        editor.setMaxLength(80)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            model.setData(index, editor.text())

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, _index: Index
    ) -> None:
        area = _words_area(option.rect)
        editor.setGeometry(
            area.left() - theme.length(6),
            option.rect.top() + theme.length(4),
            area.width() + theme.length(6),
            theme.length(28),
        )


def _words_area(box: QRect) -> QRect:
    return box.adjusted(theme.length(_LEFT), theme.length(7), -theme.length(8), -theme.length(6))


def _line_ink(look: text.StateLook) -> str:
    return look.ink if look.ink != "muted" else "text2"
