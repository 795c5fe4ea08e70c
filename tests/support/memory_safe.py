"""A vault without a lock, for tests of what stands on it."""

from collections.abc import Mapping

from orderdock.auth.steps import Dialogue
from orderdock.domain.connections import ConnectionId
from orderdock.domain.secret import Secret
from orderdock.store.database import Database
from orderdock.store.secrets import SealedRecords


class MemorySafe:
    """Seals by turning the text around."""

    def __init__(self, database: Database) -> None:
        self._records = SealedRecords(database)
        self.unlocked = 0

    async def unlock(self, dialogue: Dialogue) -> None:
        self.unlocked += 1

    def lend(self) -> None:
        """Nothing that another process could open it with."""

    def drawer(self, connection: ConnectionId) -> "_Drawer":
        return _Drawer(self, self._records, connection)

    def seal(
        self, connection: ConnectionId, values: Mapping[str, Secret | None]
    ) -> dict[str, bytes | None]:
        return {k: v.reveal()[::-1].encode() if v is not None else None for k, v in values.items()}


class _Drawer:
    def __init__(self, safe: MemorySafe, records: SealedRecords, connection: ConnectionId) -> None:
        self._safe = safe
        self._records = records
        self._connection = connection

    async def get(self, name: str) -> Secret | None:
        sealed = self._records.read(self._connection, name)
        return Secret(sealed.decode()[::-1]) if sealed is not None else None

    async def put(self, values: Mapping[str, Secret | None]) -> None:
        self._records.write(self._connection, self._safe.seal(self._connection, values))
