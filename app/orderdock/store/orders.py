"""Saving orders with exact counts of new, changed and equal lines; a reading deletes nothing."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import apsw

from orderdock.domain.connections import ConnectionId
from orderdock.domain.orders import Line, Order, SetAside
from orderdock.store import bookmarks as bookmarks_table
from orderdock.store import order_rows as rows
from orderdock.store import quarantine
from orderdock.store.connections import row_id
from orderdock.store.links import ids_of
from orderdock.store.order_rows import LINE_BITS, LINE_COLUMNS, WORDS, Header, LineRow


class Saved(NamedTuple):
    """What a save did; the first three count lines."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    quarantined: int = 0


_ORDER_COLUMNS = (
    "link_id, order_number, retailer, ordered_at, currency, order_total, order_total_micro, status,"
    " status_text, shipment_status, line_count, first_item, shape"
)
_ORDER_NAMES = _ORDER_COLUMNS.split(", ")
_INSERT_ORDER = (
    f"INSERT INTO orders (id, connection_id, order_key, first_seen, changed_at, {_ORDER_COLUMNS})"
    f" VALUES ({','.join('?' * (5 + len(_ORDER_NAMES)))})"
)
_UPDATE_ORDER = (
    "UPDATE orders SET changed_at = ?, "
    + ", ".join(f"{name} = ?" for name in _ORDER_NAMES)
    + " WHERE id = ?"
)
_FIND_ORDER = (
    f"SELECT id, order_key, {_ORDER_COLUMNS} FROM orders WHERE connection_id = ? AND order_key = ?"
)
_INSERT_LINE = (
    f"INSERT INTO lines (id, {', '.join(LINE_COLUMNS)})"
    f" VALUES ({','.join('?' * (1 + len(LINE_COLUMNS)))})"
)
_UPDATE_LINE = (
    "UPDATE lines SET " + ", ".join(f"{name} = ?" for name in LINE_COLUMNS) + " WHERE id = ?"
)
_FIND_LINES = f"SELECT id, {', '.join(LINE_COLUMNS)} FROM lines WHERE id > ? AND id < ?"
_PUT_RAW = "INSERT OR REPLACE INTO raw_records (id, raw) VALUES (?, ?)"
_LEARN = (
    "INSERT INTO line_words (rowid, words)"
    f" SELECT id, concat_ws(' ', {', '.join(WORDS)}) FROM lines WHERE"
)


def save_orders(
    db: apsw.Connection,
    connection: ConnectionId,
    orders: Sequence[Order],
    *,
    now: int,
    set_aside: Sequence[SetAside] = (),
    bookmarks: Mapping[str, Mapping[str, Any]] | None = None,
    run: int | None = None,
    whole: Collection[str] = (),
) -> Saved:
    """Put in the orders of one or more pages, with their bookmarks, in the caller's transaction.

    A page may show only a part of an order; lines are told apart by their key, and lines not shown
    stay. For the order keys in `whole` the provider showed the order in full: lines not shown are
    marked as missing, and kept. `now` is in seconds since 1970 UTC. Raises NoSuchConnection.
    """
    connection_id = row_id(db, connection)
    saving = _Saving(db, connection_id, now)
    saving.save(rows.put_together(orders), frozenset(whole))
    quarantine.put(db, connection_id, set_aside, run=run, now=now)
    for scope, value in (bookmarks or {}).items():
        bookmarks_table.put(db, connection_id, scope, value)
    return Saved(saving.added, saving.changed, saving.unchanged, len(set_aside))


