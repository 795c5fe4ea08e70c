"""One connection's secrets by name: in the vault, or in memory until a first sign-in succeeded."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from orderdock.domain.secret import Secret
from orderdock.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class ConnectionDrawer:
    """The drawer of a connection that exists; each `put` is on disk when it returns."""

    vault: Vault
    connection: str

    async def get(self, name: str) -> Secret | None:
        """A secret, or None. Raises VaultLocked or SignInNeeded."""
        return await self.vault.get(self.connection, name)

    async def put(self, values: Mapping[str, Secret | None]) -> None:
        """Keep all `values` in one durable step; None removes. Raises VaultLocked."""
        await self.vault.put(self.connection, values)


@dataclass(slots=True)
class MemoryDrawer:
    """Where a first sign-in puts its secrets: a sign-in half made leaves nothing behind."""

    values: dict[str, Secret] = field(default_factory=dict)

    async def get(self, name: str) -> Secret | None:
        """A secret, or None."""
        return self.values.get(name)

    async def put(self, values: Mapping[str, Secret | None]) -> None:
        """Keep all `values`; None removes."""
        for name, value in values.items():
            if value is None:
                self.values.pop(name, None)
            else:
                self.values[name] = value
