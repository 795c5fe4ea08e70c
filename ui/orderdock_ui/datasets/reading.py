"""One reading under way: pages come in, at most ten times a second, until it ends or is ended."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from orderdock.domain.errors import OrderdockError, PersonCancelled
from orderdock.services.datasets import Records
from orderdock_ui.datasets.result import Result, Stand

_log = logging.getLogger(__name__)
_PAUSE_MS = 100
Waiting = Callable[[float, str], None]
Fetch = Callable[[Waiting], AsyncGenerator[Records, None]]


class Reading(QObject):
    """Fills a Result; `run` is to be run as a task that somebody owns."""

    came = Signal()
    ended = Signal()

    def __init__(self, result: Result, fetch: Fetch, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.result = result
        self._fetch = fetch
        self._held: list[dict[str, Any]] = []
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._timer.timeout.connect(self._let_in)
        self._task: asyncio.Task[Any] | None = None
        self._over = False
        result.stand = Stand.READING

    def begin(self, spawn: Callable[[Any, str], "asyncio.Task[Any]"], name: str) -> None:
        """Run as a task of `spawn`."""
        self._task = spawn(self.run(), name)

    def cancel(self) -> None:
        """Stop; what came stays."""
        if self._task is not None:
            self._task.cancel()
        self._end(Stand.CANCELLED)  # a task cancelled before its first step never runs at all

    async def run(self) -> None:
        """Read to the end. Errors are kept in the result, surprises too."""
        try:
            async with aclosing(self._fetch(self._wait)) as pages:
                async for page in pages:
                    self._take(page)
        except PersonCancelled:
            self._end(Stand.CANCELLED)
        except asyncio.CancelledError:
            self._end(Stand.CANCELLED)
            raise
        except Exception as error:  # noqa: BLE001 - said on the page that asked
            self.result.error = error
            self._end(Stand.FAILED)
            if not isinstance(error, OrderdockError):
                _log.exception("something unexpected happened while a dataset was read")
        else:
            self._end(Stand.WHOLE)

    def _take(self, page: Records) -> None:
        if self._over:
            return
        self._held += page.records
        self.result.news = replace(page, records=[])
        self.result.waits = ""
        if not self._timer.isActive():
            self._timer.start()

    def _wait(self, _seconds: float, sentence: str) -> None:
        if not self._over:
            self.result.waits = sentence
            self._let_in()

    def _let_in(self) -> None:
        held, self._held = self._held, []
        self.result.model.add(held)
        self.came.emit()

    def _end(self, stand: Stand) -> None:
        if self._over:
            return
        self._over = True
        self._timer.stop()
        self._let_in()
        self.result.waits = ""
        self.result.stand = stand
        self.ended.emit()
