"""Who may do what alone: locks between processes that die with their holder."""

import contextlib
import json
import os
import re
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from orderdock.system.paths import make_private_folder

WINDOW = "window"
"""One window per profile."""
_LOOKS = 6
"""How often a taker looks again: somebody may only have asked whether the lock is held."""
_LOOK_SECONDS = 0.01
_LOCKED_BYTE = 1 << 30
"""Windows locks a byte far behind the note, which so stays readable."""


def sync_of(connection_id: str) -> str:
    """The name of the lock that a sync of this connection holds."""
    return f"sync-{connection_id}"


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a lock, as written down by the holder itself."""

    pid: int
    about: str = ""


class Taken(Exception):
    """Somebody else holds the lock; callers say it in their own words."""

    def __init__(self, name: str, holder: Holder | None) -> None:
        super().__init__(f"{name} is held by another process")
        self.name = name
        self.holder = holder


class HeldLock:
    """A lock that is ours until released, until the end of a `with`, or until the process dies."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor: int | None = descriptor

    def note(self, about: str) -> None:
        """Write down what the holder is about now, for `Locks.holder` to tell others."""
        if self._descriptor is not None:
            _write_note(self._descriptor, about)

    def release(self) -> None:
        """Let others have it; a second time does nothing."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            with contextlib.suppress(OSError):
                os.ftruncate(descriptor, 0)
            unlock(descriptor)
            os.close(descriptor)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()


class Locks:
    """The locks of one profile: empty files in one folder, locked by the operating system.

    The files stay when a lock is released: removing them would let two processes hold one name.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def take(self, name: str, about: str = "") -> HeldLock:
        """Take the lock `name` at once. Raises Taken (also within this process), or OSError."""
        make_private_folder(self._folder)
        descriptor = os.open(self._file(name), os.O_RDWR | os.O_CREAT, 0o600)
        for _ in range(_LOOKS):
            if try_lock(descriptor, alone=True):
                _write_note(descriptor, about)
                return HeldLock(descriptor)
            time.sleep(_LOOK_SECONDS)
        holder = _read_note(descriptor)
        os.close(descriptor)
        raise Taken(name, holder)

    def held(self, name: str) -> bool:
        """Whether somebody, this process included, holds `name` right now."""
        try:
            descriptor = os.open(self._file(name), os.O_RDWR)
        except OSError:
            return False
        try:
            if not try_lock(descriptor, alone=False):
                return True
            unlock(descriptor)
            return False
        finally:
            os.close(descriptor)

    def holder(self, name: str) -> Holder | None:
        """Who holds `name`; None when nobody does, or the holder left no note."""
        if not self.held(name):
            return None
        try:
            descriptor = os.open(self._file(name), os.O_RDONLY)
        except OSError:
            return None
        try:
            return _read_note(descriptor)
        finally:
            os.close(descriptor)

    def _file(self, name: str) -> Path:
        return self._folder / (re.sub(r"[^\w.-]", "_", name, flags=re.ASCII) + ".lock")


def _write_note(descriptor: int, about: str) -> None:
    note = json.dumps({"pid": os.getpid(), "about": about}).encode()
    with contextlib.suppress(OSError):
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, note)


def _read_note(descriptor: int) -> Holder | None:
    try:
        os.lseek(descriptor, 0, os.SEEK_SET)
        note = json.loads(os.read(descriptor, 4096))
        return Holder(int(note["pid"]), str(note["about"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


if sys.platform == "win32":
    import msvcrt

    def try_lock(descriptor: int, *, alone: bool) -> bool:  # noqa: ARG001 - Windows knows one kind
        """Lock an open file for its descriptor; False when another one has it."""
        try:
            os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def unlock(descriptor: int) -> None:
        """Let go of it."""
        with contextlib.suppress(OSError):
            os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    def try_lock(descriptor: int, *, alone: bool) -> bool:
        """Lock an open file for its descriptor; False when another one has it. Raises OSError."""
        kind = fcntl.LOCK_EX if alone else fcntl.LOCK_SH
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def unlock(descriptor: int) -> None:
        """Let go of it."""
        fcntl.flock(descriptor, fcntl.LOCK_UN)
