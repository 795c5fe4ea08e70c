"""First window, whole order, search, counts and sums over a million lines, in milliseconds.

The best of three runs each.

python -m tests.benchmarks.browse [LINES]
"""

import sys
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from orderdock.query import orders
from orderdock.query.choices import choices
from orderdock.query.columns import LINES
from orderdock.query.detail import order_detail
from orderdock.query.filters import DEFAULT_SORT, OrderFilter, Sort, Unit
from orderdock.query.summary import BY, summary
from orderdock.store.database import Database
from tests.benchmarks.side_by_side import folder
from tests.benchmarks.store_filling import filled


def timed(name: str, run: Callable[[], Any]) -> None:
    best = float("inf")
    for _ in range(3):
        began = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - began)
    print(f"{name:58}{1000 * best:10.1f} ms")


def main(lines: int) -> None:
    path = filled(folder() / f"orders-{lines}.db", lines)
    timed("open the database", lambda: Database.open(path).close())
    with Database.open(path) as database:
        db = database.reader()
        for asked in (
            OrderFilter(),
            OrderFilter(search="blue"),
            OrderFilter(search="blue char"),
            OrderFilter(search="zzz"),
            OrderFilter(retailers=("Amazon",)),
            OrderFilter(statuses=("Shipped",)),
            OrderFilter(date_from=date(2019, 1, 1), date_to=date(2019, 1, 31)),
        ):
            words = asked.search or asked.retailers or asked.statuses or asked.date_from or "all"
            for sort in (DEFAULT_SORT, (Sort("retailer"),), (Sort("item_name"),)):
                name = f"{words}, by {sort[0].column}"
                given = (db, asked, sort, Unit.LINES)
                timed(f"{name}: first 100", partial(orders.first_ids, *given, 100))
                timed(f"{name}: all ids", partial(orders.all_ids, *given))
            timed(f"{words}: count", partial(orders.count, db, asked))
        ids = orders.all_ids(db, OrderFilter(), DEFAULT_SORT, Unit.LINES)
        middle = ids[len(ids) // 2 :][:128]
        timed("128 rows, 14 columns", lambda: orders.rows(db, Unit.LINES, middle, LINES))
        timed("totals per currency", lambda: orders.totals(db, OrderFilter()))
        timed("choices", lambda: choices(db))
        timed("one order", lambda: order_detail(db, 1000))
        for by in BY:
            timed(f"summary by {by}", partial(summary, db, OrderFilter(), by, "Europe/Berlin"))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
