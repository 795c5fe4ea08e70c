"""The page of a Choice: a few options in sight, or many in a list with a search."""

from orderdock.auth.steps import Choice
from orderdock_ui.forms.fields import input_for
from orderdock_ui.forms.page import StepPage
from orderdock_ui.forms.time_left import TimeLeft
from orderdock_ui.widgets.naming import announce


class ChoicePage(StepPage):
    """Asks for one option, or for several where the field says so."""

    def __init__(self, step: Choice) -> None:
        super().__init__(
            step.title,
            step.message,
            step.about,
            can_go_back=step.can_go_back,
            submit=step.submit,
        )
        self.step = step
        self.entry = input_for(step.field, alone=True)
        self.entry.sent.connect(self.send)
        self.entry.changed.connect(self._judge)
        self.body.addWidget(self.entry, 1)
        if step.expires_at is not None:
            over = "The time for this choice is over. Go on to try it all the same."
            self.body.addWidget(TimeLeft(step.expires_at, "to choose.", over))
        self._judge()

    def _judge(self) -> None:
        self.go_on.setToolTip("" if self.entry.value() else "Choose one first.")

    def send(self) -> None:
        """Hand over what is chosen; say so when nothing is."""
        if not self.go_on.isEnabled():
            return
        if self.entry.is_missing():
            self.entry.show_error("Choose one to go on.")
            self.entry.take_focus()
            announce(self, self.entry.error())
            return
        self.answered.emit({self.step.field.key: self.entry.value()})

    def kept(self) -> dict[str, object]:
        return {self.step.field.key: self.entry.kept()}

    def restore(self, kept: dict[str, object]) -> None:
        value = kept.get(self.step.field.key)
        if value is not None and self.step.field.default is None:
            self.entry.put_back(value)

    def take_focus(self) -> None:
        self.entry.take_focus()
        if self.entry.error():
            announce(self, self.entry.error())

    def wait(self) -> None:
        super().wait()
        self.entry.setEnabled(False)
