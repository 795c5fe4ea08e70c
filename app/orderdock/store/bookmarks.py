"""Where reading stopped, per connection and scope; written in the same transaction as the rows."""

import json
from collections.abc import Mapping
from typing import Any

import apsw

from orderdock.domain.connections import ConnectionId
from orderdock.store.connections import row_id


def of_connection(db: apsw.Connection, connection: ConnectionId) -> dict[str, dict[str, Any]]:
    """Every bookmark by its scope. Raises NoSuchConnection."""
    found = db.execute(
        "SELECT scope, value FROM bookmarks WHERE connection_id = ?", (row_id(db, connection),)
    )
    return {scope: json.loads(value) for scope, value in found}


def put(db: apsw.Connection, connection_id: int, scope: str, value: Mapping[str, Any]) -> None:
    """Set one bookmark (`connection_id` is the row's number, see connections.row_id)."""
    db.execute(
        "INSERT INTO bookmarks (connection_id, scope, value) VALUES (?, ?, ?)"
        " ON CONFLICT DO UPDATE SET value = excluded.value",
        (connection_id, scope, json.dumps(dict(value), ensure_ascii=False, sort_keys=True)),
    )


def forget(db: apsw.Connection, connection: ConnectionId, scope: str | None = None) -> None:
    """Drop one bookmark, or all of a connection: the next sync reads from the beginning."""
    db.execute(
        "DELETE FROM bookmarks WHERE connection_id = ? AND (? IS NULL OR scope = ?)",
        (row_id(db, connection), scope, scope),
    )
