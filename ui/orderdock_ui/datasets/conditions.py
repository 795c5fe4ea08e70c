"""Conditions on records: a row each of field, operator and text."""

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QListView, QWidget

from orderdock.services.datasets import OPERATORS
from orderdock_ui.theme import theme
from orderdock_ui.widgets.buttons import IconButton
from orderdock_ui.widgets.layouts import column, row
from orderdock_ui.widgets.naming import named

Condition = tuple[str, str, str]
WORDS = {
    "=": "is",
    "!=": "is not",
    "<": "is less than",
    "<=": "is at most",
    ">": "is more than",
    ">=": "is at least",
    "contains": "contains",
}


def offering(edit: QLineEdit, fields: QStringListModel) -> QLineEdit:
    """Let `edit` offer the fields that are known."""
    completer = QCompleter(fields, edit)
    shown = QListView()
    shown.setProperty("kind", "framed")
    completer.setPopup(shown)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    edit.setCompleter(completer)
    return edit


class ConditionRow(QWidget):
    """One condition."""

    removed = Signal()
    sent = Signal()
    """Enter was pressed in it."""

    def __init__(self, fields: QStringListModel, condition: Condition) -> None:
        super().__init__()
        line = row(self, gap=8)
        self.field = offering(QLineEdit(condition[0]), fields)
        self.field.setPlaceholderText("Field")
        self.operator = QComboBox()
        for sign in OPERATORS:
            word = WORDS.get(sign, sign)
            self.operator.addItem(word if word == sign else f"{sign}  {word}", sign)
        self.operator.setCurrentIndex(max(0, self.operator.findData(condition[1])))
        self.text = QLineEdit(condition[2])
        self.text.setPlaceholderText("Value")
        self.remove = IconButton("x", "Remove this condition")
        for widget, stretch in ((self.field, 3), (self.operator, 0), (self.text, 4)):
            line.addWidget(widget, stretch)
        for edit in (self.field, self.text):
            edit.setMinimumWidth(theme.length(64))
        line.addWidget(self.remove)
        self.setMaximumWidth(theme.length(720))
        self.remove.clicked.connect(self.removed)
        for edit in (self.field, self.text):
            edit.returnPressed.connect(self.sent)

    def number(self, place: int) -> None:
        """It is the condition number `place`, counted from 1."""
        named(self.field, f"datasets-where-field-{place}", f"Condition {place}: field")
        words = f"Condition {place}: operator"  # on Linux a box is called by what it shows
        named(self.operator, f"datasets-where-operator-{place}", words, words)
        named(self.text, f"datasets-where-text-{place}", f"Condition {place}: value")
        named(self.remove, f"datasets-where-remove-{place}", f"Remove condition {place}")

    def condition(self) -> Condition:
        """As it stands."""
        sign = str(self.operator.currentData())
        return self.field.text().strip(), sign, self.text.text().strip()

    def fault(self) -> tuple[QLineEdit, str] | None:
        """What is missing, and where; None when it is whole or empty."""
        field, _sign, text = self.condition()
        if text and not field:
            return self.field, "Name the field that this is about."
        if field and not text:
            return self.text, f"Type the value that {field} is compared with."
        return None


class Conditions(QWidget):
    """All of them; every one must hold."""

    sent = Signal()
    emptied = Signal()
    """The last one was taken away."""

    def __init__(self, fields: QStringListModel) -> None:
        super().__init__()
        named(self, "datasets-where", "Conditions")
        self._fields = fields
        self._rows: list[ConditionRow] = []
        self._box = column(self, gap=6)
        self.hide()

    def add(self, condition: Condition = ("", "=", "")) -> ConditionRow:
        """One more row."""
        made = ConditionRow(self._fields, condition)
        made.removed.connect(lambda: self._remove(made))
        made.sent.connect(self.sent)
        self._rows.append(made)
        self._box.addWidget(made)
        made.number(len(self._rows))
        self.show()
        return made

    def _remove(self, gone: ConditionRow) -> None:
        at = self._rows.index(gone)
        self._rows.remove(gone)
        gone.hide()
        self._box.removeWidget(gone)
        gone.deleteLater()
        for place, left in enumerate(self._rows, 1):
            left.number(place)
        self.setVisible(bool(self._rows))
        if self._rows:
            self._rows[min(at, len(self._rows) - 1)].remove.setFocus()
        else:
            self.emptied.emit()

    def rows(self) -> list[ConditionRow]:
        """Those on show."""
        return list(self._rows)

    def put(self, conditions: Sequence[Condition]) -> None:
        """These and no others."""
        for each in self._rows:
            each.hide()
            self._box.removeWidget(each)
            each.deleteLater()
        self._rows = []
        self.setVisible(bool(conditions))
        for condition in conditions:
            self.add(condition)

    def conditions(self) -> tuple[Condition, ...]:
        """Those that say something."""
        every = (each.condition() for each in self._rows)
        return tuple(condition for condition in every if condition[0])
