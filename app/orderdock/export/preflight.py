"""What a person should know before trusting a file: each finding counted, in one sentence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import apsw

from orderdock.connector.card import Charges
from orderdock.domain.connections import ConnectionState, ConnectionView
from orderdock.export.formulas import is_formula_like
from orderdock.export.line_sums import differing
from orderdock.export.picked import Part, picked
from orderdock.export.preset import LeftOut, Preset, Rows
from orderdock.export.request import ExportRequest
from orderdock.export.table import Table
from orderdock.query.columns import Kind
from orderdock.query.conditions import LINES_OF_ORDER, zone
from orderdock.query.days import local_seconds
from orderdock.query.explained import left_hidden
from orderdock.query.filters import Hidden, Unit
from orderdock.store import revisions
from orderdock.store.export_log import Saved
from orderdock.store.text_shape import CLOSE_LOOK

SHOWN = 200
"""So many orders of a finding are named."""
_BLANK = "o.order_total_micro IS NULL"
_FINE = frozenset({ConnectionState.OK, ConnectionState.SYNCING})


class About(StrEnum):
    """What a finding is about; the word by which it can be ignored."""

    MIXED_CURRENCIES = "mixed-currencies"
    BLANK_TOTALS = "blank-totals"
    LINES_DIFFER = "lines-differ"
    LONG_IDS = "long-ids"
    FORMULAS = "formulas"
    DAY_BORDER = "day-border"
    INCOMPLETE = "incomplete"
    CHANGED = "changed"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing worth knowing. `orders` names the first of those concerned."""

    about: About
    says: str
    count: int
    orders: tuple[int, ...] = ()
    serious: bool = False
    """The file may mislead as it is."""
    connection: str = ""
    """Whose state it is, for an incomplete connection."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What is looked at: the table of a file that is not written yet."""

    table: Table
    request: ExportRequest
    preset: Preset
    charges: Mapping[str, Charges] = field(default_factory=dict)
    """By provider: where its records say what a total holds besides the lines."""

    @property
    def spreadsheet_guesses(self) -> bool:
        """Whether a spreadsheet decides by itself what each cell is."""
        return self.request.format == "csv"

    @property
    def formulas_harmless(self) -> bool:
        """Whether formula-like text is made harmless in this file."""
        return self.request.format == "xlsx" or not self.request.raw

    @property
    def days(self) -> str:
        """The zone whose days the file writes; empty when it writes moments."""
        local = self.table.dates.local or self.preset.rows is Rows.MONTHS
        return self.request.timezone if local else ""

    @property
    def skips_blank_totals(self) -> bool:
        """Whether orders without a total have no place in it."""
        return LeftOut.NO_TOTAL in self.preset.leave_out


def findings(db: apsw.Connection, looked: Looked) -> list[Finding]:
    """Everything there is to know about these orders, the serious first. Heavy for millions."""
    look = _Look(db, looked)
    found = [
        look.currencies(),
        look.blank_totals(),
        look.long_ids(),
        look.formulas(),
        look.day_border(),
        look.lines_differ(),
        look.hidden(),
    ]
    return sorted((each for each in found if each is not None), key=lambda each: not each.serious)


def incomplete(request: ExportRequest, connections: Sequence[ConnectionView]) -> list[Finding]:
    """The connections of which something may be missing in the file."""
    return [
        _incomplete(view, request.timezone)
        for view in connections
        if view.orders and view.verdict.state not in _FINE and _concerns(request, view)
    ]


