"""Chips that mirror what is filtered by; each can be taken away."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from orderdock.query.filters import OrderFilter
from orderdock_ui.orders.chip_words import Chip, chips_of
from orderdock_ui.theme import theme
from orderdock_ui.widgets.buttons import Button, IconButton
from orderdock_ui.widgets.labels import Label
from orderdock_ui.widgets.layouts import row
from orderdock_ui.widgets.naming import named

_HEIGHT = 26
_GAP = 8


class ChipsRow(QWidget):
    """The chips of the filter in force in one line; what has no room is counted in a link."""

    changed = Signal(OrderFilter)
    more_asked = Signal()
    """To the filters that have no room here."""

    def __init__(self, name_of: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "orders-chips", "Filters in force")
        self._name_of = name_of
        self._chips: list[Chip] = []
        self._frames: list[QFrame] = []
        self._filter = OrderFilter()
        self._more = Button(
            "", "link", identifier="orders-more-filters", name="More filters", parent=self
        )
        self._more.clicked.connect(self.more_asked)
        self._clear = Button("Clear all", "link", identifier="orders-clear-filters", parent=self)
        self._clear.clicked.connect(self._clear_all)
        theme.changed.connect(self._place)
        self.hide()

    def show_filter(self, f: OrderFilter) -> None:
        """Mirror `f`."""
        self._filter = f
        chips = chips_of(f, self._name_of)
        if chips == self._chips:
            return
        focus = QApplication.focusWidget()
        had_focus = focus is not None and self.isAncestorOf(focus)
        self._chips = chips
        for frame in self._frames:
            frame.hide()
            frame.deleteLater()
        self._frames = [self._made(chip) for chip in chips]
        self.setVisible(bool(chips))
        self._place()
        if had_focus and self._frames:
            self._frames[-1].findChildren(IconButton)[0].setFocus()

    def take_last(self) -> None:
        """Take the last chip away (Backspace in the empty search box)."""
        if self._chips:
            self.changed.emit(self._chips[-1].without)

    def _clear_all(self) -> None:
        self.changed.emit(OrderFilter(timezone=self._filter.timezone))

    def _made(self, chip: Chip) -> QFrame:
        frame = QFrame(self)
        frame.setProperty("kind", "chip")
        frame.setToolTip(f"{chip.field}: {chip.whole or chip.value}")
        line = row(frame, gap=4, margins=(12, 0, 1, 0))
        line.addWidget(Label(f"{chip.field}:", "caption"))
        line.addWidget(Label(chip.value, "caption", 600))
        away = IconButton(
            "x",
            f"Remove filter {chip.field}: {chip.whole or chip.value}",
            identifier=f"orders-chip-{chip.key}",
            size=12,
        )
        away.setProperty("kind", "chip-x")
        away.clicked.connect(lambda: self.changed.emit(chip.without))
        line.addWidget(away)
        frame.show()
        return frame

    # --- one line, whatever the width

    def sizeHint(self) -> QSize:
        return QSize(theme.length(200), theme.length(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.length(100), theme.length(_HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        tall, gap = theme.length(_HEIGHT), theme.length(_GAP)
        widths = [frame.sizeHint().width() for frame in self._frames]
        kept = self._room_for(widths, gap)
        left = 0
        for number, frame in enumerate(self._frames):
            frame.setVisible(number < kept)
            if number < kept:
                frame.setGeometry(left, 0, widths[number], tall)
                left += widths[number] + gap
        hidden = len(widths) - kept
        if hidden:
            words = "1 filter" if hidden == 1 else f"{hidden} filters"
            self._more.put(f"+{words}", f"{words} more")
        for button, shown in ((self._more, bool(hidden)), (self._clear, bool(widths))):
            button.setVisible(shown)
            if shown:
                size = button.sizeHint()
                button.setGeometry(left, (tall - size.height()) // 2, size.width(), size.height())
                left += size.width() + gap
        self._clear.setVisible(bool(widths) and left - gap <= self.width())

    def _room_for(self, widths: list[int], gap: int) -> int:
        """How many chips fit beside the links, at least one."""
        clear = self._clear.sizeHint().width()
        if sum(widths) + gap * len(widths) + clear <= self.width():
            return len(widths)
        kept, left = 0, self._more.sizeHint().width() + theme.length(60)
        for width in widths:
            left += width + gap
            if left > self.width() and kept:
                break
            kept += 1
        return min(kept, max(1, len(widths)))
