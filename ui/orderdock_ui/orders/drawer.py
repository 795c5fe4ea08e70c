"""One order in full, beside the table: lines, money checked, own words, history, its own record."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from orderdock.query.detail import OrderDetail
from orderdock_ui import assets
from orderdock_ui.orders import order_words
from orderdock_ui.orders.detail_column import DetailColumn
from orderdock_ui.orders.own_words_part import OwnWordsPart
from orderdock_ui.orders.words import Wording
from orderdock_ui.theme import theme
from orderdock_ui.widgets.buttons import Button, IconButton
from orderdock_ui.widgets.labels import ElidedLabel, Label
from orderdock_ui.widgets.layouts import column, row, scrolling, surface
from orderdock_ui.widgets.naming import named


class OrderDrawer(QFrame):
    """Opens on Enter or a click, closes on Esc."""

    closed = Signal()
    turned_to = Signal(int)
    """Another order is shown: its id."""
    hide_asked = Signal(int)
    restore_asked = Signal(int)
    """The order's id."""

    def __init__(
        self,
        wording: Wording,
        name_of: Callable[[str], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        named(self, "order-detail", "Order")
        self.setProperty("surface", "drawer")
        self._wording = wording
        self._name_of = name_of
        self._whole_history = False
        self.detail: OrderDetail | None = None
        outside = column(self)
        outside.addLayout(self._head())
        self._facts, self._rest = DetailColumn(), DetailColumn()
        self.own = OwnWordsPart()
        body = QWidget()
        inside = column(body, gap=10, margins=(16, 0, 16, 16))
        for part in (self._facts, self.own, self._rest):
            inside.addWidget(part)
        inside.addStretch(1)
        self._scroll = scrolling(body)
        outside.addWidget(self._scroll, 1)
        self._raw = named(QPlainTextEdit(), "order-detail-record", "The provider's own record")
        self._raw.setReadOnly(True)
        self._raw.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._raw.hide()
        self._dress()
        theme.changed.connect(self._dress)
        holder = column(margins=(12, 0, 12, 8))
        holder.addWidget(self._raw)
        outside.addLayout(holder, 1)
        outside.addWidget(self._foot())

    def _dress(self) -> None:
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        fixed.setPixelSize(theme.length(12))
        self._raw.setFont(fixed)

    def _head(self) -> Any:
        head = row(gap=12, margins=(16, 14, 12, 10))
        self._tile = Label()
        head.addWidget(self._tile)
        titles = column(gap=1)
        self._title = ElidedLabel("", "card", 700)
        self._number = ElidedLabel("", "caption", ink="text2", mode=Qt.TextElideMode.ElideMiddle)
        titles.addWidget(self._title)
        titles.addWidget(self._number)
        head.addLayout(titles, 1)
        away = IconButton("x", "Close the order", identifier="order-detail-close", shortcut="Esc")
        away.clicked.connect(self.closed)
        head.addWidget(away, 0, Qt.AlignmentFlag.AlignTop)
        return head

    def _foot(self) -> QWidget:
        frame = surface("foot")
        foot = row(frame, gap=4, margins=(8, 6, 8, 6))
        copy = Button("Copy", "quiet", icon="copy", identifier="order-detail-copy")
        copy.clicked.connect(self.copy)
        self._switch = Button("Raw record", "quiet", icon="braces", identifier="order-detail-raw")
        self._switch.clicked.connect(self.toggle_raw)
        foot.addWidget(copy)
        foot.addWidget(self._switch)
        foot.addStretch(1)
        self._hide = IconButton("eye-off", "Hide the order", identifier="order-detail-hide")
        self._hide.clicked.connect(self._hide_or_restore)
        foot.addWidget(self._hide)
        return frame

    def show_order(self, detail: OrderDetail) -> None:
        """Show this order from its top (or where it was read when it is the same one)."""
        same = self.detail is not None and self.detail.id == detail.id
        at = self._scroll.verticalScrollBar().value() if same else 0
        self._whole_history = self._whole_history and same
        self.detail = detail
        order = detail.order
        name = str(order.get("retailer") or "Unknown retailer")
        self._tile.setPixmap(assets.initial_tile(name, 36))
        self._title.setText(name)
        number = order.get("order_number")
        self._number.setText(f"Order {number}" if number else "No order number")
        self.setAccessibleName(f"Order {number or 'without a number'} of {name}")
        self._facts.clear()
        order_words.say_facts(self._facts, detail, self._wording, self._name_of)
        self.own.show_words(detail.id, detail.tags, str(order.get("note") or ""))
        self._say_rest(detail)
        if not same or self._raw.toPlainText() != detail.record:
            self._raw.setPlainText(detail.record)
        self._switch.setEnabled(bool(detail.raw))
        hidden = order.get("hidden_since") is not None
        theme.wear_icon(self._hide, "eye" if hidden else "eye-off", "text2", 16)
        words = "Restore the order" if hidden else "Hide the order"
        self._hide.setToolTip(words)
        self._hide.setAccessibleName(words)
        self._scroll.verticalScrollBar().setValue(at)
        if not same:
            self.turned_to.emit(detail.id)

    def _say_rest(self, detail: OrderDetail) -> None:
        rest, wording = self._rest, self._wording
        rest.clear()
        rest.gap()
        order_words.say_lines(rest, detail, wording)
        rest.gap()
        order_words.say_money(rest, detail, wording)
        if detail.links:
            rest.gap()
            order_words.say_links(rest, detail)
        rest.gap()
        left = order_words.say_history(rest, detail, wording, whole=self._whole_history)
        if left:
            words = f"Show {wording.counted(left, 'earlier change')}"
            more = Button(words, "link", identifier="order-detail-history")
            more.clicked.connect(self._show_history)
            rest.add(more)

    # --- doing

    def offer_tags(self, known: Sequence[str]) -> None:
        """Tags that can be completed to."""
        self.own.offer(known)

    def toggle_raw(self) -> None:
        """The provider's own record in place of ours, or back."""
        raw = self._raw.isHidden()
        self._raw.setVisible(raw)
        self._scroll.setVisible(not raw)
        self._switch.put("Order" if raw else "Raw record")
        self._switch.wear_icon("receipt-text" if raw else "braces")
        if raw:
            self._raw.setFocus()

    def copy(self) -> None:
        """What is on show as text."""
        if self.detail is None:
            return
        if not self._raw.isHidden():
            QGuiApplication.clipboard().setText(self._raw.toPlainText())
            return
        said = order_words.as_text(
            self.detail, self._wording, self._title.text(), self._number.text()
        )
        QGuiApplication.clipboard().setText(said)

    def _show_history(self) -> None:
        self._whole_history = True
        if self.detail is not None:
            self._say_rest(self.detail)

    def _hide_or_restore(self) -> None:
        if self.detail is not None:
            hidden = self.detail.order.get("hidden_since") is not None
            (self.restore_asked if hidden else self.hide_asked).emit(self.detail.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)
