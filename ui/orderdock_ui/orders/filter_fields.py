"""Pairs of fields in the filter panel, from and to, that say what they cannot read."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from orderdock.query.language_values import Unclear
from orderdock_ui.theme import theme
from orderdock_ui.widgets.labels import Label
from orderdock_ui.widgets.layouts import column, row
from orderdock_ui.widgets.naming import announce, named

V = TypeVar("V", date, Decimal)
_REVERSED = "The end lies before the beginning. Nothing was changed."


class Pair(QWidget, Generic[V]):
    """Two fields, from and to; a sentence under them when they cannot be read."""

    def __init__(
        self,
        identifiers: tuple[str, str],
        names: tuple[str, str],
        hints: tuple[str, str],
        read: tuple[Callable[[str], V | None], Callable[[str], V | None]],
    ) -> None:
        super().__init__()
        self.taken = _Taken(self)
        self._read: tuple[Callable[[str], V | None], Callable[[str], V | None]] = read
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
        for field, read in zip((self.first, self.last), self._read, strict=True):
            try:
                values.append(read(field.text().strip()) if field.text().strip() else None)
            except Unclear as unclear:
                self._refuse(field, str(unclear))
                return
        least, most = values
        if least is not None and most is not None and least > most:
            self._refuse(self.last, _REVERSED)
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
