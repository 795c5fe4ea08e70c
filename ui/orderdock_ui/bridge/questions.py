"""Questions of running syncs: they wait until the person opens them, and never pop up."""

import asyncio
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from orderdock.auth.steps import Answer, Answers, Step, WentBack
from orderdock.domain.errors import PersonCancelled


@dataclass(frozen=True, slots=True)
class Told:
    """What goes on in a running sync after an answer."""

    connection: str
    about: str
    stage: str
    message: str
    done: int
    total: int | None


class Question:
    """One question that waits: whose it is, the step, and where its answer goes."""

    def __init__(
        self,
        connection: str,
        step: Step,
        before: "Question | None",
        future: "asyncio.Future[Answers]",
    ) -> None:
        self.connection = connection
        self.step = step
        self.before = before
        """The question of the same shop answered just before: this one continues it."""
        self._future = future

    def is_open(self) -> bool:
        """Whether an answer is still wanted."""
        return not self._future.done()

    def answer(self, values: dict[str, Answer]) -> None:
        """Hand the person's answer to the sync."""
        if self.is_open():
            self._future.set_result(Answers(values))

    def cancel(self) -> None:
        """The person does not want to answer: the shop is left out this time."""
        if self.is_open():
            self._future.set_exception(PersonCancelled())

    def go_back(self) -> None:
        """The person wants the question before."""
        if self.is_open():
            self._future.set_exception(WentBack())


class Questions(QObject):
    """All questions that wait now, in the order in which they came."""

    added = Signal(object)
    removed = Signal(object)
    told = Signal(Told)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open: list[Question] = []
        self._last: dict[tuple[str, str], Question] = {}

    def open(self, connection: str = "") -> list[Question]:
        """Those of one connection, or all."""
        return [q for q in self._open if not connection or q.connection == connection]

    def dialogue(self, connection: str) -> "WaitingDialogue":
        """The dialogue of a running sync of `connection`."""
        return WaitingDialogue(self, connection)

    async def wait_for(self, connection: str, step: Step) -> Answers:
        """Put a question on the list and wait until it is answered."""
        key = (connection, step.about)
        future: asyncio.Future[Answers] = asyncio.get_running_loop().create_future()
        question = Question(connection, step, self._last.get(key), future)
        self._open.append(question)
        self.added.emit(question)
        try:
            answers = await future
            self._last[key] = question
            return answers
        finally:
            if question in self._open:
                self._open.remove(question)
            future.cancel()
            self.removed.emit(question)

    def forget(self, connection: str) -> None:
        """The sync of `connection` is over."""
        self._last = {key: q for key, q in self._last.items() if key[0] != connection}


class WaitingDialogue:
    """A Dialogue whose questions wait in the list."""

    def __init__(self, questions: Questions, connection: str) -> None:
        self._questions = questions
        self._connection = connection
        self._answered: set[str] = set()

    async def ask(self, step: Step) -> Answers:
        """Wait until the person opened and answered it."""
        answers = await self._questions.wait_for(self._connection, step)
        self._answered.add(step.about)
        return answers

    def went_on(self, stage: str = "reading") -> None:
        """Work is past the questions answered so far: what still shows them may close."""
        for about in self._answered:
            self.tell(stage, "", about=about)
        self._answered.clear()

    def tell(
        self, stage: str, message: str, *, about: str = "", done: int = 0, total: int | None = None
    ) -> None:
        """Shown in the question's dialog while it is open."""
        said = Told(self._connection, about, stage, message, done, total)
        self._questions.told.emit(said)
