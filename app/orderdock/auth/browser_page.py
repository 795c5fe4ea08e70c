"""A page in the browser that a person answers, or that is answered from elsewhere."""

import asyncio
from collections.abc import Awaitable
from datetime import timedelta
from typing import Any

from orderdock.auth.steps import Answers, BrowserPage, Dialogue


async def visited(
    dialogue: Dialogue, page: BrowserPage, *arrivals: Awaitable[str], within: timedelta
) -> str | None:
    """What comes first: one of `arrivals`, or what the person pastes; None after too long.

    The page is taken away then, and the other ways are given up. Raises what the first one raises.
    """
    asked: asyncio.Future[Answers] = asyncio.ensure_future(dialogue.ask(page))
    waiting = [asyncio.ensure_future(arrival) for arrival in arrivals]
    everything: list[asyncio.Future[Any]] = [*waiting, asked]
    try:
        await asyncio.wait(
            everything, timeout=within.total_seconds(), return_when=asyncio.FIRST_COMPLETED
        )
        for arrival in waiting:
            if arrival.done():
                return arrival.result()
        return asked.result().text("redirect_url") if asked.done() else None
    finally:
        for way in everything:
            way.cancel()
        await asyncio.gather(*everything, return_exceptions=True)
