"""Reading what changed since a moment, from a list that can be sorted by its moment of change."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Hashable
from contextlib import aclosing
from typing import Generic, NamedTuple, TypeVar

from orderdock.connector.contract import NEWER, Bookmark, Completed, Page, Progress
from orderdock.connector.reading import unexpected
from orderdock.domain.errors import Rejected
from orderdock.domain.orders import Order, SetAside
from orderdock.http.rising import Rising

T = TypeVar("T")


class Row(NamedTuple, Generic[T]):
    """One record; `version` changes whenever the record does."""

    key: str
    version: Hashable
    content: T


class Part(NamedTuple, Generic[T]):
    """One page as the provider sent it; see `Rising.take`."""

    rows: list[Row[T]]
    values: list[int]
    """Moments (seconds since 1970 UTC) by which the page was sorted, as far as they are sure."""
    received: int
    total: int | None
    exact: bool = True
    whole: bool = True
    """False when the provider says that its answer may not be all."""


Ask = Callable[[Rising], Awaitable[Part[T]]]
"""Asks for the page at which a reading stands."""

Within = Callable[[Rising, int], Awaitable[Part[T]]]
"""Asks for a page of what bears one moment only, sorted by something else."""


async def parts(ask: Ask[T], walk: Rising) -> AsyncGenerator[Part[T], None]:
    """The pages to the end of the list, without the rows that were read before."""
    while not walk.done:
        part = await ask(walk)
        versions = {row.key: row.version for row in part.rows}
        fresh = walk.take(
            versions, part.values, received=part.received, total=part.total, exact=part.exact
        )
        yield part._replace(rows=[row for row in part.rows if row.key in fresh])


class Changes:
    """Reads the orders of a list from a bookmark on, and says how complete that is.

    `look_back` seconds before the bookmark are read again: an index may lag behind. Without
    `resumable` the list is sorted by something that does not show changes, or not at all, and is
    always read whole.
    """

    def __init__(
        self,
        ask: Ask[Order | SetAside],
        bookmark: Bookmark | None,
        *,
        provider: str,
        what: str,
        now: int,
        limit: int,
        window: int,
        look_back: int,
        resumable: bool = True,
        within: Within[Order | SetAside] | None = None,
    ) -> None:
        known = (bookmark or {}).get("read_to") if resumable else None
        start = known - look_back if type(known) is int else None
        self.walk = Rising(limit, start, window)
        self._unit = "orders" if start is None else NEWER
        self._ask = ask
        self._provider = provider
        self._what = what
        self._now = now
        self._resumable = resumable
        self._within = within
        self._given_up = 0
        self._whole = True

    async def read(self) -> AsyncGenerator[Page | Progress | Completed, None]:
        """Pages, each with its bookmark and progress, then the count. Raises UnexpectedAnswer."""
        walk = self.walk
        async with aclosing(parts(self._ask, walk)) as pages:
            async for part in pages:
                self._whole = self._whole and part.whole
                async with aclosing(self._crowded()) as more:  # before a bookmark passes it by
                    async for page in more:
                        yield page
                        yield self._progress()
                yield self._page(part.rows, self._bookmark())
                yield self._progress()
        if walk.stuck:
            raise unexpected(self._what, self._provider, "the same page comes every time")
        expected = await self._expected()
        yield Completed(
            up_to=self._now,
            expected=expected,
            seen=walk.seen,
            unit=self._unit,
            doubt=self._doubt(expected),
        )

    async def _crowded(self) -> AsyncGenerator[Page, None]:
        """What the window did not show of a moment that more orders share than fit into it."""
        skipped = self.walk.skipped
        while self._within is not None and len(skipped) > self._given_up:
            moment = skipped[self._given_up]
            self._given_up += 1
            if moment is None:
                continue
            among = Rising(self.walk.limit, None, self.walk.window)
            try:
                async with aclosing(self._of(moment, among, self._within)) as pages:
                    async for page in pages:
                        yield page
            except Rejected:  # they cannot be asked for like that: the gap is told
                continue
            if not (among.skipped or among.stuck):
                self._given_up -= 1
                skipped.remove(moment)

    async def _of(
        self, moment: int, among: Rising, within: Within[Order | SetAside]
    ) -> AsyncGenerator[Page, None]:
        async with aclosing(parts(lambda walk: within(walk, moment), among)) as pages:
            async for part in pages:
                new = self.walk.also([row.key for row in part.rows])
                self._whole = self._whole and part.whole
                yield self._page([row for row in part.rows if row.key in new], None)

    def _progress(self) -> Progress:
        walk = self.walk
        total = None if walk.expected is None else max(walk.expected, walk.seen)
        return Progress("reading", done=walk.seen, total=total)

    def _page(self, rows: list[Row[Order | SetAside]], bookmark: Bookmark | None) -> Page:
        found = [row.content for row in rows]
        orders = [one for one in found if isinstance(one, Order)]
        return Page(
            orders,
            [one for one in found if isinstance(one, SetAside)],
            bookmark=bookmark,
            whole=frozenset(order.key for order in orders),
        )

    def _bookmark(self) -> Bookmark | None:
        """Where to go on; never in the future, and never past an answer that was not whole."""
        floor = self.walk.floor
        if floor is None or not self._resumable or not self._whole:
            return None
        return {"read_to": min(floor, self._now)}

    async def _expected(self) -> int | None:
        """How many there are; counted once more when some are missing: they may just be gone."""
        walk = self.walk
        if walk.expected is None or walk.seen >= walk.expected:
            return walk.expected
        floor, before = walk.counted
        again = await self._ask(Rising(1, floor, walk.window))
        known = again.total is not None and again.exact
        return before + (again.total or 0) if known else walk.expected

    def _doubt(self, expected: int | None) -> str:
        if not self._whole:
            return f"{self._provider} said that its answers were not complete. Sync again later."
        missing = expected is not None and expected > self.walk.seen
        if not self.walk.skipped or (missing and self._counted_in_time()):
            return ""
        said = f"Of the orders of {self._provider}, only {self.walk.seen:,} could be read"
        return f"{said}: it shows no more than {self.walk.window:,} at a time."

    def _counted_in_time(self) -> bool:
        """Whether what could not be read is in the count, so that numbers tell of it."""
        floor, _ = self.walk.counted
        return floor is None or all(s is not None and floor <= s for s in self.walk.skipped)
