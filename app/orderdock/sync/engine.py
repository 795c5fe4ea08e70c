"""One connection's sync: read pages, keep them with their bookmarks, say how it goes."""

import asyncio
import logging
from collections import deque
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
from orderdock.store.orders import Saved
from orderdock.sync.asking import AskingDialogue
from orderdock.sync.batch import Batch, Kept, Pack, packed
from orderdock.sync.inbox import Inbox
from orderdock.sync.ledger import Ledger
from orderdock.sync.tally import Tally, outcome_of
from orderdock.sync.throttle import Throttle
from orderdock.sync.unbroken import unbroken
from orderdock.system.clock import Clock
from orderdock.system.locks import HeldLock

_log = logging.getLogger(__name__)

Waiting = Callable[[float, str], None]
_Heard = Kept | Progress | Note


@dataclass(frozen=True, slots=True)
class SyncJob:
    """Everything one connection's sync works with."""

    connection: ConnectionId
    name: str
    provider: Provider
    desk: Callable[[Dialogue, Waiting], AbstractAsyncContextManager[Desk]]
    """Opens a desk that asks this dialogue; told of longer waits."""
    ledger: Ledger
    lock: Callable[[], AbstractContextManager[HeldLock]]
    """The connection's lock; entering raises AlreadySyncing."""
    dialogue: Dialogue
    emit: Callable[[Event], None]
    clock: Clock
    full: bool = False
    wait_long: bool = False
    """Sit out the waits that a provider asks for, however long, instead of ending with them."""


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
        self._under_way: deque[asyncio.Future[Saved]] = deque()
        """Commits that were asked for, in order."""
        self._torn = False
        """A commit failed: nothing more of this run may be written."""
        self._is_ahead = False
        """Commits are read faster than made: who reads has time to help."""

    async def go(self) -> SyncOutcome:
        """Sync.

        Every trouble becomes part of the outcome. Only a cancel propagates, after what was read is
        kept and SyncFinished was said.
        """
        job = self._job
        error = await self._attempt()
        while job.wait_long and isinstance(error, RateLimited):
            error = await self._sit_out(error) or await self._attempt()
        outcome = self.outcome or self._outcome(error)
        job.emit(SyncFinished(outcome))
        job.emit(ConnectionChanged(job.connection))
        if isinstance(error, asyncio.CancelledError):
            raise error
        return outcome

    async def _attempt(self) -> BaseException | None:
        """One try under the lock; the result is what ended it."""
        try:
            with self._job.lock() as lock:
                self._job.emit(ConnectionChanged(self._job.connection))
                self._tally.start_anew()
                error = await self._read_owned(lock)
                _, stop = await unbroken(self._write_down(error))
                return error or stop
        except AlreadySyncing as busy:  # somebody else's run: its evidence is not ours to touch
            self.outcome = self._outcome(busy)
            return busy
        except OrderdockError as trouble:  # the store's own: nothing more can be written down
            self.outcome = self._outcome(trouble)
            return trouble

    async def _read_owned(self, lock: HeldLock) -> BaseException | None:
        """Everything that can go wrong ends here; nothing of one connection reaches another."""
        try:
            await self._read(lock)
        except (asyncio.CancelledError, OrderdockError) as stop:
            return stop
        except Exception:  # noqa: BLE001 - the work is owned here: other connections go on
            _log.exception("sync broke %(connection)s", {"connection": self._job.connection})
            return UnexpectedAnswer(
                f"Orderdock met something it did not expect while reading {self._job.name}.",
                "What was read is kept. Try again; if it stays, look at orderdock doctor.",
            )
        return None

    async def _read(self, lock: HeldLock) -> None:
        job = self._job
        dialogue = AskingDialogue(job.dialogue, connection=job.connection, lock=lock, emit=job.emit)
        job.emit(SyncProgressed(job.connection, "connecting"))
        bookmarks = await job.ledger.begin(job.clock.now())
        async with job.desk(dialogue, self._waiting) as desk:
            before = dict(desk.settings)
            try:
                request = OrdersRequest(bookmarks, full=job.full, stored=job.ledger.stored)
                await self._read_pages(desk, request)
            finally:
                if desk.settings != before:
                    _, stop = await unbroken(job.ledger.keep_settings(dict(desk.settings)))
                    if stop is not None:
                        raise stop

    async def _write_down(self, error: BaseException | None) -> None:
        """Keep what the run has shown: evidence, and how it came out."""
        job = self._job
        now = job.clock.now()
        self.outcome = self._outcome(error)
        known = PersonCancelled() if isinstance(error, asyncio.CancelledError) else error
        await job.ledger.close(
            self._tally, known if isinstance(known, OrderdockError) else None, now
        )
        await job.ledger.end(self.outcome, self._tally, now)

    def _outcome(self, error: BaseException | None) -> SyncOutcome:
        return outcome_of(self._tally, error, connection=self._job.connection, name=self._job.name)

    async def _sit_out(self, limit: RateLimited) -> BaseException | None:
        """Wait as long as the provider asks, without the lock; None when that is over."""
        job = self._job
        job.emit(SyncProgressed(job.connection, "paused", message=limit.says))
        job.emit(ConnectionChanged(job.connection))
        try:
            await job.clock.sleep(limit.retry_after if limit.retry_after is not None else 60.0)
        except asyncio.CancelledError as stop:
            self.outcome = self._outcome(stop)
            return stop
        return None

    async def _read_pages(self, desk: Desk, request: OrdersRequest) -> None:
        """Read ahead in one task, write in the other; what was read is written even on cancel."""
        inbox: Inbox[_Heard | _End] = Inbox()
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
            if self._torn:  # later pages must not move a bookmark past pages that were lost
                batch.take()
            await self._commit(batch)
            self._throttle.flush()
        if end.error is not None:
            raise end.error

    async def _fetch(self, desk: Desk, request: OrdersRequest, inbox: Inbox[_Heard | _End]) -> None:
        error: Exception | None = None
        try:
            async with aclosing(self._job.provider.read_orders(desk, request)) as readings:
                async for reading in readings:
                    if isinstance(reading, Page):
                        await inbox.put(packed(reading, judged=self._is_ahead))
                    else:
                        await inbox.put(reading)
        except Exception as trouble:  # noqa: BLE001 - handed over: the writer decides, after its commit
            error = trouble
        await inbox.put(_End(error))

    async def _take(self, inbox: Inbox[_Heard | _End], batch: Batch) -> _End:
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
                await self._commit(batch, ahead=batch.is_full())

    def _drain(self, inbox: Inbox[_Heard | _End], batch: Batch) -> None:
        for reading in inbox.take_all():
            if not isinstance(reading, _End):
                self._hear(reading, batch)

    def _hear(self, reading: _Heard, batch: Batch) -> None:
        match reading:
            case Progress():
                self._progress(reading)
                return
            case Pack():
                self._job.ledger.coming(reading.lines)
            case Note():
                self._tally.hear(reading)
                return
            case LinksFound() | LinkFailed() | Completed():
                self._tally.hear(reading)
        failed = isinstance(reading, Completed) and reading.link in self._tally.failed
        if not failed:  # what was read of a failing link is kept, but it is not up to date
            batch.put(reading, self._job.clock.monotonic())

    async def _commit(self, batch: Batch, *, ahead: bool = False) -> None:
        """Have what was gathered kept, and wait for it; with `ahead` only for those before it.

        Who makes the commits then never waits for us.
        """
        self._is_ahead = any(not commit.done() for commit in self._under_way)
        if readings := batch.take():
            try:
                self._under_way.append(self._job.ledger.commit(readings, self._job.clock.now()))
            except BaseException:
                self._torn = True
                raise
        while len(self._under_way) > int(ahead):
            await self._settle(self._under_way.popleft())

    async def _settle(self, commit: "asyncio.Future[Saved]") -> None:
        try:
            saved, stop = await unbroken(commit)
        except BaseException:
            self._torn = True
            await asyncio.gather(*self._under_way, return_exceptions=True)  # they are refused
            self._under_way.clear()
            raise
        self._tally.add(saved)
        if saved.added or saved.changed:
            self._job.emit(OrdersChanged(self._job.connection, saved.added, saved.changed))
        if stop is not None:
            raise stop

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
