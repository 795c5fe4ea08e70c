"""Saving orders as a file. Synchronous: run it in a worker thread."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from orderdock.query.filters import OrderFilter, Unit


@dataclass(frozen=True, slots=True)
class PresetInfo:
    """A ready-made choice of columns."""

    name: str
    title: str
    about: str
    unit: Unit


@dataclass(frozen=True, slots=True)
class FormatInfo:
    """A file format; `why_not` is a sentence when it is not available here."""

    name: str
    extension: str
    available: bool
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """What to write."""

    preset: str | None = "lines"
    format: str = "csv"
    columns: tuple[str, ...] | None = None
    filter: OrderFilter = field(default_factory=OrderFilter)
    order_ids: tuple[int, ...] | None = None
    """Only these orders (a selection); the filter is then not applied."""
    raw: bool = False
    """Write the provider's text untouched (no neutralising of formulas)."""
    regional: bool = False
    """Write for the user's spreadsheet: BOM, `delimiter` and `decimal`."""
    delimiter: str = ";"
    decimal: str = ","


@dataclass(frozen=True, slots=True)
class Preview:
    """The head of the file, exactly as it will be written."""

    header: list[str]
    rows: list[list[str]]
    total_rows: int


@dataclass(frozen=True, slots=True)
class ExportResult:
    """What was written."""

    path: Path
    rows: int
    bytes: int


class ExportService:
    """Presets, formats, preview and the file itself."""

    def presets(self) -> list[PresetInfo]:
        """The ready-made choices."""
        raise NotImplementedError

    def formats(self) -> list[FormatInfo]:
        """All formats, with why one is not available."""
        raise NotImplementedError

    def preview(self, request: ExportRequest, rows: int = 20) -> Preview:
        """The first rows, exactly the text to be written."""
        raise NotImplementedError

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
        raise NotImplementedError
