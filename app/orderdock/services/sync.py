"""Reading orders in: one connection, some, or all."""

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from typing import Any, Protocol

from orderdock.auth.steps import Dialogue
from orderdock.domain.connections import ConnectionId, SyncOutcome
from orderdock.domain.events import Event
from orderdock.services.access import Access
from orderdock.services.alone import alone_with
from orderdock.store import connections as rows
from orderdock.store.connections import StoredConnection
from orderdock.sync.engine import SyncJob
from orderdock.sync.ledger import Ledger
from orderdock.sync.queue import SyncQueue
from orderdock.sync.saver import Saver


class Syncs(Protocol):
    """Who runs syncs: `SyncService` in this process, `SyncApart` in one of their own."""

    async def run(
        self,
        connections: Sequence[str] = (),
        *,
        full: bool = False,
        dialogue: Callable[[str], Dialogue],
        follow: Callable[[Event], None],
        wait_long: bool = False,
    ) -> list[SyncOutcome]:
        """As SyncService.run."""
        ...

    def cancel(self, connection: str | None = None) -> None:
        """Cancel one running connection (id), or all."""
        ...

    def is_running(self, connection: str) -> bool:
        """Whether a `run` of this program has the connection (id) in hand."""
        ...

    def set_paused(self, connection: str, paused: bool) -> None:
        """Leave a connection out of a sync of all, or take it in again."""
        ...


class SyncService:
    """Runs syncs and says what happens."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._queue = SyncQueue()
        self._saving = AsyncExitStack()
        self._saver: Saver | None = None
        self._runs = 0

    async def run(
        self,
        connections: Sequence[str] = (),
        *,
        full: bool = False,
        dialogue: Callable[[str], Dialogue],
        follow: Callable[[Event], None],
        wait_long: bool = False,
    ) -> list[SyncOutcome]:
        """Sync these connections (ids or names; none = all), several side by side.

        `dialogue(connection_id)` gives who answers its questions. One connection's trouble never
        stops the others. `follow` hears of everything on the event loop's thread; each connection
        ends with SyncFinished, also when cancelled. Cancelling the task cancels (then
        CancelledError propagates after the events); `cancel()` makes this return instead.
        A provider that asks for more than 120 s ends the sync with the time named; with `wait_long`
        the connection pauses until then and goes on. Raises NoSuchConnection.
        """
        wanted = await chosen(self._access, connections)
        async with self._shared_saver() as saver:
            jobs = [
                self._job(
                    stored, dialogue(stored.id), follow, saver, full=full, wait_long=wait_long
                )
                for stored in wanted
            ]
            return await self._queue.run(jobs)

    @asynccontextmanager
    async def _shared_saver(self) -> AsyncGenerator[Saver, None]:
        """One for all runs at the same time: several would wait for each other's commits only."""
        self._runs += 1
        try:
            if self._saver is None:
                self._saver = await self._saving.enter_async_context(Saver(self._access.database))
            yield self._saver
        finally:
            self._runs -= 1
            if not self._runs:
                self._saver = None
                await self._saving.pop_all().aclose()

    def cancel(self, connection: str | None = None) -> None:
        """Cancel one running connection (id), or all: `run` then returns with their outcomes."""
        self._queue.cancel(None if connection is None else ConnectionId(connection))

    def is_running(self, connection: str) -> bool:
        """Whether a `run` of this process has the connection (id) in hand."""
        return self._queue.is_running(ConnectionId(connection))

    def set_paused(self, connection: str, paused: bool) -> None:
        """A paused connection is left out of a sync of all until it is resumed."""
        database = self._access.database
        stored = database.read_now(rows.find, connection)
        facts: dict[str, Any] = {"paused": paused}
        if not paused:
            facts["paused_until"] = None
        database.write_now(partial(rows.record, connection=stored.id, **facts))

    def _job(
        self,
        stored: StoredConnection,
        dialogue: Dialogue,
        follow: Callable[[Event], None],
        saver: Saver,
        *,
        full: bool,
        wait_long: bool,
    ) -> SyncJob:
        access = self._access
        return SyncJob(
            connection=stored.id,
            name=stored.name,
            provider=access.provider_of(stored),
            desk=partial(access.desk, stored.id),
            ledger=Ledger(access.database, stored.id, saver),
            lock=partial(alone_with, access.library.locks, stored.id, stored.name),
            dialogue=dialogue,
            emit=follow,
            clock=access.library.clock,
            full=full,
            wait_long=wait_long,
        )


async def chosen(access: Access, wanted: Sequence[str]) -> list[StoredConnection]:
    """The connections that a sync of these (ids or names; none = all) touches, each once.

    Raises NoSuchConnection.
    """
    if not wanted:
        present = await access.database.read(rows.all_connections)
        return [stored for stored in present if not stored.evidence.paused]
    found = [await access.find(id_or_name) for id_or_name in wanted]
    return list({stored.id: stored for stored in found}.values())
