"""The one way through which all requests of a connection go, whoever makes them."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

from orderdock.http.others import Others
from orderdock.http.pacing import Pace, Tempo
from orderdock.system.clock import Clock
from orderdock.system.latches import Latch, Latches

_AT_ONCE = 1e-6
_LATE = 0.1
"""A request that may have been late moves the next one by such a part of the pace at most."""


class Gate:
    """How many requests may be under way at once, and where their pace stands.

    A sync and somebody who looks at a dataset meanwhile go through the gate of their connection,
    in one program or in several (`others`), so that all together keep to what its provider allows.
    Belongs to one event loop.
    """

    def __init__(self, pace: Pace, others: Others | None = None) -> None:
        self.tempo = Tempo(pace)
        self._others = others or Others(Latches(), "nobody", pace.in_flight)
        self._places = asyncio.Semaphore(pace.in_flight)
        self._turn = asyncio.Lock()
        self._quickest = 0.0
        """Seconds from a request to its answer, as few as ever here; 0 before the first."""

    def asked_before(self, at: float) -> None:
        """Another program asked last at that second of the monotonic clock."""
        if self.tempo.last_start is None or self.tempo.last_start < at:
            self.tempo = self.tempo.started(at)

    def answered(self, now: float, factor: float) -> None:
        """The request sent last was answered.

        Where that took longer than it may, the request may have arrived late, and the next one
        would come too soon after it.
        """
        if self.tempo.last_start is None:
            return
        took = now - self.tempo.last_start
        late = min(took - self._quickest, self.tempo.interval * factor * _LATE)
        self._quickest = min(self._quickest or took, took)
        if late > 0:
            self.tempo = self.tempo.started(self.tempo.last_start + late)

    @asynccontextmanager
    async def passage(
        self, clock: Clock, factor: float, told: Callable[[float], None]
    ) -> AsyncGenerator[None, None]:
        """From the moment a request may be sent until the block that sends it ends.

        `factor` as in `Tempo.wait`. `told` hears of each wait of so many seconds before it; what it
        raises ends the passage. Raises AlreadySyncing when another program hangs on its way.
        """
        async with self._places:
            async with self._turn:
                place = await self._through(clock, factor, told)
            try:
                yield
            finally:
                self._others.tell(self.tempo, clock.monotonic())
                place.release()

    async def _through(self, clock: Clock, factor: float, told: Callable[[float], None]) -> Latch:
        while True:
            place = await self._others.step_up(clock)
            try:
                self.tempo = self._others.heard(self.tempo, clock.monotonic())
                wait = await self._usual_wait(clock, factor, told)
                if not wait:
                    self.tempo = self.tempo.started(clock.monotonic())
                    self._others.tell(self.tempo, clock.monotonic())
                    self._others.go()
                    return place
            except BaseException:
                self._others.step_back(place)
                raise
            self._others.step_back(place)  # so that they can tell their people of it too
            await clock.sleep(wait)

    async def _usual_wait(
        self, clock: Clock, factor: float, told: Callable[[float], None]
    ) -> float:
        """Wait until the pace allows another request; the seconds that remain of a longer wait."""
        while (wait := self.tempo.wait(clock.monotonic(), factor)) > _AT_ONCE:
            told(wait)
            if wait > self.tempo.interval:
                return wait
            await clock.sleep(wait)
        return 0.0
