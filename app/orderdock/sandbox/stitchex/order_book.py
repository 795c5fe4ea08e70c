"""The orders of one organisation as a list, with what tests have changed in it."""

from __future__ import annotations

from bisect import insort
from typing import Any

from orderdock.sandbox.clock import SandboxClock
from orderdock.sandbox.stitchex.catalogue import Catalogue
from orderdock.sandbox.stitchex.history import FIRST_NUMBER, History, stamp, with_totals
from orderdock.sandbox.stitchex.state import Edits


class OrderBook:
    """Orders by id, ids ascending. An id is never given twice."""

    def __init__(
        self, history: History, catalogue: Catalogue, edits: Edits, clock: SandboxClock
    ) -> None:
        self.history = history
        self._catalogue = catalogue
        self._edits = edits
        self._clock = clock
        gone = set(edits.deleted)
        seeded = (history.order_id(number) for number in range(history.orders))
        self.ids = [order_id for order_id in (*seeded, *edits.inserted) if order_id not in gone]
        self._highest = max((*self.ids, *edits.inserted, *gone, 0))
        self._made = history.orders + len(edits.inserted)

    def record(self, order_id: int) -> dict[str, Any]:
        """An order that is in the list, as of now."""
        kept = self._edits.inserted.get(order_id)
        if kept is not None:
            order = dict(kept)
        else:
            number = self.history.number(order_id)
            order = self.history.record(number, self._clock.now())
        if self._edits.quantities:
            self._with_quantities(order)
        return order | self._edits.changed.get(order_id, {})

    def _with_quantities(self, order: dict[str, Any]) -> None:
        quantities = self._edits.quantities
        items = []
        for item in order["line_items"]:
            rows = [
                row | {"quantity": quantities.get(row["id"], row["quantity"])}
                for row in item["line_quantities"]
            ]
            items.append(item | {"line_quantities": rows})
        order |= with_totals({**order, "line_items": items})

    def find(self, order_number: str) -> list[int]:
        """The ids of the orders with that number."""
        if not order_number.isdecimal():
            return []
        number = int(order_number) - FIRST_NUMBER
        if 0 <= number < self.history.orders:
            candidates = [self.history.order_id(number)]
        else:
            candidates = list(self._edits.inserted)
        return [
            key
            for key in candidates
            if key in self.ids and str(self.record(key)["order_number"]) == order_number
        ]

    def insert(self, sizes: dict[int, int], fields: dict[str, Any]) -> dict[str, Any]:
        """A new order of so many pieces by SKU; `fields` win over what it would say by itself."""
        history, now = self.history, self._clock.now()
        order_id = self._highest = self._highest + 3 if self._highest else 70_000
        by_colour: dict[tuple[int, int], dict[int, int]] = {}
        for sku_id, pieces in sizes.items():
            sku = self._catalogue.by_sku[sku_id]
            product = self._catalogue.number(sku.product)
            colour = sku_id // 10 - self._catalogue.variation_id(product, 0)
            by_colour.setdefault((product, colour), {})[sku_id] = pieces
        items = [
            history.item(
                order_id,
                place,
                product,
                colour,
                [wanted.get(sku.id, 0) for sku in self._catalogue.skus(product, colour)],
            )
            for place, ((product, colour), wanted) in enumerate(by_colour.items())
        ]
        currency = str(fields.get("currency", history.organisation.currencies[0]))
        order = history.order(self._made, order_id, items, currency, now, now) | fields
        self._made += 1
        self._edits.inserted[order_id] = order
        insort(self.ids, order_id)
        return order

    def delete(self, order_id: int) -> bool:
        """Take an order out of the list; whether there was one."""
        if order_id not in self.ids:
            return False
        self.ids.remove(order_id)
        self._edits.deleted.append(order_id)
        return True

    def change(self, order_id: int, fields: dict[str, Any], quantities: dict[int, int]) -> None:
        """Set fields of an order, and pieces of its sizes (by the id of the size's row)."""
        at = stamp(self._clock.now())
        self._edits.changed.setdefault(order_id, {}).update({"updated_at": at, **fields})
        self._edits.quantities |= quantities
