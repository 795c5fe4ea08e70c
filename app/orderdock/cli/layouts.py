"""Which columns `orders` prints and how rows are sorted: the usual ones, or those of a view."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orderdock.domain.errors import WrongUsage
from orderdock.query import columns
from orderdock.query.filters import DEFAULT_SORT, Sort, Unit

if TYPE_CHECKING:
    from orderdock.query.views import View

IDS = ("connection", "order_id", "line_id")
ORDER_CURRENCY = "order_currency"
"""The currency once more, beside the order's total."""
SHOWN = {
    "ordered_at": "Date (UTC)",
    "retailer": "Retailer",
    "order_number": "Order",
    "item_name": "Item",
    "quantity": "Qty",
    "unit_price": "Price",
    "currency": "",
    "shipment_status": "Status",
    "order_total": "Order total",
    ORDER_CURRENCY: "",
}
"""Columns of the table for people, with their heads; each amount has its currency beside it."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What the rows are, how they are sorted, and what is printed of them."""

    unit: Unit
    sorts: tuple[Sort, ...]
    heads: Mapping[str, str]
    """Key -> head of the table for people."""

    def keys(self) -> tuple[str, ...]:
        """What an object says: the usual columns, those of the view, the ids."""
        there = columns.keys(self.unit)
        usual = [key for key in (*columns.LINES, *self.heads, *IDS) if key in there]
        return tuple(dict.fromkeys(usual))


def layout_of(view: "View | None", sorting: str | None) -> Layout:
    """The view's own layout, sorted as typed if anything is. Raises WrongUsage."""
    if view is None:
        return Layout(Unit.LINES, sorts_of(sorting, Unit.LINES) or DEFAULT_SORT, SHOWN)
    sorts = sorts_of(sorting, view.unit) or view.sorts
    if not view.columns:
        there = {*columns.keys(view.unit), ORDER_CURRENCY}
        if view.unit is Unit.ORDERS:
            there.remove("currency")  # without a price there is one amount, and one currency
        return Layout(view.unit, sorts, {k: head for k, head in SHOWN.items() if k in there})
    heads = {c.key: _head(c) for c in columns.chosen(view.columns, view.unit)}
    if "currency" not in heads:
        from orderdock.query.views import with_currency

        heads = {key: heads.get(key, "") for key in with_currency(view.columns)}
    return Layout(view.unit, sorts, heads)


def _head(column: columns.Column) -> str:
    return f"{column.heading} (UTC)" if column.kind is columns.Kind.DATE else column.heading


def sorts_of(text: str | None, unit: Unit) -> tuple[Sort, ...]:
    """`retailer,order_total:desc` as sort keys; none for nothing. Raises WrongUsage."""
    if text is None:
        return ()
    keys = columns.keys(unit)
    found = []
    for part in text.split(","):
        column, _, direction = part.strip().partition(":")
        if column not in keys:
            raise WrongUsage(
                f"Orders cannot be sorted by {column or 'nothing'}.",
                f"Choose from: {', '.join(keys)}.",
            )
        if direction not in {"", "asc", "desc"}:
            raise WrongUsage(f"{direction} is no direction.", f"Write {column} or {column}:desc.")
        found.append(Sort(column, descending=direction == "desc"))
    return tuple(found)
