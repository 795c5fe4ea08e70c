"""Services that do what a test tells them, at the seam where the commands meet the real ones."""

import asyncio
import contextlib
from array import array
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from orderdock.auth.steps import Dialogue
from orderdock.domain.connections import (
    Action,
    ConnectionId,
    ConnectionOutcome,
    ConnectionState,
    ConnectionView,
    LinkView,
    Outcome,
    ProviderId,
    SyncOutcome,
    Verdict,
)
from orderdock.domain.errors import NoSuchConnection
from orderdock.domain.events import Event, SyncFinished
from orderdock.query.filters import Count, OrderFilter, Sort, Unit
from orderdock.query.summary import SummaryRow
from orderdock.services.library import HostInfo, ProviderInfo
from orderdock.services.profile import Profile

STACKLINE = ProviderId("stackline")
Work = Callable[[Dialogue], Awaitable[ConnectionOutcome]]


def view(number: int = 1, **changes: Any) -> ConnectionView:
    """A connection that is up to date."""
    made = ConnectionView(
        id=ConnectionId(f"stackline-{number}"),
        provider=STACKLINE,
        name=f"My shops {number}",
        verdict=Verdict(ConnectionState.OK, "The last sync read everything.", Action.SYNC),
        base_url="http://127.0.0.1:9999",
        data_up_to=datetime(2026, 11, 3, 22, 15, tzinfo=UTC),
        last_checked=datetime(2026, 11, 3, 22, 16, tzinfo=UTC),
        orders=412,
        lines=1430,
        links=(
            LinkView(
                id="1",
                name="Amazon",
                verdict=Verdict(ConnectionState.SIGN_IN_NEEDED, "It was cut.", Action.SIGN_IN),
                data_up_to=None,
            ),
        ),
    )
    return replace(made, **changes)


def provider(name: str, *, available: bool = True) -> ProviderInfo:
    return ProviderInfo(
        id=ProviderId(name),
        name=name.capitalize(),
        tagline="A place with orders",
        needs=("Browser or token",),
        gives=("Orders, lines",),
        warnings=(),
        link_word="retailer",
        available=available,
        why_not="" if available else f"{name.capitalize()} cannot be connected yet.",
        hosts=(HostInfo("https://api.example.com", "Production"),),
        icon=name[0],
    )


class FakeLibrary:
    """Two providers, the connections given, and a few lines."""

    def __init__(self, profile: Profile, views: Sequence[ConnectionView]) -> None:
        self.profile = profile
        self.views = list(views)
        self.lines: list[dict[str, Any]] = []
        self.groups: list[SummaryRow] = []
        self.asked: list[OrderFilter] = []
        self.closed = False

    def connections(self, *, kept: bool = False) -> list[ConnectionView]:
        return self.views

    def connection(self, id_or_name: str, *, kept: bool = False) -> ConnectionView:
        for each in self.views:
            if id_or_name in (each.id, each.name):
                return each
        raise NoSuchConnection(f"No connection goes by {id_or_name}.", "See orderdock connections.")

    def providers(self) -> list[ProviderInfo]:
        return [provider("stackline"), provider("synq", available=False)]

    def all_ids(self, f: OrderFilter, sort: Sequence[Sort], unit: Unit, **_: Any) -> "array[int]":
        self.asked.append(f)
        return array("q", range(len(self.lines)))

    def first_ids(
        self, f: OrderFilter, sort: Sequence[Sort], unit: Unit, limit: int, offset: int = 0
    ) -> list[int]:
        return list(self.all_ids(f, sort, unit))[offset : offset + limit]

    def rows(self, unit: Unit, ids: Sequence[int], columns: Sequence[str]) -> list[tuple[Any, ...]]:
        return [tuple(self.lines[i].get(column) for column in columns) for i in ids]

    def count(self, f: OrderFilter) -> Count:
        return Count(len({line["order_id"] for line in self.lines}), len(self.lines))

    def summary(self, f: OrderFilter, by: str, timezone: str = "UTC") -> list[SummaryRow]:
        self.asked.append(f)
        return self.groups

    def close(self) -> None:
        self.closed = True


class FakeConnections:
    """Carries out `work`, whatever the command was, and remembers what it was asked."""

    def __init__(self, library: FakeLibrary) -> None:
        self.asked: list[tuple[Any, ...]] = []
        self.work: Work = self._well
        self._library = library

    async def connect(self, provider: str, dialogue: Dialogue, **details: Any) -> ConnectionOutcome:
        self.asked.append(("connect", provider, details))
        return await self.work(dialogue)

    async def link(self, connection: str, dialogue: Dialogue) -> ConnectionOutcome:
        self.asked.append(("link", connection))
        return await self.work(dialogue)

    async def repair(
        self, connection: str, dialogue: Dialogue, link: str | None = None
    ) -> ConnectionOutcome:
        self.asked.append(("repair", connection, link))
        return await self.work(dialogue)

    async def disconnect(self, connection: str, *, keep_orders: bool) -> ConnectionOutcome:
        self.asked.append(("disconnect", connection, keep_orders))
        return done(connection)

    async def _well(self, dialogue: Dialogue) -> ConnectionOutcome:
        return done()


class FakeSync:
    """Ends with the outcomes given, or does `work`."""

    def __init__(self) -> None:
        self.outcomes: list[SyncOutcome] = []
        self.events: list[Event] = []
        self.work: Callable[[Callable[[str], Dialogue]], Awaitable[None]] | None = None
        self.asked: list[tuple[tuple[str, ...], bool]] = []

    async def run(
        self,
        connections: Sequence[str] = (),
        *,
        full: bool = False,
        dialogue: Callable[[str], Dialogue],
        follow: Callable[[Event], None],
        wait_long: bool = False,
    ) -> list[SyncOutcome]:
        self.asked.append((tuple(connections), full))
        for event in self.events:
            follow(event)
        try:
            if self.work is not None:
                await self.work(dialogue)
        finally:
            for outcome in self.outcomes:
                follow(SyncFinished(outcome))
        return self.outcomes


class FakeHouse:
    """One profile with its fake library and services."""

    def __init__(self, folder: Path, views: Sequence[ConnectionView] = ()) -> None:
        self.profile = Profile(folder, "test")
        self.library = FakeLibrary(self.profile, views)
        self.connections = FakeConnections(self.library)
        self.sync = FakeSync()
        self.doctor = SimpleNamespace(report=self._report)
        self.export: Any = None
        self.datasets: Any = None

    def find_profile(self, **_: Any) -> Profile:
        return self.profile

    def open_library(self, _profile: Profile) -> FakeLibrary:
        return self.library

    @contextlib.asynccontextmanager
    async def open_services(self, _library: FakeLibrary) -> AsyncIterator["FakeHouse"]:
        yield self

    async def _report(self) -> dict[str, Any]:
        await asyncio.sleep(0)
        return {"vault": {"name": "Vault", "ok": True, "says": "The keyring answers."}}


def done(connection: str = "stackline-1") -> ConnectionOutcome:
    return ConnectionOutcome(ConnectionId(connection), "My shops", STACKLINE, Outcome.OK)


def synced(number: int, outcome: Outcome = Outcome.OK, **details: Any) -> SyncOutcome:
    return SyncOutcome(
        ConnectionId(f"stackline-{number}"), f"My shops {number}", outcome, **details
    )
