"""A connection's sync in the other process, as the window follows it."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from orderdock.auth.steps import Answers, Dialogue, Step
from orderdock.domain.connections import SyncOutcome
from orderdock.domain.errors import OrderdockError
from orderdock.domain.events import ConnectionChanged, Event, SyncFinished
from orderdock.services.sync_frames import Done, error_of
from orderdock.services.sync_worker import Worker
from orderdock.store.connections import StoredConnection
from orderdock.sync.tally import Tally, outcome_of

_log = logging.getLogger(__name__)


@dataclass
class Job:
    """One connection's sync."""

    number: int
    stored: StoredConnection
    dialogue: Dialogue
    follow: Callable[[Event], None]
    full: bool
    wait_long: bool
    asking: asyncio.TaskGroup
    done: "asyncio.Future[Done | None]"
    """Its last word; None when the process ended without one."""
    task: "asyncio.Task[None] | None" = None
    worker: Worker | None = None
    outcome: SyncOutcome | None = None
    """As the events told it."""
    questions: "dict[int, asyncio.Task[None]]" = field(default_factory=dict)

    def hear(self, event: Event) -> None:
        """Pass an event on; a listener that breaks does not break the sync."""
        if isinstance(event, SyncFinished):
            self.outcome = event.outcome
        try:
            self.follow(event)
        except Exception:  # noqa: BLE001 - as in the queue
            _log.exception("following broke %(connection)s", {"connection": self.stored.id})

    def drop_questions(self) -> None:
        """Nobody waits for an answer any more."""
        for question in self.questions.values():
            question.cancel()

    def end(self, done: Done) -> None:
        """The process has said its last word about it."""
        if done.outcome is not None:
            self._say(done.outcome)
        else:
            trouble = done.trouble
            self.fail(error_of(trouble) if trouble is not None else asyncio.CancelledError())

    def fail(self, error: BaseException) -> None:
        """It ended with this, unless the events told of its outcome already."""
        stored = self.stored
        self._say(outcome_of(Tally(stored.name), error, connection=stored.id, name=stored.name))

    def _say(self, outcome: SyncOutcome) -> None:
        if self.outcome is None:
            self.hear(SyncFinished(outcome))
            self.hear(ConnectionChanged(self.stored.id))


@dataclass(frozen=True, slots=True)
class Settled:
    """The dialogue of a person who has answered already: with this error."""

    error: OrderdockError

    async def ask(self, step: Step) -> Answers:  # noqa: ARG002 - as a Dialogue has it
        raise self.error

    def tell(
        self, stage: str, message: str, *, about: str = "", done: int = 0, total: int | None = None
    ) -> None:
        """Nothing is left to say."""
