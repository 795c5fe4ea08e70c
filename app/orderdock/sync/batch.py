"""Readings gathered for one commit: rows, bookmarks and evidence of the same moment."""

from dataclasses import dataclass, field

from orderdock.connector.contract import Bookmark, Completed, LinkFailed, LinksFound, Page
from orderdock.domain.orders import SetAside
from orderdock.store.told import Told, told

_ROWS = 8_000
"""Committing a tenth of it doubles the cost of writing; more gain nothing."""
_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Pack:
    """A page on its way to the store."""

    orders: list[Told]
    lines: int
    set_aside: list[SetAside]
    scope: str
    bookmark: Bookmark | None
    whole: frozenset[str]


Kept = Pack | LinksFound | LinkFailed | Completed


def packed(page: Page, *, judged: bool = False) -> Pack:
    """What of a page is kept; `judged` does some of the work here that is else done there."""
    orders = [told(order, judged=judged) for order in page.orders]
    lines = sum(order.shown for order in orders)
    return Pack(orders, lines, page.set_aside, page.scope, page.bookmark, page.whole)


@dataclass(slots=True)
class Batch:
    """What the next commit will hold, in the order it was read."""

    readings: list[Kept] = field(default_factory=list)
    since: float | None = None
    """When the first of them came (monotonic seconds)."""
    rows: int = 0

    def put(self, reading: Kept, now: float) -> None:
        """Take one more."""
        if self.since is None:
            self.since = now
        self.readings.append(reading)
        if isinstance(reading, Pack):
            self.rows += reading.lines

    def take(self) -> list[Kept]:
        """Everything gathered, to be committed; the batch is empty then."""
        readings, self.readings = self.readings, []
        self.since, self.rows = None, 0
        return readings

    def is_due(self, now: float) -> bool:
        """Whether it is time to commit."""
        return self.is_full() or self.seconds_left(now) == 0

    def is_full(self) -> bool:
        """Whether it holds as much as one commit should."""
        return self.rows >= _ROWS

    def seconds_left(self, now: float) -> float | None:
        """Seconds until it is due by age; None while it is empty."""
        return None if self.since is None else max(self.since + _SECONDS - now, 0.0)
