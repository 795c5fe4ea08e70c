"""A sync of Stackline: let it read its retailers anew, then read its list of orders (sheet 2.8)."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from dataclasses import replace
from functools import partial

from orderdock.connector.contract import Desk, OrdersRequest, Reading
from orderdock.connector.dated_list import Limits, Source
from orderdock.connector.refreshed_orders import RefreshedOrders
from orderdock.connector.spans import Span
from orderdock.http.calls import Expects
from orderdock.providers.stackline.api import ENDPOINTS, StacklineApi
from orderdock.providers.stackline.card import CARD
from orderdock.providers.stackline.lines import CSV, JSON, WHAT

_LARGEST_PAGE = 1000


async def read_orders(desk: Desk, request: OrdersRequest) -> AsyncGenerator[Reading, None]:
    """Sync all retailers and read each one's orders as soon as it is done."""
    api = StacklineApi(desk)
    orders = RefreshedOrders(
        desk,
        api.jobs(),
        api.catalogue,
        api.connected,
        start_all=partial(api.sessions.start, "sync_all"),
        start_alone=lambda connection: api.sessions.start("sync_connection", id=connection),
        source=partial(source, desk),
        word=CARD.link_word,
    )
    async with aclosing(orders.read(request)) as readings:
        async for reading in readings:
            yield reading


def source(desk: Desk, retailer: str, names: Mapping[str, str]) -> Source:
    """The list of a retailer's orders, of all when it is empty; `names` are theirs by number."""
    assumed = desk.assumptions
    as_csv = assumed["orders_format"].strip().lower() == "csv"

    async def ask(span: Span, offset: int, limit: int) -> bytes:
        first, last = span.days(int(assumed.number("extra_days")))
        query = {
            "limit": str(limit),
            "offset": str(offset),
            "retailer_id": retailer,
            "start_date": first or "",
            "end_date": last or "",
            "format": "csv" if as_csv else "",
        }
        told = {name: value for name, value in query.items() if value}
        call = ENDPOINTS.call(assumed, "orders", query=told)
        if as_csv:
            call = replace(call, expects=Expects.ANYTHING if offset else Expects.TEXT)
        return (await desk.http.send(call)).body

    read = partial((CSV if as_csv else JSON).read, link=retailer)
    return Source(ask, read, Limits.assumed(assumed, _LARGEST_PAGE), WHAT, CARD.name, names)
