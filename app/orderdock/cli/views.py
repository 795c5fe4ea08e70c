"""`views`: the saved views, and what can be done to them without the window."""

import json
from collections.abc import Mapping
from typing import Any

import click

from orderdock.cli.examples import examples
from orderdock.cli.session import Session
from orderdock.query.language_writing import written
from orderdock.query.views import EVERYTHING, View, to_json
from orderdock.services.views import SavedView


class _Views(click.Group):
    """A group that lists when nothing else is asked of it."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, "[--json] | rename | delete | pin | unpin | start")


@click.group(
    "views",
    cls=_Views,
    invoke_without_command=True,
    epilog=examples(
        "views", 'orders --view "Last month"', 'views rename "This month" "Month to date"'
    ),
)
@click.option("--json", "as_json", is_flag=True, help="Print them as one JSON object.")
@click.pass_context
def views_command(ctx: click.Context, as_json: bool) -> int:
    """List the saved views: names for --view of orders, summary and export."""
    if ctx.invoked_subcommand is not None:
        return 0
    session: Session = ctx.obj
    with session.library() as library:
        found = [(entry, library.views.view(entry.name)) for entry in library.views.all()]
    if as_json:
        session.output.record({"views": [_object(entry, view) for entry, view in found]})
        return 0
    rows = [(view.name, view.unit.value, _shows(view), _marks(entry)) for entry, view in found]
    session.output.table(("View", "Rows", "Shows", ""), rows, elastic=frozenset({0, 2}))
    return 0


@views_command.command("rename", epilog=examples('views rename "This month" Now'))
@click.argument("name", metavar="NAME")
@click.argument("wanted", metavar="NEW-NAME")
@click.pass_obj
def rename_command(session: Session, name: str, wanted: str) -> int:
    """Give a view another name."""
    with session.library() as library:
        new = library.views.rename(name, wanted)
    session.output.say(f"The view is called “{new}” now.")
    return 0


@views_command.command("delete")
@click.argument("name", metavar="NAME")
@click.pass_obj
def delete_command(session: Session, name: str) -> int:
    """Delete a view. Its orders stay."""
    with session.library() as library:
        gone = library.views.delete(name)
    session.output.say(f"The view “{gone}” is deleted. No order went with it.")
    return 0


@views_command.command("pin")
@click.argument("name", metavar="NAME")
@click.pass_obj
def pin_command(session: Session, name: str) -> int:
    """Show a view at the side of the window."""
    with session.library() as library:
        pinned = library.views.pin(name, pinned=True)
    session.output.say(f"“{pinned}” is shown at the side of the window.")
    return 0


@views_command.command("unpin")
@click.argument("name", metavar="NAME")
@click.pass_obj
def unpin_command(session: Session, name: str) -> int:
    """Show a view in the list of views only."""
    with session.library() as library:
        loose = library.views.pin(name, pinned=False)
    session.output.say(f"“{loose}” is no longer at the side of the window.")
    return 0


@views_command.command("start")
@click.argument("name", metavar="NAME")
@click.pass_obj
def start_command(session: Session, name: str) -> int:
    """Open the window with this view; with “All orders” as it was left."""
    with session.library() as library:
        first = library.views.open_at_start(name)
    session.output.say(f"The window opens with “{first}”.")
    return 0


def _object(entry: SavedView, view: View) -> Mapping[str, Any]:
    body = json.loads(to_json(view))
    own = {"name": view.name, "built_in": view.name == EVERYTHING}
    return {**own, "pinned": entry.pinned, "at_start": entry.at_start, **body}


def _shows(view: View) -> str:
    period = [f"date:{view.period}"] if view.period else []
    return " ".join([*period, written(view.filter)]).strip() or "everything"


def _marks(entry: SavedView) -> str:
    marks = (("pinned", entry.pinned), ("opens at start", entry.at_start))
    return ", ".join(word for word, on in marks if on)
