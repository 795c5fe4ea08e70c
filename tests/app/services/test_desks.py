"""How fast a provider is asked by several desks, of one program and of several."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import cast

from orderdock.connector.contract import Desk, OrdersRequest, Reading
from orderdock.domain.connections import ConnectionId
from orderdock.http.pacing import Pace
from orderdock.services.desks import Desks
from orderdock.services.staging import StagedDrawer
from orderdock.store.database import Database
from orderdock.system.settings import Overrides
from orderdock.system.stamps import Stamps
from tests.support.fake_clock import FakeClock
from tests.support.pretend_provider import pretend
from tests.support.rude_server import rude_server, says
from tests.support.scripted_dialogue import ScriptedDialogue
from tests.support.talking import READ

SLOW = Pace(per_second=0.01, in_flight=1)


def desks(folder: Path, clock: FakeClock) -> Desks:
    """Those of one program."""
    nowhere = cast("Database", None)
    return Desks(nowhere, clock, Overrides(), 1.0, "Orderdock/test", Stamps(folder))


async def _reads_nothing(desk: Desk, request: OrdersRequest) -> AsyncGenerator[Reading, None]:
    nothing: tuple[Reading, ...] = ()
    for reading in nothing:
        yield reading


@asynccontextmanager
async def desk(made: Desks, url: str, connection: str = "a-1") -> AsyncGenerator[Desk, None]:
    provider = pretend(_reads_nothing, pace=SLOW)
    async with made.open(
        provider,
        url,
        ScriptedDialogue(),
        StagedDrawer(),
        {},
        connection=ConnectionId(connection),
    ) as opened:
        yield opened


async def test_desks_of_one_connection_keep_their_distance_together(tmp_path: Path) -> None:
    async with rude_server(says(body=[])) as server:
        made = desks(tmp_path, clock := FakeClock())
        async with desk(made, server.url) as one, desk(made, server.url) as other:
            async with asyncio.TaskGroup() as group:
                for each in (one, other, one):
                    group.create_task(each.http.send(READ))
            assert 200 <= clock.monotonic() < 210
            assert server.most_open == 1
            async with desk(made, server.url, "a-2") as third:
                await third.http.send(READ)
    assert clock.monotonic() < 210


async def test_another_program_knows_that_the_provider_was_asked_just_now(tmp_path: Path) -> None:
    async with rude_server(says(body=[])) as server:
        async with desk(desks(tmp_path, FakeClock()), server.url) as one:
            await one.http.send(READ)
        later = FakeClock()
        async with desk(desks(tmp_path, later), server.url) as other:
            await other.http.send(READ)
        assert later.monotonic() > 1
        untouched = FakeClock()
        async with desk(desks(tmp_path / "other profile", untouched), server.url) as other:
            await other.http.send(READ)
        assert untouched.monotonic() == 0
