"""Orders added up by month, retailer, connection and currency: what a bookkeeper books."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import apsw

from orderdock.domain.errors import WrongUsage
from orderdock.export.picked import Part
from orderdock.export.preset import Preset
from orderdock.query.columns import BY_KEY, Column, Kind
from orderdock.query.days import local_seconds
from orderdock.query.orders import exact

_KEYS: Mapping[str, str] = {
    "month": "",
    "retailer": "o.retailer",
    "connection": "(SELECT c.key FROM connections c WHERE c.id = o.connection_id)",
    "currency": "o.currency",
}
COLUMNS: Mapping[str, Column] = {
    "month": Column("month", "Month", Kind.TEXT, 10, "", ""),
    "retailer": BY_KEY["retailer"],
    "connection": BY_KEY["connection"],
    "currency": BY_KEY["currency"],
    "orders": Column("orders", "Orders", Kind.COUNT, 8, "", ""),
    "order_total": BY_KEY["order_total"],
    "without_total": Column("without_total", "Orders Without Total", Kind.COUNT, 12, "", ""),
}
"""What a table of months can show; `order_total` is the sum, each order once."""


def month_rows(
    db: apsw.Connection,
    orders: Part,
    preset: Preset,
    names: Iterable[str] | None,
    timezone: str,
) -> tuple[tuple[Column, ...], tuple[tuple[Any, ...], ...]]:
    """Columns and rows, sorted by what is added up by; months are those of `timezone`.

    A sum is None where no order of the group has a total. Currencies are never added together.
    Raises WrongUsage for unknown columns and zones.
    """
    wanted = _named(names) if names is not None else _of_preset(preset, timezone)
    groups = [key for key in _KEYS if any(column.key == key for column in wanted)]
    by = [_month(db, timezone) if key == "month" else _KEYS[key] for key in groups]
    grouping = f" GROUP BY {', '.join(map(str, range(1, len(by) + 1)))}" if by else ""
    found: Iterable[Any] = db.execute(
        f"SELECT {''.join(f'{key}, ' for key in by)}count(*),"
        " sum(o.order_total_micro / 1000000), sum(o.order_total_micro % 1000000),"
        f" count(*) - count(o.order_total_micro) {orders.sql}{grouping}"
        f"{grouping.replace('GROUP', 'ORDER')}",
        orders.values,
    )
    rows = []
    for *keys, counted, whole, rest, blank in found:
        if counted:  # without groups SQLite adds up nothing into one row
            values = dict(zip(groups, keys, strict=True))
            values["orders"], values["without_total"] = counted, blank
            values["order_total"] = None if whole is None else str(exact(whole, rest))
            rows.append(tuple(values[column.key] for column in wanted))
    return wanted, tuple(rows)


def _named(names: Iterable[str]) -> tuple[Column, ...]:
    found = []
    for name in names:
        if name.strip() not in COLUMNS:
            raise WrongUsage(
                f"There is no column “{name.strip()}” in a table of months.",
                f"Choose from: {', '.join(COLUMNS)}.",
            )
        found.append(COLUMNS[name.strip()])
    keys = {column.key for column in found}
    if not found or ("order_total" in keys and "currency" not in keys):
        raise WrongUsage(
            "Totals are added up for each currency apart.", "Name the column currency, too."
        )
    return tuple(found)


def _of_preset(preset: Preset, timezone: str) -> tuple[Column, ...]:
    made = []
    for each in preset.columns:
        column = COLUMNS[each.column]
        heading = each.heading or column.heading
        if each.column == "month" and not each.heading and timezone != "UTC":
            heading = f"{heading} ({timezone})"
        made.append(replace(column, heading=heading))
    return tuple(made)


def _month(db: apsw.Connection, timezone: str) -> str:
    [(first, last)] = db.execute("SELECT min(ordered_at), max(ordered_at) FROM orders")
    local = local_seconds("o.ordered_at", timezone, first or 0, last or 0)
    return f"strftime('%Y-%m', {local}, 'unixepoch')"
