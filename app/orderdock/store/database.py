"""The one SQLite file: opening, migrating, the one writing connection, a reader per thread."""

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

import apsw

from orderdock.store import schema
from orderdock.store.trouble import in_words

if TYPE_CHECKING:
    import concurrent.futures
    from concurrent.futures import ThreadPoolExecutor

T = TypeVar("T")
P = ParamSpec("P")

_WRITER_CACHE_KB = 64 * 1024
_READER_CACHE_KB = 16 * 1024
_PAGE_SIZE = 8192
"""Measured: a quarter less work per commit than 4096, and reading loses nothing."""
_CHECKPOINT_PAGES = 4_000


class Database:
    """One profile's database.

    Writing happens on one connection, one transaction per call, and checkpoints there too. Readers
    are read-only, one per thread. Failures a person can do something about come as
    DataFolderTrouble. Nothing else in this process may open the file with another SQLite library.
    """

    def __init__(self, path: Path, writer: apsw.Connection) -> None:
        self.path = path
        self._writer = writer
        self._writing = threading.RLock()
        self._local = threading.local()
        self._readers: list[apsw.Connection] = []
        self._readers_lock = threading.Lock()
        self._worker: ThreadPoolExecutor | None = None

    @classmethod
    def open(cls, path: Path) -> "Database":
        """Open, or create with mode 0600, and bring to the current version.

        Raises DataFolderTrouble for a database from a newer version (nothing is touched), a damaged
        one, another kind of file, a folder that cannot be written, a full disk.
        """
        with in_words(path):
            schema.check_before_opening(path)
            if os.name == "posix":
                os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
                path.chmod(0o600)
            writer = apsw.Connection(str(path))
            try:
                writer.set_busy_timeout(schema.PATIENCE_MS)
                writer.pragma("page_size", _PAGE_SIZE)
                writer.pragma("cache_size", -_WRITER_CACHE_KB)
                writer.pragma("synchronous", "normal")
                writer.pragma("temp_store", "memory")
                writer.pragma("wal_autocheckpoint", _CHECKPOINT_PAGES)
                schema.migrate(writer, path)
            except BaseException:
                writer.close()
                raise
        return cls(path, writer)

    def write_now(
        self, function: Callable[Concatenate[apsw.Connection, P], T], *args: P.args, **kw: P.kwargs
    ) -> T:
        """Run `function(connection, ...)` in one transaction on this thread; durable on return.

        An exception undoes all of it. Waits while another write is going on.
        """
        with self._writing, in_words(self.path):
            db = self._writer
            db.execute("BEGIN IMMEDIATE")
            try:
                result = function(db, *args, **kw)
                db.execute("COMMIT")
            except BaseException:
                if db.in_transaction:
                    db.execute("ROLLBACK")
                raise
            return result

    def write_durably(
        self, function: Callable[Concatenate[apsw.Connection, P], T], *args: P.args, **kw: P.kwargs
    ) -> T:
        """`write_now` that also survives a power cut right after it (a rotated token, say).

        Ordinary writes survive a killed process, but a power cut may undo the last of them.
        """
        with self._writing:
            self._writer.pragma("synchronous", "full")
            try:
                return self.write_now(function, *args, **kw)
            finally:
                self._writer.pragma("synchronous", "normal")

    async def write(
        self, function: Callable[Concatenate[apsw.Connection, P], T], *args: P.args, **kw: P.kwargs
    ) -> T:
        """`write_now` in the worker thread.

        Cancelled before it began, nothing is written; cancelled while it runs, it is finished
        first.
        """
        return await self.work(lambda: self.write_now(function, *args, **kw))

    async def read(
        self, function: Callable[Concatenate[apsw.Connection, P], T], *args: P.args, **kw: P.kwargs
    ) -> T:
        """Run `function(reader, ...)` in the worker thread."""
        return await self.work(lambda: self.read_now(function, *args, **kw))

    def read_now(
        self, function: Callable[Concatenate[apsw.Connection, P], T], *args: P.args, **kw: P.kwargs
    ) -> T:
        """Run `function(reader, ...)` on this thread, as one consistent look at the data."""
        with in_words(self.path):
            db = self.reader()
            if db.in_transaction:
                return function(db, *args, **kw)
            db.execute("BEGIN")
            try:
                return function(db, *args, **kw)
            finally:
                if db.in_transaction:
                    db.execute("COMMIT")

    async def work(self, function: Callable[P, T], *args: P.args, **kw: P.kwargs) -> T:
        """Run any heavy synchronous function in the one worker thread, in turn.

        Writes go there too. Measured: a thread of their own makes a sync a tenth slower, as the two
        wrest the interpreter from each other at every row.
        """
        import asyncio

        job = self.submit(function, *args, **kw)
        done = asyncio.wrap_future(job)
        try:
            return await asyncio.shield(done)
        except asyncio.CancelledError:
            if not job.cancel():
                await asyncio.wait([done])
                if not done.cancelled():
                    done.exception()
            raise

    def submit(
        self, function: Callable[P, T], *args: P.args, **kw: P.kwargs
    ) -> "concurrent.futures.Future[T]":
        """Have the worker thread run it, after what it was given before."""
        return self._executor().submit(function, *args, **kw)

    def reader(self) -> apsw.Connection:
        """This thread's read-only connection."""
        db: apsw.Connection | None = getattr(self._local, "db", None)
        if db is None:
            db = self._local.db = self.open_reader()
            with self._readers_lock:
                self._readers.append(db)
        return db

    def open_reader(self, cache_kb: int = _READER_CACHE_KB) -> apsw.Connection:
        """A further read-only connection, for the caller to close (an export's snapshot)."""
        with in_words(self.path):
            db = apsw.Connection(str(self.path), flags=apsw.SQLITE_OPEN_READONLY)
            db.set_busy_timeout(schema.PATIENCE_MS)
            db.pragma("cache_size", -cache_kb)
            db.pragma("temp_store", "memory")
            return db

    def close(self) -> None:
        """Finish the work in hand and let go of the file. Readers must be idle."""
        if self._worker is not None:
            self._worker.shutdown()
        with self._readers_lock:
            for db in self._readers:
                db.close()
            self._readers.clear()
        self._local = threading.local()
        with self._writing:
            self._writer.close()

    def _executor(self) -> "ThreadPoolExecutor":
        if self._worker is None:
            from concurrent.futures import ThreadPoolExecutor

            self._worker = ThreadPoolExecutor(1, thread_name_prefix="orderdock-worker")
        return self._worker

    def __enter__(self) -> "Database":
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()
