"""Page bodies to committed rows, against one transaction of `executemany` with the same rows.

python -m tests.benchmarks.ingest [LINES] [ROUNDS] [PROVIDER ...]

The rows of the limit are those of the lines (14 columns, connection, order and line key) with a
unique key; once with and once without the provider's own record, which Orderdock keeps; by apsw,
which Orderdock uses, and by the slower sqlite3 of Python. Decoding and writing take turns, as in a
sync (tests.benchmarks.pipeline).
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
from orderdock.store import orders as saving
from orderdock.store.database import Database
from tests.benchmarks.shapes import SHAPES, Shape
from tests.benchmarks.side_by_side import folder
from tests.benchmarks.store_filling import NOW, connection_in, save_pages

Decode = Callable[[bytes], list[Order]]
_COMMIT = 2400
"""Orders; about eight thousand lines."""

_COLUMNS = (
    "connection_id, order_key, line_key, retailer, order_number, ordered_at, item_name, brand,"
    " department, category, subcategory, sku, quantity, unit_price, currency, shipment_status,"
    " order_total"
)


def rows_of(orders: Sequence[Order], *, raw: bool) -> list[tuple[Any, ...]]:
    """The rows of the limit; `raw`: an order that is one record has it at its first line."""
    return [
        (1, o.key, line.key, o.retailer, o.number, o.ordered_at, *line[1:12])
        + ((line.raw or (b"" if place else o.raw),) if raw else ())
        for o in orders
        for place, line in enumerate(o.lines)
    ]


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
    more = ", raw" if len(rows[0]) > 17 else ""
    db.execute(
        f"CREATE TABLE items (id INTEGER PRIMARY KEY, {_COLUMNS}{more},"
        " UNIQUE (connection_id, order_key, line_key))"
    )
    marks = ", ".join("?" * len(rows[0]))
    began = now()
    with db:
        db.executemany(f"INSERT INTO items ({_COLUMNS}{more}) VALUES ({marks})", rows)  # noqa: S608
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
        for first in range(0, len(orders), _COMMIT):
            part = orders[first : first + _COMMIT]
            database.write_now(saving.save_orders, connection, part, now=NOW)
        return since(began)


def main(lines: int, rounds: int, providers: Sequence[str]) -> None:
    for provider in providers:
        print(f"\n{provider}")
        compare(SHAPES[provider], lines, rounds)
        gc.unfreeze()


def compare(shape: Shape, lines: int, rounds: int) -> None:
    pages, decode = list(shape.pages(lines)), shape.decode
    orders = [order for body in pages for order in decode(body)]
    slim, full = rows_of(orders, raw=False), rows_of(orders, raw=True)
    gc.collect()
    gc.freeze()  # or every collection looks through the rows kept for the limit
    variants: dict[str, Callable[[], Took]] = {
        "limit: one executemany": lambda: limit(slim, apsw.Connection),
        "limit, with the raw records": lambda: limit(full, apsw.Connection),
        "limit by sqlite3": lambda: limit(slim, sqlite3.connect),
        "limit by sqlite3, with the raw records": lambda: limit(full, sqlite3.connect),
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
    print(f"{'':40}{'lines/s':>9}{'of apsw':>12}{'with raw':>12}{'of sqlite3':>12}{'with raw':>12}")
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
