"""`tag`, `note`, `hide`, `restore`: what a person says of orders, by number or by filter."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import click

from orderdock.cli.examples import examples
from orderdock.cli.filters import Filtering, filter_options
from orderdock.cli.session import Session
from orderdock.cli.words import counted, printable
from orderdock.domain.errors import WrongUsage
from orderdock.query.filters import Hidden, OrderFilter, Unit

if TYPE_CHECKING:
    from orderdock.services.library import Library
    from orderdock.services.own_words import Changed

F = TypeVar("F", bound=Callable[..., Any])
KEYS = ("order_id", "connection", "order_number", "retailer", "tags", "note")


def _of_orders(command: F) -> F:
    for parameter in (
        click.argument("names", metavar="[ORDER]...", nargs=-1),
        click.option("--json", "_as_json", is_flag=True, help="Print the result as JSON."),
        filter_options,
    ):
        command = parameter(command)
    return command


@click.command(
    "tag",
    epilog=examples(
        "tag 902-4471820-11 --add gift --add 2026",
        "tag --retailer Amazon --from 2026-01-01 --add business",
        "tag --remove business --tag business",
        "tag",
    ),
)
@_of_orders
@click.option("--add", "added", metavar="TAG", multiple=True, help="May be given several times.")
@click.option("--remove", "removed", metavar="TAG", multiple=True, help="As often as needed.")
@click.pass_obj
def tag_command(
    session: Session,
    names: tuple[str, ...],
    filtering: Filtering,
    added: tuple[str, ...],
    removed: tuple[str, ...],
    _as_json: bool,
) -> int:
    """Add tags to orders or take them away; list the tags when neither is asked.

    ORDER is an order's number, or id: and its order_id. FILTER options instead mean all orders that
    fit.
    """
    with session.library() as library:
        if added or removed:
            ids = _meant(library, names, filtering)
            changed = library.own_words.tag(ids, added, removed)
            return _told(session, "tag", "Tags changed on", ids, changed)
        if names or filtering != Filtering():
            return _list(session, library, _meant(library, names, filtering), "tags")
        tags = library.own_words.tags()
    if session.output.machine:
        session.output.record({"tags": [{"name": name, "orders": many} for name, many in tags]})
    elif tags:
        rows = [(name, f"{many:,}") for name, many in tags]
        session.output.table(("Tag", "Orders"), rows, right=frozenset({1}), elastic=frozenset({0}))
    else:
        session.output.say("There are no tags yet.")
    return 0


@click.command(
    "note",
    epilog=examples(
        'note 902-4471820-11 --write "Returned by post on 3 March"',
        "note 902-4471820-11",
        "note 902-4471820-11 --clear",
    ),
)
@_of_orders
@click.option("--write", "text", metavar="TEXT", help="In place of the note there is.")
@click.option("--append", "more", metavar="TEXT", help="On a line of its own after it.")
@click.option("--clear", is_flag=True, help="Take the note away.")
@click.pass_obj
def note_command(
    session: Session,
    names: tuple[str, ...],
    filtering: Filtering,
    text: str | None,
    more: str | None,
    clear: bool,
    _as_json: bool,
) -> int:
    """Write a note to orders; show it when nothing is to be written.

    ORDER is an order's number, or id: and its order_id. FILTER options instead mean all orders that
    fit.
    """
    if (text is not None) + (more is not None) + clear > 1:
        raise WrongUsage(
            "A note is written, appended to or cleared, one at a time.",
            "Give one of --write, --append, --clear.",
        )
    with session.library() as library:
        ids = _meant(library, names, filtering)
        if text is None and more is None and not clear:
            return _list(session, library, ids, "note")
        notes: dict[int, str | None] = dict.fromkeys(ids, text)
        if more is not None:
            before = library.rows(Unit.ORDERS, ids, ("order_id", "note"))
            notes = {i: f"{note}\n{more}" if note else more for i, note in before if i is not None}
        changed = library.own_words.write_notes(notes)
    return _told(session, "note", "Note changed on", ids, changed)


@click.command(
    "hide",
    epilog=examples("hide 902-4471820-11", "hide --status cancelled --to 2024-12-31"),
)
@_of_orders
@click.pass_obj
def hide_command(
    session: Session, names: tuple[str, ...], filtering: Filtering, _as_json: bool
) -> int:
    """Hide orders: they stay on disk, and hidden after each sync.

    They are in no list, count, total or file unless --hidden or --with-hidden asks for them.

    ORDER is an order's number, or id: and its order_id. FILTER options instead mean all orders that
    fit.
    """
    with session.library() as library:
        ids = _meant(library, names, filtering)
        changed = library.own_words.hide(ids)
    return _told(session, "hide", "Hidden:", ids, changed)


@click.command(
    "restore",
    epilog=examples("restore 902-4471820-11", "orders --hidden", "restore --hidden"),
)
@_of_orders
@click.pass_obj
def restore_command(
    session: Session, names: tuple[str, ...], filtering: Filtering, _as_json: bool
) -> int:
    """Show hidden orders again.

    ORDER is an order's number, or id: and its order_id. FILTER options instead mean all orders that
    fit.
    """
    with session.library() as library:
        ids = _meant(library, names, filtering, hidden=Hidden.ONLY)
        changed = library.own_words.restore(ids)
    return _told(session, "restore", "Restored:", ids, changed)


def _meant(
    library: "Library",
    names: Sequence[str],
    filtering: Filtering,
    hidden: Hidden = Hidden.LEFT_OUT,
) -> list[int]:
    """The orders that are named, or that fit the filter. Raises WrongUsage when neither is given.

    A connection named beside numbers tells which of several orders with one number is meant.
    """
    if not names and filtering == Filtering():
        raise WrongUsage(
            "No order is named.", "Give its number, or FILTER options such as --retailer."
        )
    asked = filtering.read(library)
    if not names:
        if asked.hidden is Hidden.LEFT_OUT:
            asked = replace(asked, hidden=hidden)
        return list(library.all_ids(asked, (), Unit.ORDERS))
    if asked != OrderFilter(connections=asked.connections, timezone=asked.timezone):
        raise WrongUsage(
            "Orders are named and filtered at once.",
            "Give numbers (with --connection if need be) or a filter.",
        )
    return library.orders_called(names, asked.connections)


def _told(session: Session, command: str, did: str, ids: Sequence[int], changed: "Changed") -> int:
    different = changed.orders()
    if session.output.machine:
        session.output.record(
            {"type": "result", "command": command, "orders": len(ids), "changed": different}
        )
        return 0
    if not ids:
        session.output.say("No order fits.")
        return 0
    rest = len(ids) - different
    same = f" {counted(rest, 'order')} needed no change." if rest else ""
    session.output.say(f"{did} {counted(different, 'order')}.{same}")
    return 0


def _list(session: Session, library: "Library", ids: Sequence[int], key: str) -> int:
    rows = [dict(zip(KEYS, row, strict=True)) for row in library.rows(Unit.ORDERS, ids, KEYS)]
    if session.output.machine:
        for row in rows:
            row["tags"] = row["tags"].split("; ") if row["tags"] else []
        session.output.records(rows)
        return 0
    shown = [
        (printable(row["order_number"] or f"id:{row['order_id']}"), row["retailer"] or "", said)
        for row in rows
        if (said := row[key])
    ]
    if not shown:
        session.output.say("None.")
        return 0
    head = ("Order", "Retailer", key.capitalize())
    session.output.table(head, shown, elastic=frozenset({0, 1, 2}))
    return 0
