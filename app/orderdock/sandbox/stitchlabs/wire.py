"""An order as the API shows it: the order itself, and the records that it links (sheet 7, 8)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from orderdock.sandbox.stitchlabs.catalogue import CONTACTS, Catalogue, Record, links, money, refs
from orderdock.sandbox.stitchlabs.history import Item, Sale
from orderdock.sandbox.stitchlabs.manners import Manners

_FROZEN = 7_000_000_000
"""What is added to a line's id for its frozen copy."""
_CODES = {"open": "0", "packed": "1", "partly": "2", "shipped": "3", "delivered": "3"}


def stamp(moment: float) -> str:
    """ISO 8601 in UTC with an offset (sheet 10)."""
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="seconds")


def order_of_part(collection: str, key: int) -> int:
    """The id of the order to which a line or package of that id belongs."""
    if collection == "Packages":
        return key // 10
    return (key - _FROZEN if collection.startswith("Completed") else key) // 100


def parts(sale: Sale, catalogue: Catalogue, manners: Manners) -> dict[str, dict[str, Record]]:
    """The order's own records by collection and id: itself, lines, packages."""
    found: dict[str, dict[str, Record]] = {}

    def put(collection: str, record: Record) -> None:
        found.setdefault(collection, {})[record["id"]] = record

    for item in sale.items:
        kind = "LineItems" if item.variant is not None else "CustomLineItems"
        if not (sale.closed and manners.closed_lines == "moved"):
            put(f"SalesOrder{kind}", _line(sale, item))
        if sale.closed and manners.closed_lines != "plain":
            frozen = _frozen_line(sale, item, manners)
            if item.variant is not None and manners.closed_variants == "live":
                frozen["description"] = catalogue.title(item.variant)
            put(f"CompletedSalesOrder{kind}", frozen)
            if item.variant is not None and manners.closed_variants != "live":
                put("CompletedVariants", _frozen_variant(item, catalogue))
    for number in range(_packages(sale)):
        put("Packages", _package(sale, number))
    put("SalesOrders", _order(sale, found, catalogue.warehouse))
    return found


def _order(sale: Sale, own: dict[str, dict[str, Record]], warehouse: int) -> Record:
    skus = sum(i.quantity * i.cents - i.discount for i in sale.items if i.variant is not None)
    contact = (sale.id * 31) % CONTACTS
    delivered = "3" if sale.stage == "delivered" and sale.number % 3 else "0"
    paid = "0" if sale.stage in ("open", "draft") else "3"
    return {
        "id": str(sale.id),
        "local_id": sale.local_id,
        "po_num": sale.name,
        "external_connector_order_id": sale.external,
        "order_date": stamp(sale.ordered),
        "created_at": stamp(sale.created),
        "updated_at": stamp(sale.since),
        "currency_iso": sale.currency,
        "sku_subtotal": money(skus),
        "sku_subtotal_taxable": "0.00",
        "sku_subtotal_non_taxable": money(skus),
        "subtotal": money(sale.subtotal),
        "subtotal_taxable": "0.00",
        "subtotal_non_taxable": money(sale.subtotal),
        "discount": money(sale.discount),
        "s_and_h": money(sale.shipping),
        "tax_percent": "0.0000",
        "tax_total": money(sale.tax),
        "total": money(sale.total),
        "total_paid_balance": money(sale.total) if paid == "3" else "0.00",
        "status_invoice": paid,
        "status_payment": paid,
        "status_packing_slip": "1",
        "status_package": _CODES.get(sale.stage, "0"),
        "status_deliver": delivered,
        "complete": "1" if sale.closed else "0",
        "complete_date": stamp(sale.since) if sale.closed else None,
        "draft": "1" if sale.stage == "draft" else "0",
        "void": "1" if sale.stage == "void" else "0",
        "archived": "0",
        "deleted": "1" if sale.stage == "deleted" else "0",
        "limbo": "0",
        "pristine": "1",
        "cancel_date": stamp(sale.created + 40 * 86_400) if sale.number % 6 == 0 else None,
        "ship_date": None,
        "ship_method_id": None,
        "ship_method_complete": "",
        "exclude_stock_tracking": "0",
        "external_fulfill": "0",
        "force_channel_push": "0",
        "force_ship_sync": "0",
        "historical_import": "0",
        "qb_export": "0",
        "sync_type": "worker",
        "utility": None,
        "notes": "Ring twice,\nthen wait" if sale.number % 8 == 2 else "",
        "links": links(
            Addresses=[
                {"id": str(8000 + contact), "type": kind} for kind in ("billing", "shipping")
            ],
            AccountAddresses=[{"id": str(warehouse), "type": "account_address"}],
            Channels=refs(sale.channel.id) if sale.channel else [],
            Contacts=refs(5100 + contact),
            People=[{"id": str(6000 + contact), "type": "person"}],
            SalesOrderLineItems=refs(*own.get("SalesOrderLineItems", ())),
            SalesOrderCustomLineItems=refs(*own.get("SalesOrderCustomLineItems", ())),
            CompletedSalesOrderLineItems=refs(*own.get("CompletedSalesOrderLineItems", ())),
            CompletedSalesOrderCustomLineItems=refs(
                *own.get("CompletedSalesOrderCustomLineItems", ())
            ),
            Packages=refs(*own.get("Packages", ())),
            Tags=refs(1) if sale.number % 10 == 1 else [],
            Users=refs(3),
            **_NOTHING,
        ),
    }


