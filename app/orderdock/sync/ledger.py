"""What a sync needs of the store; every method is one transaction on the writer's thread."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from orderdock.connector.contract import Bookmark
from orderdock.domain.errors import OrderdockError
from orderdock.sync.batch import Kept
from orderdock.sync.tally import Saved


class Ledger(Protocol):
    """One connection's book."""

    async def bookmarks(self) -> Mapping[str, Bookmark]:
        """Where reading stopped, by scope."""
        ...

    async def commit(self, readings: Sequence[Kept], now: datetime) -> Saved:
        """Keep rows, bookmarks, links and their evidence in one transaction."""
        ...

    async def close(
        self,
        error: OrderdockError | None,
        now: datetime,
        *,
        up_to: int | None = None,
        incomplete: str = "",
        paused_until: datetime | None = None,
        links_complete: bool = False,
    ) -> None:
        """Keep what the run as a whole has shown.

        `error` None: everything was read to the end (a link's failure stands at the link).
        `links_complete` says that no link failed.
        """
        ...

    async def wait_for(self, question: str) -> None:
        """Note that a person is asked `question`; empty when that is over."""
        ...

    async def keep_settings(self, settings: Mapping[str, Any]) -> None:
        """Keep the connection's plain settings as the provider left them."""
        ...
