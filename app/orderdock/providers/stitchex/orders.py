"""A sync of Stitchex: choose the organisation, then read its orders, new and changed."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from functools import partial

from orderdock.connector.contract import Desk, Link, LinksFound, OrdersRequest, Reading
from orderdock.connector.rereading import Limits, Part, Rereading, Row
from orderdock.connector.translating import numbered
from orderdock.domain.errors import NotAllowed, NotThere
from orderdock.providers.stitchex.api import Listing, StitchexApi
from orderdock.providers.stitchex.goods import Goods
from orderdock.providers.stitchex.lines import WHAT, OrderReader

ORDERS = Listing("sales_orders", WHAT)
PRODUCTS = Listing("products", "the list of products")
_SCOPE = "orders"


async def read_orders(desk: Desk, request: OrdersRequest) -> AsyncGenerator[Reading, None]:
    """Read the connection's organisation, strictly one page after the other (sheet 5, 6)."""
    api = StitchexApi(desk)
    await api.choose()
    yield LinksFound((Link(*api.organisation),))
    numbers = desk.assumptions.number
    rereading = Rereading(
        _Orders(desk, api),
        request.bookmarks.get(_SCOPE),
        now=int(desk.clock.now().timestamp()),
        full=request.full,
        limits=Limits(int(numbers("whole_pages")), numbers("whole_hours") * 3600),
    )
    async with aclosing(rereading.read()) as readings:
        async for reading in readings:
            yield reading


class _Orders:
    """The orders as a source for rereading; the products are read before the first of them."""

    def __init__(self, desk: Desk, api: StitchexApi) -> None:
        self._desk = desk
        self._api = api
        self._known: OrderReader | None = None
        self._since = desk.assumptions["since_id"].strip()

    async def page(self, number: int, after: int | None) -> Part:
        query = {"page": str(number)} if after is None else {self._since: str(after)}
        rows, meta = await self._api.page(ORDERS, query, (await self._reader()).page)
        return Part(rows, meta.total_count, meta.total_pages or 1, meta.next_page is not None)

    async def one(self, key: int) -> Row:
        return await self._api.one(ORDERS, key, "an order", (await self._reader()).one)

    async def _reader(self) -> OrderReader:
        if self._known is None:
            final = self._desk.assumptions["final_statuses"].lower().split(",")
            goods, words = await self._goods(), frozenset(word.strip() for word in final)
            self._known = OrderReader(goods, self._api.organisation, words)
        return self._known

    async def _goods(self) -> Goods:
        """All products; none where this account may not see them: categories are blank then."""
        goods, done = Goods(), 0
        try:
            async for page in numbered(partial(self._api.records, PRODUCTS), {}):
                await self._desk.work(goods.add, page.records)
                done += len(page.records)
                self._desk.dialogue.tell(
                    "scanning", "Reading the products", done=done, total=page.total
                )
        except (NotAllowed, NotThere):
            pass
        return goods
