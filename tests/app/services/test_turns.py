"""Connections that share a sign-in at their provider, over real lock files."""

import asyncio
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from orderdock import compose, registry
from orderdock.connector.contract import Completed, Desk, OrdersRequest, Provider, Reading
from orderdock.domain.connections import Outcome
from orderdock.domain.events import Event, SyncProgressed
from orderdock.services.access import Access
from orderdock.services.connections import ConnectionsService
from orderdock.services.desks import Desks
from orderdock.services.library import Library
from orderdock.services.sync import SyncService
from orderdock.services.turns import turn_of
from orderdock.store import connections
from orderdock.system.settings import Overrides
from tests.support.memory_safe import MemorySafe
from tests.support.pretend_provider import pretend
from tests.support.scripted_dialogue import ScriptedDialogue


class Busy:
    """A provider whose syncs take a while, and how many of each sign-in went on at once."""

    def __init__(self) -> None:
        self.now: dict[str, int] = {}
        self.most: dict[str, int] = {}
        self.together = 0

    def provider(self) -> Provider:
        return replace(pretend(self.read), shares=lambda settings: settings.get("email", ""))

    async def read(self, desk: Desk, request: OrdersRequest) -> AsyncGenerator[Reading, None]:
        email = desk.settings.get("email", "")
        self.now[email] = self.now.get(email, 0) + 1
        self.most[email] = max(self.most.get(email, 0), self.now[email])
        self.together = max(self.together, sum(self.now.values()))
        await asyncio.sleep(0.05)
        self.now[email] -= 1
        yield Completed(up_to=1_700_000_000)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = compose.open_library(
        compose.find_profile(profile=None, data_dir=str(tmp_path), sandbox=None, environ={})
    )
    yield library
    library.close()


async def synced(
    library: Library, emails: list[str], provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> list[Event]:
    monkeypatch.setattr(registry, "provider", lambda _: provider)
    desks = Desks(library.database, library.clock, Overrides(), 1.0, "Orderdock/test")
    access = Access(library, desks, MemorySafe(library.database), None)
    for number, email in enumerate(emails):
        await ConnectionsService(access).connect(
            "pretend",
            ScriptedDialogue({"username": "anna"}),
            name=f"Shop {number}",
            base_url="http://127.0.0.1:9",
            settings={"email": email} if email else {},
        )
    events: list[Event] = []
    outcomes = await SyncService(access).run(
        dialogue=lambda _: ScriptedDialogue(), follow=events.append
    )
    assert {outcome.outcome for outcome in outcomes} == {Outcome.OK}
    return events


async def test_those_that_share_wait_for_each_other_and_say_so(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy = Busy()
    events = await synced(library, ["a", "a", "b"], busy.provider(), monkeypatch)
    assert busy.most == {"a": 1, "b": 1}
    assert busy.together == 2
    said = [e.message for e in events if isinstance(e, SyncProgressed) and e.stage == "waiting"]
    assert said == ["Waiting for Shop 0: both use one sign-in."]


async def test_those_that_share_nothing_go_on_side_by_side(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy = Busy()
    await synced(library, ["", ""], busy.provider(), monkeypatch)
    assert busy.most == {"": 2}


async def test_who_waits_for_work_at_the_same_connection_is_told_so(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy = Busy()
    await synced(library, ["a"], busy.provider(), monkeypatch)
    (stored,) = await library.database.read(connections.all_connections)
    told: list[str] = []
    heard = asyncio.Event()

    def waiting(_: float, why: str) -> None:
        told.append(why)
        heard.set()

    @asynccontextmanager
    async def turn() -> AsyncGenerator[None, None]:
        async with turn_of(
            stored,
            busy.provider(),
            locks=library.locks,
            clock=library.clock,
            waiting=waiting,
        ):
            yield

    async def second() -> None:
        async with turn():
            pass

    async with asyncio.TaskGroup() as group, turn():
        group.create_task(second())
        await heard.wait()
    assert told == ["Waiting until other work at Shop 0 is done, such as a sync."]
