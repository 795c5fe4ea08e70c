"""Orders of a list that knows offset and limit and nothing else: each sync reads all of it."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from typing import Generic, TypeVar

from orderdock.connector.changes import Row
from orderdock.connector.contract import Bookmark, Completed, Page, Progress
from orderdock.domain.orders import Order, SetAside
from orderdock.http.met import Versions
from orderdock.http.overlap import Reading

T = TypeVar("T")
Ask = Callable[[Reading], Awaitable[list[Row[T]]]]
"""Asks for the page at which a reading stands."""
_BARREN_PAGES = 3


class Walk(Generic[T]):
    """Goes through a list; rows that come again are left out unless they have changed."""

    def __init__(self, ask: Ask[T]) -> None:
        self._ask = ask
        self._met = Versions()
        self.cut_off = 0
        """So many rows come whatever is asked for, and more may be behind them; 0 mostly."""

    @property
    def count(self) -> int:
        """Rows met so far."""
        return len(self._met)

    async def pages(self, reading: Reading) -> AsyncGenerator[list[T], None]:
        """What is new in each page."""
        while not reading.done:
            rows = await self._ask(reading)
            reading.take([row.key for row in rows])
            yield [row.content for row in rows if self._met.put(row.key, row.version)]
            if reading.barren > _BARREN_PAGES:
                self.cut_off = len(rows) if len(rows) >= reading.limit else 0
                return


class OffsetList(Generic[T]):
    """Reads the orders of a list whole; `now` is in seconds since 1970 UTC.

    A bookmark is what an interrupted reading left: it goes on there. As anything may have come or
    changed before that place, the list is then read once from its start too. The end is followed by
    the start once more, as far as there is news: where the order last changed comes first, what
    changes while this reads moves there, past all that is still to be read.
    """

    def __init__(
        self,
        ask: Ask[T],
        understand: Callable[[list[T]], Awaitable[list[Order | SetAside]]],
        *,
        provider: str,
        limit: int,
        now: int,
    ) -> None:
        self._walk = Walk(ask)
        self._understand = understand
        self._provider = provider
        self._limit = limit
        self._now = now

    async def read(
        self, bookmark: Bookmark | None
    ) -> AsyncGenerator[Page | Progress | Completed, None]:
        """All orders, then how complete that is."""
        passes = [Reading.resumed(self._limit, bookmark or {})]
        if passes[0].read:
            passes.append(Reading(self._limit))
        for reading in passes:
            async with aclosing(self._walk.pages(reading)) as pages:
                async for rows in pages:
                    yield await self._page(rows, reading.bookmark())
                    yield Progress("reading", done=self._walk.count)
        async with aclosing(self._walk.pages(Reading(self._limit))) as front:
            async for rows in front:
                if not rows:
                    break
                yield await self._page(rows, {})
        yield Page([], bookmark={})
        cut_off = self._walk.cut_off
        yield Completed(
            up_to=self._now,
            seen=self._walk.count,
            unit="orders",
            doubt=f"{self._provider} shows only the first {cut_off} orders, whatever is asked for."
            if cut_off
            else "",
        )

    async def _page(self, rows: list[T], bookmark: Bookmark) -> Page:
        found = await self._understand(rows) if rows else []
        orders = [one for one in found if isinstance(one, Order)]
        return Page(
            orders,
            [one for one in found if isinstance(one, SetAside)],
            bookmark=bookmark,
            whole=frozenset(order.key for order in orders if order.lines),
        )
