"""At most ten progress events a second, and never a lost stage: pure but for the clock."""

from collections.abc import Callable

from orderdock.domain.events import SyncProgressed

_INTERVAL = 0.1


class Throttle:
    """Passes progress on, thinned out.

    A new stage or message of a link goes through at once; mere counting waits until a tenth of a
    second has passed. `flush` lets the last held count out.
    """

    def __init__(
        self, emit: Callable[[SyncProgressed], None], monotonic: Callable[[], float]
    ) -> None:
        self._emit = emit
        self._monotonic = monotonic
        self._last: dict[str, SyncProgressed] = {}
        self._sent_at = float("-inf")
        self._held: dict[str, SyncProgressed] = {}

    def __call__(self, event: SyncProgressed) -> None:
        last = self._last.get(event.link_id)
        news = last is None or (last.stage, last.message) != (event.stage, event.message)
        if not news and self._monotonic() - self._sent_at < _INTERVAL:
            self._held[event.link_id] = event
            return
        self._held.pop(event.link_id, None)
        self._send(event)

    def flush(self) -> None:
        """Let out what was held back."""
        held, self._held = self._held, {}
        for event in held.values():
            self._send(event)

    def _send(self, event: SyncProgressed) -> None:
        self._last[event.link_id] = event
        self._sent_at = self._monotonic()
        self._emit(event)
