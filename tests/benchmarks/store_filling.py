"""A database full of made orders, for the benches and by hand.

python -m tests.benchmarks.store_filling FILE LINES
"""

import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from orderdock.domain.connections import ConnectionId, ProviderId
from orderdock.domain.orders import Order
from orderdock.store import connections, links
from orderdock.store.database import Database
from orderdock.store.orders import Saved, save_orders
from tests.benchmarks import made_orders

NOW = 1_780_000_000


def connection_in(database: Database) -> ConnectionId:
    """A new connection with its eight links."""
    connection = database.write_now(
        connections.add,
        provider=ProviderId("stackline"),
        name="Made",
        base_url="http://127.0.0.1",
        now=NOW,
    )
    database.write_now(links.found, connection, [(str(n), f"Retailer {n}") for n in range(8)])
    return connection


def save_pages(
    database: Database,
    connection: ConnectionId,
    pages: Iterable[bytes],
    batch: int = 8,
    decode: Callable[[bytes], list[Order]] = made_orders.decode,
) -> Saved:
    """Decode and save pages, `batch` of them per commit with the bookmark."""
    counts = [0, 0, 0, 0]
    orders: list[Order] = []
    for number, body in enumerate(pages, 1):
        orders += decode(body)
        if number % batch == 0:
            saved = database.write_now(
                save_orders, connection, orders, now=NOW, bookmarks={"orders": {"page": number}}
            )
            counts = [a + b for a, b in zip(counts, saved, strict=True)]
            orders = []
    if orders:
        saved = database.write_now(save_orders, connection, orders, now=NOW)
        counts = [a + b for a, b in zip(counts, saved, strict=True)]
    return Saved(*counts)


def filled(path: Path, lines: int) -> Path:
    """The file with so many lines in it; made once."""
    if not path.exists():
        making = path.with_suffix(".making")
        making.unlink(missing_ok=True)
        with Database.open(making) as database:
            save_pages(database, connection_in(database), made_orders.pages(lines))
        making.rename(path)
    return path


if __name__ == "__main__":
    began = time.perf_counter()
    print(filled(Path(sys.argv[1]), int(sys.argv[2])), f"{time.perf_counter() - began:.1f} s")
