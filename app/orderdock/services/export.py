"""Saving orders as a file. Synchronous: run it in a worker thread."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from orderdock.export import writing
from orderdock.export.presets import FORMATS, PRESETS
from orderdock.export.request import ExportRequest, ExportResult, Preview
from orderdock.query.filters import Unit
from orderdock.store.database import Database

__all__ = [
    "ExportRequest",
    "ExportResult",
    "ExportService",
    "FormatInfo",
    "PresetInfo",
    "Preview",
]


@dataclass(frozen=True, slots=True)
class PresetInfo:
    """A ready-made choice of columns."""

    name: str
    title: str
    about: str
    unit: Unit
    columns: tuple[str, ...] = ()
    """Keys of query.columns."""


@dataclass(frozen=True, slots=True)
class FormatInfo:
    """A file format; `why_not` is a sentence when it is not available here."""

    name: str
    extension: str
    available: bool
    why_not: str = ""


class ExportService:
    """Presets, formats, preview and the file itself; every method may be called in any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def presets(self) -> list[PresetInfo]:
        """The ready-made choices that can be used now."""
        return [
            PresetInfo(preset.name, preset.title, preset.about, preset.unit, preset.columns)
            for preset in PRESETS
            if not preset.why_not
        ]

    def formats(self) -> list[FormatInfo]:
        """All formats, with why one is not available."""
        return [
            FormatInfo(each.name, each.extension, each.available, each.why_not) for each in FORMATS
        ]

    def preview(self, request: ExportRequest, rows: int = 20) -> Preview:
        """The first rows, exactly the text to be written. Raises WrongUsage."""
        return writing.preview(self._database, request, rows)

    def run(
        self,
        request: ExportRequest,
        target: Path,
        *,
        progress: Callable[[int, int], None] | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> ExportResult:
        """Write the file: whole or not at all.

        `progress(rows written, rows in all)`. Raises TargetUnwritable, WrongUsage, PersonCancelled
        (when `stop` said yes).
        """
        return writing.export(self._database, request, target, progress=progress, stop=stop)
