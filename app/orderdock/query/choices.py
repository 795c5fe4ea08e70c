"""What the filter bar can offer, from the orders that are there."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import apsw


@dataclass(frozen=True, slots=True)
class Choices:
    """Values present, sorted; the days are seconds since 1970 UTC of the first and last order."""

    retailers: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    currencies: tuple[str, ...] = ()
    first_day: int | None = None
    last_day: int | None = None


def choices(db: apsw.Connection) -> Choices:
    """Look at all orders (not lines): about 0.1 s for a third of a million."""
    statuses = {word for word in _distinct(db, "status") if word}
    for joined in _distinct(db, "shipment_status"):
        statuses.update(word for word in joined.split("; ") if word)
    [(first,)] = db.execute("SELECT min(ordered_at) FROM orders")
    [(last,)] = db.execute("SELECT max(ordered_at) FROM orders")
    return Choices(
        retailers=tuple(sorted(_distinct(db, "retailer"), key=str.casefold)),
        statuses=tuple(sorted(statuses, key=str.casefold)),
        currencies=tuple(sorted(_distinct(db, "currency"))),
        first_day=first,
        last_day=last,
    )


def _distinct(db: apsw.Connection, column: str) -> list[str]:
    found: Iterable[Any] = db.execute(
        f"SELECT DISTINCT {column} FROM orders WHERE {column} IS NOT NULL"
    )
    return [value for (value,) in found]
