"""Page bodies to committed rows, against one transaction of `executemany` with the same rows.

python -m tests.benchmarks.ingest [LINES] [ROUNDS] [PROVIDER ...]

The limit puts in what a commit keeps of each line: its twenty columns and the provider's own record
(that of an order with its first line), made beforehand, into one table with the unique key
(connection, order, line); by apsw, which Orderdock uses, and by Python's own sqlite3. `slim` leaves
out the record and what Orderdock computes for sorting and exports. Decoding and writing take turns,
as in a sync (tests.benchmarks.pipeline).
"""

import gc
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import apsw

from orderdock.domain.orders import Order
from orderdock.store import order_rows
from orderdock.store import orders as saving
from orderdock.store.database import Database
from orderdock.system.garbage import collect_seldom
from tests.benchmarks.shapes import SHAPES, Shape
from tests.benchmarks.side_by_side import folder
from tests.benchmarks.store_filling import NOW, connection_in, save_pages

Decode = Callable[[bytes], list[Order]]
_ORDERS = 2400
"""Of a commit; about eight thousand lines."""

_SLIM = 15
"""Columns of a line without those that Orderdock computes."""


def rows_of(orders: Sequence[Order]) -> list[tuple[Any, ...]]:
    """The rows of the limit: connection, order, a line as it is stored, the provider's record."""
    rows: list[tuple[Any, ...]] = []
    for number, order in enumerate(orders, 1):
        header = order_rows.header_of(order, 1, None)
        built, _ = order_rows.line_rows(header, order, {}, number << order_rows.LINE_BITS)
        raws = [line.raw for line in order.lines]
        raws[0] = raws[0] or order.raw
        rows += [
            (1, order.key, *row[1:], raw) for row, raw in zip(built.values(), raws, strict=True)
        ]
    return rows


def slim(rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The same with no more than a spreadsheet would have."""
    return [row[: 2 + _SLIM] for row in rows]


def fresh(name: str) -> Path:
    path = folder() / name
    for end in ("", "-wal", "-shm"):
        Path(f"{path}{end}").unlink(missing_ok=True)
    return path


class Took(NamedTuple):
    """Seconds by the clock, and of work: the steadier of the two on a busy machine."""

    wall: float
    cpu: float


def now() -> Took:
    return Took(time.perf_counter(), time.process_time())


def since(began: Took) -> Took:
    ended = now()
    return Took(ended.wall - began.wall, ended.cpu - began.cpu)


def limit(rows: Sequence[tuple[Any, ...]], connect: Callable[[str], Any]) -> Took:
    db = connect(str(fresh("limit.db")))
    for pragma in (
        "journal_mode = wal",
        "synchronous = normal",
        "cache_size = -65536",
        "wal_autocheckpoint = 8000",
    ):
        db.execute(f"PRAGMA {pragma}")
    names = ["connection_id", "order_key", *order_rows.LINE_COLUMNS[1:], "raw"][: len(rows[0])]
    db.execute(
        f"CREATE TABLE items (id INTEGER PRIMARY KEY, {', '.join(names)},"
        " UNIQUE (connection_id, order_key, line_key))"
    )
    put = f"INSERT INTO items ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608
    began = now()
    with db:
        db.executemany(put, rows)
    took = since(began)
    db.close()
    return took


def whole_path(
    pages: Sequence[bytes], decode: Decode, *, bare: bool = False, again: bool = False
) -> Took:
    learn = saving._LEARN
    with Database.open(fresh("ingest.db")) as database:
        if bare:
            database.write_now(lambda db: db.execute("DROP INDEX orders_by_date"))
            saving._LEARN = "SELECT 1 FROM lines WHERE 0 AND"
        connection = connection_in(database)
        if again:
            save_pages(database, connection, pages, decode=decode)
        began = now()
        save_pages(database, connection, pages, decode=decode)
        took = since(began)
    saving._LEARN = learn
    return took


def written_again(orders: Sequence[Order]) -> Took:
    """Only the writing of a second sync, nothing changed."""
    with Database.open(fresh("ingest.db")) as database:
        connection = connection_in(database)
        database.write_now(saving.save_orders, connection, orders, now=NOW)
        began = now()
        for first in range(0, len(orders), _ORDERS):
            part = orders[first : first + _ORDERS]
            database.write_now(saving.save_orders, connection, part, now=NOW)
        return since(began)


def main(lines: int, rounds: int, providers: Sequence[str]) -> None:
    collect_seldom()
    for provider in providers:
        print(f"\n{provider}")
        compare(SHAPES[provider], lines, rounds)
        gc.unfreeze()


def compare(shape: Shape, lines: int, rounds: int) -> None:
    pages, decode = list(shape.pages(lines)), shape.decode
    orders = [order for body in pages for order in decode(body)]
    rows = rows_of(orders)
    few = slim(rows)
    gc.collect()
    gc.freeze()  # or every collection looks through the rows kept for the limit
    variants: dict[str, Callable[[], Took]] = {
        "limit: one executemany": lambda: limit(rows, apsw.Connection),
        "limit, slim": lambda: limit(few, apsw.Connection),
        "limit by sqlite3": lambda: limit(rows, sqlite3.connect),
        "limit by sqlite3, slim": lambda: limit(few, sqlite3.connect),
        "decoding alone": lambda: decoding(pages, decode),
        "whole path, no sort index, no search": lambda: whole_path(pages, decode, bare=True),
        "whole path": lambda: whole_path(pages, decode),
        "whole path again, nothing changed": lambda: whole_path(pages, decode, again=True),
        "writing again, nothing changed": lambda: written_again(orders),
    }
    took: dict[str, list[Took]] = {name: [] for name in variants}
    for _ in range(rounds):
        for name, run in variants.items():
            took[name].append(run())
    limits = list(took.values())[:4]
    print(f"{'':40}{'lines/s':>9}{'of apsw':>12}{'slim':>12}{'of sqlite3':>12}{'slim':>12}")
    for name, runs in took.items():
        rate = lines / statistics.median(run.wall for run in runs)
        parts = [f"{r.wall:6.2f}{r.cpu:6.2f}" for r in (ratios(base, runs) for base in limits)]
        print(f"{name:40}{rate:9.0f}{''.join(parts)}", flush=True)


def ratios(base: Sequence[Took], runs: Sequence[Took]) -> Took:
    pairs = list(zip(base, runs, strict=True))
    return Took(
        statistics.median(b.wall / r.wall for b, r in pairs),
        statistics.median(b.cpu / r.cpu for b, r in pairs),
    )


def decoding(pages: Sequence[bytes], decode: Decode) -> Took:
    began = now()
    for body in pages:
        decode(body)
    return since(began)


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    named = [word for word in sys.argv[1:] if not word.isdigit()]
    lines, rounds = (*numbers, *(200_000, 3)[len(numbers) :])
    main(lines, rounds, named or list(SHAPES))
