"""Kept sums of orders: how many, how many lines and how much, by what is asked most.

By the month of the order's date, and by the band of its total.
"""

from typing import Any, NamedTuple

import apsw

from orderdock.store.revisions import last_order

ORIGIN = ("connection_id", "retailer", "currency")
SUMS = ("orders", "line_count", "whole", "millionths", "blank")
AT_ONCE = 50_000
"""Orders summed in one transaction: a sync waits for some hundredths of a second."""
_SPARE = 10_000
"""Rows that may lie around beyond what is needed."""

_OF_ORDERS = (
    "count(*)",
    "coalesce(sum(o.line_count), 0)",
    "coalesce(sum(o.order_total_micro / 1000000), 0)",
    "coalesce(sum(o.order_total_micro % 1000000), 0)",
    "count(*) - count(o.order_total_micro)",
)
OF_ORDERS = ", ".join(_OF_ORDERS)
"""SQL of SUMS over `orders o`."""


class _Table(NamedTuple):
    name: str
    by: str
    """The column beside ORIGIN that its rows differ in,"""
    of_order: str
    """and what it is of an order (SQL over `orders o`); orders where it is not known:"""
    also_unknown: bool
    sums: tuple[str, ...] = SUMS

    def keys(self) -> str:
        return ", ".join((*ORIGIN, self.by))

    def add(self) -> str:
        """SQL that takes in the orders after one id up to another."""
        by = f"{', '.join(f'o.{key}' for key in ORIGIN)}, {self.of_order}"
        known = "" if self.also_unknown else f" AND {self.of_order} IS NOT NULL"
        return (
            f"INSERT INTO {self.name} ({self.keys()}, {', '.join(self.sums)})"
            f" SELECT {by}, {', '.join(_OF_ORDERS[: len(self.sums)])}"
            f" FROM orders o WHERE o.id > ? AND o.id <= ?{known} GROUP BY {by}"
        )

    def joined(self) -> str:
        sums = ", ".join(f"sum({name})" for name in self.sums)
        return (
            f"SELECT {self.keys()}, {sums} FROM {self.name}"
            f" GROUP BY {self.keys()} HAVING sum(orders) <> 0"
        )


_TABLES = (
    _Table("order_sums", "month", "unixepoch(o.ordered_at, 'unixepoch', 'start of month')", True),
    _Table(
        "total_sums",
        "band",
        "(SELECT max(first) FROM total_bands WHERE first <= o.order_total_micro)",
        False,
        SUMS[:-1],
    ),
)


def summed(db: apsw.Connection) -> int:
    """The sums hold the orders up to this id, as they are now."""
    return db.execute("SELECT last FROM numbering WHERE word = 'summed'").get or 0


def go_on(db: apsw.Connection) -> bool:
    """Take some more orders into the sums; False when all are in."""
    done, last = summed(db), last_order(db)
    if done >= last:
        return False
    upto = min(last, done + AT_ONCE)
    for table in _TABLES:
        db.execute(table.add(), (done, upto))
    db.execute("UPDATE numbering SET last = ? WHERE word = 'summed'", (upto,))
    return True


def are_scattered(db: apsw.Connection) -> bool:
    """Whether many rows speak of the same."""
    return any(_is_scattered(db, table) for table in _TABLES)


def join(db: apsw.Connection) -> None:
    """One row for what is the same."""
    for table in _TABLES:
        joined: list[Any] = db.execute(table.joined()).fetchall()
        db.execute(f"DELETE FROM {table.name}")
        marks = ", ".join("?" * (len(ORIGIN) + 1 + len(table.sums)))
        columns = f"{table.keys()}, {', '.join(table.sums)}"
        db.executemany(f"INSERT INTO {table.name} ({columns}) VALUES ({marks})", joined)


def erase(db: apsw.Connection, connection_id: int) -> None:
    """The orders of this connection (the row's number) are gone."""
    for table in _TABLES:
        db.execute(f"DELETE FROM {table.name} WHERE connection_id = ?", (connection_id,))


def _is_scattered(db: apsw.Connection, table: _Table) -> bool:
    rows = db.execute(f"SELECT count(*) FROM {table.name}").get or 0
    if rows < _SPARE:
        return False
    needed = db.execute(f"SELECT count(*) FROM ({table.joined()})").get or 0
    return bool(rows > _SPARE + needed)
