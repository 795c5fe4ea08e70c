"""Time as something that is given, so that tests own it."""

import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Where the time comes from, and how one waits."""

    def now(self) -> datetime:
        """The time of day, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that only go forward, from an unspecified start; for measuring and pacing."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait; nothing and less than nothing only lets others run."""
        ...


class SystemClock:
    """The computer's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        import asyncio  # the clock is read before the first paint, the loop comes after

        await asyncio.sleep(max(seconds, 0.0))
