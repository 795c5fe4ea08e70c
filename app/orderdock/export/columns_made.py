"""The columns of a preset as columns of the query: renamed, signed, put together from others."""

import re
from collections.abc import Iterable
from dataclasses import replace

from orderdock.export.preset import Preset, PresetColumn, Sign, key_of
from orderdock.query.columns import BY_KEY, Column, Kind, chosen
from orderdock.query.filters import Unit

_BRACES = re.compile(r"\{([^{}]*)\}")
_WIDTH = 40


def columns_of(
    preset: Preset, names: Iterable[str] | None, unit: Unit, purchases: Iterable[str]
) -> tuple[Column, ...]:
    """The preset's columns, or the known ones of these names instead.

    `purchases` are providers whose orders cost money, for amounts signed as a bank does. Raises
    WrongUsage.
    """
    if names is not None:
        return chosen(names, unit)
    return tuple(_made(each, unit, tuple(purchases)) for each in preset.columns)


def _made(wanted: PresetColumn, unit: Unit, purchases: tuple[str, ...]) -> Column:
    if not wanted.column:
        text = _text(wanted.text, unit)
        return Column(key_of(wanted.heading), wanted.heading, Kind.TEXT, _WIDTH, text, text)
    [column] = chosen((wanted.column,), unit)
    if wanted.heading:
        column = replace(column, heading=wanted.heading)
    if wanted.sign is Sign.BANK and column.kind in (Kind.AMOUNT, Kind.NUMBER):
        value = _money_out(column.expression(unit), unit, purchases)
        column = replace(column, line=value, order=value)
    return column


def _text(template: str, unit: Unit) -> str:
    """SQL of the text with its braces filled in; unknown values leave nothing."""
    parts = []
    for index, part in enumerate(_BRACES.split(template)):
        if index % 2 == 0:
            parts.append("'" + part.replace("'", "''") + "'")
        else:
            [column] = chosen((part,), unit)
            value = column.expression(unit)
            parts.append(f"date({value}, 'unixepoch')" if column.kind is Kind.DATE else value)
    return f"trim(concat({', '.join(parts)}))"


def _money_out(amount: str, unit: Unit, purchases: tuple[str, ...]) -> str:
    provider = BY_KEY["provider"].expression(unit)
    spent = ", ".join("'" + name.replace("'", "''") + "'" for name in purchases)
    return (
        f"CASE WHEN {provider} NOT IN ({spent}) OR CAST({amount} AS REAL) = 0 THEN {amount}"
        f" WHEN substr({amount}, 1, 1) = '-' THEN substr({amount}, 2) ELSE '-' || {amount} END"
    )
