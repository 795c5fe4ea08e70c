"""Ready-made choices of columns, and the file formats, as data."""

from dataclasses import dataclass
from pathlib import Path

from orderdock.domain.errors import WrongUsage
from orderdock.query import columns
from orderdock.query.filters import Unit


@dataclass(frozen=True, slots=True)
class Preset:
    """A ready-made choice of columns. `why_not` is a sentence when it cannot be used yet."""

    name: str
    title: str
    about: str
    unit: Unit
    columns: tuple[str, ...]
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Format:
    """A file format. `why_not` is a sentence when it cannot be written yet."""

    name: str
    extension: str
    why_not: str = ""

    @property
    def available(self) -> bool:
        """Whether it can be written."""
        return not self.why_not


PRESETS = (
    Preset(
        "lines",
        "Order lines",
        "One row per line, 14 columns: what most spreadsheets and accountants want.",
        Unit.LINES,
        columns.LINES,
    ),
    Preset(
        "orders",
        "Orders",
        "One row per order, with its total and number of lines.",
        Unit.ORDERS,
        (
            "retailer",
            "order_number",
            "ordered_at",
            "line_count",
            "currency",
            "order_total",
            "shipment_status",
            "status",
            "status_text",
            "connection",
        ),
    ),
    Preset(
        "lines-full",
        "Everything",
        "One row per line with every column: where it came from, ids, when it was read.",
        Unit.LINES,
        (*columns.LINES, *[key for key in columns.keys(Unit.LINES) if key not in columns.LINES]),
    ),
    Preset(
        "bookkeeper-monthly",
        "Months for the bookkeeper",
        "Sums per month, retailer and currency.",
        Unit.ORDERS,
        (),
        "The preset “bookkeeper-monthly” is not available yet.",
    ),
)

FORMATS = (
    Format("csv", ".csv"),
    Format("jsonl", ".jsonl"),
    Format("xlsx", ".xlsx", "Excel files (xlsx) are not available yet."),
    Format("parquet", ".parquet", "Parquet files are not available yet."),
)


def preset(name: str) -> Preset:
    """The preset of this name. Raises WrongUsage when it is unknown or not available yet."""
    usable = ", ".join(each.name for each in PRESETS if not each.why_not)
    for each in PRESETS:
        if each.name == name:
            if each.why_not:
                raise WrongUsage(each.why_not, f"Choose from: {usable}.")
            return each
    raise WrongUsage(f"There is no preset “{name}”.", f"Choose from: {usable}.")


def file_format(name: str) -> Format:
    """The format of this name. Raises WrongUsage when it is unknown or not available yet."""
    usable = ", ".join(each.name for each in FORMATS if each.available)
    for each in FORMATS:
        if each.name == name:
            if each.why_not:
                raise WrongUsage(each.why_not, f"Choose from: {usable}.")
            return each
    raise WrongUsage(f"There is no format “{name}”.", f"Choose from: {usable}.")


def format_for(target: Path, asked: str | None = None) -> Format:
    """The format asked for, else the one of the file's extension, else CSV.

    Raises WrongUsage when it is unknown or not available yet.
    """
    if asked:
        return file_format(asked)
    for each in FORMATS:
        if target.suffix.lower() == each.extension:
            return file_format(each.name)
    return file_format("csv")
