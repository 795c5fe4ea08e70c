"""What is in a total and what is not: the facts, to be said by query.explained_words."""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import apsw

from orderdock.domain.connections import ConnectionState
from orderdock.query.conditions import conditions
from orderdock.query.filters import Between, Count, CurrencyTotal, Hidden, OrderFilter, Unit
from orderdock.query.orders import count, exact, order_where
from orderdock.store import own_words
from orderdock.store.order_rows import LINE_BITS

Stop = Callable[[], bool]
_STEPS = 20_000
"""SQLite instructions between two looks at `stop`: about a millisecond."""
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
    with _stopping(db, stop):
        return _explained(db, f, picked)


def totals_of(
    db: apsw.Connection, picked: Picked, *, stop: Stop | None = None
) -> tuple[Count, list[CurrencyTotal]]:
    """Count and totals of selected rows; of lines the orders they belong to, each once.

    Raises apsw.InterruptError once `stop` says yes.
    """
    with _stopping(db, stop):
        found, _ended, lines = _groups(db, *_selected(picked), ended="0")
    chosen = _lines_picked(picked)
    orders = sum(total.orders for total in found)
    return Count(orders, lines if chosen is None else chosen), found


@contextmanager
def _stopping(db: apsw.Connection, stop: Stop | None) -> Iterator[None]:
    if stop is None:
        yield
        return
    db.set_progress_handler(stop, _STEPS, id=_stopping)
    try:
        yield
    finally:
        db.set_progress_handler(None, id=_stopping)


def _explained(db: apsw.Connection, f: OrderFilter, picked: Picked | None) -> Explained:
    if picked is not None:
        return _of(db, *_selected(picked), lines=_lines_picked(picked), of_selection=True)
    asked = conditions(db, f)
    where, values = order_where(asked)
    lines = None if asked.only_orders() else count(db, f).lines
    found = _of(db, where, values, lines=lines)
    dated = f.date_from is not None or f.date_to is not None
    return replace(
        found,
        hidden=_hidden(db, f),
        asked_of_hidden=f.asked_of_hidden(),
        undated=_but_for(db, replace(f, date_from=None, date_to=None), "date") if dated else 0,
        untotalled=_but_for(db, f.with_total(Between()), "total") if f.total() else 0,
        elsewhere=_elsewhere(db, f, found.count.orders) if f.currencies else 0,
        days_in=f.timezone if dated else "",
    )


def left_hidden(db: apsw.Connection, f: OrderFilter) -> int:
    """How many orders that would fit are left out because they are hidden."""
    if f.asked_of_hidden() is not Hidden.LEFT_OUT or not own_words.has_hidden(db):
        return 0
    return count(db, replace(f, hidden=Hidden.ONLY)).orders


def _of(
    db: apsw.Connection,
    where: str,
    values: Sequence[Any],
    *,
    lines: int | None,
    of_selection: bool = False,
) -> Explained:
    tests = [
        f"{column} LIKE '%{word}%'"
        for column in ("o.status", "o.shipment_status")
        for word in ENDED
    ]
    totals, ended, of_orders = _groups(
        db, where, values, ended=f"coalesce({' OR '.join(tests)}, 0)"
    )
    shares: Iterable[Any] = db.execute(
        "SELECT (SELECT c.key FROM connections c WHERE c.id = o.connection_id), count(*)"
        f" FROM orders o{where} GROUP BY o.connection_id ORDER BY 2 DESC, 1",
        values,
    )
    orders = sum(total.orders for total in totals)
    return Explained(
        Count(orders, of_orders if lines is None else lines),
        of_orders,
        tuple(totals),
        tuple(ended),
        of_selection=of_selection,
        shares=tuple((key, many) for key, many in shares),
    )


def _groups(
    db: apsw.Connection, where: str, values: Sequence[Any], *, ended: str
) -> tuple[list[CurrencyTotal], list[CurrencyTotal], int]:
    """The totals, those of the ended orders among them, and how many lines all of them have."""
    rows: Iterable[Any] = db.execute(
        f"SELECT coalesce(o.currency, ''), {ended}, count(*), sum(o.order_total_micro / 1000000),"
        " sum(o.order_total_micro % 1000000), count(*) - count(o.order_total_micro),"
        f" sum(o.line_count) FROM orders o{where} GROUP BY 1, 2",
        values,
    )
    totals: dict[str, CurrencyTotal] = {}
    over: list[CurrencyTotal] = []
    lines = 0
    for currency, is_over, orders, whole, rest, blank, some in rows:
        total = CurrencyTotal(currency, orders, exact(whole, rest), blank)
        lines += some
        if is_over:
            over.append(total)
        before = totals.get(currency)
        totals[currency] = total if before is None else _sum(before, total)
    return sorted(totals.values(), key=_most_first), sorted(over, key=_most_first), lines


def _sum(one: CurrencyTotal, other: CurrencyTotal) -> CurrencyTotal:
    return CurrencyTotal(
        one.currency,
        one.orders + other.orders,
        one.total + other.total,
        one.blank_totals + other.blank_totals,
    )


def _most_first(total: CurrencyTotal) -> tuple[int, str]:
    return -total.orders, total.currency


def _hidden(db: apsw.Connection, f: OrderFilter) -> tuple[CurrencyTotal, ...]:
    if f.asked_of_hidden() is not Hidden.LEFT_OUT or not own_words.has_hidden(db):
        return ()
    where, values = order_where(conditions(db, replace(f, hidden=Hidden.ONLY)))
    return tuple(_groups(db, where, values, ended="0")[0])


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
