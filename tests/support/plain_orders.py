"""What a filter, a sort and a unit must give, worked out the plain way from all rows there are."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from functools import cmp_to_key
from typing import Any

import apsw

from orderdock.query.columns import BY_KEY
from orderdock.query.filters import Count, OrderFilter, Sort, Unit
from orderdock.store.order_rows import LINE_BITS

Row = dict[str, Any]


class PlainOrders:
    """Every line with its order, in memory."""

    def __init__(self, db: apsw.Connection) -> None:
        self._orders = {row["id"]: row for row in _table(db, "orders")}
        self._lines = _table(db, "lines")
        self._hidden = {row["order_id"] for row in _table(db, "hidden_orders", "order_id")}
        self._keys: dict[int, str] = dict(db.execute("SELECT id, key FROM connections"))
        self._names: dict[int, str] = dict(db.execute("SELECT id, name FROM connections"))

    def ids(self, f: OrderFilter, sort: Sequence[Sort], unit: Unit) -> list[int]:
        """The ids in order."""
        lines = self._left(f)
        rows = lines
        if unit is Unit.ORDERS:
            of_lines = {line["id"] >> LINE_BITS for line in lines}
            rows = [o for o in self._orders.values() if o["id"] in of_lines or self._bare(o, f)]
        return [row["id"] for row in sorted(rows, key=cmp_to_key(self._before(sort, unit)))]

    def count(self, f: OrderFilter) -> Count:
        """How many orders and lines."""
        return Count(len(self.ids(f, [], Unit.ORDERS)), len(self._left(f)))

    def totals(self, f: OrderFilter) -> dict[str, tuple[int, Decimal, int]]:
        """Currency -> orders, sum, how many said no total."""
        found: dict[str, tuple[int, Decimal, int]] = {}
        for number in self.ids(f, [], Unit.ORDERS):
            order = self._orders[number]
            orders, total, blank = found.get(order["currency"] or "", (0, Decimal(0), 0))
            said = order["order_total"]
            found[order["currency"] or ""] = (
                orders + 1,
                total + Decimal(said or 0),
                blank + (said is None),
            )
        return found

    def _left(self, f: OrderFilter) -> list[Row]:
        return [
            line
            for line in self._lines
            if self._order_stays(self._order_of(line), f) and self._line_stays(line, f)
        ]

    def _bare(self, order: Row, f: OrderFilter) -> bool:
        """An order without lines stays where nothing is asked of lines."""
        of_lines = f.search or f.statuses or f.brands
        return not order["line_count"] and not of_lines and self._order_stays(order, f)

    def _order_of(self, line: Row) -> Row:
        return self._orders[line["id"] >> LINE_BITS]

    def _order_stays(self, order: Row, f: OrderFilter) -> bool:
        at = order["ordered_at"]
        day = None if at is None else datetime.fromtimestamp(at, UTC).date()
        total = order["order_total"] and Decimal(order["order_total"])
        return (
            order["id"] not in self._hidden
            and (not f.connections or self._keys[order["connection_id"]] in f.connections)
            and (not f.retailers or any(self._is_retailer(order, r) for r in f.retailers))
            and (not f.currencies or order["currency"] in f.currencies)
            and (f.date_from is None or (day is not None and day >= f.date_from))
            and (f.date_to is None or (day is not None and day <= f.date_to))
            and (f.min_total is None or (total is not None and total >= f.min_total))
            and (f.max_total is None or (total is not None and total <= f.max_total))
            and not (f.over_total and total == f.min_total)
            and not (f.under_total and total == f.max_total)
        )

    def _is_retailer(self, order: Row, name: str) -> bool:
        """The whole name; a part of it where nothing has that name."""
        known = {o["retailer"] for o in self._orders.values()}
        if name in known:
            return bool(order["retailer"] == name)
        return name.casefold() in (order["retailer"] or "").casefold()

    def _line_stays(self, line: Row, f: OrderFilter) -> bool:
        words = f"{line['item_name'] or ''} {line['brand'] or ''}".casefold().split()
        found = all(any(w.startswith(asked) for w in words) for asked in f.search.split())
        status = {line["shipment_status"], self._order_of(line)["status"]}
        return (
            found
            and (not f.statuses or bool(status & set(f.statuses)))
            and (not f.brands or line["brand"] in f.brands)
        )

    def _before(self, sort: Sequence[Sort], unit: Unit) -> Any:
        of_orders = unit is Unit.ORDERS or all(BY_KEY[s.column].is_of_order() for s in sort[-1:])
        terms: list[tuple[str, bool]] = []
        down = False
        for wanted in sort:
            down = wanted.descending
            terms.append((wanted.column, down))
            if wanted.column == "ordered_at":
                terms.append(("order_number exactly", down))

        def compare(a: Row, b: Row) -> int:
            for name, descending in terms:
                one, other = self._value(a, name, unit), self._value(b, name, unit)
                if one != other:
                    return 1 if (one < other) == descending else -1
            one, other = a["id"], b["id"]
            if of_orders and unit is Unit.LINES and one >> LINE_BITS == other >> LINE_BITS:
                return int(one - other)
            return int(other - one if down else one - other)

        return compare

    def _value(self, row: Row, name: str, unit: Unit) -> Any:
        order = row if unit is Unit.ORDERS else self._order_of(row)
        number = order["order_number"]
        if name == "order_number exactly":
            return (number is not None, (number or "").encode())
        column = BY_KEY[name]
        of_order = unit is Unit.ORDERS or column.is_of_order()
        source = order if of_order else row
        key = {
            "item_name": "first_item" if of_order else "item_name",
            "order_total": "order_total_micro",
            "quantity": "quantity_micro",
            "unit_price": "unit_price_micro",
        }.get(name, name)
        value = self._names[order["connection_id"]] if key == "connection_name" else source[key]
        if isinstance(value, str):
            value = (value.encode().partition(b"\0")[0].lower(), len(value.encode()))
        return (value is not None, value if value is not None else ())


def _table(db: apsw.Connection, name: str, by: str = "id") -> list[Row]:
    cursor = db.execute(f"SELECT * FROM {name} ORDER BY {by}")  # noqa: S608 - a name of ours
    rows: list[Any] = cursor.fetchall()
    found: Iterable[Any] = db.execute("SELECT name FROM pragma_table_info(?)", (name,))
    columns = [column for (column,) in found]
    return [dict(zip(columns, row, strict=True)) for row in rows]
