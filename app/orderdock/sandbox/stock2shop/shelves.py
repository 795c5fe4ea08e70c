"""Records as the search index has them: by the moment of change that it knows of (sheet 7, 13)."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from heapq import heapify, heappop, heappush
from typing import Any, NamedTuple, Protocol

from orderdock.sandbox.clock import SandboxClock
from orderdock.sandbox.stock2shop.catalogue import PRODUCTS, Catalogue, stamp
from orderdock.sandbox.stock2shop.history import History, Stage, with_totals
from orderdock.sandbox.stock2shop.manners import Manners
from orderdock.sandbox.stock2shop.state import Edits


class Entry(NamedTuple):
    """One record in the index; `modified` (seconds) may be older than the record's own."""

    modified: int
    id: int


class Shelf(Protocol):
    """What can be searched."""

    name: str
    """`orders` or `products`."""

    def entries(self) -> Sequence[Entry]:
        """All of it, sorted, as of now."""

    def record(self, key: int) -> dict[str, Any]:
        """The live record."""


class Products:
    """Active products only: the server adds that filter (sheet 6.5)."""

    name = "products"

    def __init__(self, catalogue: Catalogue, edits: Edits) -> None:
        self._catalogue = catalogue
        self._edits = edits
        self._moments = {
            catalogue.product_id(number): catalogue.modified(number) for number in range(PRODUCTS)
        }

    def entries(self) -> list[Entry]:
        found = []
        for key, modified in self._moments.items():
            change = self._edits.products.get(key, {})
            if change.get("active", self._catalogue.is_active(self._catalogue.number(key))):
                found.append(Entry(change.get("_moment", modified), key))
        return sorted(found)

    def record(self, key: int) -> dict[str, Any]:
        change = self._edits.products.get(key, {})
        fields = {name: value for name, value in change.items() if name != "_moment"}
        return self._catalogue.record(self._catalogue.number(key)) | fields

    def change(self, key: int, fields: dict[str, Any], now: float) -> bool:
        """Set fields of a product; whether there is one."""
        if key not in self._moments:
            return False
        known = self._edits.products.setdefault(key, {})
        known.update({"modified": stamp(now), "_moment": int(now), **fields})
        return True


class _Due(NamedTuple):
    """At `since` an order changes; the index knows some time after."""

    since: float
    id: int
    modified: int


class OrderBook:
    """One merchant's orders. An id is never given twice."""

    name = "orders"

    def __init__(
        self,
        history: History,
        catalogue: Catalogue,
        edits: Edits,
        clock: SandboxClock,
        manners: Manners,
    ) -> None:
        self.history = history
        self._catalogue = catalogue
        self._edits = edits
        self._clock = clock
        self._manners = manners
        self._index: list[Entry] = []
        self._at: dict[int, int] = {}
        self._due: list[_Due] = []
        self._shelve()
        self._highest = max((*self._at, *edits.inserted, *edits.deleted, history.order_id(0)))
        self._made = history.orders + len(edits.inserted)

    def _shelve(self) -> None:
        gone, now = set(self._edits.deleted), self._clock.now()
        for number in range(self.history.orders):
            key = self.history.order_id(number)
            if key in gone:
                continue
            life = self.history.life(number)
            past = [stage for stage in life if stage.since <= now]
            self._at[key] = (past or life)[-1].since
            if len(past) < len(life) and key not in self._edits.moved:
                self._due.append(_next(key, life, now))
        self._due += [
            _Due(since, key, moment)
            for key, (since, moment) in self._edits.moved.items()
            if key not in gone
        ]
        heapify(self._due)
        self._index = sorted(Entry(at, key) for key, at in self._at.items())

    def ids(self) -> Iterator[int]:
        """Every order there is, in the index or not yet."""
        yield from self._at
        yield from (key for key in self._edits.inserted if not self._is_gone(key, in_index=True))

    def _is_gone(self, key: int, *, in_index: bool = False) -> bool:
        return key in self._edits.deleted or (in_index and key in self._at)

    def entries(self) -> list[Entry]:
        now = self._clock.now() - self._manners.index_lag
        while self._due and self._due[0].since <= now:
            _, key, moment = heappop(self._due)
            if self._is_gone(key):
                continue
            moved = self._edits.moved.get(key)
            if moved is not None and moved[1] != moment:
                continue  # changed by hand since: that goes first
            self._place(key, moment)
            if moved is None:
                life = self.history.life(self.history.number(key))
                if life[-1].since > moment:
                    heappush(self._due, _next(key, life, moment))
        return self._index

    def _place(self, key: int, moment: int) -> None:
        self._take_out(key)
        self._at[key] = moment
        insort(self._index, Entry(moment, key))

    def _take_out(self, key: int) -> None:
        before = self._at.pop(key, None)
        if before is not None:
            del self._index[bisect_left(self._index, Entry(before, key))]

    def record(self, key: int) -> dict[str, Any]:
        """An order as it is now, whatever the index knows."""
        order = self._edits.inserted.get(key)
        if order is None:
            number = self.history.number(key)
            order = self.history.record(number, self._clock.now())
        return order | self._edits.changed.get(key, {})

    def exists(self, key: int) -> bool:
        return (key in self._at or key in self._edits.inserted) and not self._is_gone(key)

    def insert(self, lines: dict[int, int], fields: dict[str, Any]) -> dict[str, Any]:
        """A new order of so many pieces by variant id; `fields` win."""
        now = int(self._clock.now())
        self._highest = key = self._highest + 3
        items = [
            self.history.line(key, place, self._catalogue.by_id[variant], pieces, newer=True)
            for place, (variant, pieces) in enumerate(lines.items())
        ]
        stage = Stage(now, "ordered")
        order = self.history.order(self._made, key, items, stage, newer=True, created=now)
        self._made += 1
        self._edits.inserted[key] = order | fields
        self._touch(key, fields, now)
        return self.record(key)

    def change(self, key: int, fields: dict[str, Any], quantities: dict[int, int]) -> None:
        """Set fields of an order, and pieces of its lines by line id; it is modified now."""
        now = int(self._clock.now())
        order = self.record(key)
        if quantities:
            lines = []
            for place, line in enumerate(order["line_items"]):
                variant = self._catalogue.by_id[line["variant_id"]]
                pieces = quantities.get(line["id"], line["qty"])
                made = self.history.line(key, place, variant, pieces, newer="title" in line)
                lines.append({name: made[name] for name in line} | {"id": line["id"]})
            order = with_totals({**order, "line_items": lines})
        self._edits.changed[key] = {**order, "modified": stamp(now), **fields}
        self._touch(key, fields, now)

    def _touch(self, key: int, fields: dict[str, Any], now: int) -> None:
        moment = _seconds(fields["modified"]) if "modified" in fields else now
        self._edits.moved[key] = (float(now), moment)
        heappush(self._due, _Due(now, key, moment))

    def delete(self, key: int) -> bool:
        """Take an order out; whether there was one."""
        if not self.exists(key):
            return False
        self._take_out(key)
        self._edits.deleted.append(key)
        return True


def _next(key: int, life: list[Stage], after: float) -> _Due:
    stage = next(stage for stage in life if stage.since > after)
    return _Due(stage.since, key, stage.since)


def _seconds(text: str) -> int:
    from datetime import UTC, datetime

    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())
