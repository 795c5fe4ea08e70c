"""Saving orders as a file. Synchronous: run it in a worker thread."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from orderdock import registry
from orderdock.domain.connections import ConnectionView
from orderdock.export import preflight, saved, writing
from orderdock.export.formats import FORMATS
from orderdock.export.preflight import About, Finding, Looked
from orderdock.export.preset import Preset, PresetColumn, Rows
from orderdock.export.presets import Presets
from orderdock.export.request import ExportRequest, ExportResult, Note, Preview, Sample
from orderdock.export.sample import sample
from orderdock.export.saved import Logged
from orderdock.export.table import table
from orderdock.export.target import in_words
from orderdock.query.filters import Unit
from orderdock.query.orders import count
from orderdock.store import export_log
from orderdock.store.database import Database
from orderdock.system.clock import Clock, SystemClock

__all__ = [
    "About",
    "ExportRequest",
    "ExportResult",
    "ExportService",
    "Finding",
    "FormatInfo",
    "LastTime",
    "Logged",
    "Note",
    "PresetInfo",
    "Preview",
    "Sample",
]


@dataclass(frozen=True, slots=True)
class PresetInfo:
    """A choice of columns, ready-made or the person's own."""

    name: str
    title: str
    about: str
    unit: Unit
    """What its rows are made from."""
    columns: tuple[str, ...] = ()
    """Keys of query.columns; a text put together stands under its heading."""
    rows: str = "lines"
    """What one row is: lines, orders or months."""
    ready_made: bool = True
    path: Path | None = None
    """Its file, where it is the person's own."""
    one_currency: bool = False
    """The file has no place for a currency."""
    why_not: str = ""
    """Why it cannot be used (a sentence and what to do); empty when it can."""
    days: bool = False
    """Its dates are days, as another program wants them."""


@dataclass(frozen=True, slots=True)
class FormatInfo:
    """A file format; `why_not` is a sentence and how to get it when it is not available here."""

    name: str
    extension: str
    available: bool
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class LastTime:
    """The newest export of the same orders in the same columns."""

    at: int
    """Seconds since 1970 UTC."""
    path: Path
    orders: int
    """How many orders were first read or changed since."""


class ExportService:
    """Presets, formats, preview and the file itself; every method may be called in any thread."""

    def __init__(
        self,
        database: Database,
        *,
        presets: Path | None = None,
        purchases: tuple[str, ...] = (),
        clock: Clock | None = None,
        program: str = "Orderdock",
    ) -> None:
        """`presets` is the folder of the person's own; `purchases` the providers of purchases."""
        self._database = database
        self._presets = Presets(presets)
        self._desk = writing.Desk(self._presets, purchases, clock or SystemClock(), program)

    def presets(self, *, broken: bool = False) -> list[PresetInfo]:
        """The presets that can be used, the ready-made ones first; with `broken` the others too."""
        return [_info(each) for each in self._presets.all() if broken or not each.why_not]

    def formats(self) -> list[FormatInfo]:
        """All formats, with how to get one that is not available."""
        return [
            FormatInfo(each.name, each.extension, each.available, each.why_not) for each in FORMATS
        ]

    def preview(self, request: ExportRequest, rows: int = 20) -> Preview:
        """The first rows, exactly the text to be written. Raises WrongUsage."""
        return writing.preview(self._database, request, rows, self._desk)

    def sample(self, request: ExportRequest) -> Sample:
        """The head and first row as CSV in both profiles, whatever is asked. Raises WrongUsage."""
        with writing.snapshot(self._database) as db:
            return sample(db, request, self._desk.preset(request), self._desk.purchases)

    def run(
        self,
        request: ExportRequest,
        target: Path,
        *,
        progress: Callable[[int, int], None] | None = None,
        checking: Callable[[int, int], None] | None = None,
        stop: Callable[[], bool] | None = None,
        manifest: bool = True,
    ) -> ExportResult:
        """Write the file: whole or not at all, read back before it takes its place.

        `progress(rows written, rows in all)`, then `checking` likewise; with `manifest` a small
        file beside it says what is in it. Raises TargetUnwritable, FileDiffers, WrongUsage,
        PersonCancelled (when `stop` said yes).
        """
        return writing.export(
            self._database,
            request,
            target,
            progress=progress,
            checking=checking,
            stop=stop,
            manifest=manifest,
            desk=self._desk,
        )

    # --- before and after

    def findings(
        self,
        request: ExportRequest,
        connections: Sequence[ConnectionView],
        *,
        stop: Callable[[], bool] | None = None,
    ) -> list[Finding]:
        """What to know before the file is written, the serious first.

        Raises WrongUsage, PersonCancelled (when `stop` said yes).
        """
        with writing.snapshot(self._database) as db, writing.stopping(db, stop):
            asked = saved.since_last(db, request)
            preset = self._desk.preset(asked)
            chosen = table(db, asked, preset, self._desk.purchases)
            looked = Looked(chosen, asked, preset, registry.charges())
            found = [*preflight.incomplete(asked, connections), *preflight.findings(db, looked)]
            last = None if request.only_new else saved.last_of(db, request)
            changed = None if last is None else preflight.changed_since(db, looked, last)
        return sorted([*found, *([changed] if changed else [])], key=lambda each: not each.serious)

    def last(self, request: ExportRequest) -> LastTime | None:
        """When the same was saved the last time, and how many orders came or changed since."""
        with writing.snapshot(self._database) as db:
            last = saved.last_of(db, request)
            if last is None:
                return None
            since = replace(request.filter, since=last.moment)
            return LastTime(last.at, Path(last.path), count(db, since).orders)

    def log(self) -> list[Logged]:
        """What was saved from this profile, the newest first."""
        return self._database.read_now(saved.log)

    def forget(self, number: int) -> None:
        """Take one off the log; its file stays."""
        self._database.write_now(export_log.forget, number)

    # --- presets as files

    def preset_text(self, name: str) -> str:
        """The preset as the content of a file that can be shared. Raises WrongUsage."""
        return self._presets.text(name)

    def add_preset(self, file: Path, name: str | None = None) -> PresetInfo:
        """Take over a shared preset, by the file's name unless another is given.

        One of the person's own with that name is replaced. Raises WrongUsage, TargetUnwritable.
        """
        with in_words(file):
            return _info(self._presets.add(file.expanduser(), name))

    def save_preset(
        self, name: str, *, title: str, unit: Unit, columns: tuple[str, ...], about: str = ""
    ) -> PresetInfo:
        """Keep these columns (keys of query.columns) as a preset.

        Raises WrongUsage, TargetUnwritable.
        """
        rows = Rows.LINES if unit is Unit.LINES else Rows.ORDERS
        made = Preset(name, title, about, rows, tuple(PresetColumn(key) for key in columns))
        with in_words(Path(f"{name}.toml")):
            return _info(self._presets.save(made))

    def remove_preset(self, name: str) -> None:
        """Forget one of the person's own presets. Raises WrongUsage, TargetUnwritable."""
        with in_words(Path(f"{name}.toml")):
            self._presets.remove(name)


def _info(preset: Preset) -> PresetInfo:
    return PresetInfo(
        preset.name,
        preset.title,
        preset.about,
        preset.rows.unit,
        preset.keys(),
        preset.rows.value,
        preset.ready_made,
        preset.path,
        preset.one_currency,
        preset.why_not,
        bool(preset.dates),
    )
