"""What each order must come out as in a table (sheet 11), straight from how it was made."""

from __future__ import annotations

from orderdock.sandbox.clock import iso
from orderdock.sandbox.synq.catalogue import LISTED, Catalogue, Product
from orderdock.sandbox.synq.manners import Manners
from orderdock.sandbox.synq.people import written
from orderdock.sandbox.synq.records import Records
from orderdock.sandbox.synq.state import Line, Order

_WORDS = {
    "fulfilled": "Shipped",
    "partially_fulfilled": "Partially shipped",
    "delivered": "Delivered",
    "completed": "Delivered",
    "confirmed": "Processing",
    "processing": "Processing",
    "pending_payment": "Pending",
    "payment_authorized": "Pending",
    "return_requested": "Returned",
    "partially_returned": "Returned",
    "returned": "Returned",
    "refunded": "Refunded",
    "partially_refunded": "Refunded",
    "cancelled": "Cancelled",
    "failed": "Failed",
}


def rows_of(
    order: Order, records: Records, catalogue: Catalogue, manners: Manners, shops: list[str]
) -> list[list[str]]:
    """A row per line; `shops` are the platforms that are linked."""
    channels = catalogue.tenant.channels
    if order.channel < len(channels):
        retailer = channels[order.channel].name
    else:
        retailer = shops[0].capitalize() if len(shops) == 1 else "Synq"
    currency = records.currency(order)
    return [
        [
            retailer,
            f"ORD-{10_042 + order.number}",
            iso(order.created),
            *_goods(line, catalogue.product(line.variant // 4), manners),
            catalogue.sku(line.variant) if line.coded or manners.variants == "listed" else "",
            str(line.quantity),
            written(line.amount, currency),
            currency,
            _WORDS.get(order.status, records.status(order)),
            records.total(order),
        ]
        for line in order.lines
    ]


def _goods(line: Line, product: Product, manners: Manners) -> tuple[str, ...]:
    """Item name, brand, department, category and subcategory, as far as they can be known."""
    known = manners.single_products
    listed = known or product.number < LISTED
    name = product.title if line.titled or listed else ""
    path = product.category if known else ()
    if len(path) >= 3:
        place = path[:3]
    elif len(path) == 2:
        place = ("", *path)
    else:
        place = ("", path[0] if path else product.word if listed else "", "")
    return name, product.brand if known else "", *place
