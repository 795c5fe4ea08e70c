"""All orders of one account, with what tests have changed in them."""

from __future__ import annotations

from bisect import insort
from typing import Any

from orderdock.sandbox.clock import SandboxClock
from orderdock.sandbox.stitchlabs.catalogue import Catalogue, Record
from orderdock.sandbox.stitchlabs.history import DAY, History, Sale
from orderdock.sandbox.stitchlabs.manners import Manners
from orderdock.sandbox.stitchlabs.state import Change, Edits, Inserted
from orderdock.sandbox.stitchlabs.wire import order_of_part, parts, stamp

_KEPT = 500
Parts = dict[str, dict[str, Record]]


class OrderBook:
    """Orders by id, ids ascending. An id is never given twice."""

    def __init__(
        self,
        history: History,
        catalogue: Catalogue,
        edits: Edits,
        manners: Manners,
        clock: SandboxClock,
    ) -> None:
        self._history = history
        self._catalogue = catalogue
        self._edits = edits
        self._manners = manners
        self._clock = clock
        seeded = (history.order_id(number) for number in range(history.orders))
        gone = set(edits.gone)
        self.ids = [key for key in (*seeded, *edits.inserted) if key not in gone]
        self._at_hand: dict[int, Parts] = {}
        self._heads: dict[int, Record] = {}
        self._as_of: tuple[int, str, str] = (0, "", "")

    # as they are

    def sale(self, order_id: int) -> Sale:
        """An order that is in the list."""
        kept = self._edits.inserted.get(order_id)
        if kept is None:
            number = self._history.number(order_id)
            sale = self._history.sale(number, self._clock.now())
        else:
            place = list(self._edits.inserted).index(order_id)
            sale = self._history.inserted(self._history.orders + place, order_id, kept)
        change = self._edits.changed.get(order_id)
        if change is None:
            return sale
        items = tuple(
            item._replace(quantity=change.quantities.get(item.id, item.quantity))
            for item in sale.items
            if change.quantities.get(item.id) != 0
        )
        return sale._replace(
            since=int(change.at),
            stage=change.stage or sale.stage,
            closed=sale.closed if change.closed is None else change.closed,
            items=items,
        )

    # as they are shown

    def parts(self, order_id: int) -> Parts:
        """The order's own records: itself, its lines, its packages."""
        self._keep_up()
        found = self._at_hand.get(order_id)
        if found is None:
            if len(self._at_hand) >= _KEPT:
                self._at_hand.clear()
            found = parts(self.sale(order_id), self._catalogue, self._manners)
            change = self._edits.changed.get(order_id)
            if change is not None:
                found["SalesOrders"][str(order_id)] |= change.fields
            self._at_hand[order_id] = found
        return found

    def order(self, order_id: int) -> Record:
        """The order itself."""
        self._keep_up()
        if order_id not in self._heads:
            self._heads[order_id] = self.parts(order_id)["SalesOrders"][str(order_id)]
        return self._heads[order_id]

    def _keep_up(self) -> None:
        """Forget what was made on another day, or under other manners."""
        manners = self._manners
        as_of = (int(self._clock.now()) // DAY, manners.closed_lines, manners.closed_variants)
        if as_of != self._as_of:
            self._forget()
            self._as_of = as_of

    def _forget(self, order_id: int | None = None) -> None:
        for kept in (self._at_hand, self._heads):
            kept.clear() if order_id is None else kept.pop(order_id, None)

    def find(self, collection: str, key: str) -> Record | None:
        """One of an order's own records by its id."""
        if not key.isdecimal():
            return None
        order_id = order_of_part(collection, int(key))
        if order_id not in self._edits.inserted and not self._is_seeded(order_id):
            return None
        return self.parts(order_id).get(collection, {}).get(key)

    def _is_seeded(self, order_id: int) -> bool:
        number = self._history.number(order_id)
        return (
            0 <= number < self._history.orders
            and order_id not in self._edits.gone
            and self._history.order_id(number) == order_id
        )

    # as tests want them

    def insert(self, kept: Inserted) -> int:
        """Put in a new order; its id."""
        highest = max((*self.ids, *self._edits.inserted, *self._edits.gone, 900_000))
        order_id = highest + 3
        self._edits.inserted[order_id] = kept
        insort(self.ids, order_id)
        return order_id

    def delete(self, order_id: int) -> bool:
        """Take an order out of the list; whether there was one."""
        if order_id not in self.ids:
            return False
        self.ids.remove(order_id)
        self._edits.gone.append(order_id)
        self._forget(order_id)
        return True

    def change(self, order_id: int, **changes: Any) -> None:
        """Add to what was changed in an order before; it has changed now."""
        change = self._edits.changed.setdefault(order_id, Change(0))
        change.at = self._clock.now()
        for key in ("stage", "closed"):
            if changes.get(key) is not None:
                setattr(change, key, changes[key])
        change.quantities |= changes.get("quantities") or {}
        change.fields |= {"updated_at": stamp(change.at)} | (changes.get("fields") or {})
        self._forget(order_id)

    # the truth

    def rows(self) -> list[list[str | None]]:
        """One row of the 14 columns per line, deleted orders and drafts left out (sheet 14)."""
        sales = [self.sale(key) for key in self.ids]
        return [
            row
            for sale in sorted(sales, key=lambda sale: (sale.ordered, sale.id))
            if sale.stage not in ("draft", "deleted")
            for row in self._rows_of(sale)
        ]

    def _rows_of(self, sale: Sale) -> list[list[str | None]]:
        retailer = (sale.channel.name or sale.channel.type) if sale.channel else "Stitch Labs"
        number = sale.external or sale.name or sale.local_id
        status, manners = _STATUS[sale.stage], self._manners
        # No documented path leads from a frozen line to another SKU than its living variant's own.
        bare = sale.closed and manners.closed_lines != "plain" and manners.closed_variants == "live"
        rows = []
        for item in sale.items:
            if item.variant is None:
                name, sku = item.description or "Custom item", None
            else:
                name = self._catalogue.title(item.variant)
                sku = self._catalogue.sku(item.variant, own=bare)
            amounts = [str(item.quantity), f"{item.cents / 100:.2f}", sale.currency]
            date = stamp(sale.ordered).replace("+00:00", "Z")
            unknown: list[str | None] = [None] * 4
            total = f"{sale.total / 100:.2f}"
            rows.append([retailer, number, date, name, *unknown, sku, *amounts, status, total])
        return rows


_STATUS = {
    "void": "Cancelled",
    "open": "Not Shipped",
    "packed": "Not Shipped",
    "partly": "Partially Shipped",
    "shipped": "Shipped",
    "delivered": "Delivered",
}
