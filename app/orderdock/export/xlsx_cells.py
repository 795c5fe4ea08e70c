"""Stored values as the cells of a worksheet, a column of a few hundred rows at a time.

Text is text whatever it begins with, so that no spreadsheet runs it and no id is taken for a
number. Numbers keep the provider's digits. Unknown values leave no cell at all.
"""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

from orderdock.export.dates import CLOCK_DATES
from orderdock.export.xlsx_styles import (
    CLOCK,
    HEAD,
    HEAD_OF_NUMBERS,
    NUMBER,
    TEXT,
    WHOLE,
    Styles,
)
from orderdock.query.columns import Column, Kind

LONGEST = 32_767
"""UTF-16 units that Excel keeps of a cell; a file with more is said to be damaged."""
_RIGHT = frozenset((Kind.NUMBER, Kind.AMOUNT, Kind.COUNT))
"""Columns of figures, which stand at the right."""
_GAP = "\x1f"
_DAY = 86_400
_EPOCH = 25_569
"""1970-01-01 in days of Excel."""
_FIRST = int(datetime(1900, 3, 1, tzinfo=UTC).timestamp())
_LAST = 253_402_300_799
"""Excel counts a 29 February 1900 that never was, and knows no years from 10000 on."""
_odd = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_odd_but_gap = re.compile("[\x00-\x08\x0b-\x1e\ufffe\uffff]|_x[0-9A-Fa-f]{4}_").search

Values = Sequence[Any]
Cells = list[str]


def letters(place: int) -> str:
    """The name of a column: 0 is A, 26 is AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name


class CellMaker:
    """Makes the cells of one table's columns; counts texts that had to be cut."""

    def __init__(self, columns: Sequence[Column], styles: Styles, days: str = "") -> None:
        """`days` is the form of dates without a time of day; the last of rows is the currency."""
        self.cut = 0
        self._styles = styles
        self._days = days
        makers: dict[Kind, Callable[[str, range, Values, Values], Cells]] = {
            Kind.TEXT: self._texts,
            Kind.NUMBER: _numbers,
            Kind.AMOUNT: self._amounts,
            Kind.DATE: self._dates,
            Kind.COUNT: _counts,
        }
        self._makers = [(letters(n), makers[c.kind]) for n, c in enumerate(columns)]

    def rows(self, first: int, rows: Sequence[tuple[Any, ...]]) -> str:
        """XML of the rows, numbered from `first` on; their last value is the row's currency."""
        numbers = range(first, first + len(rows))
        *columns, currencies = zip(*rows, strict=True)
        cells = [
            make(letter, numbers, values, currencies)
            for (letter, make), values in zip(self._makers, columns, strict=True)
        ]
        begin = [f'<row r="{number}">' for number in numbers]
        end = ["</row>"] * len(rows)
        return "".join(["".join(parts) for parts in zip(begin, *cells, end, strict=True)])

    def heading(self, columns: Sequence[Column]) -> str:
        """XML of the first row: what the columns are called."""
        cells = [
            f'<c r="{letters(n)}1" s="{HEAD_OF_NUMBERS if column.kind in _RIGHT else HEAD}"'
            f' t="inlineStr"><is><t xml:space="preserve">{self.escaped(column.heading)}</t>'
            "</is></c>"
            for n, column in enumerate(columns)
        ]
        return f'<row r="1">{"".join(cells)}</row>'

    def escaped(self, text: str) -> str:
        """Text between tags: no longer than Excel takes, what XML cannot say as _x0000_."""
        if len(text) > LONGEST // 2 and len(text.encode("utf-16-le")) > 2 * LONGEST:
            self.cut += 1
            text = text.encode("utf-16-le")[: 2 * LONGEST].decode("utf-16-le", "ignore")
        return escape(_odd.sub(_as_code, text))

    def _texts(self, letter: str, numbers: range, values: Values, _: Values) -> Cells:
        texts = self._all_escaped(["" if value is None else value for value in values])
        return [
            f'<c r="{letter}{n}" s="{TEXT}" t="inlineStr"><is><t xml:space="preserve">{text}</t>'
            "</is></c>"
            if text
            else ""
            for n, text in zip(numbers, texts, strict=True)
        ]

    def _all_escaped(self, texts: list[str]) -> list[str]:
        """Many texts as one, since most hold nothing special and C looks faster than we do."""
        joined = _GAP.join(texts)
        if (
            joined.count(_GAP) != len(texts) - 1
            or _odd_but_gap(joined) is not None
            or (len(joined) > LONGEST // 2 and max(map(len, texts)) > LONGEST // 2)
        ):
            return [self.escaped(text) for text in texts]
        return escape(joined).split(_GAP)

    def _amounts(self, letter: str, numbers: range, values: Values, currencies: Values) -> Cells:
        amount = self._styles.amount
        return [
            f'<c r="{letter}{n}" s="{amount(currency, _decimals(value))}"><v>{value}</v></c>'
            if value is not None
            else ""
            for n, value, currency in zip(numbers, values, currencies, strict=True)
        ]

    def _dates(self, letter: str, numbers: range, values: Values, _: Values) -> Cells:
        style, length = (self._styles.day(self._days), _DAY) if self._days else (CLOCK, 1)
        return [
            ""
            if value is None
            else f'<c r="{letter}{n}" s="{style}"><v>{_serial(value, length)}</v></c>'
            if _FIRST <= value <= _LAST
            else f'<c r="{letter}{n}" s="{TEXT}" t="inlineStr"><is><t>{CLOCK_DATES.text(value)}</t>'
            "</is></c>"
            for n, value in zip(numbers, values, strict=True)
        ]


def _serial(seconds: int, length: int) -> float | int:
    """Days of Excel; whole ones where `length` is a day."""
    return seconds // _DAY + _EPOCH if length == _DAY else seconds / _DAY + _EPOCH


def _decimals(number: str) -> int:
    point = number.find(".")
    return len(number) - point - 1 if point >= 0 else 0


def _numbers(letter: str, numbers: range, values: Values, _: Values) -> Cells:
    return [
        f'<c r="{letter}{n}" s="{NUMBER}"><v>{value}</v></c>' if value is not None else ""
        for n, value in zip(numbers, values, strict=True)
    ]


def _counts(letter: str, numbers: range, values: Values, _: Values) -> Cells:
    return [
        f'<c r="{letter}{n}" s="{WHOLE}"><v>{value}</v></c>' if value is not None else ""
        for n, value in zip(numbers, values, strict=True)
    ]


def _as_code(found: re.Match[str]) -> str:
    """As Excel itself writes it; what looks like such a code by chance gets its first mark so."""
    return f"_x{ord(found[0]):04X}_"
