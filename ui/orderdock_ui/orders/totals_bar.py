"""The bar under the table: how many, and one total a currency; never a sum over currencies."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from orderdock.query.filters import Count, CurrencyTotal
from orderdock_ui.orders.words import Wording
from orderdock_ui.theme import theme
from orderdock_ui.widgets.buttons import Button
from orderdock_ui.widgets.labels import Label
from orderdock_ui.widgets.layouts import row
from orderdock_ui.widgets.naming import named

_BETWEEN = 20
"""px between two totals."""


class _Totals(QLabel):
    """`orders-totals`: "EUR 412,908.10", as many as fit; all of them in its accessible name."""

    def __init__(self) -> None:
        super().__init__()
        named(self, "orders-totals", "Totals")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(1)
        self._pairs: list[tuple[str, str]] = []
        self._kept = 0

    def show_pairs(self, pairs: list[tuple[str, str]]) -> None:
        """Show these pairs of code and amount."""
        self._pairs = pairs
        said = "; ".join(f"{code} {amount}" for code, amount in pairs)
        self.setText(said)
        self.setAccessibleName(f"Totals: {said}" if said else "No totals")
        self.setToolTip("\n".join(f"{code} {amount}" for code, amount in pairs))
        self.update()

    def fit(self, room: int) -> int:
        """Keep as many as fit into `room`, at least one; answers how many are left out."""
        used, self._kept = 0, 0
        for code, amount in self._pairs:
            used += self._wide(code, amount) + theme.length(_BETWEEN)
            if used > room and self._kept:
                break
            self._kept += 1
        self.update()
        return len(self._pairs) - self._kept

    def _fonts(self) -> tuple[QFontMetrics, QFontMetrics]:
        return (
            QFontMetrics(theme.font("caption", 600)),
            QFontMetrics(theme.font("body", 600, figures=True)),
        )

    def _wide(self, code: str, amount: str) -> int:
        small, plain = self._fonts()
        return small.horizontalAdvance(code) + theme.length(6) + plain.horizontalAdvance(amount)

    def sizeHint(self) -> QSize:
        return QSize(theme.length(60), theme.length(24))

    def minimumSizeHint(self) -> QSize:
        return QSize(1, theme.length(24))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        small, plain = self._fonts()
        base = (self.height() - plain.height()) // 2 + plain.ascent()
        right = self.width()
        for code, amount in reversed(self._pairs[: self._kept]):
            right -= plain.horizontalAdvance(amount)
            painter.setFont(theme.font("body", 600, figures=True))
            painter.setPen(theme.colour("text"))
            painter.drawText(right, base, amount)
            right -= theme.length(6) + small.horizontalAdvance(code)
            painter.setFont(theme.font("caption", 600))
            painter.setPen(theme.colour("text2"))
            painter.drawText(right, base, code)
            right -= theme.length(_BETWEEN)
        painter.end()


class TotalsBar(QFrame):
    """`orders-count` and `orders-totals`."""

    explained = Signal()
    """Somebody asks what is in the totals."""

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "foot")
        self._wording = wording
        self.totals: tuple[CurrencyTotal, ...] = ()
        line = row(self, gap=12, margins=(16, 0, 16, 0))
        self._count = named(Label(weight=600, figures=True), "orders-count", "Orders shown")
        self._lines = Label(ink="text2", figures=True)
        for label in (self._count, self._lines):
            label.setMinimumWidth(1)
        self._sums = _Totals()
        self._more = Button(
            "", "link", icon="sigma", identifier="orders-more-totals", name="More totals"
        )
        self._blank = Button(
            "", "link", icon="info", identifier="orders-blank-totals", name="Blank totals"
        )
        for widget in (self._count, self._lines):
            line.addWidget(widget)
        line.addWidget(self._sums, 1)
        for button in (self._more, self._blank):
            button.clicked.connect(self.explained)
            button.hide()
            line.addWidget(button)
        self._dress()
        theme.changed.connect(self._dress)

    def _dress(self) -> None:
        self.setFixedHeight(theme.length(44))
        self._fit()

    def show_count(self, count: Count) -> None:
        """How many orders and lines the filter leaves."""
        orders = self._wording.counted(count.orders, "order")
        lines = self._wording.counted(count.lines, "line")
        self._count.setText(orders)
        self._lines.setText(lines)
        self._count.setAccessibleName(f"{orders}, {lines}")
        self._fit()

    def show_totals(self, totals: Sequence[CurrencyTotal]) -> None:
        """The order totals, each order counted once; the currency of most orders first."""
        self.totals = tuple(sorted(totals, key=lambda t: (-t.orders, t.currency)))
        self._sums.show_pairs([self.pair(t) for t in self.totals if t.orders > t.blank_totals])
        blank = sum(t.blank_totals for t in totals)
        self._blank.setVisible(bool(blank))
        if blank:
            words = self._wording.counted(blank, "blank total")
            self._blank.put(words, f"{words}. Explain this number")
            self._blank.setToolTip("Explain this number")
        self._fit()

    def pair(self, total: CurrencyTotal) -> tuple[str, str]:
        """Currency and amount in words."""
        return total.currency or "No currency", self._wording.amount(f"{total.total:f}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As many currencies as there is room for; the rest is counted in a link."""
        gap = theme.length(12)
        taken = self._count.sizeHint().width() + self._lines.sizeHint().width() + 3 * gap
        if not self._blank.isHidden():
            taken += self._blank.sizeHint().width() + gap
        room = self.width() - 2 * theme.length(16) - taken
        left_out = self._sums.fit(room)
        if left_out:
            words = "1 currency" if left_out == 1 else f"{left_out} currencies"
            self._more.put(f"+{words}", f"{words} more. Explain this number")
            left_out = self._sums.fit(room - self._more.sizeHint().width() - gap)
            words = "1 currency" if left_out == 1 else f"{left_out} currencies"
            self._more.put(f"+{words}", f"{words} more. Explain this number")
        self._more.setVisible(bool(left_out))
        self._sums.setAlignment(Qt.AlignmentFlag.AlignRight)
