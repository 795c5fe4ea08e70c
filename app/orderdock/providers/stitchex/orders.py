"""A sync of Stitchex: choose the organisation, then read its orders, new and changed."""

from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from functools import partial

from orderdock.connector.contract import Desk, LinksFound, OrdersRequest, Progress, Reading
from orderdock.connector.goods import Goods
from orderdock.connector.numbered import numbered
from orderdock.connector.owned import TRIES
from orderdock.connector.rereading import Limits, Rereading, Row
from orderdock.connector.walking import Part
from orderdock.domain.errors import NotAllowed, NotThere
from orderdock.providers.stitchex.api import StitchexApi
from orderdock.providers.stitchex.goods import take_in
from orderdock.providers.stitchex.lines import OrderReader

ORDERS, PRODUCTS = "sales_orders", "products"


async def read_orders(desk: Desk, request: OrdersRequest) -> AsyncGenerator[Reading, None]:
    """Read the connection's organisation, strictly one page after the other (sheet 5, 6)."""
    api, numbers = StitchexApi(desk), desk.assumptions.number
    await api.choose()
    yield LinksFound((api.organisation,))
    final = {status.strip() for status in desk.assumptions["final_statuses"].lower().split(",")}
    for _ in range(TRIES):
        goods = Goods()
        with suppress(NotAllowed, NotThere):  # where they may not be seen, categories stay blank
            async for page in numbered(partial(api.records, PRODUCTS), {}):
                await desk.work(take_in, goods, page.records)
                count = len(goods.products)
                yield Progress("scanning", count, page.total, "Reading the products")
        reader = OrderReader(goods, api.organisation, final)
        orders = _Orders(api, reader, desk.assumptions["since_id"])
        if look := await orders.look():
            break
    else:
        raise api.elsewhere()
    rereading = Rereading(
        orders,
        request.bookmarks.get("orders"),
        now=int(desk.clock.now().timestamp()),
        full=request.full,
        limits=Limits(int(numbers("whole_pages")), numbers("whole_hours") * 3600),
    )
    async with aclosing(rereading.read(look)) as readings:
        async for reading in readings:
            yield reading


class _Orders:
    """The orders as a source for rereading."""

    def __init__(self, api: StitchexApi, reader: OrderReader, since: str) -> None:
        self._api = api
        self._reader = reader
        self._since = since

    async def look(self) -> Part[Row] | None:
        """The first page; None when ours was not the current organisation until now.

        Products do not say whose they are: those read before such a page may be another's.
        """
        strayed = self._api.strayed
        part = await self.page(1, None)
        return part if strayed == self._api.strayed else None

    async def page(self, number: int, after: int | None) -> Part[Row]:
        query = {"page": str(number)} if after is None else {self._since: str(after)}
        rows, meta = await self._api.page(ORDERS, query, self._reader.page, surely=True)
        return Part(rows, meta.total_count, meta.total_pages or 0, meta.next_page is not None)

    async def one(self, key: int) -> Row:
        return await self._api.one(ORDERS, key, "an order", self._reader.one)
