"""Runs: when each sync began and ended, and what came of it."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import apsw

from orderdock.domain.connections import ConnectionId
from orderdock.store.connections import row_id
from orderdock.store.orders import Saved


@dataclass(frozen=True, slots=True)
class Run:
    """One sync of one connection; times in seconds since 1970 UTC.

    `ended` None: it is running, or was killed.
    """

    id: int
    started: int
    ended: int | None
    outcome: str | None
    saved: Saved
    expected: int | None
    seen: int | None
    notes: tuple[str, ...]


def begin(db: apsw.Connection, connection: ConnectionId, now: int) -> int:
    """A new run; returns its id."""
    db.execute(
        "INSERT INTO runs (connection_id, started) VALUES (?, ?)", (row_id(db, connection), now)
    )
    return db.last_insert_rowid()


def is_over(db: apsw.Connection, connection: ConnectionId, run: int) -> bool:
    """Whether a later run of the connection has begun."""
    later = (
        "SELECT EXISTS (SELECT 1 FROM runs WHERE id > ?"
        " AND connection_id = (SELECT id FROM connections WHERE key = ?))"
    )
    return bool(db.execute(later, (run, connection)).get)


def end(
    db: apsw.Connection,
    run: int,
    *,
    now: int,
    outcome: str,
    saved: Saved,
    expected: int | None = None,
    seen: int | None = None,
    notes: Sequence[str] = (),
) -> None:
    """Close the run with its counts and sentences."""
    db.execute(
        "UPDATE runs SET ended = ?, outcome = ?, added = ?, changed = ?, unchanged = ?,"
        " quarantined = ?, expected = ?, seen = ?, notes = ? WHERE id = ?",
        (now, outcome, *saved, expected, seen, json.dumps(list(notes), ensure_ascii=False), run),
    )


def latest(db: apsw.Connection, connection: ConnectionId, limit: int = 20) -> list[Run]:
    """The last runs, newest first."""
    found: Iterable[Any] = db.execute(
        "SELECT id, started, ended, outcome, added, changed, unchanged, quarantined, expected,"
        " seen, notes FROM runs WHERE connection_id = ? ORDER BY id DESC LIMIT ?",
        (row_id(db, connection), limit),
    )
    return [
        Run(
            id=row[0],
            started=row[1],
            ended=row[2],
            outcome=row[3],
            saved=Saved(*row[4:8]),
            expected=row[8],
            seen=row[9],
            notes=tuple(json.loads(row[10])),
        )
        for row in found
    ]
