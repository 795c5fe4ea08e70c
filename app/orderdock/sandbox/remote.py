"""The levers of a running sandbox, pulled from outside over HTTP."""

from __future__ import annotations

import http.client
import json
from typing import Any

_TIMEOUT = 30


class ControlRefused(Exception):
    """The sandbox did not accept a control request; the message is its own."""


class Control:
    """The frame's levers: faults, clock, request log. Blocking; every call is one short request."""

    def __init__(self, port: int, host: str = "127.0.0.1") -> None:
        self._host = host
        self._port = port

    def call(self, method: str, path: str, body: object = None) -> Any:
        """The decoded answer of `/_control<path>`. Raises `ControlRefused`."""
        connection = http.client.HTTPConnection(self._host, self._port, timeout=_TIMEOUT)
        try:
            data = None if body is None else json.dumps(body)
            connection.request(method, f"/_control{path}", data)
            response = connection.getresponse()
            answer = json.loads(response.read() or "null")
        finally:
            connection.close()
        if response.status >= 400:
            raise ControlRefused(f"{response.status}: {answer['message']}")
        return answer

    def fault(self, answer: str, path: str = "*", **more: object) -> None:
        """The next requests for `path` meet this fault; see `faults.Fault` for `more`."""
        self.call("POST", "/faults", {"answer": answer, "path": path, **more})

    def waiting_faults(self) -> list[dict[str, Any]]:
        faults: list[dict[str, Any]] = self.call("GET", "/faults")
        return faults

    def clear_faults(self) -> None:
        self.call("DELETE", "/faults")

    def now(self) -> float:
        """The sandbox's time, seconds since 1970."""
        return float(self.call("GET", "/clock")["now"])

    def advance(self, seconds: float) -> None:
        """Skip time: tokens age, sessions go on."""
        self.call("POST", "/clock", {"advance": seconds})

    def requests(self, since: int = 0) -> list[dict[str, Any]]:
        """What was asked, oldest first; see `request_log.LoggedRequest`."""
        entries: list[dict[str, Any]] = self.call("GET", f"/requests?since={since}")
        return entries

    def forget_requests(self) -> None:
        self.call("DELETE", "/requests")
