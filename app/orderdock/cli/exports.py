"""`exports`: the files that were saved, and saving one again."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from orderdock.cli.examples import examples
from orderdock.cli.export import save, say_result
from orderdock.cli.listing import Listing
from orderdock.cli.numbers import WholeNumber
from orderdock.cli.session import Session
from orderdock.cli.words import iso_seconds, moment, size
from orderdock.domain.errors import PersonCancelled, WrongUsage

if TYPE_CHECKING:
    from orderdock.services.export import ExportResult, ExportService, Logged
    from orderdock.services.front import Services


@click.group(
    "exports",
    cls=Listing,
    invoke_without_command=True,
    epilog=examples("exports", "exports repeat 12", "exports forget 12"),
)
@click.option("--json", "as_json", is_flag=True, help="Print them as one JSON object.")
@click.pass_context
def exports_command(ctx: click.Context, as_json: bool) -> int:
    """List the files that were saved, the newest first."""
    if ctx.invoked_subcommand is not None:
        return 0
    session: Session = ctx.obj
    with session.library() as library:
        from orderdock.services.export import ExportService

        found = ExportService(library.database).log()
    if as_json:
        session.output.record({"exports": [_object(each) for each in found]})
        return 0
    rows = [_row(each) for each in found]
    head = ("No.", "Saved", "Preset", "Rows", "Size", "File")
    session.output.table(head, rows, right=frozenset({0, 3, 4}), elastic=frozenset({5}))
    return 0


@exports_command.command("repeat", epilog=examples("exports repeat 12"))
@click.argument("number", metavar="NUMBER", type=WholeNumber())
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.pass_obj
def repeat_command(session: Session, number: int, as_json: bool) -> int:
    """Save the same orders, as they are now, in the same file."""

    async def job(services: "Services") -> "ExportResult":
        entry = _find(services.export, number)
        if entry.request is None:
            raise WrongUsage(
                f"What number {number} asked for was too much to remember.",
                "Select the orders again and save them.",
            )
        return await save(session, services.export, entry.request, entry.path)

    with session.library() as library:
        try:
            result = session.work(library, job)
        except KeyboardInterrupt:
            raise PersonCancelled("Interrupted. No file was written.") from None
    say_result(session, result, as_json=as_json)
    return 0


@exports_command.command("forget", epilog=examples("exports forget 12"))
@click.argument("number", metavar="NUMBER", type=WholeNumber())
@click.pass_obj
def forget_command(session: Session, number: int) -> int:
    """Take one off the list; its file stays."""
    with session.library() as library:
        from orderdock.services.export import ExportService

        exports = ExportService(library.database)
        entry = _find(exports, number)
        exports.forget(number)
    session.output.say(f"Number {number} is off the list. {entry.path} is as it was.")
    return 0


def _find(exports: "ExportService", number: int) -> "Logged":
    for entry in exports.log():
        if entry.number == number:
            return entry
    raise WrongUsage("There is no export with this number.", "`exports` lists them.")


def _row(entry: "Logged") -> tuple[str, ...]:
    saved = moment(datetime.fromtimestamp(entry.at, UTC))
    facts = (f"{entry.rows:,}", size(entry.bytes), _place(entry))
    return (str(entry.number), saved, _preset(entry), *facts)


def _preset(entry: "Logged") -> str:
    return "" if entry.request is None else entry.request.preset or ""


def _place(entry: "Logged") -> str:
    return str(entry.path) if entry.path.exists() else f"{entry.path} (gone)"


def _object(entry: "Logged") -> Mapping[str, Any]:
    return {
        "number": entry.number,
        "saved_at": iso_seconds(entry.at),
        "path": str(entry.path),
        "exists": entry.path.exists(),
        "preset": _preset(entry) or None,
        "rows": entry.rows,
        "bytes": entry.bytes,
        "sha256": entry.sha256,
        "can_repeat": entry.request is not None,
    }
