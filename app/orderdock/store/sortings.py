"""Kept sortings: ids of all lines, or of the last line of every order, sorted by one column."""

from array import array
from collections.abc import Iterable
from typing import Any, NamedTuple

import apsw

from orderdock.store.revisions import Moment

PART = 8_192
"""Ids in one part, except the last; 64 KB."""
_PART_BITS = 20


Grouped = tuple["array[int]", bytes]
"""Ids, and for each whether another value begins with it: 1 or 0."""


class Sorting(NamedTuple):
    """A finished one, as of a moment of the store."""

    id: int
    parts: int
    moment: Moment


def find(db: apsw.Connection, of: str, by: str, names: str) -> Sorting | None:
    """The newest finished sorting of "orders" or "lines" by this SQL, under these names."""
    found: Iterable[Any] = db.execute(
        "SELECT id, parts, last_order, revision FROM sortings"
        " WHERE of = ? AND by = ? AND names = ? AND parts > 0 ORDER BY id DESC LIMIT 1",
        (of, by, names),
    )
    for number, parts, last_order, revision in found:
        return Sorting(number, parts, Moment(last_order, revision))
    return None


def part(db: apsw.Connection, sorting: int, number: int) -> "array[int]":
    """The ids of one part, in ascending order of the column."""
    sql = "SELECT ids FROM sorted_ids WHERE id = ?"
    [(ids,)] = db.execute(sql, ((sorting << _PART_BITS) + number,))
    return array("q", ids)


def groups(db: apsw.Connection, sorting: int, number: int) -> Grouped:
    """The ids of one part, with where other values begin."""
    sql = "SELECT ids, starts FROM sorted_ids WHERE id = ?"
    [(ids, starts)] = db.execute(sql, ((sorting << _PART_BITS) + number,))
    return array("q", ids), starts


def begin(db: apsw.Connection, of: str, by: str, names: str) -> int:
    """Announce a new sorting, before the rows are read for it; gives its number.

    Erasing orders takes it away again, so that what was read before is never taken for whole.
    """
    db.execute(
        "INSERT INTO sortings (of, by, names, last_order, revision, parts)"
        " VALUES (?, ?, ?, 0, 0, 0)",
        (of, by, names),
    )
    return db.last_insert_rowid()


def put(db: apsw.Connection, sorting: int, first: int, parts: Iterable[Grouped]) -> None:
    """Parts from the number `first` on."""
    db.executemany(
        "INSERT OR REPLACE INTO sorted_ids VALUES (?, ?, ?)",
        (
            ((sorting << _PART_BITS) + number, ids.tobytes(), starts)
            for number, (ids, starts) in enumerate(parts, first)
        ),
    )


def finish(db: apsw.Connection, sorting: int, parts: int, moment: Moment) -> bool:
    """All parts are there: earlier sortings of the same are gone. False: so is this one."""
    db.execute(
        "UPDATE sortings SET parts = ?, last_order = ?, revision = ? WHERE id = ?",
        (parts, *moment, sorting),
    )
    if not db.changes():
        _drop_parts(db, sorting)
        return False
    same = "(SELECT of, by FROM sortings WHERE id = ?)"
    earlier: list[Any] = db.execute(
        f"SELECT id FROM sortings WHERE id < ? AND (of, by) = {same}", (sorting, sorting)
    ).fetchall()
    for (number,) in earlier:
        drop(db, number)
    return True


def drop(db: apsw.Connection, sorting: int) -> None:
    """Give one up, finished or not."""
    db.execute("DELETE FROM sortings WHERE id = ?", (sorting,))
    _drop_parts(db, sorting)


def drop_all(db: apsw.Connection) -> None:
    """Orders were erased: whatever was sorted is made anew."""
    db.execute("DELETE FROM sortings")
    db.execute("DELETE FROM sorted_ids")


def _drop_parts(db: apsw.Connection, sorting: int) -> None:
    db.execute(
        "DELETE FROM sorted_ids WHERE id >= ? AND id < ?",
        (sorting << _PART_BITS, (sorting + 1) << _PART_BITS),
    )
