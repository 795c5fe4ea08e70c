"""Orders of a list that shows only their heads: what is new or changed is then read in detail.

What changed is asked for since the newest change that an earlier sync saw, by the provider's own
clock. Each answer must prove itself: what was asked for may be ignored or refused, so there are
several ways to ask, and what did not change is not read again whatever comes.
"""

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from typing import Any, Generic, NamedTuple, Protocol, Self, TypeVar

import msgspec

from orderdock.connector.contract import (
    NEWER,
    Bookmark,
    Link,
    LinksFound,
    Page,
    Reading,
    Stored,
    nothing_stored,
)
from orderdock.connector.reading import Record, flag, text, when, whole
from orderdock.connector.walking import Part, completed, is_short, progress, walked
from orderdock.domain.errors import OrderdockError, Rejected, UnreadableRecord
from orderdock.domain.orders import Order, SetAside
from orderdock.http.id_walk import IdWalk

_DONE, _GOING = "orders", "walk"
"""Scopes: what the last whole reading saw, and where one under way stands."""
_TOGETHER = 10
"""Orders read one by one that make a page."""
_MANY = 10_000
_SETTLED = 60
"""An order that changed so few seconds ago is read again next time: it may change unseen."""
_DAY = 86_400
"""The smallest step by which some lists can be asked for changes."""
_LONG_SETTLED = _DAY
"""What changed so many seconds before is as a reading stopped lately has read it."""
W = TypeVar("W")


class Head(NamedTuple):
    """An order as the list shows it; moments are seconds since 1970 UTC, None where not said."""

    key: str
    """Its id; empty for none."""
    changed: int | None
    ours: bool = True
    """False for what is no order for us, a draft say."""
    deleted: bool = False
    raw: bytes = b""

    @property
    def id(self) -> int | None:
        return whole(self.key)

    @classmethod
    def of(cls, record: Record, *, ours: bool = True) -> Self:
        """A record with the usual names: id, updated_at, deleted."""
        key = text(record, "id") or ""
        return cls(
            key,
            changed=_moment(record, "updated_at"),
            ours=ours,
            deleted=flag(record, "deleted"),
            raw=b"" if key else msgspec.json.encode(record),
        )


class Found(NamedTuple):
    """An order in detail, by the id it names."""

    key: str
    read: Order | SetAside


class Source(Protocol[W]):
    """Where heads and orders come from."""

    def ways(self, floor: int | None) -> Sequence[W]:
        """How heads that changed from `floor` on may be asked for, best first; None: all heads."""
        ...

    async def page(self, way: W, number: int, after: int | None) -> Part[Head]:
        """A page of heads, as `walking.Ask` has it. Raises Rejected for a way that is refused."""
        ...

    async def details(self, keys: Sequence[str]) -> list[Found]:
        """Orders in detail; those that are gone are left out, and so may others be."""
        ...