class _Look:
    """Asks the database about the orders of one file."""

    def __init__(self, db: apsw.Connection, looked: Looked) -> None:
        self._db = db
        self._looked = looked
        self._columns = looked.table.columns
        self._picked = looked.table.picked
        self._keys = {column.key for column in self._columns}

    def currencies(self) -> Finding | None:
        """Amounts of several currencies in a file that does not say which is which."""
        amounts = any(column.kind is Kind.AMOUNT for column in self._columns)
        if not amounts or "currency" in self._keys:
            return None
        found = self._rows("coalesce(o.currency, ''), count(*)", "GROUP BY 1 ORDER BY 2 DESC, 1")
        if len(found) < 2:
            return None
        names = ", ".join(f"{name or 'unknown'} {_count(many)}" for name, many in found)
        said = f"This file has no column for the currency, and its orders have several: {names}."
        few = sum(many for _, many in found[1:])
        odd = self.some("coalesce(o.currency, '') <> ?", found[0][0])
        return Finding(About.MIXED_CURRENCIES, said, few, odd, serious=True)

    def blank_totals(self) -> Finding | None:
        """Orders whose total the provider did not say."""
        ids: tuple[int, ...] = ()
        if self._looked.skips_blank_totals:
            many = dict(self._looked.table.left_out).get(LeftOut.NO_TOTAL, 0)
            fate = "It is left out." if many == 1 else "They are left out."
        elif "order_total" in self._keys:
            many, ids = self.many(_BLANK), self.some(_BLANK)
            fate = "Its cell stays blank." if many == 1 else "Their cells stay blank."
        else:
            return None
        if not many:
            return None
        said = f"{_orders(many, 'has', 'have')} no total. {fate}"
        return Finding(About.BLANK_TOTALS, said, many, ids)

    def lines_differ(self) -> Finding | None:
        """Orders whose known lines come to another sum than their total."""
        if "order_total" not in self._keys:
            return None
        found = list(differing(self._db, self._picked.orders, self._looked.charges))
        if not found:
            return None
        said = (
            f"In {_orders(len(found))} the lines do not add up to the order total, and the"
            " provider's record does not say what for."
        )
        return Finding(About.LINES_DIFFER, said, len(found), tuple(found[:SHOWN]))

    def long_ids(self) -> Finding | None:
        """Numbers as names, which a spreadsheet that opens the file itself would change."""
        if not self._looked.spreadsheet_guesses:
            return None
        tests = []
        if "order_number" in self._keys:
            tests.append(_risky("o.order_number"))
        if "sku" in self._keys:
            inner = f"SELECT 1 FROM lines l WHERE {LINES_OF_ORDER} AND {_risky('l.sku')}"
            tests.append(f"EXISTS ({inner})")
        if not tests:
            return None
        test = f"({' OR '.join(tests)})"
        many = self.many(test)
        if not many:
            return None
        said = (
            f"{_orders(many, 'has', 'have')} an order number or SKU that Excel would shorten or"
            " round when it opens this file. Import it as text, or save as XLSX."
        )
        return Finding(About.LONG_IDS, said, many, self.some(test), serious=True)

    def formulas(self) -> Finding | None:
        """Cells that a spreadsheet would run."""
        unit = self._looked.table.unit
        shown = [c.expression(unit) for c in self._columns if c.kind is Kind.TEXT]
        texts = [expression for expression in shown if expression]
        if not texts:
            return None
        shape = "max(l.shape, o.shape)" if unit is Unit.LINES else "o.shape"
        part = self._picked.of(unit).where([f"{shape} = {CLOSE_LOOK}"])
        rows: Iterable[Any] = self._db.execute(
            f"SELECT o.id, {', '.join(texts)} {part.sql}", part.values
        )
        many, ids = 0, dict[int, None]()
        for number, *cells in rows:
            bad = sum(1 for cell in cells if cell and is_formula_like(cell))
            if bad:
                many += bad
                ids[number] = None
        if not many:
            return None
        cells_said = f"{_count(many)} {'cell looks' if many == 1 else 'cells look'} like a formula."
        if self._looked.formulas_harmless:
            said = f"{cells_said} Orderdock makes {'it' if many == 1 else 'them'} harmless."
        else:
            said = f"{cells_said} A spreadsheet may run {'it' if many == 1 else 'them'}."
        serious = not self._looked.formulas_harmless
        return Finding(About.FORMULAS, said, many, tuple(ids)[:SHOWN], serious=serious)

    def day_border(self) -> Finding | None:
        """Orders whose day depends on the zone."""
        name = self._looked.days
        if not name or name == "UTC":
            return None
        [(first, last)] = self._rows("min(o.ordered_at), max(o.ordered_at)")
        local = local_seconds("o.ordered_at", name, first or 0, last or 0)
        test = f"date({local}, 'unixepoch') <> date(o.ordered_at, 'unixepoch')"
        many = self.many(test)
        if not many:
            return None
        said = (
            f"{_orders(many, 'falls', 'fall')} on another day in {name} than in UTC."
            f" The file uses the days of {name}."
        )
        return Finding(About.DAY_BORDER, said, many, self.some(test))

    def hidden(self) -> Finding | None:
        """Orders that would be in the file, had the person not hidden them."""
        request = self._looked.request
        if request.order_ids is not None or request.line_ids is not None:
            return None
        many = left_hidden(self._db, request.filter)
        if not many:
            return None
        only = replace(request, filter=replace(request.filter, hidden=Hidden.ONLY))
        part = picked(self._db, only).orders
        are = "is" if many == 1 else "are"
        said = f"{_count(many)} hidden {'order' if many == 1 else 'orders'} {are} left out."
        return Finding(About.HIDDEN, said, many, self._first(part))

    def _rows(self, picked: str, end: str = "") -> list[tuple[Any, ...]]:
        part = self._picked.orders
        return list(self._db.execute(f"SELECT {picked} {part.sql} {end}", part.values))

    def many(self, test: str, *values: Any) -> int:
        """How many of the orders fit a test."""
        part = self._picked.orders.where([test])
        found = self._db.execute(f"SELECT count(*) {part.sql}", (*part.values, *values))
        return int(found.get or 0)

    def some(self, test: str, *values: Any) -> tuple[int, ...]:
        """The first of the orders that fit a test."""
        return self._first(self._picked.orders.where([test]), *values)

    def _first(self, part: Part, *values: Any) -> tuple[int, ...]:
        found = self._db.execute(
            f"SELECT o.id {part.sql} ORDER BY o.ordered_at, o.id LIMIT {SHOWN}",
            (*part.values, *values),
        )
        return tuple(number for (number,) in found)


