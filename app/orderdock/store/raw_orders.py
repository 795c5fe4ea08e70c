"""Orders as the provider sent them."""

from collections.abc import Collection

import apsw

from orderdock.domain.connections import ConnectionId
from orderdock.store.connections import row_id
from orderdock.store.order_rows import LINE_BITS

_FIND = (
    f"SELECT o.order_key, r.raw FROM orders o JOIN raw_records r ON r.id = o.id << {LINE_BITS}"
    " WHERE o.connection_id = ? AND o.order_key = ?"
)


def raw_orders(
    db: apsw.Connection, connection: ConnectionId, keys: Collection[str]
) -> dict[str, bytes]:
    """The last record of each order by its key; those that are not here are left out.

    Raises NoSuchConnection.
    """
    number = row_id(db, connection)
    return dict(db.executemany(_FIND, [(number, key) for key in keys]))
