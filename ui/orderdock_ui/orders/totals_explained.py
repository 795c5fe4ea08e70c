"""What a total holds and what it does not, in a small window over the bar."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from orderdock.query.filters import CurrencyTotal
from orderdock_ui.orders.words import Wording
from orderdock_ui.theme import theme
from orderdock_ui.widgets.labels import Label
from orderdock_ui.widgets.layouts import column
from orderdock_ui.widgets.naming import announce, named


class TotalsExplained(QFrame):
    """Esc or a click outside closes it."""

    def __init__(
        self, wording: Wording, totals: Sequence[CurrencyTotal], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("surface", "card")
        self._wording = wording
        inside = column(self, gap=10, margins=(16, 14, 16, 14))
        inside.addWidget(Label("What these totals are", "card", 600))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.length(16))
        grid.setVerticalSpacing(theme.length(6))
        for place, total in enumerate(totals):
            self._put(grid, place, total)
        inside.addLayout(grid)
        rest = Label(
            "Each order counts once, however many lines it has. Orders whose total the provider "
            "did not say are listed but not added. Currencies are never mixed.",
            ink="text2",
            wrap=True,
        )
        rest.setFixedWidth(theme.length(360))
        inside.addWidget(rest)
        named(self, "orders-totals-explained", self.words(totals))

    def _put(self, grid: QGridLayout, place: int, total: CurrencyTotal) -> None:
        right = Qt.AlignmentFlag.AlignRight
        added = total.orders - total.blank_totals
        sums = self._wording.amount(f"{total.total:f}") if added else ""
        said = f"{self._wording.count(added)} of {self._wording.counted(total.orders, 'order')}"
        grid.addWidget(Label(total.currency or "No currency", "caption", 600, "text2"), place, 0)
        grid.addWidget(Label(sums, weight=600, figures=True), place, 1, right)
        grid.addWidget(Label(said, ink="text2", figures=True), place, 2)
        if total.blank_totals:
            blank = self._wording.counted(total.blank_totals, "blank total")
            grid.addWidget(Label(blank, ink="warn", figures=True), place, 3)

    def words(self, totals: Sequence[CurrencyTotal]) -> str:
        """The same in sentences."""
        say = self._wording
        parts = [
            f"{t.currency or 'No currency'} {say.amount(f'{t.total:f}')}: "
            f"{say.count(t.orders - t.blank_totals)} of {say.counted(t.orders, 'order')}."
            for t in totals
        ]
        return " ".join(["What these totals are.", *parts])

    def open_above(self, place: QPoint) -> None:
        """Show with the lower right corner at `place` on the screen."""
        self.adjustSize()
        self.move(place - QPoint(self.width(), self.height()))
        self.show()
        announce(self, self.accessibleName())
