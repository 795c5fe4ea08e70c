"""Parts of the filter panel: ticked lists, and pairs of fields that say what they cannot read."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from orderdock_ui.theme import theme
from orderdock_ui.widgets.labels import Label
from orderdock_ui.widgets.layouts import column, row
from orderdock_ui.widgets.naming import announce, named

V = TypeVar("V", date, Decimal)
_ROWS_SHOWN = 6
_ROW = 26


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
        self.itemChanged.connect(lambda _item: self.changed.emit())

    def fill(self, offered: Sequence[Offer], ticked: Sequence[str]) -> None:
        """Offer these and tick some; ticked values that are gone stay in the list."""
        known = {value for values, _words in offered for value in values}
        rows = [*offered, *(((value,), value) for value in ticked if value not in known)]
        if rows == self._offered and set(self.ticked()) == set(ticked):
            return
        at = self.currentRow()
        self._offered = rows
        self.blockSignals(True)
        self.clear()
        for values, words in rows:
            item = QListWidgetItem(words)
            item.setToolTip(words)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            on = any(value in ticked for value in values)
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            self.addItem(item)
        if 0 <= at < len(rows) and self.hasFocus():
            self.setCurrentRow(at)
        self.blockSignals(False)
        self.dress()

    def dress(self) -> None:
        """As high as its rows, within reason."""
        tall = theme.length(_ROW)
        self.blockSignals(True)  # a size is a change of the item, but not of what is ticked
        for place in range(self.count()):
            self.item(place).setSizeHint(QSize(1, tall))
        self.blockSignals(False)
        shown = max(1, min(len(self._offered), _ROWS_SHOWN))
        self.setFixedHeight(shown * tall + theme.length(8))

    def tick(self, values: Sequence[str]) -> None:
        """Tick these and no others."""
        self.fill(self._offered, values)

    def ticked(self) -> tuple[str, ...]:
        """The values ticked."""
        return tuple(
            value
            for place, (values, _words) in enumerate(self._offered)
            if self.item(place).checkState() == Qt.CheckState.Checked
            for value in values
        )

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


class Pair(QWidget, Generic[V]):
    """Two fields, from and to; a sentence under them when they cannot be read."""

    def __init__(
        self,
        identifiers: tuple[str, str],
        names: tuple[str, str],
        hints: tuple[str, str],
        read: Callable[[str], V],
        help_words: str,
    ) -> None:
        super().__init__()
        self.taken = _Taken(self)
        self._read: Callable[[str], V] = read
        self._help = help_words
        whole = column(self, gap=4)
        line = row(gap=8)
        self.first, self.last = (
            named(QLineEdit(), identifier, name)
            for identifier, name in zip(identifiers, names, strict=True)
        )
        for field, hint in zip((self.first, self.last), hints, strict=True):
            field.setPlaceholderText(hint)
            field.editingFinished.connect(self._take)
            field.setMinimumWidth(1)
            line.addWidget(field, 1)
        whole.addLayout(line)
        self._refusal = Label("", "caption", ink="bad", wrap=True)
        self._refusal.hide()
        whole.addWidget(self._refusal)
        self._shown: tuple[str, str] = ("", "")

    def show_values(self, first: str, last: str) -> None:
        """Mirror the values in force; what cannot be read stays until it is mended."""
        if self._refusal.isHidden() or (first, last) != self._shown:
            self.first.setText(first)
            self.last.setText(last)
            self._refuse(None, "")
        self._shown = (first, last)

    def _take(self) -> None:
        values: list[V | None] = []
        for field in (self.first, self.last):
            try:
                values.append(self._read(field.text().strip()) if field.text().strip() else None)
            except (ValueError, InvalidOperation):
                self._refuse(field, self._help)
                return
        least, most = values
        if least is not None and most is not None and least > most:
            self._refuse(self.last, "The end lies before the beginning.")
            return
        self._refuse(None, "")
        self.taken.told.emit(least, most)

    def _refuse(self, bad: QLineEdit | None, sentence: str) -> None:
        for field in (self.first, self.last):
            theme.set_property(field, "error", "true" if field is bad else "false")
            field.setAccessibleDescription(sentence if field is bad else "")
        if sentence and sentence != self._refusal.text():
            announce(self, sentence)
        self._refusal.setText(sentence)
        self._refusal.setVisible(bool(sentence))

    def refusal(self) -> str:
        """The sentence on show; empty when all is well."""
        return "" if self._refusal.isHidden() else self._refusal.text()


class _Taken(QObject):
    """A signal for a generic class, which cannot carry one itself."""

    told = Signal(object, object)


def read_day(text: str) -> date:
    """A day as year-month-day. Raises ValueError."""
    return date.fromisoformat(text)


def read_amount(text: str) -> Decimal:
    """An amount with a point or a comma before its decimals. Raises ValueError."""
    plain = "".join(text.split()).replace("−", "-")
    mark = "," if plain.rfind(",") > plain.rfind(".") else "."
    other = "." if mark == "," else ","
    amount = Decimal(plain.replace(other, "").replace(mark, "."))
    if not amount.is_finite():
        raise ValueError(text)
    return amount
