"""Saving orders with exact counts of new, changed and equal lines; a reading deletes nothing."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import apsw

from orderdock.domain.connections import ConnectionId
from orderdock.domain.orders import Order, SetAside
from orderdock.store import bookmarks as bookmarks_table
from orderdock.store import order_rows as rows
from orderdock.store import own_words, quarantine, revisions
from orderdock.store.connections import row_id
from orderdock.store.links import ids_of
from orderdock.store.marks import mark_of
from orderdock.store.order_rows import LINE_BITS, LINE_COLUMNS, WORDS, Header, LineRow
from orderdock.store.told import Told, order_of, put_together

_AT_ONCE = 300
"""Orders; about a thousand lines, whose memory is used again for the next."""


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
    "INSERT INTO orders VALUES(?1,?2,?7,?3,"
    f"{','.join(f'?{8 + n}' for n in range(len(_ORDER_NAMES) - 1))},?4,?5,?6)"
)
"""Takes id, connection, key, first seen, changed, mark, and then the _ORDER_NAMES.

Without names, as these are all columns: its text is hashed anew for every row.
"""
_UPDATE_ORDER = (
    "UPDATE orders SET changed_at = ?, "
    + ", ".join(f"{name} = ?" for name in _ORDER_NAMES)
    + " WHERE id = ?"
)
_FIND_ORDERS = (
    "SELECT order_key, orders.id, mark, line_count FROM json_each(?) AS asked"
    " CROSS JOIN orders ON connection_id = ? AND order_key = asked.value"
)
"""All at once: a statement for each costs twice as much, of orders that are not there six times."""
_ORDER = f"SELECT {_ORDER_COLUMNS} FROM orders WHERE id = ?"
_MARK_ORDER = "UPDATE orders SET mark = ? WHERE id = ?"
_INSERT_LINE = f"INSERT INTO lines VALUES({','.join('?' * len(LINE_COLUMNS))})"
_UPDATE_LINE = (
    "UPDATE lines SET " + ", ".join(f"{name} = ?" for name in LINE_COLUMNS) + " WHERE id = ?"
)
_FIND_LINES = f"SELECT {', '.join(LINE_COLUMNS)} FROM lines WHERE id > ? AND id < ?"
_FIND_RAW = "SELECT id, raw FROM raw_records WHERE id >= ? AND id < ?"
_PUT_RAW = "REPLACE INTO raw_records VALUES(?,?)"
_LEARN = (
    "INSERT INTO line_words (rowid, words)"
    f" SELECT id, concat_ws(' ', {', '.join(WORDS)}) FROM lines WHERE"
)


def save_told(
    db: apsw.Connection,
    connection: ConnectionId,
    orders: Sequence[Told],
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
    saving.save(list(put_together(orders).values()), frozenset(whole))
    aside = [*set_aside, *saving.set_aside]
    quarantine.put(db, connection_id, aside, run=run, now=now)
    for scope, value in (bookmarks or {}).items():
        bookmarks_table.put(db, connection_id, scope, value)
    return Saved(saving.added, saving.changed, saving.unchanged, len(aside))


class _Saving:
    """One save: some orders at a time, rows gathered per statement, each kind written in one go."""

    def __init__(self, db: apsw.Connection, connection_id: int, now: int) -> None:
        self.db = db
        self.connection_id = connection_id
        self.now = now
        self.links = ids_of(db, connection_id)
        self.added = self.changed = self.unchanged = 0
        self.orders_added = 0
        self.set_aside: list[SetAside] = []
        self._next_id = 1 + revisions.last_order(db)
        self._learn_one = f"{own_words.LEARN if own_words.has_any(db) else _LEARN} id = ?"
        self._orders_changed: list[int] = []
        self._marks: list[tuple[int, int]] = []
        self._new_orders: list[tuple[Any, ...]] = []
        self._new_lines: list[tuple[Any, ...]] = []
        self._raw: list[tuple[int, bytes]] = []
        self._order_updates: list[tuple[Any, ...]] = []
        self._line_updates: list[tuple[Any, ...]] = []
        self._relearn: list[tuple[Any, ...]] = []
        self._learn: list[tuple[Any, ...]] = []
        self._changes: list[tuple[Any, ...]] = []

    def save(self, orders: Sequence[Told], whole: frozenset[str]) -> None:
        for first in range(0, len(orders), _AT_ONCE):
            self._save_some(orders[first : first + _AT_ONCE], whole)
        self._count()

    def _save_some(self, orders: Sequence[Told], whole: frozenset[str]) -> None:
        stored = self._stored(orders)
        first_new = self._next_id
        known = []
        for one in orders:
            key = one.key
            mark = mark_of(one.begun, self.links.get(one.link), whole=key in whole)
            if key not in stored:
                self._next_id += self._add(self._next_id, one, mark)
            elif stored[key][1] == mark:
                self.unchanged += stored[key][2] if key in whole else one.shown
            else:
                known.append((one, stored[key][0], mark))
        self._compare_all(known, whole)
        self._write(first_new)

    def _stored(self, orders: Iterable[Told]) -> dict[str, tuple[int, int | None, int]]:
        keys = json.dumps([one.key for one in orders])
        found = self.db.execute(_FIND_ORDERS, (keys, self.connection_id))
        return {row[0]: row[1:] for row in found}

    def _add(self, order_id: int, one: Told, mark: int) -> bool:
        order, base = order_of(one), order_id << LINE_BITS
        key, link, shown, _, _, shapes, plain = one
        try:
            header = rows.header_of(order, self.links.get(link), None)
            if shown == len(order.lines):
                lines, raws = rows.new_rows(header, order, shapes, base, plain=plain)
            else:
                built, raws = rows.line_rows(header, order, shapes, {}, base)
                lines = list(built.values())
        except ValueError as error:
            self._set_aside(order, error)
            return False
        if order.raw:
            self._raw.append((base, order.raw))
        self._raw += raws
        self._new_lines += lines
        self.added += len(lines)
        self.orders_added += 1
        columns = rows.order_columns(header, key, lines, plain=plain)
        now = self.now
        self._new_orders.append((order_id, self.connection_id, key, now, now, mark, *columns))
        return True

    def _compare_all(self, known: Sequence[tuple[Told, int, int]], whole: frozenset[str]) -> None:
        before = list(self.db.executemany(_ORDER, [(i,) for _, i, _ in known]))
        ranges = [(i << LINE_BITS, (i + 1) << LINE_BITS) for _, i, _ in known]
        lines = _by_order(self.db.executemany(_FIND_LINES, ranges))
        raws: dict[int, bytes] = dict(self.db.executemany(_FIND_RAW, ranges))
        for (one, order_id, mark), columns in zip(known, before, strict=True):
            stored = lines.get(order_id, {})
            if self._compare(one, order_id, columns, stored, raws, one.key in whole):
                self._marks.append((mark, order_id))

    def _compare(
        self,
        one: Told,
        order_id: int,
        columns: tuple[Any, ...],
        stored: dict[str, LineRow],
        stored_raws: Mapping[int, bytes],
        whole: bool,
    ) -> bool:
        order, before = order_of(one), Header(*columns[:6], *columns[7:9])
        base = order_id << LINE_BITS
        last = max((row[0] for row in stored.values()), default=base)
        try:
            header = rows.header_of(order, self.links.get(order.link), before)
            built, raws = rows.line_rows(header, order, one.shapes, stored, last)
        except ValueError as error:
            self._set_aside(order, error)
            return False
        if order.raw:
            raws.append((base, order.raw))
        self._raw += [(i, raw) for i, raw in raws if stored_raws.get(i) != raw]
        if whole or header != before:
            for key, row in stored.items():
                if key not in built:
                    built[key] = rows.not_shown(row, header, self.now if whole else None)
        so_far = self.added, self.changed
        for key, row in built.items():
            self._settle(order_id, stored.get(key), row)
        after = list((stored | built).values())
        new_columns = rows.order_columns(header, order.key, after)
        if new_columns != columns or so_far != (self.added, self.changed):
            self._order_updates.append((self.now, *new_columns, order_id))
            if what := rows.header_differences(before, header):
                told = json.dumps(what, ensure_ascii=False)
                self._changes.append((order_id, None, self.now, told))
        return True

    def _set_aside(self, order: Order, error: ValueError) -> None:
        raw = order.raw or b"\n".join(line.raw for line in order.lines)
        reason = f"The order {order.number or order.key} has {error}."
        self.set_aside.append(SetAside(reason, raw, order.link))

    def _settle(self, order_id: int, old: LineRow | None, row: LineRow) -> None:
        if old is None:
            self.added += 1
            self._new_lines.append(row)
            self._learn.append(row[:1])
        elif old == row:
            self.unchanged += 1
        else:
            self.changed += 1
            self._line_updates.append((*row, row[0]))
            if rows.words_differ(old, row):
                self._relearn.append(row[:1])
            what = json.dumps(rows.differences(old, row), ensure_ascii=False)
            self._changes.append((order_id, row[0], self.now, what))

    def _write(self, first_new: int) -> None:
        self._orders_changed += [row[-1] for row in self._order_updates]
        self._learn += self._relearn
        for statement, values in (
            (_INSERT_ORDER, self._new_orders),
            (_UPDATE_ORDER, self._order_updates),
            (_MARK_ORDER, self._marks),
            (_INSERT_LINE, self._new_lines),
            (_UPDATE_LINE, self._line_updates),
            (_PUT_RAW, self._raw),
            ("DELETE FROM line_words WHERE rowid = ?", self._relearn),
            (self._learn_one, self._learn),
            (
                "INSERT INTO order_changes (order_id, line_id, at, what) VALUES (?,?,?,?)",
                self._changes,
            ),
        ):
            if values:
                self.db.executemany(statement, values)
                values.clear()
        if self._next_id > first_new:
            self.db.execute(
                f"{_LEARN} id > ? AND id < ?",
                (first_new << LINE_BITS, self._next_id << LINE_BITS),
            )

    def _count(self) -> None:
        db = self.db
        if self.added or self.changed or self.orders_added or self._orders_changed:
            db.execute("UPDATE numbering SET last = last + 1 WHERE word = 'rows'")
            revisions.note_changes(db, self._orders_changed)
        if self.added or self.orders_added:
            db.execute(
                "UPDATE connections SET order_count = order_count + ?, line_count = line_count + ?"
                " WHERE id = ?",
                (self.orders_added, self.added, self.connection_id),
            )


def _by_order(found: Iterator[LineRow]) -> dict[int, dict[str, LineRow]]:
    orders: dict[int, dict[str, LineRow]] = {}
    for row in found:
        orders.setdefault(row[0] >> LINE_BITS, {})[row[1]] = row
    return orders
