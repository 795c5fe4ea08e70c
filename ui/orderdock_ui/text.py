"""Words of the window: states, actions, stages, dates, numbers, errors."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from PySide6.QtCore import QLocale

from orderdock.domain.connections import Action, ConnectionState, ConnectionView
from orderdock.domain.errors import OrderdockError

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@dataclass(frozen=True, slots=True)
class StateLook:
    """How a state is shown: each has its own outline, so that colour is never needed."""

    icon: str
    word: str
    ink: str
    rail: str
    """The word of the narrow rail after a number: "1 waits"."""
    urgency: int
    """Higher comes first where only one can be shown."""


STATES = {
    ConnectionState.OK: StateLook("circle-check", "Up to date", "ok", "fresh", 0),
    ConnectionState.SYNCING: StateLook("refresh-cw", "Syncing", "accent", "syncing", 1),
    ConnectionState.WAITING_FOR_YOU: StateLook("hand", "Waiting for you", "warn", "waits", 7),
    ConnectionState.SIGN_IN_NEEDED: StateLook("key-round", "Sign-in needed", "bad", "sign-in", 6),
    ConnectionState.FAILING: StateLook("octagon-alert", "Failing", "bad", "failing", 5),
    ConnectionState.STALE: StateLook("history", "Old data", "warn", "old", 4),
    ConnectionState.PAUSED: StateLook("circle-pause", "Paused", "muted", "paused", 2),
    ConnectionState.NEVER_SYNCED: StateLook("circle-dashed", "Never synced", "muted", "new", 3),
}

ACTIONS = {
    Action.SYNC: "Sync",
    Action.CANCEL_SYNC: "Cancel sync",
    Action.ANSWER: "Answer",
    Action.SIGN_IN: "Sign in again",
    Action.TRY_AGAIN: "Try again",
    Action.RESUME: "Resume",
}

STAGES = {
    "queued": "In the queue",
    "connecting": "Signing in",
    "scanning": "Looking for orders",
    "processing": "The shop's orders are being prepared",
    "reading": "Reading orders",
    "waiting": "Waits for you",
    "paused": "Paused",
    "done": "Done",
    "failed": "Stopped",
    "checking": "Checking the access",
    "encrypting": "Encrypting on this computer",
    "sending": "Sending",
    "verified": "Access proven",
}


def count(number: int) -> str:
    """A whole number in groups: "62,951"."""
    locale = QLocale()
    return f"{number:,}" if locale.language() == QLocale.Language.C else locale.toString(number)


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 order", "2 orders"."""
    return f"{count(number)} {one if number == 1 else many or one + 's'}"


def zone(name: str) -> ZoneInfo:
    """The time zone of that IANA name; UTC when this computer does not know it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def moment(when: datetime, timezone: str = "UTC") -> str:
    """A date with its time in `timezone`: "21 Nov 2026, 18:20"."""
    here = when.astimezone(zone(timezone) if timezone != "UTC" else UTC)
    return f"{here.day} {_MONTHS[here.month - 1]} {here.year}, {here:%H:%M}"


def day(when: datetime, timezone: str = "UTC") -> str:
    """A date alone: "3 Nov 2026"."""
    return moment(when, timezone).partition(",")[0]


def up_to(when: datetime | None, timezone: str = "UTC") -> str:
    """How fresh data is; the third line of a connection."""
    return f"Data up to {moment(when, timezone)}" if when is not None else "No data yet"


def left(seconds: float) -> str:
    """A countdown: "3:48 left"."""
    whole = max(0, int(seconds))
    return f"{whole // 60}:{whole % 60:02d} left"


def about(span: timedelta) -> str:
    """Remaining time in words: "about 2 minutes"."""
    seconds = span.total_seconds()
    if seconds < 50:
        return "less than a minute"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"about {counted(minutes, 'minute')}"
    return f"about {counted(round(minutes / 60), 'hour')}"


def stage(word: str, message: str = "") -> str:
    """A stage in words; the provider's own message wins where it says more."""
    return message or STAGES.get(word, word.capitalize())


def spoken(view: ConnectionView, timezone: str = "UTC") -> str:
    """A connection in one line, for who cannot see it."""
    look = STATES[view.verdict.state]
    return f"{view.name}, {look.word}, {up_to(view.data_up_to, timezone)}"


def trouble(error: BaseException) -> tuple[str, str]:
    """What happened and what to do next, for any error. Details of a surprise stay in the log."""
    if isinstance(error, OrderdockError):
        return error.says, error.next_step
    if isinstance(error, MemoryError):
        return "This computer ran out of memory.", "Close other programs and try again."
    if isinstance(error, OSError) and error.strerror:
        return f"This computer says: {error.strerror}.", "Put that right and try again."
    return (
        "Something went wrong inside Orderdock. Nothing that was saved is lost.",
        "Try again; the details are in the log.",
    )
