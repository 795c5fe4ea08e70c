"""Connections: one row per sign-in, its settings and the evidence of how it is doing."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import apsw

from orderdock.domain.connections import ConnectionId, Evidence, ProviderId
from orderdock.domain.errors import NoSuchConnection, WrongUsage
from orderdock.store import order_sums, own_words, revisions, sortings, status_sums
from orderdock.store.evidence import COLUMNS, assignments, evidence_of
from orderdock.store.order_rows import LINE_BITS


@dataclass(frozen=True, slots=True)
class StoredLink:
    """A link as stored; `number` is its row, `remote_id` the provider's own id."""

    number: int
    remote_id: str
    name: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class StoredConnection:
    """A connection as stored; `number` is its row, `id` what people and scripts use."""

    number: int
    id: ConnectionId
    provider: ProviderId
    name: str
    base_url: str
    account: str
    identity: str | None
    settings: dict[str, str]
    created: int
    """Seconds since 1970 UTC."""
    connected: bool
    """False when only its orders were kept."""
    orders: int
    lines: int
    evidence: Evidence
    links: tuple[StoredLink, ...] = ()


_SELECT = (
    "SELECT id, key, provider, name, base_url, account, identity, settings, created,"
    f" disconnected IS NULL, order_count, line_count, {COLUMNS} FROM connections"
)


def add(
    db: apsw.Connection,
    *,
    provider: ProviderId,
    name: str,
    base_url: str,
    now: int,
    account: str = "",
    identity: str | None = None,
    settings: Mapping[str, str] | None = None,
) -> ConnectionId:
    """Make a connection; its id has never been used before. A name that is taken gets a number."""
    [(number,)] = db.execute(
        "INSERT INTO numbering VALUES (?, 1) ON CONFLICT DO UPDATE SET last = last + 1"
        " RETURNING last",
        (f"connection {provider}",),
    )
    key = ConnectionId(f"{provider}-{number}")
    db.execute(
        "INSERT INTO connections"
        " (key, provider, name, base_url, account, identity, settings, created)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            key,
            provider,
            _free_name(db, name),
            base_url,
            account,
            identity,
            _json(settings or {}),
            now,
        ),
    )
    return key


def all_connections(db: apsw.Connection, *, kept: bool = False) -> list[StoredConnection]:
    """Every connection in the order they were made.

    With `kept` also those disconnected whose orders were kept.
    """
    links: dict[int, list[StoredLink]] = {}
    rows: Iterable[Any] = db.execute(
        f"SELECT connection_id, id, remote_id, name, {COLUMNS} FROM links ORDER BY id"
    )
    for connection, number, remote_id, name, *facts in rows:
        links.setdefault(connection, []).append(
            StoredLink(number, remote_id, name, evidence_of(facts))
        )
    where = "" if kept else " WHERE disconnected IS NULL"
    rows = db.execute(f"{_SELECT}{where} ORDER BY id")
    return [_stored(row, tuple(links.get(row[0], ()))) for row in rows]


def find(db: apsw.Connection, id_or_name: str, *, kept: bool = False) -> StoredConnection:
    """The connection that goes by this id, or by this name whatever the case.

    Raises NoSuchConnection.
    """
    present = all_connections(db, kept=kept)
    for connection in present:
        if connection.id == id_or_name:
            return connection
    for connection in present:
        if connection.name.casefold() == id_or_name.casefold():
            return connection
    raise _nobody(id_or_name)


def row_id(db: apsw.Connection, connection: str) -> int:
    """The row's number for an id. Raises NoSuchConnection."""
    number: int | None = db.execute("SELECT id FROM connections WHERE key = ?", (connection,)).get
    if number is None:
        raise _nobody(connection)
    return number


def rename(db: apsw.Connection, connection: ConnectionId, name: str) -> None:
    """Give it another name. Raises WrongUsage when the name is empty or taken, NoSuchConnection."""
    number = row_id(db, connection)
    name = name.strip()
    if not name:
        raise WrongUsage("A connection needs a name.", "Type one.")
    if _taken(db, name, other_than=number):
        raise WrongUsage(f"Another connection is called “{name}”.", "Choose another name.")
    db.execute("UPDATE connections SET name = ? WHERE id = ?", (name, number))


def save_settings(
    db: apsw.Connection, connection: ConnectionId, settings: Mapping[str, str]
) -> None:
    """Replace the plain settings."""
    db.execute(
        "UPDATE connections SET settings = ? WHERE id = ?",
        (_json(settings), row_id(db, connection)),
    )


def save_account(
    db: apsw.Connection, connection: ConnectionId, *, account: str, identity: str | None
) -> None:
    """Whose account it is, as the last sign-in found."""
    db.execute(
        "UPDATE connections SET account = ?, identity = ? WHERE id = ?",
        (account, identity, row_id(db, connection)),
    )


