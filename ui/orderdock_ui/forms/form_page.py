"""The page of a Form: fields, the encryption line, what is advanced behind a link."""

import uuid
from collections.abc import Mapping

from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from orderdock.auth.steps import Field, FieldKind, Form
from orderdock_ui.forms.fields import CodeInput, FieldInput, PasswordInput, input_for
from orderdock_ui.forms.page import StepPage
from orderdock_ui.forms.time_left import TimeLeft
from orderdock_ui.theme import theme
from orderdock_ui.widgets.buttons import Button
from orderdock_ui.widgets.layouts import column, row
from orderdock_ui.widgets.naming import announce, named
from orderdock_ui.widgets.notices import Note

_CODE_OVER = "The time for this code is over. Ask for a new one if it is not accepted."


class FormPage(StepPage):
    """Asks for the fields of a form; a code gets the whole page."""

    def __init__(self, step: Form) -> None:
        super().__init__(
            step.title,
            step.message,
            step.about,
            can_go_back=step.can_go_back,
            submit=step.submit,
        )
        self.step = step
        self.inputs: dict[str, FieldInput] = {}
        self._sole_error(step)
        for field in step.fields:
            if not field.advanced:
                self.body.addWidget(self._add(field))
        self._code = next((i for i in self.inputs.values() if isinstance(i, CodeInput)), None)
        if step.expires_at is not None:
            after = "After that, ask for a new code." if self._code else "After that, start again."
            self.body.addWidget(TimeLeft(step.expires_at, after, _CODE_OVER))
        if self._code is not None:
            self._make_code_page(step)
        advanced = [field for field in step.fields if field.advanced]
        if advanced:
            self._add_advanced(advanced)
        if step.reassurance:
            self.body.addWidget(Note("ok", "shield-check", step.reassurance))
        self.body.addStretch(1)

    def _sole_error(self, step: Form) -> None:
        errors = [field.error for field in step.fields if field.error]
        if errors:
            self.setAccessibleDescription(" ".join(errors))

    def _add(self, field: Field) -> FieldInput:
        made = input_for(field)
        made.sent.connect(self.send)
        self.inputs[field.key] = made
        return made

    def _make_code_page(self, step: Form) -> None:
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self)
        paste.activated.connect(self._paste)
        if step.can_go_back:
            ways = row(gap=8)
            other = Button("Use another way", icon="smartphone", identifier="step-other-way")
            other.clicked.connect(self.went_back)
            ways.addWidget(other)
            ways.addStretch(1)
            self.body.addLayout(ways)

    def _paste(self) -> None:
        if self._code is not None:
            self._code.take(QGuiApplication.clipboard().text())

    def _add_advanced(self, fields: list[Field]) -> None:
        self._toggle = Button("Advanced", "link", icon="chevron-right", identifier="step-advanced")
        self._toggle.setCheckable(True)
        self._advanced = named(QWidget(), "step-advanced-fields", "Advanced")
        inside = column(self._advanced, gap=14)
        for field in fields:
            inside.addWidget(self._add(field))
        self._toggle.toggled.connect(self._show_advanced)
        self.body.addWidget(self._toggle)
        self.body.addWidget(self._advanced)
        self._show_advanced(any(field.error for field in fields))

    def _show_advanced(self, shown: bool) -> None:
        self._advanced.setVisible(shown)
        self._toggle.setChecked(shown)
        theme.wear_icon(self._toggle, "chevron-down" if shown else "chevron-right", "accent", gap=4)

    def send(self) -> None:
        """Check what is required, then hand the answers over."""
        if not self.go_on.isEnabled():
            return
        first: FieldInput | None = None
        for entry in self.inputs.values():
            sentence = _refusal(entry)
            entry.show_error(sentence)
            if sentence and first is None:
                first = entry
        if first is None:
            self.answered.emit({key: entry.value() for key, entry in self.inputs.items()})
            return
        if first.field.advanced:
            self._show_advanced(True)
        first.take_focus()
        announce(self, first.error())

    def offer(self, demo: Mapping[str, str]) -> None:
        """A link that fills in what the sandbox accepts."""
        known = {key: demo[key] for key in self.inputs if demo.get(key)}
        if not known:
            return
        fill = Button(
            "Fill in the sandbox's answer",
            "link",
            icon="flask-conical",
            identifier="step-fill-in",
        )
        fill.clicked.connect(lambda: self.restore_all(known))
        self.body.insertWidget(self.body.count() - 1, fill)

    def restore_all(self, values: Mapping[str, str]) -> None:
        """Put `values` into their fields."""
        for key, value in values.items():
            entry = self.inputs[key]
            if isinstance(entry, CodeInput):
                entry.take(value)
            else:
                entry.restore(value)
                entry.show_error("")

    def kept(self) -> dict[str, object]:
        return {key: entry.kept() for key, entry in self.inputs.items()}

    def restore(self, kept: dict[str, object]) -> None:
        for key, value in kept.items():
            entry = self.inputs.get(key)
            if entry is not None and entry.field.default is None:
                entry.put_back(value)

    def take_focus(self) -> None:
        refused = [entry for entry in self.inputs.values() if entry.error()]
        shown = [entry for entry in self.inputs.values() if not entry.field.advanced]
        first = next(iter(refused or shown), None)
        if first is None:
            super().take_focus()
            return
        first.take_focus()
        if first.error():
            announce(self, first.error())

    def wait(self) -> None:
        super().wait()
        for entry in self.inputs.values():
            entry.setEnabled(False)

    def forget(self) -> None:
        for entry in self.inputs.values():
            if isinstance(entry, PasswordInput):
                entry.wipe()
            elif isinstance(entry, CodeInput):
                entry.edit.clear()


def _refusal(entry: FieldInput) -> str:
    """Why the value cannot be sent at all; the provider judges the rest."""
    field = entry.field
    if entry.is_missing():
        return f"{field.label} is needed to go on."
    value = entry.value()
    if field.kind is FieldKind.UUID and value:
        try:
            uuid.UUID(str(value))
        except ValueError:
            return "This is no id of that kind. It looks like 8 digits, a dash, 4 digits ..."
    return ""
