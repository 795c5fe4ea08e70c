"""Syncs for a window: in a process of their own, so that decoding never holds up a frame.

The process runs the ordinary SyncService on the same profile; it is started when a sync is, and
ends with the last one. To who asks, this is like a SyncService.
"""

import asyncio
import contextlib
import itertools
import logging
from collections.abc import Callable, Sequence
from functools import partial

from orderdock.auth.steps import Dialogue, Step, WentBack
from orderdock.domain.connections import SyncOutcome
from orderdock.domain.errors import OrderdockError, UnexpectedAnswer
from orderdock.domain.events import Event
from orderdock.services import sync_frames
from orderdock.services.access import Access
from orderdock.services.alone import alone_with
from orderdock.services.sync import SyncService, chosen
from orderdock.services.sync_frames import (
    Answered,
    Asked,
    AskedNoMore,
    Begin,
    Cancel,
    Done,
    FromProcess,
    Happened,
    Hidden,
    Sync,
    Told,
    Unanswered,
)
from orderdock.services.sync_jobs import Job, Settled
from orderdock.services.sync_worker import Worker
from orderdock.sync.asking import AskingDialogue
from orderdock.sync.ledger import Ledger
from orderdock.sync.tally import Tally
from orderdock.system.frames import Gone
from orderdock.vault.sealing import SealingKey

PROCESS = "orderdock.sync_process"
_CANCEL_SECONDS = 15.0
"""A commit under way is finished first, which is short; a process that takes longer is ended."""
_BROKE = "broke off. What was read is kept. Try again."
_NO_START = "could not begin. Try again; if that does not help, start Orderdock again."

_log = logging.getLogger(__name__)


