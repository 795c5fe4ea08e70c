"""The filter panel: every condition that orders can be filtered by, in one column."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QListWidget, QListWidgetItem, QWidget

from orderdock.query.filters import OrderFilter
from orderdock_ui.theme import theme
from orderdock_ui.widgets.buttons import Button, IconButton
from orderdock_ui.widgets.labels import Label
from orderdock_ui.widgets.layouts import column, row, scrolling, surface
from orderdock_ui.widgets.naming import named

Add = Callable[[QWidget], object]
WIDTH = 288
_ROWS_SHOWN = 6


def presets(today: date) -> list[tuple[str, date | None, date | None]]:
    """Ranges people ask for, by name."""
    month = today.replace(day=1)
    before = month - timedelta(days=1)
    year = today.replace(month=1, day=1)
    return [
        ("Any date", None, None),
        ("Last 30 days", today - timedelta(days=29), today),
        ("This month", month, today),
        ("Last month", before.replace(day=1), before),
        ("This year", year, today),
        ("Last year", year.replace(year=year.year - 1), year - timedelta(days=1)),
    ]


class _Ticks(QListWidget):
    """A short list of values to tick."""

    changed = Signal()

    def __init__(self, identifier: str, name: str) -> None:
        super().__init__()
        named(self, identifier, name)
        self.setProperty("kind", "framed")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemChanged.connect(lambda _item: self.changed.emit())

    def fill(self, values: Sequence[tuple[str, str]], ticked: Sequence[str]) -> None:
        """Offer (value, words) and tick some; ticked values that are gone stay in the list."""
        offered = dict(values)
        rows = [*values, *((v, v) for v in ticked if v not in offered)]
        self.blockSignals(True)
        self.clear()
        for value, words in rows:
            item = QListWidgetItem(words)
            item.setData(Qt.ItemDataRole.UserRole, value)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            on = Qt.CheckState.Checked if value in ticked else Qt.CheckState.Unchecked
            item.setCheckState(on)
            self.addItem(item)
        self.blockSignals(False)
        shown = max(1, min(len(rows), _ROWS_SHOWN))
        self.setFixedHeight(shown * theme.length(28) + theme.length(10))

    def ticked(self) -> tuple[str, ...]:
        """The values ticked."""
        items = (self.item(i) for i in range(self.count()))
        return tuple(
            str(item.data(Qt.ItemDataRole.UserRole))
            for item in items
            if item.checkState() == Qt.CheckState.Checked
        )


class FilterPanel(QWidget):
    """Takes effect at once; the chips above the table mirror it."""

    changed = Signal(OrderFilter)
    closed = Signal()

    def __init__(self, today: date | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "orders-filter-panel", "Filter orders")
        self._filter = OrderFilter()
        self._presets = presets(today or datetime.now(UTC).date())  # noqa: TID251 - calendar words
        self.setFixedWidth(theme.length(WIDTH))
        frame = surface("drawer", self)
        outer = column(self)
        outer.addWidget(frame)
        inside = column(frame, gap=0)
        head = row(gap=8, margins=(16, 12, 12, 8))
        head.addWidget(Label("Filter", "card", 600), 1)
        head.addWidget(
            IconButton("x", "Close filter", identifier="orders-filter-close", pressed=self.close_it)
        )
        inside.addLayout(head)
        body = QWidget()
        lines = column(body, gap=4, margins=(16, 0, 16, 16))
        self._dates(lines.addWidget)
        self.connections = self._list(lines.addWidget, "Connection", "orders-filter-connection")
        self.retailers = self._list(lines.addWidget, "Retailer", "orders-filter-retailer")
        self.statuses = self._list(lines.addWidget, "Status", "orders-filter-status")
        self.currencies = self._list(lines.addWidget, "Currency", "orders-filter-currency")
        self._amounts(lines.addWidget)
        lines.addStretch(1)
        inside.addWidget(scrolling(body), 1)
        foot = row(gap=8, margins=(16, 8, 16, 12))
        clear = Button("Clear all", "quiet", identifier="orders-filter-clear")
        clear.clicked.connect(lambda: self._emit(OrderFilter(timezone=self._filter.timezone)))
        foot.addWidget(clear)
        foot.addStretch(1)
        inside.addLayout(foot)

    # --- building

    def _label(self, add: Add, text: str, buddy: QWidget) -> None:
        label = Label(text, weight=600)
        label.setBuddy(buddy)
        label.setContentsMargins(0, theme.length(10), 0, 0)
        add(label)

    def _dates(self, add: Add) -> None:
        self.range = named(QComboBox(), "orders-filter-range", "Date range")
        self.range.addItems([name for name, _from, _to in self._presets] + ["Between days"])
        self.range.activated.connect(self._take_preset)
        self.first = self._day("orders-filter-from", "From day")
        self.last = self._day("orders-filter-to", "To day")
        self._label(add, "Date", self.range)
        add(self.range)
        pair = QWidget()
        line = row(pair, gap=8, margins=(0, 4, 0, 0))
        line.addWidget(self.first)
        line.addWidget(self.last)
        add(pair)

    def _day(self, identifier: str, name: str) -> QLineEdit:
        field = named(QLineEdit(), identifier, name)
        field.setPlaceholderText("YYYY-MM-DD")
        field.editingFinished.connect(self._take_days)
        return field

    def _list(self, add: Add, text: str, identifier: str) -> _Ticks:
        ticks = _Ticks(identifier, text)
        ticks.changed.connect(self._take_ticks)
        self._label(add, text, ticks)
        add(ticks)
        return ticks

    def _amounts(self, add: Add) -> None:
        self.least = named(QLineEdit(), "orders-filter-min-total", "Order total from")
        self.most = named(QLineEdit(), "orders-filter-max-total", "Order total to")
        for field, words in ((self.least, "from"), (self.most, "to")):
            field.setPlaceholderText(words)
            field.editingFinished.connect(self._take_amounts)
        self._label(add, "Order total", self.least)
        pair = QWidget()
        line = row(pair, gap=8)
        line.addWidget(self.least)
        line.addWidget(self.most)
        add(pair)

    # --- showing

    def offer(
        self,
        connections: Sequence[tuple[str, str]],
        retailers: Sequence[str],
        statuses: Sequence[str],
        currencies: Sequence[str],
    ) -> None:
        """What there is to choose from now."""
        self.connections.fill(connections, self._filter.connections)
        self.retailers.fill([(r, r) for r in retailers], self._filter.retailers)
        self.statuses.fill([(s, s.replace("_", " ")) for s in statuses], self._filter.statuses)
        self.currencies.fill([(c, c) for c in currencies], self._filter.currencies)

    def show_filter(self, f: OrderFilter) -> None:
        """Mirror `f`."""
        self._filter = f
        days = (f.date_from, f.date_to)
        known = [(first, last) for _name, first, last in self._presets]
        self.range.setCurrentIndex(known.index(days) if days in known else len(known))
        self.first.setText(f"{f.date_from:%Y-%m-%d}" if f.date_from else "")
        self.last.setText(f"{f.date_to:%Y-%m-%d}" if f.date_to else "")
        self.least.setText("" if f.min_total is None else str(f.min_total))
        self.most.setText("" if f.max_total is None else str(f.max_total))
        for ticks, values in (
            (self.connections, f.connections),
            (self.retailers, f.retailers),
            (self.statuses, f.statuses),
            (self.currencies, f.currencies),
        ):
            if ticks.ticked() != values:
                rows = [(_value(ticks, i), ticks.item(i).text()) for i in range(ticks.count())]
                ticks.fill(rows, values)

    def close_it(self) -> None:
        """Close the panel; the filter stays."""
        self.closed.emit()

    # --- taking

    def _emit(self, f: OrderFilter) -> None:
        if f != self._filter:
            self._filter = f
            self.changed.emit(f)

    def _take_preset(self, place: int) -> None:
        if place < len(self._presets):
            _name, first, last = self._presets[place]
            self._emit(replace(self._filter, date_from=first, date_to=last))
        else:
            self.first.setFocus()

    def _take_days(self) -> None:
        first, last = _read_day(self.first), _read_day(self.last)
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

    def _take_amounts(self) -> None:
        least, most = _read_amount(self.least), _read_amount(self.most)
        self._emit(replace(self._filter, min_total=least, max_total=most))


def _value(ticks: _Ticks, place: int) -> str:
    return str(ticks.item(place).data(Qt.ItemDataRole.UserRole))


def _read_day(field: QLineEdit) -> date | None:
    text = field.text().strip()
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        theme.set_property(field, "error", "true")
        field.setToolTip("Write the day as year-month-day, for example 2026-03-04.")
        return None
    theme.set_property(field, "error", "false")
    field.setToolTip("")
    return day


def _read_amount(field: QLineEdit) -> Decimal | None:
    text = field.text().strip().replace(",", ".").replace(" ", "")
    try:
        amount = Decimal(text) if text else None
    except InvalidOperation:
        amount, bad = None, True
    else:
        bad = amount is not None and not amount.is_finite()
    theme.set_property(field, "error", "true" if bad else "false")
    field.setToolTip("Write an amount, for example 49.90." if bad else "")
    return None if bad else amount
