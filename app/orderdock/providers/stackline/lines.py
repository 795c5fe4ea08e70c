"""Stackline's records of purchases, one a line, become orders and lines (sheet 6)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import blake2b
from typing import Any, NamedTuple

import msgspec

from orderdock.connector import reading
from orderdock.domain.errors import UnexpectedAnswer, UnreadableRecord
from orderdock.domain.orders import Line, Order, SetAside

PROVIDER = "Stackline"
WHAT = "the list of orders"
_NOTHING = msgspec.Raw(b"null")


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
    quantity: msgspec.Raw = _NOTHING
    price: msgspec.Raw = _NOTHING
    order_total: msgspec.Raw = _NOTHING


_decode = msgspec.json.Decoder(_Record).decode
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
    return [_row(bytes(raw), link) for raw in reading.raw_records(body, WHAT, PROVIDER, "orders")]


def _row(raw: bytes, link: str) -> Row | SetAside:
    try:
        try:
            r = _decode(raw)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            r = _odd_record(raw)
        line = Line(
            "",
            r.item_name or None,
            r.brand_name or None,
            r.department or r.dept or None,
            r.category or None,
            r.sub_category or r.subcategory or None,
            _text(r.retailer_sku),
            reading.raw_amount(bytes(r.quantity), "quantity"),
            reading.raw_amount(bytes(r.price), "price"),
            r.currency or None,
            r.shipment_status or None,
            reading.raw_amount(bytes(r.order_total), "order total"),
            raw,
        )
        return row_of(
            line,
            _text(r.order_id),
            _text(r.retailer_id) or link,
            r.retailer_name,
            _moment(r.order_date),
        )
    except UnreadableRecord as trouble:
        return SetAside(trouble.says, raw, link)


def row_of(
    line: Line, number: str | None, link: str, retailer: str | None, ordered_at: int | None
) -> Row:
    """A row of these values. Raises UnreadableRecord without an order number (sheet 6.2)."""
    if number is None or not number.strip():
        raise UnreadableRecord("The record has no order number.")
    identity = (f"{link or retailer or ''}/{number}", line.sku or "", line.item_name or "")
    return Row(identity, ordered_at, number, retailer or None, link, line)


def orders_of(rows: Iterable[Row], occurrences: Counter[_Identity]) -> list[Order]:
    """Rows grouped into orders, each line with its key; counts on in `occurrences`.

    Two equal lines of an order are told apart by their place among their likes (sheet 6.2).
    """
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row.identity[0], []).append(row)
    return [_order(key, members, occurrences) for key, members in grouped.items()]


def _order(order_key: str, rows: list[Row], occurrences: Counter[_Identity]) -> Order:
    lines = []
    for row in rows:
        identity = row.identity
        occurrences[identity] = place = occurrences[identity] + 1
        key = f"{identity[1]}:{_digest(identity[2])}:{place}"
        lines.append(Line(key, *row.line[1:]))
    first = rows[0]
    return Order(
        order_key,
        first.number,
        first.retailer or _first(rows, lambda row: row.retailer),
        first.ordered_at if first.ordered_at is not None else _first(rows, lambda r: r.ordered_at),
        tuple(lines),
        first.link,
        first.line.currency or _first(rows, lambda row: row.line.currency),
        first.line.order_total or _first(rows, lambda row: row.line.order_total),
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
        if name in {"quantity", "price", "order_total"}:
            fields[name] = msgspec.Raw(msgspec.json.encode(value))
        elif isinstance(value, dict | list):
            raise UnreadableRecord(f"The field {encoded} is no text.")
        else:
            fields[name] = value if isinstance(value, str | None) else str(value)
    return _Record(**fields)
