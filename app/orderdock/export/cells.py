"""The text of one cell: the single place that knows how values are written into text files."""

from collections.abc import Callable
from typing import Any

from orderdock.export.dates import UTC_DATES, Dates
from orderdock.export.formulas import neutralised
from orderdock.query.columns import Column, Kind


def writer_of(
    column: Column, *, raw: bool, decimal: str, dates: Dates = UTC_DATES
) -> Callable[[Any], str]:
    """How the column's stored values are written; None is always empty."""
    if column.kind is Kind.DATE:
        return lambda value: "" if value is None else dates.text(value)
    if column.kind is Kind.TEXT:
        if raw:
            return lambda value: value or ""
        return lambda value: neutralised(value) if value else ""
    if column.kind is Kind.COUNT or decimal == ".":
        return lambda value: "" if value is None else str(value)
    return lambda value: "" if value is None else str(value).replace(".", decimal)


def headings(columns: tuple[Column, ...], *, raw: bool = False) -> list[str]:
    """The first row; a heading from somebody's preset file is text like any other."""
    return [column.heading if raw else neutralised(column.heading) for column in columns]
