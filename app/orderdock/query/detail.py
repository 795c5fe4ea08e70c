"""One order in full: columns, lines, money checked, the provider's own records and its links."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import apsw

from orderdock.connector.card import Charges
from orderdock.domain.connections import ConnectionId
from orderdock.domain.errors import WrongUsage
from orderdock.query.columns import keys
from orderdock.query.filters import Unit
from orderdock.query.money import Money, checked
from orderdock.query.orders import rows
from orderdock.store.order_rows import LINE_BITS
from orderdock.store.own_words import BETWEEN

if TYPE_CHECKING:
    from orderdock.query.record_text import Link


@dataclass(frozen=True, slots=True)
class Change:
    """What a later reading changed: column -> (before, after). `line_id` None: the order itself."""

    at: int
    line_id: int | None
    what: Mapping[str, tuple[Any, Any]]


_NOTHING = Money()


@dataclass(frozen=True, slots=True)
class OrderDetail:
    """One order; values as stored, by the keys of query.columns."""

    id: int
    connection: ConnectionId
    order: Mapping[str, Any]
    lines: tuple[Mapping[str, Any], ...]
    """In the order's own sequence."""
    raw: tuple[bytes, ...]
    """The provider's records as received (JSON text)."""
    checks: tuple[str, ...] = ()
    """Plain sentences about things that do not add up."""
    changes: tuple[Change, ...] = ()
    """Oldest first."""
    money: Money = _NOTHING
    record: str = ""
    """The provider's records for reading, without secrets."""
    links: tuple["Link", ...] = ()
    tags: tuple[str, ...] = ()


def order_of_line(line_id: int) -> int:
    """The order that a line belongs to."""
    return line_id >> LINE_BITS


def order_detail(
    db: apsw.Connection, order_id: int, charges: Mapping[str, Charges] | None = None
) -> OrderDetail:
    """One order in full. Raises WrongUsage when there is none (any more).

    `charges` by provider: where its records say what a total holds besides the lines.
    """
    from orderdock.query.record_text import decoded, links_in, pretty  # after the first paint

    names = keys(Unit.ORDERS)
    [values] = rows(db, Unit.ORDERS, [order_id], names)
    order = dict(zip(names, values, strict=True))
    if order["order_id"] is None:
        raise WrongUsage("This order is no longer here.", "Look at the list again.")
    span = (order_id << LINE_BITS, (order_id + 1) << LINE_BITS)
    found = db.execute("SELECT id FROM lines WHERE id > ? AND id < ? ORDER BY id", span)
    ids = [number for (number,) in found]
    line_names = keys(Unit.LINES)
    lines = tuple(
        dict(zip(line_names, row, strict=True)) for row in rows(db, Unit.LINES, ids, line_names)
    )
    records: dict[int, bytes] = dict(
        db.execute("SELECT id, raw FROM raw_records WHERE id >= ? AND id < ? ORDER BY id", span)
    )
    values_of = {place: decoded(raw) for place, raw in records.items()}
    return OrderDetail(
        id=order_id,
        connection=order["connection"],
        order=order,
        lines=lines,
        raw=tuple(records.values()),
        checks=tuple(_checks(lines)),
        changes=_changes(db, order_id),
        money=checked(
            order,
            lines,
            values_of.get(span[0]),
            (charges or {}).get(order["provider"]),
            [values_of[number] for number in ids if number in values_of],
        ),
        record=pretty(tuple(records.values())),
        links=links_in(tuple(values_of.values())),
        tags=tuple(order["tags"].split(BETWEEN)) if order["tags"] else (),
    )


def _changes(db: apsw.Connection, order_id: int) -> tuple[Change, ...]:
    found: Iterable[Any] = db.execute(
        "SELECT at, line_id, what FROM order_changes WHERE order_id = ? ORDER BY id", (order_id,)
    )
    return tuple(
        Change(at, line_id, {key: tuple(pair) for key, pair in json.loads(what).items()})
        for at, line_id, what in found
    )


def _checks(lines: Sequence[Mapping[str, Any]]) -> Iterable[str]:
    currencies = {line["currency"] for line in lines if line["currency"]}
    if len(currencies) > 1:
        yield f"The lines are in different currencies: {', '.join(sorted(currencies))}."
    said = {line["order_total"] for line in lines if line["order_total"] is not None}
    if len({Decimal(total) for total in said}) > 1:
        yield f"The lines name different order totals: {', '.join(sorted(said))}."
    gone = sum(line["missing_since"] is not None for line in lines)
    if gone:
        were = "line was" if gone == 1 else "lines were"
        yield f"{gone} {were} no longer shown by the provider at the last reading, and kept here."
