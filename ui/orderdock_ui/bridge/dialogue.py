"""Dialogues that ask with pages: at once in a frame, or when the person opens the question."""

import asyncio

from PySide6.QtCore import QObject, Signal

from orderdock.auth.steps import Answers, Step, WentBack
from orderdock.domain.errors import PersonCancelled
from orderdock_ui.forms.frame import StepFrame


class QtDialogue(QObject):
    """Asks in `frame` at once: the dialogue of a person who is sitting there."""

    asked = Signal(object)
    """A Step is on show."""
    settled = Signal()
    """It was answered, or is asked no more: the work goes on."""
    told = Signal(str, str)
    """Stage, about."""
    noticed = Signal(str)
    """A sentence that should outlive the walk."""

    def __init__(self, frame: StepFrame) -> None:
        super().__init__(frame)
        self._frame = frame
        self._answer: asyncio.Future[Answers] | None = None
        self._given_up = False
        frame.answered.connect(self._answered)
        frame.went_back.connect(self._went_back)

    async def ask(self, step: Step) -> Answers:
        """Show `step` and wait. Being cancelled (the redirect arrived) just ends the waiting."""
        if self._given_up:
            raise PersonCancelled
        self._answer = asyncio.get_running_loop().create_future()
        self._frame.ask(step)
        self.asked.emit(step)
        try:
            return await self._answer
        finally:
            self._answer = None
            self.settled.emit()

    def tell(
        self, stage: str, message: str, *, about: str = "", done: int = 0, total: int | None = None
    ) -> None:
        """Show what is going on between questions; a `notice` is kept for the end."""
        if stage == "notice":
            self.noticed.emit(message)
            return
        if self._answer is None:
            self._frame.tell(stage, message, done, total)
        self.told.emit(stage, about)

    def cancel(self) -> bool:
        """Answer the open question with PersonCancelled; False when none is open.

        Any later question is cancelled, too: a redirect may arrive in the very same moment, and the
        flow would take that for the answer.
        """
        self._given_up = True
        return self._fail(PersonCancelled())

    def _answered(self, values: object) -> None:
        if self._answer is not None and not self._answer.done() and isinstance(values, dict):
            self._answer.set_result(Answers(values))

    def _went_back(self) -> None:
        self._fail(WentBack())

    def _fail(self, error: Exception) -> bool:
        if self._answer is None or self._answer.done():
            return False
        self._answer.set_exception(error)
        return True
