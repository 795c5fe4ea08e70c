"""What SQLite says, in words for a person."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

from orderdock.domain.errors import DataFolderTrouble

_KEPT = "What was saved before is kept."


def explain(error: apsw.Error | OSError, path: Path) -> DataFolderTrouble:
    """The sentence and next step for a failure to open, read or write the database at `path`."""
    folder = str(path.parent)
    if isinstance(error, apsw.FullError) or getattr(error, "errno", None) in (28, 122):
        return DataFolderTrouble(
            f"There is no space left on the disk that holds {folder}.",
            f"Free some space and try again. {_KEPT}",
            code="disk_full",
        )
    if isinstance(error, apsw.NotADBError):
        return DataFolderTrouble(
            f"{path} is not an Orderdock database.",
            "Move the file away, or choose another data folder with --data-dir.",
            code="not_a_database",
        )
    if isinstance(error, apsw.CorruptError):
        return DataFolderTrouble(
            f"The database {path} is damaged.",
            "Put back a backup of it, or move it away and sync again.",
            code="database_damaged",
        )
    if isinstance(error, (apsw.ReadOnlyError, apsw.PermissionsError, PermissionError)):
        return _not_writable(path)
    if isinstance(error, (apsw.BusyError, apsw.LockedError)):
        return DataFolderTrouble(
            "Another program keeps the database busy.",
            "Wait until it is done, then try again.",
            code="database_busy",
        )
    if isinstance(error, apsw.CantOpenError):
        return _not_writable(path)
    return DataFolderTrouble(
        f"The database {path} cannot be used: {type(error).__name__}.",
        f"Check the disk and try again. {_KEPT}",
    )


def newer_version(path: Path, found: int, known: int) -> DataFolderTrouble:
    """For a database that a later Orderdock has written; nothing in it was touched."""
    return DataFolderTrouble(
        f"The database {path} was written by a newer Orderdock"
        f" (its version is {found}, this one knows {known}).",
        "Install the newer Orderdock, or choose another data folder with --data-dir.",
        code="newer_database",
    )


def _not_writable(path: Path) -> DataFolderTrouble:
    return DataFolderTrouble(
        f"The data folder {path.parent} cannot be written.",
        "Check its permissions, or choose another one with --data-dir.",
        code="folder_read_only",
    )


@contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Turn what SQLite and the file system raise inside into DataFolderTrouble."""
    try:
        yield
    except (apsw.InterruptError, apsw.ThreadingViolationError):
        raise
    except (
        apsw.FullError,
        apsw.NotADBError,
        apsw.CorruptError,
        apsw.ReadOnlyError,
        apsw.PermissionsError,
        apsw.BusyError,
        apsw.LockedError,
        apsw.CantOpenError,
        apsw.IOError,
        OSError,
    ) as error:
        raise explain(error, path) from None
