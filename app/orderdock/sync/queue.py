"""Several connections side by side: how many at once, cancel one or all."""

import asyncio
import logging
from collections.abc import Sequence

from orderdock.domain.connections import ConnectionId, Outcome, SyncOutcome
from orderdock.domain.events import SyncFinished, SyncProgressed
from orderdock.sync.engine import Run, SyncJob
from orderdock.sync.tally import Tally, outcome_of

_log = logging.getLogger(__name__)
AT_ONCE = 16
"""Each goes at its provider's own pace, and one that waits for a person or a pause keeps its place:
enough that those do not hold up the others.
"""


class SyncQueue:
    """Runs jobs; one that fails never stops the others."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._gate = asyncio.Semaphore(at_once)
        self._running: list[tuple[ConnectionId, asyncio.Task[None]]] = []

    def is_running(self, connection: ConnectionId) -> bool:
        """Whether this queue has the connection in hand, waiting ones included."""
        return any(running == connection for running, _ in self._running)

    async def run(self, jobs: Sequence[SyncJob]) -> list[SyncOutcome]:
        """All jobs' outcomes, in the order of `jobs`.

        Cancelling this cancels every job; each of them still says SyncFinished.
        """
        outcomes: dict[int, SyncOutcome] = {}
        async with asyncio.TaskGroup() as group:
            for place, job in enumerate(jobs):
                job.emit(SyncProgressed(job.connection, "queued"))
                task = group.create_task(self._one(place, job, outcomes))
                self._running.append((job.connection, task))
                task.add_done_callback(self._forget)
        return [outcomes[place] for place in range(len(jobs))]

    def cancel(self, connection: ConnectionId | None = None) -> None:
        """Cancel one job or all; their `run` then returns with the outcomes."""
        for running, task in list(self._running):
            if connection is None or connection == running:
                task.cancel()

    def _forget(self, done: "asyncio.Task[None]") -> None:
        self._running = [(running, task) for running, task in self._running if task is not done]

    async def _one(self, place: int, job: SyncJob, outcomes: dict[int, SyncOutcome]) -> None:
        run = Run(job)
        try:
            async with self._gate:
                await run.go()
        except asyncio.CancelledError as cancel:
            if run.outcome is None:
                run.outcome = _without_result(job, cancel)
                job.emit(SyncFinished(run.outcome))
            raise
        except Exception:  # noqa: BLE001 - a broken listener; the others' syncs go on
            _log.exception("following broke %(connection)s", {"connection": job.connection})
        finally:
            outcomes[place] = run.outcome or _without_result(job, None)


def _without_result(job: SyncJob, cancel: asyncio.CancelledError | None) -> SyncOutcome:
    """The outcome of a job that never began, or whose events nobody could take."""
    if cancel is not None:
        return outcome_of(
            Tally(job.provider.name), cancel, connection=job.connection, name=job.name
        )
    return SyncOutcome(
        job.connection,
        job.name,
        Outcome.FAILED,
        complete=False,
        error=f"The sync of {job.name} broke off. What was read is kept. Try again.",
        error_code="failed",
    )
