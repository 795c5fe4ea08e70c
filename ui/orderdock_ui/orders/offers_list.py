"""Ways to go on under a search box: a list over the window that never takes the focus."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from orderdock.query.completion import Completion, Offer
from orderdock_ui.theme import theme
from orderdock_ui.widgets.naming import announce, named

_SAYS = Qt.ItemDataRole.UserRole
_ROW = 28
_ROWS_SHOWN = 9
_NARROWEST, _WIDEST = 240, 520
_PAD, _GAP = 10, 16


class _TwoParts(QStyledItemDelegate):
    """What is offered, and quieter at the right what it is."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        area: QRect = option.rect
        accent = theme.colour("accent")
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, theme.colour("select"))
            painter.fillRect(area.left(), area.top(), theme.length(3), area.height(), accent)
        inside = area.adjusted(theme.length(_PAD), 0, -theme.length(_PAD), 0)
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        shown, says = str(index.data()), str(index.data(_SAYS))
        painter.setFont(theme.font("body"))
        metrics = painter.fontMetrics()
        cut = metrics.elidedText(shown, Qt.TextElideMode.ElideRight, inside.width())
        painter.setPen(theme.colour("text"))
        painter.drawText(inside, middle | int(Qt.AlignmentFlag.AlignLeft), cut)
        taken = metrics.horizontalAdvance(cut) + theme.length(_GAP)
        rest = inside.adjusted(taken, 0, 0, 0)
        painter.setFont(theme.font("caption", figures=True))
        cut = painter.fontMetrics().elidedText(says, Qt.TextElideMode.ElideRight, rest.width())
        painter.setPen(theme.colour("muted"))
        painter.drawText(rest, middle | int(Qt.AlignmentFlag.AlignRight), cut)

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(1, theme.length(_ROW))


class OffersList(QListWidget):
    """Mirrors a Completion; `taken` when one is clicked."""

    taken = Signal(Offer)

    def __init__(self, box: QWidget) -> None:
        super().__init__(box)
        named(self, "orders-search-offers", "Ways to go on")
        self.setProperty("kind", "floating")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setItemDelegate(_TwoParts(self))
        self._box = box
        self.completion = Completion()
        self.itemClicked.connect(lambda item: self.taken.emit(self._offer(self.row(item))))
        self.hide()

    def show_offers(self, completion: Completion) -> None:
        """Show these under the box; with none of them, nothing."""
        opening = self.isHidden()
        self.completion = completion
        self.clear()
        for offer in completion.offers:
            item = QListWidgetItem(offer.shown)
            item.setData(_SAYS, offer.says)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, _said(offer))
            self.addItem(item)
        self.setVisible(bool(completion))
        if not completion:
            return
        self._place()
        if opening:
            first, more = completion.offers[0].shown, len(completion.offers) - 1
            rest = f" and {more} more" if more else ""
            announce(self._box, f"Offered: {first}{rest}. Arrow down chooses, Tab takes.")

    def current(self) -> Offer | None:
        """The one the person has gone to."""
        place = self.currentRow()
        return self._offer(place) if self.isVisible() and place >= 0 else None

    def first(self) -> Offer:
        """The one that fits best."""
        return self._offer(0)

    def move_by(self, step: int) -> None:
        """Go up or down; up from the first goes back to the box."""
        place = self.currentRow() + step
        last = self.count() - 1
        if place < 0 and (step == -1 or self.currentRow() <= 0):
            self.setCurrentRow(-1)
            self.clearSelection()
            return
        self.setCurrentRow(max(0, min(place, last)))
        offer = self.current()
        if offer is not None:
            announce(self._box, f"{_said(offer)}, {self.currentRow() + 1} of {self.count()}")

    def _offer(self, place: int) -> Offer:
        return self.completion.offers[place]

    def _place(self) -> None:
        window = self._box.window()
        if self.parentWidget() is not window:
            self.setParent(window)
            self.show()
        tall = min(self.count(), _ROWS_SHOWN) * theme.length(_ROW)
        corner = self._box.mapTo(window, QPoint(0, self._box.height() + theme.length(4)))
        room = window.width() - corner.x() - theme.length(8)
        wide = max(theme.length(_NARROWEST), min(theme.length(_WIDEST), self._box.width()))
        edge = 2 * theme.length(4)
        below = window.height() - corner.y() - theme.length(8)
        self.setGeometry(corner.x(), corner.y(), min(wide, room), min(tall + edge, below))
        self.raise_()


def _said(offer: Offer) -> str:
    return f"{offer.shown}, {offer.says}" if offer.says else offer.shown
