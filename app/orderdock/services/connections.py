"""Connecting, linking, repairing, renaming, disconnecting."""

from collections.abc import Mapping
from types import MappingProxyType

from orderdock.auth.steps import Dialogue
from orderdock.domain.connections import ConnectionOutcome


class ConnectionsService:
    """Changes to connections; a change that does not come to its end leaves nothing behind."""

    async def connect(
        self,
        provider: str,
        dialogue: Dialogue,
        *,
        name: str | None = None,
        base_url: str | None = None,
        settings: Mapping[str, str] = MappingProxyType({}),
    ) -> ConnectionOutcome:
        """Sign in at `provider`, link where it starts with a link, save all at once.

        PersonCancelled and every other OrderdockError propagate; nothing is saved then.
        """
        raise NotImplementedError

    async def link(self, connection: str, dialogue: Dialogue) -> ConnectionOutcome:
        """Add a retailer or shop under a connection (id or name)."""
        raise NotImplementedError

    async def repair(
        self, connection: str, dialogue: Dialogue, link: str | None = None
    ) -> ConnectionOutcome:
        """Sign in again in place, or repair one link (id or name). Raises OtherAccount."""
        raise NotImplementedError

    async def rename(self, connection: str, name: str) -> None:
        """Give it another name; names are unique within a profile (WrongUsage)."""
        raise NotImplementedError

    async def disconnect(self, connection: str, *, keep_orders: bool) -> ConnectionOutcome:
        """Forget the access, and the orders too unless `keep_orders`."""
        raise NotImplementedError
