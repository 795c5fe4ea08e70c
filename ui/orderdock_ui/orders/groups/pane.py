"""Orders in groups: spend over time, by retailer or another trait, and the table behind both."""

from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QFrame, QLabel, QWidget

from orderdock.query.filters import OrderFilter
from orderdock.query.groups import TIMES, by_year, orders_of
from orderdock.query.summary import SummaryRow
from orderdock.query.views import Groups
from orderdock.services.library import Library
from orderdock_ui import text
from orderdock_ui.orders.background import Background
from orderdock_ui.orders.groups import figures
from orderdock_ui.orders.groups.bars import BarChart, Columns, Rows
from orderdock_ui.orders.groups.table import GroupsModel, GroupsTable
from orderdock_ui.orders.words import Wording
from orderdock_ui.theme import theme
from orderdock_ui.widgets.labels import Label
from orderdock_ui.widgets.layouts import FlowLayout, column, row, scrolling, surface
from orderdock_ui.widgets.naming import named

GROUPINGS = {
    "month": "Month",
    "year": "Year",
    "retailer": "Retailer",
    "brand": "Brand",
    "category": "Category",
    "status": "Status",
    "connection": "Connection",
}
_BESIDE = 720
"""Width (at 100 % text) from which the two charts stand beside each other."""
_OF_LINES = frozenset(("brand", "category", "status"))
_WHOLE = "Order totals, each order once. Orders without a total are counted, not added."
_PARTS = "Quantity times price of the lines: one order can be in several of these groups."


@dataclass(frozen=True, slots=True)
class _Answer:
    months: list[SummaryRow]
    groups: list[SummaryRow]


@dataclass(frozen=True, slots=True)
class Group:
    """One group, to be explained."""

    name: str
    filter: OrderFilter
    by_lines: bool
    """Its figure is that of lines, not of whole orders."""


