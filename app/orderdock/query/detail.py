"""One order in full: columns, lines, the provider's own records, and what does not add up."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import apsw

from orderdock.domain.amounts import from_millionths
from orderdock.domain.connections import ConnectionId
from orderdock.domain.errors import WrongUsage
from orderdock.query.columns import keys
from orderdock.query.filters import Unit
from orderdock.query.orders import rows
from orderdock.store.order_rows import LINE_BITS


@dataclass(frozen=True, slots=True)
class Change:
    """What a later reading changed: column -> (before, after). `line_id` None: the order itself."""

    at: int
    line_id: int | None
    what: Mapping[str, tuple[Any, Any]]


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


def order_of_line(line_id: int) -> int:
    """The order that a line belongs to."""
    return line_id >> LINE_BITS


def order_detail(db: apsw.Connection, order_id: int) -> OrderDetail:
    """One order in full. Raises WrongUsage when there is none (any more)."""
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
    records: Iterable[Any] = db.execute(
        "SELECT raw FROM raw_records WHERE id >= ? AND id < ? ORDER BY id", span
    )
    return OrderDetail(
        id=order_id,
        connection=order["connection"],
        order=order,
        lines=lines,
        raw=tuple(raw for (raw,) in records),
        checks=tuple(_checks(order, lines, _amounts(db, span))),
        changes=_changes(db, order_id),
    )


def _amounts(db: apsw.Connection, span: tuple[int, int]) -> list[Decimal | None]:
    found: Iterable[Any] = db.execute(
        "SELECT quantity_micro, unit_price_micro FROM lines WHERE id > ? AND id < ? ORDER BY id",
        span,
    )
    return [
        None if None in (quantity, price) else Decimal(quantity) * Decimal(price) / 10**12
        for quantity, price in found
    ]


def _changes(db: apsw.Connection, order_id: int) -> tuple[Change, ...]:
    found: Iterable[Any] = db.execute(
        "SELECT at, line_id, what FROM order_changes WHERE order_id = ? ORDER BY id", (order_id,)
    )
    return tuple(
        Change(at, line_id, {key: tuple(pair) for key, pair in json.loads(what).items()})
        for at, line_id, what in found
    )


def _checks(
    order: Mapping[str, Any],
    lines: Sequence[Mapping[str, Any]],
    amounts: Sequence[Decimal | None],
) -> Iterable[str]:
    currencies = {line["currency"] for line in lines if line["currency"]}
    if len(currencies) > 1:
        yield f"The lines are in different currencies: {', '.join(sorted(currencies))}."
    said = {line["order_total"] for line in lines if line["order_total"] is not None}
    if len({Decimal(total) for total in said}) > 1:
        yield f"The lines name different order totals: {', '.join(sorted(said))}."
    total = order["order_total"]
    known = [amount for amount in amounts if amount is not None]
    if total is not None and known and len(known) == len(amounts) and len(currencies) < 2:
        summed = from_millionths(int((sum(known, Decimal(0)) * 10**6).to_integral_value()))
        if summed != Decimal(total):
            yield (
                f"The lines add up to {summed}, the order total is {total}:"
                " tax, shipping or discounts may be the difference, or lines are missing."
            )
    gone = sum(line["missing_since"] is not None for line in lines)
    if gone:
        were = "line was" if gone == 1 else "lines were"
        yield f"{gone} {were} no longer shown by the provider at the last reading, and kept here."
