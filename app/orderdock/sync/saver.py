"""Commits of a sync: made here while little is read, in a process of their own once it is much."""

import asyncio
import contextlib
import logging
from concurrent.futures import ThreadPoolExecutor
from typing import Self, assert_never

from orderdock.domain.errors import OrderdockError
from orderdock.store.database import Database
from orderdock.store.entry import Entry, enter
from orderdock.store.orders import Saved
from orderdock.sync.saver_process import READY, Broke, Made, Trouble, answer_in, frame_of
from orderdock.sync.unbroken import unbroken
from orderdock.system.companion import Companion
from orderdock.system.frames import Gone

_log = logging.getLogger(__name__)

BESIDE_AFTER = 8_000
"""Lines: a full commit. Who reads less pays nothing for a process that would hardly be used."""
_MODULE = "orderdock.sync.saver_process"


class SavingBroke(Exception):
    """Putting rows in failed in a way that nobody foresaw."""


class Saver:
    """Makes the commits of one or several connections, one after the other.

    Decoding takes one processor wholly; a second process puts rows in meanwhile. Each commit is one
    transaction there as here, and `commit` returns when it is durable. Where a second process
    cannot be had, commits are made here; where it dies, the commit in hand counts as failed.
    """

    def __init__(self, database: Database, *, beside_after: float | None = None) -> None:
        """A process of its own once so many lines have come; BESIDE_AFTER if nothing is said."""
        self._database = database
        self._beside_after = BESIDE_AFTER if beside_after is None else beside_after
        self._lines = 0
        self._beside: Companion | None = None
        self._ready = False
        self._thread: ThreadPoolExecutor | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_why: object) -> None:
        """The process is gone afterwards, and the commit that was in its hands is made."""
        if self._thread is not None:
            thread, self._thread = self._thread, None
            _, stop = await unbroken(asyncio.to_thread(self._end, thread))
            if stop is not None:
                raise stop

    async def commit(self, entry: Entry) -> Saved:
        """Put it in, all of it or nothing. Not to be cancelled: see `unbroken`.

        Raises DataFolderTrouble and other OrderdockErrors, SavingBroke.
        """
        if self._is_much(entry):
            if self._thread is None:
                self._thread = ThreadPoolExecutor(1, thread_name_prefix="orderdock-saver")
                self._thread.submit(self._begin)
            loop = asyncio.get_running_loop()
            saved = await loop.run_in_executor(self._thread, self._ask, entry)
            if saved is not None:
                return saved
        return await self._database.write(enter, entry)

    def _is_much(self, entry: Entry) -> bool:
        self._lines += sum(order.shown for order in entry.orders)
        return self._lines >= self._beside_after

    def _begin(self) -> None:
        with contextlib.suppress(Gone):
            self._beside = Companion(_MODULE, str(self._database.path))

    def _ask(self, entry: Entry) -> Saved | None:
        """What came of it beside; None when nobody is there, and nothing was committed."""
        if self._beside is None or not self._is_ready():
            return None
        try:
            self._beside.send(frame_of(entry))
        except Gone:  # it never had the whole of it
            self._give_up()
            return None
        frame = self._beside.receive()
        if frame is None:
            self._give_up()
            raise OrderdockError(
                "The process that puts orders in ended before it was done.",
                "What was put in before is kept. Sync again.",
            )
        match answer_in(frame):
            case Made(saved):
                return saved
            case Trouble(says, next_step, code):
                raise OrderdockError(says, next_step, code=code)
            case Broke(where):
                raise SavingBroke(where)
            case never:
                assert_never(never)

    def _is_ready(self) -> bool:
        """Whether its database is open; asked once, as it opens it while others go on reading."""
        if not self._ready and self._beside is not None:
            self._ready = self._beside.receive() == READY
            if not self._ready:
                self._give_up()
        return self._ready

    def _give_up(self) -> None:
        """From now on commits are made here."""
        _log.warning("the saver's process is gone")
        beside, self._beside = self._beside, None
        if beside is not None:
            beside.close()

    def _end(self, thread: ThreadPoolExecutor) -> None:
        thread.shutdown()
        if self._beside is not None:
            self._beside.close()
