"""The bar under the table: how many, and one total a currency; never a sum over currencies."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget

from orderdock.query.filters import Count, CurrencyTotal
from orderdock_ui.orders.words import Wording
from orderdock_ui.theme import theme
from orderdock_ui.widgets.buttons import Button
from orderdock_ui.widgets.labels import Label
from orderdock_ui.widgets.layouts import row
from orderdock_ui.widgets.naming import named


class TotalsBar(QFrame):
    """`orders-count` and `orders-totals`."""

    explained = Signal()
    """Somebody asks what is in the totals."""

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "foot")
        self._wording = wording
        self._totals: tuple[CurrencyTotal, ...] = ()
        self.setFixedHeight(theme.length(44))
        line = row(self, gap=16, margins=(16, 0, 16, 0))
        self._count = named(Label(weight=600, figures=True), "orders-count", "Orders shown")
        self._totals_label = named(Label(weight=600, figures=True), "orders-totals", "Totals")
        self._lines = Label(ink="text2", figures=True)
        self._blank = Button("", "link", icon="info", identifier="orders-blank-totals")
        self._blank.clicked.connect(self.explained)
        for label in (self._count, self._lines, self._totals_label):
            label.setMinimumWidth(1)
        line.addWidget(self._count)
        line.addWidget(self._lines)
        line.addStretch(1)
        line.addWidget(self._totals_label)
        line.addWidget(self._blank)
        self._blank.hide()

    def show_count(self, count: Count) -> None:
        """How many orders and lines the filter leaves."""
        say = self._wording.count
        orders = f"{say(count.orders)} {'order' if count.orders == 1 else 'orders'}"
        lines = f"{say(count.lines)} {'line' if count.lines == 1 else 'lines'}"
        self._count.setText(orders)
        self._lines.setText(lines)
        self._count.setAccessibleName(f"{orders}, {lines}")

    def show_totals(self, totals: Sequence[CurrencyTotal]) -> None:
        """The order totals, each order counted once."""
        self._totals = tuple(sorted(totals, key=lambda t: (-t.orders, t.currency)))
        self._fit()
        blank = sum(t.blank_totals for t in totals)
        self._blank.setVisible(bool(blank))
        if blank:
            words = f"{self._wording.count(blank)} blank {'total' if blank == 1 else 'totals'}"
            self._blank.put(words, f"{words}. Explain this number")
        self._totals_label.setAccessibleName(
            "Totals: " + "; ".join(self._said(t) for t in self._totals if t.orders > t.blank_totals)
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _said(self, total: CurrencyTotal) -> str:
        currency = total.currency or "no currency"
        return f"{currency} {self._wording.amount(f'{total.total:f}')}"

    def _fit(self) -> None:
        """As many currencies as there is room for; the rest is counted."""
        shown = [self._said(t) for t in self._totals if t.orders > t.blank_totals]
        metrics = self._totals_label.fontMetrics()
        room = self.width() - metrics.horizontalAdvance("M") * 30
        kept = len(shown)
        while kept > 1 and metrics.horizontalAdvance("    ".join(shown[:kept])) > room:
            kept -= 1
        more = len(shown) - kept
        text = "    ".join(shown[:kept])
        self._totals_label.setText(f"{text}    +{more} more" if more else text)
        self._totals_label.setToolTip("\n".join(shown))
        self._totals_label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def explanation(self) -> str:
        """What the totals hold and what they do not, in sentences."""
        parts = []
        for total in self._totals:
            counted = total.orders - total.blank_totals
            parts.append(
                f"{self._said(total)}: {self._wording.count(counted)} of "
                f"{self._wording.count(total.orders)} orders have a total, each counted once."
            )
        parts.append("Orders without a total are shown but not added. Currencies are never mixed.")
        return "\n".join(parts)
