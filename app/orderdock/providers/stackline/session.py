"""A sync session as Stackline tells it: hardly documented, so read with tolerance (sheet 5)."""

from typing import Any

from orderdock.connector import jobs, reading
from orderdock.connector.jobs import CodeRequest, Job, Part, Way
from orderdock.connector.reading import Record, field, objects, text

_STAGES = {
    "queued": "queued",
    "scanning": "scanning",
    "processing": "processing",
    "userintervention": jobs.WAITING,
    "completed": jobs.DONE,
    "error": jobs.FAILED,
    "timedout": jobs.TIMED_OUT,
}
"""Sheet 5.2; however a status is separated, and any other counts as connecting."""
_NOTHING_FOUND = "no_orders_found"
"""Information, not an error (sheet 7.2)."""


def read_session(content: Any) -> Job:
    """A session of whatever shape; an empty one when there never was any (sheet 2.11)."""
    if isinstance(content, list):
        content = content[0] if content else None
    if not isinstance(content, dict):
        return Job()
    for wrapper in ("session", "data"):
        if isinstance(content.get(wrapper), dict):
            content = content[wrapper]
    entries, shared = objects(content.get("retailerSyncSessions")), objects(content.get("events"))
    waiting = [entry for entry in entries if _stage(entry) == jobs.WAITING]
    parts = tuple(_part(entry, shared, alone=waiting == [entry]) for entry in entries)
    status = _word(content, "status", "globalStatus")
    return Job(
        text(content, "batchId", "syncBatchId", "id") or "",
        # Every word but `syncing` means no (sheet 5.1); without a word the retailers tell.
        running=status == "syncing" if status else not all(part.final for part in parts),
        parts=parts,
        idle=status == "no_retailers",
    )


def _part(entry: Record, shared: list[dict[str, Any]], *, alone: bool) -> Part:
    """One retailer's part; `alone` when no other one waits for its person."""
    number = text(entry, "retailerId", "retailer_id") or ""
    own = [event for event in objects(entry.get("events")) if _request_id(event)]
    own = own or [event for event in [dict(entry)] if _request_id(event)]
    events = own or [e for e in shared if _request_id(e) and _is_about(e, number, alone=alone)]
    code, says = _error(entry)
    stage = _stage(entry)
    return Part(
        number,
        text(entry, "displayName", "retailerName", "name") or "",
        jobs.DONE if stage == jobs.FAILED and code == _NOTHING_FOUND else stage,
        max(reading.whole(entry.get("ordersFound")) or 0, 0),
        code,
        says,
        tuple(map(_request, _in_time(events))),
    )


def _stage(entry: Record) -> str:
    status = _word(entry, "syncStatus", "status")
    return _STAGES.get(status.translate({ord(sign): None for sign in "-_ "}), jobs.CONNECTING)


def _error(entry: Record) -> tuple[str, str]:
    """Code and words, from an object, from a text that is either, or from fields of their own."""
    error = entry.get("error")
    code = text(entry, "errorCode", "error_code")
    says = text(entry, "errorMessage", "error_message")
    if isinstance(error, dict):
        code, says = text(error, "code", "type"), text(error, "message", "text")
    elif isinstance(error, str) and " " in error:
        says = says or error
    elif isinstance(error, str):
        code = code or error
    return (code or "").strip().lower().replace("-", "_"), says or ""


def _in_time(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Oldest first where all of them say when; as given otherwise."""
    moments = {id(event): reading.moment(event.get("createdAt")) for event in events}
    if None in moments.values():
        return events
    return sorted(events, key=lambda event: moments[id(event)] or 0)


def _is_about(event: Record, retailer: str, *, alone: bool) -> bool:
    said = text(event, "retailerId", "retailer_id")
    return said == retailer if said is not None else alone


def _request_id(event: Record) -> Any:
    return field(event, "reqId", "requestId") or None


def _request(event: Record) -> CodeRequest:
    options = field(event, "options", "methods")
    ways = map(_way, options if isinstance(options, list) else ())
    return CodeRequest(
        _request_id(event),
        _word(event, "eventType", "type"),
        tuple(way for way in ways if way is not None),
        text(event, "message", "text") or "",
    )


def _way(option: Any) -> Way | None:
    """A text, or an object with a value and perhaps a label (sheet 5.5)."""
    value, label = option, None
    if isinstance(option, dict):
        value = field(option, "value", "id", "type")
        label = text(option, "label", "text", "name")
    if value is None or isinstance(value, dict | list):
        return None
    return Way(value, label or str(value))


def _word(record: Record, *names: str) -> str:
    return (text(record, *names) or "").strip().lower()
