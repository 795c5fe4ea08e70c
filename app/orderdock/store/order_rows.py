"""Rows of orders and lines from what a page showed, and how they differ from stored rows (pure)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from orderdock.domain import amounts
from orderdock.domain.orders import Order
from orderdock.store.text_shape import PLAIN, shape_of, shape_of_joined

LINE_BITS = 20
"""A line's id is its order's id shifted by this, plus its position from 1 on."""

LineRow = tuple[Any, ...]
"""The values of LINE_COLUMNS."""

LINE_COLUMNS = (
    "id",
    "line_key",
    "retailer",
    "order_number",
    "ordered_at",
    "item_name",
    "brand",
    "department",
    "category",
    "subcategory",
    "sku",
    "quantity",
    "unit_price",
    "currency",
    "shipment_status",
    "order_total",
    "quantity_micro",
    "unit_price_micro",
    "shape",
    "missing_since",
)
WORDS = (
    "item_name",
    "brand",
    "sku",
    "order_number",
    "retailer",
    "department",
    "category",
    "subcategory",
)
"""The line columns that searching looks at."""

_AT = {name: index for index, name in enumerate(LINE_COLUMNS)}
_WORDS_AT = tuple(_AT[name] for name in WORDS)
_TEXTS_AT = tuple(
    index
    for name, index in _AT.items()
    if name in {"line_key", "currency", "shipment_status", *WORDS}
)
_STATUS, _ITEM, _MISSING = _AT["shipment_status"], _AT["item_name"], _AT["missing_since"]
_KEY, _SHAPE = _AT["line_key"], _AT["shape"]
_LONGEST_KEY = 40
_REMEMBERED = 1 << 16
_is_plain = re.compile(r"-?\d{1,13}(?:\.\d+)?\Z", re.ASCII).match
_FIRST_MOMENT, _LAST_MOMENT = -62_135_596_800, 253_402_300_799
_new_header = tuple.__new__
"""Builds a named tuple without going through its own, slower, constructor."""
_SHOWN = tuple(
    (index, name)
    for name, index in _AT.items()
    if name not in {"id", "line_key", "quantity_micro", "unit_price_micro", "shape"}
)


class _Micros(dict[str, int]):
    """Remembers: prices and quantities come again."""

    def __missing__(self, text: str) -> int:
        if len(self) >= _REMEMBERED:
            self.clear()
        self[text] = number = micro(text)
        return number


_micros = _Micros()


def micro(text: str) -> int:
    """Plain decimal text in millionths. Raises ValueError for anything else."""
    whole, point, rest = text.partition(".")
    if 0 < len(whole) < 14 and len(rest) <= 6 and bool(rest) is bool(point):
        digits = whole + rest.ljust(6, "0")
        if digits.isascii() and digits.isdigit():  # nearly always
            return int(digits)
    if not _is_plain(text):
        raise ValueError(f"{text[:40]!r} where a plain number must be")
    return amounts.millionths(text)


class Header(NamedTuple):
    """What an order says about itself: the columns of `orders` that a page can change."""

    link_id: int | None
    order_number: str | None
    retailer: str | None
    ordered_at: int | None
    currency: str | None
    order_total: str | None
    status: str | None
    status_text: str | None


def stored_key(key: str) -> str:
    """A line key as stored: long ones (SKU, name, occurrence) shortened to a digest."""
    if len(key) <= _LONGEST_KEY:
        return key
    from hashlib import blake2b  # not at the start of the program: it loads OpenSSL

    return "h" + blake2b(key.encode(), digest_size=8).hexdigest()


def put_together(orders: Iterable[Order]) -> dict[str, Order]:
    """The parts of each order that several pages showed, as one; a later reading of a line wins."""
    together: dict[str, Order] = {}
    for order in orders:
        earlier = together.get(order.key)
        if earlier is None:
            together[order.key] = order
            continue
        lines = {line.key: line for line in earlier.lines}
        lines.update((line.key, line) for line in order.lines)
        together[order.key] = Order(
            key=order.key,
            number=_newer(order.number, earlier.number),
            retailer=_newer(order.retailer, earlier.retailer),
            ordered_at=order.ordered_at if order.ordered_at is not None else earlier.ordered_at,
            lines=tuple(lines.values()),
            link=order.link or earlier.link,
            currency=_newer(order.currency, earlier.currency),
            total=_newer(order.total, earlier.total),
            status=_newer(order.status, earlier.status),
            status_text=_newer(order.status_text, earlier.status_text),
            raw=order.raw or earlier.raw,
        )
    return together


def header_of(order: Order, link_id: int | None, stored: Header | None) -> Header:
    """The order's own columns; what this part leaves out stays as another part said it.

    Currency and total come from the lines when only they carry them.
    """
    _, number, retailer, ordered_at, lines, _, currency, total, status, status_text, _ = order
    total = total or None
    for line in lines:
        if currency is not None and total is not None:
            break
        currency = currency if currency is not None else line.currency
        total = total if total is not None else line.order_total or None
    if total is not None:
        _micros[total]
    said: tuple[Any, ...] = (
        link_id,
        number,
        retailer,
        ordered_at,
        currency,
        total,
        status,
        status_text,
    )
    if stored is not None:
        said = tuple(old if new is None else new for new, old in zip(said, stored, strict=True))
    return _new_header(Header, said)


def line_shapes(order: Order) -> bytes:
    """For each line how awkward its own words are; in its row come some of the order's."""
    return bytes(  # GAP is written out, as its name would be looked up ten times a line
        [
            shape_of_joined(
                f"\x1f{key if len(key) <= _LONGEST_KEY else ''}\x1f{name or ''}\x1f{brand or ''}"
                f"\x1f{department or ''}\x1f{category or ''}\x1f{subcategory or ''}"
                f"\x1f{sku or ''}\x1f{currency or ''}\x1f{status or ''}"
            )
            for (
                key, name, brand, department, category, subcategory, sku, _, _, currency, status,
                _, _,
            ) in order.lines
        ]
    )  # fmt: skip


