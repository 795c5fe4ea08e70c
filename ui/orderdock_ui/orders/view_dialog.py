"""Asks under which name a view is kept; the same small window gives one another name."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from orderdock.services.views import EVERYTHING, LONGEST
from orderdock_ui.theme import theme
from orderdock_ui.widgets.ask_dialog import AskDialog
from orderdock_ui.widgets.labels import Label
from orderdock_ui.widgets.layouts import column
from orderdock_ui.widgets.naming import announce, named


class ViewDialog(AskDialog):
    """A name, and for a new view what goes with it. Enter keeps, Esc leaves."""

    named_so = Signal(str)
    """The name that was chosen; the boxes say the rest."""

    def __init__(
        self,
        title: str,
        verb: str,
        taken: Sequence[str],
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("view", title, verb, parent=parent)
        self._verb = verb
        self._taken = {each.casefold(): each for each in taken}
        self._replaces = False
        self._add_name(name)
        self.boxes = column(gap=8)
        self.body.addLayout(self.boxes)
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_name(self, name: str) -> None:
        pair = column(gap=4)
        label = Label("Name", weight=600)
        self.name = named(QLineEdit(name), "view-name", "Name of the view")
        self.name.setMaxLength(LONGEST)
        self.name.selectAll()
        label.setBuddy(self.name)
        self._refusal = Label("", "caption", ink="bad", wrap=True)
        self._refusal.hide()
        for widget in (label, self.name, self._refusal):
            pair.addWidget(widget)
        self.body.addLayout(pair)
        self.name.textChanged.connect(self._name_changed)
        self.name.returnPressed.connect(self.confirm)

    def add_box(self, words: str, identifier: str, *, on: bool = False) -> QCheckBox:
        """Something that is so of the view, or not."""
        box = named(QCheckBox(words), identifier, words)
        box.setChecked(on)
        self.boxes.addWidget(box)
        return box

    def add_choice(self, words: str, identifier: str, choices: Sequence[str]) -> QComboBox:
        """One of several, the first unless another is chosen."""
        pair = column(gap=4)
        label = Label(words, weight=600)
        choice = named(QComboBox(), identifier, words)
        choice.addItems(list(choices))
        choice.setMinimumWidth(1)
        label.setBuddy(choice)
        pair.addWidget(label)
        pair.addWidget(choice)
        self.boxes.addLayout(pair)
        return choice

    def may_replace(self) -> None:
        """A name that is taken is offered to be replaced, and not refused."""
        self._replaces = True

    def refuse(self, sentence: str) -> None:
        """Say why this name cannot be; it stays in the field."""
        theme.set_property(self.name, "error", "true" if sentence else "false")
        self.name.setAccessibleDescription(sentence)
        self._refusal.setText(sentence)
        self._refusal.setVisible(bool(sentence))
        if sentence:
            announce(self, sentence)
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _typed(self) -> str:
        return " ".join(self.name.text().split())

    def _name_changed(self) -> None:
        self.refuse("")
        old = self._taken.get(self._typed().casefold())
        self.go.put(f"Replace “{old}”" if old and self._replaces else self._verb)

    def confirm(self) -> None:
        typed = self._typed()
        if not typed:
            self.refuse("A view needs a name. Type one, such as Unpaid in March.")
        elif typed.casefold() == EVERYTHING.casefold():
            self.refuse(f"“{EVERYTHING}” is always there. Choose another name.")
        elif typed.casefold() in self._taken and not self._replaces:
            self.refuse(f"There is a view “{typed}” already. Choose another name.")
        else:
            self.named_so.emit(typed)
            super().confirm()
