"""A named view of the orders: what is asked, which columns, how they lie; and its JSON.

Reading is tolerant: what an older view does not say has its usual value, and what a newer program
said besides is handed back untouched. A condition that cannot be read is named, never left out in
silence: without it the view would show more than its name promises.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from orderdock.query.columns import BY_KEY, Kind
from orderdock.query.filters import DEFAULT_SORT, OrderFilter, Sort, Unit
from orderdock.query.periods import span_of

EVERYTHING = "All orders"
"""The view that is always there: nothing is left out."""
_WIDEST = 4000
_ANY_DAY = date(2000, 1, 1)
_OWN = frozenset({"filter", "period", "unit", "columns", "widths", "frozen", "sorts", "groups"})
_NOT_KEPT = frozenset({"timezone", "within", "since"})
"""Days are read in the zone of who looks; what a view is narrowed by is not part of it."""


@dataclass(frozen=True, slots=True)
class Groups:
    """How a view adds its orders up in the place of their rows."""

    by: str = ""
    """A key of query.summary; empty: rows, no groups."""
    currency: str | None = None
    """Of the charts; None: that of most orders."""


@dataclass(frozen=True, slots=True)
class View:
    """What a person keeps under a name."""

    name: str
    filter: OrderFilter = field(default_factory=OrderFilter)
    period: str = ""
    """A key of query.periods: the days move with the calendar. Empty: they are the filter's."""
    unit: Unit = Unit.ORDERS
    columns: tuple[str, ...] = ()
    """Keys of query.columns, in their order; empty for the usual ones."""
    widths: Mapping[str, int] = field(default_factory=dict)
    """Of columns, at 100 % text; the others have their usual width."""
    frozen: int = 0
    """So many of the first columns stay while the others scroll sideways."""
    sorts: tuple[Sort, ...] = DEFAULT_SORT
    groups: Groups | None = None
    """None says nothing: rows or groups, as the window has them when it is opened."""
    unread: tuple[str, ...] = ()
    """Conditions that a newer program kept and this one cannot read."""
    more: Mapping[str, Any] = field(default_factory=dict)
    """What else a newer program keeps with it."""

    def asked(self, today: date, timezone: str) -> OrderFilter:
        """The filter as it stands on the day `today` in the zone (an IANA name)."""
        f = replace(self.filter, timezone=timezone)
        span = span_of(self.period, today)
        return f if span is None else replace(f, date_from=span[0], date_to=span[1])


def with_currency(keys: Sequence[str]) -> tuple[str, ...]:
    """The columns `keys`, and beside the last amount its currency where no column says it.

    On screen each amount carries its currency; outside the table it must not lose it.
    """
    amounts = [place for place, key in enumerate(keys) if BY_KEY[key].kind is Kind.AMOUNT]
    if not amounts or "currency" in keys:
        return tuple(keys)
    after = amounts[-1] + 1
    return (*keys[:after], "currency", *keys[after:])


def to_json(view: View) -> str:
    """The view as text to be kept, without its name."""
    f = view.filter
    if view.period:
        f = replace(f, date_from=None, date_to=None)
    said: dict[str, Any] = {
        **view.more,
        "filter": _plain(f),
        "period": view.period,
        "unit": view.unit.value,
        "columns": list(view.columns),
        "widths": dict(view.widths),
        "frozen": view.frozen,
        "sorts": [[sort.column, sort.descending] for sort in view.sorts],
    }
    if view.groups is not None:
        said["groups"] = {"by": view.groups.by, "currency": view.groups.currency}
    return json.dumps(said, ensure_ascii=False)


