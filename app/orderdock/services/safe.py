"""What the services need of the vault."""

from collections.abc import Mapping
from typing import Protocol

from orderdock.auth.steps import Dialogue
from orderdock.connector.contract import SecretDrawer
from orderdock.domain.connections import ConnectionId
from orderdock.domain.secret import Secret
from orderdock.vault.sealing import SealingKey


class Safe(Protocol):
    """Opens and closes the sealed secrets of a profile."""

    async def unlock(self, dialogue: Dialogue) -> None:
        """Make sure the key is at hand; asks for the passphrase only when it must.

        Raises VaultLocked, MissingAnswer, PersonCancelled.
        """
        ...

    def lend(self) -> SealingKey | None:
        """The key for another process of ours.

        None while it is not at hand, and where secrets are kept in this process's memory alone.
        """
        ...

    def drawer(self, connection: ConnectionId) -> SecretDrawer:
        """The connection's secrets."""
        ...

    def seal(
        self, connection: ConnectionId, values: Mapping[str, Secret | None]
    ) -> dict[str, bytes | None]:
        """The values as sealed records for this connection, to be stored by the caller."""
        ...
