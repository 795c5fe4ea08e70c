"""The sandbox's own time: the computer's, plus whatever a test has skipped."""

from __future__ import annotations

import time


class SandboxClock:
    """Seconds since 1970 (UTC), movable forward. `offset` is what has been skipped so far."""

    def __init__(self, offset: float = 0.0) -> None:
        self.offset = offset

    def now(self) -> float:
        return time.time() + self.offset

    def advance(self, seconds: float) -> None:
        self.offset += seconds


def iso(moment: float) -> str:
    """`moment` (seconds since 1970) as ISO 8601 in UTC: `2026-03-04T08:20:00Z`."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(moment))
