"""A sync of Stitch Labs: list what changed, then read each such order in detail (sheet 6, 12)."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from datetime import UTC, datetime

from orderdock.connector.contract import Desk, OrdersRequest, Reading
from orderdock.connector.detailing import Detailing, Found, Head
from orderdock.connector.reading import flag
from orderdock.connector.walking import Part
from orderdock.domain.errors import NotThere, Rejected
from orderdock.providers.stitchlabs.api import ORDERS, StitchLabsApi
from orderdock.providers.stitchlabs.mapping import LINKS, read_orders_in
from orderdock.providers.stitchlabs.requests import Condition, Filter, Read, Sort

_DAY = 86_400


async def read_orders(desk: Desk, request: OrdersRequest) -> AsyncGenerator[Reading, None]:
    """All orders at first, then those that are new or changed."""
    detailing = Detailing(
        _Orders(desk),
        request.bookmarks,
        now=int(desk.clock.now().timestamp()),
        full=request.full,
        slack=int(desk.assumptions.number("extra_days") * _DAY),
        at_once=int(desk.assumptions.number("orders_per_detail")),
        stored=request.stored,
    )
    async with aclosing(detailing.read()) as readings:
        async for one in readings:
            yield one


class _Orders:
    """The orders of the account, as heads and in detail."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._api = StitchLabsApi(desk)
        self._links: tuple[str, ...] = LINKS
        self._drafts = desk.assumptions["drafts"].lower() in {"yes", "true"}

    def ways(self, floor: int | None) -> Sequence[Read]:
        """Every field that may tell what changed, with every way to sort."""
        words, filters = self._desk.assumptions.words, [Filter()]
        if floor is not None:
            filters = [Filter((self._since(field, floor),)) for field in words("changed_by")]
        return [Read(filter=one, sort=(Sort(by),)) for one in filters for by in words("sort")]

    def _since(self, field: str, floor: int) -> Condition:
        """Old orders change too: where only creation can be asked for, all are listed."""
        if field == "created_at":
            floor -= int(self._desk.assumptions.number("created_days") * _DAY)
        return Condition(field, ">=", f"{datetime.fromtimestamp(floor, UTC):%Y-%m-%d}")

    async def page(self, way: Read, number: int, after: int | None) -> Part[Head]:
        if after is not None:
            number, beyond = 1, Condition("id", ">", str(after))
            way = way._replace(filter=Filter((*way.filter.every, beyond)))
        answer = await self._api.listed(ORDERS, way._replace(page_num=number))
        rows = [Head.of(one, ours=self._drafts or not flag(one, "draft")) for one in answer.records]
        total, pages = answer.meta("total"), answer.meta("last_page") or 0
        return Part(rows, total, pages, answer.more_after(number))

    async def details(self, keys: Sequence[str]) -> list[Found]:
        read = Read(links=self._links, ids=tuple(keys))
        try:
            body = await self._api.send(ORDERS, read, "/detail")
        except NotThere:
            return []
        except Rejected:
            if not self._links:
                raise
            self._links = ()  # without any, everything comes (sheet 6)
            return await self.details(keys)
        return await self._desk.work(read_orders_in, body)
