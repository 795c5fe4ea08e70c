"""A sync of Synq: its shops and channels, then all orders, compared with what is here (sheet 6)."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace

from orderdock.connector import reading
from orderdock.connector.changes import Row
from orderdock.connector.completing import Completing
from orderdock.connector.contract import Completed, Desk, LinksFound, Note, OrdersRequest, Reading
from orderdock.connector.loose import Loose
from orderdock.connector.offset_list import OffsetList
from orderdock.connector.singles import Singles
from orderdock.domain.orders import Order, SetAside
from orderdock.http.overlap import Reading as Place
from orderdock.providers.synq import api
from orderdock.providers.synq.api import ORDERS, PROVIDER, platform_of
from orderdock.providers.synq.goods import Goods
from orderdock.providers.synq.lines import Lines
from orderdock.providers.synq.sign_in import access

_NO_LINES = f"{PROVIDER} shows the lines of its orders nowhere, so none of them are here."


async def read_orders(desk: Desk, request: OrdersRequest) -> AsyncGenerator[Reading, None]:
    """Read everything; nothing tells what changed, so it is compared."""
    for said in await access(desk).life():
        yield said
    shops = await api.SHOPS.offered(desk)
    if shops is not None:
        yield LinksFound(tuple(api.links_of(shops).values()))
    for shop in shops or ():
        status = reading.text(shop, "status") or "ACTIVE"
        if status.upper() != "ACTIVE":
            says = f"{PROVIDER} says {status} of it: newer orders may be missing."
            yield Note(f"{platform_of(shop)}: {says}")
    goods = Goods(desk)
    await goods.open()
    nameless = platform_of(shops[0]) if shops and len(shops) == 1 else PROVIDER
    lines = Lines(desk.assumptions, goods, nameless)
    single = Singles(desk, api.ORDER, "an order")
    whole = Completing(desk, request, single, lines.single, lines.is_bare, lines.loose).whole

    async def page(at: Place) -> list[Row[Loose]]:
        return await desk.work(lines.rows, (await desk.http.send(ORDERS.call(at))).body)

    async def understood(found: list[Loose]) -> list[Order | SetAside]:
        orders = await whole(found)
        await goods.learn(line for one in orders for line in lines.sold(one))
        return await desk.work(lines.orders, orders)

    everything = OffsetList(
        page,
        understood,
        provider=PROVIDER,
        limit=int(desk.assumptions.number("page_size")),
        now=int(desk.clock.now().timestamp()),
    )
    bookmark = None if request.full else request.bookmarks.get("orders")
    async with aclosing(everything.read(bookmark)) as readings:
        async for one in readings:
            if isinstance(one, Completed) and single.closed:
                one = replace(one, doubt=_NO_LINES)
            yield one
    if goods.singles.closed:
        yield Note(f"{PROVIDER} does not show single products: brands are blank.")
