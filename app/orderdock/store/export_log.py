"""Files that were saved: what was asked for, what came of it, and up to where it read."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import apsw

from orderdock.store.revisions import Moment

KEPT = 500
"""So many are remembered; the newest of each kind always is."""


@dataclass(frozen=True, slots=True)
class Saved:
    """One file that was saved."""

    number: int
    at: int
    """Seconds since 1970 UTC."""
    path: str
    request: str
    """JSON: enough to write it again."""
    same: str
    """Equal for exports that "since last time" compares."""
    rows: int
    bytes: int
    sha256: str
    moment: Moment
    """Up to where it read."""


def add(
    db: apsw.Connection,
    *,
    at: int,
    path: str,
    request: str,
    same: str,
    rows: int,
    bytes_: int,
    sha256: str,
    moment: Moment,
) -> None:
    """Remember a file."""
    db.execute(
        "INSERT INTO exports"
        " (at, path, request, same, row_count, bytes, sha256, last_order, revision)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (at, path, request, same, rows, bytes_, sha256, *moment),
    )
    db.execute(
        "DELETE FROM exports WHERE id <= (SELECT max(id) FROM exports) - ?"
        " AND id NOT IN (SELECT max(id) FROM exports GROUP BY same)",
        (KEPT,),
    )


def newest(db: apsw.Connection, limit: int = KEPT) -> list[Saved]:
    """What was saved, the newest first."""
    return _read(db.execute(f"{_SELECT} ORDER BY id DESC LIMIT ?", (limit,)))


def last_of(db: apsw.Connection, same: str) -> Saved | None:
    """The newest of this kind."""
    found = _read(db.execute(f"{_SELECT} WHERE same = ? ORDER BY id DESC LIMIT 1", (same,)))
    return found[0] if found else None


def forget(db: apsw.Connection, number: int) -> None:
    """Remove one from the list; its file stays."""
    db.execute("DELETE FROM exports WHERE id = ?", (number,))


_SELECT = (
    "SELECT id, at, path, request, same, row_count, bytes, sha256, last_order, revision"
    " FROM exports"
)


def _read(found: Iterable[Any]) -> list[Saved]:
    return [
        Saved(number, at, path, request, same, rows, bytes_, sha256, Moment(last, revision))
        for number, at, path, request, same, rows, bytes_, sha256, last, revision in found
    ]
