"""Order records as JSON or CSV, in the shapes the manners ask for (sheet 6.1 and 6.3)."""

from __future__ import annotations

import csv
import io
from typing import Any

from orderdock.sandbox.stackline.manners import Manners

_EXTRA = ("department", "category", "subCategory", "currency", "orderTotal")
_NUMBERS = ("retailerId", "quantity", "price", "brandId", "orderTotal")

CSV_COLUMNS: tuple[tuple[str, str], ...] = (
    ("Retailer", "retailerName"),
    ("Retailer Order ID", "orderId"),
    ("Order Date", "orderDate"),
    ("Item Name", "itemName"),
    ("Brand", "brandName"),
    ("Dept", "department"),
    ("Category", "category"),
    ("SubCategory", "subCategory"),
    ("SKU", "retailerSku"),
    ("Quantity", "quantity"),
    ("Price", "price"),
    ("Currency", "currency"),
    ("Shipment Status", "shipmentStatus"),
    ("Order Total", "orderTotal"),
)

_BROKEN: tuple[dict[str, Any], ...] = (
    {"orderId": None, "itemName": "A line without an order number"},
    {"price": "twelve dollars"},
    {"orderDate": "the day before yesterday"},
    {"quantity": {"units": 2}},
    {"orderId": ["1", "2"]},
)


def shaped(records: list[dict[str, Any]], manners: Manners) -> list[dict[str, Any]]:
    """The same records, changed in place."""
    if not manners.extra_fields:
        for record in records:
            for key in _EXTRA:
                record.pop(key, None)
    if manners.numbers_as_text:
        for record in records:
            for key in _NUMBERS:
                if record.get(key) is not None:
                    record[key] = str(record[key])
    return records


def break_some(records: list[dict[str, Any]], count: int) -> list[dict[str, Any]]:
    """The first `count` records spoilt, each in another way, as a careless server would."""
    for index in range(min(count, len(records))):
        records[index] |= _BROKEN[index % len(_BROKEN)]
    return records


def csv_text(records: list[dict[str, Any]], with_bom: bool) -> str:
    """RFC 4180 with a header row; blank where there is no value."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([name for name, _ in CSV_COLUMNS])
    for record in records:
        writer.writerow([_cell(record.get(key)) for _, key in CSV_COLUMNS])
    return ("\ufeff" if with_bom else "") + out.getvalue()


def _cell(value: object) -> str:
    return "" if value is None else str(value)
