"""One order in full, beside the table: its lines, its money checked, its own record."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from orderdock.services.library import OrderDetail
from orderdock_ui import assets
from orderdock_ui.orders.status_marks import mark_of
from orderdock_ui.orders.words import Wording
from orderdock_ui.theme import theme
from orderdock_ui.widgets.buttons import Button, IconButton
from orderdock_ui.widgets.labels import ElidedLabel, IconLabel, Label, hairline
from orderdock_ui.widgets.layouts import clear, column, row, scrolling, surface
from orderdock_ui.widgets.naming import named

WIDTH = 320


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
        self._detail: OrderDetail | None = None
        self.setMinimumWidth(theme.length(WIDTH))
        outside = column(self)
        head = row(gap=12, margins=(16, 16, 12, 8))
        self._tile = Label()
        head.addWidget(self._tile)
        titles = column(gap=2)
        self._title = ElidedLabel("", "card", 700)
        self._number = ElidedLabel("", "caption", ink="text2", mode=Qt.TextElideMode.ElideMiddle)
        titles.addWidget(self._title)
        titles.addWidget(self._number)
        head.addLayout(titles, 1)
        head.addWidget(
            IconButton(
                "x", "Close order", identifier="order-detail-close", pressed=self.closed.emit
            ),
            0,
            Qt.AlignmentFlag.AlignTop,
        )
        outside.addLayout(head)
        self._body = QWidget()
        self._lines = column(self._body, gap=4, margins=(16, 0, 16, 12))
        self._scroll = scrolling(self._body)
        outside.addWidget(self._scroll, 1)
        self._raw = named(QPlainTextEdit(), "order-detail-record", "The provider's own record")
        self._raw.setReadOnly(True)
        self._raw.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._raw.hide()
        outside.addWidget(self._raw, 1)
        foot_frame = surface("foot")
        foot = row(foot_frame, gap=8, margins=(12, 8, 12, 8))
        copy = Button("Copy", "quiet", icon="copy", identifier="order-detail-copy")
        copy.clicked.connect(self._copy)
        self._switch = Button("Raw record", "quiet", icon="braces", identifier="order-detail-raw")
        self._switch.clicked.connect(self._toggle_raw)
        foot.addWidget(copy)
        foot.addWidget(self._switch)
        foot.addStretch(1)
        outside.addWidget(foot_frame)

    def show_order(self, detail: OrderDetail) -> None:
        """Show this order from its top."""
        self._detail = detail
        order = detail.order
        name = str(order.get("retailer") or "Unknown retailer")
        self._tile.setPixmap(assets.initial_tile(name, 36))
        self._title.setText(name)
        self._number.setText(f"Order {order.get('order_number') or 'without a number'}")
        self.setAccessibleName(f"Order {order.get('order_number') or ''} of {name}")
        clear(self._lines)
        self._status(order)
        self._fact("Ordered", self._wording.long_moment(order.get("ordered_at")) or "Not known")
        self._fact("Connection", self._name_of(detail.connection))
        self._gap()
        many = len(detail.lines)
        self._lines.addWidget(Label(f"{many} {'line' if many == 1 else 'lines'}", weight=600))
        for line in detail.lines:
            self._line(line)
        self._gap()
        self._money(detail)
        self._lines.addStretch(1)
        self._raw.setPlainText("\n\n".join(_pretty(record) for record in detail.raw))
        self._scroll.verticalScrollBar().setValue(0)

    # --- parts

    def _gap(self) -> None:
        self._lines.addSpacing(theme.length(6))
        self._lines.addWidget(hairline())
        self._lines.addSpacing(theme.length(4))

    def _fact(self, name: str, value: str, weight: int = 400) -> None:
        line = row(gap=12)
        line.addWidget(Label(name, ink="text2" if weight == 400 else "text", weight=weight))
        text = Label(value, weight=weight, wrap=True, selectable=True, figures=True)
        text.setAlignment(Qt.AlignmentFlag.AlignRight)
        line.addWidget(text, 1)
        self._lines.addLayout(line)

    def _status(self, order: Mapping[str, Any]) -> None:
        status = str(order.get("status") or "")
        if not status:
            return
        icon, role = mark_of(status)
        line = row(gap=6)
        line.addWidget(IconLabel(icon, role))
        shown = status.replace("_", " ")
        line.addWidget(Label(shown[:1].upper() + shown[1:], weight=600))
        words = str(order.get("status_text") or "")
        if words and words.casefold() != shown.casefold():
            line.addWidget(ElidedLabel(f"“{words}”", ink="text2"), 1)
        else:
            line.addStretch(1)
        self._lines.addLayout(line)

    def _line(self, line: Mapping[str, Any]) -> None:
        place = row(gap=12, margins=(0, 6, 0, 0))
        left = column(gap=1)
        left.addWidget(
            Label(str(line.get("item_name") or "Item without a name"), weight=600, wrap=True)
        )
        details = [str(line[key]) for key in ("brand", "sku") if line.get(key)]
        quantity, price = line.get("quantity"), line.get("unit_price")
        if quantity is not None or price is not None:
            said = self._wording.quantity(quantity) or "?"
            details.append(f"{said} × {self._wording.amount(price) or 'no price'}")
        status = line.get("shipment_status")
        if status:
            details.append(str(status).replace("_", " "))
        left.addWidget(Label(" · ".join(details), "caption", ink="text2", wrap=True))
        place.addLayout(left, 1)
        amount = Label(self._wording.amount(line.get("line_amount")), figures=True)
        amount.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        place.addWidget(amount)
        self._lines.addLayout(place)

    def _money(self, detail: OrderDetail) -> None:
        order = detail.order
        total = self._wording.amount(order.get("order_total"))
        currency = order.get("currency") or "currency not known"
        self._fact("Total", f"{total} {currency}" if total else "Not known", 700)
        for sentence in detail.checks:
            fine = sentence.startswith("Lines add up")
            line = row(gap=6, margins=(0, 4, 0, 0))
            icon, role = ("circle-check", "ok") if fine else ("triangle-alert", "warn")
            line.addWidget(IconLabel(icon, role), 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(Label(sentence, "caption", ink=role, wrap=True), 1)
            self._lines.addLayout(line)

    # --- doing

    def _toggle_raw(self) -> None:
        raw = self._raw.isHidden()
        self._raw.setVisible(raw)
        self._scroll.setVisible(not raw)
        self._switch.put("Order" if raw else "Raw record")
        if raw:
            self._raw.setFocus()

    def _copy(self) -> None:
        if self._detail is None:
            return
        if not self._raw.isHidden():
            QGuiApplication.clipboard().setText(self._raw.toPlainText())
            return
        lines = [self._title.text(), self._number.text()]
        for line in self._detail.lines:
            parts = ("item_name", "sku", "quantity", "unit_price", "currency")
            lines.append("\t".join("" if line.get(p) is None else str(line[p]) for p in parts))
        total = self._detail.order.get("order_total")
        lines.append(f"Total\t{total or ''}\t{self._detail.order.get('currency') or ''}")
        QGuiApplication.clipboard().setText("\n".join(lines))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)


def _pretty(record: bytes) -> str:
    """The record with line breaks; every number and text as the provider wrote it."""
    import msgspec  # after the first paint only

    with suppress(msgspec.MsgspecError):
        record = msgspec.json.format(record, indent=2)
    return record.decode("utf-8", "replace")
