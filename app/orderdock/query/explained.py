"""What is in a total and what is not: the facts, to be said by query.explained_words."""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import apsw

from orderdock.domain.connections import ConnectionState
from orderdock.query.conditions import conditions
from orderdock.query.filters import Between, Count, CurrencyTotal, Hidden, OrderFilter, Unit
from orderdock.query.kept_sums import ByCurrency, Sums, sums, sums_of
from orderdock.query.orders import count, exact, order_where
from orderdock.query.stopping import Stop, stopping
from orderdock.store import own_words
from orderdock.store.order_rows import LINE_BITS
from orderdock.store.order_sums import OF_ORDERS

ENDED = ("cancel", "void", "refund", "return")
"""Parts of a provider's words for orders that came to nothing, wholly or in part."""


@dataclass(frozen=True, slots=True)
class Picked:
    """Rows that a person selected: ids of orders or of lines."""

    unit: Unit
    ids: "array[int]"


@dataclass(frozen=True, slots=True)
class Source:
    """A connection that orders come from, and how far its data goes."""

    name: str
    orders: int
    """Of the orders explained."""
    data_up_to: datetime | None
    state: ConnectionState
    why: str


@dataclass(frozen=True, slots=True)
class Explained:
    """The facts behind the totals of a result or of a selection. Each order counts once."""

    count: Count
    """Orders, and those of their lines that fit or are selected."""
    lines: int
    """All lines of these orders."""
    totals: tuple[CurrencyTotal, ...]
    """Most orders first."""
    ended: tuple[CurrencyTotal, ...] = ()
    """Those of them that were cancelled, refunded or returned, wholly or in part."""
    hidden: tuple[CurrencyTotal, ...] = ()
    """Orders that fit and are left out because the person has hidden them."""
    asked_of_hidden: Hidden = Hidden.LEFT_OUT
    undated: int = 0
    """Orders that fit but for a date, which they do not have."""
    untotalled: int = 0
    """Orders that fit but for an amount, as the provider gave no total."""
    elsewhere: int = 0
    """Orders that fit but for their currency."""
    of_selection: bool = False
    of_group: str = ""
    """The name of the group whose orders these are; empty for none."""
    by_lines: bool = False
    """The group's own figure is quantity times price of its lines."""
    days_in: str = ""
    """The zone in which days were asked for; empty when none were."""
    shares: tuple[tuple[str, int], ...] = ()
    """Connection id -> how many of the orders; most first."""
    sources: tuple[Source, ...] = field(default=())

    def blank(self) -> int:
        """Orders whose total the provider did not say."""
        return sum(total.blank_totals for total in self.totals)


def explained(
    db: apsw.Connection,
    f: OrderFilter,
    picked: Picked | None = None,
    *,
    stop: Stop | None = None,
) -> Explained:
    """Gather the facts; `sources` stay empty, as how a connection does is not on disk alone.

    With `picked` the filter does not count: a selection is what it is. Heavy for millions: it looks
    at every order that fits. Raises apsw.InterruptError once `stop` says yes.
    """
    with stopping(db, stop):
        return _explained(db, f, picked)


def totals_of(
    db: apsw.Connection, picked: Picked, *, stop: Stop | None = None
) -> tuple[Count, list[CurrencyTotal]]:
    """Count and totals of selected rows; of lines the orders they belong to, each once.

    Raises apsw.InterruptError once `stop` says yes.
    """
    with stopping(db, stop):
        found = _sums(db, *_selected(picked))
    chosen = _lines_picked(picked)
    counted = _counted(found)
    return counted if chosen is None else Count(counted.orders, chosen), list(_totals(found))


