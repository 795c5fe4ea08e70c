"""What a connection is, and the one function that says how it is doing."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

ProviderId = NewType("ProviderId", str)
ConnectionId = NewType("ConnectionId", str)
"""Short and stable, e.g. `stackline-1`; never reused inside a profile."""

STALE_AFTER = timedelta(days=7)
"""Without a verified read for this long, data is old whatever the last answer was."""


class ConnectionState(StrEnum):
    """The eight states of the outside contract (part 1)."""

    NEVER_SYNCED = "never_synced"
    OK = "ok"
    SYNCING = "syncing"
    WAITING_FOR_YOU = "waiting_for_you"
    SIGN_IN_NEEDED = "sign_in_needed"
    FAILING = "failing"
    STALE = "stale"
    PAUSED = "paused"


class Action(StrEnum):
    """The one thing to do about a state."""

    SYNC = "sync"
    CANCEL_SYNC = "cancel_sync"
    ANSWER = "answer"
    SIGN_IN = "sign_in"
    TRY_AGAIN = "try_again"
    RESUME = "resume"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Facts about a connection or link, all of them observed; times are aware UTC."""

    last_verified: datetime | None = None
    """When orders were last read to the end without an error."""
    data_up_to: datetime | None = None
    """Everything the provider had until this moment is here."""
    last_attempt: datetime | None = None
    error_code: str | None = None
    """`OrderdockError.error_code` of the last attempt; None when it went well."""
    error_says: str = ""
    needs_person: bool = False
    syncing: bool = False
    """Somebody holds the sync lock at this moment."""
    waiting: str = ""
    """Title of the question that a running sync waits for."""
    paused_until: datetime | None = None
    paused: bool = False
    incomplete: str = ""
    """Why the last run is known not to be complete; empty when nothing speaks for a gap."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A state with its reason in one sentence and the one next action."""

    state: ConnectionState
    why: str
    action: Action


def judge(evidence: Evidence, now: datetime) -> Verdict:
    """The state that the evidence supports; never better than it (truth rule 1).

    The window, the command line and notifications all ask here.
    """
    e = evidence
    if e.waiting:
        return Verdict(ConnectionState.WAITING_FOR_YOU, e.waiting, Action.ANSWER)
    if e.syncing:
        return Verdict(ConnectionState.SYNCING, "A sync is running.", Action.CANCEL_SYNC)
    if e.paused or (e.paused_until is not None and e.paused_until > now):
        return Verdict(ConnectionState.PAUSED, e.error_says or "Paused by you.", Action.RESUME)
    if e.error_code is not None:
        return _judge_error(e)
    if e.last_verified is None:
        return Verdict(ConnectionState.NEVER_SYNCED, "No orders have been read yet.", Action.SYNC)
    if now - e.last_verified > STALE_AFTER:
        days = (now - e.last_verified).days
        return Verdict(
            ConnectionState.STALE, f"Orders were last read {days} days ago.", Action.SYNC
        )
    if e.incomplete:
        return Verdict(ConnectionState.FAILING, e.incomplete, Action.TRY_AGAIN)
    return Verdict(ConnectionState.OK, "The last sync read everything to the end.", Action.SYNC)


def _judge_error(e: Evidence) -> Verdict:
    if e.error_code in {"code_needed", "missing_answer"}:
        return Verdict(ConnectionState.WAITING_FOR_YOU, e.error_says, Action.ANSWER)
    if e.needs_person:
        return Verdict(ConnectionState.SIGN_IN_NEEDED, e.error_says, Action.SIGN_IN)
    if e.error_code == "cancelled":
        if e.last_verified is None:
            return Verdict(
                ConnectionState.NEVER_SYNCED, "The last sync was cancelled.", Action.SYNC
            )
        return Verdict(ConnectionState.STALE, "The last sync was cancelled.", Action.SYNC)
    return Verdict(ConnectionState.FAILING, e.error_says, Action.TRY_AGAIN)


@dataclass(frozen=True, slots=True)
class LinkView:
    """What hangs under a connection (a retailer, a shop, an organisation), as shown."""

    id: str
    """The provider's own id of it."""
    name: str
    verdict: Verdict
    data_up_to: datetime | None
    last_verified: datetime | None = None


@dataclass(frozen=True, slots=True)
class ConnectionView:
    """One connection as every front end shows it."""

    id: ConnectionId
    provider: ProviderId
    name: str
    verdict: Verdict
    base_url: str
    data_up_to: datetime | None
    last_checked: datetime | None
    orders: int
    lines: int
    account: str = ""
    """Whose account it is, in words that may be shown (masked phone, e-mail)."""
    settings: dict[str, str] = field(default_factory=dict)
    links: tuple[LinkView, ...] = ()
    connected: bool = True
    """False for one that was disconnected while its orders were kept."""


class Outcome(StrEnum):
    """How one connection came out of a command."""

    OK = "ok"
    FAILED = "failed"
    NEEDS_YOU = "needs_you"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class ConnectionOutcome:
    """Result of connect, link, repair, disconnect."""

    id: ConnectionId
    name: str
    provider: ProviderId
    outcome: Outcome
    error: str | None = None


@dataclass(frozen=True, slots=True)
class SyncOutcome:
    """Result of one connection's sync; the counts are lines."""

    id: ConnectionId
    name: str
    outcome: Outcome
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    quarantined: int = 0
    complete: bool = True
    error: str | None = None
    error_code: str | None = None
    notes: tuple[str, ...] = ()
    """Plain sentences worth showing: nothing to sync, a gap with its numbers, records set aside."""
