"""Named views of the orders table, as they are kept: a name, two marks, and a body of JSON."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import apsw


@dataclass(frozen=True, slots=True)
class StoredView:
    """One row."""

    name: str
    body: str
    pinned: bool
    at_start: bool


def folded(name: str) -> str:
    """The name as it is looked for: neither case nor the way accents are written counts."""
    return unicodedata.normalize("NFC", " ".join(name.split())).casefold()


def all_views(db: apsw.Connection) -> list[StoredView]:
    """All of them, the oldest first."""
    found: Iterable[Any] = db.execute("SELECT name, body, pinned, at_start FROM views ORDER BY id")
    return [StoredView(name, body, bool(pin), bool(start)) for name, body, pin, start in found]


def save(db: apsw.Connection, name: str, body: str) -> None:
    """Keep the body under this name, in place of an older one; its marks stay."""
    db.execute(
        "INSERT INTO views (name, folded, body) VALUES (?, ?, ?)"
        " ON CONFLICT (folded) DO UPDATE SET name = excluded.name, body = excluded.body",
        (name, folded(name), body),
    )


def rename(db: apsw.Connection, name: str, wanted: str) -> bool:
    """Give a view another name; whether that name was free."""
    taken = db.execute(
        "SELECT count(*) FROM views WHERE folded = ? AND folded <> ?",
        (folded(wanted), folded(name)),
    ).get
    if taken:
        return False
    db.execute(
        "UPDATE views SET name = ?, folded = ? WHERE folded = ?",
        (wanted, folded(wanted), folded(name)),
    )
    return True


def delete(db: apsw.Connection, name: str) -> None:
    """Let a view go."""
    db.execute("DELETE FROM views WHERE folded = ?", (folded(name),))


def pin(db: apsw.Connection, name: str, *, pinned: bool) -> None:
    """Pin a view, or no longer."""
    db.execute("UPDATE views SET pinned = ? WHERE folded = ?", (pinned, folded(name)))


def open_at_start(db: apsw.Connection, name: str) -> None:
    """Open this view at the start; with an empty name, none."""
    db.execute("UPDATE views SET at_start = (folded = ?)", (folded(name),))
