"""What was saved before: to repeat it, and to save only what came since."""

from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import apsw
import msgspec

from orderdock.domain.errors import OrderdockError
from orderdock.export.request import ExportRequest, ExportResult
from orderdock.store import export_log
from orderdock.store.database import Database
from orderdock.store.revisions import Moment

_FEW = 5_000
"""A larger selection is not remembered; what it was cannot be repeated."""
_CAME_LATER = frozenset({"among"})
_FILTERS = frozenset({"without", "within"})


@dataclass(frozen=True, slots=True)
class Logged:
    """A file that was saved."""

    number: int
    at: int
    """Seconds since 1970 UTC."""
    path: Path
    request: ExportRequest | None
    """To write it again; None for a large selection, or what a newer version saved."""
    rows: int
    bytes: int
    sha256: str


def same_of(request: ExportRequest) -> str:
    """Equal for requests that ask for the same orders in the same columns, in every version."""
    f = _as_ever(msgspec.to_builtins(replace(request.filter, since=None)))
    return sha256(msgspec.json.encode([request.preset, request.columns, f])).hexdigest()


def _as_ever(asked: dict[str, Any]) -> dict[str, Any]:
    """A filter without the conditions that older versions did not know, where it has none."""
    return {
        name: _as_ever(said) if name in _FILTERS and said else said
        for name, said in asked.items()
        if said or name not in _CAME_LATER
    }


def since_last(db: apsw.Connection, request: ExportRequest) -> ExportRequest:
    """The request narrowed to what is new or changed, when that is what it asks for."""
    if not request.only_new:
        return request
    last = last_of(db, request)
    if last is None:
        return request
    return replace(request, filter=replace(request.filter, since=last.moment))


def last_of(db: apsw.Connection, request: ExportRequest) -> export_log.Saved | None:
    """When the same was saved the last time; a selection has no last time."""
    if request.order_ids is not None or request.line_ids is not None:
        return None
    return export_log.last_of(db, same_of(request))


def remember(
    database: Database, request: ExportRequest, result: ExportResult, moment: Moment, *, at: int
) -> None:
    """Put a file in the log. The file is there: that the log cannot be written is no error."""
    large = max(len(request.order_ids or ()), len(request.line_ids or ())) > _FEW
    selection = request.order_ids is not None or request.line_ids is not None
    with suppress(OrderdockError):
        database.write_now(
            export_log.add,
            at=at,
            path=str(result.path.absolute()),
            request="" if large else msgspec.json.encode(request).decode(),
            same="" if selection else same_of(request),
            rows=result.rows,
            bytes_=result.bytes,
            sha256=result.sha256,
            moment=moment,
        )


def log(db: apsw.Connection) -> list[Logged]:
    """What was saved, the newest first."""
    return [
        Logged(
            entry.number,
            entry.at,
            Path(entry.path),
            _request(entry.request),
            entry.rows,
            entry.bytes,
            entry.sha256,
        )
        for entry in export_log.newest(db)
    ]


def _request(text: str) -> ExportRequest | None:
    try:
        return msgspec.json.decode(text, type=ExportRequest)
    except msgspec.MsgspecError:
        return None
