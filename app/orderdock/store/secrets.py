"""The vault's sealed records; this module never sees what is inside."""

from collections.abc import Mapping

import apsw

from orderdock.store.connections import row_id
from orderdock.store.database import Database

PROFILE = ""
"""Instead of a connection: a record of the profile itself (salt of the passphrase ...)."""


class SealedRecords:
    """Keeps sealed bytes by connection and name."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, connection: str, name: str) -> bytes | None:
        """The sealed bytes; None when there are none."""
        db = self._database.reader()
        sealed: bytes | None = db.execute(
            "SELECT sealed FROM secrets WHERE name = ? AND connection_id ="
            " (SELECT id FROM connections WHERE key = ? UNION ALL SELECT 0 WHERE ? = '')",
            (name, connection, connection),
        ).get
        return sealed

    def names(self, connection: str) -> list[str]:
        """The names of what is kept for a connection."""
        found = self._database.reader().execute(
            "SELECT name FROM secrets WHERE connection_id ="
            " (SELECT id FROM connections WHERE key = ? UNION ALL SELECT 0 WHERE ? = '')",
            (connection, connection),
        )
        return [name for (name,) in found]

    def write(self, connection: str, records: Mapping[str, bytes | None]) -> None:
        """Keep all `records` in one durable step; None removes. Raises NoSuchConnection."""
        self._database.write_durably(put, connection, records)


def put(db: apsw.Connection, connection: str, records: Mapping[str, bytes | None]) -> None:
    """The same inside a transaction of the caller's."""
    number = row_id(db, connection) if connection != PROFILE else 0
    for name, sealed in records.items():
        if sealed is None:
            db.execute("DELETE FROM secrets WHERE connection_id = ? AND name = ?", (number, name))
        else:
            db.execute(
                "INSERT INTO secrets (connection_id, name, sealed) VALUES (?, ?, ?)"
                " ON CONFLICT DO UPDATE SET sealed = excluded.sealed",
                (number, name, sealed),
            )