def _risky(column: str) -> str:
    """SQL: a spreadsheet would take this name for a number and write it back differently."""
    digits = f"{column} NOT GLOB '*[^0-9]*'"
    power = f"{column} GLOB '[0-9]*[eE][0-9]*' AND {column} NOT GLOB '*[^0-9eE]*'"
    return f"(({digits} AND (length({column}) > 15 OR ({column} GLOB '0[0-9]*'))) OR ({power}))"


def _concerns(request: ExportRequest, view: ConnectionView) -> bool:
    asked = request.filter
    if request.order_ids is None and asked.connections and view.id not in asked.connections:
        return False
    return not asked.providers or view.provider in asked.providers


def _incomplete(view: ConnectionView, timezone: str) -> Finding:
    said = f"{view.name} was never read to its end."
    if view.data_up_to is not None:
        said = f"{view.name} is complete up to {_day(view.data_up_to, timezone)} only."
    return Finding(About.INCOMPLETE, said, view.orders, serious=True, connection=view.id)


def changed_since(db: apsw.Connection, looked: Looked, last: Saved) -> Finding | None:
    """What was first read, or changed, since the same file was saved the last time."""
    look = _Look(db, looked)
    condition, values = revisions.after(last.moment)
    many = look.many(condition, *values)
    if not many:
        return None
    new = look.many("o.id > ?", last.moment.last_order)
    day = _day(datetime.fromtimestamp(last.at, UTC), looked.request.timezone)
    news = [f"{_orders(new, 'is', 'are')} new"] if new else []
    if many > new:
        news.append(f"{_count(many - new) if new else _orders(many)} changed")
    said = f"Since this was last saved on {day}, {' and '.join(news)}."
    return Finding(About.CHANGED, said, many, look.some(condition, *values))


def _day(moment: datetime, timezone: str) -> str:
    local = moment.astimezone(zone(timezone))
    return f"{local.day} {local:%b %Y}"


def _count(number: int) -> str:
    return f"{number:,}"


def _orders(number: int, one: str = "", many: str = "") -> str:
    verb = one if number == 1 else many
    return f"{_count(number)} {'order' if number == 1 else 'orders'}{' ' if verb else ''}{verb}"
