"""A sync of Stock2Shop: its channels, then its orders, new and changed (sheet 7)."""

from collections.abc import AsyncGenerator
from contextlib import aclosing

from orderdock.connector import reading
from orderdock.connector.changes import Changes, Part
from orderdock.connector.contract import Desk, Link, LinksFound, Note, OrdersRequest, Reading
from orderdock.connector.elastic import at_moment, rising_search, settled
from orderdock.connector.reading import plain, text
from orderdock.domain.errors import Rejected, SignInNeeded
from orderdock.domain.orders import Order, SetAside
from orderdock.http.rising import Rising
from orderdock.providers.stock2shop import lines
from orderdock.providers.stock2shop.api import CLIENT_NAME, CURRENCY, PROVIDER, Stock2ShopApi
from orderdock.providers.stock2shop.goods import Goods


async def read_orders(desk: Desk, request: OrdersRequest) -> AsyncGenerator[Reading, None]:
    """Read the orders of all channels: those that changed since last time."""
    api = Stock2ShopApi(desk)
    hidden, found = "", []
    try:
        found = await api.records("channels")
    except SignInNeeded:  # a role may hide them; if the session is over, the orders will tell
        hidden = "This user may not see channels: orders are shown under the merchant's name."
    channels = {key: text(c, "description", "type") or "" for c in found if (key := text(c, "id"))}
    yield LinksFound(tuple(Link(key, name or f"Channel {key}") for key, name in channels.items()))
    currency = desk.settings.get(CURRENCY)
    if currency and not request.bookmarks:
        yield Note(f"Amounts are in {currency} because you said so: {PROVIDER} names no currency.")
    orders = _Orders(desk, api, channels)
    async with aclosing(orders.read(request)) as readings:
        async for one in readings:
            yield one
    if hidden:
        yield Note(hidden)
    if orders.goods.joining.refused:
        yield Note("This user may not see products: brands and categories are blank.")


class _Orders:
    def __init__(self, desk: Desk, api: Stock2ShopApi, channels: dict[str, str]) -> None:
        self._desk = desk
        self._api = api
        self._now = int(desk.clock.now().timestamp())
        self._by = ""
        self.goods = Goods(desk, api)
        client, currency = (desk.settings.get(key) for key in (CLIENT_NAME, CURRENCY))
        self._lines = lines.Lines(self.goods, channels, client or PROVIDER, currency)

    async def read(self, request: OrdersRequest) -> AsyncGenerator[Reading, None]:
        """By the moment of change, else in the next best order that is not refused (sheet 7)."""
        for by in (*self._desk.assumptions.words("orders_by"), ""):
            self._by = by
            changes = Changes(
                self._ask,
                None if request.full else request.bookmarks.get("orders"),
                provider=PROVIDER,
                what="the list of orders",
                now=self._now,
                limit=self._api.page_size,
                window=self._api.window,
                look_back=int(self._desk.assumptions.number("look_back_minutes") * 60),
                resumable=by == "modified",
                within=self._ask if by == "modified" else None,
            )
            try:
                async with aclosing(changes.read()) as readings:
                    async for one in readings:
                        yield one
            except Rejected:
                if changes.walk.seen or not by:
                    raise
            else:
                return
            yield Note(f"{PROVIDER} does not sort orders by what changed: all of them are read.")

    async def _ask(self, walk: Rising, moment: int | None = None) -> Part[Order | SetAside]:
        """A page in our order; of one moment alone, in the next best one."""
        by, only = (self._by, []) if moment is None else ("created", [at_moment(self._by, moment)])
        found = await self._api.search("orders", rising_search(by, walk, only))
        page = await self._desk.work(lines.read, found.rows)
        records = [record for _, record in page if isinstance(record, lines.Record)]
        sold = [(plain(s.variant_id), plain(s.sku)) for r in records for s in r.line_items or ()]
        await self.goods.joining.learn(sku for v, sku in sold if sku and not self.goods.of(v, sku))
        rows = await self._desk.work(self._lines.rows, page)
        values = (found.values or self._rested(records, by)) if by else []
        return Part(rows, values, *found[2:])

    def _rested(self, records: list[lines.Record], by: str) -> list[int]:
        """Moments by which the index may be sorted: a live order may be newer than the index."""
        rest = self._desk.assumptions.number("rest_seconds") if by == "modified" else 0
        moments = [reading.moment(getattr(record, by, None)) for record in records]
        return settled([m for m in moments if m is not None and m <= self._now - rest])
