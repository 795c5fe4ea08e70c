"""The Sync page: what runs, what came of it, and what waits for the person."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from orderdock_ui import text
from orderdock_ui.bridge.questions import Question
from orderdock_ui.sync.board import SyncBoard
from orderdock_ui.sync.card import CardWidget
from orderdock_ui.theme import theme
from orderdock_ui.widgets.buttons import Button
from orderdock_ui.widgets.labels import Label
from orderdock_ui.widgets.layouts import column, row, scrolling
from orderdock_ui.widgets.naming import named
from orderdock_ui.widgets.notices import EmptyState

_NARROW = 640


class SyncPage(QWidget):
    """Draws the board; asks for work by signals."""

    sync_asked = Signal()
    cancel_asked = Signal(str)
    """Connection id, or empty for all."""
    answer_asked = Signal(object)
    repair_asked = Signal(str)
    again_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        named(self, "sync-page", "Sync")
        self._cards: dict[str, CardWidget] = {}
        self.timezone = "UTC"
        whole = column(self)
        head = row(gap=16, margins=(32, 28, 32, 10))
        words = column(gap=4)
        words.addWidget(Label("Sync", "page", 700))
        self._sum = Label("", ink="text2", wrap=True)
        words.addWidget(self._sum)
        head.addLayout(words, 1)
        self.cancel = Button("Cancel sync", icon="x", identifier="sync-cancel")
        self.cancel.clicked.connect(lambda: self.cancel_asked.emit(""))
        self.cancel.hide()
        head.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignTop)
        whole.addLayout(head)
        inside = QWidget()
        self._box = column(inside, gap=12, margins=(32, 6, 32, 32))
        self._box.addStretch(1)
        self._scroll = scrolling(inside)
        whole.addWidget(self._scroll, 1)
        self._empty = EmptyState(
            "refresh-cw",
            "No sync yet since Orderdock was opened",
            "A sync reads what is new and what changed. You can keep working while it runs.",
            "Sync all connections",
            identifier="sync-empty",
        )
        self._empty.acted.connect(self.sync_asked)
        whole.addWidget(self._empty, 1)

    def show_board(self, board: SyncBoard, questions: Sequence[Question]) -> None:
        """Draw what is so; widgets of cards that stayed are kept."""
        for key in [key for key in self._cards if key not in board.cards]:
            self._cards.pop(key).deleteLater()
        for position, card in enumerate(board.cards.values()):
            if card.id not in self._cards:
                made = CardWidget(card)
                made.answer_asked.connect(self.answer_asked)
                made.cancel_asked.connect(self.cancel_asked)
                made.repair_asked.connect(self.repair_asked)
                made.again_asked.connect(self.again_asked)
                self._cards[card.id] = made
                self._box.insertWidget(position, made)
            own = [q for q in questions if q.connection == card.id]
            self._cards[card.id].show_card(card, own)
        self._empty.setVisible(not board.cards)
        self._scroll.setVisible(bool(board.cards))
        running = board.is_running()
        self.cancel.setVisible(running)
        self._sum.setText(self._summary(board, len(questions)))
        self._sum.setVisible(bool(board.cards))

    def _summary(self, board: SyncBoard, waiting: int) -> str:
        if not board.cards or board.begun is None:
            return ""
        at = text.moment(board.begun, self.timezone).rpartition(" ")[2]
        parts = [f"Started {at}", f"{board.finished()} of {len(board.cards)} finished"]
        if waiting:
            parts.append(f"{waiting} waits for you" if waiting == 1 else f"{waiting} wait for you")
        ending = ". You can keep working." if board.is_running() else "."
        return " · ".join(parts) + ending

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for card in self._cards.values():
            card.set_narrow(self.width() < theme.length(_NARROW))
