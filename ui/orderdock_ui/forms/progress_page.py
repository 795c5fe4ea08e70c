"""The page between two questions: what is being done, ticked off."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar

from orderdock_ui import text
from orderdock_ui.forms.page import StepPage
from orderdock_ui.theme import theme
from orderdock_ui.widgets.labels import IconLabel, Label
from orderdock_ui.widgets.layouts import column, row
from orderdock_ui.widgets.naming import announce, named


class ProgressPage(StepPage):
    """One line a stage: those behind get a tick, the one at work says how far it is."""

    def __init__(self, title: str, about: str) -> None:
        super().__init__(title, "", about)
        self._lines = column(gap=10)
        self.body.addLayout(self._lines)
        self._bar = named(QProgressBar(), "step-progress", "Progress")
        self._bar.setTextVisible(False)
        self._bar.hide()
        self.body.addWidget(self._bar)
        self.body.addStretch(1)
        self._stages: dict[str, tuple[IconLabel, Label]] = {}
        self._current = ""

    def tell(self, stage: str, message: str, done: int = 0, total: int | None = None) -> None:
        """A stage began or went on."""
        words = message or text.stage(stage)
        if stage not in self._stages:
            self._add(stage, words)
        if stage != self._current:
            self._tick(self._current)
            self._current = stage
            announce(self, words)
        self._stages[stage][1].setText(words)
        if stage == "verified":
            self._tick(stage)
        self._bar.setVisible(total is not None)
        if total is not None:
            self._bar.setMaximum(max(1, total))
            self._bar.setValue(done)

    def stages(self) -> list[str]:
        """The words shown, in their order."""
        return [label.text() for _icon, label in self._stages.values()]

    def _add(self, stage: str, words: str) -> None:
        line = row(gap=10)
        icon = IconLabel("loader-circle", "accent", 18)
        label = named(Label(words, weight=600, wrap=True), f"stage-{stage}")
        line.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(label, 1)
        self._lines.addLayout(line)
        self._stages[stage] = (icon, label)

    def _tick(self, stage: str) -> None:
        if stage in self._stages:
            icon, label = self._stages[stage]
            icon.show_icon("circle-check", "ok", 18)
            theme.wear_font(label, "body")
            label.set_ink("text2")

    def take_focus(self) -> None:
        self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)
