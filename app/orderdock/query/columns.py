"""Every column of orders and lines, once: the table, the commands and the exports share it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from orderdock.domain.errors import WrongUsage
from orderdock.query.filters import Unit
from orderdock.store import own_words


class Kind(StrEnum):
    """What a column's values are."""

    TEXT = "text"
    NUMBER = "number"
    """Plain decimal text as the provider wrote it."""
    AMOUNT = "amount"
    """The same, of money; the row's `currency` says which."""
    DATE = "date"
    """Seconds since 1970 UTC."""
    COUNT = "count"
    """A whole number of ours: an id, a count."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its stable key (contract part 4), its heading, and how to get it in SQL.

    In the expressions `l` is a line and `o` its order; None: the column does not exist in that
    unit. The `by` expressions sort what the plain ones show.
    """

    key: str
    heading: str
    kind: Kind
    width: int
    """A hint, in characters."""
    line: str | None
    order: str | None
    line_by: str | None = None
    order_by: str | None = None

    def units(self) -> tuple[Unit, ...]:
        """The units in which it exists."""
        has = {Unit.LINES: self.line, Unit.ORDERS: self.order}
        return tuple(unit for unit, expression in has.items() if expression is not None)

    def expression(self, unit: Unit) -> str:
        """SQL of the value. Raises WrongUsage when the column does not exist in `unit`."""
        found = self.line if unit is Unit.LINES else self.order
        if found is None:
            raise WrongUsage(
                f"The column “{self.key}” does not exist in a table of {unit}.",
                f"Choose from: {', '.join(keys(unit))}.",
            )
        return found

    def is_of_order(self) -> bool:
        """Whether all lines of an order share the value, so that orders can be sorted for them."""
        return self.order is not None and self.key not in {"item_name", "shipment_status"}

    def sort_expression(self, unit: Unit) -> str:
        """SQL to sort by: numbers by value, text without regard to the case of A to Z.

        A line sorts by its order's value where all lines share it.
        """
        self.expression(unit)
        unit = Unit.ORDERS if self.is_of_order() else unit
        by = self.line_by if unit is Unit.LINES else self.order_by
        plain = self.expression(unit)
        if by is not None:
            return by
        return f"{plain} COLLATE NOCASE" if self.kind is Kind.TEXT else plain


def _connection(column: str) -> str:
    return f"(SELECT c.{column} FROM connections c WHERE c.id = o.connection_id)"


_LINK = "(SELECT k.name FROM links k WHERE k.id = o.link_id)"
_T, _N, _A, _D, _C = Kind.TEXT, Kind.NUMBER, Kind.AMOUNT, Kind.DATE, Kind.COUNT

ALL: tuple[Column, ...] = (
    Column("retailer", "Retailer", _T, 16, "l.retailer", "o.retailer"),
    Column("order_number", "Retailer Order ID", _T, 22, "l.order_number", "o.order_number"),
    Column("ordered_at", "Order Date", _D, 18, "l.ordered_at", "o.ordered_at"),
    Column("item_name", "Item Name", _T, 44, "l.item_name", "o.first_item"),
    Column("brand", "Brand", _T, 14, "l.brand", None),
    Column("department", "Dept", _T, 14, "l.department", None),
    Column("category", "Category", _T, 14, "l.category", None),
    Column("subcategory", "SubCategory", _T, 14, "l.subcategory", None),
    Column("sku", "SKU", _T, 14, "l.sku", None),
    Column("quantity", "Quantity", _N, 8, "l.quantity", None, "l.quantity_micro"),
    Column("unit_price", "Price", _A, 10, "l.unit_price", None, "l.unit_price_micro"),
    Column("currency", "Currency", _T, 8, "l.currency", "o.currency"),
    Column("shipment_status", "Shipment Status", _T, 16, "l.shipment_status", "o.shipment_status"),
    Column(
        "order_total",
        "Order Total",
        _A,
        12,
        "l.order_total",
        "o.order_total",
        order_by="o.order_total_micro",
    ),
    Column("line_count", "Lines", _C, 6, "o.line_count", "o.line_count"),
    Column("status", "Order Status", _T, 16, "o.status", "o.status"),
    Column("status_text", "Status Details", _T, 24, "o.status_text", "o.status_text"),
    Column("connection", "Connection", _T, 14, _connection("key"), _connection("key")),
    Column("connection_name", "Connection Name", _T, 18, _connection("name"), _connection("name")),
    Column("provider", "Provider", _T, 12, _connection("provider"), _connection("provider")),
    Column("link", "Link", _T, 16, _LINK, _LINK),
    Column("order_id", "Order ID", _C, 10, "o.id", "o.id"),
    Column("line_id", "Line ID", _C, 14, "l.id", None),
    Column("order_key", "Order Key", _T, 22, "o.order_key", "o.order_key"),
    Column("line_key", "Line Key", _T, 18, "l.line_key", None),
    Column("first_seen", "First Read", _D, 18, "o.first_seen", "o.first_seen"),
    Column("changed_at", "Last Changed", _D, 18, "o.changed_at", "o.changed_at"),
    Column("missing_since", "Missing Since", _D, 18, "l.missing_since", None),
    Column("tags", "Tags", _T, 18, own_words.TAGS, own_words.TAGS),
    Column("note", "Note", _T, 30, own_words.NOTE, own_words.NOTE),
    Column("hidden_since", "Hidden Since", _D, 18, own_words.HIDDEN, own_words.HIDDEN),
)
BY_KEY: Mapping[str, Column] = {column.key: column for column in ALL}

LINES = (
    "retailer",
    "order_number",
    "ordered_at",
    "item_name",
    "brand",
    "department",
    "category",
    "subcategory",
    "sku",
    "quantity",
    "unit_price",
    "currency",
    "shipment_status",
    "order_total",
)
"""The 14 columns of the default export, in its order (contract part 4)."""


def keys(unit: Unit) -> tuple[str, ...]:
    """The keys of all columns of `unit`."""
    return tuple(column.key for column in ALL if unit in column.units())


def chosen(names: Iterable[str], unit: Unit) -> tuple[Column, ...]:
    """The columns that go by these keys. Raises WrongUsage for a key that is not there."""
    columns = []
    for name in names:
        column = BY_KEY.get(name.strip())
        if column is None or unit not in column.units():
            raise WrongUsage(
                f"There is no column “{name.strip()}” in a table of {unit}.",
                f"Choose from: {', '.join(keys(unit))}.",
            )
        columns.append(column)
    if not columns:
        raise WrongUsage("No columns were chosen.", f"Choose from: {', '.join(keys(unit))}.")
    return tuple(columns)
