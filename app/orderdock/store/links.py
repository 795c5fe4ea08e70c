"""Links: what hangs under a connection (a retailer, a shop, an organisation)."""

from collections.abc import Iterable
from typing import Any

import apsw

from orderdock.domain.connections import ConnectionId
from orderdock.domain.errors import NoSuchConnection
from orderdock.store.connections import StoredLink, row_id
from orderdock.store.evidence import COLUMNS, evidence_of


def of_connection(db: apsw.Connection, connection: ConnectionId) -> list[StoredLink]:
    """Every link ever found, in the order they came. Raises NoSuchConnection."""
    found: Iterable[Any] = db.execute(
        f"SELECT id, remote_id, name, {COLUMNS} FROM links WHERE connection_id = ? ORDER BY id",
        (row_id(db, connection),),
    )
    return [
        StoredLink(number, remote_id, name, evidence_of(facts))
        for number, remote_id, name, *facts in found
    ]


def found(db: apsw.Connection, connection: ConnectionId, links: Iterable[tuple[str, str]]) -> None:
    """Take in (remote id, name) pairs; a known one gets the newer name, none is ever dropped."""
    connection_id = row_id(db, connection)
    db.executemany(
        "INSERT INTO links (connection_id, remote_id, name) VALUES (?, ?, ?)"
        " ON CONFLICT (connection_id, remote_id) DO UPDATE SET name = excluded.name"
        " WHERE name IS NOT excluded.name",
        [(connection_id, remote_id, name) for remote_id, name in links],
    )


def find(db: apsw.Connection, connection: ConnectionId, id_or_name: str) -> StoredLink:
    """The link that goes by the provider's id, or by its name whatever the case.

    Raises NoSuchConnection.
    """
    links = of_connection(db, connection)
    for link in links:
        if link.remote_id == id_or_name:
            return link
    for link in links:
        if link.name.casefold() == id_or_name.casefold():
            return link
    raise NoSuchConnection(
        f"{connection} has no link “{id_or_name}”.", "See: orderdock connections"
    )


def ids_of(db: apsw.Connection, connection_id: int) -> dict[str, int]:
    """Row numbers by the provider's own ids."""
    return dict(
        db.execute("SELECT remote_id, id FROM links WHERE connection_id = ?", (connection_id,))
    )
