"""The live progress at the foot of the sidebar: in sight whatever page is on show."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QProgressBar, QSizePolicy, QWidget

from orderdock_ui.sync import words
from orderdock_ui.sync.board import ConnectionCard, SyncBoard
from orderdock_ui.widgets.buttons import IconButton
from orderdock_ui.widgets.labels import ElidedLabel, IconLabel, Label
from orderdock_ui.widgets.layouts import column, row
from orderdock_ui.widgets.naming import named

_MOST = 3


class _Line(QWidget):
    """One connection: name, count, a bar when the total is known, the stage in words."""

    def __init__(self, card: ConnectionCard) -> None:
        super().__init__()
        named(self, f"sync-progress-{card.id}", card.name)
        box = column(self, gap=3)
        line = row(gap=6)
        self._name = ElidedLabel(card.name, "caption", 600)
        self._count = Label("", "caption", ink="text2", figures=True)
        line.addWidget(self._name, 1)
        line.addWidget(self._count)
        box.addLayout(line)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        box.addWidget(self._bar)
        said = row(gap=5)
        self._icon = IconLabel("refresh-cw", "accent", 12)
        self._stage = ElidedLabel("", "caption", ink="text2")
        said.addWidget(self._icon)
        said.addWidget(self._stage, 1)
        box.addLayout(said)

    def show_card(self, card: ConnectionCard, waits: bool) -> None:
        said = words.of_card(card, waits=waits)
        stage = words.stage_of(card) if said.words == "Syncing" else said.words
        if card.outcome is not None:
            came = words.came_of_it(card.outcome)
            stage = came.partition(" · ")[0] or said.words
        done, total = card.counts()
        count = words.counts(done, total) if card.is_running() else ""
        self._count.setText(count)
        self._bar.setVisible(card.is_running() and total is not None)
        self._bar.setMaximum(max(1, total or 1))
        self._bar.setValue(min(done, total or 0))
        self._icon.show_icon(said.icon, said.icon_ink, 12)
        self._stage.setText(stage)
        self._stage.set_ink("text2" if card.is_running() and not waits else said.ink)
        self.setAccessibleName(", ".join(part for part in (card.name, stage, count) if part))


class SyncStrip(QFrame):
    """Hidden until a sync begins; afterwards it says what came of it until it is closed."""

    cancel_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        named(self, "sync-panel", "Sync")
        self.setProperty("surface", "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        outer = row(self, gap=4, margins=(12, 8, 4, 9))
        self._box = column(gap=8)
        outer.addLayout(self._box, 1)
        self._more = Label("", "caption", ink="text2")
        self._box.addWidget(self._more)
        buttons = column()
        self.cancel = IconButton(
            "circle-stop",
            "Cancel sync",
            identifier="action-cancel-sync",
            pressed=self.cancel_asked.emit,
        )
        self._close = IconButton(
            "x", "Close this result", identifier="sync-panel-close", pressed=self._put_away
        )
        buttons.addWidget(self.cancel)
        buttons.addWidget(self._close)
        buttons.addStretch(1)
        outer.addLayout(buttons)
        self._lines: dict[str, _Line] = {}
        self._closed = False
        self._quiet = False
        self.hide()

    def show_board(self, board: SyncBoard, waiting: frozenset[str]) -> None:
        """Draw what runs, and what came of the last ones."""
        running = board.is_running()
        if running:
            self._closed = False
        first = sorted(board.cards.values(), key=lambda card: not card.is_running())
        shown = {card.id: card for card in first[:_MOST]}
        for key in [key for key in self._lines if key not in shown]:
            self._lines.pop(key).deleteLater()
        for position, (key, card) in enumerate(shown.items()):
            if key not in self._lines:
                self._lines[key] = _Line(card)
                self._box.insertWidget(position, self._lines[key])
            self._lines[key].show_card(card, key in waiting)
        more = len(board.cards) - len(shown)
        self._more.setText(f"and {more} more")
        self._more.setVisible(more > 0)
        self.cancel.setVisible(running)
        self._close.setVisible(not running)
        self._place(bool(board.cards))

    def set_quiet(self, quiet: bool) -> None:
        """On the Sync page it would say everything twice."""
        self._quiet = quiet
        self._place(bool(self._lines))

    def _place(self, anything: bool) -> None:
        self.setVisible(anything and not self._closed and not self._quiet)

    def _put_away(self) -> None:
        self._closed = True
        self.hide()
