"""Syncs of the window: started, followed on the board, cancelled, and their questions opened."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from orderdock.domain.connections import ConnectionView, SyncOutcome
from orderdock.domain.events import SyncProgressed
from orderdock_ui.sync.board import ConnectionCard, SyncBoard
from orderdock_ui.window.desk import Desk

if TYPE_CHECKING:
    from orderdock.services.front import Services
    from orderdock_ui.bridge.questions import Question
    from orderdock_ui.sync.question_dialog import QuestionDialog


class Syncing(QObject):
    """Owns the board of syncs."""

    board_changed = Signal()
    ended = Signal(object)
    """A SyncOutcome."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self.board = SyncBoard()
        self._dialogs: list[QuestionDialog] = []
        desk.hub.progressed.connect(self._progressed)
        desk.hub.finished.connect(self._finished)

    def start(self, views: Sequence[ConnectionView]) -> None:
        """Sync these, those left out that are at it already."""
        busy = {card.id for card in self.board.running()}
        wanted = [view for view in views if view.id not in busy]
        if wanted:
            self._desk.when_ready(lambda services: self._start(services, wanted))

    def _start(self, services: "Services", views: Sequence[ConnectionView]) -> None:
        desk = self._desk
        self.board.begin(
            [(v.id, v.name, desk.provider(v.provider).name) for v in views], desk.now()
        )
        for view in views:
            desk.spawn(self._run(services, view.id), f"sync {view.id}")
        self.board_changed.emit()
        desk.changed.emit()

    async def _run(self, services: "Services", connection: str) -> None:
        questions, card = self._desk.questions, self.board.cards.get(connection)
        if questions is None:
            return
        try:
            outcomes = await services.sync.run(
                [connection],
                dialogue=questions.dialogue,
                follow=self._desk.hub.follow,
                wait_long=True,
            )
            for outcome in outcomes if self._has(card) else []:
                self._finished(outcome)
        finally:
            if self._has(card):  # else the next sync of it has begun, as soon as this one said so
                questions.forget(connection)
                for dialog in list(self._dialogs):
                    dialog.ended(connection)
                self._drop(connection)
            self._desk.changed.emit()

    def _has(self, card: ConnectionCard | None) -> bool:
        return card is not None and self.board.cards.get(card.id) in (None, card)

    def _drop(self, connection: str) -> None:
        """A run that ended without saying so must not stay on the board as running."""
        card = self.board.cards.get(connection)
        if card is not None and card.is_running():
            del self.board.cards[connection]
            self.board_changed.emit()

    def forget_gone(self) -> None:
        """Results of connections that are no more say nothing to anybody."""
        there = {view.id for view in self._desk.connections()}
        cards = self.board.cards
        for key in [k for k, card in cards.items() if k not in there and not card.is_running()]:
            del cards[key]

    def cancel(self, connection: str = "") -> None:
        """Cancel one, or all; what was committed stays."""
        if self._desk.services is not None:
            self._desk.services.sync.cancel(connection or None)

    def _progressed(self, event: SyncProgressed) -> None:
        if self.board.take(event) is not None:
            self.board_changed.emit()
        for dialog in list(self._dialogs):
            dialog.goes_on(event.connection, event.link, event.stage)

    def _finished(self, outcome: SyncOutcome) -> None:
        card = self.board.cards.get(outcome.id)
        if card is None or not card.is_running():
            return
        self.board.finish(outcome)
        self.board_changed.emit()
        self._desk.changed.emit()
        self.ended.emit(outcome)

    # --- questions that wait

    def open_question(self, question: "Question", parent: QWidget) -> None:
        """Show it in a window beside the work; a window that shows it already is raised."""
        from orderdock.cli.dialogues.browser import open_page
        from orderdock_ui.sync.question_dialog import QuestionDialog

        questions = self._desk.questions
        if questions is None or not question.is_open():
            return
        for dialog in self._dialogs:
            if dialog.is_about(question):
                dialog.raise_()
                dialog.activateWindow()
                return
        view = self._desk.connection(question.connection)
        name = view.name if view is not None else question.connection
        made = QuestionDialog(questions, question, name, open_page, parent)
        self._dialogs.append(made)
        made.gone.connect(lambda: self._forget(made))
        made.show()

    def open_first(self, parent: QWidget, connection: str = "") -> bool:
        """Open what has waited longest; False when nothing waits."""
        questions = self._desk.questions
        waiting = questions.open(connection) if questions is not None else []
        if waiting:
            self.open_question(waiting[0], parent)
        return bool(waiting)

    def _forget(self, dialog: "QuestionDialog") -> None:
        if dialog in self._dialogs:
            self._dialogs.remove(dialog)

    def close_dialogs(self) -> None:
        """The window closes."""
        for dialog in list(self._dialogs):
            dialog.close()
