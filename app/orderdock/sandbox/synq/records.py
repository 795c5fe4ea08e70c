"""An order as its record on the wire: the assumed shape, or another one (sheet 6.1)."""

from __future__ import annotations

from typing import Any

import msgspec

from orderdock.sandbox.clock import iso
from orderdock.sandbox.synq import people
from orderdock.sandbox.synq.catalogue import Catalogue
from orderdock.sandbox.synq.manners import Manners
from orderdock.sandbox.synq.people import uid, written
from orderdock.sandbox.synq.state import Line, Order

_OTHER = {
    "id": "order_id",
    "order_number": "number",
    "created_at": "placed_at",
    "items": "line_items",
    "total_amount": "grand_total",
    "currency": "currency_code",
}
_OTHER_LINE = {"sku": "item_sku", "title": "name", "quantity": "qty", "unit_price": "price"}


class Records:
    """Makes the records of one tenant's orders."""

    def __init__(self, catalogue: Catalogue, manners: Manners) -> None:
        self._catalogue = catalogue
        self._tenant = catalogue.tenant
        self._manners = manners

    def currency(self, order: Order) -> str:
        """The order's own currency; that of a deleted channel was the first one's."""
        channels = self._tenant.channels
        return channels[order.channel if order.channel < len(channels) else 0].currency

    def status(self, order: Order) -> str:
        return order.status.upper() if self._manners.upper_status else order.status

    def total(self, order: Order) -> str:
        amount = sum(line.amount * line.quantity for line in order.lines) + order.shipping
        return written(amount, self.currency(order))

    def record(self, order: Order, *, with_lines: bool) -> dict[str, Any]:
        """One order; its lines where they are wanted."""
        tenant, manners = self._tenant.number, self._manners
        currency = self.currency(order)
        total = self.total(order)
        record: dict[str, Any] = {
            "id": uid(people.ORDER, tenant, order.number),
            "tenant_id": self._tenant.id,
            "org_id": self._tenant.organisation,
            "order_number": f"ORD-{10_042 + order.number}",
            "status": self.status(order),
            "channel_id": uid(people.CHANNEL, tenant, order.channel),
            "currency": currency if order.says_currency else None,
            "total_amount": total if manners.amounts == "text" else msgspec.Raw(total.encode()),
            "created_at": iso(order.created),
            "updated_at": iso(order.updated),
        }
        if with_lines:
            record["items"] = self._lines(order, currency)
        if manners.fields == "other":
            record = {_OTHER.get(key, key): value for key, value in record.items()}
        return record | order.fields

    def _lines(self, order: Order, currency: str) -> list[dict[str, Any]]:
        lines = [
            self._line(order.number * 100 + place, line, currency)
            for place, line in enumerate(order.lines)
        ]
        if self._manners.fields == "other":  # and without an id
            lines = [
                {_OTHER_LINE.get(key, key): value for key, value in line.items() if key != "id"}
                for line in lines
            ]
        return lines

    def _line(self, number: int, line: Line, currency: str) -> dict[str, Any]:
        tenant = self._tenant.number
        price = written(line.amount, currency)
        numbers = self._manners.amounts == "numbers"
        record: dict[str, Any] = {
            "id": uid(people.LINE, tenant, number),
            "variant_id": uid(people.VARIANT, tenant, line.variant),
            "product_id": uid(people.PRODUCT, tenant, line.variant // 4),
            "quantity": str(line.quantity) if self._manners.amounts == "text" else line.quantity,
            "unit_price": msgspec.Raw(price.encode()) if numbers else price,
        }
        if line.coded:
            record["sku"] = self._catalogue.sku(line.variant)
        if line.titled:
            record["title"] = self._catalogue.product(line.variant // 4).title
        return record
