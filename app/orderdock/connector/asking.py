"""Questions to a person that stay open while other work goes on."""

import asyncio
from collections.abc import Awaitable, Coroutine
from types import TracebackType
from typing import Any, Self


class Asking:
    """Owns conversations, one for each subject; leaving the context takes all of them away.

    An async generator cannot hold a TaskGroup over a `yield`: this owner raises nothing of its own
    when it is left, whatever way that happens.
    """

    def __init__(self) -> None:
        self._open: dict[str, asyncio.Future[None]] = {}
        self._withdrawn: set[asyncio.Future[None]] = set()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for about in list(self._open):
            self.withdraw(about)
        await asyncio.gather(*self._withdrawn, return_exceptions=True)

    def start(self, about: str, conversation: Coroutine[Any, Any, None]) -> None:
        """Begin a conversation about `about`; there is none about it yet."""
        self._open[about] = asyncio.ensure_future(conversation)

    def is_open(self, about: str) -> bool:
        """Whether a conversation about it goes on, or ended and was not collected."""
        return about in self._open

    def withdraw(self, about: str) -> None:
        """Take a question away that no longer matters; nothing when there is none."""
        conversation = self._open.pop(about, None)
        if conversation is not None:
            conversation.cancel()
            self._withdrawn.add(conversation)
            conversation.add_done_callback(_seen)

    def collect(self) -> dict[str, BaseException | None]:
        """The conversations that ended since the last look, with what each of them raised."""
        ended = {about: task for about, task in self._open.items() if task.done()}
        for about in ended:
            del self._open[about]
        return {
            about: asyncio.CancelledError() if task.cancelled() else task.exception()
            for about, task in ended.items()
        }

    async def meanwhile(self, pause: Awaitable[None]) -> None:
        """Wait until `pause` is over or a conversation ends, whichever is first."""
        rest = asyncio.ensure_future(pause)
        try:
            await asyncio.wait({rest, *self._open.values()}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            rest.cancel()
            await asyncio.gather(rest, return_exceptions=True)


def _seen(conversation: asyncio.Future[None]) -> None:
    """Look at what a withdrawn conversation raised: nobody else will."""
    if not conversation.cancelled():
        conversation.exception()
