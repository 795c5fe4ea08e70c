"""The steps of a walk above its card: done, at, to come."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from orderdock_ui.theme import theme
from orderdock_ui.widgets.labels import IconLabel, Label
from orderdock_ui.widgets.layouts import row
from orderdock_ui.widgets.naming import named


class Trail(QWidget):
    """Icon and word a step; the current one in bold."""

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__()
        named(self, "step-trail", "Steps")
        self._words = list(words)
        self.at = 0
        line = row(self, gap=8, margins=(32, 18, 32, 8))
        self._steps: list[tuple[IconLabel, Label]] = []
        for index, word in enumerate(words):
            if index:
                line.addWidget(IconLabel("chevron-right", "text2", 14))
            icon, label = IconLabel("circle", "muted", 16), Label(word, ink="text2")
            line.addWidget(icon)
            line.addWidget(label)
            self._steps.append((icon, label))
        line.addStretch(1)
        self.go_to(0)

    def go_to(self, index: int) -> None:
        """The step at `index` is the current one; never back behind where the walk was."""
        self.at = max(0, min(index, len(self._steps) - 1))
        for i, (icon, label) in enumerate(self._steps):
            if i < self.at:
                icon.show_icon("circle-check", "ok", 16)
            elif i == self.at:
                icon.show_icon("circle-dot", "accent", 16)
            else:
                icon.show_icon("circle", "muted", 16)
            theme.wear_font(label, "body", 700 if i == self.at else 400)
            label.set_ink("text" if i == self.at else "text2")
        if self._words:
            here = self._words[self.at]
            self.setAccessibleName(f"Step {self.at + 1} of {len(self._words)}: {here}")
