"""Several runs of one service at the same time, as a window starts them."""

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from orderdock import compose, registry
from orderdock.connector.contract import Completed, Desk, OrdersRequest, Page, Reading
from orderdock.domain.connections import Outcome
from orderdock.services import sync
from orderdock.services.access import Access
from orderdock.services.connections import ConnectionsService
from orderdock.services.desks import Desks
from orderdock.sync.saver import Saver
from orderdock.system.settings import Overrides
from tests.support.memory_safe import MemorySafe
from tests.support.pretend_provider import order, pretend
from tests.support.scripted_dialogue import ScriptedDialogue


async def test_runs_that_overlap_share_one_saver(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = asyncio.Barrier(2)
    savers: list[str] = []

    class Counted(Saver):
        async def __aenter__(self) -> "Counted":
            savers.append("begun")
            return self

        async def __aexit__(self, *why: object) -> None:
            await super().__aexit__(*why)
            savers.append("ended")

    async def read(_desk: Desk, _request: OrdersRequest) -> AsyncGenerator[Reading, None]:
        await both.wait()
        yield Page([order(1)], bookmark={"next": 1})
        yield Completed(up_to=1_700_000_000)

    monkeypatch.setattr(sync, "Saver", Counted)
    provider = pretend(read)
    monkeypatch.setattr(registry, "provider", lambda _: provider)
    library = compose.open_library(
        compose.find_profile(profile=None, data_dir=str(tmp_path), sandbox=None, environ={})
    )
    desks = Desks(library.database, library.clock, Overrides(), 1.0, "Orderdock/test")
    access = Access(library, desks, MemorySafe(library.database), None)
    service = sync.SyncService(access)
    for name in ("One", "Two"):
        await ConnectionsService(access).connect(
            "pretend",
            ScriptedDialogue({"username": name}),
            name=name,
            base_url="http://127.0.0.1:9",
        )
    for _ in range(2):
        runs = [
            service.run([name], dialogue=lambda _: ScriptedDialogue(), follow=lambda _: None)
            for name in ("One", "Two")
        ]
        found = [outcome for outcomes in await asyncio.gather(*runs) for outcome in outcomes]
        assert [outcome.outcome for outcome in found] == [Outcome.OK, Outcome.OK]
    assert savers == ["begun", "ended"] * 2
    library.close()
