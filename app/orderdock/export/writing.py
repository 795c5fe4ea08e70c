"""Preview and export: reads from one snapshot, writes whole or not at all."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

from orderdock.domain.errors import PersonCancelled
from orderdock.export import csv_file, jsonl_file
from orderdock.export.cells import writer_of
from orderdock.export.presets import format_for
from orderdock.export.request import ExportRequest, ExportResult, Preview
from orderdock.export.table import table
from orderdock.export.target import Target
from orderdock.store.database import Database
from orderdock.store.trouble import in_words

_CACHE_KB = 8 * 1024
_STEPS = 20_000


def preview(database: Database, request: ExportRequest, rows: int = 20) -> Preview:
    """The header and first rows, exactly the text of the file's cells, and how many rows it has.

    Raises WrongUsage for an unknown preset, column, format or time zone.
    """
    with _snapshot(database) as db:
        chosen = table(db, request)
        _, decimal = csv_file.marks(request)
        writers = [writer_of(c, raw=request.raw, decimal=decimal) for c in chosen.columns]
        return Preview(
            header=[column.heading for column in chosen.columns],
            rows=[
                [write(value) for write, value in zip(writers, row, strict=True)]
                for row in chosen.read(db, rows)
            ],
            total_rows=chosen.rows,
        )


def export(
    database: Database,
    request: ExportRequest,
    target: Path,
    *,
    progress: Callable[[int, int], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> ExportResult:
    """Write the file. A sync may go on meanwhile: the rows are those of one moment.

    `progress(rows written, rows in all)` about every four thousand rows. `stop` is asked at least
    as often, and during long sorting. Raises WrongUsage, TargetUnwritable (the old file is
    untouched), DataFolderTrouble for a damaged database, PersonCancelled when `stop` said yes;
    nothing is left behind then.
    """
    kind = format_for(target, request.format)
    with _snapshot(database) as db, _stopping(db, stop):
        chosen = table(db, request)
        if kind.name == "jsonl":
            pieces = jsonl_file.pieces(db, chosen)
        else:
            pieces = csv_file.pieces(db, chosen, request)
        written = 0
        with Target(target) as file:
            for rows, data in pieces:
                if stop is not None and stop():
                    raise PersonCancelled("The export was cancelled; no file was written.")
                file.write(data)
                written += rows
                if progress is not None:
                    progress(written, chosen.rows)
        return ExportResult(target, written, file.size)


@contextmanager
def _snapshot(database: Database) -> Iterator[apsw.Connection]:
    db = database.open_reader(_CACHE_KB)
    try:
        with in_words(database.path):
            db.pragma("temp_store", "file")
            db.execute("BEGIN")
            yield db
    finally:
        db.close()


@contextmanager
def _stopping(db: apsw.Connection, stop: Callable[[], bool] | None) -> Iterator[None]:
    if stop is not None:
        db.set_progress_handler(stop, _STEPS)
    try:
        yield
    except apsw.InterruptError:
        raise PersonCancelled("The export was cancelled; no file was written.") from None