def has_plain_words(order: Order) -> bool:
    """Whether all that the order says of itself is PLAIN; False also where that is not sure."""
    key, number, retailer, _, _, _, currency, _, status, status_text, _ = order
    if currency is None:  # it may be that of a line
        return False
    own = (  # GAP is written out here too
        f"\x1f{key}\x1f{number or ''}\x1f{retailer or ''}"
        f"\x1f{currency}\x1f{status or ''}\x1f{status_text or ''}"
    )
    return shape_of_joined(own) == PLAIN


def new_rows(
    header: Header, order: Order, shapes: bytes, last: int, *, plain: bool = False
) -> tuple[list[LineRow], list[tuple[int, bytes]]]:
    """A row for each line shown, with ids from the next after `last` on, and raw records by id.

    `shapes`: of the lines; empty if nobody judged them yet. `plain`: all words in the header are.
    """
    _, number, retailer, ordered_at, order_currency, order_total, _, _ = header
    if ordered_at is not None and not _FIRST_MOMENT <= ordered_at <= _LAST_MOMENT:
        raise ValueError("a date outside the years 1 to 9999")
    common = PLAIN if plain else shape_of((retailer, number, order_currency))
    rows: list[LineRow] = []
    raws: list[tuple[int, bytes]] = []
    micros = _micros
    for (
        key, name, brand, department, category, subcategory, sku, quantity, price, currency,
        status, total, raw,
    ), shape in zip(order.lines, shapes or line_shapes(order), strict=True):  # fmt: skip
        if len(key) > _LONGEST_KEY:
            key = stored_key(key)
        if currency is None:
            currency = order_currency
        if not total:
            total = order_total
        elif total != order_total:
            micro(total)  # a number, or ValueError: files take it as it is
        last += 1
        if raw:
            raws.append((last, raw))
        row = (
            last,
            key,
            retailer,
            number,
            ordered_at,
            name,
            brand,
            department,
            category,
            subcategory,
            sku,
            quantity or None,
            price or None,
            currency,
            status,
            total,
            micros[quantity] if quantity else None,
            micros[price] if price else None,
            max(common, shape) if common else shape,  # nearly always the latter
            None,
        )
        rows.append(row)
    return rows, raws


