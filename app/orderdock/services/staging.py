"""Secrets of a sign-in under way: in memory only, until all of it is saved at once."""

from collections.abc import Mapping

from orderdock.connector.contract import SecretDrawer
from orderdock.domain.secret import Secret


class StagedDrawer:
    """A drawer over another one (or over nothing): reads fall through, changes stay here."""

    def __init__(self, under: SecretDrawer | None = None) -> None:
        self._under = under
        self.changes: dict[str, Secret | None] = {}
        """What is to be saved; None removes."""

    async def get(self, name: str) -> Secret | None:
        if name in self.changes:
            return self.changes[name]
        return await self._under.get(name) if self._under is not None else None

    async def put(self, values: Mapping[str, Secret | None]) -> None:
        self.changes.update(values)
