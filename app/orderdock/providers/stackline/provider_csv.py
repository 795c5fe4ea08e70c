"""Stackline's own CSV of orders, the alternative to its JSON (sheet 6.3)."""

import csv
import io
from collections.abc import Mapping

import msgspec

from orderdock.connector import reading
from orderdock.domain.errors import UnreadableRecord
from orderdock.domain.orders import SetAside
from orderdock.providers.stackline.lines import PROVIDER, WHAT, Row, Rows, make_row

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
        return make_row(
            raw=raw,
            link=link,
            number=cells[ORDER_NUMBER],
            retailer=cells["Retailer"] or None,
            ordered_at=reading.when(cells["Order Date"], "order date"),
            name=cells["Item Name"] or None,
            brand=cells.get("Brand") or None,
            department=cells.get("Dept") or None,
            category=cells.get("Category") or None,
            subcategory=cells.get("SubCategory") or None,
            sku=cells.get("SKU") or None,
            quantity=reading.amount(cells["Quantity"], "quantity"),
            price=reading.amount(cells["Price"], "price"),
            currency=cells.get("Currency") or None,
            status=cells.get("Shipment Status") or None,
            total=reading.amount(cells.get("Order Total"), "order total"),
        )
    except UnreadableRecord as trouble:
        return SetAside(trouble.says, raw, link)
