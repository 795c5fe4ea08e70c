"""A sync session as Stackline tells it: hardly documented, so read with tolerance (sheet 5)."""

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from orderdock.connector import reading
from orderdock.connector.reading import objects, text
from orderdock.domain.errors import UnreadableRecord

RUNNING = "syncing"
NO_RETAILERS = "no_retailers"
_SUCCEEDED = frozenset({"completed"})
_FAILED = frozenset({"error", "timed_out"})
_WAITING = frozenset({"userintervention"})
_STAGES = ("queued", "connecting", "scanning", "processing")


class Wants(Enum):
    """What an MFA event wants of the person."""

    A_WAY = "choose"
    A_CODE = "enter"


@dataclass(frozen=True, slots=True)
class Way:
    """One way to receive a code; `value` goes back unchanged."""

    value: Any
    label: str


@dataclass(frozen=True, slots=True)
class MfaEvent:
    """A request for a code, or for how to receive one (sheet 5.4)."""

    req_id: Any
    """Goes back unchanged."""
    kind: str = ""
    ways: tuple[Way, ...] = ()
    message: str = ""

    @property
    def wants(self) -> Wants:
        """A choice where ways are offered, unless a code is said to be on its way (sheet 5.4)."""
        if self.kind == "enter" or not self.ways:
            return Wants.A_CODE
        if self.kind == "choose":
            return Wants.A_WAY
        words = self.message.lower().split()
        return Wants.A_CODE if "sent" in words or "enter" in words else Wants.A_WAY


@dataclass(frozen=True, slots=True)
class RetailerSync:
    """Where one retailer stands."""

    retailer: str
    """Its number; empty when the session does not say."""
    name: str = ""
    status: str = ""
    orders: int = 0
    """Orders found so far."""
    error_code: str = ""
    error_says: str = ""
    events: tuple[MfaEvent, ...] = ()

    @property
    def succeeded(self) -> bool:
        return self.status in _SUCCEEDED

    @property
    def failed(self) -> bool:
        return self.status in _FAILED

    @property
    def final(self) -> bool:
        return self.succeeded or self.failed

    @property
    def waits(self) -> bool:
        """Whether a person is needed."""
        return self.status in _WAITING

    @property
    def stage(self) -> str:
        """A stage word for progress; an unknown status counts as connecting (sheet 5.2)."""
        return self.status if self.status in _STAGES else "connecting"

    def event(self, answered: Collection[Any]) -> MfaEvent | None:
        """The last event that was not answered yet."""
        return next((e for e in reversed(self.events) if key(e) not in answered), None)


@dataclass(frozen=True, slots=True)
class Session:
    """One batch."""

    id: str = ""
    status: str = ""
    retailers: tuple[RetailerSync, ...] = field(default=())

    @property
    def running(self) -> bool:
        """Whether something goes on; every word but `syncing` means no (sheet 5.1)."""
        if not self.status:
            return any(not retailer.final for retailer in self.retailers)
        return self.status == RUNNING

    @property
    def nothing_to_sync(self) -> bool:
        """The answer of a trigger that found no valid connection (sheet 2.7)."""
        return self.status == NO_RETAILERS

    def of(self, retailer: str, name: str) -> RetailerSync | None:
        """Where a retailer stands: by its number, else by its name, else the only one there is."""
        for known in self.retailers:
            if known.retailer == retailer or (not known.retailer and known.name == name):
                return known
        only = self.retailers[0] if len(self.retailers) == 1 else None
        return only if only is not None and not only.retailer and not only.name else None


def key(event: MfaEvent) -> tuple[str, Wants]:
    """What makes an event the same question: a choice and a code may share a request id."""
    return str(event.req_id), event.wants


def read_session(content: Any) -> Session:
    """A session of whatever shape; an empty one when there never was any (sheet 2.11)."""
    if isinstance(content, list):
        content = content[0] if content else None
    if not isinstance(content, dict):
        return Session()
    for wrapper in ("session", "data"):
        if isinstance(content.get(wrapper), dict):
            content = content[wrapper]
    entries = objects(content.get("retailerSyncSessions"))
    shared = objects(content.get("events"))
    return Session(
        id=text(content, "batchId", "syncBatchId", "id") or "",
        status=_word(content, "status", "globalStatus"),
        retailers=tuple(_retailer(entry, shared, entries) for entry in entries),
    )


def _retailer(
    entry: dict[str, Any], shared: list[dict[str, Any]], entries: list[dict[str, Any]]
) -> RetailerSync:
    code, says = _error(entry)
    own_id = text(entry, "retailerId", "retailer_id") or ""
    own = objects(entry.get("events"))
    if not any(_request_id(e) for e in own) and _request_id(entry):
        own = [entry]
    if not any(_request_id(e) for e in own):
        waiting = [e for e in entries if _status(e) in _WAITING]
        only = len(waiting) == 1 and waiting[0] is entry
        own = [e for e in shared if _is_about(e, own_id, only)]
    return RetailerSync(
        retailer=own_id,
        name=text(entry, "displayName", "retailerName", "name") or "",
        status=_status(entry),
        orders=_count(text(entry, "ordersFound")),
        error_code=code,
        error_says=says,
        events=tuple(_event(e) for e in _in_time(own) if _request_id(e) is not None),
    )


def _status(entry: dict[str, Any]) -> str:
    """The status word; however it is separated, `userintervention` is one word (sheet 5.2)."""
    word = _word(entry, "syncStatus", "status").replace("-", "_").replace(" ", "_")
    together = word.replace("_", "")
    return {"userintervention": together, "timedout": "timed_out"}.get(together, word)


def _in_time(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Oldest first where all of them say when; as given otherwise."""
    try:
        moments = [reading.when(event.get("createdAt"), "time") for event in events]
    except UnreadableRecord:
        return events
    if any(moment is None for moment in moments):
        return events
    order = sorted(range(len(events)), key=lambda place: (moments[place] or 0, place))
    return [events[place] for place in order]


def _is_about(event: dict[str, Any], retailer: str, only_one_waits: bool) -> bool:
    said = text(event, "retailerId", "retailer_id")
    return said == retailer if said is not None else only_one_waits


def _request_id(event: dict[str, Any]) -> Any:
    return reading.field(event, "reqId", "requestId") or None


def _event(event: dict[str, Any]) -> MfaEvent:
    ways = []
    options = reading.field(event, "options", "methods")
    for option in options if isinstance(options, list) else []:
        value = reading.field(option, "value", "id", "type") if isinstance(option, dict) else option
        if value is None or isinstance(value, dict | list):
            continue
        label = text(option, "label", "text", "name") if isinstance(option, dict) else None
        ways.append(Way(value, label or str(value)))
    return MfaEvent(
        req_id=_request_id(event),
        kind=_word(event, "eventType", "type"),
        ways=tuple(ways),
        message=text(event, "message", "text") or "",
    )


def _error(entry: dict[str, Any]) -> tuple[str, str]:
    error = entry.get("error")
    if isinstance(error, dict):
        return _code(text(error, "code", "type")), text(error, "message", "text") or ""
    says = error if isinstance(error, str) else ""
    code = text(entry, "errorCode", "error_code") or (says if says and " " not in says else "")
    return _code(code), text(entry, "errorMessage", "error_message") or (
        says if " " in says else ""
    )


def _code(said: str | None) -> str:
    return (said or "").strip().lower().replace("-", "_")


def _word(record: dict[str, Any], *names: str) -> str:
    return (text(record, *names) or "").strip().lower()


def _count(said: str | None) -> int:
    return int(said) if said is not None and said.isdecimal() else 0
