"""Orders by what a person calls them: their number, or their id here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import apsw

from orderdock.domain.errors import WrongUsage
from orderdock.query.search import writable

BY_ID = "id:"
"""In front of an order's id here (`order_id`), which could be some order's number as well."""
_AT_ONCE = 500
_NAMED = 3


@dataclass(frozen=True, slots=True)
class _Found:
    id: int
    number: str | None
    retailer: str | None
    connection: str


def orders_called(
    db: apsw.Connection, names: Sequence[str], connections: Sequence[str] = ()
) -> list[int]:
    """The ids of the orders with these numbers, or `id:` and their id; hidden ones too.

    With `connections` (their ids) only orders of these are meant. Raises WrongUsage for a name that
    no order has, and for a number that several orders have, naming them.
    """
    numbers = [name for name in names if not name.startswith(BY_ID)]
    ids = [_id(name) for name in names if name.startswith(BY_ID)]
    found = [
        *_find(db, "o.order_number", [writable(number) for number in numbers]),
        *_find(db, "o.id", ids),
    ]
    if connections:
        found = [each for each in found if each.connection in connections]
    by_number: dict[str, list[_Found]] = {}
    for each in found:
        by_number.setdefault(each.number or "", []).append(each)
    known = {each.id for each in found}
    for number in numbers:
        same = by_number.get(number, [])
        if not same:
            raise _nobody(number)
        if len(same) > 1:
            raise _several(number, same)
    for wanted in ids:
        if wanted not in known:
            raise _nobody(f"{BY_ID}{wanted}")
    return list(dict.fromkeys([*(by_number[number][0].id for number in numbers), *ids]))


def _find(db: apsw.Connection, column: str, values: Sequence[Any]) -> list[_Found]:
    found: list[_Found] = []
    for start in range(0, len(values), _AT_ONCE):
        some = values[start : start + _AT_ONCE]
        rows: Iterable[Any] = db.execute(
            "SELECT o.id, o.order_number, o.retailer, c.key FROM orders o"
            " JOIN connections c ON c.id = o.connection_id"
            f" WHERE {column} IN ({', '.join('?' * len(some))}) ORDER BY o.id",
            some,
        )
        found += [_Found(*row) for row in rows]
    return found


def _id(name: str) -> int:
    digits = name.removeprefix(BY_ID)
    if not (digits.isdecimal() and len(digits) < 18):
        raise WrongUsage(f"{name} is no id of an order.", f"Write it like {BY_ID}4711.")
    return int(digits)


def _nobody(name: str) -> WrongUsage:
    return WrongUsage(
        f"There is no order {name}.", "Give its number as `orderdock orders` shows it."
    )


def _several(number: str, same: Sequence[_Found]) -> WrongUsage:
    named = ", ".join(
        f"{BY_ID}{each.id} ({each.retailer or each.connection})" for each in same[:_NAMED]
    )
    more = f" and {len(same) - _NAMED} more" if len(same) > _NAMED else ""
    return WrongUsage(f"{len(same)} orders have the number {number}.", f"Say which: {named}{more}.")