_EMPTY = (
    *("CompletedContacts", "CompletedAddresses", "CompletedPeople", "Invoices", "InvoicePayments"),
    *("PackingSlips", "CreditMemos", "FulfillmentOrders", "ConnectorFlagFbaOrders", "PricingTiers"),
)
_NOTHING: dict[str, list[Any]] = {name: [] for name in _EMPTY}
"""Links that no order here has."""


def _line(sale: Sale, item: Item) -> Record:
    record: Record = {
        "id": str(item.id),
        "description": item.description,
        "quantity": str(item.quantity),
        "price": money(item.cents),
        "discount": money(item.discount),
        "cost": None,
        "tax": "0.0000",
        "created_at": stamp(sale.created),
        "updated_at": stamp(sale.created),
        "deleted": "0",
    }
    if item.variant is None:
        return record | {"links": links(SalesOrders=refs(sale.id))}
    own = links(
        SalesOrders=refs(sale.id),
        Variants=refs(item.variant),
        InvoiceLineItems=[],
        PackingSlipLineItems=[],
    )
    return record | {"links": own}


def _frozen_line(sale: Sale, item: Item, manners: Manners) -> Record:
    key = item.id + _FROZEN
    names: dict[str, list[Record]] = {"SalesOrders": refs(sale.id)}
    if item.variant is not None and manners.closed_variants != "frozen":
        names["Variants"] = refs(item.variant)
    if item.variant is not None and manners.closed_variants != "live":
        names["CompletedVariants"] = refs(key)
    return _line(sale, item) | {"id": str(key), "links": links(**names)}


def _frozen_variant(item: Item, catalogue: Catalogue) -> Record:
    variant = item.variant or 0
    return {
        "id": str(item.id + _FROZEN),
        "sku": catalogue.sku(variant),
        "auto_description": catalogue.title(variant),
        "links": [],
    }


def _packages(sale: Sale) -> int:
    if sale.stage == "partly":
        return 1
    return 1 + sale.number % 2 if sale.stage in ("shipped", "delivered") else 0


def _package(sale: Sale, number: int) -> Record:
    return {
        "id": str(sale.id * 10 + number),
        "ship_date": stamp(sale.since),
        "tracking_number": f"TRACK{sale.id}{number}",
        "tracking_link": f"https://carrier.example/TRACK{sale.id}{number}",
        "cost": "0.00",
        "delivered": "1" if sale.stage == "delivered" else "0",
        "notes": "",
        "links": links(PackageCarrierTypes=refs(71 + sale.number % 3), SalesOrders=refs(sale.id)),
    }
