"""What reading costs in a store of millions: first windows, whole orders, searches, counts, sums.

Milliseconds, the best of three runs each; everything is prepared first (query/preparing.py).

python -m tests.benchmarks.browse FOLDER [LINES]
"""

import sys
import time
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from orderdock.query import columns, orders, preparing
from orderdock.query.choices import choices
from orderdock.query.detail import order_detail
from orderdock.query.filters import DEFAULT_SORT, OrderFilter, Sort, Unit
from orderdock.query.summary import BY, summary
from orderdock.store.database import Database
from tests.benchmarks.store_filling import filled

WINDOW = 128
FILTERS = {
    "connection": OrderFilter(connections=("stackline-1",)),
    "retailer": OrderFilter(retailers=("Amazon",)),
    "currency": OrderFilter(currencies=("EUR",)),
    "a month": OrderFilter(date_from=date(2019, 1, 1), date_to=date(2019, 1, 31)),
    "a year": OrderFilter(date_from=date(2019, 1, 1), date_to=date(2019, 12, 31)),
    "status": OrderFilter(statuses=("Cancelled",)),
    "total": OrderFilter(min_total=Decimal(500)),
    "retailer, year": OrderFilter(
        retailers=("Amazon",), date_from=date(2019, 1, 1), date_to=date(2019, 12, 31)
    ),
}
WORDS = ("headphones", "organ cof", "noise", '"noise cancelling"', "zzz")


def timed(name: str, run: Callable[[], Any], rounds: int = 3) -> float:
    best = float("inf")
    for _ in range(rounds):
        began = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - began)
    print(f"{name:48}{1000 * best:10.1f} ms", flush=True)
    return best


def worst(name: str, runs: Iterable[tuple[str, Callable[[], Any]]]) -> None:
    slowest, of = max((timed(f"  {name} by {key}", run), key) for key, run in runs)
    print(f"{name}, the slowest: {of} {1000 * slowest:.1f} ms", flush=True)


def main(folder: Path, lines: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    path = filled(folder / "orderdock.db", lines)
    with Database.open(path) as database:
        timed("prepare all that is missing", partial(prepare, database), rounds=1)
        db = database.reader()
        everything = OrderFilter()
        for unit, wanted in ((Unit.LINES, columns.LINES), (Unit.ORDERS, columns.keys(Unit.ORDERS))):
            sorts = [(key, (Sort(key),)) for key in wanted]
            worst(
                f"first {WINDOW} {unit}",
                [(k, partial(orders.first_ids, db, everything, s, unit, WINDOW)) for k, s in sorts],
            )
            worst(
                f"all {unit}",
                [(k, partial(orders.all_ids, db, everything, s, unit)) for k, s in sorts],
            )
        for name, f in FILTERS.items():
            ask(db, name, f)
        for words in WORDS:
            ask(db, words, OrderFilter(search=words))
        ids = orders.all_ids(db, everything, DEFAULT_SORT, Unit.LINES)
        middle = ids[len(ids) // 2 :][:128]
        timed("128 rows, 14 columns", lambda: orders.rows(db, Unit.LINES, middle, columns.LINES))
        timed("count", partial(orders.count, db, everything))
        timed("totals per currency", partial(orders.totals, db, everything))
        timed("choices", lambda: choices(db))
        timed("one order", lambda: order_detail(db, 1000))
        for by in BY:
            timed(f"summary by {by}", partial(summary, db, everything, by, "Europe/Berlin"))


def prepare(database: Database) -> None:
    while preparing.prepare(database, (), Unit.ORDERS, lambda: False):
        pass


def ask(db: Any, name: str, f: OrderFilter) -> None:
    for key in ("ordered_at", "item_name"):
        given = (db, f, (Sort(key, descending=key == "ordered_at"),), Unit.LINES)
        timed(f"{name}, by {key}: first {WINDOW}", partial(orders.first_ids, *given, WINDOW))
        timed(f"{name}, by {key}: all", partial(orders.all_ids, *given), rounds=1)
    timed(f"{name}: count", partial(orders.count, db, f))
    timed(f"{name}: totals", partial(orders.totals, db, f))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 5_000_000)
