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
from orderdock.store.orders import Saved
from tests.benchmarks import made_orders
from tests.support.saving import save_orders

NOW = 1_780_000_000
COMMIT = 8_000
"""Lines, as sync.batch has it."""


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
    decode: Callable[[bytes], list[Order]] = made_orders.decode,
) -> Saved:
    """Decode and save pages, with the bookmark, in commits as large as a sync makes them."""
    saved = Saved()
    orders: list[Order] = []
    lines = 0
    for number, body in enumerate((*pages, b""), 1):
        decoded = decode(body) if body else []
        orders += decoded
        lines += sum(len(order.lines) for order in decoded)
        if orders and (lines >= COMMIT or not body):
            more = database.write_now(
                save_orders, connection, orders, now=NOW, bookmarks={"orders": {"page": number}}
            )
            saved = Saved(*(a + b for a, b in zip(saved, more, strict=True)))
            orders, lines = [], 0
    return saved


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
