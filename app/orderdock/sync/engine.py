"""One connection's sync: read pages, keep them with their bookmarks, say how it goes."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AbstractContextManager, aclosing
from dataclasses import dataclass

from orderdock.auth.steps import Dialogue
from orderdock.connector.contract import (
    Completed,
    Desk,
    LinkFailed,
    LinksFound,
    Note,
    OrdersRequest,
    Page,
    Progress,
    Provider,
    Reading,
)
from orderdock.domain.connections import ConnectionId, SyncOutcome
from orderdock.domain.errors import (
    AlreadySyncing,
    OrderdockError,
    PersonCancelled,
    RateLimited,
    UnexpectedAnswer,
)
from orderdock.domain.events import (
    ConnectionChanged,
    Event,
    OrdersChanged,
    SyncFinished,
    SyncProgressed,
)
from orderdock.sync.asking import AskingDialogue
from orderdock.sync.batch import Batch
from orderdock.sync.ledger import Ledger
from orderdock.sync.tally import Tally, outcome_of
from orderdock.sync.throttle import Throttle
from orderdock.sync.unbroken import unbroken
from orderdock.system.clock import Clock

_log = logging.getLogger(__name__)
_AHEAD = 2  # pages that may be read ahead while one is being written

Waiting = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class SyncJob:
    """Everything one connection's sync works with."""

    connection: ConnectionId
    name: str
    provider: Provider
    desk: Callable[[Dialogue, Waiting], AbstractAsyncContextManager[Desk]]
    """Opens a desk that asks this dialogue; told of longer waits."""
    ledger: Ledger
    lock: Callable[[], AbstractContextManager[object]]
    """The connection's lock; entering raises AlreadySyncing."""
    dialogue: Dialogue
    emit: Callable[[Event], None]
    clock: Clock
    full: bool = False
    wait_long: bool = False
    """Sit out the waits that a provider asks for, however long, instead of ending with them."""


def whereabouts(bug: BaseException) -> str:
    """Kind and place of an unforeseen error, without its words: they may hold a person's data."""
    at = bug.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    place = f" at {at.tb_frame.f_globals.get('__name__')}:{at.tb_lineno}" if at is not None else ""
    return f"{type(bug).__name__}{place}"


@dataclass(frozen=True, slots=True)
class _End:
    """The provider's reading is over, by itself or with an error."""

    error: Exception | None


