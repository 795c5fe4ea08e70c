"""Orders of a list that can only be asked for what is new, though old ones change.

New orders are asked for by id, and those that may still change are read again one by one. Where
that would cost more requests than the whole list, and once a day, the whole list is read.
"""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, NamedTuple, Protocol

from orderdock.connector.contract import Bookmark, Completed, Page, Progress
from orderdock.domain.errors import NotThere, Rejected
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


class Part(NamedTuple):
    """One page, and what it says of the list that was asked for."""

    rows: list[Row]
    total: int | None
    pages: int
    has_more: bool


class Source(Protocol):
    """Where the orders come from."""

    async def page(self, number: int, after: int | None) -> Part:
        """The first page of what comes after an id, else a page by its number (from 1).

        Raises Rejected when it cannot be asked by id.
        """
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

    async def read(self) -> AsyncGenerator[Page | Progress | Completed, None]:
        """Everything new and everything that may have changed, then how complete that is."""
        look = await self._source.page(1, None)
        walk = self._walk_from(look)
        part: Part | None = look if walk.after is None else None
        tries = 2
        while not walk.done:
            part = part or await self._ask(walk)
            if part is not None:
                ids = [row.id for row in part.rows]
                fresh = walk.take(ids, total=part.total, pages=part.pages, has_more=part.has_more)
                rows = [row for row, new in zip(part.rows, fresh, strict=True) if new]
                yield self._page(rows, self._unfinished(walk))
                yield _progress(walk)
                part = None
            if walk.done and tries and await self._is_short(walk):
                tries -= 1
                walk.by_page()
        if not walk.known:
            self._whole = True
        if not self._whole:
            async for page in self._again(walk):
                yield page
        yield Page([], bookmark=self._finished(walk))
        doubt = "Orders came and went all the while they were read. Sync again to be sure."
        yield Completed(
            up_to=self._now,
            expected=walk.total,
            seen=walk.count,
            unit="orders",
            doubt="" if walk.settled else doubt,
        )

    def _walk_from(self, look: Part) -> IdWalk:
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

    def _is_cheaper(self, look: Part) -> bool:
        """Whether reading what is new and what may change costs less than the whole list."""
        return (
            look.pages > self._limits.whole_pages
            and self._now - _number(self._kept.get("whole_at")) < self._limits.whole_seconds
            and self._open is not None
            and len(self._open) + 1 < look.pages
        )

    async def _ask(self, walk: IdWalk) -> Part | None:
        try:
            return await self._source.page(walk.page, walk.after)
        except Rejected:
            if walk.after is None:
                raise
            walk.by_page()
            return None

    async def _is_short(self, walk: IdWalk) -> bool:
        """Whether there is more than was read, by the number of this moment."""
        if walk.total is None or walk.count >= walk.total or walk.after is None:
            return False
        walk.total = (await self._source.page(1, None)).total
        return walk.total is not None and walk.count < walk.total

    async def _again(self, walk: IdWalk) -> AsyncGenerator[Page | Progress, None]:
        """Read one by one what may have changed; an order that is gone stays as it was."""
        waiting = sorted(self._open or ())
        message = f"Looking again at {len(waiting):,} orders that may have changed"
        rows: list[Row] = []
        for number, key in enumerate(waiting, 1):
            try:
                rows.append(await self._source.one(key))
            except NotThere:
                (self._open or set()).discard(key)
            if len(rows) == _AT_ONCE or number == len(waiting):
                yield self._page(rows, None)
                yield _progress(walk, message)
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


def _progress(walk: IdWalk, message: str = "") -> Progress:
    """Orders that are gone by now were read all the same: never more than all."""
    total = None if walk.total is None else max(walk.total, walk.count)
    return Progress("reading", done=walk.count, total=total, message=message)


def _number(value: object) -> int:
    return value if type(value) is int else 0
