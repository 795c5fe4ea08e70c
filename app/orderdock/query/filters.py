"""What a person asks of the orders.

One value shared by the window, the command line and the export.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Unit(StrEnum):
    """What one row is."""

    ORDERS = "orders"
    LINES = "lines"


class Hidden(StrEnum):
    """What becomes of the orders that the person has hidden."""

    LEFT_OUT = "left_out"
    ONLY = "only"
    TOO = "too"


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """Which orders.

    Values inside one tuple are OR-ed, the fields are AND-ed; empty means no condition.

    Dates are inclusive days in `timezone` (an IANA name). Amounts compare with the order total. A
    filter that speaks of lines (search) keeps a line when the line or its order's words match; an
    order when any line does.
    """

    connections: tuple[str, ...] = ()
    """Connection ids."""
    providers: tuple[str, ...] = ()
    retailers: tuple[str, ...] = ()
    """Case-insensitive; the whole name, or a part of it when given by hand."""
    statuses: tuple[str, ...] = ()
    currencies: tuple[str, ...] = ()
    date_from: date | None = None
    date_to: date | None = None
    timezone: str = "UTC"
    min_total: Decimal | None = None
    max_total: Decimal | None = None
    search: str = ""
    tags: tuple[str, ...] = ()
    """Whole tags, whatever the case; orders that have any of them."""
    hidden: Hidden = Hidden.LEFT_OUT
    within: "OrderFilter | None" = None
    """Narrows this one: its conditions must hold as well, its days in its own zone."""

    def asked_of_hidden(self) -> Hidden:
        """What becomes of hidden orders: the filter that asks for them wins."""
        if self.hidden is Hidden.LEFT_OUT and self.within is not None:
            return self.within.asked_of_hidden()
        return self.hidden

    def is_empty(self) -> bool:
        """Whether everything is shown."""
        return self == OrderFilter(timezone=self.timezone)


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort column (a key of query.columns) and its direction."""

    column: str
    descending: bool = False


DEFAULT_SORT = (Sort("ordered_at", descending=True),)


@dataclass(frozen=True, slots=True)
class Count:
    """How many orders and lines a filter leaves."""

    orders: int
    lines: int


@dataclass(frozen=True, slots=True)
class CurrencyTotal:
    """The order totals in one currency, each order counted once.

    `currency` is empty when unknown.
    """

    currency: str
    orders: int
    total: Decimal
    blank_totals: int
    """Orders of this currency whose total the provider did not say; they are not in `total`."""
