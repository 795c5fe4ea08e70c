"""Work that a cancel must not tear: it runs to its end, and then the cancel goes on."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

T = TypeVar("T")


async def unbroken(work: Awaitable[T]) -> tuple[T, asyncio.CancelledError | None]:
    """The result of `work`, and the cancel that arrived meanwhile, for the caller to raise.

    Meant for one short commit: a cancel ends within two seconds all the same.
    """
    task = asyncio.ensure_future(work)
    stop: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError as cancel:
            if task.cancelled():
                raise
            stop = cancel
        except Exception:  # noqa: BLE001 - raised below, by the task's result
            break
    trouble = None if task.cancelled() else task.exception()
    if stop is not None and trouble is not None:
        raise stop from trouble
    return task.result(), stop
