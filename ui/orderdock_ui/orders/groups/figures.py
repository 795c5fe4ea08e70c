"""What the charts and the table of groups show, made from the rows of a summary. No widgets."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from orderdock.query.groups import TIMES, by_year, months_between
from orderdock.query.summary import SummaryRow
from orderdock_ui.orders.groups.bars import Bar
from orderdock_ui.orders.words import Wording

NOTHING = {
    "day": "No date",
    "month": "No date",
    "year": "No date",
    "retailer": "No retailer",
    "brand": "No brand",
    "category": "No category",
    "status": "No status",
    "connection": "No connection",
}
"""What the group is called whose orders the provider said nothing about."""
MOST_MONTHS = 36
"""With more months there is a column a year."""
MOST_ROWS = 8
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@dataclass(frozen=True, slots=True)
class CurrencyOf:
    """A currency with its number of orders; `code` is empty when unknown."""

    code: str
    orders: int


def currencies(rows: Iterable[SummaryRow]) -> list[CurrencyOf]:
    """The currencies of orders summed up by time, most orders first."""
    many: dict[str, int] = {}
    for row in rows:
        many[row.currency] = many.get(row.currency, 0) + row.orders
    found = [CurrencyOf(code, orders) for code, orders in many.items()]
    return sorted(found, key=lambda each: (-each.orders, each.code))


def title_of(by: str, row: SummaryRow) -> str:
    """A group's name as shown: "Mar 2026", "Amazon", "No brand"."""
    if not row.key:
        return NOTHING[by]
    if by == "month":
        return month(row.key)
    return row.label or row.key


def month(key: str) -> str:
    """2026-03 as "Mar 2026"."""
    return f"{_MONTHS[int(key[5:7]) - 1]} {key[:4]}"


def over_time(rows: Sequence[SummaryRow], currency: str, wording: Wording) -> tuple[str, list[Bar]]:
    """Columns of a summary by month in one currency: by month, or by year when there are many.

    Months without orders stay as gaps; orders without a date are not here.
    """
    dated = [row for row in rows if row.currency == currency and row.key]
    if not dated:
        return "month", []
    months = months_between(dated[0].key, dated[-1].key)
    by, keys = "month", months
    if len(months) > MOST_MONTHS:
        by, dated = "year", by_year(dated)
        keys = [str(year) for year in range(int(months[0][:4]), int(months[-1][:4]) + 1)]
    known = {row.key: row for row in dated}
    bars = []
    for key in keys:
        row = known.get(key) or SummaryRow(key, currency, 0, 0, "0", key)
        label = title_of(by, row)
        if by == "month" and len(keys) > 12:
            label = f"{label[:3]} {label[-2:]}"
        bars.append(_bar(row, label, title_of(by, row), wording))
    return by, bars


def by_size(rows: Sequence[SummaryRow], by: str, currency: str, wording: Wording) -> list[Bar]:
    """Rows of a summary in one currency: the largest, and the rest together."""
    mine = [row for row in rows if row.currency == currency]
    mine.sort(key=lambda row: (-abs(_value(row)), row.key))
    shown = mine if len(mine) <= MOST_ROWS + 1 else mine[:MOST_ROWS]
    bars = [_bar(row, title_of(by, row), title_of(by, row), wording) for row in shown]
    rest = mine[len(shown) :]
    if rest:
        total = sum((_value(row) for row in rest), Decimal(0))
        figure = wording.amount(f"{total:f}")
        label = f"{wording.count(len(rest))} others"
        bars.append(Bar(None, label, total, f"{label}: {figure} {currency}".rstrip(), figure))
    return bars


def in_order(rows: Sequence[SummaryRow], by: str, currency: str) -> list[SummaryRow]:
    """Rows for the table: time from the newest, names by their total in `currency`.

    A group's currencies stand together, the unknown last.
    """
    keys = {row.key for row in rows}
    if by in TIMES:
        sorted_keys = sorted(keys, reverse=True)
    else:
        worth = {row.key: abs(_value(row)) for row in rows if row.currency == currency}
        sorted_keys = sorted(keys, key=lambda key: (key not in worth, -worth.get(key, 0), key))
    place = {key: number for number, key in enumerate(sorted_keys)}
    return sorted(
        rows,
        key=lambda row: (not row.key, place[row.key], row.currency != currency, row.currency),
    )


def _value(row: SummaryRow) -> Decimal:
    return Decimal(row.total or 0)


def _bar(row: SummaryRow, label: str, title: str, wording: Wording) -> Bar:
    figure = wording.amount(row.total) if row.total else "no amount"
    orders = wording.counted(row.orders, "order")
    money = f"{figure} {row.currency}".rstrip() if row.total else figure
    return Bar(row.key, label, _value(row), f"{title}: {money}, {orders}", figure)
