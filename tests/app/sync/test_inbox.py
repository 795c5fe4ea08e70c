"""What waits between reading and writing."""

import asyncio

from orderdock.connector.contract import Completed, Page
from orderdock.domain.orders import Line, Order
from orderdock.sync.batch import Kept, Pack, packed
from orderdock.sync.inbox import Inbox


def page(lines: int) -> Pack:
    return packed(Page([Order("a", "a", None, None, tuple(Line(str(n)) for n in range(lines)))]))


async def test_reading_waits_once_more_is_there_than_a_commit_takes() -> None:
    inbox: Inbox[Kept] = Inbox()
    large, next_one = page(17_000), Completed("1")
    await inbox.put(large)
    waiting = asyncio.ensure_future(inbox.put(next_one))
    await asyncio.sleep(0)
    assert not waiting.done()
    assert await inbox.get() is large
    await waiting
    assert await inbox.get() is next_one


async def test_what_is_there_comes_in_the_order_it_was_put_in() -> None:
    inbox: Inbox[Kept] = Inbox()
    readings: list[Kept] = [page(3), Completed("1"), page(5_000)]
    for reading in readings:
        await inbox.put(reading)
    assert inbox.take_all() == readings
    assert inbox.take_all() == []
