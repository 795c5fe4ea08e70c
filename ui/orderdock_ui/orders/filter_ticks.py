"""Lists of values to tick in the filter panel; long ones can be searched."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QWidget

from orderdock.query.folding import folded
from orderdock_ui.theme import theme
from orderdock_ui.widgets.labels import Label
from orderdock_ui.widgets.layouts import column
from orderdock_ui.widgets.naming import named
from orderdock_ui.widgets.search import SearchField

_ROWS_SHOWN = 6
_ROW = 26
_LONG = 12
"""So many values are easily looked through; more can be searched."""

Offer = tuple[tuple[str, ...], str]
"""Values that go by the same words, and the words."""


class Ticks(QListWidget):
    """A short list of values to tick; Space or Enter ticks, arrows move."""

    changed = Signal()

    def __init__(self, identifier: str, name: str) -> None:
        super().__init__()
        named(self, identifier, name)
        self.setProperty("kind", "framed")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setUniformItemSizes(True)
        self._offered: list[Offer] = []
        self._rows: list[Offer] = []
        self._ticked: frozenset[str] | None = None
        """What was ticked last, folded; None after a person ticked."""
        self.itemChanged.connect(self._person_ticked)

    def fill(self, offered: Sequence[Offer], ticked: Sequence[str]) -> None:
        """Offer these and tick some; ticked values that are not among them are shown as well."""
        self._offered = list(offered)
        known = {folded(value) for values, _words in offered for value in values}
        more = [((value,), value or "None") for value in ticked if folded(value) not in known]
        rows = [*offered, *more]
        on = frozenset(map(folded, ticked))
        if rows == self._rows and on == self._ticked:
            return
        self._ticked = on
        self.blockSignals(True)
        if rows != self._rows:
            self._fill_anew(rows)
        for place, (values, _words) in enumerate(rows):
            state = Qt.CheckState.Checked
            if on.isdisjoint(map(folded, values)):
                state = Qt.CheckState.Unchecked
            if self.item(place).checkState() != state:
                self.item(place).setCheckState(state)
        self.blockSignals(False)

    def _person_ticked(self, _item: QListWidgetItem) -> None:
        self._ticked = None
        self.changed.emit()

    def _fill_anew(self, rows: list[Offer]) -> None:
        at = self.currentRow()
        self._rows = rows
        self.clear()
        for _values, words in rows:
            item = QListWidgetItem(words)
            item.setToolTip(words)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.addItem(item)
        if 0 <= at < len(rows) and self.hasFocus():
            self.setCurrentRow(at)
        self.dress()

    def dress(self) -> None:
        """As high as its rows, within reason."""
        tall = theme.length(_ROW)
        blocked = self.blockSignals(True)  # a size is a change of the item, not of what is ticked
        for place in range(self.count()):
            self.item(place).setSizeHint(QSize(1, tall))
        self.blockSignals(blocked)
        shown = max(1, min(len(self._rows), _ROWS_SHOWN))
        self.setFixedHeight(shown * tall + theme.length(8))

    def tick(self, values: Sequence[str]) -> None:
        """Tick these and no others."""
        self.fill(self._offered, values)

    def ticked(self) -> tuple[str, ...]:
        """The values ticked."""
        return tuple(
            value
            for place, (values, _words) in enumerate(self._rows)
            if self.item(place).checkState() == Qt.CheckState.Checked
            for value in values
        )

    def look_for(self, text: str) -> None:
        """Show the rows that hold this text, and those that are ticked."""
        wanted = folded(text.strip())
        for place, (_values, words) in enumerate(self._rows):
            ticked = self.item(place).checkState() == Qt.CheckState.Checked
            self.setRowHidden(place, wanted not in folded(words) and not ticked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
            on = item.checkState() == Qt.CheckState.Checked
            item.setCheckState(Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.currentRow() < 0 and self.count():
            self.setCurrentRow(0)
        elif self.currentItem() is not None:
            self.currentItem().setSelected(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.clearSelection()


class TicksSection(QWidget):
    """A list with its label, and a box to find values where they are many; gone without values."""

    changed = Signal()

    def __init__(self, key: str, words: str) -> None:
        super().__init__()
        inside = column(self, gap=4)
        self.ticks = Ticks(f"orders-filter-{key}", words)
        self.ticks.changed.connect(self.changed)
        inside.addWidget(heading(words, self.ticks))
        self._find = SearchField(f"Find a {words.lower()}")
        named(self._find, f"orders-filter-{key}-find", f"Find a {words.lower()}")
        self._find.textChanged.connect(self.ticks.look_for)
        self._find.arrow.connect(lambda _step: self.ticks.setFocus())
        self._find.hide()
        inside.addWidget(self._find)
        inside.addWidget(self.ticks)
        self.hide()

    def fill(self, offered: Sequence[Offer], ticked: Sequence[str]) -> None:
        """Offer these and tick some."""
        self.ticks.fill(offered, ticked)
        self._show()

    def tick(self, values: Sequence[str]) -> None:
        """Tick these and no others."""
        self.ticks.tick(values)
        self._show()

    def _show(self) -> None:
        many = self.ticks.count()
        self._find.setVisible(many > _LONG)
        self.setVisible(many > 0)
        if self._find.text():
            self.ticks.look_for(self._find.text())


def heading(words: str, buddy: QWidget) -> QLabel:
    """The label over a part of the panel."""
    label = Label(words, weight=600)
    label.setBuddy(buddy)
    label.setContentsMargins(0, theme.length(10), 0, 0)
    return label
