"""Presets as small TOML files that people can share; mistakes in them are told in words."""

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from orderdock.domain.errors import WrongUsage
from orderdock.export.preset import LeftOut, Preset, PresetColumn, Rows, Sign
from orderdock.query import columns as known

Word = TypeVar("Word", bound=StrEnum)
ENDING = ".toml"
ALL_OTHERS = "*"
"""In `columns`: every column that is not named."""
MONTH_KEYS = ("month", "retailer", "connection", "currency")
MONTH_SUMS = ("orders", "order_total", "without_total")
_LARGEST = 64 * 1024
_MOST_COLUMNS = 200
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}", re.ASCII)
_BRACES = re.compile(r"\{([^{}]*)\}")
_DATES = re.compile(r"[^A-Za-z]*(?:YYYY|MM|DD)(?:[-./ ]?(?:YYYY|MM|DD)){0,2}", re.ASCII)
_KNOWN = frozenset(
    ("title", "about", "rows", "columns", "dates", "leave-out", "one-currency", "at-most")
)
_OF_COLUMN = frozenset(("column", "text", "heading", "sign"))


def read(path: Path, name: str | None = None) -> Preset:
    """The preset in the file, by the file's own name unless another is given.

    Raises WrongUsage with one sentence about the first mistake.
    """
    name = name if name is not None else name_of(path)
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
    except OSError as error:
        why = (error.strerror or "it cannot be read").lower()
        raise WrongUsage(
            f"The preset {path} cannot be read: {why}.", "Name another file."
        ) from None
    if len(content) > _LARGEST:
        raise WrongUsage(f"{path.name} is too large for a preset.", "Name another file.")
    return parse(content, name, path.name)


