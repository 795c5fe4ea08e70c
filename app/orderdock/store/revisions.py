"""Moments of the store: what was read or changed after one, exactly, whatever the clocks said."""

from collections.abc import Iterable
from typing import Any, NamedTuple

import apsw


class Moment(NamedTuple):
    """How far the store had come; a later one is never smaller in either number."""

    last_order: int = 0
    """The highest id ever given to an order."""
    revision: int = 0
    """The count of row commits."""


def now(db: apsw.Connection) -> Moment:
    """The moment that this connection's transaction sees."""
    return Moment(last_order(db), db.execute(_REVISION).get or 0)


def last_order(db: apsw.Connection) -> int:
    """The highest id ever given to an order; those of erased connections are not given again."""
    return max(db.execute(_HIGHEST).get or 0, db.execute(_ERASED).get or 0)


def keep_last_order(db: apsw.Connection) -> None:
    """Before orders are erased: their ids are used up."""
    db.execute("UPDATE numbering SET last = ? WHERE word = 'orders'", (last_order(db),))


def note_changes(db: apsw.Connection, orders: Iterable[int]) -> None:
    """These orders, read before, are different since the newest revision."""
    revision = db.execute(_REVISION).get
    db.executemany(
        "INSERT OR REPLACE INTO order_revisions VALUES (?, ?)",
        [(order, revision) for order in orders],
    )


def after(moment: Moment) -> tuple[str, list[Any]]:
    """A condition on `orders o`: first read, or changed, after the moment."""
    changed = "SELECT order_id FROM order_revisions WHERE revision > ?"
    return f"(o.id > ? OR o.id IN ({changed}))", [moment.last_order, moment.revision]


_REVISION = "SELECT last FROM numbering WHERE word = 'rows'"
_ERASED = "SELECT last FROM numbering WHERE word = 'orders'"
_HIGHEST = "SELECT max(id) FROM orders"
