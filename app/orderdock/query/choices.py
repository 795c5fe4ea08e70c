"""What the filter and the search can offer, from the orders that are there."""

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


@dataclass(frozen=True, slots=True)
class LineChoices:
    """Values present in lines, sorted, at most `MOST` of each."""

    brands: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    subcategories: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()


MOST = 5_000
"""More values of a kind are nothing to choose from; typing finds them all the same."""


def line_choices(db: apsw.Connection) -> LineChoices:
    """Look at every line once: seconds for millions, so beside the work of a person only."""
    found: Iterable[Any] = db.execute(
        "SELECT DISTINCT brand, category, subcategory, department FROM lines"
    )
    kinds: tuple[set[str], ...] = (set(), set(), set(), set())
    for values in found:
        for kind, value in zip(kinds, values, strict=True):
            if value and len(kind) < MOST:
                kind.add(value)
    return LineChoices(*(tuple(sorted(kind, key=str.casefold)) for kind in kinds))


def _distinct(db: apsw.Connection, column: str) -> list[str]:
    found: Iterable[Any] = db.execute(
        f"SELECT DISTINCT {column} FROM orders WHERE {column} IS NOT NULL"
    )
    return [value for (value,) in found]
