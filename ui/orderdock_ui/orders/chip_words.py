"""The conditions of a filter in words, each with the filter that is left without it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from orderdock.query import search
from orderdock.query.filters import Between, Hidden, OrderFilter
from orderdock.query.periods import month
from orderdock_ui.orders.status_marks import in_words

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_LONGEST = 40
_STATUSES = frozenset({"status", "shipment"})
_NAMES = (
    ("connection", "Connection", "connections"),
    ("provider", "Provider", "providers"),
    ("retailer", "Retailer", "retailers"),
    ("status", "Status", "statuses"),
    ("shipment", "Shipment", "shipments"),
    ("currency", "Currency", "currencies"),
    ("order", "Order", "order_numbers"),
    ("item", "Item", "items"),
    ("brand", "Brand", "brands"),
    ("department", "Department", "departments"),
    ("category", "Category", "categories"),
    ("subcategory", "Subcategory", "subcategories"),
    ("sku", "SKU", "skus"),
    ("tag", "Tag", "tags"),
)
_BEFORE_DAYS = 3
"""So many of the names come before the days."""


@dataclass(frozen=True, slots=True)
class Chip:
    """One condition in words, and the filter without it."""

    key: str
    """The field's word in the search language, "not-" before what is left out."""
    field: str
    value: str
    without: OrderFilter
    whole: str = ""
    """The value in full where `value` is short for it."""


def chips_of(f: OrderFilter, name_of: Callable[[str], str] = str) -> list[Chip]:
    """The conditions of `f`; `name_of` turns a connection's id into its name."""
    chips = list(_conditions(f, name_of, f.timezone))
    if f.hidden is not Hidden.LEFT_OUT:
        words = "only" if f.hidden is Hidden.ONLY else "shown too"
        chips.append(Chip("hidden", "Hidden orders", words, replace(f, hidden=Hidden.LEFT_OUT)))
    if f.without is not None:
        chips += [_left_out(f, chip) for chip in _conditions(f.without, name_of, f.timezone)]
    return chips


def _left_out(f: OrderFilter, chip: Chip) -> Chip:
    rest = None if chip.without == OrderFilter() else chip.without
    without = replace(f, without=rest)
    if chip.key.startswith("no-"):
        return Chip(f"not-{chip.key}", chip.field, "known", without)
    whole = f"not {chip.whole}" if chip.whole else ""
    return Chip(f"not-{chip.key}", chip.field, f"not {chip.value}", without, whole)


def _conditions(f: OrderFilter, name_of: Callable[[str], str], timezone: str) -> Iterator[Chip]:
    for place, (key, field, attribute) in enumerate(_NAMES):
        if place == _BEFORE_DAYS:
            yield from _days(f, timezone)
        names: tuple[str, ...] = getattr(f, attribute)
        if names:
            shown = tuple(_name(key, name, name_of) for name in names)
            none: dict[str, Any] = {attribute: ()}
            yield _several(key, field, shown, replace(f, **none))
    for key, field, ends, rest in (
        ("total", "Total", f.total(), f.with_total(Between())),
        ("price", "Price", f.price, replace(f, price=Between())),
        ("quantity", "Quantity", f.quantity, replace(f, quantity=Between())),
    ):
        if ends:
            yield Chip(key, field, _between(ends), rest)
    for key in f.blank:
        left = tuple(other for other in f.blank if other != key)
        yield Chip(f"no-{key}", key.capitalize(), "not known", replace(f, blank=left))
    if f.missing:
        rest = replace(f, missing=False)
        yield Chip("missing", "Lines", "no longer shown by the provider", rest)
    if f.among:
        many = f"{len(f.among):,} from the export check"
        yield Chip("among", "Orders", many, replace(f, among=()))
    words = search.words(f.search)
    if words:
        yield _several("words", "Words", words, replace(f, search=""), between=" ")


def _name(key: str, name: str, name_of: Callable[[str], str]) -> str:
    if not name:
        return "none"
    if key == "connection":
        return name_of(name)
    return in_words(name) if key in _STATUSES else name


def _several(
    key: str,
    field: str,
    values: tuple[str, ...] | list[str],
    without: OrderFilter,
    between: str = ", ",
) -> Chip:
    values = tuple(dict.fromkeys(values))
    shown = between.join(values[:2]) if between != " " else between.join(values)
    if len(values) > 2 and between != " ":
        shown = f"{shown} +{len(values) - 2}"
    short = shown if len(shown) < _LONGEST else f"{shown[: _LONGEST - 2]}…"
    return Chip(key, field, short, without, between.join(values))


def _days(f: OrderFilter, timezone: str) -> Iterator[Chip]:
    first, last = f.date_from, f.date_to
    if first is None and last is None:
        return
    if first is None:
        words = f"until {_day(last)}"
    elif last is None:
        words = f"since {_day(first)}"
    else:
        words = _span(first, last)
    zone = timezone.rpartition("/")[2].replace("_", " ")
    yield Chip("date", "Date", f"{words} ({zone})", replace(f, date_from=None, date_to=None))


def _span(first: date, last: date) -> str:
    if first == last:
        return _day(first)
    if first.day == 1 and first.year == last.year and last == month(last.year, last.month)[1]:
        if (first.month, last.month) == (1, 12):
            return str(first.year)
        begin, end = _MONTHS[first.month - 1], _MONTHS[last.month - 1]
        return f"{begin} {last.year}" if begin == end else f"{begin} – {end} {last.year}"
    if first.year != last.year:
        return f"{_day(first)} – {_day(last)}"
    return f"{first.day} {_MONTHS[first.month - 1]} – {_day(last)}"


def _day(day: date | None) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}" if day is not None else ""


def _between(ends: Between) -> str:
    least, most = ends.least, ends.most
    if least is not None and most is not None:
        if least == most:
            return f"{least:f}"
        if not (ends.over or ends.under):
            return f"{least:f} – {most:f}"
    words = []
    if least is not None:
        words.append(f"{'over' if ends.over else 'at least'} {least:f}")
    if most is not None:
        words.append(f"{'under' if ends.under else 'at most'} {most:f}")
    return ", ".join(words)
