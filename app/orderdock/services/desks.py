"""Desks: everything a provider's functions work with, put together for one piece of work."""

from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, TypeVar

from orderdock.auth.steps import Dialogue
from orderdock.connector.assumptions import Assumptions, mistakes
from orderdock.connector.contract import Desk, Provider, SecretDrawer
from orderdock.domain.connections import ConnectionId
from orderdock.domain.errors import OrderdockError
from orderdock.http.client import ApiClient
from orderdock.http.gate import Gate
from orderdock.http.others import Others
from orderdock.http.token_auth import Alone
from orderdock.services.turns import what_is_shared
from orderdock.store.database import Database
from orderdock.system.clock import Clock
from orderdock.system.latches import Latches
from orderdock.system.settings import Overrides
from orderdock.system.stamps import Stamps

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
    stamps: Stamps | None = None
    """Where programs tell each other when they asked a host last."""
    gates: dict[str, Gate] = field(default_factory=dict)
    """Of the connections that somebody works with, or did; one for those that share a sign-in."""

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
        gate = self._gate(provider, base_url, settings, connection)
        client = ApiClient(
            base_url,
            provider=provider.name,
            pace=provider.pace,
            clock=self.clock,
            user_agent=self.user_agent,
            explain=provider.explain,
            waiting=waiting,
            pace_factor=self.pace_factor,
            gate=gate,
        )
        async with client, self._stamped(provider, base_url, gate):
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
                alone=self._alone(connection),
            )
            client.authorizer = provider.authorize(desk)
            yield desk

    def _gate(
        self,
        provider: Provider,
        base_url: str,
        settings: Mapping[str, str],
        connection: ConnectionId | None,
    ) -> Gate:
        name = what_is_shared(provider, base_url, settings) or connection or ""
        gate = self.gates.get(name)
        if gate is None:
            gate = Gate(provider.pace, self._others(name, provider.pace.in_flight))
        if name:
            self.gates[name] = gate
        age = self.stamps.age(_place(provider, base_url)) if self.stamps is not None else None
        if age is not None:
            gate.asked_before(self.clock.monotonic() - age)
        return gate

    def _others(self, name: str, at_once: int) -> Others:
        """Other programs at the connection of that name; none at one that is only being made."""
        return Others(self._latches(name), f"ask-{name}", at_once)

    def _alone(self, connection: ConnectionId | None) -> Alone:
        latches = self._latches(connection)
        return lambda: latches.named(f"renew-{connection}").held(self.clock)

    def _latches(self, name: str | None) -> Latches:
        return Latches(self.stamps.folder if self.stamps is not None and name else None)

    @asynccontextmanager
    async def _stamped(
        self, provider: Provider, base_url: str, gate: Gate
    ) -> AsyncGenerator[None, None]:
        """At the end say to other programs that the host was asked, if it was."""
        before = gate.tempo.last_start
        try:
            yield
        finally:
            if self.stamps is not None and gate.tempo.last_start != before:
                self.stamps.stamp(_place(provider, base_url))

    def assumptions_of(self, provider: Provider) -> Assumptions:
        """The provider's assumptions with the profile's overrides.

        Raises OrderdockError for an override that cannot be: reading on would be reading wrongly.
        """
        overrides = self.overrides.of(provider.id)
        for wrong in mistakes(provider.assumptions, overrides):
            raise OrderdockError(
                f"In assumptions.toml, under [{provider.id}], {wrong}.",
                "Correct the line, or take it out.",
            )
        return Assumptions(provider.assumptions, overrides)

    async def _work(self, function: Callable[..., T], /, *args: Any) -> T:
        return await self.database.work(function, *args)


def _place(provider: Provider, base_url: str) -> str:
    return f"asked-{provider.id}-{blake2b(base_url.encode(), digest_size=12).hexdigest()}"