class Detailing(Generic[W]):
    """One reading from the bookmarks on; `now` is in seconds since 1970 UTC.

    Changes are asked for `slack` seconds further back than needed. `at_once` orders are asked for
    in one call of details, as long as the answers hold them all. `stored` tells what a stop left of
    the page it came in, and which deleted orders were ever here.
    """

    def __init__(
        self,
        source: Source[W],
        bookmarks: Mapping[str, Bookmark],
        *,
        now: int,
        full: bool,
        slack: int = 0,
        at_once: int = 1,
        stored: Stored = nothing_stored,
    ) -> None:
        done: Mapping[str, Any] = {} if full else bookmarks.get(_DONE) or {}
        going: Mapping[str, Any] = {} if full else bookmarks.get(_GOING) or {}
        self._walk = IdWalk.resumed(going.get("walk"))
        if self._walk.after is None:
            going = {"began": now, "since": done.get("newest")}
        self._began = _number(going.get("began")) or now
        self._since = _number(going.get("since"))
        self._newest = _number(going.get("newest"))
        self._floor = None if self._since is None else self._since - slack
        self._source = source
        self._ways = source.ways(self._floor)
        self._way = min(_number(going.get("way")) or 0, len(self._ways) - 1)
        self._now = now
        self._slack = slack
        self._at_once = max(at_once, 1)
        self._stored = stored
        self._full = full
        self._shows_all = self._floor is None
        """Whether the list shows orders that nobody asked for, and counts them."""
        self._short_at = _number(done.get("short_at"))
        """When a first reading began that did not find all there is."""
        self._at_start = True
        self._known: dict[str, Any] = dict(done.get("known") or {})
        self._seen: dict[str, int] = {}
        self._most = _MANY
        """So many are seen before those that will not be shown again are let go."""
        self._links: dict[str, Link] = {}

    async def read(self) -> AsyncGenerator[Reading, None]:
        """Everything new or changed, then how complete that is."""
        first = await self._first_page()
        if self._walk.after is not None and first.total is not None:
            self._walk.total = self._walk.count + first.total
        moving = self._since is not None
        async with aclosing(walked(self._page, self._walk, first, moving=moving)) as pages:
            async for heads in pages:
                async for reading in self._in_detail(heads):
                    yield reading
                yield Page([], scope=_GOING, bookmark=self._place())
        yield Page([], scope=_DONE, bookmark=self._mark())
        yield Page([], scope=_GOING, bookmark={})
        yield completed(self._walk, self._now, "orders" if self._shows_all else NEWER)

    async def _first_page(self) -> Part[Head]:
        """By the first way that works: one that shows nothing hides what we know to be there."""
        while True:
            last = self._way + 1 == len(self._ways)
            try:
                part = await self._page(self._walk.page, self._walk.after)
            except Rejected:
                if self._walk.after is not None:
                    self._walk.by_page()
                    continue
                if last:
                    raise
            else:
                if part.rows or last or self._since is None or self._walk.after is not None:
                    return part
            self._way += 1

    async def _page(self, number: int, after: int | None) -> Part[Head]:
        return await self._source.page(self._ways[self._way], number, after)

    async def _in_detail(self, heads: list[Head]) -> AsyncGenerator[Reading, None]:
        wanted = await self._worth_asking(heads)
        found = [
            Found("", SetAside("The order has no id.", head.raw)) for head in heads if not head.key
        ]
        at = 0
        while at < len(wanted):
            some = wanted[at : at + self._at_once]
            try:
                found += await self._details(some)
            except OrderdockError:  # each was asked for by itself: those before are kept
                for reading in self._pages(found):
                    yield reading
                raise
            at += len(some)
            if len(found) >= _TOGETHER and at < len(wanted):
                for reading in self._pages(found):
                    yield reading
                found = []
            yield progress(self._walk, waiting=len(wanted) - at)
        for reading in self._pages(found):
            yield reading
        yield progress(self._walk)

    async def _worth_asking(self, heads: list[Head]) -> list[str]:
        """Those to read in detail: no deleted order that was never here, and none twice.

        The page that comes first may have been read in part by a first reading that was stopped,
        and a list that seems to have lost rows is read anew, at once or by the next reading. Others
        cannot go by what is stored: it may be older than the second of its last change.
        """
        wanted = [head for head in heads if self._wants(head)]
        first = self._since is None and (self._at_start or self._short_at is not None)
        again = first or self._walk.anew
        again, self._at_start = again and not self._full, False
        doubtful = [head.key for head in wanted if head.deleted or again]
        here = await self._stored(doubtful) if doubtful else {}
        return [head.key for head in wanted if not self._is_done(head, here.get(head.key), again)]

    def _is_done(self, head: Head, stored: bytes | None, again: bool) -> bool:
        if not stored:
            return head.deleted
        read_at = self._began if self._short_at is None else self._short_at
        if not again or head.changed is None or head.changed + _LONG_SETTLED > read_at:
            return False
        return Head.of(msgspec.json.decode(stored)).changed == head.changed

    def _wants(self, head: Head) -> bool:
        changed = head.changed
        if changed is not None:
            self._newest = max(changed, self._newest or changed)
            if self._floor is not None and changed < self._floor - _DAY:
                self._shows_all = True
            if changed + _SETTLED <= self._now:
                self._seen[head.key] = changed
                if len(self._seen) > self._most:
                    self._seen = self._recent(self._seen)
                    self._most = max(_MANY, 2 * len(self._seen))
        if not head.key or not head.ours:
            return False
        if changed is None:
            return True
        return (self._floor is None or changed >= self._floor) and (
            self._known.get(head.key) != changed
        )

    async def _details(self, keys: Sequence[str]) -> list[Found]:
        found = await self._source.details(keys)
        if len(keys) == 1:
            return found
        found = [one for one in found if one.key in keys]
        came = {one.key for one in found}
        for key in keys:
            if key not in came:  # gone, or the server shows fewer at once
                self._at_once = 1
                found += await self._details([key])
        return found

    def _pages(self, found: list[Found]) -> list[Reading]:
        orders = [one.read for one in found if isinstance(one.read, Order)]
        links = {o.link: Link(o.link, o.retailer or o.link) for o in orders if o.link}
        readings: list[Reading] = []
        if not links.items() <= self._links.items():
            self._links |= links
            readings.append(LinksFound(tuple(self._links.values())))
        if found:
            set_aside = [one.read for one in found if isinstance(one.read, SetAside)]
            readings.append(Page(orders, set_aside, whole=frozenset(o.key for o in orders)))
        return readings

    # bookmarks

    def _place(self) -> Bookmark:
        walk = self._walk.bookmark()
        if walk is None:
            return {}
        return {
            "walk": walk,
            "began": self._began,
            "since": self._since,
            "newest": self._newest,
            "way": self._way,
        }

    def _mark(self) -> Bookmark:
        known = self._recent({**self._known, **self._seen})
        newest = self._watermark
        short = {} if newest is not None else {"short_at": self._began}
        return {"newest": newest, "known": known, **short}

    @property
    def _watermark(self) -> int | None:
        """Until when changes were seen. What changed meanwhile may have been read before that.

        Where some may have slipped by, they are asked for again; after a first reading, all are.
        """
        if self._newest is None or not self._walk.settled or is_short(self._walk):
            return self._since
        return min(self._newest, self._began)

    def _recent(self, seen: Mapping[str, int]) -> dict[str, int]:
        """Of the changes those that will be shown again the next time and cannot be settled."""
        floor = (self._watermark or self._newest or 0) - self._slack
        return {key: changed for key, changed in seen.items() if changed >= floor}


def _moment(record: Record, name: str) -> int | None:
    try:
        return when(record.get(name), name)
    except UnreadableRecord:
        return None


def _number(value: object) -> int | None:
    return value if type(value) is int else None
