"""Orders whose lines do not come to their total, whatever else their own records say it holds."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import apsw

from orderdock.connector.card import Charges
from orderdock.domain.amounts import from_millionths
from orderdock.export.picked import Part
from orderdock.query.conditions import LINES_OF_ORDER
from orderdock.query.id_list import IN_LIST, id_list
from orderdock.query.line_amounts import REST, SMALL, WHOLE
from orderdock.query.money import accounts_for, checked
from orderdock.query.record_text import decoded
from orderdock.store.order_rows import LINE_BITS

_AT_ONCE = 500
_SAYS_NOTHING = Charges()
_LINES = f"FROM orders o CROSS JOIN lines l ON {LINES_OF_ORDER}"
_DIFFERENCE = (
    f"(sum({WHOLE}) - o.order_total_micro / 1000000) * 1000000"
    f" + sum({REST}) - o.order_total_micro % 1000000"
)
_CERTAIN = (
    f"count(CASE WHEN {SMALL} THEN 1 END) = count(*) AND count(l.missing_since) = 0"
    " AND min(l.currency) IS max(l.currency)"
)
_DOUBTED = (
    " GROUP BY o.id HAVING o.order_total_micro IS NOT NULL"
    " AND count(l.quantity_micro) = count(*) AND count(l.unit_price_micro) = count(*)"
    f" AND NOT ({_CERTAIN} AND {_DIFFERENCE} BETWEEN -9999 AND 9999)"
)
_KEYS = ("quantity", "unit_price", "currency", "missing_since")
_TOTALS_OF = f"SELECT id, order_total FROM orders WHERE id {IN_LIST}"
_LINES_OF = (
    f"SELECT l.id >> {LINE_BITS}, {', '.join(f'l.{key}' for key in _KEYS)} FROM carray(?) c"
    f" CROSS JOIN lines l ON l.id > (c.value << {LINE_BITS})"
    f" AND l.id < ((c.value + 1) << {LINE_BITS})"
)
_RECORDS_OF = (
    f"SELECT r.id, r.raw FROM carray(?) c CROSS JOIN raw_records r"
    f" ON r.id >= (c.value << {LINE_BITS}) AND r.id < ((c.value + 1) << {LINE_BITS}) ORDER BY r.id"
)


def differing(db: apsw.Connection, orders: Part, charges: Mapping[str, Charges]) -> Iterator[int]:
    """Ids of those of the orders that can be checked and do not add up.

    `charges` by provider: where its records say what a total holds besides the lines.
    """
    asked = "SELECT id, provider FROM connections"
    says = {number: charges.get(name, _SAYS_NOTHING) for number, name in db.execute(asked)}
    rows: Iterable[Any] = db.execute(
        f"SELECT o.id, o.connection_id, CASE WHEN {_CERTAIN} THEN {_DIFFERENCE} END"
        f" {orders.sql.replace('FROM orders o', _LINES, 1)}{_DOUBTED}",
        orders.values,
    )
    doubted: dict[int, _Doubted] = {}
    for number, connection, difference in rows:
        if difference is not None and says[connection] == _SAYS_NOTHING:
            yield number
            continue
        doubted[number] = _Doubted(difference, says[connection])
        if len(doubted) == _AT_ONCE:
            yield from _looked_at(db, doubted)
            doubted.clear()
    yield from _looked_at(db, doubted)


class _Doubted(NamedTuple):
    """An order whose lines do not come to its total, or may not."""

    lines_less_total: float | None
    """In whole millionths, beyond 64 bits nearly; None where SQL alone cannot tell."""
    charges: Charges


def _looked_at(db: apsw.Connection, doubted: Mapping[int, _Doubted]) -> Iterator[int]:
    """Those that do not add up when their own records are heard."""
    records = _Records(db, doubted)
    unsure = []
    for number, order in doubted.items():
        if order.lines_less_total is None:
            unsure.append(number)
        elif not accounts_for(
            from_millionths(-int(order.lines_less_total)),
            records.of_orders.get(number),
            order.charges,
            records.of_lines[number],
        ):
            yield number
    totals = db.execute(
        f"SELECT id, order_total FROM orders WHERE id {IN_LIST}", (id_list(unsure),)
    )
    lines = _lines_of(db, unsure)
    for number, total in totals:
        money = checked(
            {"order_total": total},
            lines[number],
            records.of_orders.get(number),
            doubted[number].charges,
            records.of_lines[number],
        )
        if money.difference:
            yield number


class _Records:
    """What providers sent of some orders, decoded, where it says what a total holds."""

    def __init__(self, db: apsw.Connection, doubted: Mapping[int, _Doubted]) -> None:
        self.of_orders: dict[int, Any] = {}
        self.of_lines: defaultdict[int, list[Any]] = defaultdict(list)
        telling = [n for n, order in doubted.items() if order.charges != _SAYS_NOTHING]
        for place, raw in db.execute(_RECORDS_OF, (id_list(telling),)):
            number = place >> LINE_BITS
            if place == number << LINE_BITS:
                self.of_orders[number] = decoded(raw)
            elif doubted[number].charges.line_discount:
                self.of_lines[number].append(decoded(raw))


def _lines_of(db: apsw.Connection, orders: Sequence[int]) -> Mapping[int, Sequence[Any]]:
    lines: defaultdict[int, list[Any]] = defaultdict(list)
    found: Iterable[Any] = db.execute(_LINES_OF, (id_list(orders),))
    for number, *values in found:
        lines[number].append(dict(zip(_KEYS, values, strict=True)))
    return lines
