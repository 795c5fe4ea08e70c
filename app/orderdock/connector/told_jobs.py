"""A job as a provider tells it where no document shows the shape: read with tolerance."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from orderdock.connector import jobs, reading
from orderdock.connector.jobs import CodeRequest, Job, Part, Way
from orderdock.connector.reading import Record, field, objects, text

_WRAPPERS = ("session", "job", "data")
_SEPARATORS = {ord(sign): None for sign in "-_ "}


@dataclass(frozen=True, slots=True)
class ToldJobs:
    """By which names one provider tells of its jobs; of several, the likeliest first.

    Requests for a person may stand with a part, in the part itself, or with the job.
    """

    id: tuple[str, ...]
    status: tuple[str, ...]
    parts: str
    """Of the list of parts."""
    link: tuple[str, ...]
    """Of the link's id, in a part or a request."""
    name: tuple[str, ...]
    stage: tuple[str, ...]
    orders: str
    """Of how many orders were found."""
    request: tuple[str, ...]
    """Of a request's id."""
    stages: Mapping[str, str]
    """Their word, small and unseparated -> stage; any other counts as connecting."""
    running: str
    """The status of a job that runs; every other word means that it does not."""
    idle: str
    """The status where there is nothing to do."""
    harmless: Collection[str] = ()
    """Codes of errors that are none."""

    def read(self, content: Any) -> Job:
        """A job of whatever shape; an empty one when there never was any."""
        if isinstance(content, list):
            content = content[0] if content else None
        if not isinstance(content, dict):
            return Job()
        for wrapper in _WRAPPERS:
            if isinstance(content.get(wrapper), dict):
                content = content[wrapper]
        entries, shared = objects(content.get(self.parts)), objects(content.get("events"))
        waiting = [entry for entry in entries if self._stage(entry) == jobs.WAITING]
        parts = tuple(self._part(entry, shared, alone=waiting == [entry]) for entry in entries)
        status = _word(content, *self.status)
        return Job(
            text(content, *self.id) or "",
            # Without a word the parts tell.
            running=status == self.running if status else not all(part.final for part in parts),
            parts=parts,
            idle=status == self.idle,
        )

    def _part(self, entry: Record, shared: list[dict[str, Any]], *, alone: bool) -> Part:
        """One link's part; `alone` when no other one waits for its person."""
        link = text(entry, *self.link) or ""
        own = [event for event in objects(entry.get("events")) if self._request_id(event)]
        own = own or [event for event in [dict(entry)] if self._request_id(event)]
        about = [event for event in shared if self._is_about(event, link, alone=alone)]
        events = own or [event for event in about if self._request_id(event)]
        code, says = _error(entry)
        stage = self._stage(entry)
        return Part(
            link,
            text(entry, *self.name) or "",
            jobs.DONE if stage == jobs.FAILED and code in self.harmless else stage,
            max(reading.whole(entry.get(self.orders)) or 0, 0),
            code,
            says,
            tuple(map(self._request, _in_time(events))),
        )

    def _stage(self, entry: Record) -> str:
        word = _word(entry, *self.stage).translate(_SEPARATORS)
        return self.stages.get(word, jobs.CONNECTING)

    def _is_about(self, event: Record, link: str, *, alone: bool) -> bool:
        said = text(event, *self.link)
        return said == link if said is not None else alone

    def _request_id(self, event: Record) -> Any:
        return field(event, *self.request) or None

    def _request(self, event: Record) -> CodeRequest:
        options = field(event, "options", "methods")
        ways = map(_way, options if isinstance(options, list) else ())
        return CodeRequest(
            self._request_id(event),
            _word(event, "eventType", "type"),
            tuple(way for way in ways if way is not None),
            text(event, "message", "text") or "",
        )


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


def _way(option: Any) -> Way | None:
    """A text, or an object with a value and perhaps a label."""
    value, label = option, None
    if isinstance(option, dict):
        value = field(option, "value", "id", "type")
        label = text(option, "label", "text", "name")
    if value is None or isinstance(value, dict | list):
        return None
    return Way(value, label or str(value))


def _word(record: Record, *names: str) -> str:
    return (text(record, *names) or "").strip().lower()
