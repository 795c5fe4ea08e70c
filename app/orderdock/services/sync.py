"""Reading orders in: one connection, some, or all."""

from collections.abc import Callable, Sequence

from orderdock.auth.steps import Dialogue
from orderdock.domain.connections import SyncOutcome
from orderdock.domain.events import Event


class SyncService:
    """Runs syncs and says what happens."""

    async def run(
        self,
        connections: Sequence[str] = (),
        *,
        full: bool = False,
        dialogue: Callable[[str], Dialogue],
        follow: Callable[[Event], None],
        wait_long: bool = False,
    ) -> list[SyncOutcome]:
        """Sync these connections (ids or names; none = all), several side by side.

        `dialogue(connection_id)` gives who answers its questions. One connection's trouble never
        stops the others. `follow` hears of everything on the event loop's thread; each connection
        ends with SyncFinished, also when cancelled. Cancelling the task cancels (then
        CancelledError propagates after the events); `cancel()` makes this return instead.
        A provider that asks for more than 120 s ends the sync with the time named; with `wait_long`
        the connection pauses until then and goes on.
        """
        raise NotImplementedError

    def cancel(self, connection: str | None = None) -> None:
        """Cancel one running connection (id), or all: `run` then returns with their outcomes."""
        raise NotImplementedError

    def set_paused(self, connection: str, paused: bool) -> None:
        """A paused connection is left out of a sync of all until it is resumed."""
        raise NotImplementedError
