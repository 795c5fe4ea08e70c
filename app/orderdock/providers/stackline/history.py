"""The purchase history of one retailer, read span by span without losing or doubling a line."""

from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import NamedTuple

from orderdock.connector import reading
from orderdock.connector.contract import Bookmark, Desk, Page, Progress
from orderdock.domain.orders import Order, SetAside
from orderdock.http.calls import Expects
from orderdock.http.overlap import Reading
from orderdock.providers.stackline import lines
from orderdock.providers.stackline.api import call
from orderdock.providers.stackline.lines import Row, Rows
from orderdock.providers.stackline.provider_csv import read_csv
from orderdock.providers.stackline.spans import DAY, Span, midnight

_USUAL_SIZES = 50
"""A page of 50, 100, 200 ... rows may be a server's own maximum rather than the end."""
_BARREN_PAGES = 3
"""So many full pages without anything new may come of a list that moves; more do not."""


class _Taken(NamedTuple):
    orders: list[Order]
    set_aside: list[SetAside]
    received: int
    done: bool


@dataclass
class _SpanReader:
    """One span: lays pages over each other and tells equal lines apart. Runs in the worker."""

    span: Span
    link: str
    limit: int
    as_csv: bool
    reading: Reading = field(init=False)
    occurrences: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.reading = Reading(self.limit)

    def take(self, body: bytes) -> _Taken:
        """What is new in the page asked for. Raises UnexpectedAnswer."""
        rows = read_csv(body, self.link) if self.as_csv else lines.read_json(body, self.link)
        fresh = self.reading.take([_key(row) for row in rows])
        if self.reading.barren > _BARREN_PAGES:
            raise reading.unexpected(lines.WHAT, lines.PROVIDER, "the same page comes every time")
        new: Rows = [row for row, is_new in zip(rows, fresh, strict=True) if is_new]
        mine = [r for r in new if isinstance(r, Row) and self.span.holds(r.ordered_at)]
        return _Taken(
            lines.orders_of(mine, self.occurrences),
            [r for r in new if isinstance(r, SetAside)],
            len(rows),
            self.reading.done or self._ends_with(len(rows), anything_new=any(fresh)),
        )

    def _ends_with(self, received: int, *, anything_new: bool) -> bool:
        """A page shorter than asked for is the last one (sheet 2.8), if it joined what was read."""
        return anything_new and received < self.limit and received % _USUAL_SIZES != 0


def _key(row: Row | SetAside) -> str:
    if isinstance(row, SetAside):
        return blake2b(row.raw, digest_size=12).hexdigest()
    return "\x1f".join(row.identity)


class History:
    """Reads one retailer's orders (all retailers' when `link` is empty) from a bookmark on.

    `fresh_to` is how far Stackline's own copy is up to date (seconds since 1970 UTC): bookmarks
    never go beyond it, so that what a retailer sends late is still read.
    """

    def __init__(
        self, desk: Desk, link: str, *, bookmark: Bookmark | None, full: bool, fresh_to: int
    ) -> None:
        settings = desk.assumptions
        self._desk = desk
        self._link = link
        self._limit = max(1, min(int(settings.number("page_size")), 1000))
        self._split_rows = int(settings.number("split_rows"))
        self._oldest_year = int(settings.number("oldest_year"))
        self._extra_days = int(settings.number("extra_days"))
        self._look_back = int(settings.number("look_back_days")) * DAY
        self._as_csv = settings["orders_format"].strip().lower() == "csv"
        self._now = int(desk.clock.now().timestamp())
        self._fresh_to = fresh_to
        known = (bookmark or {}).get("read_to")
        self._known_to = known if isinstance(known, int) and not isinstance(known, bool) else None
        self._from = None if full or self._known_to is None else self._known_to - self._look_back
        self._met: set[bytes] = set()
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
        parted = again = False
        while waiting:
            span = waiting.pop()
            halves = span.halves(self._oldest_year, self._now)
            pages = 0
            async with aclosing(self._read_span(span, may_split=halves is not None)) as readings:
                async for page in readings:
                    if page is None:  # too much in it
                        parted = True
                        waiting += reversed(halves or ())
                        break
                    pages += bool(page.orders)
                    self.seen += 0 if again else sum(len(order.lines) for order in page.orders)
                    yield page
                    yield Progress("reading", done=self.seen, link=self._link)
            if span.end is None and pages > 1 and not parted and not again:
                again = True  # it may have moved while it was read: the newest once more
                waiting.append(Span(midnight(self._now - self._look_back), None))

    async def _read_span(self, span: Span, *, may_split: bool) -> AsyncGenerator[Page | None, None]:
        reader = _SpanReader(span, self._link, self._limit, self._as_csv)
        first = True
        while True:
            body = await self._ask(span, reader.reading.offset, self._limit)
            taken = await self._desk.work(reader.take, body)
            if first and may_split and not taken.done and await self._is_large(span):
                yield None
                return
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

    async def _is_large(self, span: Span) -> bool:
        body = await self._ask(span, self._split_rows, 1)
        return bool(await self._desk.work(self._records, body))

    def _records(self, body: bytes) -> Rows:
        return read_csv(body) if self._as_csv else lines.read_json(body)

    async def _ask(self, span: Span, offset: int, limit: int) -> bytes:
        query = {"limit": str(limit), "offset": str(offset), **span.query(self._extra_days)}
        if self._link:
            query["retailer_id"] = self._link
        if self._as_csv:
            query["format"] = "csv"
        request = call(self._desk.assumptions, "orders", query=query)
        if self._as_csv:
            expects = Expects.ANYTHING if offset else Expects.TEXT
            request = replace(request, expects=expects)
        return (await self._desk.http.send(request)).body

    def _is_new(self, record: SetAside) -> bool:
        """Spans overlap by some days: a record without a date is met in each of them."""
        before = len(self._met)
        self._met.add(blake2b(record.raw, digest_size=12).digest())
        return len(self._met) > before

    def _bookmark(self, span: Span) -> Bookmark | None:
        reached = self._now if span.end is None else span.end
        read_to = max(self._known_to or 0, min(reached, self._fresh_to))
        return {"read_to": read_to} if read_to > 0 else None


def scope_of(link: str) -> str:
    """The bookmark's scope for a retailer; for all of them when `link` is empty."""
    return f"orders/{link}" if link else "orders"
