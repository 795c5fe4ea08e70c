"""Orders at hand put into a store, as a commit of a sync does it."""

from collections.abc import Iterable
from typing import Any

import apsw

from orderdock.domain.connections import ConnectionId
from orderdock.domain.orders import Order
from orderdock.store.orders import Saved, save_told
from orderdock.store.told import told


def save_orders(
    db: apsw.Connection, /, connection: ConnectionId, orders: Iterable[Order], **more: Any
) -> Saved:
    """`save_told` for these orders."""
    return save_told(db, connection, [told(order) for order in orders], **more)
