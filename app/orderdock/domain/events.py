"""What happens while work runs; front ends follow these."""

from dataclasses import dataclass

from orderdock.domain.connections import ConnectionId, SyncOutcome


@dataclass(frozen=True, slots=True)
class SyncProgressed:
    """One step of progress; `total` is None when the provider gives none."""

    connection: ConnectionId
    stage: str
    """A stable word.

    Queued, connecting, scanning, processing, reading, waiting, paused, done, failed.
    """
    done: int = 0
    total: int | None = None
    message: str = ""
    link: str = ""
    """Name of the link it is about; empty for the whole connection."""
    link_id: str = ""


@dataclass(frozen=True, slots=True)
class OrdersChanged:
    """Rows of this connection were committed."""

    connection: ConnectionId
    added: int
    changed: int


@dataclass(frozen=True, slots=True)
class ConnectionChanged:
    """Name, state, links or existence of a connection changed."""

    connection: ConnectionId


@dataclass(frozen=True, slots=True)
class SyncFinished:
    """One connection's sync is over."""

    outcome: SyncOutcome


@dataclass(frozen=True, slots=True)
class Noticed:
    """A plain sentence worth a line of its own."""

    message: str
    connection: ConnectionId | None = None


Event = SyncProgressed | OrdersChanged | ConnectionChanged | SyncFinished | Noticed
