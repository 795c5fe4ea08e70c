"""What later readings changed in an order, as sentences."""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from orderdock.query.columns import BY_KEY, Kind
from orderdock.query.filters import Unit
from orderdock_ui.orders import headings
from orderdock_ui.orders.status_marks import in_words
from orderdock_ui.orders.words import Wording


class Changed(Protocol):
    """A change as the library tells it."""

    @property
    def at(self) -> int: ...
    @property
    def what(self) -> Any: ...


def changes_in_words(changes: Iterable[Changed], wording: Wording) -> Sequence[str]:
    """Say each as "Status: Processing → Shipped, 21 Nov 2026, 19:10 UTC", the newest first.

    Lines that changed alike at the same time are told once.
    """
    told: dict[str, None] = {}
    for change in sorted(changes, key=lambda each: -each.at):
        when = wording.long_moment(change.at)
        for key, (before, after) in change.what.items():
            column = BY_KEY.get(key)
            if column is None:
                continue
            name = headings.heading(column, Unit.LINES)
            if key == "missing_since":
                told[f"A line is no longer shown by the provider, {when}"] = None
                continue
            was, is_now = (_said(key, column.kind, value, wording) for value in (before, after))
            told[f"{name}: {was} → {is_now}, {when}"] = None
    return list(told)


def _said(key: str, kind: Kind, value: Any, wording: Wording) -> str:
    if value is None or value == "":
        return "not known"
    match kind:
        case Kind.AMOUNT:
            return wording.amount(str(value))
        case Kind.NUMBER:
            return wording.quantity(str(value))
        case Kind.DATE:
            return wording.moment(int(value))
        case _:
            return in_words(str(value)) if "status" in key else str(value)
