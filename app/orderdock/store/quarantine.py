"""Records that could not be read: kept once each, with the reason (truth rule 3)."""

from collections.abc import Sequence

import apsw

from orderdock.domain.connections import ConnectionId
from orderdock.domain.orders import SetAside
from orderdock.store.connections import row_id


def put(
    db: apsw.Connection,
    connection_id: int,
    records: Sequence[SetAside],
    *,
    run: int | None,
    now: int,
) -> None:
    """Keep the records; one that is set aside again only gets the newer reason and run."""
    db.executemany(
        "INSERT INTO set_aside (connection_id, link, mark, reason, raw, first_seen, last_run)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (connection_id, mark)"
        " DO UPDATE SET reason = excluded.reason, last_run = excluded.last_run",
        [
            (
                connection_id,
                record.link,
                _mark(record),
                record.reason,
                record.raw,
                now,
                run,
            )
            for record in records
        ],
    )


def of_connection(db: apsw.Connection, connection: ConnectionId) -> list[SetAside]:
    """All records of a connection that were set aside, oldest first."""
    found = db.execute(
        "SELECT reason, raw, link FROM set_aside WHERE connection_id = ? ORDER BY id",
        (row_id(db, connection),),
    )
    return [SetAside(*row) for row in found]


def _mark(record: SetAside) -> bytes:
    from hashlib import blake2b  # not at the start of a process: it loads OpenSSL

    return blake2b(record.link.encode() + b"\0" + record.raw, digest_size=16).digest()
