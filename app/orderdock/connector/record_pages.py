"""Many records at once: a page decoded in one go, what comes again remembered."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Any, Generic, TypeVar

import msgspec

from orderdock.connector import reading
from orderdock.connector.remembered import Remembered
from orderdock.domain.orders import Line

T = TypeVar("T")
Text = str | int | None
Number = Any
"""As RecordPages gives it: a whole number, or the text of a number; anything else is refused."""
Goods = tuple[str | None, str | None, str | None, str | None]
"""Brand, department, category and subcategory."""
_AT_ONCE = 50
"""Records decoded in one go: few enough to be gone from the processor's cache only once used."""
_new = tuple.__new__
"""Builds a named tuple without going through its own, slower, constructor."""


class RecordPages(Generic[T]):
    """Reads the records of a page as `kind`, a msgspec type.

    Fractions in fields of any kind (`Any`) come as the text they are written in.
    """

    def __init__(self, kind: type[T]) -> None:
        decoder = msgspec.json.Decoder(kind, float_hook=str)
        self._one = decoder.decode
        self._lines = decoder.decode_lines

    def read(
        self, body: bytes, what: str, provider: str, *wrappers: str
    ) -> Iterator[tuple[bytes, T | Exception]]:
        """Each record's own bytes with the record, or with one of `reading.UNREADABLE`.

        The list is found as in `reading.raw_records`. Raises UnexpectedAnswer.
        """
        return self.each(reading.raw_records(body, what, provider, *wrappers))

    def each(self, records: Iterable[msgspec.Raw]) -> Iterator[tuple[bytes, T | Exception]]:
        """The same of records that were found already."""
        rest = iter(records)
        while raws := list(map(bytes, islice(rest, _AT_ONCE))):
            try:
                some: Sequence[T | Exception] = self._lines(b"\n".join(raws))
            except (msgspec.MsgspecError, UnicodeDecodeError):  # a single one spoils them all
                some = [self.one(raw) for raw in raws]
            yield from zip(raws, some, strict=True)

    def one(self, raw: bytes) -> T | Exception:
        """A single record, or one of `reading.UNREADABLE`."""
        try:
            return self._one(raw)
        except (msgspec.MsgspecError, UnicodeDecodeError) as trouble:
            return trouble


class Amounts(Remembered[str | None]):
    """`reading.amount` of what RecordPages gives for a number: prices come again.

    `what` names it ("price"). Raises UnreadableRecord, and TypeError for a list or an object.
    """

    def __init__(self, what: str) -> None:
        super().__init__(partial(reading.amount, what=what))
        self._what = what

    def of(self, value: Any) -> str | None:
        """The same of a value that may be anything. Raises UnreadableRecord."""
        kind = type(value)
        if kind is str:
            return self[value]
        return self[str(value)] if kind is int else reading.amount(value, self._what)


class Moments(Remembered[int | None]):
    """`reading.when` of what RecordPages gives for a date: it comes again with every line.

    `what` names it ("order date"). Raises UnreadableRecord, and TypeError for a list or an object.
    """

    def __init__(self, what: str) -> None:
        super().__init__(partial(reading.when, what=what))


def line_of(
    key: str,
    name: str | None,
    goods: Goods,
    sku: str | None,
    quantity: str | None,
    price: str | None,
    status: str | None,
    raw: bytes = b"",
) -> Line:
    """A line that says nothing of its order: what it is of, how many, for how much, how far."""
    brand, dept, category, sub = goods  # quicker than to unpack them in place
    of = (key, name, brand, dept, category, sub, sku, quantity, price, None, status, None, raw)
    return _new(Line, of)


def told_apart(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines of one order; where a key comes again, it is followed by how often it came."""
    if len({line.key for line in lines}) == len(lines):  # nearly always
        return tuple(lines)
    met: Counter[str] = Counter()
    apart = []
    for line in lines:
        met[line.key] += 1
        nth = met[line.key]
        apart.append(line if nth == 1 else line._replace(key=f"{line.key}#{nth}"))
    return tuple(apart)
