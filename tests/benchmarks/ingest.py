"""Page bodies to committed rows, against one transaction of `executemany` with the same rows.

python -m tests.benchmarks.ingest [LINES] [ROUNDS]

The rows of the limit are those of the lines (14 columns, connection, order and line key) with a
unique key; once with and once without the provider's own record, which Orderdock keeps.
"""

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

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


def limit(rows: Sequence[tuple[Any, ...]]) -> float:
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
    began = time.perf_counter()
    with db:
        db.executemany(f"INSERT INTO items ({_COLUMNS}{more}) VALUES ({marks})", rows)  # noqa: S608
    took = time.perf_counter() - began
    db.close()
    return took


def whole_path(pages: Sequence[bytes], *, bare: bool = False, again: bool = False) -> float:
    learn = saving._LEARN
    with Database.open(fresh("ingest.db")) as database:
        if bare:
            database.write_now(lambda db: db.execute("DROP INDEX orders_by_date"))
            saving._LEARN = "SELECT 1 FROM lines WHERE 0 AND"
        connection = connection_in(database)
        if again:
            save_pages(database, connection, pages)
        began = time.perf_counter()
        save_pages(database, connection, pages)
        took = time.perf_counter() - began
    saving._LEARN = learn
    return took


def main(lines: int, rounds: int) -> None:
    pages = list(made_orders.pages(lines))
    orders = [order for body in pages for order in made_orders.decode(body)]
    slim, full = rows_of(orders, raw=False), rows_of(orders, raw=True)
    del orders
    variants: dict[str, Callable[[], float]] = {
        "limit: one executemany": lambda: limit(slim),
        "limit, with the raw records": lambda: limit(full),
        "decoding alone": lambda: decoding(pages),
        "whole path, no sort index, no search": lambda: whole_path(pages, bare=True),
        "whole path": lambda: whole_path(pages),
        "whole path again, nothing changed": lambda: whole_path(pages, again=True),
    }
    took: dict[str, list[float]] = {name: [] for name in variants}
    for _ in range(rounds):
        for name, run in variants.items():
            took[name].append(run())
    first, second = list(took)[:2]
    print(f"{'variant':40}{'lines/s':>10}{'of limit':>10}{'of limit + raw':>16}")
    for name, seconds in took.items():
        rate = [
            statistics.median(b / s for b, s in zip(took[base], seconds, strict=True))
            for base in (first, second)
        ]
        print(f"{name:40}{lines / statistics.median(seconds):10.0f}{rate[0]:10.2f}{rate[1]:16.2f}")


def decoding(pages: Sequence[bytes]) -> float:
    began = time.perf_counter()
    for body in pages:
        made_orders.decode(body)
    return time.perf_counter() - began


if __name__ == "__main__":
    given = [int(number) for number in sys.argv[1:]]
    main(given[0] if given else 200_000, given[1] if len(given) > 1 else 3)
