"""The sync process at work: runs what the window asks for and tells it how that goes."""

import asyncio
import itertools
import logging
import os
import threading
from functools import partial
from typing import Any

from orderdock.auth.steps import Answers, Step
from orderdock.domain.errors import OrderdockError
from orderdock.services import sync_frames
from orderdock.services.sync import Syncs
from orderdock.services.sync_frames import (
    Answered,
    Asked,
    AskedNoMore,
    Cancel,
    Done,
    FromProcess,
    Happened,
    Ready,
    Sync,
    Told,
    ToProcess,
    Trouble,
    Unanswered,
)
from orderdock.system.frames import Frames, Gone

_log = logging.getLogger(__name__)
_PATIENCE_S = 8.0
"""How long work may take to end in order once the window is gone; then the process just ends."""


async def serve(frames: Frames, sync: Syncs) -> None:
    """Do what the window asks until it is gone; then cancel everything, keeping what was read."""
    served = _Served(frames, sync)
    loop = asyncio.get_running_loop()
    inbox: asyncio.Queue[ToProcess | None] = asyncio.Queue()

    def listen() -> None:
        while (frame := frames.receive()) is not None:
            loop.call_soon_threadsafe(inbox.put_nowait, sync_frames.to_process(frame))
        loop.call_soon_threadsafe(inbox.put_nowait, None)

    threading.Thread(target=listen, name="window", daemon=True).start()
    served.send(Ready())
    async with asyncio.TaskGroup() as group:
        while (message := await inbox.get()) is not None:
            served.take(message, group)
        last_resort = threading.Timer(_PATIENCE_S, os._exit, (1,))
        last_resort.daemon = True
        last_resort.start()
        served.cancel_all()
    last_resort.cancel()


class _Served:
    """The jobs in hand and the questions that wait for an answer."""

    def __init__(self, frames: Frames, sync: Syncs) -> None:
        self._frames = frames
        self._sync = sync
        self._jobs: dict[int, asyncio.Task[Done]] = {}
        self._questions: dict[int, asyncio.Future[Answers]] = {}
        self._numbers = itertools.count(1)

    def send(self, message: FromProcess) -> None:
        """Tell the window; when it is gone, `listen` notices by itself."""
        try:
            self._frames.send(sync_frames.as_bytes(message))
        except Gone:
            return

    def take(self, message: ToProcess, group: asyncio.TaskGroup) -> None:
        match message:
            case Sync():
                job = self._jobs[message.job] = group.create_task(self._run(message))
                job.add_done_callback(partial(self._over, message.job))
            case Cancel():
                if message.job in self._jobs:
                    self._jobs[message.job].cancel()
            case Answered():
                if (waiting := self._waiting(message.question)) is not None:
                    waiting.set_result(sync_frames.answers(message.values))
            case Unanswered():
                if (waiting := self._waiting(message.question)) is not None:
                    waiting.set_exception(sync_frames.error_of(message.why))

    def cancel_all(self) -> None:
        for job in self._jobs.values():
            job.cancel()

    def _waiting(self, question: int) -> "asyncio.Future[Answers] | None":
        future = self._questions.get(question)
        return future if future is not None and not future.done() else None

    async def _run(self, wanted: Sync) -> Done:
        try:
            found = await self._sync.run(
                [wanted.connection],
                full=wanted.full,
                dialogue=lambda _connection: _Person(self, wanted.job),
                follow=partial(self._happened, wanted.job),
                wait_long=wanted.wait_long,
            )
            return Done(wanted.job, found[0] if found else None)
        except OrderdockError as error:
            return Done(wanted.job, trouble=sync_frames.in_words(error))
        except Exception:  # noqa: BLE001 - the last door: other jobs go on
            _log.exception("a sync broke %(connection)s", {"connection": wanted.connection})
            says = "The sync broke off. What was read is kept."
            return Done(wanted.job, trouble=Trouble("failed", says, "Try again."))

    def _over(self, number: int, job: "asyncio.Task[Done]") -> None:
        """A job that is cancelled before its first step runs no line of its own."""
        del self._jobs[number]
        self.send(Done(number) if job.cancelled() else job.result())

    def _happened(self, job: int, event: Any) -> None:
        self.send(Happened(job, sync_frames.packed(event)))

    async def ask(self, job: int, step: Step) -> Answers:
        number = next(self._numbers)
        future: asyncio.Future[Answers] = asyncio.get_running_loop().create_future()
        self._questions[number] = future
        self.send(Asked(job, number, sync_frames.packed(step)))
        try:
            return await future
        except asyncio.CancelledError:
            self.send(AskedNoMore(job, number))
            raise
        finally:
            del self._questions[number]


class _Person:
    """A Dialogue whose person sits at the window."""

    def __init__(self, served: _Served, job: int) -> None:
        self._served = served
        self._job = job

    async def ask(self, step: Step) -> Answers:
        return await self._served.ask(self._job, step)

    def tell(
        self, stage: str, message: str, *, about: str = "", done: int = 0, total: int | None = None
    ) -> None:
        self._served.send(Told(self._job, stage, message, about, done, total))
