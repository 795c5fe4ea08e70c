"""Kept sums by status: of orders whose lines all have one; the others are named one by one."""

from typing import Any

import apsw

from orderdock.store.order_rows import LINE_BITS
from orderdock.store.order_sums import AT_ONCE, OF_ORDERS, SUMS
from orderdock.store.revisions import last_order, now

KEYS = ("connection_id", "retailer", "currency", "status", "shipment_status")
_SPARE = 10_000
_BY = ", ".join(f"o.{key}" for key in KEYS)
_UNIFORM = (
    "o.line_count > 0 AND NOT EXISTS (SELECT 1 FROM lines l"
    f" WHERE l.id > (o.id << {LINE_BITS}) AND l.id < ((o.id + 1) << {LINE_BITS})"
    " AND l.shipment_status IS NOT o.shipment_status)"
)
_ADD = (
    f"INSERT INTO status_sums ({', '.join(KEYS + SUMS)}) SELECT {_BY}, {OF_ORDERS}"
    " FROM {source} WHERE {which} GROUP BY " + _BY
)
_SPAN = "o.id > ? AND o.id <= ?"
_CHANGED = (
    "SELECT order_id FROM mixed_orders WHERE order_id IN"
    " (SELECT order_id FROM order_revisions WHERE revision > ?)"
)
_JOINED = (
    f"SELECT {', '.join(KEYS)}, {', '.join(f'sum({name})' for name in SUMS)}"
    f" FROM status_sums GROUP BY {', '.join(KEYS)} HAVING sum(orders) <> 0"
)
_PUT = f"INSERT INTO status_sums ({', '.join(KEYS + SUMS)}) VALUES ({'?, ' * 9}?)"


def summed(db: apsw.Connection) -> int:
    """The orders up to this id are in the sums, or named as mixed."""
    return _number(db, "statuses")


def go_on(db: apsw.Connection) -> bool:
    """Take some more orders in; False when all are."""
    done, last = summed(db), last_order(db)
    if done >= last:
        return False
    upto = min(last, done + AT_ONCE)
    db.execute(_ADD.format(source="orders o", which=f"{_SPAN} AND {_UNIFORM}"), (done, upto))
    mixed = f"SELECT o.id FROM orders o WHERE {_SPAN} AND NOT ({_UNIFORM})"
    db.execute(f"INSERT OR IGNORE INTO mixed_orders {mixed}", (done, upto))
    _note(db, "statuses", upto)
    if upto == last:
        _note(db, "statuses settled", now(db).revision)
    return True


def unsettled(db: apsw.Connection) -> int:
    """How many orders changed since they were last looked at here."""
    since = _number(db, "statuses settled")
    return db.execute(f"SELECT count(*) FROM ({_CHANGED})", (since,)).get or 0


def settle(db: apsw.Connection) -> None:
    """Orders that changed since the last time: those with one status go back into the sums."""
    since = _number(db, "statuses settled")
    uniform = f"SELECT o.id FROM orders o WHERE o.id IN ({_CHANGED}) AND {_UNIFORM}"
    ids: list[Any] = db.execute(uniform, (since,)).fetchall()
    if ids:
        db.execute(_ADD.format(source="orders o", which=f"o.id IN ({uniform})"), (since,))
        db.executemany("DELETE FROM mixed_orders WHERE order_id = ?", ids)
    _note(db, "statuses settled", now(db).revision)
    if (db.execute("SELECT count(*) FROM status_sums").get or 0) > _SPARE:
        _join(db)


def _join(db: apsw.Connection) -> None:
    """One row for what is the same."""
    joined: list[Any] = db.execute(_JOINED).fetchall()
    db.execute("DELETE FROM status_sums")
    db.executemany(_PUT, joined)


def erase(db: apsw.Connection, connection_id: int) -> None:
    """The orders of this connection (the row's number) are about to go."""
    mine = "SELECT id FROM orders WHERE connection_id = ?"
    db.execute(f"DELETE FROM mixed_orders WHERE order_id IN ({mine})", (connection_id,))
    db.execute("DELETE FROM status_sums WHERE connection_id = ?", (connection_id,))


def _number(db: apsw.Connection, word: str) -> int:
    return db.execute("SELECT last FROM numbering WHERE word = ?", (word,)).get or 0


def _note(db: apsw.Connection, word: str, number: int) -> None:
    db.execute("UPDATE numbering SET last = ? WHERE word = ?", (number, word))