def parse(content: bytes, name: str, file: str) -> Preset:
    """The preset that this TOML says; `file` is what mistakes are told of. Raises WrongUsage."""
    try:
        found = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise _mistake(file, "is not text in UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        where = str(error).rpartition("(")[2].rstrip(")") if "(at " in str(error) else ""
        raise _mistake(file, f"is not valid TOML{f' ({where})' if where else ''}") from None
    check_name(name)
    if strange := sorted(set(found) - _KNOWN):
        raise _mistake(file, f"says “{strange[0]}”, which no preset knows", sorted(_KNOWN))
    rows = _word(file, found, "rows", Rows, Rows.LINES)
    left_out = [_one_of(file, "leave-out", text, LeftOut) for text in _list(file, found)]
    return Preset(
        name=name,
        title=_text(file, found, "title") or name,
        about=_text(file, found, "about"),
        rows=rows,
        columns=_columns(file, rows, found.get("columns")),
        dates=_dates(file, found),
        leave_out=tuple(dict.fromkeys(left_out)),
        one_currency=_kind(file, found, "one-currency", bool, default=False),
        at_most=max(0, _kind(file, found, "at-most", int, default=0)),
    )


def name_of(path: Path) -> str:
    """The name of the preset in a file: "My Books.toml" holds my-books."""
    return re.sub(r"[\s_.]+", "-", path.stem.lower())


def check_name(name: str) -> str:
    """The name, when a preset can have it. Raises WrongUsage."""
    if not _NAME.fullmatch(name):
        raise WrongUsage(
            f"“{name[:60]}” cannot be the name of a preset.",
            "Use small letters a to z, digits and hyphens, such as my-bookkeeper.",
        )
    return name


def text_of(preset: Preset) -> str:
    """The preset as a file's content; `parse` understands it."""
    lines = [f"title = {_quoted(preset.title)}"]
    if preset.about:
        lines.append(f"about = {_quoted(preset.about)}")
    lines += [f"rows = {_quoted(preset.rows)}", "columns = ["]
    lines += [f"  {_column_text(column)}," for column in preset.columns]
    lines.append("]")
    if preset.dates:
        lines.append(f"dates = {_quoted(preset.dates)}")
    if preset.leave_out:
        lines.append(f"leave-out = [{', '.join(map(_quoted, preset.leave_out))}]")
    if preset.one_currency:
        lines.append("one-currency = true")
    if preset.at_most:
        lines.append(f"at-most = {preset.at_most}")
    return "\n".join(lines) + "\n"


def _column_text(column: PresetColumn) -> str:
    if column == PresetColumn(column=column.column):
        return _quoted(column.column)
    parts = [f"heading = {_quoted(column.heading)}"] if column.heading else []
    key, value = ("column", column.column) if column.column else ("text", column.text)
    parts.append(f"{key} = {_quoted(value)}")
    if column.sign:
        parts.append(f"sign = {_quoted(column.sign)}")
    return f"{{ {', '.join(parts)} }}"


def _quoted(text: str) -> str:
    return json.dumps(str(text), ensure_ascii=False).replace("\x7f", "\\u007f")


# --- reading


def _columns(file: str, rows: Rows, value: object) -> tuple[PresetColumn, ...]:
    if not isinstance(value, list) or not value:
        raise _mistake(file, "names no columns", ['columns = ["order_number", "order_total"]'])
    there = (*MONTH_KEYS, *MONTH_SUMS) if rows is Rows.MONTHS else known.keys(rows.unit)
    found = [_column(file, there, each) for each in value]
    named = {each.column for each in found}
    if len(found) > _MOST_COLUMNS:
        raise _mistake(file, f"names more than {_MOST_COLUMNS} columns")
    if rows is Rows.MONTHS and "order_total" in named and "currency" not in named:
        raise _mistake(file, "adds up totals without the column “currency”")
    if rows is Rows.MONTHS and any(each.text or each.sign or not each.column for each in found):
        raise _mistake(file, "has a column that months cannot have: only known ones, as they are")
    others = [PresetColumn(column=key) for key in there if key not in named]
    return tuple(
        column for each in found for column in (others if each.column == ALL_OTHERS else [each])
    )


def _column(file: str, there: tuple[str, ...], value: object) -> PresetColumn:
    if isinstance(value, str):
        value = {"column": value}
    if not isinstance(value, dict):
        raise _mistake(file, "has a column that is neither a name nor a table in braces")
    if strange := sorted(set(value) - _OF_COLUMN):
        raise _mistake(file, f"says “{strange[0]}” of a column", sorted(_OF_COLUMN))
    column, text = _text(file, value, "column"), _text(file, value, "text")
    heading = _text(file, value, "heading")
    if bool(column) == ("text" in value):
        raise _mistake(file, "has a column with neither or both of “column” and “text”")
    if not column and not heading:
        raise _mistake(file, "has a text without a “heading”")
    for key in [column] if column else _BRACES.findall(text):
        if key not in there and (key, text) != (ALL_OTHERS, ""):
            raise _mistake(file, f"names the column “{key}”, which is not there", there)
    return PresetColumn(column, text, heading, _word(file, value, "sign", Sign, Sign.AS_IS))


def _dates(file: str, found: Mapping[str, Any]) -> str:
    dates = _text(file, found, "dates")
    if dates and not _DATES.fullmatch(dates):
        raise _mistake(
            file, f"writes dates as “{dates}”", ["YYYY-MM-DD", "DD/MM/YYYY", "MM/DD/YYYY"]
        )
    return dates


def _list(file: str, found: Mapping[str, Any]) -> list[Any]:
    return _kind(file, found, "leave-out", list, default=[])


def _text(file: str, found: Mapping[str, Any], key: str) -> str:
    text = _kind(file, found, key, str, default="")
    if not text.isprintable() or len(text) > 500:
        raise _mistake(file, f"has an odd “{key}”: one line of at most 500 letters is meant")
    return text


def _word(file: str, found: Mapping[str, Any], key: str, words: type[Word], usual: Word) -> Word:
    return _one_of(file, key, found[key], words) if key in found else usual


def _one_of(file: str, key: str, value: object, words: type[Word]) -> Word:
    try:
        return words(str(value))
    except ValueError:
        wanted = [word for word in words if word]
        raise _mistake(file, f"says “{str(value)[:60]}” for “{key}”", wanted) from None


Plain = TypeVar("Plain", str, int, bool, list[Any])


def _kind(
    file: str, found: Mapping[str, Any], key: str, kind: type[Plain], *, default: Plain
) -> Plain:
    value = found.get(key, default)
    if type(value) is not kind:
        words = {str: "a text", int: "a whole number", bool: "true or false", list: "a list"}
        raise _mistake(file, f"needs {words[kind]} for “{key}”")
    return value


def _mistake(file: str, what: str, choices: Sequence[str] = ()) -> WrongUsage:
    listed = ", ".join(choices)
    step = f"Choose from: {listed}." if listed else "Correct the file."
    return WrongUsage(f"The preset {file} {what}.", step)
