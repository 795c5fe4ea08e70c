"""How one row looks in both profiles, before anything is written."""

from dataclasses import replace

import apsw

from orderdock.export import csv_file
from orderdock.export.preset import Preset
from orderdock.export.request import ExportRequest, Sample
from orderdock.export.table import Table, table
from orderdock.query.columns import Kind

_INVENTED = {
    Kind.TEXT: "Desk lamp, white",
    Kind.NUMBER: "2",
    Kind.AMOUNT: "1234.50",
    Kind.DATE: 1_772_612_400,
    Kind.COUNT: 1,
}


def sample(
    db: apsw.Connection, request: ExportRequest, preset: Preset, purchases: tuple[str, ...] = ()
) -> Sample:
    """The head and the first row for programs and for a spreadsheet. Raises WrongUsage."""
    texts = []
    for regional in (False, True):
        asked = replace(request, format="csv", regional=regional)
        chosen = table(db, asked, preset, purchases)
        texts.append(_first_lines(db, chosen, asked))
    return Sample(*texts)


def _first_lines(db: apsw.Connection, chosen: Table, request: ExportRequest) -> str:
    pieces = [data for _, data in csv_file.pieces(db, chosen, request, limit=1)]
    text = b"".join(pieces).decode().removeprefix("\ufeff")
    return text if len(pieces) > 1 else text + _invented(chosen, request)


def _invented(chosen: Table, request: ExportRequest) -> str:
    lines = csv_file.Lines(chosen, request)
    return lines.text([lines.cells(_INVENTED[column.kind] for column in chosen.columns)])
