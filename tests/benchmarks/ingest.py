"""Page bodies to committed rows, against one transaction of `executemany` with the same rows.

python -m tests.benchmarks.ingest [LINES] [ROUNDS]

The rows of the limit are those of the lines (14 columns, connection, order and line key) with a
unique key; once with and once without the provider's own record, which Orderdock keeps.
"""

import gc
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
from tests.benchmarks import made_orders
from tests.benchmarks.side_by_side import folder
from tests.benchmarks.store_filling import connection_in, save_pages

_COLUMNS = (
    "connection_id, order_key, line_key, retailer, order_number, ordered_at, item_name, brand,"
    " department, category, subcategory, sku, quantity, unit_price, currency, shipment_status,"
    " order_total"
)


def rows_of(orders: Sequence[Order], *, raw: bool) -> list[tuple[Any, ...]]:
    return [
        (1, o.key, line.key, o.retailer, o.number, o.ordered_at, *line[1:12], *line[12 : 12 + raw])
        for o in orders
        for line in o.lines
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


def limit(rows: Sequence[tuple[Any, ...]]) -> Took:
    db = apsw.Connection(str(fresh("limit.db")))
    for pragma, value in (
        ("journal_mode", "wal"),
        ("synchronous", "normal"),
        ("cache_size", -65536),
        ("wal_autocheckpoint", 8000),
    ):
        db.pragma(pragma, value)
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


def whole_path(pages: Sequence[bytes], *, bare: bool = False, again: bool = False) -> Took:
    learn = saving._LEARN
    with Database.open(fresh("ingest.db")) as database:
        if bare:
            database.write_now(lambda db: db.execute("DROP INDEX orders_by_date"))
            saving._LEARN = "SELECT 1 FROM lines WHERE 0 AND"
        connection = connection_in(database)
        if again:
            save_pages(database, connection, pages)
        began = now()
        save_pages(database, connection, pages)
        took = since(began)
    saving._LEARN = learn
    return took


def main(lines: int, rounds: int) -> None:
    pages = list(made_orders.pages(lines))
    orders = [order for body in pages for order in made_orders.decode(body)]
    slim, full = rows_of(orders, raw=False), rows_of(orders, raw=True)
    del orders
    gc.collect()
    gc.freeze()  # or every collection looks through the rows kept for the limit
    variants: dict[str, Callable[[], Took]] = {
        "limit: one executemany": lambda: limit(slim),
        "limit, with the raw records": lambda: limit(full),
        "decoding alone": lambda: decoding(pages),
        "whole path, no sort index, no search": lambda: whole_path(pages, bare=True),
        "whole path": lambda: whole_path(pages),
        "whole path again, nothing changed": lambda: whole_path(pages, again=True),
    }
    took: dict[str, list[Took]] = {name: [] for name in variants}
    for _ in range(rounds):
        for name, run in variants.items():
            took[name].append(run())
    slim_limit, full_limit = list(took.values())[:2]
    print(f"{'variant':40}{'lines/s':>9}   of the limit: wall   cpu   with raw: wall   cpu")
    for name, runs in took.items():
        rate = lines / statistics.median(run.wall for run in runs)
        of_slim, of_full = ratios(slim_limit, runs), ratios(full_limit, runs)
        print(
            f"{name:40}{rate:9.0f}{of_slim.wall:21.2f}{of_slim.cpu:6.2f}"
            f"{of_full.wall:17.2f}{of_full.cpu:6.2f}"
        )


def ratios(base: Sequence[Took], runs: Sequence[Took]) -> Took:
    pairs = list(zip(base, runs, strict=True))
    return Took(
        statistics.median(b.wall / r.wall for b, r in pairs),
        statistics.median(b.cpu / r.cpu for b, r in pairs),
    )


def decoding(pages: Sequence[bytes]) -> Took:
    began = now()
    for body in pages:
        made_orders.decode(body)
    return since(began)


if __name__ == "__main__":
    given = [int(number) for number in sys.argv[1:]]
    main(given[0] if given else 200_000, given[1] if len(given) > 1 else 3)
