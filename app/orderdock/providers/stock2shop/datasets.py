"""What Stock2Shop can be asked for as it is: searches, channels, sources (sheet 6)."""

from collections.abc import AsyncGenerator
from functools import partial

from orderdock.connector.contract import Dataset, DatasetPage, DatasetQuery, Desk
from orderdock.connector.elastic import searched
from orderdock.http.rising import Rising
from orderdock.providers.stock2shop.api import Stock2ShopApi

_TEXTS = {"orders": ("channel_order_code", "customer.email"), "products": ("title",)}
"""What can be searched for (sheet 6.5, 6.6)."""


async def _listed(name: str, desk: Desk, _query: DatasetQuery) -> AsyncGenerator[DatasetPage, None]:
    found = await Stock2ShopApi(desk).records(name)
    yield DatasetPage(found, total=len(found))


def _found(name: str, desk: Desk, query: DatasetQuery) -> AsyncGenerator[DatasetPage, None]:
    api = Stock2ShopApi(desk)
    search, walk = partial(api.search, name), Rising(api.page_size, window=api.window)
    return searched(desk, search, query, walk, ("modified", "created"), *_TEXTS[name])


DATASETS = (
    Dataset("orders", "Orders", "Orders as they are", partial(_found, "orders")),
    Dataset("products", "Products", "Variants, stock and prices", partial(_found, "products")),
    Dataset("channels", "Channels", "Where orders come from", partial(_listed, "channels")),
    Dataset("sources", "Sources", "Where products come from", partial(_listed, "sources")),
)
