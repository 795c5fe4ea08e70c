"""Which columns a view shows, how wide and in which order: kept in the profile's settings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from orderdock.query.columns import ALL, Column
from orderdock.query.filters import DEFAULT_SORT, Sort, Unit

STANDARD: Mapping[Unit, tuple[str, ...]] = {
    Unit.ORDERS: (
        "ordered_at",
        "retailer",
        "order_number",
        "item_name",
        "shipment_status",
        "order_total",
    ),
    Unit.LINES: (
        "ordered_at",
        "retailer",
        "item_name",
        "sku",
        "shipment_status",
        "quantity",
        "unit_price",
        "order_total",
    ),
}
DROPPED_FIRST: Mapping[Unit, tuple[str, ...]] = {
    Unit.ORDERS: ("order_number", "item_name", "shipment_status", "retailer"),
    Unit.LINES: ("sku", "shipment_status", "order_total", "retailer", "quantity"),
}
"""What makes way where it is narrow: an order keeps date and total, a line date, item and price."""


_WIDEST = 4000


class SettingsKeeper(Protocol):
    """Where small settings are kept."""

    def settings(self) -> dict[str, Any]: ...
    def save_setting(self, key: str, value: Any) -> None: ...


@dataclass(slots=True)
class ViewLayout:
    """One unit's table as the person arranged it."""

    shown: list[str]
    widths: dict[str, int] = field(default_factory=dict)
    """At 100 % text."""
    sorts: tuple[Sort, ...] = DEFAULT_SORT
    frozen: int = 0
    """So many of the first columns stay while the others scroll sideways."""

    def copy(self) -> "ViewLayout":
        """The same, to be changed apart."""
        return replace(self, shown=list(self.shown), widths=dict(self.widths))


def columns_of(unit: Unit) -> dict[str, Column]:
    """The columns a unit can show, by key."""
    return {c.key: c for c in ALL if unit in c.units()}


def standard(unit: Unit) -> ViewLayout:
    """The arrangement nobody has touched."""
    known = columns_of(unit)
    return ViewLayout([key for key in STANDARD[unit] if key in known])


class LayoutMemory:
    """Reads and keeps layouts; damaged or outdated ones fall back to the standard."""

    def __init__(self, keeper: SettingsKeeper) -> None:
        self._keeper = keeper

    def load(self, unit: Unit) -> ViewLayout:
        """The layout of `unit` as last left."""
        made = standard(unit)
        known = columns_of(unit)
        saved = self._keeper.settings().get(f"orders.layout.{unit}")
        if not isinstance(saved, dict):
            return made
        shown = [key for key in _list(saved, "shown") if _is_key(key, known)]
        made.shown = shown or made.shown
        widths = saved.get("widths")
        if isinstance(widths, dict):
            made.widths = {
                key: width
                for key, width in widths.items()
                if key in known and isinstance(width, int) and 0 < width < _WIDEST
            }
        sorts = tuple(
            Sort(entry[0], bool(entry[1]))
            for entry in _list(saved, "sorts")
            if isinstance(entry, list) and len(entry) == 2 and _is_key(entry[0], known)
        )
        made.sorts = sorts or made.sorts
        frozen = saved.get("frozen")
        if isinstance(frozen, int) and 0 < frozen < len(made.shown):
            made.frozen = frozen
        return made

    def keep(self, unit: Unit, layout: ViewLayout) -> None:
        """Remember `layout`."""
        sorts: Sequence[list[object]] = [[s.column, s.descending] for s in layout.sorts]
        value = {
            "shown": layout.shown,
            "widths": layout.widths,
            "sorts": list(sorts),
            "frozen": layout.frozen,
        }
        self._keeper.save_setting(f"orders.layout.{unit}", value)


def _list(saved: Mapping[str, Any], name: str) -> list[Any]:
    found = saved.get(name)
    return found if isinstance(found, list) else []


def _is_key(found: object, known: Mapping[str, Column]) -> bool:
    return isinstance(found, str) and found in known
