"""Records that are one line each, with what is true of its order beside it, become orders."""

from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from types import MappingProxyType
from typing import Any, NamedTuple

from orderdock.domain.errors import UnreadableRecord
from orderdock.domain.orders import Line, Order, SetAside

_new = tuple.__new__
"""Builds a named tuple without going through its own, slower, constructor."""
_NO_NAMES: Mapping[str, str] = MappingProxyType({})


class Row(NamedTuple):
    """One record as read, before lines that look alike are told apart."""

    order: str
    """The key of its order."""
    identity: str
    """Order, SKU and name: what a second reading of the same line has in common."""
    ordered_at: int | None
    """Seconds since 1970 UTC."""
    number: str
    retailer: str | None
    link: str
    line: Line
    """Its key is that of the first of those that look alike."""


Rows = list[Row | SetAside]


def key_of(row: Row | SetAside) -> str:
    """What tells a row of a page apart from those that do not look alike."""
    return blake2b(row.raw, digest_size=12).hexdigest() if isinstance(row, SetAside) else row[1]


def first_key(sku: str | None, name: str | None) -> str:
    """The key of a line, if no other of its order looks like it."""
    try:
        written = (name or "").encode()
    except UnicodeEncodeError:  # half a character
        written = (name or "").encode("utf-8", "surrogatepass")
    return f"{sku or ''}:{blake2b(written, digest_size=8).hexdigest()}:1"


def row_of(
    line: Line, number: str | None, link: str, retailer: str | None, ordered_at: int | None
) -> Row:
    """A row of these values, the line with its `first_key`.

    Raises UnreadableRecord without an order number.
    """
    if number is None or not number.strip():
        raise UnreadableRecord("The record has no order number.")
    if retailer is not None and not retailer.strip():
        retailer = None
    key = f"{link or retailer or ''}/{number}"
    return _new(Row, (key, f"{key}\x1f{line[0]}", ordered_at, number, retailer, link, line))


def orders_of(
    rows: Iterable[Row],
    occurrences: Counter[str],
    names: Mapping[str, str] = _NO_NAMES,
) -> list[Order]:
    """Rows grouped into orders, each line with its key; counts on in `occurrences`.

    Lines of an order that look alike are told apart by their place among them. `names` are those
    of links by id, for orders that name no retailer themselves.
    """
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        key = row[0]
        if key in grouped:
            grouped[key].append(row)
        else:
            grouped[key] = [row]
    return [_order(members, occurrences, names) for members in grouped.values()]


def _order(rows: list[Row], occurrences: Counter[str], names: Mapping[str, str]) -> Order:
    alike = False
    for row in rows:
        identity = row[1]
        if identity in occurrences:
            alike = True
            occurrences[identity] += 1
        else:
            occurrences[identity] = 1
    lines = _told_apart(rows, occurrences) if alike else [row[6] for row in rows]
    key, _, ordered_at, number, retailer, link, first = rows[0]
    values = (
        key,
        number,
        retailer or _first(rows, lambda row: row.retailer) or names.get(link),
        ordered_at if ordered_at is not None else _first(rows, lambda r: r.ordered_at),
        tuple(lines),
        link,
        first.currency or _first(rows, lambda row: row.line.currency),
        first.order_total or _first(rows, lambda row: row.line.order_total),
        None,
        None,
        b"",
    )
    return _new(Order, values)


def _told_apart(rows: list[Row], occurrences: Counter[str]) -> list[Line]:
    """The lines counted anew, those that look alike by what seldom changes of them.

    A list may come in any order; then they have the same keys all the same.
    """
    occurrences.subtract(row.identity for row in rows)
    lines = [row.line for row in rows]
    for at in sorted(range(len(rows)), key=lambda at: _worth(lines[at])):
        identity = rows[at].identity
        occurrences[identity] += 1
        line = lines[at]
        lines[at] = line._replace(key=f"{line.key[:-1]}{occurrences[identity]}")
    return lines


def _worth(line: Line) -> tuple[str, ...]:
    return line.unit_price or "", line.quantity or "", line.currency or ""


def _first(rows: list[Row], field: Any) -> Any:
    return next((value for value in map(field, rows) if value is not None), None)
