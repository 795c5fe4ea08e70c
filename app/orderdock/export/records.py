"""Records of a dataset as CSV or JSON Lines: the same text for the command and the window."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from orderdock.domain.errors import WrongUsage
from orderdock.export.formulas import neutralised
from orderdock.export.output import chunks
from orderdock.export.request import ExportResult
from orderdock.export.target import Target

Record = Mapping[str, Any]
ENDINGS = (".csv", ".jsonl")
_CHUNK = 2_000
_encode = msgspec.json.Encoder(decimal_format="number", enc_hook=str).encode


def text_of(value: Any) -> str:
    """A value as text: blank for unknown, numbers as written, JSON for lists and objects."""
    if value is None:
        return ""
    return value if isinstance(value, str) else _encode(value).decode()


def fields_of(records: Iterable[Record]) -> list[str]:
    """The fields of all records in the order in which they are first met."""
    return list(dict.fromkeys(key for record in records for key in record))


def check_ending(target: Path) -> Path:
    """The target, when its name says what is to be written. Raises WrongUsage."""
    if target.suffix.lower() not in ENDINGS:
        raise WrongUsage(
            f"{target.name} is neither a .csv nor a .jsonl file.", "Choose one of these ends."
        )
    return target


def save(records: Sequence[Record], target: Path) -> ExportResult:
    """Write the file, whole or not at all; its ending says what it becomes.

    CSV as RFC 4180 with a header, text neutralised that a spreadsheet would run; else one JSON
    object a line. Raises TargetUnwritable and WrongUsage.
    """
    as_csv = check_ending(target).suffix.lower() == ".csv"
    with Target(target) as file:
        for piece in _csv(records) if as_csv else _lines(records):
            file.write(piece)
    return ExportResult(target.absolute(), len(records), file.size)


def _lines(records: Iterable[Record]) -> Iterator[bytes]:
    for chunk in chunks(records, _CHUNK):
        yield b"".join(_encode(record) + b"\n" for record in chunk)


def _csv(records: Sequence[Record]) -> Iterator[bytes]:
    fields = fields_of(records)
    yield _written([[neutralised(field) for field in fields]])
    for chunk in chunks(records, _CHUNK):
        yield _written([[_cell(record.get(field)) for field in fields] for record in chunk])


def _written(rows: Sequence[Sequence[str]]) -> bytes:
    lines = io.StringIO(newline="")
    csv.writer(lines, lineterminator="\r\n").writerows(rows)
    return lines.getvalue().encode("utf-8", "backslashreplace")


def _cell(value: Any) -> str:
    return neutralised(value) if isinstance(value, str) else text_of(value)
