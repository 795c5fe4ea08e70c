"""Stackline's own CSV of orders, the alternative to its JSON (sheet 6.3)."""

from orderdock.connector import reading
from orderdock.connector.csv_rows import CsvRow, csv_rows
from orderdock.domain.errors import UnreadableRecord
from orderdock.domain.orders import Line, SetAside
from orderdock.providers.stackline.lines import PROVIDER, WHAT, Row, Rows, row_of

_NUMBER = "Retailer Order ID"
_NEEDED = frozenset({"Retailer", _NUMBER, "Order Date", "Item Name", "Quantity", "Price"})
_TEXTS = {
    "item_name": "Item Name",
    "brand": "Brand",
    "department": "Dept",
    "category": "Category",
    "subcategory": "SubCategory",
    "sku": "SKU",
    "currency": "Currency",
    "shipment_status": "Shipment Status",
}
_AMOUNTS = {"quantity": "Quantity", "unit_price": "Price", "order_total": "Order Total"}


def read_csv(body: bytes, link: str = "") -> Rows:
    """The records of a page in their order. Raises UnexpectedAnswer.

    `link` is the retailer that was asked for: the file has names only.
    """
    return [_row(row, link) for row in csv_rows(body, WHAT, PROVIDER, _NEEDED)]


def _row(row: CsvRow, link: str) -> Row | SetAside:
    cells, raw = row.cells, row.raw
    if not row.whole:
        return SetAside("The row has not as many cells as the header.", raw, link)
    texts = {field: cells.get(column) or None for field, column in _TEXTS.items()}
    try:
        amounts = {f: reading.amount(cells.get(c), c.lower()) for f, c in _AMOUNTS.items()}
        ordered_at = reading.when(cells["Order Date"], "order date")
        line = Line("", **texts, **amounts, raw=raw)
        return row_of(line, cells[_NUMBER], link, cells["Retailer"], ordered_at)
    except UnreadableRecord as trouble:
        return SetAside(trouble.says, raw, link)
