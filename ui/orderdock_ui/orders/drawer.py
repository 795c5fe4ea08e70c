"""One order in full, beside the table: its lines, its money checked, its own record."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from orderdock.services.library import OrderDetail
from orderdock_ui import assets
from orderdock_ui.orders.history import changes_in_words
from orderdock_ui.orders.status_marks import in_words, mark_of
from orderdock_ui.orders.words import Wording
from orderdock_ui.theme import theme
from orderdock_ui.widgets.buttons import Button, IconButton
from orderdock_ui.widgets.labels import ElidedLabel, IconLabel, Label, hairline
from orderdock_ui.widgets.layouts import clear, column, row, scrolling, surface
from orderdock_ui.widgets.naming import named

WIDTH = 320
_CHANGES_SHOWN = 6


class OrderDrawer(QFrame):
    """Opens on Enter or a click, closes on Esc."""

    closed = Signal()

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
        self.detail: OrderDetail | None = None
        outside = column(self)
        outside.addLayout(self._head())
        self._body = QWidget()
        self._lines = column(self._body, gap=5, margins=(16, 0, 16, 16))
        self._scroll = scrolling(self._body)
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
        foot = row(frame, gap=8, margins=(8, 6, 8, 6))
        copy = Button("Copy", "quiet", icon="copy", identifier="order-detail-copy")
        copy.clicked.connect(self.copy)
        self._switch = Button("Raw record", "quiet", icon="braces", identifier="order-detail-raw")
        self._switch.clicked.connect(self.toggle_raw)
        foot.addWidget(copy)
        foot.addWidget(self._switch)
        foot.addStretch(1)
        return frame

    def show_order(self, detail: OrderDetail) -> None:
        """Show this order from its top (or where it was read when it is the same one)."""
        same = self.detail is not None and self.detail.id == detail.id
        at = self._scroll.verticalScrollBar().value() if same else 0
        self.detail = detail
        order = detail.order
        name = str(order.get("retailer") or "Unknown retailer")
        self._tile.setPixmap(assets.initial_tile(name, 36))
        self._title.setText(name)
        number = order.get("order_number")
        self._number.setText(f"Order {number}" if number else "No order number")
        self.setAccessibleName(f"Order {number or 'without a number'} of {name}")
        clear(self._lines)
        self._status(detail)
        self._fact("Ordered", self._wording.long_moment(order.get("ordered_at")))
        self._fact("Connection", self._name_of(detail.connection))
        self._gap()
        said = self._wording.counted(len(detail.lines), "line")
        self._lines.addWidget(Label(said, "caption", 600, ink="text2"))
        several = len({line.get("shipment_status") for line in detail.lines}) > 1
        for line in detail.lines:
            self._line(line, with_status=several)
        self._gap()
        self._money(detail)
        self._gap()
        self._history(detail)
        self._lines.addStretch(1)
        self._raw.setPlainText("\n\n".join(_pretty(record) for record in detail.raw))
        self._switch.setEnabled(bool(detail.raw))
        self._scroll.verticalScrollBar().setValue(at)

    # --- parts

    def _gap(self) -> None:
        self._lines.addSpacing(theme.length(5))
        self._lines.addWidget(hairline())
        self._lines.addSpacing(theme.length(3))

    def _fact(self, name: str, value: str, weight: int = 400) -> None:
        line = row(gap=12)
        ink = "text2" if weight == 400 else "text"
        line.addWidget(Label(name, ink=ink, weight=weight), 0, Qt.AlignmentFlag.AlignTop)
        said = Label(value or "Not known", weight=weight, wrap=True, selectable=True, figures=True)
        said.set_ink("text" if value else "muted")
        said.setAlignment(Qt.AlignmentFlag.AlignRight)
        line.addWidget(said, 1)
        self._lines.addLayout(line)

    def _status(self, detail: OrderDetail) -> None:
        order = detail.order
        status = str(order.get("status") or order.get("shipment_status") or "")
        if not status:
            return
        icon, role = mark_of(status)
        line = row(gap=6)
        line.addWidget(IconLabel(icon, role))
        shown = in_words(status)
        line.addWidget(Label(shown, weight=600))
        words = str(order.get("status_text") or "")
        if words and words.casefold() != shown.casefold():
            line.addWidget(ElidedLabel(f"“{words}”", "caption", ink="text2"), 1)
        else:
            line.addStretch(1)
        self._lines.addLayout(line)

    def _line(self, line: Mapping[str, Any], *, with_status: bool) -> None:
        place = row(gap=12, margins=(0, 3, 0, 3))
        left = column(gap=0)
        item = str(line.get("item_name") or "Item without a name")
        left.addWidget(Label(item, weight=600, wrap=True, selectable=True))
        details = [str(line["brand"])] if line.get("brand") else []
        if line.get("sku"):
            details.append(f"SKU {line['sku']}")
        quantity, price = line.get("quantity"), line.get("unit_price")
        if quantity is not None or price is not None:
            said = self._wording.quantity(quantity) or "?"
            details.append(f"{said} × {self._wording.amount(price) or 'no price'}")
        if with_status and line.get("shipment_status"):
            details.append(in_words(str(line["shipment_status"])))
        if line.get("missing_since") is not None:
            details.append("no longer in the provider's list")
        if details:
            left.addWidget(Label(" · ".join(details), "caption", ink="text2", wrap=True))
        place.addLayout(left, 1)
        sums = _product(quantity, price)
        amount = Label(self._wording.amount(None if sums is None else f"{sums:f}"), figures=True)
        amount.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        place.addWidget(amount)
        self._lines.addLayout(place)

    def _money(self, detail: OrderDetail) -> None:
        order = detail.order
        currency = str(order.get("currency") or "")
        sums = [_product(line.get("quantity"), line.get("unit_price")) for line in detail.lines]
        known = [s for s in sums if s is not None]
        if known and len(known) == len(sums):
            self._fact("Lines", self._wording.amount(f"{sum(known):f}"))
        total = self._wording.amount(order.get("order_total"))
        self._fact("Total", f"{total} {currency}".strip() if total else "", 700)
        if total and not currency:
            self._remark("info", "text2", "The provider did not say the currency.")
        for sentence in detail.checks:
            self._remark("triangle-alert", "warn", sentence)
        if not detail.checks and known and len(known) == len(sums) and total:
            self._remark("circle-check", "ok", "The lines add up to the total.")

    def _history(self, detail: OrderDetail) -> None:
        for sentence in changes_in_words(detail.changes, self._wording)[:_CHANGES_SHOWN]:
            self._remark("history", "text2", sentence)
        first = detail.order.get("first_seen")
        if first is not None:
            self._remark("inbox", "text2", f"First read {self._wording.long_moment(first)}")

    def _remark(self, icon: str, role: str, sentence: str) -> None:
        line = row(gap=6, margins=(0, 2, 0, 0))
        line.addWidget(IconLabel(icon, role, 14), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(Label(sentence, "caption", ink=role, wrap=True), 1)
        self._lines.addLayout(line)

    # --- doing

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
        say = self._wording.for_spreadsheet
        order = self.detail.order
        lines = [f"{self._title.text()}\t{self._number.text()}"]
        when = self._wording.long_moment(order.get("ordered_at"))
        if when:
            lines.append(f"Ordered\t{when}")
        for line in self.detail.lines:
            parts = [" ".join(str(line.get(key) or "").split()) for key in ("item_name", "sku")]
            parts += [say(line.get("quantity")), say(line.get("unit_price"))]
            lines.append("\t".join([*parts, str(line.get("currency") or "")]))
        total = say(order.get("order_total"))
        lines.append(f"Total\t{total}\t{order.get('currency') or ''}".rstrip("\t"))
        QGuiApplication.clipboard().setText("\n".join(lines))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)


def _product(quantity: str | None, price: str | None) -> Decimal | None:
    if quantity is None or price is None:
        return None
    return Decimal(quantity) * Decimal(price)


def _pretty(record: bytes) -> str:
    """The record with line breaks; every number and text as the provider wrote it."""
    import msgspec  # after the first paint only

    with suppress(msgspec.MsgspecError, UnicodeDecodeError):
        record = msgspec.json.format(record, indent=2)
    return record.decode("utf-8", "replace")
