"""Desks: everything a provider's functions work with, put together for one piece of work."""

from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from orderdock.auth.steps import Dialogue
from orderdock.connector.assumptions import Assumptions
from orderdock.connector.contract import Desk, Provider, SecretDrawer
from orderdock.domain.connections import ConnectionId
from orderdock.http.client import ApiClient
from orderdock.store.database import Database
from orderdock.system.clock import Clock
from orderdock.system.settings import Overrides

T = TypeVar("T")
Waiting = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Desks:
    """Opens desks; each has an HTTP client of its own, closed with it."""

    database: Database
    clock: Clock
    overrides: Overrides
    """Of the profile's `assumptions.toml`."""
    pace_factor: float
    """ORDERDOCK_PACE: shortens our own waits, for loopback hosts only."""
    user_agent: str

    @asynccontextmanager
    async def open(
        self,
        provider: Provider,
        base_url: str,
        dialogue: Dialogue,
        secrets: SecretDrawer,
        settings: Mapping[str, str],
        *,
        connection: ConnectionId | None = None,
        waiting: Waiting | None = None,
    ) -> AsyncGenerator[Desk, None]:
        """A desk for work at `base_url`, with a copy of `settings`; saving them is the caller's."""
        client = ApiClient(
            base_url,
            provider=provider.name,
            pace=provider.pace,
            clock=self.clock,
            user_agent=self.user_agent,
            explain=provider.explain,
            waiting=waiting,
            pace_factor=self.pace_factor,
        )
        async with client:
            desk = Desk(
                base_url=client.base_url,
                http=client,
                dialogue=dialogue,
                clock=self.clock,
                assumptions=self.assumptions_of(provider),
                secrets=secrets,
                settings=dict(settings),
                work=self._work,
                pause=client.pause,
                connection=connection,
            )
            client.authorizer = provider.authorize(desk)
            yield desk

    def assumptions_of(self, provider: Provider) -> Assumptions:
        """The provider's assumptions with the profile's overrides."""
        return Assumptions(provider.assumptions, self.overrides.of(provider.id))

    async def _work(self, function: Callable[..., T], /, *args: Any) -> T:
        return await self.database.work(function, *args)
