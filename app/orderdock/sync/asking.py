"""A sync's questions, made visible to everybody while they wait for a person."""

from collections.abc import Callable
from dataclasses import replace

from orderdock.auth.steps import Answers, Dialogue, Step
from orderdock.domain.connections import ConnectionId
from orderdock.domain.events import ConnectionChanged, Event, SyncProgressed
from orderdock.system.locks import HeldLock


class AskingDialogue:
    """Passes questions on to `dialogue`, marks the connection as waiting meanwhile."""

    def __init__(
        self,
        dialogue: Dialogue,
        *,
        connection: ConnectionId,
        lock: HeldLock,
        emit: Callable[[Event], None],
    ) -> None:
        self._dialogue = dialogue
        self._connection = connection
        self._lock = lock
        self._emit = emit
        self._open: list[str] = []

    async def ask(self, step: Step) -> Answers:
        if step.connection is None:
            step = replace(step, connection=self._connection)
        self._open.append(step.title)
        self._tell_others()
        self._emit(SyncProgressed(self._connection, "waiting", message=step.title, link=step.about))
        try:
            return await self._dialogue.ask(step)
        finally:
            self._open.remove(step.title)
            self._tell_others()

    def tell(
        self, stage: str, message: str, *, about: str = "", done: int = 0, total: int | None = None
    ) -> None:
        self._emit(
            SyncProgressed(
                self._connection, stage, done=done, total=total, message=message, link=about
            )
        )

    def _tell_others(self) -> None:
        # In the lock's note others see it as long as the sync lives, and not a moment longer.
        self._lock.note(self._open[0] if self._open else "")
        self._emit(ConnectionChanged(self._connection))
