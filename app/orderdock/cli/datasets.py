"""`datasets` and `fetch`: what else a connection can read, straight from the provider."""

import contextlib
from collections.abc import AsyncGenerator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from orderdock.cli.asking import Asking, Dialogues
from orderdock.cli.examples import examples
from orderdock.cli.numbers import WholeNumber
from orderdock.cli.session import Session
from orderdock.cli.words import counted
from orderdock.connector.conditions import OPERATORS
from orderdock.domain.errors import WrongUsage

if TYPE_CHECKING:
    from orderdock.services.datasets import DatasetInfo, FetchRequest, Records
    from orderdock.services.front import Services

IN_A_TABLE = 50
WIDEST = 40


@click.command("datasets")
@click.argument("connection")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def datasets_command(session: Session, connection: str, as_json: bool) -> int:
    """Show what CONNECTION can read besides orders."""
    with session.library() as library:
        view = library.connection(connection)

        async def job(services: "Services") -> "list[DatasetInfo]":
            return services.datasets.list(view.id)

        found = session.work(library, job)
    if as_json:
        entries = [{"id": d.id, "name": d.name, "about": d.about} for d in found]
        session.output.record({"connection": view.id, "datasets": entries})
    elif found:
        session.output.table(("Dataset", "Name", "What"), [(d.id, d.name, d.about) for d in found])
    else:
        session.output.say(f"{view.name} can read orders only.")
    return 0


@click.command(
    "fetch",
    epilog=examples(
        "datasets stackline-1",
        'fetch stackline-1 retailers --where "status = valid" --out shops.csv',
    ),
)
@click.argument("connection")
@click.argument("dataset")
@click.option(
    "--where",
    "conditions",
    metavar='"FIELD OP VALUE"',
    multiple=True,
    help=f"OP is one of {' '.join(OPERATORS)}; several must all hold.",
)
@click.option("--sort", "sorting", metavar="FIELD[:desc]", help="Sort by a field.")
@click.option("--limit", type=WholeNumber(), metavar="N", help="At most so many records.")
@click.option("--out", metavar="FILE", help="Save as .csv or .jsonl.")
@click.option("--json", "as_json", is_flag=True, help="Print one record a line.")
@click.pass_obj
def fetch_command(
    session: Session,
    connection: str,
    dataset: str,
    conditions: tuple[str, ...],
    sorting: str | None,
    limit: int | None,
    out: str | None,
    as_json: bool,
) -> int:
    """Read DATASET of CONNECTION from the provider now; nothing of it is kept."""
    target = _target(out)
    request = _request(conditions, sorting, limit)
    records: list[dict[str, Any]] = []
    remarks: tuple[str, ...] = ()
    with session.library() as library:
        view = library.connection(connection)

        async def job(services: "Services") -> tuple[str, ...]:
            known = [d.id for d in services.datasets.list(view.id)]
            if dataset not in known:
                choices = ", ".join(known) or "none"
                raise WrongUsage(
                    f"{view.name} has no dataset {dataset}.", f"Choose from: {choices}."
                )
            with Dialogues(session, Asking(None, stdio=False), None) as dialogues:
                pages = services.datasets.fetch(
                    view.id,
                    dataset,
                    request,
                    dialogues.about(view.id),
                    lambda _, why: session.output.hint(why),
                )
                return await _collect(session, pages, records, at_once=as_json and target is None)

        remarks = session.work(library, job)
    if target is not None:
        from orderdock.export.records import save

        save(records, target)
        session.output.say(f"Saved {counted(len(records), 'record')} in {target.absolute()}")
        if as_json:
            saved = {"type": "result", "command": "fetch", "path": str(target.absolute())}
            session.output.record(saved | {"rows": len(records)})
    elif not as_json:
        _print_table(session, records)
    for remark in remarks:
        session.output.say(remark)
    return 0


async def _collect(
    session: Session,
    pages: "AsyncGenerator[Records, None]",
    records: list[dict[str, Any]],
    *,
    at_once: bool,
) -> tuple[str, ...]:
    """Read every page; with `at_once` records are printed as they come and not kept."""
    from orderdock.export.records import text_of

    remarks: tuple[str, ...] = ()
    async with contextlib.aclosing(pages):
        async for page in pages:
            remarks = page.done_here or remarks
            if at_once:
                session.output.records(page.records, text_of)
                session.output.flush()
            else:
                records.extend(page.records)
    return remarks


def _request(conditions: Sequence[str], sorting: str | None, limit: int | None) -> "FetchRequest":
    from orderdock.services.datasets import FetchRequest

    field, _, direction = (sorting or "").partition(":")
    if direction not in {"", "asc", "desc"}:
        raise WrongUsage(f"{direction} is no direction.", f"Write {field} or {field}:desc.")
    return FetchRequest(
        where=tuple(map(_condition, conditions)),
        sort=field,
        descending=direction == "desc",
        limit=limit,
    )


def _condition(text: str) -> tuple[str, str, str]:
    parts = text.split(None, 2)
    if len(parts) != 3:
        raise WrongUsage(
            f"The condition {text} has not three parts.", 'Write it like "status = paid".'
        )
    field, operator, value = parts
    if operator.lower() not in OPERATORS:
        raise WrongUsage(f"{operator} is no operator.", f"Use one of: {' '.join(OPERATORS)}")
    return field, operator.lower(), value.strip()


def _target(out: str | None) -> Path | None:
    from orderdock.export.records import check_ending

    return None if out is None else check_ending(Path(out).expanduser())


def _print_table(session: Session, records: Sequence[Mapping[str, Any]]) -> None:
    if not records:
        session.output.say("The provider has no such record.")
        return
    from orderdock.export.records import fields_of, text_of

    first = records[:IN_A_TABLE]
    keys = fields_of(first)
    rows = [[text_of(record.get(key))[:WIDEST] for key in keys] for record in first]
    session.output.table(keys, rows, elastic=frozenset(range(len(keys))))
    more = f"The first {len(first)} of " if len(first) < len(records) else ""
    session.output.say(f"{more}{counted(len(records), 'record')}.")
