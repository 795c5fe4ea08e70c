"""An OrderFilter as conditions in SQL: on orders, on single lines, and the words to match."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import apsw

from orderdock.domain.errors import WrongUsage
from orderdock.query import search
from orderdock.query.filters import Hidden, OrderFilter
from orderdock.store import own_words
from orderdock.store.order_rows import LINE_BITS

LINES_OF_ORDER = f"l.id > (o.id << {LINE_BITS}) AND l.id < ((o.id + 1) << {LINE_BITS})"
ORDER_OF_LINE = f"o.id = (l.id >> {LINE_BITS})"
MATCHING = "SELECT rowid FROM line_words WHERE line_words MATCH ?"
_OLDEST, _NEWEST = -62_135_596_800, 253_402_300_799
_FAR = Decimal(9_000_000_000_000)


@dataclass(slots=True)
class Where:
    """Conditions joined by AND, with what their `?` stand for."""

    parts: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    def add(self, part: str, values: Iterable[Any] = ()) -> None:
        """One more condition."""
        self.parts.append(part)
        self.values += values

    def __bool__(self) -> bool:
        return bool(self.parts)


@dataclass(frozen=True, slots=True)
class Conditions:
    """A filter taken apart: on orders (`o`), on lines (`l` and `o`), for the full-text index."""

    orders: Where
    lines: Where
    match: str

    def only_orders(self) -> bool:
        """Whether every line of an order is in or out together with it."""
        return not self.lines and not self.match

    def within(self, other: "Conditions") -> "Conditions":
        """What holds when both do."""
        both = [f"({match})" for match in (other.match, self.match) if match]
        return Conditions(
            Where(other.orders.parts + self.orders.parts, other.orders.values + self.orders.values),
            Where(other.lines.parts + self.lines.parts, other.lines.values + self.lines.values),
            " AND ".join(both),
        )


def conditions(db: apsw.Connection, f: OrderFilter) -> Conditions:
    """Take the filter apart. Raises WrongUsage for an unknown time zone."""
    asked = _apart(db, f)
    hidden = _hidden(db, f)
    return asked if not hidden else asked.within(Conditions(hidden, Where(), ""))


def _apart(db: apsw.Connection, f: OrderFilter) -> Conditions:
    orders, lines = Where(), Where()
    _tags(db, f, orders)
    _origin(db, f, orders)
    _days(f, orders)
    _amounts(f, orders)
    if f.retailers:
        tests = [_named(("o.retailer",), "retailer", text) for text in f.retailers]
        _any_of(orders, tests)
    if f.currencies:
        marks = ", ".join("?" * len(f.currencies))
        orders.add(
            f"o.currency COLLATE NOCASE IN ({marks})",
            [search.writable(c.strip()) for c in f.currencies],
        )
    if f.statuses:
        columns = ("l.shipment_status", "o.status")
        _any_of(lines, [_named(columns, "shipment_status", text) for text in f.statuses])
    asked = search.read(f.search)
    if asked.patterns:
        words = search.like_words(own=own_words.has_any(db))
        for pattern in asked.patterns:
            lines.add(words, [pattern])
    made = Conditions(orders, lines, asked.match)
    return made if f.within is None else made.within(_apart(db, f.within))


def _hidden(db: apsw.Connection, f: OrderFilter) -> Where:
    """Nothing where nobody has hidden anything, so that the quick ways of counting stay."""
    where, asked = Where(), f.asked_of_hidden()
    if asked is Hidden.ONLY:
        where.add("o.id IN (SELECT order_id FROM hidden_orders)")
    elif asked is Hidden.LEFT_OUT and own_words.has_hidden(db):
        where.add("o.id NOT IN (SELECT order_id FROM hidden_orders)")
    return where


def _tags(db: apsw.Connection, f: OrderFilter, where: Where) -> None:
    if f.tags:
        ids = ", ".join(str(number) for number in own_words.ids_of_tags(db, f.tags))
        where.add(f"o.id IN (SELECT order_id FROM order_tags WHERE tag_id IN ({ids}))")


def _origin(db: apsw.Connection, f: OrderFilter, where: Where) -> None:
    for column, wanted in (("key", f.connections), ("provider", f.providers)):
        if wanted:
            marks = ", ".join("?" * len(wanted))
            found = db.execute(
                f"SELECT id FROM connections WHERE {column} IN ({marks})",
                [search.writable(text) for text in wanted],
            )
            ids = ", ".join(str(number) for (number,) in found)
            where.add(f"o.connection_id IN ({ids})")


def _days(f: OrderFilter, where: Where) -> None:
    if f.date_from is not None:
        where.add("o.ordered_at >= ?", [day_begins(f.date_from, f.timezone)])
    if f.date_to is not None:
        end = _NEWEST
        if f.date_to < date.max:
            end = day_begins(f.date_to + timedelta(days=1), f.timezone)
        where.add("o.ordered_at < ?", [end])


def _amounts(f: OrderFilter, where: Where) -> None:
    for amount, comparison in ((f.min_total, ">="), (f.max_total, "<=")):
        if amount is not None:
            within = max(-_FAR, min(_FAR, amount))
            micro = within.scaleb(6)
            whole = int(micro)
            if micro != whole:  # between two millionths: the limit itself cannot be met
                whole += (1 if micro > 0 else 0) if comparison == ">=" else (0 if micro > 0 else -1)
            where.add(f"o.order_total_micro {comparison} ?", [whole])


def _named(columns: Sequence[str], known: str, text: str) -> tuple[str, list[Any]]:
    """The whole name; when no order has that name, a part of it. Case does not count."""
    text = search.writable(text.strip())
    part = "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    same = " OR ".join(f"{column} = ? COLLATE NOCASE" for column in columns)
    like = " OR ".join(f"{column} LIKE ? ESCAPE '\\'" for column in columns)
    extra = " OR x.status = ? COLLATE NOCASE" if known == "shipment_status" else ""
    absent = f"NOT EXISTS (SELECT 1 FROM orders x WHERE x.{known} = ? COLLATE NOCASE{extra})"
    exact = [text] * len(columns)
    return (
        f"({same} OR ({absent} AND ({like})))",
        [*exact, *([text] * (2 if extra else 1)), *([part] * len(columns))],
    )


def _any_of(where: Where, tests: Sequence[tuple[str, list[Any]]]) -> None:
    values = [value for _, bound in tests for value in bound]
    where.add(f"({' OR '.join(test for test, _ in tests)})", values)


def day_begins(day: date, timezone: str) -> int:
    """Seconds since 1970 UTC of the first moment of `day` in the zone (IANA name).

    Raises WrongUsage for an unknown zone.
    """
    try:
        moment = datetime.combine(day, time.min, zone(timezone)).astimezone(UTC)
    except OverflowError:
        return _OLDEST if day.year < 5000 else _NEWEST
    return int(moment.timestamp())


def zone(name: str) -> Any:
    """The time zone by its IANA name. Raises WrongUsage when there is none."""
    from zoneinfo import ZoneInfo

    if name == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        raise WrongUsage(
            f"There is no time zone “{name}”.", "Use a name such as Europe/Berlin or UTC."
        ) from None