def from_json(name: str, body: str) -> View:
    """The view that `to_json` wrote; damaged parts have their usual values."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        return View(name, unread=("all of it",))
    saved: dict[str, Any] = found
    asked, unread = _filter(saved.get("filter", {}))
    period = saved.get("period", "")
    if period and (not isinstance(period, str) or span_of(period, _ANY_DAY) is None):
        period, unread = "", (*unread, "period")
    unit = Unit.LINES if saved.get("unit") == Unit.LINES else Unit.ORDERS
    known = {key for key, column in BY_KEY.items() if unit in column.units()}
    columns = tuple(key for key in _list(saved, "columns") if _is_in(key, known))
    frozen = saved.get("frozen")
    return View(
        name,
        asked,
        period,
        unit,
        columns,
        _widths(saved.get("widths"), known),
        frozen if isinstance(frozen, int) and 0 < frozen < max(1, len(columns)) else 0,
        _sorts(saved, known) or DEFAULT_SORT,
        _groups(saved.get("groups")),
        unread,
        {key: value for key, value in saved.items() if key not in _OWN},
    )


def _list(saved: Mapping[str, Any], name: str) -> list[Any]:
    found = saved.get(name)
    return found if isinstance(found, list) else []


def _is_in(found: object, known: set[str]) -> bool:
    return isinstance(found, str) and found in known


def _widths(found: object, known: set[str]) -> dict[str, int]:
    if not isinstance(found, dict):
        return {}
    return {
        key: width
        for key, width in found.items()
        if key in known and isinstance(width, int) and 0 < width < _WIDEST
    }


def _sorts(saved: Mapping[str, Any], known: set[str]) -> tuple[Sort, ...]:
    return tuple(
        Sort(entry[0], bool(entry[1]))
        for entry in _list(saved, "sorts")
        if isinstance(entry, list) and len(entry) == 2 and _is_in(entry[0], known)
    )


def _groups(found: object) -> Groups | None:
    if not isinstance(found, dict):
        return None
    by, currency = found.get("by"), found.get("currency")
    if not isinstance(by, str):
        return None
    return Groups(by, currency if by and isinstance(currency, str) else None)


# --- filters: whatever fields they have, by their types


def _plain(value: Any) -> Any:
    match value:
        case Enum():
            return value.value
        case date():
            return value.isoformat()
        case Decimal():
            return f"{value:f}"
        case tuple() | frozenset():
            return [_plain(each) for each in value]
        case _ if is_dataclass(value):
            usual = type(value)() if isinstance(value, OrderFilter) else None
            return {
                each.name: _plain(said)
                for each in fields(value)
                if each.name not in _NOT_KEPT
                and (said := getattr(value, each.name)) != getattr(usual, each.name, ...)
            }
        case _:
            return value


def _filter(saved: object) -> tuple[OrderFilter, tuple[str, ...]]:
    if not isinstance(saved, dict):
        return OrderFilter(), ("filter",)
    hints = get_type_hints(OrderFilter)
    said, unread = {}, []
    for key, value in saved.items():
        try:
            said[key] = _read(hints[key], value)
        except (KeyError, TypeError, ValueError, InvalidOperation):
            unread.append(key)
    return OrderFilter(**said), tuple(unread)


def _read(hint: Any, value: Any) -> Any:
    """`value` as the type that `hint` names. Raises TypeError or ValueError when it is none."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (UnionType, Union):
        [wanted] = [each for each in inner if each is not NoneType]
        return None if value is None else _read(wanted, value)
    if origin is tuple or origin is frozenset:
        return origin(_read(inner[0], each) for each in _checked(value, list))
    if hint is date:
        return date.fromisoformat(_checked(value, str))
    if hint is Decimal:
        return _amount(_checked(value, str))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    if isinstance(hint, type) and is_dataclass(hint):
        hints = get_type_hints(hint)
        return hint(**{k: _read(hints[k], v) for k, v in _checked(value, dict).items()})
    return _checked(value, hint)


def _amount(text: str) -> Decimal:
    amount = Decimal(text)
    if not amount.is_finite():
        raise ValueError(text)
    return amount


def _checked(value: Any, wanted: type) -> Any:
    if not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
        raise TypeError(wanted)
    return value
