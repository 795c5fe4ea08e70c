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
_Scalar = str | int | None


class _Record(msgspec.Struct, gc=False, rename="camel"):
    """One record as nearly all of them are; the others go through `_odd_record`."""

    order_id: _Scalar = None
    retailer_id: _Scalar = None
    retailer_name: _Scalar = None
    order_date: _Scalar = None
    retailer_sku: _Scalar = None
    item_name: _Scalar = None
    brand_name: _Scalar = None
    department: _Scalar = None
    dept: _Scalar = None
    category: _Scalar = None
    sub_category: _Scalar = None
    subcategory: _Scalar = msgspec.field(default=None, name="subcategory")
    currency: _Scalar = None
    shipment_status: _Scalar = None
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
    return [_row(bytes(raw), link) for raw in reading.raw_records(body, PROVIDER, WHAT, "orders")]


def _row(raw: bytes, link: str) -> Row | SetAside:
    try:
        try:
            r = _decode(raw)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            r = _odd_record(raw)
        return make_row(
            raw=raw,
            link=_text(r.retailer_id) or link,
            number=_text(r.order_id),
            retailer=_text(r.retailer_name),
            ordered_at=_moment(r.order_date),
            name=_text(r.item_name),
            brand=_text(r.brand_name),
            department=_text(r.department) or _text(r.dept),
            category=_text(r.category),
            subcategory=_text(r.sub_category) or _text(r.subcategory),
            sku=_text(r.retailer_sku),
            quantity=_amount(bytes(r.quantity), "quantity"),
            price=_amount(bytes(r.price), "price"),
            currency=_text(r.currency),
            status=_text(r.shipment_status),
            total=_amount(bytes(r.order_total), "order total"),
        )
    except UnreadableRecord as trouble:
        return SetAside(trouble.says, raw, link)


def make_row(
    *,
    raw: bytes,
    link: str,
    number: str | None,
    retailer: str | None,
    ordered_at: int | None,
    name: str | None,
    brand: str | None,
    department: str | None,
    category: str | None,
    subcategory: str | None,
    sku: str | None,
    quantity: str | None,
    price: str | None,
    currency: str | None,
    status: str | None,
    total: str | None,
) -> Row:
    """A row of these fields. Raises UnreadableRecord without an order number (sheet 6.2)."""
    if number is None or not number.strip():
        raise UnreadableRecord("The record has no order number.")
    order_key = f"{link or retailer or ''}/{number}"
    return Row(
        (order_key, sku or "", name or ""),
        ordered_at,
        number,
        retailer,
        link,
        Line(
            "",
            name,
            brand,
            department,
            category,
            subcategory,
            sku,
            quantity,
            price,
            currency,
            status,
            total,
            raw,
        ),
    )


def orders_of(rows: Iterable[Row], occurrences: Counter[_Identity]) -> list[Order]:
    """Rows grouped into orders, each line with its key; counts on in `occurrences`.

    Two equal lines of an order are told apart by their place among their likes (sheet 6.2).
    """
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row.identity[0], []).append(row)
    return [_order(key, members, occurrences) for key, members in grouped.items()]


def _order(key: str, rows: list[Row], occurrences: Counter[_Identity]) -> Order:
    lines = []
    for row in rows:
        identity = row.identity
        occurrences[identity] = place = occurrences[identity] + 1
        lines.append(row.line._replace(key=f"{identity[1]}:{_digest(identity[2])}:{place}"))
    first = rows[0]
    return Order(
        key,
        first.number,
        first.retailer or _first(rows, lambda row: row.retailer),
        first.ordered_at if first.ordered_at is not None else _first(rows, lambda r: r.ordered_at),
        tuple(lines),
        first.link,
        _first(rows, lambda row: row.line.currency),
        _first(rows, lambda row: row.line.order_total),
    )


def _first(rows: list[Row], field: Any) -> Any:
    return next((value for value in map(field, rows) if value is not None), None)


@lru_cache(maxsize=8192)
def _digest(name: str) -> str:
    return blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _text(value: _Scalar) -> str | None:
    if value is None or value == "":
        return None
    return value if isinstance(value, str) else str(value)


@lru_cache(maxsize=4096)
def _amount(raw: bytes, what: str) -> str | None:
    """The raw JSON of a number, in quotes or not, as exact plain text."""
    if raw == b"null":
        return None
    return reading.amount(reading.content(raw, what, PROVIDER), what)


@lru_cache(maxsize=4096)
def _moment(value: _Scalar) -> int | None:
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
