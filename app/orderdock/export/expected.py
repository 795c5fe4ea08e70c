"""What the amounts of a file must come to, taken from the database by another way than its rows."""

from collections.abc import Iterable, Iterator
from itertools import repeat
from typing import Any

import apsw

from orderdock.domain.amounts import MILLION, millionths
from orderdock.export.adding_up import Adding
from orderdock.export.output import chunks
from orderdock.export.table import Table

_MICRO = {"o.order_total": "o.order_total_micro", "l.unit_price": "l.unit_price_micro"}
"""Amounts that the database also keeps as whole millionths."""
_LINES_TOTAL = "l.order_total"
"""Its order's, unless the provider said another with the line."""

ByCurrency = dict[str, int]
"""Sums in millionths; an empty currency is an unknown one."""


class Expected:
    """The amounts of one table."""

    def __init__(self, db: apsw.Connection, table: Table, currency: int | None) -> None:
        """`currency` is where the currency's column stands."""
        self._db = db
        self._table = table
        self._currency = currency

    def of(self, place: int) -> Iterator[ByCurrency]:
        """The sums of the column at `place`; those of a quick way first, which may be wrong.

        What agrees with any is right: by chance it does not.
        """
        table = self._table
        shown = table.columns[place].expression(table.unit) if table.source else ""
        if shown == _LINES_TOTAL:
            if table.picked.whole_orders:
                yield self._of_orders()
            yield self._of_lines()
        elif shown in _MICRO:
            yield self._sums(_MICRO[shown])
        else:
            yield self._added_up(place)

    def _of_orders(self) -> ByCurrency:
        """Each order's total as often as it has lines: a fifth of the work of reading these."""
        named = "coalesce(o.currency, '')" if self._currency is not None else "''"
        part = self._table.picked.orders.where(
            ["o.order_total_micro IS NOT NULL", "o.line_count > 0"]
        )
        return _joined(
            self._db.execute(
                f"SELECT {named}, sum(o.order_total_micro / 1000000 * o.line_count),"
                f" sum(o.order_total_micro % 1000000 * o.line_count) {part.sql} GROUP BY 1",
                part.values,
            )
        )

    def _of_lines(self) -> ByCurrency:
        found = self._sums("o.order_total_micro", "l.order_total IS o.order_total")
        part = self._table.picked.lines.where(
            ["l.order_total IS NOT NULL", "l.order_total IS NOT o.order_total"]
        )
        others: Iterable[Any] = self._db.execute(
            f"SELECT {self._named()}, l.order_total {part.sql}", part.values
        )
        for currency, total in others:
            found[currency] = found.get(currency, 0) + millionths(total)
        return found

    def _sums(self, micro: str, *only: str) -> ByCurrency:
        table = self._table
        part = table.picked.of(table.unit).where([f"{micro} IS NOT NULL", *only])
        return _joined(
            self._db.execute(
                f"SELECT {self._named()}, sum({micro} / 1000000), sum({micro} % 1000000)"
                f" {part.sql} GROUP BY 1",
                part.values,
            )
        )

    def _added_up(self, place: int) -> ByCurrency:
        """Of a column that only its text says: turned signs, sums of months."""
        adding = Adding([""])
        for chunk in chunks(self._table.read(self._db)):
            currencies: Iterable[Any] = repeat("")
            if self._currency is not None:
                currencies = [row[self._currency] for row in chunk]
            adding.take(currencies, [[row[place] for row in chunk]])
        return adding.sums()[""]

    def _named(self) -> str:
        """SQL of the currency as the table shows it."""
        if self._currency is None:
            return "''"
        return f"coalesce({self._table.columns[self._currency].expression(self._table.unit)}, '')"


def _joined(rows: Iterable[Any]) -> ByCurrency:
    return {name: whole * MILLION + rest for name, whole, rest in rows}
