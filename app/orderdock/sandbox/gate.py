"""Who comes too fast, or before the last answer is out, is refused: one gate for every provider."""

from __future__ import annotations

import asyncio
from collections.abc import Hashable

from orderdock.sandbox.clock import SandboxClock
from orderdock.sandbox.refusal import Refusal

_SLACK = 0.95
"""A customer who keeps the pace is not refused for the jitter of a busy machine."""


class Gate:
    """Counts the requests of each caller; `speed` shortens every interval."""

    def __init__(self, clock: SandboxClock, speed: float) -> None:
        self._clock = clock
        self._speed = speed
        self._asked_at: dict[Hashable, float] = {}
        self._busy: set[Hashable] = set()

    def count(self, caller: Hashable, per_second: float) -> None:
        """One request of `caller`; 0 a second is no limit. Raises Refusal when it is too early."""
        if not per_second:
            return
        now = self._clock.now()
        if now - self._asked_at.get(caller, 0.0) < _SLACK / per_second / self._speed:
            raise _too_many("Too many requests.")
        self._asked_at[caller] = now

    async def take_time(self, caller: Hashable, latency: float) -> None:
        """Take `latency` seconds. Raises Refusal when another request of `caller` is at it."""
        if caller in self._busy:
            raise _too_many("Send one request at a time.")
        self._busy.add(caller)
        try:
            await asyncio.sleep(latency)
        finally:
            self._busy.discard(caller)


def _too_many(message: str) -> Refusal:
    return Refusal(429, "too_many", message, headers={"Retry-After": "1"})
