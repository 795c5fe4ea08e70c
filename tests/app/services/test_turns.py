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
    """A provider whose syncs last until `side_by_side` went on at once and `waiting` said so.

    It counts how many of each sign-in went on at once.
    """

    def __init__(self, side_by_side: int = 1, waiting: int = 0) -> None:
        self.now: dict[str, int] = {}
        self.most: dict[str, int] = {}
        self.together = 0
        self.said: list[str] = []
        self._wanted = (side_by_side, waiting)
        self._enough = asyncio.Event()

    def provider(self) -> Provider:
        return replace(pretend(self.read), shares=lambda settings: settings.get("email", ""))

    async def read(self, desk: Desk, request: OrdersRequest) -> AsyncGenerator[Reading, None]:
        email = desk.settings.get("email", "")
        self.now[email] = self.now.get(email, 0) + 1
        self.most[email] = max(self.most.get(email, 0), self.now[email])
        self.together = max(self.together, sum(self.now.values()))
        self._look()
        await self._enough.wait()
        self.now[email] -= 1
        yield Completed(up_to=1_700_000_000)

    def follow(self, event: Event) -> None:
        if isinstance(event, SyncProgressed) and event.stage == "waiting":
            self.said.append(event.message)
            self._look()

    def _look(self) -> None:
        side_by_side, waiting = self._wanted
        if self.together >= side_by_side and len(self.said) >= waiting:
            self._enough.set()


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = compose.open_library(
        compose.find_profile(profile=None, data_dir=str(tmp_path), sandbox=None, environ={})
    )
    yield library
    library.close()


async def synced(
    library: Library, emails: list[str], busy: Busy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "provider", lambda _: busy.provider())
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
    outcomes = await SyncService(access).run(
        dialogue=lambda _: ScriptedDialogue(), follow=busy.follow
    )
    assert {outcome.outcome for outcome in outcomes} == {Outcome.OK}


async def test_those_that_share_wait_for_each_other_and_say_so(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy = Busy(side_by_side=2, waiting=1)
    await synced(library, ["a", "a", "b"], busy, monkeypatch)
    assert busy.most == {"a": 1, "b": 1}
    assert busy.together == 2
    assert busy.said == ["Waiting for Shop 0: both use one sign-in."]


async def test_those_that_share_nothing_go_on_side_by_side(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy = Busy(side_by_side=2)
    await synced(library, ["", ""], busy, monkeypatch)
    assert busy.most == {"": 2}


async def test_who_waits_for_work_at_the_same_connection_is_told_so(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy = Busy()
    await synced(library, ["a"], busy, monkeypatch)
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
