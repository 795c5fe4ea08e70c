"""Preview and export: reads from one snapshot, writes whole or not at all."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import apsw

from orderdock.domain.errors import PersonCancelled, TargetUnwritable
from orderdock.export import csv_file, jsonl_file, saved, xlsx_file
from orderdock.export import manifest as manifest_file
from orderdock.export.about import Facts
from orderdock.export.cells import headings, writer_of
from orderdock.export.checking import Check, Checked
from orderdock.export.formats import format_for
from orderdock.export.output import CANCELLED, Output
from orderdock.export.preset import Preset
from orderdock.export.presets import USUAL, Presets
from orderdock.export.request import ExportRequest, ExportResult, Note, Preview
from orderdock.export.table import Table, table
from orderdock.export.target import Target
from orderdock.store import revisions
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
        asked = saved.since_last(db, request)
        chosen = table(db, asked, desk.preset(request), desk.purchases)
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
    checking: Callable[[int, int], None] | None = None,
    stop: Callable[[], bool] | None = None,
    manifest: bool = True,
    desk: Desk = _USUAL_DESK,
) -> ExportResult:
    """Write the file, read it back, put it in place, and remember that it was saved.

    A sync may go on meanwhile: the rows are those of one moment. `progress(rows written, rows in
    all)` about every four thousand rows, `checking` likewise while it is read back; `stop` is asked
    at least as often, and during long sorting. Raises WrongUsage, TargetUnwritable, FileDiffers
    (the old file is untouched), DataFolderTrouble for a damaged database, PersonCancelled when
    `stop` said yes; nothing is left behind then.
    """
    kind = format_for(target, request.format)
    preset = desk.preset(request)
    with snapshot(database) as db, stopping(db, stop):
        asked = saved.since_last(db, request)
        moment = revisions.now(db)
        chosen = table(db, asked, preset, desk.purchases)
        facts = Facts(
            preset,
            asked,
            chosen.rows,
            chosen.picked.totals(db),
            chosen.left_out,
            desk.clock.now(),
            desk.program,
        )
        sheets = {}
        if kind.name == "xlsx":
            sheets = xlsx_file.sheets_of(
                preset, chosen, lambda other, beside: table(db, other, beside), asked
            )
        rows = sum(sheet.rows for _, sheet in sheets.values()) or chosen.rows
        name = xlsx_file.sheet_name(preset) if sheets else ""
        with Target(target) as file, Check(db, chosen, asked, kind.name, name, stop) as check:
            check.begin(file.part)
            out = Output(file, rows, progress, stop, check.written)
            notes = _write(kind.name, db, chosen, facts, sheets, out)
            checked = check.read(file.part, checking)
    beside, further = _keep_manifest(target, facts, checked, file.size, wanted=manifest)
    result = ExportResult(
        target,
        chosen.rows,
        file.size,
        facts.totals,
        facts.left_out,
        (*facts.notes(), *notes, *further),
        request.timezone,
        checked.sha256,
        beside,
    )
    saved.remember(database, request, result, moment, at=int(facts.made_at.timestamp()))
    return result


def _keep_manifest(
    target: Path, facts: Facts, checked: Checked, size: int, *, wanted: bool
) -> tuple[Path | None, tuple[Note, ...]]:
    """The file is in place: a manifest that cannot be written is said, and undoes nothing."""
    try:
        if wanted:
            return manifest_file.write(target, facts, checked, size), ()
        manifest_file.remove(target)
    except TargetUnwritable as trouble:
        return None, (Note("no_manifest", f"No manifest lies beside the file. {trouble}"),)
    return None, ()


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
def stopping(db: apsw.Connection, stop: Callable[[], bool] | None) -> Iterator[None]:
    """What is read inside ends with PersonCancelled once `stop` says yes."""
    if stop is not None:
        db.set_progress_handler(stop, _STEPS)
    try:
        yield
    except apsw.InterruptError:
        raise PersonCancelled(CANCELLED) from None
