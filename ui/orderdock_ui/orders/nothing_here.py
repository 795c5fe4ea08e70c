"""Why the table is empty, and what to do about it: four cases, each with its own way on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from orderdock.domain.connections import ConnectionState, ConnectionView
from orderdock.query.filters import Hidden, OrderFilter
from orderdock_ui.orders.chip_words import chips_of
from orderdock_ui.text import counted


class WayOn(StrEnum):
    """What the one button does."""

    CLEAR = "clear"
    CONNECT = "connect"
    SYNC = "sync"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Nothing:
    """The words of an empty table."""

    icon: str
    title: str
    sentence: str
    action: str
    way_on: WayOn


def why(f: OrderFilter, connections: Sequence[ConnectionView]) -> Nothing:
    """Say why there is no order under `f`."""
    if f == OrderFilter(hidden=Hidden.ONLY, timezone=f.timezone):
        return Nothing(
            "eye",
            "No order is hidden",
            "Orders that you hide leave every list, count, total and file, and are found here.",
            "Back to all orders",
            WayOn.CLEAR,
        )
    if not f.is_empty():
        return _filtered(f)
    connected = [c for c in connections if c.connected]
    if any(c.verdict.state is ConnectionState.SYNCING for c in connected):
        return Nothing(
            "refresh-cw",
            "Reading orders",
            "A sync is running. The first orders are listed here as soon as they are read.",
            "",
            WayOn.SYNC,
        )
    stored = sum(c.orders for c in connections)
    if stored:
        return Nothing(
            "eye-off",
            "All orders are hidden",
            f"{counted(stored, 'order')} are stored, and you have hidden each of them.",
            "Show hidden orders",
            WayOn.HIDDEN,
        )
    if not connected:
        return Nothing(
            "inbox",
            "No orders yet",
            "Connect a provider, and its orders are listed here.",
            "Add a connection",
            WayOn.CONNECT,
        )
    unread = [c for c in connected if c.data_up_to is None]
    if len(unread) == len(connected):
        name = connected[0].name if len(connected) == 1 else f"{len(connected)} connections"
        return Nothing(
            "circle-dashed",
            "Not read yet",
            f"No orders of {name} have been read. {connected[0].verdict.why}".strip(),
            "Sync",
            WayOn.SYNC,
        )
    name = connected[0].name if len(connected) == 1 else "The providers"
    return Nothing(
        "inbox",
        f"{name} sent no orders",
        "The last sync ended well and found none. New ones are listed after the next sync.",
        "Check again",
        WayOn.SYNC,
    )


def _filtered(f: OrderFilter) -> Nothing:
    many = len(chips_of(replace(f, search="")))
    if f.search and not many:
        title, action = f"No order has “{_short(f.search)}”", "Clear the search"
    elif f.search:
        title, action = f"No order fits this search and {_filters(many)}", "Clear all"
    else:
        title, action = f"No order fits {_filters(many)}", "Clear all"
    sentence = "The orders are still here; nothing that is stored has all of what was asked for."
    return Nothing("search-x", title, sentence, action, WayOn.CLEAR)


def _filters(many: int) -> str:
    return "this filter" if many == 1 else f"these {many} filters"


def _short(words: str) -> str:
    return words if len(words) <= 30 else f"{words[:29]}…"
