"""A history of lines in a dated list that knows no order of its own.

It is read span by span, without losing or doubling a line.
"""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from hashlib import blake2b

from orderdock.connector.contract import Bookmark, Desk, Page, Progress
from orderdock.connector.dated_list import Source, SpanReader
from orderdock.connector.line_rows import key_of
from orderdock.connector.spans import Span, midnight
from orderdock.domain.orders import Order, SetAside


class History:
    """Reads the orders of one link (of all when `link` is empty) from a bookmark on.

    `fresh_to` is how far the provider's own copy is up to date (seconds since 1970 UTC): bookmarks
    never go beyond it, so that what a link sends late is still read.
    """

    def __init__(
        self,
        desk: Desk,
        source: Source,
        link: str,
        *,
        bookmark: Bookmark | None,
        full: bool,
        fresh_to: int,
    ) -> None:
        self._desk = desk
        self._source = source
        self._limits = source.limits
        self._link = link
        self._now = int(desk.clock.now().timestamp())
        self._fresh_to = fresh_to
        known = {} if bookmark is None else bookmark
        self._known_to, lines = _whole(known, "read_to"), _whole(known, "lines")
        self._newest = _whole(known, "newest")
        """The latest order met so far; in a history long at rest, changes are near its end."""
        is_small = lines is not None and lines <= self._limits.whole_lines
        self._from = None
        self._lines_before: int | None = 0
        if not (full or is_small or self._known_to is None):
            newest = self._known_to if self._newest is None else self._newest
            self._from = min(self._known_to, newest) - self._limits.look_back
            self._lines_before = lines
        self._met: set[bytes] = set()
        self._again = False
        self.seen = 0
        """Lines received, those met twice counted once."""

    @property
    def scope(self) -> str:
        """Under which bookmarks are kept."""
        return scope_of(self._link)

    async def read(self) -> AsyncGenerator[Page | Progress, None]:
        """Pages oldest span first; the newest orders, which may still change, come last."""
        start = None if self._from is None else midnight(self._from)
        waiting = [Span(start, None)]
        parted = False
        while waiting:
            span = waiting.pop()
            halves = span.halves(self._limits.oldest_year, self._now)
            pages = 0
            async with aclosing(self._read_span(span, may_split=halves is not None)) as readings:
                async for page in readings:
                    if page is None:  # too much in it
                        parted = True
                        waiting += reversed(halves or ())
                        break
                    pages += bool(page.orders)
                    yield page
                    yield Progress("reading", done=self.seen, link=self._link)
            if span.end is None and pages > 1 and not parted and not self._again:
                self._again = True  # it may have moved while it was read: the newest once more
                waiting.append(Span(midnight(self._now - self._limits.look_back), None))

    async def _read_span(self, span: Span, *, may_split: bool) -> AsyncGenerator[Page | None, None]:
        reader, limit = SpanReader(self._source, span), self._limits.page_size
        first = True
        while True:
            body = await self._source.ask(span, reader.reading.offset, limit)
            taken = await self._desk.work(reader.take, body)
            if first and may_split and not taken.done and await self._is_large(span, reader):
                yield None
                return
            self._count(taken.orders)
            alone = first and taken.done and not taken.set_aside
            first = False
            bookmark = self._bookmark(span) if taken.done else None
            set_aside = [record for record in taken.set_aside if self._is_new(record)]
            if taken.orders or set_aside or bookmark is not None:
                yield Page(
                    taken.orders,
                    set_aside,
                    scope=self.scope,
                    bookmark=bookmark,
                    whole=frozenset(order.key for order in taken.orders if alone),
                )
            if taken.done:
                return

    def _count(self, orders: list[Order]) -> None:
        self.seen += 0 if self._again else sum(len(order.lines) for order in orders)
        moments = [order.ordered_at for order in orders if order.ordered_at is not None]
        if moments:
            self._newest = max(self._newest or 0, min(max(moments), self._now))

    async def _is_large(self, span: Span, reader: SpanReader) -> bool:
        body = await self._source.ask(span, self._limits.split_rows, 1)
        rows = await self._desk.work(self._source.read, body)
        reader.deaf = bool(rows) and key_of(rows[0]) == reader.first[0]
        return bool(rows) and not reader.deaf

    def _is_new(self, record: SetAside) -> bool:
        """Spans overlap by some days: a record without a date is met in each of them."""
        before = len(self._met)
        self._met.add(blake2b(record.raw, digest_size=12).digest())
        return len(self._met) > before

    def _bookmark(self, span: Span) -> Bookmark | None:
        reached = self._now if span.end is None else span.end
        read_to = max(self._known_to or 0, min(reached, self._fresh_to))
        if read_to <= 0:
            return None
        bookmark = {"read_to": read_to}
        if self._newest is not None:
            bookmark["newest"] = self._newest
        if span.end is None and self._lines_before is not None:  # it is all of them
            bookmark["lines"] = self._lines_before + self.seen
        return bookmark


def _whole(bookmark: Bookmark, name: str) -> int | None:
    value = bookmark.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def scope_of(link: str) -> str:
    """The bookmark's scope for a link; for all of them when `link` is empty."""
    return f"orders/{link}" if link else "orders"
