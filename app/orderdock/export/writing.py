"""Preview and export: reads from one snapshot, writes whole or not at all."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import apsw

from orderdock.domain.errors import PersonCancelled
from orderdock.export import csv_file, jsonl_file, xlsx_file
from orderdock.export.about import Facts
from orderdock.export.cells import headings, writer_of
from orderdock.export.formats import format_for
from orderdock.export.output import CANCELLED, Output
from orderdock.export.preset import Preset
from orderdock.export.presets import USUAL, Presets
from orderdock.export.request import ExportRequest, ExportResult, Note, Preview
from orderdock.export.table import Table, table
from orderdock.export.target import Target
from orderdock.store.database import Database
from orderdock.store.trouble import in_words
from orderdock.system.clock import Clock, SystemClock

_CACHE_KB = 8 * 1024
_STEPS = 20_000


@dataclass(frozen=True, slots=True)
class Desk:
    """What an export works with besides the database."""

    presets: Presets = field(default_factory=Presets)
    purchases: tuple[str, ...] = ()
    """Providers whose orders cost money; those of the others earn it."""
    clock: Clock = field(default_factory=SystemClock)
    program: str = "Orderdock"

    def preset(self, request: ExportRequest) -> Preset:
        """The one that the request names. Raises WrongUsage."""
        return self.presets.find(request.preset or USUAL)


_USUAL_DESK = Desk()


def preview(
    database: Database, request: ExportRequest, rows: int = 20, desk: Desk = _USUAL_DESK
) -> Preview:
    """The header and first rows, exactly the text of the file's cells, and how many rows it has.

    In an Excel file text needs no apostrophe. Raises WrongUsage for an unknown preset, column,
    format or time zone.
    """
    with snapshot(database) as db:
        chosen = table(db, request, desk.preset(request), desk.purchases)
        _, decimal = csv_file.marks(request)
        raw = request.raw or request.format != "csv"
        writers = [
            writer_of(column, raw=raw, decimal=decimal, dates=chosen.dates)
            for column in chosen.columns
        ]
        return Preview(
            header=headings(chosen.columns, raw=raw),
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
    desk: Desk = _USUAL_DESK,
) -> ExportResult:
    """Write the file. A sync may go on meanwhile: the rows are those of one moment.

    `progress(rows written, rows in all)` about every four thousand rows. `stop` is asked at least
    as often, and during long sorting. Raises WrongUsage, TargetUnwritable (the old file is
    untouched), DataFolderTrouble for a damaged database, PersonCancelled when `stop` said yes;
    nothing is left behind then.
    """
    kind = format_for(target, request.format)
    preset = desk.preset(request)
    with snapshot(database) as db, _stopping(db, stop):
        chosen = table(db, request, preset, desk.purchases)
        facts = Facts(
            preset,
            request,
            chosen.rows,
            chosen.picked.totals(db),
            chosen.left_out,
            desk.clock.now(),
            desk.program,
        )
        sheets = {}
        if kind.name == "xlsx":
            sheets = xlsx_file.sheets_of(
                preset, chosen, lambda asked, beside: table(db, asked, beside), request
            )
        rows = sum(sheet.rows for _, sheet in sheets.values()) or chosen.rows
        with Target(target) as file:
            further = _write(
                kind.name, db, chosen, facts, sheets, Output(file, rows, progress, stop)
            )
        return ExportResult(
            target,
            chosen.rows,
            file.size,
            facts.totals,
            facts.left_out,
            (*facts.notes(), *further),
            request.timezone,
        )


def _write(
    name: str,
    db: apsw.Connection,
    chosen: Table,
    facts: Facts,
    sheets: dict[str, tuple[Preset, Table]],
    out: Output,
) -> Iterable[Note]:
    """One writer per format; what only the writing can tell comes back as notes."""
    match name:
        case "xlsx":
            return xlsx_file.write(db, sheets, facts, out)
        case "parquet":
            from orderdock.export import parquet_file

            parquet_file.write(db, chosen, facts, out)
        case "jsonl":
            jsonl_file.write(db, chosen, out)
        case _:
            csv_file.write(db, chosen, facts.request, out)
    return ()


@contextmanager
def snapshot(database: Database) -> Iterator[apsw.Connection]:
    """A reading connection that sees one moment."""
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
        raise PersonCancelled(CANCELLED) from None
