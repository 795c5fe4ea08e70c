"""All orders of an account as one list with offsets, and what tests have changed in it.

The list is cut into runs of consecutive orders around whatever was deleted or inserted; a page is
found by walking the few runs, never the orders.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from orderdock.sandbox.clock import iso
from orderdock.sandbox.stackline.history import History
from orderdock.sandbox.stackline.manners import Manners
from orderdock.sandbox.stackline.retailers import BY_ID
from orderdock.sandbox.stackline.state import Connection, InsertedOrder, OrderEdits

Record = dict[str, Any]


class _Run(NamedTuple):
    """Orders `low` to `high` (exclusive) of a history, or one inserted order."""

    history: History
    as_of: float
    low: int
    high: int
    inserted: InsertedOrder | None = None

    @property
    def size(self) -> int:
        if self.inserted:
            return len(self.inserted.lines)
        return self.history.first_line(self.high) - self.history.first_line(self.low)


class OrderBook:
    """`lines` per retailer; `newest` is the end of the histories in seconds since 1970."""

    def __init__(
        self, seed: int, lines: int, newest: int, edits: OrderEdits, manners: Manners
    ) -> None:
        self._edits = edits
        self._manners = manners
        self._histories = {
            retailer.id: History(seed, retailer, lines, newest) for retailer in BY_ID.values()
        }

    def history(self, retailer_id: int) -> History:
        return self._histories[retailer_id]

    def runs(
        self,
        connections: dict[int, Connection],
        retailer_id: int | None = None,
        after: float | None = None,
        before: float | None = None,
    ) -> list[_Run]:
        """The orders that the account can see, in list order; bounds are exclusive (sheet 2.8)."""
        runs: list[_Run] = []
        for key in sorted(connections):
            synced = connections[key].last_sync_at
            if synced is None or retailer_id not in (None, key):
                continue
            history = self._histories[key]
            low = 0 if after is None else history.first_from(after + 1e-6)
            high = history.orders if before is None else history.first_from(before)
            inserted = [
                order
                for order in self._edits.inserted
                if order.retailer_id == key
                and (after is None or order.date > after)
                and (before is None or order.date < before)
            ]
            pieces = self._pieces(history, synced, low, max(low, high), inserted)
            runs += pieces if self._manners.oldest_first else reversed(pieces)
        return runs

    def _pieces(
        self, history: History, as_of: float, low: int, high: int, inserted: list[InsertedOrder]
    ) -> list[_Run]:
        """Oldest first, cut where an order was deleted or inserted."""
        cuts: list[tuple[int, int, InsertedOrder | None]] = [
            (history.first_from(order.date), order.date, order) for order in inserted
        ]
        deleted = self._edits.deleted.get(history.retailer.id, [])
        cuts += [(order, history.date(order), None) for order in deleted if low <= order < high]
        pieces, start = [], low
        for at, _, extra in sorted(cuts, key=lambda cut: cut[:2]):
            at = min(max(at, start), high)
            if at > start:
                pieces.append(_Run(history, as_of, start, at))
            if extra:
                pieces.append(_Run(history, as_of, at, at, extra))
                start = at
            else:
                start = at + 1
        if high > start:
            pieces.append(_Run(history, as_of, start, high))
        return pieces

    def page(self, runs: list[_Run], offset: int, limit: int) -> list[Record]:
        """Lines `offset` to `offset + limit` of the list."""
        records: list[Record] = []
        for run in runs:
            size = run.size
            if offset >= size:
                offset -= size
                continue
            for line in self._lines(run, offset):
                if len(records) == limit:
                    return records
                records.append(line)
            offset = 0
        return records

    def _lines(self, run: _Run, offset: int) -> Iterator[Record]:
        if run.inserted:
            yield from self._inserted_lines(run.inserted)[offset:]
            return
        history = run.history
        first = history.first_line(run.low)
        if self._manners.oldest_first:
            order = history.order_of_line(first + offset)
            skip = first + offset - history.first_line(order)
            step, end = 1, run.high
        else:
            order = history.order_of_line(first + run.size - 1 - offset)
            skip = offset - (first + run.size - history.first_line(order + 1))
            step, end = -1, run.low - 1
        while order != end:
            yield from self._order_lines(history, order, run.as_of)[skip:]
            skip = 0
            order += step

    def _order_lines(self, history: History, order: int, as_of: float) -> list[Record]:
        records = history.records(order, as_of)
        return self._changed(records) if self._edits.changed else records

    def _inserted_lines(self, order: InsertedOrder) -> list[Record]:
        head = {
            "orderId": order.order_id,
            "retailerId": order.retailer_id,
            "retailerName": BY_ID[order.retailer_id].name,
            "orderDate": iso(order.date),
        }
        return self._changed([{**head, **line} for line in order.lines])

    def _changed(self, records: list[Record]) -> list[Record]:
        changed = self._edits.changed
        for record in records:
            key = f"{record['retailerId']}:{record['orderId']}"
            record.update(changed.get(key, {}))
            record.update(changed.get(f"{key}:{record.get('retailerSku')}", {}))
        return records

    def find(self, connections: dict[int, Connection], identifier: str) -> list[Record]:
        """Every line of the orders with that number that the account can see."""
        records: list[Record] = []
        for key, connection in sorted(connections.items()):
            if connection.last_sync_at is None:
                continue
            order = self._histories[key].find(identifier)
            if order is not None and order not in self._edits.deleted.get(key, []):
                records += self._order_lines(self._histories[key], order, connection.last_sync_at)
            for inserted in self._edits.inserted:
                if (inserted.retailer_id, inserted.order_id) == (key, identifier):
                    records += self._inserted_lines(inserted)
        return records

    def delete(self, retailer_id: int, identifier: str) -> bool:
        """Take an order out of the list; whether there was one."""
        kept = [
            order
            for order in self._edits.inserted
            if (order.retailer_id, order.order_id) != (retailer_id, identifier)
        ]
        if len(kept) < len(self._edits.inserted):
            self._edits.inserted = kept
            return True
        order = self._histories[retailer_id].find(identifier)
        gone = self._edits.deleted.setdefault(retailer_id, [])
        if order is None or order in gone:
            return False
        gone.append(order)
        return True
