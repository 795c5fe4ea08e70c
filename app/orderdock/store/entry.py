"""What one commit of a sync holds, as plain values: any process of ours can put it in."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import apsw

from orderdock.domain.connections import ConnectionId
from orderdock.domain.errors import AlreadySyncing
from orderdock.domain.orders import SetAside
from orderdock.store import connections, links, runs
from orderdock.store.orders import Saved, save_told
from orderdock.store.told import Told


class Entry(NamedTuple):
    """Rows and bookmarks of the same moment, and what was seen of the links."""

    connection: ConnectionId
    run: int | None
    """The run it belongs to; None only where there is none."""
    now: int
    """Seconds since 1970 UTC."""
    orders: Sequence[Told] = ()
    whole: Sequence[str] = ()
    """Keys of orders that were shown in full."""
    set_aside: Sequence[SetAside] = ()
    bookmarks: Mapping[str, Mapping[str, Any]] = {}
    links: Sequence[tuple[str, str]] = ()
    """(the provider's id, name) of the links found."""
    facts: Sequence[tuple[str, Mapping[str, Any]]] = ()
    """Evidence by link, in the order it was seen; moments in seconds since 1970 UTC."""


def enter(db: apsw.Connection, entry: Entry) -> Saved:
    """Put it in, in the caller's transaction: all of it or nothing.

    Raises NoSuchConnection, and AlreadySyncing when a later run has begun: this one's process
    outlived its starter, and what it still has is old.
    """
    if entry.run is not None and runs.is_over(db, entry.connection, entry.run):
        raise AlreadySyncing("A later sync of this connection has begun.")
    if entry.links:  # rows refer to links, so links come first
        links.found(db, entry.connection, entry.links)
    saved = Saved()
    if entry.orders or entry.set_aside or entry.bookmarks:
        saved = save_told(
            db,
            entry.connection,
            entry.orders,
            now=entry.now,
            set_aside=entry.set_aside,
            bookmarks=entry.bookmarks,
            run=entry.run,
            whole=entry.whole,
        )
    for link, facts in entry.facts:
        connections.record(db, entry.connection, link=link, **facts)
    return saved