class GroupsPane(QWidget):
    """Shows the groups of what is asked; choosing one asks for its orders."""

    narrowed = Signal(OrderFilter)
    """The orders of one group are wanted."""
    arranged = Signal()
    """The person chose another grouping or currency."""
    trouble = Signal(str)

    def __init__(self, library: Library, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "groups-pane", "Groups of orders")
        self._library = library
        self._wording = wording
        self._background = Background(self)
        self._filter: OrderFilter | None = None
        self._answer = _Answer([], [])
        self._time = "month"
        self._currency = ""
        self._chosen: str | None = None
        """The currency that the person chose, or the view keeps."""
        self._build()

    # --- building

    def _build(self) -> None:
        inside = QWidget()
        whole = column(inside, gap=12, margins=(16, 12, 16, 12))
        choices = QWidget()
        head = FlowLayout(choices, gap=8)
        self.by, _ = self._box("Group by", "groups-by", head)
        for key, words in GROUPINGS.items():
            self.by.addItem(words, key)
        self.by.currentIndexChanged.connect(self._other_grouping)
        self.currency, self._currency_box = self._box("Currency", "groups-currency", head)
        self.currency.currentIndexChanged.connect(self._other_currency)
        whole.addWidget(choices)
        self.over_time = Columns("groups-over-time", "Spend over time")
        self.by_size = Rows("groups-by-size", "By retailer")
        self._charts = row(gap=12)
        self._size_title = Label("", weight=600)
        for chart, title in (
            (self.over_time, Label("Spend over time", weight=600)),
            (self.by_size, self._size_title),
        ):
            self._charts.addWidget(self._card(chart, title), 1)
        whole.addLayout(self._charts)
        self._about = Label("", "caption", ink="text2", wrap=True)
        whole.addWidget(self._about)
        self._model = GroupsModel(self._wording)
        self.table = GroupsTable(self._model)
        self.table.setMinimumHeight(theme.length(180))
        whole.addWidget(self.table, 1)
        outer = column(self)
        outer.addWidget(scrolling(inside))
        self.over_time.chosen.connect(lambda key: self._choose(self._time, key, self._currency))
        self.by_size.chosen.connect(lambda key: self._choose(self._trait(), key, self._currency))
        self.table.chosen.connect(self._choose_row)

    def _box(self, words: str, identifier: str, into: FlowLayout) -> tuple[QComboBox, QWidget]:
        """A choice with its label, which stay together where the line ends."""
        holder = QWidget()
        line = row(holder, gap=8, margins=(0, 0, 8, 0))
        label = Label(words, ink="text2")
        made = named(QComboBox(), identifier, words)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        label.setBuddy(made)
        line.addWidget(label)
        line.addWidget(made)
        into.addWidget(holder)
        return made, holder

    def _card(self, chart: BarChart, title: QLabel) -> QFrame:
        card = surface("card")
        box = column(card, gap=8, margins=(14, 10, 14, 10))
        box.addWidget(title)
        box.addWidget(chart, 1, Qt.AlignmentFlag.AlignTop)
        return card

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= theme.length(_BESIDE)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._charts.setDirection(way)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.length(280), theme.length(200))

    # --- what a view keeps

    def state(self) -> Groups:
        """The choices that were made."""
        return Groups(str(self.by.currentData()), self._chosen)

    def take(self, groups: Groups) -> None:
        """Make these choices; what this window does not offer is left at its first."""
        with QSignalBlocker(self.by):
            self.by.setCurrentIndex(max(0, self.by.findData(groups.by)))
        self._chosen = groups.currency

    # --- asking and showing

    def show_filter(self, f: OrderFilter) -> None:
        """Group what this filter leaves; asked again, it looks again."""
        self._filter = f
        self._ask()

    def _trait(self) -> str:
        """What the second chart groups by."""
        by = str(self.by.currentData())
        return "retailer" if by in TIMES else by

    def _ask(self) -> None:
        f, trait, library = self._filter, self._trait(), self._library
        if f is None:
            return

        def read(_stop: object) -> _Answer:
            months = library.summary(f, "month", f.timezone)
            return _Answer(months, library.summary(f, trait, f.timezone))

        self._about.setText("Adding up…")
        self._background.ask("groups", read, self._take, self._failed)

    def _failed(self, error: Exception) -> None:
        self.trouble.emit(" ".join(text.trouble(error)).strip())

    def _take(self, answer: _Answer) -> None:
        self._answer = answer
        known = figures.currencies(answer.months)
        codes = [each.code for each in known]
        wanted = (self._chosen, self._currency, *codes)
        self._currency = next((code for code in wanted if code in codes), "")
        with QSignalBlocker(self.currency):
            self.currency.clear()
            for each in known:
                orders = self._wording.counted(each.orders, "order")
                self.currency.addItem(f"{each.code or 'Unknown'}, {orders}", each.code)
            self.currency.setCurrentIndex(self.currency.findData(self._currency))
        self._currency_box.setVisible(len(known) > 1)
        self._draw()

    def _other_grouping(self) -> None:
        self._ask()
        self.arranged.emit()

    def _other_currency(self) -> None:
        self._chosen = self._currency = str(self.currency.currentData() or "")
        self._draw()
        self.arranged.emit()

    def _draw(self) -> None:
        answer, wording, trait = self._answer, self._wording, self._trait()
        self._time, columns = figures.over_time(answer.months, self._currency, wording)
        money = f" in {self._currency}" if self._currency else ""
        self.over_time.show_bars(columns, _told(f"Spend over time{money}", len(columns)))
        rows = figures.by_size(answer.groups, trait, self._currency, wording)
        title = f"By {GROUPINGS[trait].lower()}"
        self._size_title.setText(title)
        self.by_size.setAccessibleName(title)
        self.by_size.show_bars(rows, _told(f"{title}{money}", len(rows)))
        by = str(self.by.currentData())
        groups = answer.groups
        if by in TIMES:
            groups = answer.months if by == "month" else by_year(answer.months)
        self._model.show_rows(by, GROUPINGS[by], figures.in_order(groups, by, self._currency))
        self._about.setText(_PARTS if by in _OF_LINES else _WHOLE)

    # --- choosing

    def _choose_row(self, number: int) -> None:
        group = self._model.row_at(number)
        self._choose(self._model.by, group.key, group.currency)

    def current(self) -> Group | None:
        """The group that the keyboard is on in the table."""
        at = self.table.currentIndex()
        if self._filter is None or not at.isValid() or not self.table.hasFocus():
            return None
        group, by = self._model.row_at(at.row()), self._model.by
        several = self.currency.count() > 1
        f = orders_of(self._filter, by, group.key, group.currency if several else None)
        return Group(group.label or group.key or "Unknown", f, by in _OF_LINES)

    def _choose(self, by: str, key: str, currency: str) -> None:
        if self._filter is None:
            return
        several = self.currency.count() > 1
        self.narrowed.emit(orders_of(self._filter, by, key, currency if several else None))

    def take_focus(self) -> None:
        """The keyboard goes to the first thing to choose."""
        self.by.setFocus(Qt.FocusReason.OtherFocusReason)

    def end_work(self) -> None:
        """Let go of the worker thread."""
        self._background.close()


def _told(what: str, bars: int) -> str:
    if not bars:
        return f"{what}: nothing to show."
    return f"{what}, {bars} bars. The arrow keys go from bar to bar; Enter shows its orders."
