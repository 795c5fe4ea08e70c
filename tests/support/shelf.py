"""A real database with a connection and its links, and short words for putting orders in."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import apsw

from orderdock.domain.connections import ConnectionId, ProviderId
from orderdock.domain.orders import Line, Order
from orderdock.store import connections, links
from orderdock.store.database import Database
from orderdock.store.orders import Saved
from tests.support.saving import save_orders

NOW = 1_780_000_000


class Shelf:
    """A database, one connection in it, and saving and reading without ceremony."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.connection = self.connect("Mine", links=[("7", "Amazon"), ("9", "Target")])

    def connect(
        self, name: str, provider: str = "stackline", links: Sequence[tuple[str, str]] = ()
    ) -> ConnectionId:
        key = self.database.write_now(
            connections.add,
            provider=ProviderId(provider),
            name=name,
            base_url="http://127.0.0.1:1",
            now=NOW,
        )
        self.database.write_now(found_links, key, links)
        return key

    def save(self, *orders: Order, connection: ConnectionId | None = None, **more: Any) -> Saved:
        more.setdefault("now", NOW)
        return self.database.write_now(save_orders, connection or self.connection, orders, **more)

    @property
    def db(self) -> apsw.Connection:
        return self.database.reader()

    def all(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return list(self.db.execute(sql, tuple(values)))


def found_links(db: apsw.Connection, key: ConnectionId, pairs: Sequence[tuple[str, str]]) -> None:
    links.found(db, key, pairs)


@contextmanager
def shelf_at(path: Path) -> Iterator[Shelf]:
    """Opens (or makes) the database at `path`; closes it at the end."""
    with Database.open(path) as database:
        yield Shelf(database)


def order(key: str, *lines: Line, **facts: Any) -> Order:
    """An order with ordinary facts where none are given."""
    given: dict[str, Any] = {
        "number": f"N-{key}",
        "retailer": "Amazon",
        "ordered_at": 1_700_000_000,
        "link": "7",
    }
    return Order(key=key, lines=lines, **(given | facts))


def line(key: str = "1", name: str | None = "Blue cotton shirt", **facts: Any) -> Line:
    """A line with ordinary facts where none are given."""
    given: dict[str, Any] = {
        "quantity": "2",
        "unit_price": "24.50",
        "currency": "USD",
        "order_total": "49.00",
    }
    return Line(key=key, item_name=name, **(given | facts))
