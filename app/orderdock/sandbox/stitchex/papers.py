"""What hangs on orders and products: invoices, payments, pick tickets and so on (sheet 4.3).

A paper of an order has the order's id plus a round number, so papers come and go with their orders.
"""

from __future__ import annotations

from typing import Any

from orderdock.sandbox.chance import mix
from orderdock.sandbox.stitchex.catalogue import Catalogue
from orderdock.sandbox.stitchex.history import COMPANIES, DAY, OLDEST, company, day, stamp
from orderdock.sandbox.stitchex.order_book import OrderBook

INVOICES, PAYMENTS, PICKS, RETURNS, CREDITS = (n * 10_000_000 for n in range(1, 6))
_TOTALS = (
    "items_total",
    "items_tax",
    "subtotal",
    "total_tax",
    "grand_total",
    "shipping_cost",
    "shipping_tax",
    "currency",
    "line_items",
)
_EVERY = {INVOICES: 1, PAYMENTS: 2, PICKS: 1, RETURNS: 10, CREDITS: 20}
"""One order in so many has such a paper."""


class Papers:
    """All of one organisation."""

    def __init__(self, organisation: int, book: OrderBook, catalogue: Catalogue) -> None:
        self._organisation = organisation
        self._book = book
        self._catalogue = catalogue

    def ids(self, kind: int) -> list[int]:
        every = _EVERY[kind]
        return [kind + key for key in self._book.ids if key // 7 % every == 0]

    def invoice_of(self, text: str) -> list[int]:
        """The invoice with that id."""
        key = int(text) if text.isdecimal() else 0
        return [key] if key in self.ids(INVOICES) else []

    def of_order(self, kind: int, text: str) -> list[int]:
        """The papers of the order with that id."""
        key = kind + int(text) if text.isdecimal() else 0
        return [key] if key in self.ids(kind) else []

    def of_order_number(self, kind: int, text: str) -> list[int]:
        found = {kind + key for key in self._book.find(text)}
        return sorted(found.intersection(self.ids(kind)))

    def _order(self, kind: int, key: int) -> tuple[dict[str, Any], dict[str, Any]]:
        """The order, and what its papers repeat of it."""
        order = self._book.record(key - kind)
        head = {
            "id": key,
            "created_at": order["created_at"],
            "updated_at": order["updated_at"],
            "order_number": order["order_number"],
            **{name: order[name] for name in _TOTALS},
        }
        return order, head

    def invoice(self, key: int) -> dict[str, Any]:
        order, head = self._order(INVOICES, key)
        paid = order["financial_status"] == "paid"
        return head | {
            "invoice_number": key % 10_000_000 - 66_000,
            "due_date": order["next_due_date"],
            "invoice_type": "invoice",
            "total_paid": order["grand_total"] if paid else "0.0",
            "total_credited": "0.0",
            "total_discounted": "0.0",
            "amount_outstanding": "0.0" if paid else order["grand_total"],
            "channel_id": order["channel_id"],
            "tax_rate_name": "Standard 10%",
            "payment_terms": order["payment_term_name"],
            "customer_name": order["company_name"],
            "company_id": order["company_id"],
            "payments_count": 1 if paid else 0,
            "sale_id": order["id"],
        }

    def payment(self, key: int) -> dict[str, Any]:
        order = self._book.record(key - PAYMENTS)
        return {
            "id": key,
            "created_at": order["created_at"],
            "updated_at": order["updated_at"],
            "amount": order["grand_total"],
            "reference": f"TT {key % 9973}",
            "date": order["next_due_date"],
            "sale_id": order["id"],
            "company_id": order["company_id"],
            "invoice_id": key - PAYMENTS + INVOICES,
            "source": "bank_transfer",
        }

    def pick_ticket(self, key: int) -> dict[str, Any]:
        order, head = self._order(PICKS, key)
        shipped = order["fulfillment_status"] == "shipped"
        return head | {
            "date": order["start_ship_date"],
            "stock_adjusted_at": order["updated_at"] if shipped else None,
            "status": "shipped" if shipped else "picking",
            "tracking_number": f"1Z{mix(key) % 10**10}" if shipped else None,
            "carrier": "DHL" if shipped else None,
            "service": "Express" if shipped else None,
            "order_id": order["id"],
            "sale_id": order["id"],
            "shipment_number": key % 100_000,
            "warehouse": "Main" if key % 3 else "Outlet",
            "customer_id": order["company_id"],
            "customer_name": order["company_name"],
            "invoice_numbers": order["invoice_numbers"],
        }

    def returned(self, key: int) -> dict[str, Any]:
        _, head = self._order(RETURNS, key)
        numbers = {"rma_number": f"RMA-{key % 10_000}", "return_number": key % 10_000}
        return head | numbers | {"tracking_number": None, "carrier": None}

    def credit_note(self, key: int) -> dict[str, Any]:
        _, head = self._order(CREDITS, key)
        free = {"freeform_amount": "0.0", "freeform_tax": "0.0", "freeform_description": None}
        return head | {"credit_note_number": key % 10_000} | free

    def receiving_ticket(self, key: int) -> dict[str, Any]:
        """Goods that came in: one per product."""
        moment = OLDEST + (key - 5000) * 9 * DAY
        return {
            "id": key,
            "created_at": stamp(moment, key),
            "updated_at": stamp(moment + DAY, key),
            "status": "received",
            "warehouse": "Main",
            "production_order_id": key + 900,
            "line_items": [{"sku_id": sku, "quantity": 40} for sku in self._made(key - 5000)],
        }

    def production_order(self, key: int) -> dict[str, Any]:
        moment = OLDEST + (key - 5900) * 9 * DAY
        rows = [
            {"id": sku, "sku_id": sku, "sku_number": self._number(sku), "quantity": 40}
            for sku in self._made(key - 5900)
        ]
        return {
            "id": key,
            "created_at": stamp(moment, key),
            "updated_at": stamp(moment, key),
            "status": "closed",
            "due_date": day(moment + 30 * DAY),
            "line_items": [{"id": key, "product_brand": None, "line_quantities": rows}],
        }

    def _made(self, number: int) -> list[int]:
        return [sku.id for sku in self._catalogue.skus(number, 0)]

    def _number(self, sku_id: int) -> str:
        return self._catalogue.sku_number(self._catalogue.by_sku[sku_id])

    def customer(self, key: int) -> dict[str, Any]:
        return {
            "id": key,
            "name": company(self._organisation, key - 88),
            "company_type": "retailer",
            "country": "GB",
            "city": "Leeds",
            "vat_number": None,
            "channel_id": 31,
            "currency": "GBP",
            "notes": None,
            "people": [],
            "addresses": [],
        }

    def agent(self, key: int) -> dict[str, Any]:
        return {"id": key, "name": f"Agency {key - 300}", "commission": "10.0"}


CUSTOMER_IDS = list(range(88, 88 + COMPANIES))
RECEIVING_IDS = list(range(5000, 5000 + 125))
PRODUCTION_IDS = list(range(5900, 5900 + 125))
AGENT_IDS = list(range(301, 301 + 60))
