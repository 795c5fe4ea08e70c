"""A list of lines that can be asked for by dates, offset and limit: one span of it at a time."""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Self

from orderdock.connector import reading
from orderdock.connector.assumptions import Assumptions
from orderdock.connector.line_rows import Row, Rows, key_of, orders_of
from orderdock.connector.spans import DAY, Span
from orderdock.domain.orders import Order, SetAside
from orderdock.http.overlap import Reading

_ROUND, _SMALL = 5, 10
"""A page of 20, 25, 64, 250 ... rows, or of very few, may be a server's own maximum rather than the
end.
"""
_BARREN_PAGES = 3
"""So many full pages without anything new may come of a list that moves; more do not."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How a history is cut into pieces; rows of the provider's assumptions, by the same names."""

    page_size: int
    split_rows: int
    """A span with more lines is read in halves."""
    oldest_year: int
    """Where halving starts."""
    look_back: int
    """Seconds before its end from which a long history is read again."""
    whole_lines: int
    """A history of at most so many lines is always read whole."""

    @classmethod
    def assumed(cls, assumptions: Assumptions, largest_page: int) -> Self:
        """As the table of assumptions has them."""
        number = assumptions.number
        return cls(
            max(1, min(int(number("page_size")), largest_page)),
            int(number("split_rows")),
            int(number("oldest_year")),
            int(number("look_back_days")) * DAY,
            int(number("whole_lines")),
        )


@dataclass(frozen=True, slots=True)
class Source:
    """One provider's list of lines."""

    ask: Callable[[Span, int, int], Awaitable[bytes]]
    """Asks for the page of a span at an offset, with so many lines at most."""
    read: Callable[[bytes], Rows]
    """Its rows. Raises UnexpectedAnswer."""
    limits: Limits
    what: str
    """What a person would call the list."""
    provider: str
    names: Mapping[str, str] = field(default_factory=dict)
    """Names of links by id, for orders that do not name theirs."""


class _Taken(NamedTuple):
    orders: list[Order]
    set_aside: list[SetAside]
    received: int
    done: bool


@dataclass
class SpanReader:
    """One span: lays pages over each other and tells equal lines apart. Runs in the worker."""

    source: Source
    span: Span
    reading: Reading = field(init=False)
    occurrences: Counter[str] = field(default_factory=Counter)
    first: list[str] = field(default_factory=list)
    """Keys of the first page."""
    had_empty: bool = False
    deaf: bool = False
    """The same came at another offset: the server does not heed it."""

    def __post_init__(self) -> None:
        self.reading = Reading(self.source.limits.page_size)

    def take(self, body: bytes) -> _Taken:
        """What is new in the page asked for. Raises UnexpectedAnswer."""
        rows = self.source.read(body)
        keys = [key_of(row) for row in rows]
        # Fewer rows than asked for, or nothing further on, and then the same again: that is all.
        self.had_empty = self.had_empty or not keys
        is_all = (len(keys) < self.reading.limit or self.had_empty) and keys == self.first
        is_all = is_all and len(self.reading.read) == len(keys) > 0
        if self.reading.offset > 0 and not self.deaf:  # as many as that may have come meanwhile
            is_all = is_all and self.reading.barren > 0
        self.first = self.first or keys
        fresh = self.reading.take(keys)
        if self.reading.barren > _BARREN_PAGES and not is_all:
            source, why = self.source, "the same page comes every time"
            raise reading.unexpected(source.what, source.provider, why)
        new: Rows = [row for row, is_new in zip(rows, fresh, strict=True) if is_new]
        mine = [r for r in new if isinstance(r, Row) and self.span.holds(r.ordered_at)]
        return _Taken(
            orders_of(mine, self.occurrences, self.source.names),
            [r for r in new if isinstance(r, SetAside)],
            len(rows),
            is_all or self.reading.done or self._ends_with(len(rows), anything_new=any(fresh)),
        )

    def _ends_with(self, received: int, *, anything_new: bool) -> bool:
        """A page shorter than asked for is the last one, if it joined what was read."""
        return anything_new and received < self.reading.limit and not _may_be_a_maximum(received)


def _may_be_a_maximum(rows: int) -> bool:
    return 0 < rows <= _SMALL or rows % _ROUND == 0 or rows & (rows - 1) == 0
