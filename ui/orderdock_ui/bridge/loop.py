"""Where asyncio meets Qt: one loop, and tasks that somebody owns.

Imported after the first paint only: asyncio and qasync cost more than the window.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import qasync
from PySide6.QtWidgets import QApplication

Report = Callable[[BaseException], None]

_log = logging.getLogger(__name__)
_PATIENCE_S = 5.0
"""How long quitting waits for cancelled work to put things in order."""


class Tasks:
    """Keeps every running task, reports what fails, and ends all of them at quit."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._running: set[asyncio.Task[Any]] = set()
        self._closing = False

    def spawn(self, work: Coroutine[Any, Any, Any], name: str) -> asyncio.Task[Any]:
        """Run `work` until it ends; an error it does not handle itself is reported once."""
        task = asyncio.get_running_loop().create_task(work, name=name)
        self._running.add(task)
        task.add_done_callback(self._ended)
        if self._closing:
            task.cancel()
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if task.cancelled():
            return
        error = task.exception()
        if error is not None:
            self._report(error)

    def names(self) -> list[str]:
        """What is running now."""
        return sorted(task.get_name() for task in self._running)

    async def close(self) -> None:
        """Cancel everything and wait until it has ended."""
        self._closing = True
        running = set(self._running)
        for task in running:
            task.cancel()
        if running:
            _done, stuck = await asyncio.wait(running, timeout=_PATIENCE_S)
            for task in stuck:
                _log.warning("work did not end in time: %s", task.get_name())


def run(app: QApplication, main: Callable[[], Awaitable[None]], report: Report) -> None:
    """Run `main` on a loop that serves Qt and asyncio; returns when it is over."""

    def surprised(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, BaseException):
            report(error)
        else:
            _log.warning("the event loop says: %s", context.get("message", ""))

    app.setQuitOnLastWindowClosed(False)
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    loop.set_exception_handler(surprised)
    with loop:
        loop.run_until_complete(main())
        loop.run_until_complete(loop.shutdown_asyncgens())
    asyncio.set_event_loop(None)
