"""What an export is asked to write, and what came of it."""

from dataclasses import dataclass, field
from pathlib import Path

from orderdock.query.filters import CurrencyTotal, OrderFilter


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """What to write. Its filter's time zone is that of days, months and spreadsheet dates."""

    preset: str | None = "lines"
    """By name, or the path of a preset's file."""
    format: str = "csv"
    columns: tuple[str, ...] | None = None
    """Keys of query.columns instead of the preset's own."""
    filter: OrderFilter = field(default_factory=OrderFilter)
    order_ids: tuple[int, ...] | None = None
    """Only these orders (a selection); the filter is then not applied."""
    line_ids: tuple[int, ...] | None = None
    """Only these lines, or the orders that they belong to; goes before `order_ids`."""
    only_new: bool = False
    """Only orders first read or changed since the same was saved the last time, if ever."""
    raw: bool = False
    """Write the provider's text untouched (no neutralising of formulas)."""
    regional: bool = False
    """Write CSV for the user's spreadsheet: BOM, `delimiter` and `decimal`, dates it knows."""
    delimiter: str = ";"
    decimal: str = ","

    @property
    def timezone(self) -> str:
        """An IANA name."""
        return self.filter.timezone

    @property
    def for_spreadsheet(self) -> bool:
        """Whether dates are written as a clock in `timezone` shows them; else ISO 8601 in UTC."""
        return self.format == "xlsx" or (self.format == "csv" and self.regional)


@dataclass(frozen=True, slots=True)
class Preview:
    """The head of the file, exactly as it will be written."""

    header: list[str]
    rows: list[list[str]]
    total_rows: int


@dataclass(frozen=True, slots=True)
class Sample:
    """The same head and first row in both profiles, as text; invented where there is no row."""

    data: str
    regional: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something to know about a file, in one sentence; `code` is stable, for programs."""

    code: str
    says: str


@dataclass(frozen=True, slots=True)
class ExportResult:
    """What was written."""

    path: Path
    rows: int
    """Of the table that was asked for; an Excel file has further sheets."""
    bytes: int
    totals: tuple[CurrencyTotal, ...] = ()
    """Of the orders in the file, each once, per currency; signs as stored."""
    left_out: tuple[tuple[str, int], ...] = ()
    """Reason ("no total") -> orders that the preset has no place for."""
    notes: tuple[Note, ...] = ()
    timezone: str = "UTC"
    sha256: str = ""
    """Of the whole file."""
    manifest: Path | None = None
    """The small file beside it that says what is in it."""
