"""Time that a test owns."""

import asyncio
from datetime import UTC, datetime, timedelta

START = datetime(2026, 3, 4, 8, 20, tzinfo=UTC)


class FakeClock:
    """A Clock on which waiting takes no time: a sleep moves the clock on and lets others run.

    Sleeps that overlap end where each would have ended, not one after another. `naps` remembers how
    long each was asked to be.
    """

    def __init__(self, start: datetime = START) -> None:
        self._start = start
        self._passed = 0.0
        self.naps: list[float] = []

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self._passed)

    def monotonic(self) -> float:
        return self._passed

    async def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        wakes = self._passed + max(seconds, 0.0)
        await asyncio.sleep(0)
        self._passed = max(self._passed, wakes)

    def pass_by(self, seconds: float) -> None:
        """Let time go by while nobody sleeps."""
        self._passed += seconds