def _explained(db: apsw.Connection, f: OrderFilter, picked: Picked | None) -> Explained:
    if picked is not None:
        where, values = _selected(picked)
        facts = _of(db, _sums(db, where, values), where, values, of_selection=True)
        chosen = _lines_picked(picked)
        return facts if chosen is None else _with_lines(facts, chosen)
    asked = conditions(db, f)
    kept = sums(db, f)
    facts = _of(db, sums_of(db, asked) if kept is None else kept, *order_where(asked))
    if not asked.only_orders():
        facts = _with_lines(facts, count(db, f).lines)
    dated = f.date_from is not None or f.date_to is not None
    return replace(
        facts,
        hidden=_hidden(db, f),
        asked_of_hidden=f.asked_of_hidden(),
        undated=_but_for(db, replace(f, date_from=None, date_to=None), "date") if dated else 0,
        untotalled=_but_for(db, f.with_total(Between()), "total") if f.total() else 0,
        elsewhere=_elsewhere(db, f, facts.count.orders) if f.currencies else 0,
        days_in=f.timezone if dated else "",
    )


def left_hidden(db: apsw.Connection, f: OrderFilter) -> int:
    """How many orders that would fit are left out because they are hidden."""
    if f.asked_of_hidden() is not Hidden.LEFT_OUT or not own_words.has_hidden(db):
        return 0
    return count(db, replace(f, hidden=Hidden.ONLY)).orders


def _of(
    db: apsw.Connection,
    found: ByCurrency,
    where: str,
    values: Sequence[Any],
    *,
    of_selection: bool = False,
) -> Explained:
    tests = [
        f"{column} LIKE '%{word}%'"
        for column in ("o.status", "o.shipment_status")
        for word in ENDED
    ]
    ended = _sums(db, f"{where or ' WHERE 1'} AND ({' OR '.join(tests)})", values)
    shares: Iterable[Any] = db.execute(
        "SELECT (SELECT c.key FROM connections c WHERE c.id = o.connection_id), count(*)"
        f" FROM orders o{where} GROUP BY o.connection_id ORDER BY 2 DESC, 1",
        values,
    )
    counted = _counted(found)
    return Explained(
        counted,
        counted.lines,
        _totals(found),
        _totals(ended),
        of_selection=of_selection,
        shares=tuple((key, many) for key, many in shares),
    )


def _with_lines(facts: Explained, lines: int) -> Explained:
    """Of these orders only so many lines fit or are selected."""
    return replace(facts, count=Count(facts.count.orders, lines))


def _sums(db: apsw.Connection, where: str, values: Sequence[Any]) -> ByCurrency:
    rows: Iterable[Any] = db.execute(
        f"SELECT coalesce(o.currency, ''), {OF_ORDERS} FROM orders o{where} GROUP BY 1", values
    )
    return {currency: Sums(*five) for currency, *five in rows}


def _counted(found: ByCurrency) -> Count:
    return Count(sum(s.orders for s in found.values()), sum(s.lines for s in found.values()))


def _totals(found: ByCurrency) -> tuple[CurrencyTotal, ...]:
    """Most orders first."""
    made = [
        CurrencyTotal(currency, s.orders, exact(s.whole, s.millionths), s.blank)
        for currency, s in found.items()
    ]
    return tuple(sorted(made, key=lambda total: (-total.orders, total.currency)))


def _hidden(db: apsw.Connection, f: OrderFilter) -> tuple[CurrencyTotal, ...]:
    if f.asked_of_hidden() is not Hidden.LEFT_OUT or not own_words.has_hidden(db):
        return ()
    where, values = order_where(conditions(db, replace(f, hidden=Hidden.ONLY)))
    return _totals(_sums(db, where, values))


def _but_for(db: apsw.Connection, f: OrderFilter, what: str) -> int:
    """How many orders fit `f` and have no `what` (query.filters.BLANKS)."""
    return count(db, replace(f, blank=(*f.blank, what))).orders


def _elsewhere(db: apsw.Connection, f: OrderFilter, here: int) -> int:
    return count(db, replace(f, currencies=())).orders - here


def _selected(picked: Picked) -> tuple[str, list[Any]]:
    if not picked.ids:
        return " WHERE 0", []
    value = "value" if picked.unit is Unit.ORDERS else f"value >> {LINE_BITS}"
    return f" WHERE o.id IN (SELECT {value} FROM carray(?))", [apsw.carray(picked.ids)]


def _lines_picked(picked: Picked) -> int | None:
    return len(picked.ids) if picked.unit is Unit.LINES else None
