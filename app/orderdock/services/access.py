"""The way to a connection's provider: its row, its host, its secrets, a desk to work at."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from orderdock import registry
from orderdock.auth.steps import Dialogue
from orderdock.connector.contract import Desk, Provider
from orderdock.domain.connections import ConnectionId
from orderdock.domain.errors import WrongUsage
from orderdock.http.addresses import clean_base_url
from orderdock.services.desks import Desks, Waiting
from orderdock.services.library import Library
from orderdock.services.safe import Safe
from orderdock.services.sandbox_process import SandboxProcess
from orderdock.services.turns import turn_of
from orderdock.store import connections
from orderdock.store.connections import StoredConnection


class Access:
    """What the services share: one profile's connections and the means to reach their providers."""

    def __init__(
        self, library: Library, desks: Desks, safe: Safe, sandbox: SandboxProcess | None
    ) -> None:
        self.library = library
        self.database = library.database
        self.desks = desks
        self.safe = safe
        self.sandbox = sandbox
        """None for a real profile."""

    async def find(self, connection: str, *, kept: bool = False) -> StoredConnection:
        """The connection of that id or name. Raises NoSuchConnection."""
        return await self.database.read(connections.find, connection, kept=kept)

    def provider_of(self, stored: StoredConnection) -> Provider:
        """Its provider."""
        return registry.provider(stored.provider)

    async def host(self, provider: Provider, base_url: str | None) -> str:
        """Where a new connection finds the provider.

        What was named, else the sandbox of a sandbox profile, else the documented host. Raises
        WrongUsage for an address that cannot be used.
        """
        if base_url is not None:
            return clean_base_url(base_url)
        if self.sandbox is None:
            return clean_base_url(provider.hosts[0].url)
        place = await self.sandbox.ensure()
        if provider.id not in place.bases:
            raise WrongUsage(f"The sandbox has no {provider.name} yet.", "Choose another one.")
        return clean_base_url(place.bases[provider.id])

    @asynccontextmanager
    async def desk(
        self, connection: ConnectionId, dialogue: Dialogue, waiting: Waiting | None = None
    ) -> AsyncGenerator[Desk, None]:
        """A desk with the connection's own secrets, once those it shares something with are done.

        Raises VaultLocked, MissingAnswer or PersonCancelled when they cannot be opened.
        """
        if self.sandbox is not None:
            await self.sandbox.ensure()  # the address may move with it, so the row is read after
        stored = await self.find(connection)
        provider = self.provider_of(stored)
        await self.safe.unlock(dialogue)
        async with (
            turn_of(
                stored,
                provider,
                locks=self.library.locks,
                clock=self.library.clock,
                waiting=waiting,
            ),
            self.desks.open(
                provider,
                stored.base_url,
                dialogue,
                self.safe.drawer(stored.id),
                stored.settings,
                connection=stored.id,
                waiting=waiting,
            ) as desk,
        ):
            yield desk