class SyncApart:
    """Runs syncs in a process of their own and says what happens."""

    def __init__(self, access: Access, here: SyncService) -> None:
        """`here` syncs what no other process could: sign-ins kept in this one's memory alone."""
        self._access = access
        self._here = here
        self._jobs: dict[int, Job] = {}
        self._numbers = itertools.count(1)
        self._workers: list[Worker] = []
        self._starting = asyncio.Lock()

    async def run(
        self,
        connections: Sequence[str] = (),
        *,
        full: bool = False,
        dialogue: Callable[[str], Dialogue],
        follow: Callable[[Event], None],
        wait_long: bool = False,
    ) -> list[SyncOutcome]:
        """Sync these connections, as SyncService.run does.

        A process that dies, or does not start, fails the connections it had in hand. Raises
        NoSuchConnection.
        """
        jobs = []
        present = await chosen(self._access, connections)
        async with asyncio.TaskGroup() as group:
            for stored in present:
                job = Job(
                    next(self._numbers),
                    stored,
                    dialogue(stored.id),
                    follow,
                    full,
                    wait_long,
                    group,
                    asyncio.get_running_loop().create_future(),
                )
                jobs.append(job)
                self._jobs[job.number] = job
                job.task = group.create_task(self._one(job))
                job.task.add_done_callback(partial(self._leave, job))
        return [job.outcome for job in jobs if job.outcome is not None]

    def cancel(self, connection: str | None = None) -> None:
        """Cancel one running connection (id), or all: `run` then returns with their outcomes."""
        for job in list(self._jobs.values()):
            if connection in (None, job.stored.id) and job.task and not job.task.cancelling():
                job.task.cancel()

    def is_running(self, connection: str) -> bool:
        """Whether a `run` of this window has the connection (id) in hand."""
        return any(job.stored.id == connection for job in self._jobs.values())

    def set_paused(self, connection: str, paused: bool) -> None:
        """A paused connection is left out of a sync of all until it is resumed."""
        self._here.set_paused(connection, paused)

    async def close(self) -> None:
        """End what is left of the process; the syncs themselves were cancelled before."""
        for worker in self._workers:
            if not worker.is_over:
                worker.dismiss()
            await worker.gone()

    # --- one connection

    async def _one(self, job: Job) -> None:
        try:
            await self._through(job)
        except Gone:
            await self._broke_off(job)
        except asyncio.CancelledError:
            await self._called_off(job)
            raise

    async def _through(self, job: Job) -> None:
        """Sync it; raises Gone when the process does not live to the end."""
        key = await self._key(job)
        if key is None:
            await self._here.run(
                [job.stored.id],
                full=job.full,
                dialogue=lambda _connection: job.dialogue,
                follow=job.hear,
                wait_long=job.wait_long,
            )
            return
        job.worker = await self._working(key)
        job.worker.send(Sync(job.number, job.stored.id, job.full, job.wait_long))
        await asyncio.wait([job.done])
        done = job.done.result()
        if done is None:
            raise Gone
        job.end(done)

    async def _key(self, job: Job) -> SealingKey | None:
        """What opens the saved sign-ins over there; None when they are to be opened here.

        A question about it is asked here, once for all syncs; how it ended `job` will say.
        """
        safe, stored = self._access.safe, job.stored
        if (key := safe.lend()) is None:
            try:
                with alone_with(self._access.library.locks, stored.id, stored.name) as lock:
                    asking = AskingDialogue(
                        job.dialogue, connection=stored.id, lock=lock, emit=job.hear
                    )
                    await safe.unlock(asking)
            except OrderdockError as error:
                job.dialogue = Settled(error)
            key = safe.lend()
        return key

    async def _working(self, key: SealingKey) -> Worker:
        """The process, started now if there is none."""
        async with self._starting:
            self._workers = [worker for worker in self._workers if not worker.is_gone()]
            for worker in self._workers:
                if not worker.is_over:
                    return worker
            if self._access.sandbox is not None:
                with contextlib.suppress(OrderdockError):  # the sync will say so itself
                    await self._access.sandbox.ensure()
            return self._started(key)

    def _started(self, key: SealingKey) -> Worker:
        profile = self._access.library.profile
        worker = Worker(
            PROCESS,
            Begin(str(profile.data_dir), profile.name, profile.sandbox, Hidden(key.reveal())),
            heard=self._heard,
            ended=lambda: self._ended(worker),
        )
        self._workers.append(worker)
        return worker

    async def _called_off(self, job: Job) -> None:
        """Cancelled: what was read is committed over there before it says so."""
        worker = job.worker
        if worker is None or job.done.done():
            return
        worker.send(Cancel(job.number))
        if worker.is_ready:
            ended, _ = await asyncio.wait([job.done], timeout=_CANCEL_SECONDS)
            if not ended:
                worker.kill()

    async def _broke_off(self, job: Job) -> None:
        """The process is gone without a word: nothing better is known of the connection now."""
        job.drop_questions()
        stored, library = job.stored, self._access.library
        began = job.worker is not None and job.worker.is_ready
        error = OrderdockError(f"The sync of {stored.name} {_BROKE if began else _NO_START}")
        with (
            contextlib.suppress(OrderdockError),  # another program has it in hand by now
            alone_with(library.locks, stored.id, stored.name),
        ):
            ledger = Ledger(library.database, stored.id)
            await ledger.close(Tally(stored.name), error, library.clock.now())
        job.fail(error)

    def _leave(self, job: Job, task: "asyncio.Task[None]") -> None:
        """It is over, perhaps before its first step."""
        del self._jobs[job.number]
        job.drop_questions()
        if task.cancelled():
            job.fail(asyncio.CancelledError())
        worker = job.worker
        busy = any(other.worker is worker for other in self._jobs.values())
        if worker is not None and not worker.is_over and not busy:
            worker.dismiss()

    # --- what the process says

    def _heard(self, message: FromProcess) -> None:
        job = self._jobs.get(getattr(message, "job", 0))
        if job is None or job.task is None:
            return
        match message:
            case Happened():
                job.hear(sync_frames.unpacked(message.event))
            case Told(_, stage, words, about, done, total):
                job.dialogue.tell(stage, words, about=about, done=done, total=total)
            case Asked() if not job.task.cancelling():
                step = sync_frames.unpacked(message.step)
                asking = job.asking.create_task(self._ask(job, message.question, step))
                job.questions[message.question] = asking
            case AskedNoMore() if message.question in job.questions:
                job.questions.pop(message.question).cancel()
            case Done():
                job.done.set_result(message)

    async def _ask(self, job: Job, number: int, step: Step) -> None:
        said: Answered | Unanswered
        try:
            said = Answered(number, sync_frames.given(await job.dialogue.ask(step)))
        except (OrderdockError, WentBack) as error:
            said = Unanswered(number, sync_frames.in_words(error))
        except Exception:  # noqa: BLE001 - the sync must hear of it, whatever it is
            _log.exception("asking broke %(connection)s", {"connection": job.stored.id})
            trouble = UnexpectedAnswer("The question could not be shown.", "Try again.")
            said = Unanswered(number, sync_frames.in_words(trouble))
        job.questions.pop(number, None)
        if job.worker is not None:
            job.worker.send(said)

    def _ended(self, worker: Worker) -> None:
        for job in self._jobs.values():
            if job.worker is worker and not job.done.done():
                job.done.set_result(None)
