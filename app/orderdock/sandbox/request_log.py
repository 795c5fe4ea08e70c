"""What was asked of the sandbox, without secrets: no headers, no bodies, no query values."""

from __future__ import annotations

from collections import deque
from urllib.parse import parse_qsl

import msgspec


class LoggedRequest(msgspec.Struct):
    """One request. `query` holds its parameters' names; `status` is 0 until it is answered.

    `at` and `until` are when it came and when its answer began, in seconds since 1970.
    """

    n: int
    at: float
    method: str
    path: str
    query: list[str]
    status: int = 0
    until: float | None = None
    fault: str | None = None


class RequestLog:
    """The last `keep` requests, oldest first."""

    def __init__(self, keep: int = 50_000) -> None:
        self._entries: deque[LoggedRequest] = deque(maxlen=keep)
        self._count = 0

    def begin(self, at: float, method: str, path: str, query: bytes) -> LoggedRequest:
        self._count += 1
        pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
        entry = LoggedRequest(self._count, at, method, path, sorted({key for key, _ in pairs}))
        self._entries.append(entry)
        return entry

    def entries(self, since: int = 0) -> list[LoggedRequest]:
        """The requests numbered above `since`."""
        return [entry for entry in self._entries if entry.n > since]

    def clear(self) -> None:
        self._entries.clear()
