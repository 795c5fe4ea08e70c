"""The filter panel: what orders are filtered by most, in one column."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QFrame, QWidget

from orderdock.query.completion import Names
from orderdock.query.filters import Between, Hidden, OrderFilter
from orderdock.query.language_values import read_amount, read_days
from orderdock.query.periods import PERIODS, period_of, span_of
from orderdock_ui.orders.filter_fields import Pair
from orderdock_ui.orders.filter_ticks import Offer, TicksSection, heading
from orderdock_ui.orders.status_marks import in_words
from orderdock_ui.theme import theme
from orderdock_ui.widgets.buttons import Button, IconButton
from orderdock_ui.widgets.labels import Label
from orderdock_ui.widgets.layouts import column, row, scrolling, surface
from orderdock_ui.widgets.naming import named

_ANY, _BETWEEN = "Any date", "Between two days"
_HIDDEN = (
    (Hidden.LEFT_OUT, "Left out"),
    (Hidden.TOO, "Shown too"),
    (Hidden.ONLY, "Only these"),
)
_LISTS = (
    ("retailer", "Retailer", "retailers"),
    ("status", "Status", "statuses"),
    ("connection", "Connection", "connections"),
    ("provider", "Provider", "providers"),
    ("currency", "Currency", "currencies"),
    ("category", "Category", "categories"),
    ("brand", "Brand", "brands"),
    ("tag", "Tag", "tags"),
)
"""The field's word in the search language, its heading, and the filter's attribute."""


class FilterPanel(QFrame):
    """Takes effect at once; the search box and the chips mirror it."""

    changed = Signal(OrderFilter)
    closed = Signal()

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "orders-filter-panel", "Filter orders")
        self.setProperty("surface", "drawer")
        self._filter = OrderFilter()
        self._today = today
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
        self._add_amounts()
        self.lists = {key: self._add_list(key, words) for key, words, _attribute in _LISTS}
        self._add_hidden()
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

    def _add_dates(self) -> None:
        self.range = named(QComboBox(), "orders-filter-range", "Date range")
        self.range.addItems([_ANY, *PERIODS.values(), _BETWEEN])
        self.range.setMaxVisibleItems(self.range.count())
        self.range.setMinimumWidth(1)
        self.range.activated.connect(self._take_preset)
        self.days = Pair(
            ("orders-filter-from", "orders-filter-to"),
            ("From day", "To day"),
            ("YYYY-MM-DD", "YYYY-MM-DD"),
            (
                lambda text: read_days(text, self._today())[0],
                lambda text: read_days(text, self._today())[1],
            ),
        )
        self.days.taken.told.connect(self._take_days)
        self._lines.addWidget(heading("Date", self.range))
        self._lines.addWidget(self.range)
        self._lines.addWidget(self.days)

    def _add_list(self, key: str, words: str) -> TicksSection:
        section = TicksSection(key, words)
        section.changed.connect(self._take_ticks)
        self._lines.addWidget(section)
        return section

    def _add_amounts(self) -> None:
        self.amounts = Pair(
            ("orders-filter-min-total", "orders-filter-max-total"),
            ("Order total from", "Order total to"),
            ("from", "to"),
            (read_amount, read_amount),
        )
        self.amounts.taken.told.connect(self._take_amounts)
        self._lines.addWidget(heading("Order total", self.amounts.first))
        self._lines.addWidget(self.amounts)

    def _add_hidden(self) -> None:
        self.hidden = named(QComboBox(), "orders-filter-hidden", "Hidden orders")
        self.hidden.addItems([words for _hidden, words in _HIDDEN])
        self.hidden.setMinimumWidth(1)
        self.hidden.activated.connect(self._take_hidden)
        self._lines.addWidget(heading("Hidden orders", self.hidden))
        self._lines.addWidget(self.hidden)

    def _dress(self) -> None:
        for section in self.lists.values():
            section.ticks.dress()

    # --- mirroring

    def offer(self, names: Mapping[str, Names]) -> None:
        """Fill the lists: values by the field's word, each with what else is to be said of it."""
        for key, _words, attribute in _LISTS:
            offered = _offers(key, names.get(key, ()))
            self.lists[key].fill(offered, getattr(self._filter, attribute))

    def show_filter(self, f: OrderFilter) -> None:
        """Mirror `f`: at once, or when the panel is opened."""
        self._filter = f
        if self.isVisible():
            self._mirror(f)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._mirror(self._filter)

    def _mirror(self, f: OrderFilter) -> None:
        self.range.setCurrentText(self._range_of(f))
        first, last = ("" if day is None else day.isoformat() for day in (f.date_from, f.date_to))
        self.days.show_values(first, last)
        least, most = ("" if t is None else f"{t:f}" for t in (f.min_total, f.max_total))
        self.amounts.show_values(least, most)
        for key, _words, attribute in _LISTS:
            self.lists[key].tick(getattr(f, attribute))
        self.hidden.setCurrentIndex([hidden for hidden, _words in _HIDDEN].index(f.hidden))

    def _range_of(self, f: OrderFilter) -> str:
        if f.date_from is None and f.date_to is None:
            return _ANY
        return PERIODS.get(period_of(f.date_from, f.date_to, self._today()), _BETWEEN)

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
        self._emit(OrderFilter(timezone=self._filter.timezone))

    def _take_preset(self, place: int) -> None:
        words = self.range.itemText(place)
        key = next((key for key, said in PERIODS.items() if said == words), "")
        if words == _BETWEEN:
            self.days.first.setFocus()
            return
        first, last = span_of(key, self._today()) or (None, None)
        self._emit(replace(self._filter, date_from=first, date_to=last))

    def _take_days(self, first: date | None, last: date | None) -> None:
        self._emit(replace(self._filter, date_from=first, date_to=last))

    def _take_ticks(self) -> None:
        f = self._filter
        ticked = {
            attribute: self.lists[key].ticks.ticked()
            for key, _words, attribute in _LISTS
            if self.sender() is self.lists[key]
        }
        self._emit(replace(f, **ticked))  # type: ignore[arg-type] # attributes of names

    def _take_amounts(self, least: Decimal | None, most: Decimal | None) -> None:
        """An end that was left as it was is left out as before."""
        old = self._filter.total()
        over, under = old.over and least == old.least, old.under and most == old.most
        self._emit(self._filter.with_total(Between(least, most, over, under)))

    def _take_hidden(self, place: int) -> None:
        self._emit(replace(self._filter, hidden=_HIDDEN[place][0]))


def _offers(key: str, names: Iterable[tuple[str, str]]) -> list[Offer]:
    if key == "status":
        return _by_words(value for value, _says in names)
    return [((value,), says or value) for value, says in names]


def _by_words(statuses: Iterable[str]) -> list[Offer]:
    """Providers write the same status in several ways; a person ticks it once."""
    groups: dict[str, list[str]] = {}
    for status in statuses:
        groups.setdefault(in_words(status), []).append(status)
    return [(tuple(values), words) for words, values in sorted(groups.items())]
