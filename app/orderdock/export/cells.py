"""The text of one cell: the single place that knows how values are written into files."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from orderdock.export.formulas import neutralised
from orderdock.query.columns import Column, Kind


def date_text(seconds: int) -> str:
    """ISO 8601 in UTC, whole seconds: 2026-03-04T08:20:00Z; empty outside the years 1 to 9999."""
    try:
        moment = datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return ""
    return f"{moment:%Y-%m-%dT%H:%M:%S}Z".rjust(20, "0")


def writer_of(column: Column, *, raw: bool, decimal: str) -> Callable[[Any], str]:
    """How the column's stored values are written; None is always empty."""
    if column.kind is Kind.DATE:
        return lambda value: "" if value is None else date_text(value)
    if column.kind is Kind.TEXT:
        if raw:
            return lambda value: value or ""
        return lambda value: neutralised(value) if value else ""
    if column.kind is Kind.COUNT or decimal == ".":
        return lambda value: "" if value is None else str(value)
    return lambda value: "" if value is None else str(value).replace(".", decimal)