class Run:
    """One sync of one connection. `outcome` is there once it is over, cancelled ones included."""

    def __init__(self, job: SyncJob) -> None:
        self._job = job
        self._tally = Tally(job.provider.name)
        self._throttle = Throttle(job.emit, job.clock.monotonic)
        self.outcome: SyncOutcome | None = None

    async def go(self) -> SyncOutcome:
        """Sync.

        Every trouble becomes part of the outcome, only a cancel propagates, after what was read
        is kept and SyncFinished was said.
        """
        while True:
            error = await self._attempt()
            if not (self._job.wait_long and isinstance(error, RateLimited)):
                break
            error = await self._pause(error)
            if error is not None:
                break
        self.outcome = outcome_of(
            self._tally, error, connection=self._job.connection, name=self._job.name
        )
        self._job.emit(SyncFinished(self.outcome))
        self._job.emit(ConnectionChanged(self._job.connection))
        if isinstance(error, asyncio.CancelledError):
            raise error
        return self.outcome

    async def _attempt(self) -> BaseException | None:
        """One try under the lock; the result is what ended it."""
        try:
            with self._job.lock():
                self._job.emit(ConnectionChanged(self._job.connection))
                self._tally.failed.clear()
                self._tally.completed.clear()
                error = await self._read_owned()
                return await self._close(error)
        except AlreadySyncing as busy:  # somebody else's run: its evidence is not ours to touch
            return busy

    async def _read_owned(self) -> BaseException | None:
        """Everything that can go wrong ends here; nothing of one connection reaches another."""
        try:
            await self._read()
        except (asyncio.CancelledError, OrderdockError) as stop:
            return stop
        except Exception as bug:  # noqa: BLE001 - the work is owned here; others go on
            _log.error("sync of %s met %s", self._job.connection, whereabouts(bug))
            return UnexpectedAnswer(
                f"Orderdock met something it did not expect while reading {self._job.name}.",
                "What was read is kept. Try again; if it stays, look at orderdock doctor.",
            )
        return None

    async def _read(self) -> None:
        job = self._job
        dialogue = AskingDialogue(
            job.dialogue, connection=job.connection, ledger=job.ledger, emit=job.emit
        )
        job.emit(SyncProgressed(job.connection, "connecting"))
        async with job.desk(dialogue, self._waiting) as desk:
            before = dict(desk.settings)
            request = OrdersRequest(bookmarks=await job.ledger.bookmarks(), full=job.full)
            try:
                await self._read_pages(desk, request)
            finally:
                if desk.settings != before:
                    _, stop = await unbroken(job.ledger.keep_settings(dict(desk.settings)))
                    if stop is not None:
                        raise stop

    async def _read_pages(self, desk: Desk, request: OrdersRequest) -> None:
        """Read ahead in one task, write in the other; what was read is written even on cancel."""
        inbox: asyncio.Queue[Reading | _End] = asyncio.Queue(maxsize=_AHEAD)
        batch = Batch()
        end = _End(None)
        try:
            async with asyncio.TaskGroup() as group:
                reader = group.create_task(self._fetch(desk, request, inbox))
                try:
                    end = await self._take(inbox, batch)
                except OrderdockError as trouble:  # the store's: reading on is pointless
                    end = _End(trouble)
                    reader.cancel()
        finally:
            self._drain(inbox, batch)
            await self._commit(batch)
            self._throttle.flush()
        if end.error is not None:
            raise end.error

    async def _fetch(
        self, desk: Desk, request: OrdersRequest, inbox: "asyncio.Queue[Reading | _End]"
    ) -> None:
        error: Exception | None = None
        try:
            async with aclosing(self._job.provider.read_orders(desk, request)) as readings:
                async for reading in readings:
                    await inbox.put(reading)
        except Exception as trouble:  # noqa: BLE001 - handed over: the writer decides, after its commit
            error = trouble
        await inbox.put(_End(error))

    async def _take(self, inbox: "asyncio.Queue[Reading | _End]", batch: Batch) -> _End:
        while True:
            try:
                async with asyncio.timeout(batch.seconds_left(self._job.clock.monotonic())):
                    reading = await inbox.get()
            except TimeoutError:
                await self._commit(batch)
                continue
            if isinstance(reading, _End):
                return reading
            self._hear(reading, batch)
            if batch.is_due(self._job.clock.monotonic()):
                await self._commit(batch)

    def _drain(self, inbox: "asyncio.Queue[Reading | _End]", batch: Batch) -> None:
        while not inbox.empty():
            reading = inbox.get_nowait()
            if not isinstance(reading, _End):
                self._hear(reading, batch)

    def _hear(self, reading: Reading, batch: Batch) -> None:
        match reading:
            case Progress():
                self._progress(reading)
                return
            case Page():
                pass
            case LinksFound() | LinkFailed() | Completed() | Note():
                self._tally.hear(reading)
        if not isinstance(reading, Note):
            batch.put(reading, self._job.clock.monotonic())

    async def _commit(self, batch: Batch) -> None:
        readings = batch.take()
        if not readings:
            return
        saved, stop = await unbroken(self._job.ledger.commit(readings, self._job.clock.now()))
        self._tally.add(saved)
        if saved.added or saved.changed:
            self._job.emit(OrdersChanged(self._job.connection, saved.added, saved.changed))
        if stop is not None:
            raise stop

    async def _close(self, error: BaseException | None) -> BaseException | None:
        """Write down what the run has shown; returns what ended it, a late cancel included."""
        known = PersonCancelled() if isinstance(error, asyncio.CancelledError) else error
        paused = isinstance(error, RateLimited) and self._job.wait_long
        whole = self._tally.completed.get("")
        try:
            _, stop = await unbroken(
                self._job.ledger.close(
                    known if isinstance(known, OrderdockError) else None,
                    self._job.clock.now(),
                    up_to=whole.up_to if whole is not None else None,
                    incomplete=" ".join(self._tally.gaps()),
                    paused_until=error.until if paused and isinstance(error, RateLimited) else None,
                    links_complete=not self._tally.failed,
                )
            )
        except OrderdockError as trouble:
            return error or trouble
        return error or stop

    async def _pause(self, limit: RateLimited) -> BaseException | None:
        """Sit out a long wait without the lock; None when it is over."""
        job = self._job
        seconds = limit.retry_after if limit.retry_after is not None else 60.0
        job.emit(SyncProgressed(job.connection, "paused", message=limit.says))
        job.emit(ConnectionChanged(job.connection))
        try:
            await job.clock.sleep(seconds)
        except asyncio.CancelledError as stop:
            with self._job.lock():
                return await self._close(stop)
        return None

    def _waiting(self, _seconds: float, sentence: str) -> None:
        self._job.emit(SyncProgressed(self._job.connection, "waiting", message=sentence))

    def _progress(self, p: Progress) -> None:
        self._throttle(
            SyncProgressed(
                self._job.connection,
                p.stage,
                done=p.done,
                total=p.total,
                message=p.message,
                link=self._tally.name_of(p.link) if p.link else "",
                link_id=p.link,
            )
        )
