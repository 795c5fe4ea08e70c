"""Under the table: how many records are here, what is being read, and the way to a file."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QProgressBar, QWidget

from orderdock_ui.datasets.result import Result, Stand, state_line
from orderdock_ui.theme import theme
from orderdock_ui.widgets.buttons import Button
from orderdock_ui.widgets.labels import Label
from orderdock_ui.widgets.layouts import row
from orderdock_ui.widgets.naming import named

_NOTHING = "Read something first; then it can be saved."
_READING = "It can be saved when the reading has ended."


class Foot(QFrame):
    """`datasets-count`, `datasets-progress`, `datasets-cancel`, `datasets-save`."""

    cancel_asked = Signal()
    save_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "foot")
        line = row(self, gap=12, margins=(16, 6, 12, 6))
        self.words = named(Label("", wrap=True, figures=True), "datasets-count", "Records")
        line.addWidget(self.words, 1)
        self.bar = named(QProgressBar(), "datasets-progress", "Records read")
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(theme.length(160))
        line.addWidget(self.bar)
        self.cancel = Button("Cancel", identifier="datasets-cancel", name="Cancel the reading")
        self.cancel.clicked.connect(self.cancel_asked)
        line.addWidget(self.cancel)
        self.save = Button("Save as…", icon="file-down", identifier="datasets-save")
        self.save.clicked.connect(self.save_asked)
        line.addWidget(self.save)

    def show_result(self, name: str, result: Result) -> None:
        """What is so now."""
        said = state_line(result)
        self.words.setText(said)
        self.words.setAccessibleName(f"{name}: {said}" if said else f"{name}: not read yet")
        reading = result.stand is Stand.READING
        goal = result.goal()
        self.cancel.setVisible(reading)
        self.bar.setVisible(reading and goal is not None and not result.waits)
        if goal is not None:
            self.bar.setRange(0, max(1, goal))
            self.bar.setValue(min(result.news.read, max(1, goal)))
        ready = not reading and result.rows > 0
        self.save.setEnabled(ready)
        tip = "Save as CSV or JSON Lines (Ctrl+S)"
        self.save.setToolTip(tip if ready else _READING if reading else _NOTHING)
        named(self.save, "datasets-save", f"Save these records of {name} as a file")
