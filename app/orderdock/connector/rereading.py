"""Orders of a list that can only be asked for what is new, though old ones change.

New orders are asked for by id, and those that may still change are read again one by one. Where
that would cost more requests than the whole list, and once a day, the whole list is read.
"""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, NamedTuple, Protocol

from orderdock.connector.contract import Bookmark, Completed, Page, Progress
from orderdock.connector.walking import Part, completed, progress, walked
from orderdock.domain.errors import NotThere
from orderdock.domain.orders import Order, SetAside
from orderdock.http.id_walk import IdWalk

_MANY = 1000
"""More ids of orders that may change are not kept: the whole list is cheaper by far."""
_AT_ONCE = 20
"""So many orders read one by one make a page."""


class Row(NamedTuple):
    """One order as read; `changes` while it may still change."""

    id: int | None
    read: Order | SetAside
    changes: bool = False


class Source(Protocol):
    """Where the orders come from."""

    async def page(self, number: int, after: int | None) -> Part[Row]:
        """A page, as `walking.Ask` has it."""
        ...

    async def one(self, key: int) -> Row:
        """One order. Raises NotThere."""
        ...


@dataclass(frozen=True, slots=True)
class Limits:
    """A list of at most so many pages is always read whole, any list after so many seconds."""

    whole_pages: int
    whole_seconds: float


class Rereading:
    """Reads the orders of one source from a bookmark on; `now` is in seconds since 1970 UTC."""

    def __init__(
        self, source: Source, bookmark: Bookmark | None, *, now: int, full: bool, limits: Limits
    ) -> None:
        self._source = source
        self._kept: dict[str, Any] = {} if full else dict(bookmark or {})
        self._now = now
        self._limits = limits
        self._whole = True
        self._highest = _number(self._kept.get("highest"))
        kept_open = self._kept.get("open")
        self._open: set[int] | None = set(kept_open) if isinstance(kept_open, list) else None
        self._met: set[bytes] = set()

    async def read(self, look: Part[Row]) -> AsyncGenerator[Page | Progress | Completed, None]:
        """Everything new and everything that may have changed, then how complete that is.

        `look` is the first page, as it is now.
        """
        walk = self._walk_from(look)
        first = look if walk.after is None else None
        async with aclosing(walked(self._source.page, walk, first)) as pages:
            async for rows in pages:
                yield self._page(rows, self._unfinished(walk))
                yield progress(walk)
        if not walk.known:
            self._whole = True
        if not self._whole:
            async for page in self._again(walk):
                yield page
            if self._whole:
                self._kept = {}
                async with aclosing(self.read(look)) as readings:
                    async for reading in readings:
                        yield reading
                return
        yield Page([], bookmark=self._finished(walk))
        yield completed(walk, self._now)

    def _walk_from(self, look: Part[Row]) -> IdWalk:
        """Go on where a whole reading broke off, else only what is new, else the whole list."""
        kept = self._kept
        walk = IdWalk.resumed(kept.get("walk"))
        if walk.after is None and self._is_cheaper(look):
            walk = IdWalk.resumed({"after": self._highest, "known": kept.get("known")})
            self._whole = walk.after is None
        if walk.after is None:
            self._open = set()
        else:
            walk.total = look.total
        return walk

    def _is_cheaper(self, look: Part[Row]) -> bool:
        """Whether reading what is new and what may change costs less than the whole list."""
        return (
            look.pages > self._limits.whole_pages
            and self._now - _number(self._kept.get("whole_at")) < self._limits.whole_seconds
            and self._open is not None
            and len(self._open) + 1 < look.pages
        )

    async def _again(self, walk: IdWalk) -> AsyncGenerator[Page | Progress, None]:
        """Read one by one what may have changed; an order that is gone stays as it was.

        Where none can be gone, orders are not to be had one by one: then the whole list is wanted.
        """
        waiting = sorted(self._open or ())
        message = f"Looking again at {len(waiting):,} orders that may have changed"
        rows: list[Row] = []
        for number, key in enumerate(waiting, 1):
            try:
                rows.append(await self._source.one(key))
            except NotThere:
                if walk.total is not None and walk.count <= walk.total:
                    self._whole = True
                    return
                (self._open or set()).discard(key)
            if len(rows) == _AT_ONCE or number == len(waiting):
                yield self._page(rows, None)
                yield progress(walk, message)
                rows = []

    def _page(self, rows: list[Row], bookmark: Bookmark | None) -> Page:
        for row in rows:
            self._remember(row)
        orders = [row.read for row in rows if isinstance(row.read, Order)]
        set_aside = [row.read for row in rows if isinstance(row.read, SetAside)]
        return Page(
            orders,
            [record for record in set_aside if self._is_new(record)],
            bookmark=bookmark if bookmark is None else self._marks(bookmark),
            whole=frozenset(order.key for order in orders),
        )

    def _remember(self, row: Row) -> None:
        if row.id is None:
            return
        self._highest = max(self._highest, row.id)
        if self._open is not None:
            (self._open.add if row.changes else self._open.discard)(row.id)
            if self._whole and len(self._open) > _MANY:
                self._open = None

    def _is_new(self, record: SetAside) -> bool:
        """A list that is read twice shows its unreadable records twice."""
        before = len(self._met)
        self._met.add(blake2b(record.raw, digest_size=12).digest())
        return len(self._met) > before

    def _unfinished(self, walk: IdWalk) -> Bookmark | None:
        place = walk.bookmark() if self._whole else None
        return None if place is None else {"walk": place}

    def _finished(self, walk: IdWalk) -> Bookmark:
        at = self._now if self._whole else _number(self._kept.get("whole_at"))
        return self._marks({"known": walk.count, "whole_at": at})

    def _marks(self, more: Bookmark) -> Bookmark:
        few = self._open is not None and len(self._open) <= _MANY
        return {
            **more,
            "highest": self._highest,
            "open": sorted(self._open or ()) if few else None,
        }


def _number(value: object) -> int:
    return value if type(value) is int else 0
