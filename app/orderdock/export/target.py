"""A file that appears whole or not at all: written beside its place, synced, then renamed."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkstemp
from types import TracebackType
from typing import Self

from orderdock.domain.errors import TargetUnwritable

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


class Target:
    """The file being written. Leaving the `with` without an error puts it in place.

    On any error, a cancel included, nothing is left and an existing file stays as it was. An
    existing file's permissions are kept; a link is followed. Raises TargetUnwritable.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = 0
        self._at = 0
        with in_words(path):
            self._place = _place_of(path)
            self._mode = _mode_of(self._place)
            handle, name = mkstemp(prefix=".orderdock-", suffix=".part", dir=self._place.parent)
        self._handle = handle
        self._part = Path(name)

    def write(self, data: bytes) -> None:
        """Write all of `data` at the place where the writing is."""
        view = memoryview(data)
        with in_words(self.path):
            while view:
                view = view[os.write(self._handle, view) :]
        self._at += len(data)
        self.size = max(self.size, self._at)

    def tell(self) -> int:
        """Where the next byte goes; behind the last one unless `seek` said otherwise."""
        return self._at

    def seek(self, place: int) -> None:
        """Write over what stands there, as formats do that name their sizes at the front."""
        with in_words(self.path):
            self._at = os.lseek(self._handle, place, os.SEEK_SET)

    @property
    def part(self) -> Path:
        """The temporary file, with all that was written until now."""
        return self._part

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                with in_words(self.path):
                    self._finish()
        finally:
            with suppress(OSError):
                os.close(self._handle)
            self._handle = -1  # the number may soon be another file's
            with suppress(OSError):
                self._part.unlink(missing_ok=True)

    def _finish(self) -> None:
        os.fsync(self._handle)
        if os.name == "posix":
            os.fchmod(self._handle, self._mode)
        os.close(self._handle)
        self._handle = -1
        self._part.replace(self._place)
        if os.name == "posix":
            folder = os.open(self._place.parent, os.O_RDONLY)
            try:
                with suppress(OSError):
                    os.fsync(folder)
            finally:
                os.close(folder)


def _place_of(path: Path) -> Path:
    place = path.resolve() if path.is_symlink() else path.absolute()
    if place.is_dir():
        raise TargetUnwritable(f"{path} is a folder.", "Add a file name to it, such as orders.csv.")
    if not place.parent.is_dir():
        raise TargetUnwritable(
            f"The folder {place.parent} does not exist.", "Make it first, or choose another one."
        )
    if place.exists():
        if not place.is_file():
            raise TargetUnwritable(f"{path} is not an ordinary file.", "Choose another file name.")
        if not os.access(place, os.W_OK):
            raise TargetUnwritable(
                f"{path} is write-protected.", "Choose another file name, or lift the protection."
            )
    return place


def _mode_of(place: Path) -> int:
    if place.exists():
        return stat.S_IMODE(place.stat().st_mode)
    mask = os.umask(0o077)
    os.umask(mask)
    return 0o666 & ~mask


@contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Turn what the file system raises inside into TargetUnwritable."""
    try:
        yield
    except OSError as error:
        raise _explain(error, path) from None


def _explain(error: OSError, path: Path) -> TargetUnwritable:
    if error.errno in _FULL:
        return TargetUnwritable(
            f"There is not enough space on the disk for {path}.",
            "Free some space or choose another disk; nothing was left behind.",
        )
    if error.errno in _FORBIDDEN:
        return TargetUnwritable(
            f"{path} cannot be written: the folder is read-only for you.",
            "Choose another folder.",
        )
    if error.errno == errno.ENAMETOOLONG:
        return TargetUnwritable(f"The file name {path.name[:40]}… is too long.", "Shorten it.")
    reason = error.strerror or type(error).__name__
    return TargetUnwritable(f"{path} cannot be written: {reason}.", "Choose another place.")
