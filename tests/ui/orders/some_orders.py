"""A real profile with orders made for looking at, and a pretended one of any size."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from orderdock import compose
from orderdock.domain.connections import ConnectionId, ProviderId
from orderdock.domain.orders import Line, Order
from orderdock.query.filters import Count, CurrencyTotal, OrderFilter, Sort, Unit
from orderdock.query.row_ids import RowIds
from orderdock.services.library import Library
from orderdock.store import connections
from tests.support.saving import save_orders

NEWEST = datetime(2026, 11, 21, 18, 2, tzinfo=UTC)
GOODS = (
    ("Target", "Wool blanket, charcoal", "USD", "Shipped"),
    ("Zalando", "Merino cardigan M", "EUR", "Processing"),
    ("Bol", "كتاب الطبخ — cook book", "EUR", "Delivered"),
    ("Outlet store", "Socks 5-pack, navy", "GBP", "Cancelled"),
    ("Walmart", "Crème brûlée set", "USD", "out_for_delivery"),
)
UNTOTALLED = 4
"""Each order of the outlet has no total."""


def order(number: int) -> Order:
    """One order of two lines; the newest has number 0."""
    retailer, item, currency, status = GOODS[number % len(GOODS)]
    lines = tuple(
        Line(
            f"{number}-{place}",
            item if place == 0 else "Gift wrap",
            brand="Fjell" if place == 0 else None,
            sku=f"{number:04d}-{place}",
            quantity="2",
            unit_price="12.50",
            currency=currency,
            shipment_status=status,
        )
        for place in range(2)
    )
    return Order(
        f"key-{number}",
        f"902-{number:07d}",
        retailer,
        int((NEWEST - timedelta(hours=5 * number)).timestamp()),
        lines,
        currency=currency,
        total=None if currency == "GBP" else f"{50 + number}.00",
        status=status,
        raw=b'{"id": %d, "total": 50.00}' % number,
    )


def profile_at(folder: Path, orders: int = 60, first: int = 0) -> Library:
    """A profile with one connection and so many orders."""
    library = open_at(folder)
    made = library.database.write_now(
        connections.add,
        provider=ProviderId("stackline"),
        name="Household shops",
        base_url="http://127.0.0.1:8123",
        now=int(NEWEST.timestamp()),
    )
    add(library, made, range(first, first + orders))
    return library


def open_at(folder: Path) -> Library:
    """The library of a folder, empty when there was none."""
    found = compose.find_profile(profile=None, data_dir=str(folder), sandbox=None, environ={})
    return compose.open_library(found)


def connection_in(library: Library) -> ConnectionId:
    return library.connections()[0].id


def add(library: Library, connection: ConnectionId, numbers: range) -> None:
    """Commit more orders."""
    library.database.write_now(
        save_orders, connection, [order(n) for n in numbers], now=int(NEWEST.timestamp())
    )


class PretendLibrary:
    """So many orders that nobody stored; ids run from the newest, `rows`, down to 1."""

    def __init__(self, rows: int) -> None:
        self.many = rows
        self.pages = 0
        self.hold: Callable[[], object] = lambda: None
        """Called before the complete order is answered."""

    def first_ids(
        self,
        f: OrderFilter,
        sort: Sequence[Sort],
        unit: Unit,
        limit: int,
        offset: int = 0,
        **_: Any,
    ) -> list[int]:
        return list(range(self.many, max(0, self.many - limit), -1))

    def all_ids(
        self, f: OrderFilter, sort: Sequence[Sort], unit: Unit, *, stop: Any = None
    ) -> RowIds:
        self.hold()
        return RowIds(range(self.many, 0, -1))

    def rows(self, unit: Unit, ids: Sequence[int], columns: Sequence[str]) -> list[tuple[Any, ...]]:
        self.pages += 1
        return [tuple(_value(key, number) for key in columns) for number in ids]

    def count(self, f: OrderFilter, *, stop: Any = None) -> Count:
        return Count(self.many, self.many * 2)

    def totals(self, f: OrderFilter, *, stop: Any = None) -> list[CurrencyTotal]:
        return [CurrencyTotal("EUR", self.many, Decimal("12.50") * self.many, 0)]


def _value(key: str, number: int) -> object:
    match key:
        case "ordered_at":
            return 1_700_000_000 + number * 60
        case "order_total":
            return f"{number}.50"
        case "currency":
            return "EUR"
        case _:
            return f"{key} {number}"
