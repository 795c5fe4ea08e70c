"""What the heads of the table say: shorter than the headings of a file."""

from orderdock.query.columns import Column, Kind
from orderdock.query.filters import Unit

_SHORT = {
    "ordered_at": "Date",
    "order_number": "Order",
    "item_name": "Item",
    "department": "Department",
    "subcategory": "Subcategory",
    "shipment_status": "Status",
    "order_total": "Order total",
    "status": "Order status",
    "status_text": "Status details",
    "connection": "Connection ID",
    "connection_name": "Connection",
    "order_id": "Order ID here",
    "line_id": "Line ID here",
    "order_key": "Order key",
    "line_key": "Line key",
    "first_seen": "First read",
    "changed_at": "Last changed",
    "missing_since": "Missing since",
    "hidden_since": "Hidden since",
}
_OF_ORDERS = {"item_name": "First item", "order_total": "Total"}


def heading(column: Column, unit: Unit) -> str:
    """The name of a column on screen."""
    if unit == Unit.ORDERS and column.key in _OF_ORDERS:
        return _OF_ORDERS[column.key]
    return _SHORT.get(column.key, column.heading)


def head(column: Column, unit: Unit, zone: str, *, days: bool = False) -> str:
    """The words in the head of a column: dates name their zone, days alone are called so."""
    name = heading(column, unit)
    if column.kind != Kind.DATE:
        return name
    if days and column.key == "ordered_at":
        return "Day"
    return f"{name}, {zone.rpartition('/')[2].replace('_', ' ')}"
