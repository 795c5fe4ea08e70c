"""The page of a walk that failed: what is so, what to do, and trying again."""

from orderdock_ui.forms.page import StepPage
from orderdock_ui.widgets.naming import announce
from orderdock_ui.widgets.notices import Note


class TroublePage(StepPage):
    """`answered` means: try again."""

    def __init__(self, title: str, says: str, next_step: str, about: str) -> None:
        super().__init__(title, "", about, submit="Try again")
        self.cancel.put("Close", "Close this page")
        self.body.addWidget(Note("bad", "octagon-alert", next_step, title=says))
        self._words = f"{says} {next_step}".strip()
        self.setAccessibleDescription(self._words)

    def send(self) -> None:
        """Try again."""
        self.answered.emit({})

    def take_focus(self) -> None:
        super().take_focus()
        announce(self, self._words)
