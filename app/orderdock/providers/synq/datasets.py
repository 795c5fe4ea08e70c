"""What Synq can be asked for as it is: its lists, and single orders and products (sheet 5, 6)."""

from functools import partial
from typing import Any

from orderdock.connector import reading
from orderdock.connector.changes import Row
from orderdock.connector.contract import Dataset, Desk
from orderdock.connector.lists import by_id, by_offset, in_one
from orderdock.connector.singles import single
from orderdock.http.overlap import Reading
from orderdock.providers.synq import api
from orderdock.providers.synq.api import ORDER, ORDERS, PRODUCTS, PROVIDER

Record = dict[str, Any]


async def _one(name: str, desk: Desk, key: str) -> list[Record]:
    path = ORDER if name == "order" else desk.assumptions["product_path"]
    reply = await desk.http.send(single(path, key, f"the {name}"))
    return [reading.a_record(reply.body, f"the {name}", PROVIDER, name)]


async def _orders(desk: Desk, at: Reading) -> list[Row[Record]]:
    ids = desk.assumptions.words("order_id")
    found = await ORDERS.records(desk, at)
    return [Row(reading.text(one, *ids) or str(one), str(one), one) for one in found]


_PAGED = by_offset(_orders, lambda desk: int(desk.assumptions.number("page_size")))
_ORDERS = by_id(partial(_one, "order"), _PAGED)
_PRODUCTS = by_id(partial(_one, "product"), in_one(PRODUCTS.records))
DATASETS = (
    Dataset("connections", "Shops", "Shops that are linked and live", in_one(api.SHOPS.records)),
    Dataset("channels", "Channels", "Where orders come from", in_one(api.CHANNELS.records)),
    Dataset("orders", "Orders", "As they are; one of them by its id", _ORDERS),
    Dataset("products", "Products", "100 in short; any by its id", _PRODUCTS),
    Dataset("categories", "Categories", "The tree", in_one(api.CATEGORIES.records)),
    Dataset("brands", "Brands", "Makers", in_one(lambda desk: api.brands(desk).records(desk))),
    Dataset("attributes", "Attributes", "Of products", in_one(api.ATTRIBUTES.records)),
    Dataset("audit", "Audit log", "The newest 50 entries", in_one(api.AUDIT.records)),
)
