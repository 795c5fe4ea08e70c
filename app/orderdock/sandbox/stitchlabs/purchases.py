"""Purchase orders: what the account orders from its suppliers (sheet 6, 9)."""

from __future__ import annotations

from orderdock.sandbox.chance import mix
from orderdock.sandbox.stitchlabs.catalogue import MADE, Catalogue, Record, links, money, refs

_FIRST = 30_001
PURCHASES = 24
IDS = [_FIRST + number for number in range(PURCHASES)]


def purchase(catalogue: Catalogue, key: int) -> Record | None:
    """A purchase order by its id."""
    number = key - _FIRST
    if not 0 <= number < PURCHASES:
        return None
    lines = [key * 10 + k for k in range(1 + number % 3)]
    total = sum(_cents(catalogue, line) * _quantity(line) for line in lines)
    return {
        "id": str(key),
        "local_id": f"P{101 + number}",
        "order_date": f"2017-{1 + number % 12:02d}-{1 + number:02d}T09:00:00+00:00",
        "created_at": MADE,
        "updated_at": MADE,
        "currency_iso": "USD",
        "subtotal": money(total),
        "total": money(total),
        "complete": "1" if number % 2 else "0",
        "draft": "0",
        "void": "0",
        "deleted": "0",
        "notes": "",
        "links": links(
            PurchaseOrderLineItems=refs(*lines),
            Contacts=refs(catalogue.contacts[0]),
            AccountAddresses=refs(catalogue.warehouse),
            Tags=[],
            Users=refs(3),
        ),
    }


def purchase_line(catalogue: Catalogue, key: int) -> Record | None:
    """A line of one by its id."""
    order, place = divmod(key, 10)
    if order not in IDS or place > (order - _FIRST) % 3:
        return None
    return {
        "id": str(key),
        "quantity": str(_quantity(key)),
        "price": money(_cents(catalogue, key), 4),
        "description": "",
        "deleted": "0",
        "links": links(PurchaseOrders=refs(order), Variants=refs(_variant(catalogue, key))),
    }


def _variant(catalogue: Catalogue, key: int) -> int:
    return catalogue.variants[mix(key) % len(catalogue.variants)]


def _cents(catalogue: Catalogue, key: int) -> int:
    return catalogue.cents(_variant(catalogue, key)) // 3


def _quantity(key: int) -> int:
    return 10 + mix(key) % 90
