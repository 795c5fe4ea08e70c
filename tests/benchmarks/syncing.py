"""One whole sync as the product does it, from what a provider's reading gives."""

import asyncio
import sys
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager, nullcontext
from types import SimpleNamespace
from typing import Any, cast

from orderdock.connector.contract import Desk, OrdersRequest, Page, Reading
from orderdock.domain.connections import SyncOutcome
from orderdock.domain.orders import Order
from orderdock.store.database import Database
from orderdock.sync.engine import Run, SyncJob
from orderdock.sync.ledger import Ledger
from orderdock.sync.saver import BESIDE_AFTER, Saver
from orderdock.system.clock import SystemClock
from tests.support.pretend_provider import ReadOrders, pretend

SWITCH_S = 0.001
"""As the window and the command line have it."""

_BYTES = 200_000


def sync(
    database: Database,
    connection: Any,
    read: ReadOrders,
    *,
    beside_after: float = BESIDE_AFTER,
    seen: Callable[[int], None] = lambda _pid: None,
) -> SyncOutcome:
    """One sync to its end; `seen` hears the id of the process that makes the commits, if any."""

    @asynccontextmanager
    async def desk(*_: object) -> AsyncGenerator[Desk, None]:
        yield cast("Desk", SimpleNamespace(settings={}, work=database.work))

    async def run() -> SyncOutcome:
        async with Saver(database, beside_after=beside_after) as saver:
            job = SyncJob(
                connection=connection,
                name="Made",
                provider=pretend(read),
                desk=desk,
                ledger=Ledger(database, connection, saver),
                lock=cast("Callable[[], Any]", nullcontext),
                dialogue=cast("Any", SimpleNamespace()),
                emit=lambda _: None,
                clock=SystemClock(),
            )
            outcome = await Run(job).go()
            if saver._beside is not None:
                seen(saver._beside.pid)
            return outcome

    sys.setswitchinterval(SWITCH_S)
    return asyncio.run(run())


def reader_of(pages: Sequence[bytes], decode: Callable[[bytes], list[Order]]) -> ReadOrders:
    """Reads these pages, as fast as they can be decoded: of the smallest some at a time."""
    at_once = max(1, _BYTES * len(pages) // max(1, sum(map(len, pages))))

    def orders(some: Sequence[bytes]) -> list[Order]:
        return [order for body in some for order in decode(body)]

    async def read(desk: Desk, request: OrdersRequest) -> AsyncGenerator[Reading, None]:
        for first in range(0, len(pages), at_once):
            some = pages[first : first + at_once]
            yield Page(await desk.work(orders, some), bookmark={"page": first})

    return read
