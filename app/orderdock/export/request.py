"""What an export is asked to write, and what came of it."""

from dataclasses import dataclass, field
from pathlib import Path

from orderdock.query.filters import OrderFilter


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """What to write."""

    preset: str | None = "lines"
    format: str = "csv"
    columns: tuple[str, ...] | None = None
    """Keys of query.columns instead of the preset's own."""
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
