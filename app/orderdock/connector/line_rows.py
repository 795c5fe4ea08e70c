"""Records that are one line each, with what is true of its order beside it, become orders."""

from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from types import MappingProxyType
from typing import Any, NamedTuple

from orderdock.connector.remembered import Remembered
from orderdock.domain.errors import UnreadableRecord
from orderdock.domain.orders import Line, Order, SetAside

_new = tuple.__new__
"""Builds a named tuple without going through its own, slower, constructor."""
_Identity = tuple[str, str, str]
_NO_NAMES: Mapping[str, str] = MappingProxyType({})


class Row(NamedTuple):
    """One record as read, before lines that look alike are told apart."""

    identity: _Identity
    """Order key, SKU and name: what a second reading of the same line has in common."""
    ordered_at: int | None
    """Seconds since 1970 UTC."""
    number: str
    retailer: str | None
    link: str
    line: Line
    """Its key is still empty."""


Rows = list[Row | SetAside]


def key_of(row: Row | SetAside) -> str:
    """What tells a row of a page apart from those that do not look alike."""
    if isinstance(row, SetAside):
        return blake2b(row.raw, digest_size=12).hexdigest()
    return "\x1f".join(row.identity)


def row_of(
    line: Line, number: str | None, link: str, retailer: str | None, ordered_at: int | None
) -> Row:
    """A row of these values. Raises UnreadableRecord without an order number."""
    if number is None or not number.strip():
        raise UnreadableRecord("The record has no order number.")
    if retailer is not None and not retailer.strip():
        retailer = None
    identity = (f"{link or retailer or ''}/{number}", line.sku or "", line.item_name or "")
    return _new(Row, (identity, ordered_at, number, retailer, link, line))


def orders_of(
    rows: Iterable[Row],
    occurrences: Counter[_Identity],
    names: Mapping[str, str] = _NO_NAMES,
) -> list[Order]:
    """Rows grouped into orders, each line with its key; counts on in `occurrences`.

    Lines of an order that look alike are told apart by their place among them. `names` are those
    of links by id, for orders that name no retailer themselves.
    """
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        key = row[0][0]
        if key in grouped:
            grouped[key].append(row)
        else:
            grouped[key] = [row]
    return [_order(key, members, occurrences, names) for key, members in grouped.items()]


def _order(
    order_key: str, rows: list[Row], occurrences: Counter[_Identity], names: Mapping[str, str]
) -> Order:
    lines, alike = [], False
    for identity, _, _, _, _, line in rows:
        occurrences[identity] = place = occurrences.get(identity, 0) + 1
        alike = alike or place > 1
        lines.append(_keyed(line, identity, place))
    if alike:
        lines = _told_apart(rows, occurrences)
    _, ordered_at, number, retailer, link, first = rows[0]
    values = (
        order_key,
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


def _keyed(line: Line, identity: _Identity, place: int) -> Line:
    return _new(Line, (f"{identity[1]}:{_digests[identity[2]]}:{place}", *line[1:]))


def _told_apart(rows: list[Row], occurrences: Counter[_Identity]) -> list[Line]:
    """The lines counted anew, those that look alike by what seldom changes of them.

    A list may come in any order; then they have the same keys all the same.
    """
    occurrences.subtract(row.identity for row in rows)
    lines = [row.line for row in rows]
    for at in sorted(range(len(rows)), key=lambda at: _worth(lines[at])):
        identity = rows[at].identity
        occurrences[identity] += 1
        lines[at] = _keyed(lines[at], identity, occurrences[identity])
    return lines


def _worth(line: Line) -> tuple[str, ...]:
    return line.unit_price or "", line.quantity or "", line.currency or ""


def _first(rows: list[Row], field: Any) -> Any:
    return next((value for value in map(field, rows) if value is not None), None)


def _digest(name: str) -> str:
    return blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


_digests = Remembered(_digest)
