"""The search box of the orders: looked for while it is typed, with ways to go on offered below."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from orderdock_ui.theme import theme
from orderdock_ui.widgets.buttons import IconButton
from orderdock_ui.widgets.naming import named
from orderdock_ui.widgets.search import SearchField

if TYPE_CHECKING:
    from orderdock.query.completion import Completion, Offer
    from orderdock_ui.orders.offers_list import OffersList

Complete = Callable[[str, int, bool], "Completion"]
"""Text, place of the cursor, and whether the person asked for it."""

_TYPING_PAUSE_MS = 120
_LONGEST = 20_000
_HELP = (
    "Words of items, brands, order numbers and retailers. A field and a colon narrow it, such as"
    " retailer:amazon. Alt and arrow down offer the fields."
)
_STEPS = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -8,
    Qt.Key.Key_PageDown: 8,
}


class OrdersSearch(SearchField):
    """`orders-search`."""

    searched = Signal(str)
    """The text, a moment after the last was typed."""
    left = Signal()
    """The person went elsewhere."""
    entered = Signal()
    left_down = Signal()
    """To the table: the arrow down, or Enter where the text can be read."""
    emptied_further = Signal()
    """Backspace in the empty box: the last filter goes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Search orders, or type retailer:amazon", parent)
        named(self, "orders-search", "Search orders", _HELP)
        self.setToolTip("Search orders (Ctrl+F or /). Alt+Down offers fields, such as retailer:")
        self.setMaxLength(_LONGEST)
        self.complete: Complete | None = None
        """Says how a text can go on."""
        self.is_completing = False
        """Whether offers are welcome where the cursor stands."""
        self._clear = IconButton(
            "x", "Clear the search", identifier="orders-search-clear", size=14, parent=self
        )
        self._clear.clicked.connect(self._clear_now)
        self._clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._clear.setCursor(Qt.CursorShape.ArrowCursor)
        self._clear.hide()
        self._pause = QTimer(self, singleShot=True, interval=_TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        self.textChanged.connect(self._changed)
        self.textEdited.connect(lambda _text: self.offer())
        self._dress()
        theme.changed.connect(self._dress)

    @cached_property
    def offers(self) -> "OffersList":
        """The list of ways to go on; made when something is first typed."""
        from orderdock_ui.orders.offers_list import OffersList

        made = OffersList(self)
        made.taken.connect(self.take)
        return made

    def put(self, text: str) -> None:
        """Show this text instead, without searching; what was typed can be brought back (undo)."""
        if text == self.text():
            return
        self._pause.stop()
        self.stop_offering()
        self.blockSignals(True)
        self.selectAll()
        self.insert(text)
        self.blockSignals(False)
        self._clear.setVisible(bool(text))

    def complain(self, sentence: str) -> None:
        """Mark that the text cannot be read, and why; an empty sentence takes that back."""
        theme.set_property(self, "error", "true" if sentence else "false")
        self.setAccessibleDescription(sentence or _HELP)

    def _dress(self) -> None:
        self.setTextMargins(0, 0, theme.length(24), 0)
        self.setMinimumWidth(theme.length(140))

    def _changed(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        self._pause.start()

    def _clear_now(self) -> None:
        self.clear()
        self.stop_offering()
        self._pause.stop()
        self._tell()

    def _tell(self) -> None:
        self.searched.emit(self.text())

    # --- ways to go on

    def offer(self, *, asked: bool = False) -> None:
        """Offer how the text can go on at the cursor."""
        if self.complete is None:
            return
        self.is_completing = True
        self.offers.show_offers(self.complete(self.text(), self.cursorPosition(), asked))

    def stop_offering(self) -> None:
        """Until more is typed."""
        if self.is_completing:
            self.is_completing = False
            self.offers.hide()

    def _is_offering(self) -> bool:
        return self.is_completing and self.offers.isVisible()

    def take(self, offer: "Offer") -> None:
        """Put the offer in place of what it completes, and offer what may follow."""
        text, place = self.offers.completion.taken(self.text(), offer)
        self.selectAll()
        self.insert(text)
        self.setCursorPosition(place)
        self.offer()

    def _best(self) -> "Offer | None":
        """What Tab takes: a value, or a field that is not yet typed in full."""
        offers, completion = self.offers, self.offers.completion
        typed = self.text()[completion.start : completion.end]
        if offers.current() is None and not completion.of_value:
            whole = any(offer.shown == f"{typed.casefold()}:" for offer in completion.offers)
            return None if whole or not typed else offers.first()
        return offers.current() or offers.first()

    def _key_for_offers(self, event: QKeyEvent) -> bool:
        """Whether the key was for the list of offers."""
        offers = self.offers
        match Qt.Key(event.key()):
            case Qt.Key.Key_Escape:
                self.stop_offering()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if chosen := offers.current():
                self.take(chosen)
            case key if key in _STEPS and (key != Qt.Key.Key_Up or offers.current()):
                offers.move_by(_STEPS[key])
            case Qt.Key.Key_Left | Qt.Key.Key_Right | Qt.Key.Key_Home | Qt.Key.Key_End:
                self.stop_offering()
                return False
            case _:
                return False
        return True

    def focusNextPrevChild(self, onward: bool) -> bool:
        if onward and self._is_offering():
            best = self._best()
            if best is not None:
                self.take(best)
                return True
        return super().focusNextPrevChild(onward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._is_offering() and self._key_for_offers(event):
            event.accept()
            return
        held = event.modifiers()
        match event.key():
            case Qt.Key.Key_Space if held & Qt.KeyboardModifier.ControlModifier:
                self.offer(asked=True)
            case Qt.Key.Key_Down if held & Qt.KeyboardModifier.AltModifier:
                self.offer(asked=True)
            case Qt.Key.Key_Backspace if not self.text():
                self.emptied_further.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.stop_offering()
                self._pause.stop()
                self.entered.emit()
            case Qt.Key.Key_Down:
                self.left_down.emit()
            case Qt.Key.Key_Escape if self.text():
                self._clear_now()
            case _:
                super().keyPressEvent(event)
                return
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Escape is for the list of offers first, whatever else it would close."""
        overrides = event.type() == QEvent.Type.ShortcutOverride and self._is_offering()
        if overrides and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.stop_offering()
        super().mousePressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.stop_offering()
            self._pause.stop()
            self.left.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.stop_offering()
        side = self._clear.sizeHint().height()
        gap = (self.height() - side) // 2
        self._clear.setGeometry(self.width() - side - gap, gap, side, side)
