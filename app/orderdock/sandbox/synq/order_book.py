"""The orders of one tenant as a list, with what tests have changed in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from orderdock.sandbox.clock import SandboxClock
from orderdock.sandbox.synq.catalogue import Catalogue
from orderdock.sandbox.synq.history import DAY, History
from orderdock.sandbox.synq.state import Edits, Line, Order


class OrderBook:
    """Orders by number, the oldest first. A number is never given twice."""

    def __init__(
        self, history: History, catalogue: Catalogue, edits: Edits, clock: SandboxClock
    ) -> None:
        self._history = history
        self._catalogue = catalogue
        self._edits = edits
        self._clock = clock
        self._next = max([history.orders, *(number + 1 for number in edits.inserted)])
        gone = set(edits.deleted)
        self._numbers = [
            number for number in (*range(history.orders), *edits.inserted) if number not in gone
        ]
        self._by_update: tuple[object, list[int]] = (None, [])
        self._version = 0

    def numbers(self, order: str = "oldest") -> Sequence[int]:
        """All orders: `oldest` first, `newest` first, or the last `updated` first."""
        if order == "updated":
            return self._last_updated_first()
        return self._numbers[::-1] if order == "newest" else self._numbers

    def _last_updated_first(self) -> list[int]:
        now = self._clock.now()
        stamp = (self._version, now // DAY)
        if self._by_update[0] != stamp:
            moments = {number: self._updated(number, now) for number in self._numbers}
            self._by_update = (stamp, sorted(moments, key=lambda n: (-moments[n], -n)))
        return self._by_update[1]

    def _updated(self, number: int, now: float) -> float:
        if number in self._edits.changed or number in self._edits.inserted:
            return self.order(number).updated
        return self._history.updated(number, now)

    def has(self, number: int) -> bool:
        known = number in self._edits.inserted or 0 <= number < self._history.orders
        return known and number not in self._edits.deleted

    def order(self, number: int) -> Order:
        """An order that is in the list, as of now."""
        kept = self._edits.inserted.get(number)
        order = kept if kept is not None else self._history.order(number, self._clock.now())
        changed = self._edits.changed.get(number)
        if changed:
            order = msgspec.structs.replace(order, **changed)
        for place, quantity in self._edits.quantities.get(number, {}).items():
            line = msgspec.structs.replace(order.lines[place], quantity=quantity)
            order = msgspec.structs.replace(
                order, lines=[*order.lines[:place], line, *order.lines[place + 1 :]]
            )
        return order

    def insert(self, variants: dict[int, int], status: str, fields: dict[str, Any]) -> Order:
        """A new order of so many pieces by variant."""
        now = float(int(self._clock.now()))
        order = Order(
            number=self._next,
            status=status,
            channel=0,
            shipping=0,
            created=now,
            updated=now,
            lines=[Line(v, q, self._catalogue.amount(v)) for v, q in variants.items()],
            fields=fields,
        )
        self._edits.inserted[order.number] = order
        self._numbers.append(order.number)
        self._next += 1
        self._version += 1
        return order

    def delete(self, number: int) -> None:
        """Take an order out of the list."""
        self._numbers.remove(number)
        self._edits.deleted.append(number)
        self._version += 1

    def change(self, number: int, changes: dict[str, Any], quantities: dict[int, int]) -> None:
        """Set what an order says, and pieces of its lines; it counts as updated now."""
        updated = {"updated": float(int(self._clock.now()))}
        self._edits.changed.setdefault(number, {}).update({**updated, **changes})
        self._edits.quantities.setdefault(number, {}).update(quantities)
        self._version += 1
