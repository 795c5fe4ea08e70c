"""A sync's questions, made visible to everybody while they wait for a person."""

from collections.abc import Callable
from dataclasses import replace

from orderdock.auth.steps import Answers, Dialogue, Step
from orderdock.domain.connections import ConnectionId
from orderdock.domain.events import ConnectionChanged, Event, SyncProgressed
from orderdock.sync.ledger import Ledger
from orderdock.sync.unbroken import unbroken


class AskingDialogue:
    """Passes questions on to `dialogue`, marks the connection as waiting meanwhile."""

    def __init__(
        self,
        dialogue: Dialogue,
        *,
        connection: ConnectionId,
        ledger: Ledger,
        emit: Callable[[Event], None],
    ) -> None:
        self._dialogue = dialogue
        self._connection = connection
        self._ledger = ledger
        self._emit = emit

    async def ask(self, step: Step) -> Answers:
        if step.connection is None:
            step = replace(step, connection=self._connection)
        await self._waits_for(step.title)
        self._emit(SyncProgressed(self._connection, "waiting", message=step.title, link=step.about))
        try:
            return await self._dialogue.ask(step)
        finally:
            _, stop = await unbroken(self._waits_for(""))
            if stop is not None:
                raise stop

    def tell(
        self, stage: str, message: str, *, about: str = "", done: int = 0, total: int | None = None
    ) -> None:
        self._emit(
            SyncProgressed(
                self._connection, stage, done=done, total=total, message=message, link=about
            )
        )

    async def _waits_for(self, question: str) -> None:
        await self._ledger.wait_for(question)
        self._emit(ConnectionChanged(self._connection))
