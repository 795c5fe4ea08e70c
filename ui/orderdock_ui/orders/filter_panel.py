"""The filter panel: every condition that orders can be filtered by, in one column."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QWidget

from orderdock.query.filters import OrderFilter
from orderdock_ui.orders.filter_fields import Offer, Pair, Ticks, read_amount, read_day
from orderdock_ui.orders.status_marks import in_words
from orderdock_ui.theme import theme
from orderdock_ui.widgets.buttons import Button, IconButton
from orderdock_ui.widgets.labels import Label
from orderdock_ui.widgets.layouts import column, row, scrolling, surface
from orderdock_ui.widgets.naming import named

WIDTH = 304
_BETWEEN = "Between two days"


def presets(today: date) -> list[tuple[str, date | None, date | None]]:
    """Ranges people ask for, by name."""
    month = today.replace(day=1)
    before = month - timedelta(days=1)
    year = today.replace(month=1, day=1)
    return [
        ("Any date", None, None),
        ("Last 7 days", today - timedelta(days=6), today),
        ("Last 30 days", today - timedelta(days=29), today),
        ("This month", month, today),
        ("Last month", before.replace(day=1), before),
        ("This year", year, today),
        ("Last year", year.replace(year=year.year - 1), year - timedelta(days=1)),
    ]


class FilterPanel(QFrame):
    """Takes effect at once; the chips above the table mirror it."""

    changed = Signal(OrderFilter)
    closed = Signal()

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "orders-filter-panel", "Filter orders")
        self.setProperty("surface", "drawer")
        self._filter = OrderFilter()
        self._today = today
        self._presets = presets(today())
        inside = column(self)
        head = row(gap=8, margins=(16, 14, 12, 4))
        head.addWidget(Label("Filter", "card", 700), 1)
        away = IconButton("x", "Close the filter", identifier="orders-filter-close", shortcut="Esc")
        away.clicked.connect(self.closed)
        head.addWidget(away)
        inside.addLayout(head)
        body = QWidget()
        self._lines = column(body, gap=4, margins=(16, 0, 16, 16))
        self._add_dates()
        self.connections = self._add_list("Connection", "connection")
        self.retailers = self._add_list("Retailer", "retailer")
        self.statuses = self._add_list("Status", "status")
        self.currencies = self._add_list("Currency", "currency")
        self._add_amounts()
        self._lines.addStretch(1)
        inside.addWidget(scrolling(body), 1)
        foot_frame = surface("foot")
        foot = row(foot_frame, gap=8, margins=(8, 6, 8, 6))
        clear = Button("Clear all", "quiet", icon="x", identifier="orders-filter-clear")
        clear.clicked.connect(self._clear)
        foot.addWidget(clear)
        foot.addStretch(1)
        inside.addWidget(foot_frame)
        theme.changed.connect(self._dress)

    # --- building

    def _label(self, words: str, buddy: QWidget) -> None:
        label = Label(words, weight=600)
        label.setBuddy(buddy)
        label.setContentsMargins(0, theme.length(10), 0, 0)
        self._lines.addWidget(label)

    def _add_dates(self) -> None:
        self.range = named(QComboBox(), "orders-filter-range", "Date range")
        self.range.addItems([name for name, _from, _to in self._presets] + [_BETWEEN])
        self.range.setMinimumWidth(1)
        self.range.activated.connect(self._take_preset)
        self.days = Pair(
            ("orders-filter-from", "orders-filter-to"),
            ("From day", "To day"),
            ("YYYY-MM-DD", "YYYY-MM-DD"),
            read_day,
            "Write the day as year-month-day, for example 2026-03-04.",
        )
        self.days.taken.told.connect(self._take_days)
        self._label("Date", self.range)
        self._lines.addWidget(self.range)
        self._lines.addWidget(self.days)

    def _add_list(self, words: str, key: str) -> Ticks:
        ticks = Ticks(f"orders-filter-{key}", words)
        ticks.changed.connect(self._take_ticks)
        self._label(words, ticks)
        self._lines.addWidget(ticks)
        return ticks

    def _add_amounts(self) -> None:
        self.amounts = Pair(
            ("orders-filter-min-total", "orders-filter-max-total"),
            ("Order total from", "Order total to"),
            ("from", "to"),
            read_amount,
            "Write an amount, for example 49.90.",
        )
        self.amounts.taken.told.connect(self._take_amounts)
        self._label("Order total", self.amounts.first)
        self._lines.addWidget(self.amounts)

    def _dress(self) -> None:
        for ticks in self._lists():
            ticks.dress()

    def _lists(self) -> tuple[Ticks, ...]:
        return self.connections, self.retailers, self.statuses, self.currencies

    # --- showing

    def offer(
        self,
        connections: Sequence[tuple[str, str]],
        retailers: Sequence[str],
        statuses: Sequence[str],
        currencies: Sequence[str],
    ) -> None:
        """What there is to choose from now; today's ranges too."""
        f = self._filter
        self._presets = presets(self._today())
        self.connections.fill([((id_,), name) for id_, name in connections], f.connections)
        self.retailers.fill([((name,), name) for name in retailers], f.retailers)
        self.statuses.fill(_by_words(statuses), f.statuses)
        self.currencies.fill([((code,), code) for code in currencies], f.currencies)

    def show_filter(self, f: OrderFilter) -> None:
        """Mirror `f`."""
        self._filter = f
        days = (f.date_from, f.date_to)
        known = [(first, last) for _name, first, last in self._presets]
        self.range.setCurrentIndex(known.index(days) if days in known else len(known))
        first, last = ("" if day is None else f"{day:%Y-%m-%d}" for day in days)
        self.days.show_values(first, last)
        least, most = ("" if t is None else f"{t:f}" for t in (f.min_total, f.max_total))
        self.amounts.show_values(least, most)
        self.connections.tick(f.connections)
        self.retailers.tick(f.retailers)
        self.statuses.tick(f.statuses)
        self.currencies.tick(f.currencies)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)

    # --- taking

    def _emit(self, f: OrderFilter) -> None:
        if f != self._filter:
            self._filter = f
            self.changed.emit(f)

    def _clear(self) -> None:
        self._emit(OrderFilter(timezone=self._filter.timezone, search=self._filter.search))

    def _take_preset(self, place: int) -> None:
        if place < len(self._presets):
            _name, first, last = self._presets[place]
            self._emit(replace(self._filter, date_from=first, date_to=last))
        else:
            self.days.first.setFocus()

    def _take_days(self, first: date | None, last: date | None) -> None:
        self._emit(replace(self._filter, date_from=first, date_to=last))

    def _take_ticks(self) -> None:
        self._emit(
            replace(
                self._filter,
                connections=self.connections.ticked(),
                retailers=self.retailers.ticked(),
                statuses=self.statuses.ticked(),
                currencies=self.currencies.ticked(),
            )
        )

    def _take_amounts(self, least: Decimal | None, most: Decimal | None) -> None:
        self._emit(replace(self._filter, min_total=least, max_total=most))


def _by_words(statuses: Sequence[str]) -> list[Offer]:
    """Providers write the same status in several ways; a person ticks it once."""
    groups: dict[str, list[str]] = {}
    for status in statuses:
        groups.setdefault(in_words(status), []).append(status)
    return [(tuple(values), words) for words, values in sorted(groups.items())]
