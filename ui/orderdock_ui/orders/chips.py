"""Chips that mirror what is filtered by; each can be taken away."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from orderdock.query.filters import OrderFilter
from orderdock_ui.widgets.buttons import Button, IconButton
from orderdock_ui.widgets.labels import Label
from orderdock_ui.widgets.layouts import FlowLayout, clear, row


@dataclass(frozen=True, slots=True)
class Chip:
    """One condition in words, and the filter without it."""

    field: str
    value: str
    without: OrderFilter


def _several(values: tuple[str, ...]) -> str:
    return values[0] if len(values) == 1 else f"{values[0]} +{len(values) - 1}"


def chips_of(f: OrderFilter, name_of: Callable[[str], str] = str) -> list[Chip]:
    """The conditions of `f`; `name_of` turns a connection's id into its name."""
    chips = []
    if f.connections:
        names = tuple(name_of(c) for c in f.connections)
        chips.append(Chip("Connection", _several(names), replace(f, connections=())))
    if f.providers:
        chips.append(Chip("Provider", _several(f.providers), replace(f, providers=())))
    if f.retailers:
        chips.append(Chip("Retailer", _several(f.retailers), replace(f, retailers=())))
    if f.date_from or f.date_to:
        chips.append(Chip("Date", _days(f), replace(f, date_from=None, date_to=None)))
    if f.statuses:
        chips.append(Chip("Status", _several(f.statuses), replace(f, statuses=())))
    if f.currencies:
        chips.append(Chip("Currency", _several(f.currencies), replace(f, currencies=())))
    if f.min_total is not None or f.max_total is not None:
        chips.append(Chip("Total", _range(f), replace(f, min_total=None, max_total=None)))
    return chips


def _days(f: OrderFilter) -> str:
    zone = f" ({f.timezone})"
    if f.date_from and f.date_to:
        return f"{f.date_from:%Y-%m-%d} to {f.date_to:%Y-%m-%d}{zone}"
    if f.date_from:
        return f"from {f.date_from:%Y-%m-%d}{zone}"
    return f"to {f.date_to:%Y-%m-%d}{zone}"


def _range(f: OrderFilter) -> str:
    if f.min_total is not None and f.max_total is not None:
        return f"{f.min_total} to {f.max_total}"
    return f"from {f.min_total}" if f.min_total is not None else f"to {f.max_total}"


class ChipsRow(QWidget):
    """The chips of the filter in force with "Clear all"; not there when nothing is filtered."""

    changed = Signal(OrderFilter)

    def __init__(self, name_of: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name_of = name_of
        self._flow = FlowLayout(self, gap=8)
        self._chips: list[Chip] = []
        self._filter = OrderFilter()
        self.hide()

    def show_filter(self, f: OrderFilter) -> None:
        """Mirror `f`."""
        self._filter = f
        chips = chips_of(f, self._name_of)
        if chips == self._chips:
            return
        self._chips = chips
        clear(self._flow)
        for chip in chips:
            self._flow.addWidget(self._made(chip))
        if chips:
            everything = Button("Clear all", "link", identifier="orders-clear-filters")
            everything.clicked.connect(self._clear)
            self._flow.addWidget(everything)
        self.setVisible(bool(chips))
        self.updateGeometry()

    def take_last(self) -> None:
        """Take the last chip away (Backspace in the empty search box)."""
        if self._chips:
            self.changed.emit(self._chips[-1].without)

    def _clear(self) -> None:
        self.changed.emit(OrderFilter(timezone=self._filter.timezone, search=self._filter.search))

    def _made(self, chip: Chip) -> QFrame:
        frame = QFrame()
        frame.setProperty("kind", "chip")
        line = row(frame, gap=4, margins=(12, 0, 2, 0))
        line.addWidget(Label(f"{chip.field}:", "caption", ink="accent"))
        line.addWidget(Label(chip.value, "caption", 600, ink="accent"))
        away = IconButton(
            "x",
            f"Remove filter {chip.field}: {chip.value}",
            identifier=f"orders-chip-{chip.field.lower()}",
            role="accent",
            size=12,
        )
        away.clicked.connect(lambda: self.changed.emit(chip.without))
        line.addWidget(away)
        return frame