class _Saving:
    """One save: gathers rows per statement, then writes each kind in one go."""

    def __init__(self, db: apsw.Connection, connection_id: int, now: int) -> None:
        self.db = db
        self.connection_id = connection_id
        self.now = now
        self.links = ids_of(db, connection_id)
        self.added = self.changed = self.unchanged = 0
        self.orders_added = 0
        self._new_orders: list[tuple[Any, ...]] = []
        self._new_lines: list[tuple[Any, ...]] = []
        self._raw: list[tuple[int, bytes]] = []
        self._order_updates: list[tuple[Any, ...]] = []
        self._line_updates: list[tuple[Any, ...]] = []
        self._relearn: list[tuple[int]] = []
        self._learn: list[tuple[int]] = []
        self._changes: list[tuple[Any, ...]] = []

    def save(self, orders: Mapping[str, Order], whole: frozenset[str]) -> None:
        stored = self._stored(orders)
        first_new = 1 + (self.db.execute("SELECT max(id) FROM orders").get or 0)
        next_id = first_new
        known = []
        for key, order in orders.items():
            if key in stored:
                known.append((order, *stored[key]))
            else:
                self._add(next_id, order)
                next_id += 1
        self._compare_all(known, whole)
        self._write(first_new, next_id)

    def _stored(self, orders: Iterable[str]) -> dict[str, tuple[int, tuple[Any, ...]]]:
        keys = [(self.connection_id, key) for key in orders]
        return {row[1]: (row[0], row[2:]) for row in self.db.executemany(_FIND_ORDER, keys)}

    def _add(self, order_id: int, order: Order) -> None:
        header = rows.header_of(order, self.links.get(order.link), None)
        base = order_id << LINE_BITS
        if order.raw:
            self._raw.append((base, order.raw))
        built = []
        seen: set[str] = set()
        line_id = base
        for line in order.lines:
            line = _with_stored_key(line)
            if line.key in seen:
                continue
            seen.add(line.key)
            line_id += 1
            row = rows.line_row(header, line)
            built.append(row)
            self._new_lines.append((line_id, *row))
            if line.raw:
                self._raw.append((line_id, line.raw))
        self.added += len(built)
        self.orders_added += 1
        self._new_orders.append(
            (
                order_id,
                self.connection_id,
                order.key,
                self.now,
                self.now,
                *rows.order_columns(header, order.key, built),
            )
        )

    def _compare_all(
        self, known: Sequence[tuple[Order, int, tuple[Any, ...]]], whole: frozenset[str]
    ) -> None:
        ranges = [(i << LINE_BITS, (i + 1) << LINE_BITS) for _, i, _ in known]
        lines = _grouped(self.db.executemany(_FIND_LINES, ranges))
        raws = dict(
            self.db.executemany("SELECT id, raw FROM raw_records WHERE id >= ? AND id < ?", ranges)
        )
        for order, order_id, columns in known:
            self._compare(
                order, order_id, columns, lines.get(order_id, {}), raws, order.key in whole
            )

    def _compare(
        self,
        order: Order,
        order_id: int,
        columns: tuple[Any, ...],
        stored: dict[str, tuple[int, LineRow]],
        raws: Mapping[int, bytes],
        whole: bool,
    ) -> None:
        before = Header(*columns[:6], *columns[7:9])
        header = rows.header_of(order, self.links.get(order.link), before)
        base = order_id << LINE_BITS
        if order.raw and raws.get(base) != order.raw:
            self._raw.append((base, order.raw))
        after = {key: row for key, (_, row) in stored.items()}
        last = max((line_id for line_id, _ in stored.values()), default=base)
        shown: set[str] = set()
        for line in order.lines:
            line = _with_stored_key(line)
            if line.key in shown:
                continue
            shown.add(line.key)
            row = rows.line_row(header, line)
            after[line.key] = row
            if line.key not in stored:
                last += 1
                self._append(last, row)
                line_id = last
            else:
                line_id, old = stored[line.key]
                self._settle(order_id, line_id, old, row)
            if line.raw and raws.get(line_id) != line.raw:
                self._raw.append((line_id, line.raw))
        for key, (line_id, old) in stored.items():
            if key not in shown and (whole or header[:4] != before[:4]):
                row = rows.restated(old, header)
                after[key] = row = rows.gone(row, self.now) if whole else row
                if row != old:
                    self._settle(order_id, line_id, old, row)
        new_columns = rows.order_columns(header, order.key, list(after.values()))
        if new_columns != columns:
            self._order_updates.append((self.now, *new_columns, order_id))

    def _append(self, line_id: int, row: LineRow) -> None:
        self.added += 1
        self._new_lines.append((line_id, *row))
        self._learn.append((line_id,))

    def _settle(self, order_id: int, line_id: int, old: LineRow, row: LineRow) -> None:
        if old == row:
            self.unchanged += 1
            return
        self.changed += 1
        self._line_updates.append((*row, line_id))
        if rows.words_differ(old, row):
            self._relearn.append((line_id,))
        what = rows.differences(old, row)
        if what:
            self._changes.append(
                (order_id, line_id, self.now, json.dumps(what, ensure_ascii=False))
            )

    def _write(self, first_new: int, next_id: int) -> None:
        db = self.db
        for statement, values in (
            (_INSERT_ORDER, self._new_orders),
            (_UPDATE_ORDER, self._order_updates),
            (_INSERT_LINE, self._new_lines),
            (_UPDATE_LINE, self._line_updates),
            (_PUT_RAW, self._raw),
            ("DELETE FROM line_words WHERE rowid = ?", self._relearn),
            (f"{_LEARN} id = ?", self._learn + self._relearn),
            (
                "INSERT INTO order_changes (order_id, line_id, at, what) VALUES (?,?,?,?)",
                self._changes,
            ),
        ):
            if values:
                db.executemany(statement, values)
        if next_id > first_new:
            db.execute(
                f"{_LEARN} id > ? AND id < ?", (first_new << LINE_BITS, next_id << LINE_BITS)
            )
        if self.added or self.changed or self._order_updates:
            db.execute("UPDATE numbering SET last = last + 1 WHERE word = 'rows'")
        if self.added:
            db.execute(
                "UPDATE connections SET order_count = order_count + ?, line_count = line_count + ?"
                " WHERE id = ?",
                (self.orders_added, self.added, self.connection_id),
            )


def _with_stored_key(line: Line) -> Line:
    key = rows.stored_key(line.key)
    return line if key is line.key else line._replace(key=key)


def _grouped(found: Iterator[tuple[Any, ...]]) -> dict[int, dict[str, tuple[int, LineRow]]]:
    orders: dict[int, dict[str, tuple[int, LineRow]]] = {}
    for row in found:
        orders.setdefault(row[0] >> LINE_BITS, {})[row[1]] = (row[0], row[1:])
    return orders
