"""One piece of work at a time on a connection: its access may be renewed by one hand only."""

from collections.abc import Iterator
from contextlib import contextmanager

from orderdock.domain.connections import ConnectionId
from orderdock.domain.errors import AlreadySyncing, DataFolderTrouble
from orderdock.system.locks import HeldLock, Locks, Taken, sync_of


@contextmanager
def alone_with(locks: Locks, connection: ConnectionId, name: str) -> Iterator[HeldLock]:
    """Hold the connection's lock. Raises AlreadySyncing while another sync or sign-in has it."""
    try:
        held = locks.take(sync_of(connection))
    except Taken:
        raise AlreadySyncing(
            f"{name} is already syncing.", "Wait until that is done, or cancel it."
        ) from None
    except OSError:
        raise DataFolderTrouble(
            "The data folder cannot be written.", "Check its permissions, then try again."
        ) from None
    with held:
        yield held
