"""`views`: the saved views, and what can be done to them without the window."""

import json
from collections.abc import Mapping
from typing import Any

import click

from orderdock.cli.examples import examples
from orderdock.cli.filters import Filtering, filter_options
from orderdock.cli.layouts import sorts_of
from orderdock.cli.listing import Listing
from orderdock.cli.session import Session
from orderdock.domain.errors import WrongUsage
from orderdock.query import columns
from orderdock.query.filters import DEFAULT_SORT, Unit
from orderdock.query.language_writing import written
from orderdock.query.periods import PERIODS, span_of
from orderdock.query.views import EVERYTHING, View, to_json
from orderdock.services.views import SavedView


@click.group(
    "views",
    cls=Listing,
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
    rows = [(view.name, _rows(view), _shows(view), _marks(entry)) for entry, view in found]
    session.output.table(("View", "Rows", "Shows", ""), rows, elastic=frozenset({0, 2}))
    return 0


@views_command.command(
    "save",
    epilog=examples(
        'views save "Big ones" --query "total:>500" --sort order_total:desc',
        'views save "Target this year" --retailer Target --period this-year --unit lines',
    ),
)
@click.argument("name", metavar="NAME")
@filter_options
@click.option("--period", metavar="WORD", help=f"Days that move on: {', '.join(PERIODS)}.")
@click.option("--unit", metavar="UNIT", default="orders", help="orders (usual) or lines.")
@click.option("--columns", "keys", metavar="KEY,...", help="What it shows; else the usual ones.")
@click.option("--sort", "sorting", metavar="COLUMN[:desc],...", help="Newest first without it.")
@click.pass_obj
def save_command(
    session: Session,
    name: str,
    filtering: Filtering,
    period: str | None,
    unit: str,
    keys: str | None,
    sorting: str | None,
) -> int:
    """Save a view, in place of one of the same name."""
    rows = _unit(unit)
    shown = () if keys is None else tuple(c.key for c in columns.chosen(keys.split(","), rows))
    with session.library() as library:
        wanted = filtering.read(library)
        if wanted.within is not None:
            raise WrongUsage(
                "A view keeps one filter.",
                "Give it by --query alone, or without --query and --view.",
            )
        if period is not None:
            if span_of(period, library.views.today(wanted.timezone)) is None:
                raise WrongUsage(f"{period} is no period.", f"Choose from: {', '.join(PERIODS)}.")
            if wanted.date_from or wanted.date_to:
                raise WrongUsage("--period and days do not go together.", "Give one of them.")
        sorts = sorts_of(sorting, rows) or DEFAULT_SORT
        kept = library.views.save(
            View(name, wanted, period or "", rows, columns=shown, sorts=sorts)
        )
    session.output.say(f"The view “{kept}” is saved.")
    return 0


def _unit(text: str) -> Unit:
    if text not in set(Unit):
        raise WrongUsage(f"{text} is no unit.", "Choose orders or lines.")
    return Unit(text)


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
    own = {"name": view.name, "built_in": view.name == EVERYTHING, "query": written(view.filter)}
    return {**own, "pinned": entry.pinned, "at_start": entry.at_start, **body}


def _rows(view: View) -> str:
    grouped = view.groups is not None and view.groups.by
    return f"{view.unit.value} by {grouped}" if grouped else view.unit.value


def _shows(view: View) -> str:
    period = [f"date:{view.period}"] if view.period else []
    return " ".join([*period, written(view.filter)]).strip() or "everything"


def _marks(entry: SavedView) -> str:
    marks = (("pinned", entry.pinned), ("opens at start", entry.at_start))
    return ", ".join(word for word, on in marks if on)
