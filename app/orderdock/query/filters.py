"""What a person asks of the orders.

One value shared by the window, the command line and the export.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from orderdock.store.revisions import Moment


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
class Between:
    """Amounts from `least` to `most`; an end that is None is open."""

    least: Decimal | None = None
    most: Decimal | None = None
    over: bool = False
    """`least` itself is left out."""
    under: bool = False
    """`most` itself is left out."""

    def __bool__(self) -> bool:
        return self.least is not None or self.most is not None


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """Which orders.

    Values inside one tuple are OR-ed, the fields are AND-ed; empty means no condition. A name in a
    tuple fits whole; when nothing has that name, as a part. An empty name fits what has none.

    Dates are inclusive days in `timezone` (an IANA name). A total is the order's. A filter that
    speaks of lines (search, brands, prices) keeps a line when the line or its order's words match;
    an order when any line does.
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
    over_total: bool = False
    """`min_total` itself is left out."""
    under_total: bool = False
    """`max_total` itself is left out."""
    search: str = ""
    order_numbers: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    subcategories: tuple[str, ...] = ()
    skus: tuple[str, ...] = ()
    shipments: tuple[str, ...] = ()
    """Shipment statuses alone; `statuses` looks at the order's status too."""
    price: Between = Between()
    """Of one piece."""
    quantity: Between = Between()
    blank: tuple[str, ...] = ()
    """What the provider must not have said, of `BLANKS`; all of them."""
    missing: bool = False
    """Only lines that the provider no longer shows."""
    tags: tuple[str, ...] = ()
    """Whole tags, whatever the case; orders that have any of them."""
    among: tuple[int, ...] = ()
    """Only these orders, by their ids: a check found them."""
    hidden: Hidden = Hidden.LEFT_OUT
    without: "OrderFilter | None" = None
    """Each condition in it leaves out what fits it; its zone and `hidden` do not count."""
    within: "OrderFilter | None" = None
    """Narrows this one: its conditions must hold as well, its days in its own zone."""
    since: Moment | None = None
    """Only orders first read or changed after this moment of the store."""

    def asked_of_hidden(self) -> Hidden:
        """What becomes of hidden orders: the filter that asks for them wins."""
        if self.hidden is Hidden.LEFT_OUT and self.within is not None:
            return self.within.asked_of_hidden()
        return self.hidden

    def total(self) -> Between:
        """The ends of the order total as one value."""
        return Between(self.min_total, self.max_total, self.over_total, self.under_total)

    def with_total(self, total: Between) -> "OrderFilter":
        """The same with other ends of the order total."""
        return replace(
            self,
            min_total=total.least,
            max_total=total.most,
            over_total=total.over,
            under_total=total.under,
        )

    def is_empty(self) -> bool:
        """Whether everything is shown."""
        return self == OrderFilter(timezone=self.timezone)


BLANKS = ("date", "total", "price", "quantity")
"""What can be asked to be unknown, besides names (where an empty name asks for it)."""


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
