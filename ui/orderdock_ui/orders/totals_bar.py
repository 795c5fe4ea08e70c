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
from orderdock_ui.widgets.naming import announce, named

_BETWEEN = 20
"""px between two totals."""
_GAP = 12
_MORE = 130
"""px that the link to the totals without room may take."""
_EXPLAIN = "Explain this number"
_TIP = f"{_EXPLAIN} (Ctrl+I)"


class _Totals(QLabel):
    """Pairs such as "EUR 412,908.10", as many as fit; all of them in its accessible name."""

    def __init__(self, identifier: str, what: str) -> None:
        super().__init__()
        named(self, identifier, what)
        self._what = what
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(1)
        self._pairs: list[tuple[str, str]] = []
        self._kept = 0
        self._used = 0

    def show_pairs(self, pairs: list[tuple[str, str]]) -> None:
        """Show these pairs of code and amount."""
        self._pairs = pairs
        said = "; ".join(f"{code} {amount}" for code, amount in pairs)
        self.setText(said)
        none = f"No {self._what[:1].lower()}{self._what[1:]}"
        self.setAccessibleName(f"{self._what}: {said}" if said else none)
        self.setToolTip("\n".join(f"{code} {amount}" for code, amount in pairs))
        self.update()

    def first(self) -> int:
        """How wide the first of them is, with the link that counts the others."""
        if not self._pairs:
            return 0
        more = theme.length(_MORE) if len(self._pairs) > 1 else 0
        return self._wide(*self._pairs[0]) + theme.length(_BETWEEN) + more

    def fit(self, room: int) -> int:
        """Keep as many as fit into `room`, at least one; answers how many are left out."""
        used, self._kept = 0, 0
        for code, amount in self._pairs:
            wide = self._wide(code, amount) + theme.length(_BETWEEN)
            if used + wide > room and self._kept:
                break
            used += wide
            self._kept += 1
        self._used = used
        self.updateGeometry()
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
        return QSize(max(theme.length(60), self._used), theme.length(24))

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
    """`orders-count` and `orders-totals`; while several rows are selected, theirs instead."""

    explained = Signal()
    """Somebody asks what is in the totals on show."""
    hidden_asked = Signal()
    """To the orders that are hidden."""
    restore_asked = Signal()
    """Show again what is selected."""

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "foot")
        self._wording = wording
        self.totals: tuple[CurrencyTotal, ...] = ()
        line = row(self, gap=_GAP, margins=(16, 0, 16, 0))
        self._count = named(Label(weight=600, figures=True), "orders-count", "Orders shown")
        self._lines = Label(ink="text2", figures=True)
        self._waiting = named(Label(ink="text2"), "orders-preparing", "Being prepared")
        self._waiting.hide()
        for label in (self._count, self._lines, self._waiting):
            label.setMinimumWidth(1)
            line.addWidget(label)
        self._hidden = Button("", "link", icon="eye-off", identifier="orders-hidden", name="Hidden")
        self._hidden.clicked.connect(self.hidden_asked)
        line.addWidget(self._hidden)
        self._restore = Button("Restore selected", "link", icon="eye", identifier="orders-restore")
        self._restore.setToolTip("Show the selected orders again (Ctrl+R)")
        self._restore.clicked.connect(self.restore_asked)
        line.addWidget(self._restore)
        self._sums = _Totals("orders-totals", "Totals")
        self._selected = named(Label(), "orders-selected", "Selected")
        self._selected.setProperty("surface", "badge")
        self._chosen = _Totals("orders-selected-totals", "Totals of what is selected")
        self._selected.hide()
        self._chosen.hide()
        line.addStretch(1)
        line.addWidget(self._selected)
        line.addWidget(self._sums)
        line.addWidget(self._chosen)
        self._more = Button(
            "", "link", icon="sigma", identifier="orders-more-totals", name="More totals"
        )
        self._blank = Button(
            "", "link", icon="info", identifier="orders-blank-totals", name="Blank totals"
        )
        self._explain = Button(
            "Explain", "link", icon="info", identifier="orders-explain", name=_EXPLAIN
        )
        for button in (self._more, self._blank, self._explain):
            button.setToolTip(_TIP)
            button.clicked.connect(self.explained)
            button.hide()
            line.addWidget(button)
        self._badge = ("", "")
        """How many orders are selected, at length and in short."""
        self._gives_way: dict[QWidget, bool] = {
            self._lines: True,
            self._restore: False,
            self._hidden: False,
            self._count: True,
        }
        """What makes room for a total, first things first, and whether it is wanted."""
        self._dress()
        theme.changed.connect(self._dress)

    def _dress(self) -> None:
        self.setFixedHeight(theme.length(44))
        self._fit()

    # --- the result

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
        if not self.has_selection():
            self._show_links(self.totals)

    def show_hidden(self, orders: int) -> None:
        """How many orders that would fit are left out because they are hidden."""
        self._gives_way[self._hidden] = bool(orders)
        if orders:
            words = f"{self._wording.count(orders)} hidden"
            which = self._wording.counted(orders, "hidden order")
            self._hidden.put(words, f"{which}. Show them")
            self._hidden.setToolTip("Show the hidden orders")
        self._fit()

    def show_waiting(self, words: str) -> None:
        """What is being worked on, which takes longer than a moment; empty for nothing."""
        if words and words != self._waiting.accessibleName():
            announce(self, words)
        self._waiting.setToolTip(words)
        self._waiting.setAccessibleName(words)
        self._waiting.setVisible(bool(words))
        self._fit()

    def show_restoring(self, *, on: bool) -> None:
        """Offer to restore what is selected, where hidden orders are looked at."""
        self._gives_way[self._restore] = on
        self._fit()

    # --- the selection

    def has_selection(self) -> bool:
        """Whether the totals on show are those of what is selected."""
        return not self._selected.isHidden()

    def show_selection(self, count: Count | None, totals: Sequence[CurrencyTotal] = ()) -> None:
        """The totals of what is selected, each order counted once; None: those of the result."""
        chosen = count is not None
        if count is not None:
            orders = self._wording.counted(count.orders, "order")
            self._badge = (f"{orders} selected", f"{self._wording.count(count.orders)} selected")
            self._selected.setText(self._badge[0])
            lines = self._wording.counted(count.lines, "line")
            self._selected.setAccessibleName(f"{orders} selected, {lines}")
            shown = sorted(totals, key=lambda t: (-t.orders, t.currency))
            self._chosen.show_pairs([self.pair(t) for t in shown if t.orders > t.blank_totals])
        self._selected.setVisible(chosen)
        self._chosen.setVisible(chosen)
        self._sums.setVisible(not chosen)
        self._show_links(totals if chosen else self.totals)

    def _show_links(self, totals: Sequence[CurrencyTotal]) -> None:
        blank = sum(t.blank_totals for t in totals)
        self._blank.setVisible(bool(blank))
        self._explain.setVisible(bool(totals) and not blank)
        if blank:
            words = self._wording.counted(blank, "blank total")
            self._blank.put(words, f"{words}. {_EXPLAIN}")
        self._fit()

    def pair(self, total: CurrencyTotal) -> tuple[str, str]:
        """Currency and amount in words."""
        return total.currency or "No currency", self._wording.amount(f"{total.total:f}")

    # --- room

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As many currencies as there is room for; the rest is counted in a link.

        One total always has room: lines, then the links, then the count give way to it.
        """
        sums = self._chosen if self.has_selection() else self._sums
        shown = [widget for widget, wanted in self._gives_way.items() if wanted]
        self._selected.setText(self._badge[0])
        waiting = self._waiting.accessibleName()
        self._waiting.setText(waiting)
        if waiting and sums.first() > self._room(shown):
            self._waiting.setText("Preparing…")
        while shown and sums.first() > self._room(shown):
            if shown == [self._count] and self._selected.text() == self._badge[0] != "":
                self._selected.setText(self._badge[1])
            else:
                shown.pop(0)
        for widget in self._gives_way:
            if widget.isHidden() == (widget in shown):
                widget.setVisible(widget in shown)
        room = self._room(shown)
        left_out = sums.fit(room)
        if left_out:
            self._count_left_out(left_out)
            left_out = sums.fit(room - self._more.sizeHint().width() - theme.length(_GAP))
            self._count_left_out(left_out)
        self._more.setVisible(bool(left_out))
        sums.setAlignment(Qt.AlignmentFlag.AlignRight)

    def _room(self, shown: Sequence[QWidget]) -> int:
        gap = theme.length(_GAP)
        others = (self._waiting, self._selected, self._blank, self._explain)
        beside = [*shown, *(each for each in others if not each.isHidden())]
        taken = sum(each.sizeHint().width() + gap for each in beside) + 2 * gap
        return self.width() - 2 * theme.length(16) - taken

    def _count_left_out(self, many: int) -> None:
        words = "1 currency" if many == 1 else f"{many} currencies"
        self._more.put(f"+{words}", f"{words} more. {_EXPLAIN}")
