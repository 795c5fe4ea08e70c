"""Locks between programs that are taken for a moment, and bear what their holders leave each other.

Unlike `locks`, which say that something is taken, these are waited for.
"""

import os
import re
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TypeVar

from orderdock.domain.errors import AlreadySyncing
from orderdock.system.clock import Clock
from orderdock.system.locks import try_lock, unlock
from orderdock.system.paths import make_private_folder

_LOOK_SECONDS = 0.01
"""So often one who waits looks again: a lock that is waited for in a call would stop the loop."""
_PATIENCE = 120.0
"""Seconds after which a holder is taken to hang; one that is dead holds nothing."""
_MOST_BYTES = 4096
T = TypeVar("T")


async def until_free(take: Callable[[], T | None], clock: Clock) -> T:
    """What `take` gives, tried again and again until that is something.

    Raises AlreadySyncing after two minutes: whoever has it hangs.
    """
    until = clock.monotonic() + _PATIENCE
    while not (taken := take()):
        if clock.monotonic() > until:
            raise AlreadySyncing(
                "Another Orderdock on this computer is busy with this connection and hangs.",
                "End that program, then try again.",
            )
        await clock.sleep(_LOOK_SECONDS)
    return taken


class Latch:
    """One of them. Where there is no file, or none can be had, it is free for everybody."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._descriptor: int | None = None

    def take(self) -> bool:
        """Take it at once; False while somebody has it, here or in another program."""
        if self._descriptor is not None:
            return False
        descriptor = self._open()
        if descriptor is None:
            return True
        try:
            taken = try_lock(descriptor, alone=True)
        except OSError:  # a file system without locks
            os.close(descriptor)
            return True
        if taken:
            self._descriptor = descriptor
        else:
            os.close(descriptor)
        return taken

    @asynccontextmanager
    async def held(self, clock: Clock) -> AsyncGenerator[None, None]:
        """Have it for the length of a block, once it is free. Raises AlreadySyncing."""
        await until_free(self.take, clock)
        try:
            yield
        finally:
            self.release()

    def release(self) -> None:
        """Let others have it; a second time does nothing."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            unlock(descriptor)
            os.close(descriptor)

    def read(self) -> bytes:
        """What the last one left here; empty when that is nothing."""
        descriptor = self._descriptor
        if descriptor is None:
            return b""
        try:
            os.lseek(descriptor, 0, os.SEEK_SET)
            return os.read(descriptor, _MOST_BYTES)
        except OSError:
            return b""

    def write(self, content: bytes) -> None:
        """Leave `content`, always of one length, for those who come after; also without having it.

        Where that is not possible, they do without.
        """
        descriptor = self._descriptor if self._descriptor is not None else self._open()
        if descriptor is None:
            return
        with suppress(OSError):
            os.lseek(descriptor, 0, os.SEEK_SET)
            os.write(descriptor, content)
        if descriptor != self._descriptor:
            os.close(descriptor)

    def _open(self) -> int | None:
        if self._file is None:
            return None
        with suppress(OSError):
            return os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600)
        with suppress(OSError):
            make_private_folder(self._file.parent)
            return os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600)
        return None


class Latches:
    """Latches by name, in one folder; without a folder nothing is shared with other programs."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    def named(self, name: str) -> Latch:
        """The latch of that name; each call gives another hand at it."""
        if self._folder is None:
            return Latch()
        return Latch(self._folder / (re.sub(r"[^\w.-]", "_", name, flags=re.ASCII) + ".latch"))
