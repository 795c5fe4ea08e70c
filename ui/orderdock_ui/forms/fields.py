"""One field of a step as an input: text, password, code, address, tick, choice."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QVBoxLayout, QWidget

from orderdock.auth.steps import Answer, Field, FieldKind
from orderdock.domain.secret import Secret
from orderdock_ui.forms.options import FewOptions, ManyOptions, TickOptions
from orderdock_ui.theme import theme
from orderdock_ui.widgets.buttons import Button
from orderdock_ui.widgets.labels import IconLabel, Label
from orderdock_ui.widgets.layouts import column, row
from orderdock_ui.widgets.naming import named

_RADIOS = 4
"""Up to so many options in a form are radio buttons; more fold into a box."""
_FEW = 6
"""Up to so many options are all shown; more get a list with a search."""


class FieldInput(QWidget):
    """Label, input, help and error of one field."""

    sent = Signal()
    """Enter was pressed in it."""
    changed = Signal()

    def __init__(self, field: Field, *, show_label: bool = True) -> None:
        super().__init__()
        self.field = field
        self._box = column(self, gap=4)
        self._label = Label(self._words(), weight=600, wrap=True)
        self._label.setVisible(show_label and field.kind is not FieldKind.BOOL)
        self._box.addWidget(self._label)
        self._error = _ErrorLine()
        self.input = self._make_input(self._box)
        self._label.setBuddy(self.input)
        if field.help:
            self._box.addWidget(Label(field.help, "caption", ink="text2", wrap=True))
        self._box.addWidget(self._error)
        self.show_error(field.error or "")

    def _words(self) -> str:
        optional = not self.field.required and self.field.kind is not FieldKind.BOOL
        return f"{self.field.label} (optional)" if optional else self.field.label

    def _make_input(self, box: QVBoxLayout) -> QWidget:
        raise NotImplementedError

    def value(self) -> Answer:
        """What was answered, ready for the flow."""
        raise NotImplementedError

    def kept(self) -> object:
        """What was typed, to be put into the same field of the form that comes back."""
        raise NotImplementedError

    def restore(self, kept: object) -> None:
        """Take over what `kept` gave."""
        raise NotImplementedError

    def put_back(self, kept: object) -> None:
        """Take over what `kept` gave; a refusal still stands at the field."""
        sentence = self.error()
        self.restore(kept)
        self.show_error(sentence)

    def is_missing(self) -> bool:
        """Whether a required answer is not there."""
        return self.field.required and not self.value()

    def show_error(self, sentence: str) -> None:
        """Say at the field why it was refused; empty takes it away."""
        self._error.put(sentence)
        described = " ".join(part for part in (sentence, self.field.help) if part)
        self.input.setAccessibleDescription(described)
        theme.set_property(self.input, "error", "true" if sentence else "false")

    def error(self) -> str:
        """The sentence shown at it."""
        return self._error.text()

    def take_focus(self) -> None:
        """Put the cursor here."""
        self.input.setFocus(Qt.FocusReason.OtherFocusReason)


class _ErrorLine(QWidget):
    def __init__(self) -> None:
        super().__init__()
        line = row(self, gap=6, margins=(0, 1, 0, 0))
        line.addWidget(IconLabel("circle-alert", "bad", 14), 0, Qt.AlignmentFlag.AlignTop)
        self._words = Label("", ink="bad", wrap=True)
        line.addWidget(self._words, 1)

    def put(self, sentence: str) -> None:
        self._words.setText(sentence)
        self.setVisible(bool(sentence))

    def text(self) -> str:
        return self._words.text()


class LineInput(FieldInput):
    """Text, an address, a UUID."""

    edit: QLineEdit

    def _make_input(self, box: QVBoxLayout) -> QWidget:
        field = self.field
        self.edit = named(QLineEdit(field.default or ""), f"field-{field.key}", field.label)
        self.edit.setPlaceholderText(field.placeholder)
        self.edit.textChanged.connect(self._edited)
        self.edit.returnPressed.connect(self.sent)
        if field.kind is FieldKind.URL:
            self.edit.setInputMethodHints(Qt.InputMethodHint.ImhUrlCharactersOnly)
        self._lay(box)
        return self.edit

    def _lay(self, box: QVBoxLayout) -> None:
        box.addWidget(self.edit)

    def _edited(self) -> None:
        self.show_error("")
        self.changed.emit()

    def value(self) -> Answer:
        return self.edit.text().strip()

    def kept(self) -> object:
        return self.edit.text()

    def restore(self, kept: object) -> None:
        if isinstance(kept, str):
            with QSignalBlocker(self.edit):  # what is put back does not answer the error
                self.edit.setText(kept)


class PasswordInput(LineInput):
    """A secret: hidden until "Show", with a hint when capitals are locked."""

    def _lay(self, box: QVBoxLayout) -> None:
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.edit.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhSensitiveData
        )
        line = row(gap=8)
        line.addWidget(self.edit, 1)
        self._show = Button("Show", icon="eye", name=f"Show {self.field.label.lower()}")
        named(self._show, f"show-{self.field.key}")
        self._show.setCheckable(True)
        self._show.toggled.connect(self._reveal)
        line.addWidget(self._show)
        box.addLayout(line)
        self._capitals = Label("Caps Lock seems to be on.", "caption", ink="warn")
        self._capitals.hide()
        box.addWidget(self._capitals)
        self.edit.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt does not tell whether Caps Lock is on; a capital typed without Shift does."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if event.text().isalpha():
                self._capitals.setVisible(event.text().isupper() is not shift)
        return super().eventFilter(watched, event)

    def _reveal(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.edit.setEchoMode(mode)
        self._show.put("Hide" if shown else "Show", f"Show {self.field.label.lower()}")
        self._show.wear_icon("eye-off" if shown else "eye")

    def value(self) -> Answer:
        return Secret(self.edit.text())

    def wipe(self) -> None:
        """Forget what was typed, its undo steps included."""
        self.edit.clear()
        self.edit.setText("")


class CodeInput(LineInput):
    """A one-time code: big, any spacing accepted, pasted from anywhere on the page."""

    def _lay(self, box: QVBoxLayout) -> None:
        self.edit.setProperty("kind", "code")
        self.edit.setAlignment(Qt.AlignmentFlag.AlignCenter)
        theme.wear_font(self.edit, "code", 600, figures=True)
        self.edit.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self.edit.setMaxLength(32)
        box.addWidget(self.edit)
        if not self.field.help:
            hint = "Paste works anywhere on this page. Spaces do not matter."
            box.addWidget(Label(hint, "caption", ink="text2", wrap=True))

    def take(self, pasted: str) -> None:
        """A code pasted on the page."""
        self.edit.setText(" ".join(pasted.split()))
        self._edited()
        self.take_focus()

    def value(self) -> Answer:
        return Secret("".join(self.edit.text().split()))

    def restore(self, kept: object) -> None:
        """A refused code is not typed again: the field comes back empty."""


class TickInput(FieldInput):
    """Yes or no."""

    box: QCheckBox

    def _make_input(self, box: QVBoxLayout) -> QWidget:
        self.box = named(QCheckBox(self.field.label), f"field-{self.field.key}", self.field.label)
        self.box.setChecked((self.field.default or "").lower() in {"true", "yes", "1"})
        self.box.toggled.connect(lambda _on: self.changed.emit())
        box.addWidget(self.box)
        return self.box

    def value(self) -> Answer:
        return self.box.isChecked()

    def kept(self) -> object:
        return self.box.isChecked()

    def restore(self, kept: object) -> None:
        self.box.setChecked(bool(kept))


class ComboInput(FieldInput):
    """One of several, inside a form with other fields."""

    combo: QComboBox

    def _make_input(self, box: QVBoxLayout) -> QWidget:
        self.combo = named(QComboBox(), f"field-{self.field.key}", self.field.label)
        for option in self.field.options:
            self.combo.addItem(option.label, option.value)
        found = self.combo.findData(self.field.default)
        self.combo.setCurrentIndex(max(0, found))
        self.combo.currentIndexChanged.connect(lambda _i: self.changed.emit())
        box.addWidget(self.combo)
        return self.combo

    def value(self) -> Answer:
        return str(self.combo.currentData() or "")

    def kept(self) -> object:
        return self.combo.currentData()

    def restore(self, kept: object) -> None:
        self.combo.setCurrentIndex(max(0, self.combo.findData(kept)))


class OptionsInput(FieldInput):
    """One or several of many, all in sight or in a list with a search."""

    options: FewOptions | ManyOptions | TickOptions

    def _make_input(self, box: QVBoxLayout) -> QWidget:
        field = self.field
        chosen: FewOptions | ManyOptions | TickOptions
        if field.kind is FieldKind.CHOICES:
            chosen = TickOptions(field)
        elif len(field.options) <= _FEW and not any(o.picture_url for o in field.options):
            chosen = FewOptions(field)
        else:
            chosen = ManyOptions(field)
        self.options = chosen
        chosen.changed.connect(self._picked)
        chosen.sent.connect(self.sent)
        box.addWidget(chosen, 1)
        return chosen

    def _picked(self) -> None:
        self.show_error("")
        self.changed.emit()

    def value(self) -> Answer:
        return self.options.value()

    def kept(self) -> object:
        return self.options.value()

    def restore(self, kept: object) -> None:
        if isinstance(kept, (str, tuple)):
            self.options.choose(kept)

    def take_focus(self) -> None:
        self.options.take_focus()


def input_for(field: Field, *, alone: bool = False) -> FieldInput:
    """The input of a field; `alone` on a page of its own, where there is room to show options."""
    makers: dict[FieldKind, Callable[[Field], FieldInput]] = {
        FieldKind.TEXT: LineInput,
        FieldKind.URL: LineInput,
        FieldKind.UUID: LineInput,
        FieldKind.PASSWORD: PasswordInput,
        FieldKind.CODE: CodeInput,
        FieldKind.BOOL: TickInput,
        FieldKind.CHOICES: OptionsInput,
    }
    if field.kind is FieldKind.CHOICE:
        if alone:
            return OptionsInput(field, show_label=False)
        few = len(field.options) <= _RADIOS and not field.advanced
        return OptionsInput(field) if few else ComboInput(field)
    return makers[field.kind](field)
