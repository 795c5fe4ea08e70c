"""Writing a file so that there is always a whole one: the old or the new, whatever happens."""

import contextlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO


def write_atomically(path: Path, content: bytes, *, private: bool = True) -> None:
    """Replace `path` by `content` in one step. Raises OSError; the old file is then untouched.

    `private` files are 0600; others get what the umask grants, or keep the mode they had.
    """
    with replacing(path, private=private) as file:
        file.write(content)


@contextlib.contextmanager
def replacing(path: Path, *, private: bool = True) -> Iterator[BinaryIO]:
    """A file to write that takes the place of `path` when the block ends well.

    It lies in the same folder until then and is removed when the block does not end well, so a
    reader never sees half a file. A symbolic link stays one. Raises OSError.
    """
    target = Path(os.path.realpath(path))
    if target.is_dir():
        raise IsADirectoryError(21, "is a folder", str(target))
    draft = target.with_name(f".{target.name[:100]}.{os.urandom(6).hex()}.part")
    # O_EXCL: never write into a file that somebody else put there.
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(draft, flags, 0o600 if private else 0o666)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if not private:
            _keep_mode(target, draft)
        draft.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise
    _sync_folder(target.parent)


def write_new(path: Path, content: bytes) -> bool:
    """Make the private file `path` in one step; False when there already is one. Raises OSError."""
    draft = path.with_name(f".{path.name[:100]}.{os.urandom(6).hex()}.part")
    write_atomically(draft, content)
    try:
        if os.name == "nt":
            draft.rename(path)  # refuses to replace there
        else:
            os.link(draft, path)
    except FileExistsError:
        return False
    finally:
        draft.unlink(missing_ok=True)
    _sync_folder(path.parent)
    return True


def _keep_mode(old: Path, new: Path) -> None:
    with contextlib.suppress(OSError):
        new.chmod(stat.S_IMODE(old.stat().st_mode))


def _sync_folder(folder: Path) -> None:
    """Make the new name durable; some systems and file systems cannot, and need not."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
