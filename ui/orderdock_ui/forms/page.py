"""What every page of a step has: a card with tile, title and words, buttons and signals."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QLayout, QSizePolicy, QWidget

from orderdock_ui import assets
from orderdock_ui.theme import theme
from orderdock_ui.widgets.buttons import Button
from orderdock_ui.widgets.labels import Label, hairline
from orderdock_ui.widgets.layouts import column, row, surface
from orderdock_ui.widgets.naming import named


class StepPage(QWidget):
    """One step, drawn from its data. Says what the person did; decides nothing."""

    answered = Signal(object)
    """dict of field key -> answer"""
    cancelled = Signal()
    went_back = Signal()

    def __init__(
        self, title: str, message: str, about: str, *, can_go_back: bool = False, submit: str = ""
    ) -> None:
        super().__init__()
        self.title = title
        self.about = about
        message = "" if message.strip().rstrip(".") == title.strip() else message
        named(self, "step-page", title, message)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        outer = column(self)
        card = surface("card")
        outer.addWidget(card)
        inside = column(card, gap=0, margins=(28, 22, 28, 18))
        inside.addLayout(_head(title, message, about))
        inside.addSpacing(theme.length(14))
        self.body = column(gap=14)
        inside.addLayout(self.body, 1)
        inside.addSpacing(theme.length(18))
        inside.addWidget(hairline())
        inside.addSpacing(theme.length(14))
        inside.addLayout(self._make_foot(submit, can_go_back=can_go_back))

    def _make_foot(self, submit: str, *, can_go_back: bool) -> QLayout:
        self.back = Button("Back", "quiet", icon="chevron-left", identifier="step-back")
        self.cancel = Button("Cancel", identifier="step-cancel")
        self.go_on = Button(submit, "primary", identifier="step-continue")
        foot = row(gap=8)
        foot.addWidget(self.back)
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.go_on)
        self.back.setVisible(can_go_back)
        self.back.setToolTip("Back to the step before (Alt+Left)")
        self.go_on.setVisible(bool(submit))
        self.back.clicked.connect(self.went_back)
        self.cancel.clicked.connect(self.cancelled)
        self.go_on.clicked.connect(self.send)
        keys = QShortcut(QKeySequence(Qt.Modifier.ALT | Qt.Key.Key_Left), self)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self._go_back)
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self.cancelled)
        return foot

    def _go_back(self) -> None:
        if self.back.isVisibleTo(self):
            self.went_back.emit()

    def send(self) -> None:
        """Continue was pressed."""

    def kept(self) -> dict[str, object]:
        """What was typed, for the same step when it comes back with an error."""
        return {}

    def restore(self, kept: dict[str, object]) -> None:
        """Take over what was typed before."""

    def take_focus(self) -> None:
        """Put the focus where the person goes on."""
        self.go_on.setFocus(Qt.FocusReason.OtherFocusReason)

    def offer(self, demo: Mapping[str, str]) -> None:
        """In the sandbox: answers that work there, by field key."""

    def wait(self) -> None:
        """The answer is being used: nothing more can be sent, Cancel stays."""
        self.go_on.setEnabled(False)
        self.go_on.setToolTip("Your answer is being sent.")
        self.back.setEnabled(False)

    def forget(self) -> None:
        """The page is left: forget secrets typed into it."""


def _head(title: str, message: str, about: str) -> QLayout:
    head = row(gap=14)
    if about:
        tile = QLabel()
        tile.setPixmap(assets.initial_tile(about, 44))
        tile.setFixedSize(theme.length(44), theme.length(44))
        head.addWidget(tile, 0, Qt.AlignmentFlag.AlignTop)
    words = column(gap=2)
    words.addStretch(1)
    words.addWidget(named(Label(title, "step", 700, wrap=True), "step-title"))
    if message:
        words.addWidget(Label(message, ink="text2", wrap=True))
    words.addStretch(1)
    head.addLayout(words, 1)
    return head
