"""Numbered migrations (migrations/NNNN_name.sql) and the version marks of the file."""

import contextlib
import time
from pathlib import Path

import apsw

from orderdock.store.trouble import newer_version

_APPLICATION_ID = 0x4F_44_4F_4B
"""In the file's header: an Orderdock database."""
_FOLDER = Path(__file__).with_name("migrations")
PATIENCE_MS = 15_000
"""How long another program that is busy with the file is waited for."""


def known_version() -> int:
    """The version this program writes."""
    return max(_migrations())


def check_before_opening(path: Path) -> None:
    """Look at the header without opening the file as a database, so that nothing is touched.

    Raises DataFolderTrouble when a newer version wrote it, apsw.NotADBError for another kind of
    file.
    """
    if not path.exists():
        return
    with path.open("rb") as file:
        head = file.read(100)
    if not head:
        return
    if len(head) < 100 or not head.startswith(b"SQLite format 3\0"):
        raise apsw.NotADBError
    version = int.from_bytes(head[60:64], "big")
    ours = int.from_bytes(head[68:72], "big") == _APPLICATION_ID
    if not ours and (version or int.from_bytes(head[68:72], "big")):
        raise apsw.NotADBError
    if version > known_version():
        raise newer_version(path, version, known_version())


def migrate(db: apsw.Connection, path: Path) -> None:
    """Bring the open database to the current version, each step in a transaction of its own."""
    version = int(db.pragma("user_version"))
    if version == known_version() and db.pragma("application_id") == _APPLICATION_ID:
        return
    _log_ahead(db)
    db.execute("BEGIN IMMEDIATE")  # two programs may start at once: look again under the lock
    try:
        version = _version_to_start_from(db, path)
        for number, file in sorted(_migrations().items()):
            if number > version:
                db.execute(file.read_text(encoding="utf-8"))
                db.pragma("user_version", number)
        db.pragma("application_id", _APPLICATION_ID)
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    with contextlib.suppress(apsw.BusyError):  # another program is at it
        db.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)


def _log_ahead(db: apsw.Connection) -> None:
    """Switch to the write-ahead log, whoever else does so at this moment.

    SQLite gives up at once, without its waiting for a lock, where two would wait for each other.
    """
    until = time.monotonic() + PATIENCE_MS / 1000
    while True:
        try:
            db.pragma("journal_mode", "wal")
        except apsw.BusyError:
            if time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return


def _version_to_start_from(db: apsw.Connection, path: Path) -> int:
    version = int(db.pragma("user_version"))
    if version > known_version():
        raise newer_version(path, version, known_version())
    if version == 0 and db.execute("SELECT count(*) FROM sqlite_schema").get:
        raise apsw.NotADBError
    return version


def _migrations() -> dict[int, Path]:
    return {int(file.name[:4]): file for file in _FOLDER.glob("[0-9]*.sql")}
