"""Faults on order: "the next three requests for these paths answer 429"."""

from __future__ import annotations

from fnmatch import fnmatchcase

import msgspec

ERROR_ANSWERS: dict[str, tuple[int, str, str]] = {
    "unauthorized": (401, "token_expired", "The access token has expired."),
    "invalid-token": (401, "invalid_token", "The access token is not valid."),
    "forbidden": (403, "forbidden", "This token lacks a permission."),
    "not-found": (404, "not_found", "Not found."),
    "conflict": (409, "conflict", "This is already running."),
    "invalid": (422, "validation_error", "The request is not valid."),
    "rate-limited": (429, "rate_limited", "Too many requests"),
    "rate-limited-header": (429, "rate_limited", "Too many requests"),
    "rate-limited-details": (429, "rate_limited", "Too many requests"),
    "rate-limited-bare": (429, "rate_limited", "Too many requests"),
    "server-error": (500, "server_error", "Something went wrong on our side."),
    "unavailable": (503, "service_unavailable", "The service is down for a moment."),
}
"""Faults answered with the provider's own error body: name -> status, code, message."""

OTHER_ANSWERS: dict[str, str] = {
    "bad-gateway": "502 with an HTML page",
    "html": "an HTML page with status 200",
    "empty": "an empty body with status 200",
    "wrong-shape": "JSON of another shape with status 200",
    "redirect": "a redirect to another host",
    "text": "the given `status`, `body` and `content_type`",
    "truncated": "the real answer, its body cut in the middle",
    "reset": "the real answer, the connection reset in the middle of its body",
    "reset-before": "the connection reset before anything is done",
    "slow": "the real answer after `delay` seconds",
    "drip": "the real answer in 20 pieces, `delay` seconds in all",
}

FAULT_NAMES = (*ERROR_ANSWERS, *OTHER_ANSWERS)


class Fault(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """One fault. `path` and `method` are shell patterns; `times` None means for ever.

    `path` is compared with and without the provider's prefix: `/stackline/sync/orders` and
    `/sync/orders`.
    `skip` lets that many matching requests through first. `retry_after` and `delay` are seconds.
    """

    answer: str
    path: str = "*"
    method: str = "*"
    times: int | None = 1
    skip: int = 0
    retry_after: float = 1.0
    delay: float = 2.0
    status: int = 200
    body: str = ""
    content_type: str = "application/json"

    def __post_init__(self) -> None:
        if self.answer not in FAULT_NAMES:
            raise ValueError(f"no fault is called {self.answer!r}; known: {', '.join(FAULT_NAMES)}")

    def matches(self, method: str, path: str) -> bool:
        without_prefix = "/" + path.lstrip("/").partition("/")[2]
        return fnmatchcase(method, self.method.upper()) and (
            fnmatchcase(path, self.path) or fnmatchcase(without_prefix, self.path)
        )


class FaultBook:
    """The faults still to be given, in the order they were asked for."""

    def __init__(self, faults: list[Fault] | None = None) -> None:
        self._faults = list(faults or [])

    def add(self, fault: Fault) -> None:
        self._faults.append(fault)

    def clear(self) -> None:
        self._faults.clear()

    def waiting(self) -> list[Fault]:
        return list(self._faults)

    def take(self, method: str, path: str) -> Fault | None:
        """The fault that this request meets, counted down; None when it meets none."""
        for fault in self._faults:
            if not fault.matches(method, path):
                continue
            if fault.skip:
                fault.skip -= 1
                continue
            if fault.times is not None:
                fault.times -= 1
                if fault.times <= 0:
                    self._faults.remove(fault)
            return fault
        return None
