"""Commits of a sync: made here while little is read, in a process of their own once it is much."""

import asyncio
import contextlib
import logging
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Self, assert_never

from orderdock.domain.connections import ConnectionId
from orderdock.domain.errors import OrderdockError
from orderdock.store.database import Database
from orderdock.store.entry import Entry, enter
from orderdock.store.orders import Saved
from orderdock.sync.saver_process import READY, Broke, Made, Trouble, answer_in, frame_of
from orderdock.sync.unbroken import unbroken
from orderdock.system.companion import Companion
from orderdock.system.frames import Gone

_log = logging.getLogger(__name__)

BESIDE_AFTER = 2_000
"""Lines: a quarter of a commit, so that the process is nearly there when the first one is full. Who
reads less pays nothing for a process that would hardly be used."""
_MODULE = "orderdock.sync.saver_process"


class SavingBroke(Exception):
    """Putting rows in failed in a way that nobody foresaw."""


class Saver:
    """Makes the commits of one or several connections, one after the other.

    Decoding takes one processor wholly; a second process puts rows in meanwhile, and has the next
    commit at hand when it is done with one. Each commit is one transaction there as here. Where a
    second process cannot be had, commits are made here; where it dies, the commit in hand counts as
    failed.
    """

    def __init__(self, database: Database, *, beside_after: float | None = None) -> None:
        """A process of its own once so many lines are coming; BESIDE_AFTER if nothing is said."""
        self._database = database
        self._beside_after = BESIDE_AFTER if beside_after is None else beside_after
        self._lines = 0
        self._beside: Companion | None = None
        self._ready = False
        self._threads: tuple[ThreadPoolExecutor, ThreadPoolExecutor] | None = None
        """One that sends, and one that hears what came of it."""
        self._torn: set[tuple[ConnectionId, int]] = set()
        """Runs of which a commit failed."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_why: object) -> None:
        """The process is gone afterwards, and the commits that were in its hands are made."""
        if self._threads is not None:
            threads, self._threads = self._threads, None
            _, stop = await unbroken(asyncio.to_thread(self._end, threads))
            if stop is not None:
                raise stop

    def coming(self, lines: int) -> None:
        """So many more will be committed: what takes its time to begin can begin."""
        self._lines += lines
        if self._threads is None and self._lines >= self._beside_after:
            self._threads = (
                ThreadPoolExecutor(1, thread_name_prefix="orderdock-saver-asks"),
                ThreadPoolExecutor(1, thread_name_prefix="orderdock-saver-hears"),
            )
            self._threads[0].submit(self._begin)

    def commit(self, entry: Entry) -> "asyncio.Future[Saved]":
        """Put it in, all of it or nothing, after what was handed over before; durable when done.

        After a commit that failed, all others of its run fail too: a bookmark must not move past
        rows that are not there. Not to be cancelled: see `unbroken`. The future raises
        DataFolderTrouble and other OrderdockErrors, SavingBroke.
        """
        if self._threads is None:
            return asyncio.wrap_future(self._database.submit(self._made, entry, None))
        asks, hears = self._threads
        sent = asks.submit(self._send, frame_of(entry))
        return asyncio.wrap_future(hears.submit(self._made, entry, sent))

    def _made(self, entry: Entry, sent: "Future[bool] | None") -> Saved:
        """What came of a commit beside; where nobody began with it, it is made here."""
        try:
            saved = None if sent is None else self._answer(sent=sent.result())
            return self._make(entry) if saved is None else saved
        except BaseException:
            if entry.run is not None:
                self._torn.add((entry.connection, entry.run))
            raise

    def _make(self, entry: Entry) -> Saved:
        if (entry.connection, entry.run) in self._torn:
            raise SavingBroke("an earlier commit of this run failed")
        return self._database.write_now(enter, entry)

    def _begin(self) -> None:
        with contextlib.suppress(Gone):
            self._beside = Companion(_MODULE, str(self._database.path))

    def _send(self, frame: bytes) -> bool:
        """Whether the process has it; it never has the whole of it when not."""
        beside = self._beside
        if beside is None:
            return False
        try:
            beside.send(frame)
        except Gone:
            return False
        return True

    def _answer(self, *, sent: bool) -> Saved | None:
        """What came beside of the next commit in turn; None when nobody began with it.

        The process takes one after the other: when it ends, it has not begun with any but the first
        that it did not answer.
        """
        if self._beside is None:
            return None
        if not sent or not self._is_ready():
            self._give_up()
            return None
        answer = self._beside.receive()
        if answer is None:
            self._give_up()
            raise OrderdockError(
                "The process that puts orders in ended before it was done.",
                "What was put in before is kept. Sync again.",
            )
        match answer_in(answer):
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
        return self._ready

    def _give_up(self) -> None:
        """From now on commits are made here."""
        _log.warning("the saver's process is gone")
        beside, self._beside = self._beside, None
        if beside is not None:
            beside.close()

    def _end(self, threads: tuple[ThreadPoolExecutor, ThreadPoolExecutor]) -> None:
        for thread in threads:
            thread.shutdown()
        if self._beside is not None:
            self._beside.close()
