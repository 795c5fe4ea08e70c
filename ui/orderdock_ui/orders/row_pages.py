"""The few pages of rows that are looked at, as stored and as they read on screen."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from orderdock.query.columns import Column, Kind
from orderdock.query.filters import Unit
from orderdock.query.row_ids import RowIds
from orderdock_ui.orders.words import Wording

PAGE = 128
"""Rows read at once: about a millisecond by id."""
KEPT = 64
"""Pages kept; some thousand rows."""

Values = tuple[Any, ...]
Texts = tuple[str, ...]


class RowsReader(Protocol):
    """Who knows the rows."""

    def rows(self, unit: Unit, ids: Sequence[int], columns: Sequence[str]) -> list[Values]: ...


class RowPages:
    """Rows by their place in a list of ids. The last value of a row is always its currency."""

    def __init__(self, reader: RowsReader, wording: Wording) -> None:
        self._reader = reader
        self.wording = wording
        self.ids = RowIds()
        self.days_only = False
        """Say order dates without their time."""
        self.reads = 0
        """Pages read so far."""
        self._unit = Unit.ORDERS
        self._keys: list[str] = []
        self._say: list[Callable[[Any], str]] = []
        self._values: OrderedDict[int, list[Values]] = OrderedDict()
        self._texts: dict[int, dict[int, Texts]] = {}

    def show(self, unit: Unit, columns: Sequence[Column]) -> None:
        """Read these columns from now on."""
        self._unit = unit
        self._keys = [*(c.key for c in columns), "currency"]
        self._say = [*(self._sayer(c) for c in columns), _plain]
        self.forget()

    def forget(self) -> None:
        """Read everything anew."""
        self._values.clear()
        self._texts.clear()

    def forget_words(self) -> None:
        """The same rows in other words (another zone, days alone)."""
        self._texts.clear()

    def values(self, row: int) -> Values | None:
        """The row as stored; None while its place in the order is not known."""
        number, place = divmod(row, PAGE)
        page = self._page(number)
        return page[place] if page is not None and place < len(page) else None

    def texts(self, row: int) -> Texts | None:
        """The row as it reads on screen; None while its place in the order is not known."""
        number, place = divmod(row, PAGE)
        worded = self._texts.get(number)
        if worded is not None and place in worded:
            return worded[place]
        page = self._page(number)
        if page is None or place >= len(page):
            return None
        texts = self._texts.setdefault(number, {})[place] = self._worded(page[place])
        return texts

    def _page(self, number: int) -> list[Values] | None:
        page = self._values.get(number)
        start = number * PAGE
        if page is not None and len(page) == min(PAGE, len(self.ids) - start):
            return page
        ids = self.ids[start : start + PAGE]
        if not ids:
            return None
        self.reads += 1
        page = self._reader.rows(self._unit, ids, self._keys)
        self._values[number] = page
        self._texts.pop(number, None)
        if len(self._values) > KEPT:
            gone, _ = self._values.popitem(last=False)
            self._texts.pop(gone, None)
        return page

    def _worded(self, values: Values) -> Texts:
        return tuple([say(value) for say, value in zip(self._say, values, strict=True)])

    def _ordered(self, seconds: int | None) -> str:
        return self.wording.day(seconds) if self.days_only else self.wording.moment(seconds)

    def _sayer(self, column: Column) -> Callable[[Any], str]:
        wording = self.wording
        match column.kind:
            case Kind.AMOUNT:
                return wording.amount
            case Kind.NUMBER | Kind.COUNT:
                return lambda value: wording.quantity(None if value is None else str(value))
            case Kind.DATE if column.key == "ordered_at":
                return self._ordered
            case Kind.DATE:
                return wording.moment
            case _:
                return _plain


def _plain(value: Any) -> str:
    return "" if value is None else " ".join(str(value).split())
