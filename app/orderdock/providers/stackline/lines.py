"""Stackline's records of purchases, one a line, become orders and lines (sheet 6)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import blake2b
from typing import Any, NamedTuple

import msgspec

from orderdock.connector import reading
from orderdock.connector.record_pages import Amounts, RecordPages
from orderdock.domain.errors import UnexpectedAnswer, UnreadableRecord
from orderdock.domain.orders import Line, Order, SetAside

PROVIDER = "Stackline"
WHAT = "the list of orders"


_Number = Any
"""As RecordPages gives it: a whole number, or the text of a number; anything else is refused."""


class _Record(msgspec.Struct, gc=False, rename="camel"):
    """One record as nearly all of them are; the others go through `_odd_record`."""

    order_id: str | int | None = None
    retailer_id: str | int | None = None
    retailer_sku: str | int | None = None
    retailer_name: str | None = None
    order_date: str | int | None = None
    item_name: str | None = None
    brand_name: str | None = None
    department: str | None = None
    dept: str | None = None
    category: str | None = None
    sub_category: str | None = None
    subcategory: str | None = msgspec.field(default=None, name="subcategory")
    currency: str | None = None
    shipment_status: str | None = None
    quantity: _Number = None
    price: _Number = None
    order_total: _Number = None


_pages = RecordPages(_Record)
_quantities, _prices, _totals = Amounts("quantity"), Amounts("price"), Amounts("order total")
_NUMBERS = {"quantity": "quantity", "price": "price", "order_total": "order total"}
_new = tuple.__new__
"""Builds a named tuple without going through its own, slower, constructor."""
_Identity = tuple[str, str, str]


class Row(NamedTuple):
    """One record as read, before lines that look alike are told apart."""

    identity: _Identity
    """Order key, SKU and name: what a second reading of the same line has in common."""
    ordered_at: int | None
    number: str
    retailer: str | None
    link: str
    line: Line
    """Its key is still empty."""


Rows = list[Row | SetAside]


def read_json(body: bytes, link: str = "") -> Rows:
    """The records of a page in their order, unreadable ones set aside. Raises UnexpectedAnswer.

    `link` is the retailer that was asked for; records seldom lack it, but may.
    """
    rows: Rows = []
    for raw, record in _pages.read(body, WHAT, PROVIDER, "orders"):
        try:
            rows.append(_row(raw, record, link) if type(record) is _Record else _odd(raw, link))
        except (UnreadableRecord, TypeError):  # TypeError: a list or an object among the amounts
            rows.append(_odd(raw, link))
    return rows


def _row(raw: bytes, r: _Record, link: str) -> Row:
    sku, number, retailer = r.retailer_sku, r.order_id, r.retailer_id
    values = (
        "",
        r.item_name or None,
        r.brand_name or None,
        r.department or r.dept or None,
        r.category or None,
        r.sub_category or r.subcategory or None,
        (sku if type(sku) is str else _text(sku)) or None,
        _quantities[r.quantity],
        _prices[r.price],
        r.currency or None,
        r.shipment_status or None,
        _totals[r.order_total],
        raw,
    )
    return row_of(
        _new(Line, values),
        number if type(number) is str else _text(number),
        (retailer if type(retailer) is str else _text(retailer)) or link,
        r.retailer_name,
        _moment(r.order_date),
    )


def _odd(raw: bytes, link: str) -> Row | SetAside:
    """A record that is not as nearly all are, read with more patience or set aside."""
    try:
        return _row(raw, _odd_record(raw), link)
    except UnreadableRecord as trouble:
        return SetAside(trouble.says, raw, link)


def row_of(
    line: Line, number: str | None, link: str, retailer: str | None, ordered_at: int | None
) -> Row:
    """A row of these values. Raises UnreadableRecord without an order number (sheet 6.2)."""
    if number is None or not number.strip():
        raise UnreadableRecord("The record has no order number.")
    identity = (f"{link or retailer or ''}/{number}", line.sku or "", line.item_name or "")
    return _new(Row, (identity, ordered_at, number, retailer or None, link, line))


def orders_of(rows: Iterable[Row], occurrences: Counter[_Identity]) -> list[Order]:
    """Rows grouped into orders, each line with its key; counts on in `occurrences`.

    Two equal lines of an order are told apart by their place among their likes (sheet 6.2).
    """
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        key = row[0][0]
        if key in grouped:
            grouped[key].append(row)
        else:
            grouped[key] = [row]
    return [_order(key, members, occurrences) for key, members in grouped.items()]


def _order(order_key: str, rows: list[Row], occurrences: Counter[_Identity]) -> Order:
    lines = []
    for identity, _, _, _, _, line in rows:
        occurrences[identity] = place = occurrences.get(identity, 0) + 1
        key = f"{identity[1]}:{_digest(identity[2])}:{place}"
        lines.append(_new(Line, (key, *line[1:])))
    _, ordered_at, number, retailer, link, first = rows[0]
    return Order(
        order_key,
        number,
        retailer or _first(rows, lambda row: row.retailer),
        ordered_at if ordered_at is not None else _first(rows, lambda r: r.ordered_at),
        tuple(lines),
        link,
        first.currency or _first(rows, lambda row: row.line.currency),
        first.order_total or _first(rows, lambda row: row.line.order_total),
    )


def _first(rows: list[Row], field: Any) -> Any:
    return next((value for value in map(field, rows) if value is not None), None)


@lru_cache(maxsize=8192)
def _digest(name: str) -> str:
    return blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _text(value: str | int | None) -> str | None:
    return str(value) if value is not None and value != "" else None


@lru_cache(maxsize=4096)
def _moment(value: str | int | None) -> int | None:
    return reading.when(value, "order date")


def _odd_record(raw: bytes) -> _Record:
    """A record with a number where text belongs, or worse. Raises UnreadableRecord."""
    try:
        found = reading.content(raw, "a record", PROVIDER)
    except UnexpectedAnswer:
        raise UnreadableRecord("The record is not readable text.") from None
    if not isinstance(found, Mapping):
        raise UnreadableRecord("The record is no object with fields.")
    fields: dict[str, Any] = {}
    for name, encoded in zip(
        _Record.__struct_fields__, _Record.__struct_encode_fields__, strict=True
    ):
        value = found.get(encoded)
        if name in _NUMBERS:
            fields[name] = reading.amount(value, _NUMBERS[name])
        elif isinstance(value, dict | list):
            raise UnreadableRecord(f"The field {encoded} is no text.")
        else:
            fields[name] = value if isinstance(value, str | None) else str(value)
    return _Record(**fields)
