"""Help: the keyboard map and where to find more."""

from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from orderdock_ui.theme import theme
from orderdock_ui.widgets.labels import Label
from orderdock_ui.widgets.layouts import column, scrolling, surface
from orderdock_ui.widgets.naming import named
from orderdock_ui.window.keys import KEYS

_WIDEST = 900
_ANSWERS = (
    (
        "What do the states of a connection mean?",
        "Up to date: the last sync read everything to the end. Old data: nothing was read for "
        "seven days. Sign-in needed: the provider refused the saved access. Select a connection "
        "to see why it is in its state and what to do.",
    ),
    (
        "Where are my orders?",
        "In the data folder of this profile, in one database on this computer. Settings shows "
        "the folder. Copy it to make a backup while Orderdock is closed.",
    ),
    (
        "Can it run without the window?",
        "Yes. Type orderdock --help in a terminal: connect, sync and export work there, too.",
    ),
)


class HelpPage(QWidget):
    """Read, not used."""

    def __init__(self) -> None:
        super().__init__()
        named(self, "help-page", "Help")
        outer = column(self)
        inside = QWidget()
        inside.setMaximumWidth(theme.length(_WIDEST))
        box = column(inside, gap=14, margins=(32, 28, 32, 32))
        box.addWidget(Label("Help", "page", 700))
        for question, answer in _ANSWERS:
            entry = column(gap=3)
            entry.addWidget(Label(question, weight=600, wrap=True))
            entry.addWidget(Label(answer, ink="text2", wrap=True))
            box.addLayout(entry)
        box.addSpacing(theme.length(8))
        box.addWidget(Label("Keyboard", "card", 600))
        card = surface("card")
        grid = QGridLayout(card)
        edge = theme.length(16)
        grid.setContentsMargins(edge, edge, edge, edge)
        grid.setHorizontalSpacing(theme.length(16))
        grid.setVerticalSpacing(theme.length(8))
        half = (len(KEYS) + 1) // 2
        for i, key in enumerate(KEYS):
            at = 0 if i < half else 2
            grid.addWidget(_cap(key.shown()), i % half, at)
            grid.addWidget(Label(key.does, wrap=True), i % half, at + 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        box.addWidget(card)
        box.addStretch(1)
        outer.addWidget(scrolling(inside))


def _cap(keys: str) -> QLabel:
    made = Label(keys, "caption", 600, ink="text2")
    made.setProperty("surface", "badge")
    return made
