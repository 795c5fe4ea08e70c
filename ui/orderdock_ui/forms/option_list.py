"""Model and painting of a long list of options with logos."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from orderdock.auth.steps import Option
from orderdock_ui import assets
from orderdock_ui.forms.pictures import pictures
from orderdock_ui.theme import theme

ROW_HEIGHT = 48
Index = QModelIndex | QPersistentModelIndex


class OptionModel(QAbstractListModel):
    """The options whose words contain what is searched."""

    def __init__(self, options: Sequence[Option]) -> None:
        super().__init__()
        self._all = tuple(options)
        self._shown = self._all

    def search(self, words: str) -> None:
        """Show those that contain every word; the beginning of a name counts first."""
        wanted = words.casefold().split()
        self.beginResetModel()
        found = [o for o in self._all if all(w in _searched(o) for w in wanted)]
        if wanted:
            found.sort(key=lambda o: not o.label.casefold().startswith(wanted[0]))
        self._shown = tuple(found)
        self.endResetModel()

    def option(self, row: int) -> Option:
        """The option in that row."""
        return self._shown[row]

    def row_of(self, value: str) -> int:
        """The row of a value, -1 when it is not shown."""
        return next((i for i, o in enumerate(self._shown) if o.value == value), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        option = self._shown[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return option.label
        if role in (Qt.ItemDataRole.AccessibleDescriptionRole, Qt.ItemDataRole.ToolTipRole):
            return option.detail if option.enabled else option.why_not
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not self._shown[index.row()].enabled:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


def _searched(option: Option) -> str:
    return f"{option.label} {option.detail}".casefold()


class OptionDelegate(QStyledItemDelegate):
    """A row: logo or drawn initial, name, one line of detail."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        pictures.arrived.connect(view.viewport().update)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(theme.length(120), theme.length(ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, OptionModel):
            return
        shown, rect = model.option(index.row()), option.rect
        state = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.colour("select"))
            bar = QRect(rect.left(), rect.top(), theme.length(3), rect.height())
            painter.fillRect(bar, theme.colour("accent"))
        elif state & QStyle.StateFlag.State_MouseOver and shown.enabled:
            painter.fillRect(rect, theme.colour("hover"))
        side = theme.length(32)
        tile = QRect(rect.left() + theme.length(12), rect.center().y() - side // 2 + 1, side, side)
        _paint_logo(painter, tile, shown)
        self._paint_words(painter, rect, tile.right() + theme.length(12), shown)
        painter.restore()

    def _paint_words(self, painter: QPainter, rect: QRect, left: int, shown: Option) -> None:
        detail = shown.detail if shown.enabled else shown.why_not
        area = rect.adjusted(left - rect.left(), theme.length(5), -theme.length(12), 0)
        area.setHeight(rect.height() - theme.length(10))
        painter.setFont(theme.font("body", 600))
        painter.setPen(theme.colour("text" if shown.enabled else "disabled"))
        half = area.height() // 2
        name_box = QRect(area.left(), area.top(), area.width(), half if detail else area.height())
        vertical = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        name = painter.fontMetrics().elidedText(
            shown.label, Qt.TextElideMode.ElideRight, area.width()
        )
        painter.drawText(name_box, vertical, name)
        if detail:
            painter.setFont(theme.font("caption"))
            painter.setPen(theme.colour("text2"))
            below = QRect(area.left(), area.top() + half, area.width(), half)
            words = painter.fontMetrics().elidedText(
                detail, Qt.TextElideMode.ElideRight, area.width()
            )
            painter.drawText(below, vertical, words)


def _paint_logo(painter: QPainter, tile: QRect, shown: Option) -> None:
    logo = pictures.get(shown.picture_url)
    if logo is None:
        painter.drawPixmap(tile, assets.initial_tile(shown.label, 32))
        return
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawPixmap(_fit(logo, tile), logo)


def _fit(logo: QPixmap, tile: QRect) -> QRect:
    size = logo.size().scaled(tile.size(), Qt.AspectRatioMode.KeepAspectRatio)
    made = QRect(0, 0, size.width(), size.height())
    made.moveCenter(tile.center())
    return made
