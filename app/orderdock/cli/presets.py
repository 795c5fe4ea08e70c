"""`presets`: the choices of rows and columns for `export`, and sharing them as files."""

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from orderdock.cli.examples import examples
from orderdock.cli.listing import Listing
from orderdock.cli.session import Session
from orderdock.cli.words import printable
from orderdock.domain.errors import WrongUsage
from orderdock.query.filters import Unit

if TYPE_CHECKING:
    from orderdock.services.export import ExportService, PresetInfo


@click.group(
    "presets",
    cls=Listing,
    invoke_without_command=True,
    epilog=examples(
        "presets",
        "presets show quickbooks-bank",
        "presets add from-my-accountant.toml",
        "presets save slim --columns ordered_at,order_number,sku,quantity",
    ),
)
@click.option("--json", "as_json", is_flag=True, help="Print them as one JSON object.")
@click.pass_context
def presets_command(ctx: click.Context, as_json: bool) -> int:
    """List the presets: names for --preset of export."""
    if ctx.invoked_subcommand is not None:
        return 0
    session: Session = ctx.obj
    with _exports(session) as exports:
        found = exports.presets(broken=True)
    if as_json:
        session.output.record({"presets": [_object(each) for each in found]})
        return 0
    rows = [(each.name, each.rows, each.why_not or each.about or each.title) for each in found]
    session.output.table(("Preset", "Rows", "What it is"), rows, elastic=frozenset({2}))
    return 0


@presets_command.command("show", epilog=examples("presets show quickbooks-bank > mine.toml"))
@click.argument("name", metavar="NAME")
@click.pass_obj
def show_command(session: Session, name: str) -> int:
    """Print a preset as the file that can be shared, changed and added again."""
    with _exports(session) as exports:
        session.output.say(exports.preset_text(name).rstrip("\n"))
    return 0


@presets_command.command("add", epilog=examples("presets add from-my-accountant.toml"))
@click.argument("file", metavar="FILE")
@click.option("--name", metavar="NAME", help="Instead of the file's own name.")
@click.pass_obj
def add_command(session: Session, file: str, name: str | None) -> int:
    """Take over a preset from a file; yours of the same name is replaced."""
    with _exports(session) as exports:
        added = exports.add_preset(Path(file), name)
    session.output.say(f"The preset {added.name} can be used: export FILE --preset {added.name}")
    return 0


@presets_command.command("save", epilog=examples("presets save slim --columns sku,quantity"))
@click.argument("name", metavar="NAME")
@click.option("--columns", metavar="KEY,...", required=True, help="The columns in their order.")
@click.option("--rows", metavar="WHAT", default="lines", help="lines (usual) or orders.")
@click.option("--title", metavar="TEXT", default="", help="What lists show.")
@click.pass_obj
def save_command(session: Session, name: str, columns: str, rows: str, title: str) -> int:
    """Keep a choice of columns as a preset of yours."""
    keys = tuple(key.strip() for key in columns.split(",") if key.strip())
    if rows not in {unit.value for unit in Unit}:
        raise WrongUsage(f"Rows cannot be {rows}.", "Choose lines or orders.")
    with _exports(session) as exports:
        exports.save_preset(name, title=title or name, unit=Unit(rows), columns=keys)
    session.output.say(f"The preset {name} can be used: export FILE --preset {name}")
    return 0


@presets_command.command("remove")
@click.argument("name", metavar="NAME")
@click.pass_obj
def remove_command(session: Session, name: str) -> int:
    """Forget a preset of yours."""
    with _exports(session) as exports:
        exports.remove_preset(name)
    session.output.say(f"The preset {printable(name)} is gone.")
    return 0


@contextlib.contextmanager
def _exports(session: Session) -> "Iterator[ExportService]":
    from orderdock.services.export import ExportService

    with session.library() as library:
        yield ExportService(library.database, presets=library.profile.folder.presets)


def _object(preset: "PresetInfo") -> Mapping[str, Any]:
    return {
        "name": preset.name,
        "title": preset.title,
        "about": preset.about,
        "rows": preset.rows,
        "columns": list(preset.columns),
        "ready_made": preset.ready_made,
        "file": str(preset.path) if preset.path is not None else None,
        "why_not": preset.why_not or None,
    }
