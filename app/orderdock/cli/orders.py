"""`orders` and `summary`: what is in the library, as tables or JSON lines."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from orderdock.cli.examples import examples
from orderdock.cli.filters import Filtering, filter_options
from orderdock.cli.numbers import WholeNumber
from orderdock.cli.session import Session
from orderdock.cli.words import counted, iso_seconds
from orderdock.domain.errors import WrongUsage
from orderdock.query import columns
from orderdock.query.filters import DEFAULT_SORT, OrderFilter, Sort, Unit

if TYPE_CHECKING:
    from orderdock.services.library import Library

IDS = ("connection", "order_id", "line_id")
SHOWN = {
    "ordered_at": "Date (UTC)",
    "retailer": "Retailer",
    "order_number": "Order",
    "item_name": "Item",
    "quantity": "Qty",
    "unit_price": "Price",
    "currency": "",
    "shipment_status": "Status",
    "order_total": "Order total",
    "order_currency": "",
}
"""Columns of the table for people, with their heads; each amount has its currency beside it."""
NUMBERS = frozenset({"quantity", "unit_price", "order_total"})
AMOUNTS = frozenset({"unit_price", "order_total"})
TEXTS = frozenset({"retailer", "order_number", "item_name", "shipment_status"})
IN_A_TABLE = 50
"""Rows of a table without `--limit`."""
AT_ONCE = 500
GROUPS = ("day", "month", "year", "retailer", "brand", "category", "status", "connection")


@click.command(
    "orders",
    epilog=examples(
        'orders --search "desk lamp"',
        "orders --retailer Amazon --from 2026-01-01 --sort order_total:desc --limit 20",
    ),
)
@filter_options
@click.option("--sort", "sorting", metavar="COLUMN[:desc]", help="Newest first without it.")
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
    """
    with session.library() as library:
        wanted = filtering.read(library)
        sort = _sort(sorting)
        if as_json:
            ids = _ids(library, wanted, sort, limit, offset)
            session.output.records(_objects(library, ids))
            return 0
        ids = _ids(library, wanted, sort, IN_A_TABLE if limit is None else limit, offset)
        _print_table(session, library, ids)
        found = library.count(wanted)
    _print_count(session, len(ids), offset, found.lines, found.orders)
    return 0


@click.command(
    "summary",
    epilog=examples(
        "summary --by month --timezone Europe/Berlin", "summary --by brand --currency EUR"
    ),
)
@filter_options
@click.option(
    "--by", metavar="WHAT", required=True, help=f"One of {', '.join(GROUPS)}; in --timezone."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
@click.pass_obj
def summary_command(session: Session, filtering: Filtering, by: str, as_json: bool) -> int:
    """Count orders and lines and add up order totals, for each group and currency apart.

    Each order counts once, however many lines it has.
    """
    if by not in GROUPS:
        raise WrongUsage(f"Orders cannot be grouped by {by}.", f"Choose from: {', '.join(GROUPS)}.")
    with session.library() as library:
        wanted = filtering.read(library)
        rows = library.summary(wanted, by, wanted.timezone)
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
        return 0
    if not rows:
        session.output.say("No order fits.")
        return 0
    cells = [
        (row.label or row.key, f"{row.orders:,}", f"{row.lines:,}", row.total, row.currency)
        for row in rows
    ]
    head = (by.capitalize(), "Orders", "Lines", "Total", "")
    session.output.table(head, cells, right=frozenset({1, 2, 3}), elastic=frozenset({0}))
    return 0


def _sort(text: str | None) -> tuple[Sort, ...]:
    if text is None:
        return DEFAULT_SORT
    column, _, direction = text.partition(":")
    keys = columns.keys(Unit.LINES)
    if column not in keys:
        raise WrongUsage(
            f"Orders cannot be sorted by {column}.", f"Choose from: {', '.join(keys)}."
        )
    if direction not in {"", "asc", "desc"}:
        raise WrongUsage(f"{direction} is no direction.", f"Write {column} or {column}:desc.")
    return (Sort(column, descending=direction == "desc"),)


def _ids(
    library: "Library", wanted: OrderFilter, sort: tuple[Sort, ...], limit: int | None, offset: int
) -> Sequence[int]:
    if limit is None:
        return library.all_ids(wanted, sort, Unit.LINES)[offset:]
    return library.first_ids(wanted, sort, Unit.LINES, limit, offset) if limit else []


def _objects(library: "Library", ids: Sequence[int]) -> Iterator[Mapping[str, Any]]:
    keys = (*columns.LINES, *IDS)
    for start in range(0, len(ids), AT_ONCE):
        for row in library.rows(Unit.LINES, ids[start : start + AT_ONCE], keys):
            line = dict(zip(keys, row, strict=True))
            line["ordered_at"] = iso_seconds(line["ordered_at"])
            yield line


def _print_table(session: Session, library: "Library", ids: Sequence[int]) -> None:
    if not ids:
        return
    rows = [[_cell(line, key) for key in SHOWN] for line in _objects(library, ids)]
    places = {key: place for place, key in enumerate(SHOWN)}
    session.output.table(
        list(SHOWN.values()),
        rows,
        right=frozenset(places[key] for key in NUMBERS),
        elastic=frozenset(places[key] for key in TEXTS),
    )


def _cell(line: Mapping[str, Any], key: str) -> str:
    value = line["currency" if key == "order_currency" else key]
    if value is None:
        return ""
    if key == "ordered_at":
        return str(value)[:16].replace("T", " ")
    if key == "order_currency" and line["order_total"] is None:
        return ""
    return _two_places(str(value)) if key in AMOUNTS else str(value)


def _two_places(amount: str) -> str:
    """`80.7` as `80.70`; whole amounts and longer ones as the provider wrote them."""
    return f"{amount}0" if amount[-2:-1] == "." else amount


def _print_count(session: Session, shown: int, offset: int, lines: int, orders: int) -> None:
    say = session.output.say
    if not lines:
        say("No order fits.")
        return
    if shown == lines:
        say(f"{counted(lines, 'line')} of {counted(orders, 'order')}.")
    else:
        place = f"Lines {offset + 1:,} to {offset + shown:,} of {lines:,}" if shown else "No line"
        say(f"{place} ({counted(orders, 'order')}). See --limit and --offset.")