def move(db: apsw.Connection, addresses: Mapping[str, str]) -> None:
    """Let every connection at an old base URL be at the new one from now on."""
    found: Iterable[Any] = db.execute("SELECT key, base_url FROM connections").fetchall()
    for key, base_url in found:
        if base_url in addresses:
            db.execute(
                "UPDATE connections SET base_url = ? WHERE key = ?", (addresses[base_url], key)
            )


def record(
    db: apsw.Connection, /, connection: ConnectionId, *, link: str | None = None, **facts: Any
) -> None:
    """Note facts of `domain.connections.Evidence` by name, for the connection or one of its links.

    Datetimes or seconds since 1970 UTC. Raises NoSuchConnection, and KeyError for a name that is
    no fact.
    """
    number = row_id(db, connection)
    clause, values = assignments(facts)
    if link is None:
        db.execute(f"UPDATE connections SET {clause} WHERE id = ?", (*values, number))
    else:
        db.execute(
            f"UPDATE links SET {clause} WHERE connection_id = ? AND remote_id = ?",
            (*values, number, link),
        )


def disconnect(
    db: apsw.Connection, connection: ConnectionId, *, keep_orders: bool, now: int
) -> None:
    """Forget secrets and bookmarks; keep the orders under the same id, or erase all of it."""
    number = row_id(db, connection)
    for table in ("secrets", "bookmarks"):
        db.execute(f"DELETE FROM {table} WHERE connection_id = ?", (number,))
    if keep_orders:
        db.execute("UPDATE connections SET disconnected = ? WHERE id = ?", (now, number))
        return
    _erase_orders(db, number)
    for table in ("links", "runs", "set_aside"):
        db.execute(f"DELETE FROM {table} WHERE connection_id = ?", (number,))
    db.execute("DELETE FROM connections WHERE id = ?", (number,))


def _stored(row: Sequence[Any], links: tuple[StoredLink, ...]) -> StoredConnection:
    return StoredConnection(
        number=row[0],
        id=row[1],
        provider=row[2],
        name=row[3],
        base_url=row[4],
        account=row[5],
        identity=row[6],
        settings=json.loads(row[7]),
        created=row[8],
        connected=bool(row[9]),
        orders=row[10],
        lines=row[11],
        evidence=evidence_of(row[12:]),
        links=links,
    )


def _erase_orders(db: apsw.Connection, number: int) -> None:
    own_words.erase(db, number)
    revisions.keep_last_order(db)
    sortings.drop_all(db)
    order_sums.erase(db, number)
    status_sums.erase(db, number)
    alone = not db.execute(
        "SELECT count(*) FROM connections WHERE id <> ? AND line_count > 0", (number,)
    ).get
    if alone:
        db.execute("INSERT INTO line_words (line_words) VALUES ('delete-all')")
        for table in ("lines", "raw_records", "order_changes", "order_revisions", "orders"):
            db.execute(f"DELETE FROM {table}")
    else:
        mine = "(SELECT id FROM orders WHERE connection_id = ?)"
        lines = f"(SELECT id FROM lines WHERE id >> {LINE_BITS} IN {mine})"
        db.execute(f"DELETE FROM line_words WHERE rowid IN {lines}", (number,))
        db.execute(f"DELETE FROM lines WHERE id >> {LINE_BITS} IN {mine}", (number,))
        db.execute(f"DELETE FROM raw_records WHERE id >> {LINE_BITS} IN {mine}", (number,))
        for table in ("order_changes", "order_revisions"):
            db.execute(f"DELETE FROM {table} WHERE order_id IN {mine}", (number,))
        db.execute("DELETE FROM orders WHERE connection_id = ?", (number,))
    db.execute("UPDATE numbering SET last = last + 1 WHERE word = 'rows'")


def _free_name(db: apsw.Connection, name: str) -> str:
    name = name.strip()
    free, number = name, 1
    while _taken(db, free):
        number += 1
        free = f"{name} {number}"
    return free


def _taken(db: apsw.Connection, name: str, *, other_than: int = 0) -> bool:
    names = db.execute(
        "SELECT name, key FROM connections WHERE disconnected IS NULL AND id <> ?", (other_than,)
    )
    return any(name.casefold() in {taken.casefold(), key} for taken, key in names)


def _json(values: Mapping[str, str]) -> str:
    return json.dumps(dict(values), ensure_ascii=False, sort_keys=True)


def _nobody(id_or_name: str) -> NoSuchConnection:
    return NoSuchConnection(
        f"There is no connection “{id_or_name}”.", "See which there are: orderdock connections"
    )
