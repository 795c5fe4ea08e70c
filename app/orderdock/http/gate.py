"""The one way through which all requests of a connection go, whoever makes them."""

import asyncio

from orderdock.http.pacing import Pace, Tempo


class Gate:
    """How many requests may be under way at once, and where their pace stands.

    A sync and somebody who looks at a dataset meanwhile share the gate of their connection, so that
    the two together keep to what its provider allows. Belongs to one event loop.
    """

    def __init__(self, pace: Pace) -> None:
        self.tempo = Tempo(pace)
        self.slots = asyncio.Semaphore(pace.in_flight)
        self.turn = asyncio.Lock()

    def asked_before(self, at: float) -> None:
        """Another program asked last at that second of the monotonic clock."""
        if self.tempo.last_start is None or self.tempo.last_start < at:
            self.tempo = self.tempo.started(at)