def line_rows(
    header: Header, order: Order, shapes: bytes, known: Mapping[str, LineRow], last: int
) -> tuple[dict[str, LineRow], list[tuple[int, bytes]]]:
    """The rows of the order's lines by stored key, and the raw record of each by its id.

    A line in `known` has its id from there, a new one the next after `last`. Of two lines with one
    key the first is taken.
    """
    rows, raws = new_rows(header, order, shapes, 0)
    built: dict[str, LineRow] = {}
    ids: dict[int, int] = {}
    for row in rows:
        key = row[_KEY]
        if key in built:
            continue
        if key in known:
            line_id = known[key][0]
        else:
            last = line_id = last + 1
        built[key] = (line_id, *row[1:])
        ids[row[0]] = line_id
    return built, [(ids[place], raw) for place, raw in raws if place in ids]


def not_shown(row: LineRow, header: Header, missing_since: int | None) -> LineRow:
    """A stored line that this reading did not show, with its order's words brought up to date.

    With `missing_since` the provider showed the whole order without it: kept, and marked once.
    """
    values = list(row)
    values[_AT["retailer"]] = header.retailer
    values[_AT["order_number"]] = header.order_number
    values[_AT["ordered_at"]] = header.ordered_at
    values[_AT["shape"]] = shape_of([values[index] for index in _TEXTS_AT])
    if values[_MISSING] is None:
        values[_MISSING] = missing_since
    return tuple(values)


def differences(before: LineRow, after: LineRow) -> dict[str, tuple[Any, Any]]:
    """Column -> (before, after) of what a person would call a change."""
    return {
        name: (before[index], after[index])
        for index, name in _SHOWN
        if before[index] != after[index]
    }


def header_differences(before: Header, after: Header) -> dict[str, tuple[Any, Any]]:
    """Column -> (before, after) of what the order itself says."""
    return {
        name: (old, new)
        for name, old, new in zip(Header._fields, before, after, strict=True)
        if old != new and name != "link_id"
    }


def words_differ(before: LineRow, after: LineRow) -> bool:
    """Whether searching must learn the line anew."""
    return any(before[index] != after[index] for index in _WORDS_AT)


def order_columns(
    header: Header, key: str, lines: Sequence[LineRow], *, plain: bool = False
) -> tuple[Any, ...]:
    """The columns of `orders` from link_id to shape, its lines rolled up.

    `plain`: its key and all words in the header are.
    """
    link_id, number, retailer, ordered_at, currency, total, status, status_text = header
    shipment_status = first_item = None
    judged = False
    if lines:
        first = lines[0]
        shipment_status, first_item = first[_STATUS], first[_ITEM]
        judged = first[_SHAPE] == PLAIN  # its order's number and retailer are among its cells
        for row in lines:
            if row[_STATUS] != shipment_status:
                statuses = {row[_STATUS]: None for row in lines}
                shipment_status, judged = "; ".join(filter(None, statuses)), False
                break
    unsure = [] if plain else [key, number, retailer, currency, status, status_text]
    if not judged:
        unsure += [shipment_status, first_item]
    return (
        link_id,
        number,
        retailer,
        ordered_at,
        currency,
        total,
        None if total is None else _micros[total],
        status,
        status_text,
        shipment_status,
        len(lines),
        first_item,
        shape_of(unsure) if unsure else PLAIN,
    )


def _newer(new: str | None, old: str | None) -> str | None:
    return old if new is None else new
