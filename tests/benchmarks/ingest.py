"""Page bodies to committed rows, against one transaction of `executemany` with the same rows.

python -m tests.benchmarks.ingest [LINES] [ROUNDS] [PROVIDER ...]

The limit puts in what a commit keeps of each line: its twenty columns and the provider's own record
(that of its order beside that of the first line), made beforehand, into one table with the unique
key (connection, order, line); by apsw, which Orderdock uses, and by Python's own sqlite3. `slim`
leaves out the record and what Orderdock computes for sorting and exports. `tables` puts the same
rows into the three tables that Orderdock keeps them in.

The whole path is a sync as the product does it: pages are decoded here and committed by a second
process, once much was read; "in one process" decodes and commits in turn.
"""

import gc
import os
import resource
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
from orderdock.sync import saver
from orderdock.system.garbage import collect_seldom
from tests.benchmarks.bare_saver import NOTHING
from tests.benchmarks.shapes import SHAPES, Shape
from tests.benchmarks.side_by_side import folder
from tests.benchmarks.store_filling import NOW, connection_in, save_pages
from tests.benchmarks.syncing import reader_of, sync
from tests.support.saving import save_orders

Decode = Callable[[bytes], list[Order]]
_ORDERS = 2400
"""Of a commit; about eight thousand lines."""

_TABLES = ("orders", "lines", "raw_records")
_SLIM = 15
"""Columns of a line without those that Orderdock computes."""


def rows_of(orders: Sequence[Order]) -> list[tuple[Any, ...]]:
    """The rows of the limit: connection, order, a line as it is stored, the provider's record."""
    rows: list[tuple[Any, ...]] = []
    for number, order in enumerate(orders, 1):
        header = order_rows.header_of(order, 1, None)
        shapes, base = order_rows.line_shapes(order), number << order_rows.LINE_BITS
        built, _ = order_rows.line_rows(header, order, shapes, {}, base)
        raws = [line.raw for line in order.lines]
        raws[0] = order.raw + raws[0]
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
    """Seconds by the clock, and of work in all processes: steadier on a busy machine."""

    wall: float
    cpu: float


def now() -> Took:
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Took(time.perf_counter(), time.process_time() + ended.ru_utime + ended.ru_stime)


def since(began: Took) -> Took:
    ended = now()
    return Took(ended.wall - began.wall, ended.cpu - began.cpu)


def _connected(connect: Callable[[str], Any]) -> Any:
    db = connect(str(fresh("limit.db")))
    for pragma in (
        "journal_mode = wal",
        "synchronous = normal",
        "cache_size = -65536",
        "wal_autocheckpoint = 8000",
    ):
        db.execute(f"PRAGMA {pragma}")
    return db


def limit(rows: Sequence[tuple[Any, ...]], connect: Callable[[str], Any]) -> Took:
    db = _connected(connect)
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


def tables_of(orders: Sequence[Order]) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of Orderdock's own tables."""
    with Database.open(fresh("ingest.db")) as database:
        database.write_now(save_orders, connection_in(database), orders, now=NOW)
        return {
            table: list(database.reader().execute(f"SELECT * FROM {table}"))  # noqa: S608
            for table in _TABLES
        }


def limit_by_tables(tables: dict[str, list[tuple[Any, ...]]]) -> Took:
    """One transaction of sqlite3 into the same tables with their unique keys, by `executemany`."""
    with Database.open(fresh("ingest.db")) as database:
        made = "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?"
        schema = [database.reader().execute(made, (table,)).get for table in _TABLES]
    db = _connected(sqlite3.connect)
    for sql in schema:
        db.execute(sql)
    began = now()
    with db:
        for table, rows in tables.items():
            db.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)  # noqa: S608
    took = since(began)
    db.close()
    return took


def whole_path(
    pages: Sequence[bytes],
    decode: Decode,
    *,
    bare: bool = False,
    again: bool = False,
    alone: bool = False,
) -> Took:
    learn, module = saving._LEARN, saver._MODULE
    with Database.open(fresh("ingest.db")) as database:
        if bare:
            database.write_now(lambda db: db.execute("DROP INDEX orders_by_date"))
            saving._LEARN, saver._MODULE = NOTHING, "tests.benchmarks.bare_saver"
        connection = connection_in(database)
        if again:
            save_pages(database, connection, pages, decode=decode)
        began = now()
        if alone:
            save_pages(database, connection, pages, decode=decode)
        else:
            sync(database, connection, reader_of(pages, decode))
        took = since(began)
    saving._LEARN, saver._MODULE = learn, module
    return took


def written_again(orders: Sequence[Order]) -> Took:
    """Only the writing of a second sync, nothing changed."""
    with Database.open(fresh("ingest.db")) as database:
        connection = connection_in(database)
        database.write_now(save_orders, connection, orders, now=NOW)
        began = now()
        for first in range(0, len(orders), _ORDERS):
            part = orders[first : first + _ORDERS]
            database.write_now(save_orders, connection, part, now=NOW)
        return since(began)


def main(lines: int, rounds: int, providers: Sequence[str]) -> None:
    collect_seldom()
    os.environ["PYTHONPATH"] = str(Path(__file__).parents[2])  # for the bare saver's process
    for provider in providers:
        print(f"\n{provider}")
        compare(SHAPES[provider], lines, rounds)
        gc.unfreeze()


def compare(shape: Shape, lines: int, rounds: int) -> None:
    pages, decode = list(shape.pages(lines)), shape.decode
    orders = [order for body in pages for order in decode(body)]
    rows = rows_of(orders)
    few, tables = slim(rows), tables_of(orders)
    gc.collect()
    gc.freeze()  # or every collection looks through the rows kept for the limit
    variants: dict[str, Callable[[], Took]] = {
        "limit: one executemany": lambda: limit(rows, apsw.Connection),
        "limit, slim": lambda: limit(few, apsw.Connection),
        "limit by sqlite3": lambda: limit(rows, sqlite3.connect),
        "limit by sqlite3, slim": lambda: limit(few, sqlite3.connect),
        "limit by sqlite3, tables": lambda: limit_by_tables(tables),
        "decoding alone": lambda: decoding(pages, decode),
        "whole path, no sort index, no search": lambda: whole_path(pages, decode, bare=True),
        "whole path": lambda: whole_path(pages, decode),
        "bare path in one process": lambda: whole_path(pages, decode, bare=True, alone=True),
        "whole path in one process": lambda: whole_path(pages, decode, alone=True),
        "whole path again, nothing changed": lambda: whole_path(pages, decode, again=True),
        "writing again, nothing changed": lambda: written_again(orders),
    }
    took: dict[str, list[Took]] = {name: [] for name in variants}
    for _ in range(rounds):
        for name, run in variants.items():
            took[name].append(run())
    limits = list(took.values())[:5]
    heads = ("of apsw", "slim", "of sqlite3", "slim", "tables")
    print(f"{'':40}{'lines/s':>9}{''.join(f'{head:>12}' for head in heads)}")
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
