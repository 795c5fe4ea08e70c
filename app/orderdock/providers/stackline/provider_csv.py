"""Stackline's own CSV of orders, the alternative to its JSON (sheet 6.3)."""

import csv
import io
from collections.abc import Mapping

import msgspec

from orderdock.connector import reading
from orderdock.domain.errors import UnreadableRecord
from orderdock.domain.orders import Line, SetAside
from orderdock.providers.stackline.lines import PROVIDER, WHAT, Row, Rows, row_of

ORDER_NUMBER = "Retailer Order ID"
_NEEDED = frozenset({"Retailer", ORDER_NUMBER, "Order Date", "Item Name", "Quantity", "Price"})


def read_csv(body: bytes, link: str = "") -> Rows:
    """The records of a page in their order, columns found by name, repeated headers dropped.

    `link` is the retailer that was asked for: the file has names only. Raises UnexpectedAnswer.
    """
    try:
        table = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as trouble:
        raise reading.unexpected(WHAT, PROVIDER, f"the CSV breaks off ({trouble})") from None
    filled = [cells for cells in table if any(cells)]
    if not filled:
        return []
    header = [name.strip() for name in filled[0]]
    missing = sorted(_NEEDED.difference(header))
    if missing:
        raise reading.unexpected(WHAT, PROVIDER, f"the CSV has no column {missing[0]!r}")
    rows: Rows = []
    for cells in filled[1:]:
        if [cell.strip() for cell in cells] == header:
            continue
        rows.append(_row(dict(zip(header, cells, strict=False)), len(cells) == len(header), link))
    return rows


def _row(cells: Mapping[str, str], whole: bool, link: str) -> Row | SetAside:
    raw = msgspec.json.encode(cells)
    if not whole:
        return SetAside("The row has not as many cells as the header.", raw, link)
    try:
        line = Line(
            "",
            item_name=cells["Item Name"] or None,
            brand=cells.get("Brand") or None,
            department=cells.get("Dept") or None,
            category=cells.get("Category") or None,
            subcategory=cells.get("SubCategory") or None,
            sku=cells.get("SKU") or None,
            quantity=reading.amount(cells["Quantity"], "quantity"),
            unit_price=reading.amount(cells["Price"], "price"),
            currency=cells.get("Currency") or None,
            shipment_status=cells.get("Shipment Status") or None,
            order_total=reading.amount(cells.get("Order Total"), "order total"),
            raw=raw,
        )
        ordered_at = reading.when(cells["Order Date"], "order date")
        return row_of(line, cells[ORDER_NUMBER], link, cells["Retailer"], ordered_at)
    except UnreadableRecord as trouble:
        return SetAside(trouble.says, raw, link)
