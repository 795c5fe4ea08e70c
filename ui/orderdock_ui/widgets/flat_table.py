"""Tables of a few plain columns: text over hairlines, a bar on what is selected, one focus ring."""

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
)
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from orderdock_ui.theme import theme
from orderdock_ui.widgets.naming import named

Index = QModelIndex | QPersistentModelIndex
PAD = 10
"""Room at the sides of a cell, as in the heads."""
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class FlatCells(QStyledItemDelegate):
    """One line of text, cut at its end; the column's side also where it is written from the right.

    A table whose rows belong together in blocks turns `zebra` off.
    """

    zebra = True

    def ink(self, _index: Index) -> str:
        """The role of the ink of this cell."""
        return "text"

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.colour("select"))
            if index.column() == 0:
                bar = theme.length(3)
                painter.fillRect(
                    rect.left(), rect.top(), bar, rect.height(), theme.colour("accent")
                )
        elif self.zebra and index.row() % 2:
            painter.fillRect(rect, theme.colour("zebra"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.colour("line"))
        pad = theme.length(PAD)
        inner = rect.adjusted(pad, 0, -pad, -1)
        said = str(index.data() or "")
        cut = option.fontMetrics.elidedText(said, Qt.TextElideMode.ElideRight, inner.width())
        side = Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole) or _LEFT)
        painter.setPen(theme.colour(self.ink(index)))
        painter.drawText(inner, side | Qt.AlignmentFlag.AlignAbsolute, cut)


class FlatTable(QTableView):
    """Whole rows are selected, arrows move from cell to cell; the ring is around the cell.

    Where a row is one thing, not cells of their own, `ring_of_row` puts the ring around the row.
    """

    row_height = 32
    """Px at 100 % text."""
    ring_of_row = False

    def __init__(
        self,
        identifier: str,
        name: str,
        *,
        heads: str = "Columns",
        model: QAbstractItemModel | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        named(self, identifier, name)
        if model is not None:
            self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setItemDelegate(FlatCells(self))
        part = identifier.partition("-")[0]
        named(self.verticalHeader(), f"{part}-row-heads", "Rows").hide()
        bar = named(self.horizontalHeader(), f"{part}-heads", heads)
        bar.setHighlightSections(False)
        self.dress()
        theme.changed.connect(self.dress)

    def dress(self) -> None:
        """Fonts and lengths of the theme as it is now."""
        self.setFont(theme.font("body", figures=True))
        self.horizontalHeader().setFont(theme.font("body", 600))
        self.verticalHeader().setDefaultSectionSize(theme.length(self.row_height))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        current = self.currentIndex()
        if not current.isValid() or not self.hasFocus():
            return
        painter = QPainter(self.viewport())
        ring = QPen(theme.colour("focus"), 2)
        ring.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(ring)
        painter.drawRect(self._ringed(current).adjusted(1, 1, -2, -2))

    def _ringed(self, current: QModelIndex) -> QRect:
        cell = self.visualRect(current)
        if not self.ring_of_row:
            return cell
        bar = self.horizontalHeader()
        return QRect(-bar.offset(), cell.top(), bar.length(), cell.height())

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        model = self.model()
        if model is not None and not self.currentIndex().isValid() and model.rowCount():
            self.selectionModel().setCurrentIndex(
                model.index(0, 0), QItemSelectionModel.SelectionFlag.NoUpdate
            )
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()
