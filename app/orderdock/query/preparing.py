"""Making sortings ahead of need: beside the window, one column at a time, never during a sync."""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from typing import Any

import apsw

from orderdock.query.columns import LINES, keys
from orderdock.query.filters import Sort, Unit
from orderdock.query.kept_order import KeptOrder, kept_order
from orderdock.query.own_order import RowsInOrder
from orderdock.query.sorting import Key, key_of
from orderdock.store import order_sums, revisions, sortings, status_sums
from orderdock.store.database import Database
from orderdock.store.order_rows import LINE_BITS

FEW_LINES = 20_000
"""Below that sorting takes no time: nothing is prepared."""
_STALE = 500
"""So many rows to sort in cost a reader some ten milliseconds: worth making the sorting anew."""
_AT_ONCE = 32
"""Parts written in one transaction: 2 MB, so that a sync waits for a moment only."""
_STEPS = 20_000
_CACHE_KB = 64 * 1024
"""What is sorted beyond that goes through a temporary file."""

_USUAL = (
    (Sort("ordered_at"), Unit.ORDERS),
    *((Sort(name), Unit.ORDERS) for name in keys(Unit.ORDERS)),
    *((Sort(name), Unit.LINES) for name in LINES),
)

Stop = Callable[[], bool]


def prepare(database: Database, asked: Sequence[Sort], unit: Unit, stop: Stop) -> bool:
    """Bring the kept sums up to date, or make the next sorting that is missing or old.

    False when nothing of it is to be done.

    Those of `asked` come first, then the columns that tables begin with. Heavy: in a thread of its
    own. Ends early, with nothing changed, once `stop` says yes.
    """
    db = database.open_reader(cache_kb=_CACHE_KB)
    try:
        db.pragma("temp_store", "file")
        db.set_progress_handler(stop, _STEPS)
        with suppress(apsw.InterruptError):
            wanted = _next(db, [(sort, unit) for sort in asked])
            if wanted is None and _sum_up(database, db, stop):
                return not stop()
            wanted = wanted or _next(db, _USUAL)
            if wanted is not None:
                _make(database, db, *wanted, stop)
                return not stop()
    finally:
        db.close()
    return False


def _sum_up(database: Database, db: apsw.Connection, stop: Stop) -> bool:
    """Whether any of the kept sums was behind, or in more pieces than it needs."""
    if _is_small(db):
        return False
    behind = False
    for sums in (order_sums, status_sums):
        if revisions.last_order(db) - sums.summed(db) > _STALE:
            behind = True
            while not stop() and database.write_now(sums.go_on):
                pass
    for is_loose, tidy in (
        (order_sums.are_scattered(db), order_sums.join),
        (status_sums.unsettled(db) > _STALE, status_sums.settle),
    ):
        if is_loose and not stop():
            behind = True
            database.write_now(tidy)
    return behind


def is_prepared(db: apsw.Connection, sort: Sequence[Sort], unit: Unit) -> bool:
    """Whether the first rows of this order come at once, however many there are."""
    if _is_small(db) or [each.column for each in sort] == ["ordered_at"]:
        return True
    keys = [key for each in sort if (key := key_of(each, unit)).is_lasting()]
    return all(sortings.find(db, key.of, key.by(), key.names(db)) is not None for key in keys)


def _is_small(db: apsw.Connection) -> bool:
    return (db.execute("SELECT sum(line_count) FROM connections").get or 0) < FEW_LINES


def _next(db: apsw.Connection, wanted: Sequence[tuple[Sort, Unit]]) -> tuple[Sort, Unit] | None:
    if not _is_small(db):
        for sort, unit in wanted:
            up = Sort(sort.column)
            if key_of(up, unit).is_lasting() and _is_old(kept_order(db, [up], unit)):
                return up, unit
    return None


def _is_old(kept: RowsInOrder | None) -> bool:
    return kept is None or kept.news() > _STALE


def _make(database: Database, db: apsw.Connection, sort: Sort, unit: Unit, stop: Stop) -> None:
    key = key_of(sort, unit)
    names = key.names(db)
    number = database.write_now(sortings.begin, key.of, key.by(), names)
    done = False
    try:
        db.execute("BEGIN")  # after the announcement: what is erased from now on takes it away
        if key.names(db) != names:
            return
        moment = revisions.now(db)
        kept = kept_order(db, [sort], unit)
        pieces = kept.groups() if isinstance(kept, KeptOrder) else _sorted_now(db, key)
        parts = _written(database, number, _of_one_size(pieces))
        if not stop():
            done = database.write_now(sortings.finish, number, parts, moment)
    finally:
        if not done:
            database.write_now(sortings.drop, number)


def _sorted_now(db: apsw.Connection, key: Key) -> Iterator[sortings.Grouped]:
    number, source = "l.id", "lines l"
    by = f"{key.by()}, l.id"
    if key.of == "orders":
        number, source = f"(o.id << {LINE_BITS}) + o.line_count", "orders o"
        by = f"{key.by()}, o.id"
    sql = f"SELECT {number}, {key.values()} FROM {source} ORDER BY {by}"
    found: Iterator[Any] = iter(db.execute(sql))
    last: Any = None
    while rows := list(islice(found, sortings.PART)):
        starts = bytearray()
        for _, *values in rows:
            same = values == last or (last and key.comparable(values) == key.comparable(last))
            starts.append(not same)
            last = values
        yield array("q", [row[0] for row in rows]), bytes(starts)


def _of_one_size(pieces: Iterable[sortings.Grouped]) -> Iterator[sortings.Grouped]:
    rest, starts, size = array("q"), b"", sortings.PART
    for piece, begin in pieces:
        rest += piece
        starts += begin
        while len(rest) > size:
            yield rest[:size], starts[:size]
            rest, starts = rest[size:], starts[size:]
    yield rest, starts


def _written(database: Database, sorting: int, parts: Iterator[sortings.Grouped]) -> int:
    written = 0
    while several := list(islice(parts, _AT_ONCE)):
        database.write_now(sortings.put, sorting, written, several)
        written += len(several)
    return written
