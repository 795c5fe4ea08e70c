"""The process of a window's syncs, at a provider that always has another page of new lines."""

import itertools
import random
import sys
from collections.abc import AsyncGenerator

from orderdock import registry, sync_process
from orderdock.connector.contract import (
    Desk,
    Link,
    LinksFound,
    OrdersRequest,
    Page,
    Progress,
    Reading,
)
from tests.benchmarks import made_orders
from tests.support.pretend_provider import pretend

PAGES = 60
LINKS = tuple(Link(str(number), f"Retailer {number}") for number in range(8))


async def endless(_desk: Desk, _request: OrdersRequest) -> AsyncGenerator[Reading, None]:
    """Pages of a thousand new lines each, as fast as they are taken."""
    some = list(made_orders.pages(1_000 * PAGES, seed=random.randrange(10**9)))
    yield LinksFound(LINKS)
    for number in itertools.count():
        body = some[number % PAGES].replace(b'"orderId":"', b'"orderId":"%d-' % number)
        yield Progress("reading", done=1_000 * number, link=str(number % len(LINKS)))
        yield Page(made_orders.decode(body), bookmark={"page": number})


def at_endless_provider() -> None:
    """Whatever this process syncs from now on, it syncs from there."""
    provider = pretend(endless)
    registry.provider = lambda _id: provider  # type: ignore[assignment] # in this process alone


def main() -> int:
    at_endless_provider()
    return sync_process.main()


if __name__ == "__main__":
    sys.exit(main())
