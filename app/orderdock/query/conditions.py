"""An OrderFilter as conditions in SQL: on orders, on single lines, and the words to match."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import apsw

from orderdock.domain.errors import WrongUsage
from orderdock.query import search
from orderdock.query.filters import Hidden, OrderFilter
from orderdock.query.language_pieces import MOST
from orderdock.query.names import names_in
from orderdock.query.parts import Part, between
from orderdock.store import own_words, revisions
from orderdock.store.order_rows import LINE_BITS

LINES_OF_ORDER = f"l.id > (o.id << {LINE_BITS}) AND l.id < ((o.id + 1) << {LINE_BITS})"
ORDER_OF_LINE = f"o.id = (l.id >> {LINE_BITS})"
MATCHING = "SELECT rowid FROM line_words WHERE line_words MATCH ?"
_OLDEST, _NEWEST = -62_135_596_800, 253_402_300_799
_BLANK = {
    "date": "o.ordered_at",
    "total": "o.order_total_micro",
    "price": "l.unit_price_micro",
    "quantity": "l.quantity_micro",
}


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
    """Take the filter apart. Raises WrongUsage for an unknown time zone, and for too many words."""
    if (many := _many(f)) > MOST:
        raise WrongUsage(
            f"These are {many:,} words and names, more than can be looked for at once.",
            f"Leave some out: {MOST} are the most.",
        )
    asked = _apart(db, f)
    asked = replace(asked, match=search.spelled_out(db, asked.match))
    hidden = _hidden(db, f)
    return asked if not hidden else asked.within(Conditions(hidden, Where(), ""))


def _many(f: OrderFilter) -> int:
    """Words and names in the filter, and in what narrows it."""
    values = (getattr(f, each.name) for each in fields(f))
    names = sum(len(value) for value in values if isinstance(value, tuple))
    inner = sum(_many(each) for each in (f.without, f.within) if each is not None)
    return names + len(search.words(f.search)) + inner


def _apart(db: apsw.Connection, f: OrderFilter) -> Conditions:
    orders, lines = Where(), Where()
    matches = []
    for part in _left_out(db, f):
        (lines if part.of_lines else orders).add(f"({part.sql})", part.values)
    for part in _parts(db, f):
        (lines if part.of_lines else orders).add(f"({part.sql})", part.values)
        if part.match:
            matches.append(part.match)
    asked = search.read(f.search)
    for part in _patterns(db, asked):
        lines.add(part.sql, part.values)
    if asked.match:
        matches.append(asked.match)
    match = matches[0] if len(matches) == 1 else " AND ".join(f"({each})" for each in matches)
    made = Conditions(orders, lines, match)
    return made if f.within is None else made.within(_apart(db, f.within))


def _parts(db: apsw.Connection, f: OrderFilter) -> Iterator[Part]:
    """Every condition but the words searched for and what is hidden."""
    yield from _origin(db, f)
    if f.date_from is not None or f.date_to is not None:
        yield _days(f)
    yield from names_in(db, f)
    if f.tags:
        yield _tags(db, f)
    if f.among:
        yield Part(f"o.id IN ({', '.join(str(number) for number in f.among)})")
    for column, ends, of_lines in (
        ("o.order_total_micro", f.total(), False),
        ("l.unit_price_micro", f.price, True),
        ("l.quantity_micro", f.quantity, True),
    ):
        if ends:
            yield between(column, ends, of_lines=of_lines)
    for name in f.blank:
        column = _BLANK[name]
        yield Part(f"{column} IS NULL", (), column.startswith("l."))
    if f.since is not None:
        yield Part(*revisions.after(f.since))
    if f.missing:
        yield Part("l.missing_since IS NOT NULL", (), of_lines=True)


def _left_out(db: apsw.Connection, f: OrderFilter) -> Iterator[Part]:
    if f.without is None:
        return
    without = replace(f.without, timezone=f.timezone)
    for part in _parts(db, without):
        yield part.opposite()
    for word in search.words(without.search):
        asked = search.read(word)
        if asked.match:
            yield Part(f"l.id IN ({MATCHING})", [asked.match], of_lines=True).opposite()
        for part in _patterns(db, asked):
            yield part.opposite()


def _patterns(db: apsw.Connection, asked: search.Search) -> Iterator[Part]:
    if asked.patterns:
        words = search.like_words(own=own_words.has_any(db))
        for pattern in asked.patterns:
            yield Part(words, [pattern], of_lines=True)


def _hidden(db: apsw.Connection, f: OrderFilter) -> Where:
    """Nothing where nobody has hidden anything, so that the quick ways of counting stay."""
    where, asked = Where(), f.asked_of_hidden()
    if asked is Hidden.ONLY:
        where.add("o.id IN (SELECT order_id FROM hidden_orders)")
    elif asked is Hidden.LEFT_OUT and own_words.has_hidden(db):
        where.add("o.id NOT IN (SELECT order_id FROM hidden_orders)")
    return where


def _tags(db: apsw.Connection, f: OrderFilter) -> Part:
    ids = ", ".join(str(number) for number in own_words.ids_of_tags(db, filter(None, f.tags)))
    tagged = f"o.id IN (SELECT order_id FROM order_tags WHERE tag_id IN ({ids}))"
    if not all(f.tags):
        tagged += " OR o.id NOT IN (SELECT order_id FROM order_tags)"
    return Part(tagged)


def _origin(db: apsw.Connection, f: OrderFilter) -> Iterator[Part]:
    """An index would lead through most of the orders in no useful order: `+` keeps it out."""
    for column, wanted in (("key", f.connections), ("provider", f.providers)):
        if wanted:
            marks = ", ".join("?" * len(wanted))
            found: Iterable[Any] = db.execute(
                f"SELECT id, 10 * order_count > (SELECT sum(order_count) FROM connections)"
                f" FROM connections WHERE {column} IN ({marks})",
                [search.writable(text) for text in wanted],
            )
            rows = list(found)
            plus = "+" if any(most for _, most in rows) else ""
            ids = ", ".join(str(number) for number, _ in rows)
            yield Part(f"{plus}o.connection_id IN ({ids})")


def _days(f: OrderFilter) -> Part:
    ends = zip(span_of_days(f), ("o.ordered_at >= ?", "o.ordered_at < ?"), strict=True)
    told = [(test, end) for end, test in ends if end is not None]
    return Part(" AND ".join(test for test, _ in told), [end for _, end in told])


def span_of_days(f: OrderFilter) -> tuple[int | None, int | None]:
    """The first moment of the filter's days and the first after them, in seconds since 1970 UTC.

    None: no such end. Raises WrongUsage for an unknown time zone.
    """
    first = end = None
    if f.date_from is not None:
        first = day_begins(f.date_from, f.timezone)
    if f.date_to is not None:
        end = _NEWEST
        if f.date_to < date.max:
            end = day_begins(f.date_to + timedelta(days=1), f.timezone)
    return first, end


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
    if name == "UTC":
        return UTC
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        raise WrongUsage(
            f"There is no time zone “{name}”.", "Use a name such as Europe/Berlin or UTC."
        ) from None
