"""Kept sums of orders: how many, how many lines and how much, by month and what is asked most."""

from typing import Any

import apsw

from orderdock.store.revisions import last_order

KEYS = ("connection_id", "retailer", "currency", "month")
SUMS = ("orders", "line_count", "whole", "millionths", "blank")
AT_ONCE = 50_000
"""Orders summed in one transaction: a sync waits for some hundredths of a second."""
_SPARE = 10_000
"""Rows that may lie around beyond what is needed."""

OF_ORDERS = (
    "count(*), coalesce(sum(o.line_count), 0), coalesce(sum(o.order_total_micro / 1000000), 0),"
    " coalesce(sum(o.order_total_micro % 1000000), 0), count(*) - count(o.order_total_micro)"
)
"""SQL of SUMS over `orders o`."""
_MONTH = "unixepoch(o.ordered_at, 'unixepoch', 'start of month')"
_BY = ", ".join(f"o.{key}" for key in KEYS[:-1])
_ADD = (
    f"INSERT INTO order_sums ({', '.join(KEYS + SUMS)})"
    f" SELECT {_BY}, {_MONTH}, {OF_ORDERS} FROM orders o WHERE o.id > ? AND o.id <= ?"
    f" GROUP BY {_BY}, {_MONTH}"
)
_JOINED = (
    f"SELECT {', '.join(KEYS)}, {', '.join(f'sum({name})' for name in SUMS)}"
    f" FROM order_sums GROUP BY {', '.join(KEYS)} HAVING sum(orders) <> 0"
)
_PUT = f"INSERT INTO order_sums ({', '.join(KEYS + SUMS)}) VALUES ({'?, ' * 8}?)"


def summed(db: apsw.Connection) -> int:
    """The sums hold the orders up to this id, as they are now."""
    return db.execute("SELECT last FROM numbering WHERE word = 'summed'").get or 0


def go_on(db: apsw.Connection) -> bool:
    """Take some more orders into the sums; False when all are in."""
    done, last = summed(db), last_order(db)
    if done >= last:
        return False
    upto = min(last, done + AT_ONCE)
    db.execute(_ADD, (done, upto))
    db.execute("UPDATE numbering SET last = ? WHERE word = 'summed'", (upto,))
    return True


def are_scattered(db: apsw.Connection) -> bool:
    """Whether many rows speak of the same."""
    rows = db.execute("SELECT count(*) FROM order_sums").get or 0
    if rows < _SPARE:
        return False
    needed = db.execute(f"SELECT count(*) FROM ({_JOINED})").get or 0
    return bool(rows > _SPARE + needed)


def join(db: apsw.Connection) -> None:
    """One row for what is the same."""
    joined: list[Any] = db.execute(_JOINED).fetchall()
    db.execute("DELETE FROM order_sums")
    db.executemany(_PUT, joined)


def erase(db: apsw.Connection, connection_id: int) -> None:
    """The orders of this connection (the row's number) are gone."""
    db.execute("DELETE FROM order_sums WHERE connection_id = ?", (connection_id,))
