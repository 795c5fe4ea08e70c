"""`export`: saves orders as a file."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from orderdock.cli.examples import examples
from orderdock.cli.filters import Filtering, filter_options
from orderdock.cli.interruption import in_thread
from orderdock.cli.progress import Progress, Silence, Step
from orderdock.cli.session import Session
from orderdock.cli.words import counted, size
from orderdock.domain.errors import PersonCancelled, WrongUsage

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from orderdock.query.views import View
    from orderdock.services.export import ExportRequest, ExportResult, ExportService
    from orderdock.services.front import Services

USUAL_FORMAT = "csv"
USUAL_PRESET = "lines"
TEXT_ENDINGS = frozenset({"", ".txt"})


@click.command(
    "export",
    epilog=examples(
        "export orders.csv",
        "export march.jsonl --from 2026-03-01 --to 2026-03-31",
        "export books.xlsx --timezone Europe/Berlin",
        "export march.csv --preset quickbooks-bank --from 2026-03-01 --to 2026-03-31",
        "export slim.csv --columns ordered_at,order_number,sku,quantity",
    ),
)
@click.argument("file", metavar="FILE")
@click.option(
    "--format",
    "format_name",
    metavar="FORMAT",
    help="csv, xlsx, jsonl or parquet; else by FILE's end.",
)
@click.option(
    "--preset",
    metavar="NAME",
    help="lines (usual) or another, see `presets`; else as --view shows.",
)
@click.option("--columns", metavar="KEY,...", help="These columns instead of the preset's.")
@click.option(
    "--regional", is_flag=True, help="CSV for your spreadsheet: BOM, its marks and dates."
)
@click.option("--raw", is_flag=True, help="The provider's text untouched; formulas may run.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@filter_options
@click.pass_obj
def export_command(
    session: Session,
    file: str,
    format_name: str | None,
    preset: str | None,
    columns: str | None,
    regional: bool,
    raw: bool,
    as_json: bool,
    filtering: Filtering,
) -> int:
    """Save orders as FILE: one row per order line, sorted by date, then order, then line.

    The file is written whole or not at all; an older one stays until the new one is complete.
    """
    from orderdock.cli.regional import marks
    from orderdock.services.export import ExportRequest

    target = Path(file).expanduser()
    delimiter, decimal = marks()
    with session.library() as library:
        wanted = filtering.read(library)
        preset, keys = _as_shown(filtering.saved(library), preset, _columns(columns))

        async def job(services: "Services") -> "ExportResult":
            request = ExportRequest(
                preset=preset,
                format=_format(services.export, format_name, target),
                columns=keys,
                filter=wanted,
                raw=raw,
                regional=regional,
                delimiter=delimiter,
                decimal=decimal,
            )
            return await _save(session, services.export, request, target)

        try:
            result = session.work(library, job)
        except KeyboardInterrupt:
            raise PersonCancelled("Interrupted. No file was written.") from None
    if as_json:
        session.output.record(_object(result))
    else:
        rows = counted(result.rows, "row")
        session.output.say(f"Saved {rows} ({size(result.bytes)}) in {result.path.absolute()}")
        for note in result.notes:
            session.output.hint(note.says)
    return 0


def _object(result: "ExportResult") -> "Mapping[str, Any]":
    return {
        "type": "result",
        "command": "export",
        "path": str(result.path.absolute()),
        "rows": result.rows,
        "bytes": result.bytes,
        "timezone": result.timezone,
        "totals": [
            {
                "currency": total.currency or None,
                "orders": total.orders,
                "total": str(total.total),
                "without_total": total.blank_totals,
            }
            for total in result.totals
        ],
        "left_out": {reason.replace(" ", "_"): number for reason, number in result.left_out},
        "notes": [{"code": note.code, "message": note.says} for note in result.notes],
    }


async def _save(
    session: Session, export: "ExportService", request: "ExportRequest", target: Path
) -> "ExportResult":
    progress = _progress(session)

    def show(done: int, total: int) -> None:
        progress.show(Step(None, "Saving", "saving", "", done, total))

    def save(stop: "Callable[[], bool]") -> "ExportResult":
        return export.run(request, target, progress=show, stop=stop)

    try:
        return await in_thread(save)
    finally:
        progress.close()


def _progress(session: Session) -> Progress:
    """A bar in a terminal; a pipe hears of the end only."""
    if session.output.machine or not session.output.stderr.isatty():
        return Silence()
    from orderdock.cli.bars import Bars

    return Bars(session.output.stderr)


def _format(export: "ExportService", name: str | None, target: Path) -> str:
    """The format asked for, else that of the file's ending. Raises WrongUsage for an odd ending."""
    if name is not None:
        return name.lower()
    formats = export.formats()
    ending = target.suffix.lower()
    if ending in TEXT_ENDINGS:
        return USUAL_FORMAT
    for each in formats:
        if ending == each.extension:
            return each.name
    ready = ", ".join(each.name for each in formats if each.available)
    raise WrongUsage(
        f"The ending {ending} names no format that Orderdock writes.",
        f"Use another, or give --format ({ready}).",
    )


def _as_shown(
    view: "View | None", preset: str | None, keys: tuple[str, ...] | None
) -> tuple[str, tuple[str, ...] | None]:
    """Preset and columns: as typed; else a view's own rows and columns; else the usual ones."""
    if view is None or preset is not None:
        return preset or USUAL_PRESET, keys
    from orderdock.query.views import with_currency

    return view.unit.value, keys or with_currency(view.columns) or None


def _columns(text: str | None) -> tuple[str, ...] | None:
    if text is None:
        return None
    keys = tuple(key.strip() for key in text.split(",") if key.strip())
    if not keys:
        raise WrongUsage("--columns names no column.", "Write it like order_number,sku,quantity.")
    return keys
