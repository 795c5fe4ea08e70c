"""Orders and their lines, as a provider said them.

Unknown is None; zero is what the provider said.
"""

from typing import NamedTuple


class Line(NamedTuple):
    """One line of an order: one product, its quantity and unit price.

    Numbers are plain decimal text (`domain.amounts.plain`). `key` tells the line apart within its
    order and stays the same on every later reading: the provider's line id where there is one, else
    SKU, name and occurrence.
    """

    key: str
    item_name: str | None = None
    brand: str | None = None
    department: str | None = None
    category: str | None = None
    subcategory: str | None = None
    sku: str | None = None
    quantity: str | None = None
    unit_price: str | None = None
    currency: str | None = None
    shipment_status: str | None = None
    order_total: str | None = None
    """The whole order's total as this line's record said it; never added up over lines."""
    raw: bytes = b""
    """The provider's own record of the line (JSON), when lines are records of their own."""


class Order(NamedTuple):
    """One order, or the part of it that one page showed.

    `key` is unique within the connection and stable. `ordered_at` is in seconds since 1970 UTC.
    """

    key: str
    number: str | None
    retailer: str | None
    ordered_at: int | None
    lines: tuple[Line, ...]
    link: str = ""
    """The provider's id of the link (retailer, shop) it came from; empty when there is none."""
    currency: str | None = None
    total: str | None = None
    status: str | None = None
    """The provider's own word for the state of the whole order."""
    status_text: str | None = None
    """Longer words of the provider about it, e.g. "Delivered Oct 30"."""
    raw: bytes = b""
    """The provider's own record of the order (JSON), when the order is the record."""


class SetAside(NamedTuple):
    """A record that could not be read, kept with the reason (truth rule 3)."""

    reason: str
    raw: bytes
    link: str = ""
