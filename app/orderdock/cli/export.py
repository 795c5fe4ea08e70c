"""`export`: saves orders as a file."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from orderdock.cli.examples import examples
from orderdock.cli.filters import Filtering, filter_options
from orderdock.cli.interruption import in_thread
from orderdock.cli.progress import Progress, Silence, Step
from orderdock.cli.session import Session
from orderdock.cli.words import counted, printable, size
from orderdock.domain.errors import PersonCancelled, WrongUsage

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from orderdock.query.views import View
    from orderdock.services.export import ExportRequest, ExportResult, ExportService, Finding
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
        "export news.csv --only-new",
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
@click.option("--only-new", is_flag=True, help="Only what came or changed since the same export.")
@click.option("--check", is_flag=True, help="Say what to know before saving; write nothing.")
@click.option("--no-manifest", is_flag=True, help="Without the small file that says what is in it.")
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
    only_new: bool,
    check: bool,
    no_manifest: bool,
    as_json: bool,
    filtering: Filtering,
) -> int:
    """Save orders as FILE: one row per order line, sorted by date, then order, then line.

    The file is written whole or not at all and read back before it takes its place; an older one
    stays until then. FILE.manifest.json beside it says what is in it.
    """
    from orderdock.cli.regional import marks
    from orderdock.services.export import ExportRequest

    target = _place(file)
    delimiter, decimal = marks()
    with session.library() as library:
        wanted = filtering.read(library)
        preset, keys = _as_shown(filtering.saved(library), preset, _columns(columns))

        async def job(services: "Services") -> "ExportResult | list[Finding]":
            request = ExportRequest(
                preset=preset,
                format=_format(services.export, format_name, target),
                columns=keys,
                filter=wanted,
                only_new=only_new,
                raw=raw,
                regional=regional,
                delimiter=delimiter,
                decimal=decimal,
            )
            if check:
                return await in_thread(
                    lambda _stop: services.export.findings(request, library.connections(kept=True))
                )
            return await save(session, services.export, request, target, manifest=not no_manifest)

        try:
            result = session.work(library, job)
        except KeyboardInterrupt:
            raise PersonCancelled("Interrupted. No file was written.") from None
    if isinstance(result, list):
        say_findings(session, result, as_json=as_json)
    else:
        say_result(session, result, as_json=as_json)
    return 0


def _place(file: str) -> Path:
    """Raises WrongUsage for what elsewhere means standard output, and for no name at all."""
    if file.strip() in ("", "-"):
        raise WrongUsage(
            "Orderdock writes a file, which it reads back before it counts.",
            "Give it a name, such as orders.csv.",
        )
    return Path(file).expanduser()


def say_findings(session: Session, found: "Sequence[Finding]", *, as_json: bool) -> None:
    """What to know before the file is written, the serious first."""
    if as_json:
        each = [
            {"about": f.about.value, "says": f.says, "count": f.count, "serious": f.serious}
            for f in found
        ]
        session.output.record({"findings": each})
        return
    for finding in found:
        session.output.say(f"{'!' if finding.serious else ' '} {printable(finding.says)}")
    if not found:
        session.output.say("Nothing speaks against it.")


def say_result(session: Session, result: "ExportResult", *, as_json: bool) -> None:
    """What was saved, and what to know of it."""
    if as_json:
        session.output.record(_object(result))
        return
    rows = counted(result.rows, "row")
    session.output.say(f"Saved {rows} ({size(result.bytes)}) in {result.path.absolute()}")
    for note in result.notes:
        session.output.hint(note.says)


def _object(result: "ExportResult") -> "Mapping[str, Any]":
    return {
        "type": "result",
        "command": "export",
        "path": str(result.path.absolute()),
        "rows": result.rows,
        "bytes": result.bytes,
        "sha256": result.sha256,
        "manifest": None if result.manifest is None else str(result.manifest.absolute()),
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


async def save(
    session: Session,
    export: "ExportService",
    request: "ExportRequest",
    target: Path,
    *,
    manifest: bool = True,
) -> "ExportResult":
    """Write the file with a bar in a terminal. Raises as ExportService.run."""
    progress = _progress(session)

    def show(done: int, total: int) -> None:
        progress.show(Step(None, "Saving", "saving", "", done, total))

    def check(done: int, total: int) -> None:
        progress.show(Step(None, "Checking", "checking", "", done, total))

    def run(stop: "Callable[[], bool]") -> "ExportResult":
        return export.run(
            request, target, progress=show, checking=check, stop=stop, manifest=manifest
        )

    try:
        return await in_thread(run)
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
