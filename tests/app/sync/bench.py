"""A connection in a real database, and a shop to sync it from."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

from orderdock.auth.steps import Dialogue
from orderdock.connector.contract import (
    Completed,
    Desk,
    Link,
    LinksFound,
    OrdersRequest,
    Page,
    Progress,
    Reading,
)
from orderdock.domain.connections import ConnectionId, SyncOutcome
from orderdock.domain.errors import (
    AlreadySyncing,
)
from orderdock.domain.events import Event
from orderdock.store import bookmarks, connections
from orderdock.store.connections import StoredConnection
from orderdock.store.database import Database
from orderdock.sync.engine import Run, SyncJob, Waiting
from orderdock.sync.ledger import Ledger
from orderdock.sync.saver import Saver
from orderdock.system.locks import HeldLock, Locks, Taken, sync_of
from tests.support.fake_clock import FakeClock
from tests.support.pretend_provider import ReadOrders, order, pretend
from tests.support.scripted_dialogue import ScriptedDialogue

AMAZON = Link("1", "Amazon")
TARGET = Link("3", "Target")


@dataclass
class Bench:
    """A connection in a real database, and what its syncs said."""

    database: Database
    locks: Locks
    connection: ConnectionId
    clock: FakeClock = field(default_factory=FakeClock)
    events: list[Event] = field(default_factory=list)
    dialogue: ScriptedDialogue = field(default_factory=ScriptedDialogue)
    settings: dict[str, str] = field(default_factory=dict)
    saver: Saver | None = None

    def job(self, read: ReadOrders, *, full: bool = False, wait_long: bool = False) -> SyncJob:
        @asynccontextmanager
        async def desk(dialogue: Dialogue, waiting: Waiting) -> AsyncGenerator[Desk, None]:
            yield cast("Desk", SimpleNamespace(dialogue=dialogue, settings=self.settings))

        @contextmanager
        def lock() -> Iterator[HeldLock]:
            try:
                held = self.locks.take(sync_of(self.connection))
            except Taken:
                raise AlreadySyncing("Mine is already syncing.") from None
            with held:
                yield held

        return SyncJob(
            connection=self.connection,
            name="Mine",
            provider=pretend(read),
            desk=desk,
            ledger=Ledger(self.database, self.connection, self.saver),
            lock=lock,
            dialogue=self.dialogue,
            emit=self.events.append,
            clock=self.clock,
            full=full,
            wait_long=wait_long,
        )

    async def sync(self, read: ReadOrders, **options: Any) -> SyncOutcome:
        return await Run(self.job(read, **options)).go()

    def stored(self) -> StoredConnection:
        return self.database.read_now(connections.find, self.connection)

    def rows(
        self, sql: str = "SELECT order_number, shipment_status FROM lines ORDER BY id"
    ) -> list[Any]:
        return self.database.read_now(lambda db: db.execute(sql).fetchall())

    def bookmark(self) -> Any:
        return self.database.read_now(bookmarks.of_connection, self.connection).get("orders")

    def said(self, kind: type[Event]) -> list[Any]:
        return [event for event in self.events if isinstance(event, kind)]


def shop(
    orders: int = 30,
    per_page: int = 3,
    *,
    status: str = "pending",
    stop_at: int = -1,
    then: Callable[[], BaseException] | None = None,
    at: asyncio.Event | None = None,
) -> ReadOrders:
    """Sends orders page by page with a bookmark each; at page `stop_at` something else happens."""

    async def read(desk: Desk, request: OrdersRequest) -> AsyncGenerator[Reading, None]:
        yield LinksFound((AMAZON,))
        begin = 0 if request.full else request.bookmarks.get("orders", {}).get("next", 0)
        for first in range(begin, orders, per_page):
            if first // per_page == stop_at:
                if then is not None:
                    raise then()
                assert at is not None
                at.set()
                await asyncio.Event().wait()
            page = [order(n, status=status) for n in range(first, min(first + per_page, orders))]
            yield Progress("reading", done=first, link="1")
            yield Page(page, bookmark={"next": first + per_page})
        yield Page([], bookmark={"next": 0})
        yield Completed("1", up_to=1_700_000_000, expected=orders, seen=orders - begin)

    return read
