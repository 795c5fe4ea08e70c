"""`orders` and `summary`: what is in the library, as tables or JSON lines."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from orderdock.cli.examples import examples
from orderdock.cli.filters import Filtering, filter_options
from orderdock.cli.layouts import ORDER_CURRENCY, Layout, layout_of
from orderdock.cli.numbers import WholeNumber
from orderdock.cli.session import Session
from orderdock.cli.words import counted, iso_seconds
from orderdock.domain.errors import WrongUsage
from orderdock.query import columns
from orderdock.query.filters import Count, OrderFilter, Unit

if TYPE_CHECKING:
    from orderdock.query.summary import SummaryRow
    from orderdock.query.views import View
    from orderdock.services.library import Library

RIGHT = frozenset({columns.Kind.NUMBER, columns.Kind.AMOUNT, columns.Kind.COUNT})
WHOLE = frozenset({"currency", ORDER_CURRENCY})
"""Texts that are never shortened."""
IN_A_TABLE = 50
"""Rows of a table without `--limit`."""
AT_ONCE = 500
GROUPS = ("day", "month", "year", "retailer", "brand", "category", "status", "connection")


@click.command(
    "orders",
    epilog=examples(
        'orders --search "desk lamp"',
        "orders --retailer Amazon --from 2026-01-01 --sort order_total:desc --limit 20",
        'orders --view "Last month"',
    ),
)
@filter_options
@click.option(
    "--sort",
    "sorting",
    metavar="COLUMN[:desc],...",
    help="By this column, then the next; newest first without it.",
)
@click.option("--limit", type=WholeNumber(), metavar="N", help="At most so many lines.")
@click.option("--offset", type=WholeNumber(), default=0, metavar="N", help="Skip so many.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
@click.pass_obj
def orders_command(
    session: Session,
    filtering: Filtering,
    sorting: str | None,
    limit: int | None,
    offset: int,
    as_json: bool,
) -> int:
    """List order lines, newest first.

    Options of one kind that are given several times mean any of them; different kinds mean all.
    With --view the rows, columns and order are the view's, and further options narrow it.
    """
    with session.library() as library:
        wanted = filtering.read(library)
        layout = layout_of(filtering.saved(library), sorting)
        if as_json:
            ids = _ids(library, wanted, layout, limit, offset)
            session.output.records(_objects(library, layout, ids))
            return 0
        ids = _ids(library, wanted, layout, IN_A_TABLE if limit is None else limit, offset)
        _print_table(session, library, layout, ids)
        found = library.count(wanted)
    _print_count(session, len(ids), offset, found, layout.unit)
    return 0


@click.command(
    "summary",
    epilog=examples(
        "summary --by month --timezone Europe/Berlin",
        "summary --by brand --currency EUR",
        "summary --explain --retailer Amazon",
    ),
)
@filter_options
@click.option(
    "--by", metavar="WHAT", help=f"One of {', '.join(GROUPS)}; in --timezone. Else the view's own."
)
@click.option("--explain", is_flag=True, help="Say what is in the total of all, and what is not.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
@click.pass_obj
def summary_command(
    session: Session, filtering: Filtering, by: str | None, explain: bool, as_json: bool
) -> int:
    """Count orders and lines and add up order totals, for each group and currency apart.

    Each order counts once, however many lines it has.
    """
    if by is None and not explain and filtering.view is None:
        raise WrongUsage("Missing option '--by'.", f"Choose from: {', '.join(GROUPS)}.")
    if by is not None and by not in GROUPS:
        raise WrongUsage(f"Orders cannot be grouped by {by}.", f"Choose from: {', '.join(GROUPS)}.")
    with session.library() as library:
        wanted = filtering.read(library)
        if by is None and not explain:
            by = _grouping_of(filtering.saved(library))
        if by is not None:
            rows = library.summary(wanted, by, wanted.timezone)
            _print_groups(session, by, rows, as_json=as_json)
        if explain:
            from orderdock.cli.explanation import say_explanation

            say_explanation(session, library.explained(wanted))
    return 0


def _grouping_of(view: "View | None") -> str:
    """What the view groups by. Raises WrongUsage when it shows rows."""
    if view is None or view.groups is None or view.groups.by not in GROUPS:
        raise WrongUsage(
            "Missing option '--by': this view has no grouping.",
            f"Choose from: {', '.join(GROUPS)}.",
        )
    return view.groups.by


def _print_groups(
    session: Session, by: str, rows: Sequence["SummaryRow"], *, as_json: bool
) -> None:
    if as_json:
        session.output.records(
            {
                by: row.key or None,
                "currency": row.currency or None,
                "orders": row.orders,
                "lines": row.lines,
                "total": row.total or None,
            }
            for row in rows
        )
        return
    if not rows:
        session.output.say("No order fits.")
        return
    cells = [
        (row.label or row.key, f"{row.orders:,}", f"{row.lines:,}", row.total, row.currency)
        for row in rows
    ]
    head = (by.capitalize(), "Orders", "Lines", "Total", "")
    session.output.table(head, cells, right=frozenset({1, 2, 3}), elastic=frozenset({0}))


def _ids(
    library: "Library", wanted: OrderFilter, layout: Layout, limit: int | None, offset: int
) -> Sequence[int]:
    if limit is None:
        return library.all_ids(wanted, layout.sorts, layout.unit)[offset:]
    return library.first_ids(wanted, layout.sorts, layout.unit, limit, offset) if limit else []


def _objects(library: "Library", layout: Layout, ids: Sequence[int]) -> Iterator[Mapping[str, Any]]:
    keys = layout.keys()
    dates = [key for key in keys if columns.BY_KEY[key].kind is columns.Kind.DATE]
    for start in range(0, len(ids), AT_ONCE):
        for row in library.rows(layout.unit, ids[start : start + AT_ONCE], keys):
            line = dict(zip(keys, row, strict=True))
            for key in dates:
                line[key] = iso_seconds(line[key])
            yield line


def _print_table(session: Session, library: "Library", layout: Layout, ids: Sequence[int]) -> None:
    if not ids:
        return
    rows = [[_cell(line, key) for key in layout.heads] for line in _objects(library, layout, ids)]
    kinds = {place: _kind(key) for place, key in enumerate(layout.heads)}
    session.output.table(
        list(layout.heads.values()),
        rows,
        right=frozenset(place for place, kind in kinds.items() if kind in RIGHT),
        elastic=frozenset(
            place
            for place, key in enumerate(layout.heads)
            if kinds[place] is columns.Kind.TEXT and key not in WHOLE
        ),
    )


def _kind(key: str) -> columns.Kind:
    column = columns.BY_KEY.get(key)
    return columns.Kind.TEXT if column is None else column.kind


def _cell(line: Mapping[str, Any], key: str) -> str:
    value = line["currency" if key == ORDER_CURRENCY else key]
    if value is None:
        return ""
    if key == ORDER_CURRENCY and line["order_total"] is None:
        return ""
    match _kind(key):
        case columns.Kind.DATE:
            return str(value)[:16].replace("T", " ")
        case columns.Kind.AMOUNT:
            return _two_places(str(value))
        case _:
            return str(value)


def _two_places(amount: str) -> str:
    """`80.7` as `80.70`; whole amounts and longer ones as the provider wrote them."""
    return f"{amount}0" if amount[-2:-1] == "." else amount


def _print_count(session: Session, shown: int, offset: int, found: Count, unit: Unit) -> None:
    say = session.output.say
    lines = unit is Unit.LINES
    rows, word = (found.lines, "Line") if lines else (found.orders, "Order")
    if not rows:
        say("No order fits.")
        return
    all_of_it = f"{counted(found.lines, 'line')} of {counted(found.orders, 'order')}"
    if shown == rows:
        say(f"{all_of_it}." if lines else f"{counted(rows, 'order')}.")
        return
    place = f"{word}s {offset + 1:,} to {offset + shown:,} of {rows:,}"
    beside = f" ({counted(found.orders, 'order')})" if lines else ""
    say(f"{place if shown else f'No {word.lower()}'}{beside}. See --limit and --offset.")
