"""A column of facts about one order, filled anew for each."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from orderdock_ui.theme import theme
from orderdock_ui.widgets.labels import ElidedLabel, IconLabel, Label, hairline
from orderdock_ui.widgets.layouts import clear, column, row


class DetailColumn(QWidget):
    """Names at the left, values at the right; remarks with an icon; gaps with a hairline."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = column(self, gap=5)

    def clear(self) -> None:
        """Nothing is said any more."""
        clear(self._lines)

    def gap(self) -> None:
        """Something else begins."""
        self._lines.addSpacing(theme.length(5))
        self._lines.addWidget(hairline())
        self._lines.addSpacing(theme.length(3))

    def title(self, words: str) -> None:
        """What the next lines are."""
        self._lines.addWidget(Label(words, "caption", 600, ink="text2"))

    def fact(self, name: str, value: str, weight: int = 400, *, unknown: str = "Not known") -> None:
        """A value; `unknown` stands where there is none."""
        line = row(gap=12)
        ink = "text2" if weight == 400 else "text"
        line.addWidget(Label(name, ink=ink, weight=weight), 0, Qt.AlignmentFlag.AlignTop)
        said = Label(value or unknown, weight=weight, wrap=True, selectable=True, figures=True)
        said.set_ink("text" if value else "muted")
        said.setAlignment(Qt.AlignmentFlag.AlignRight)
        line.addWidget(said, 1)
        self._lines.addLayout(line)

    def state(self, icon: str, role: str, words: str, quoted: str) -> None:
        """How the order stands, with the provider's own words in quotes."""
        line = row(gap=6)
        line.addWidget(IconLabel(icon, role))
        line.addWidget(Label(words, weight=600))
        if quoted:
            line.addWidget(ElidedLabel(quoted, "caption", ink="text2"), 1)
        else:
            line.addStretch(1)
        self._lines.addLayout(line)

    def item(self, name: str, details: str, amount: str) -> None:
        """One line of the order."""
        place = row(gap=12, margins=(0, 3, 0, 3))
        left = column(gap=0)
        left.addWidget(Label(name, weight=600, wrap=True, selectable=True))
        if details:
            left.addWidget(Label(details, "caption", ink="text2", wrap=True))
        place.addLayout(left, 1)
        said = Label(amount, figures=True)
        said.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        place.addWidget(said)
        self._lines.addLayout(place)

    def remark(self, icon: str, role: str, sentence: str) -> None:
        """A sentence under an icon."""
        line = row(gap=6, margins=(0, 2, 0, 0))
        line.addWidget(IconLabel(icon, role, 14), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(Label(sentence, "caption", ink=role, wrap=True), 1)
        self._lines.addLayout(line)

    def add(self, widget: QWidget) -> None:
        """Something else, at the left."""
        line = row(gap=0)
        line.addWidget(widget)
        line.addStretch(1)
        self._lines.addLayout(line)
