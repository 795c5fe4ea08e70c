"""Reading a list by a value that rises along it, such as the moment of a change: pure.

Rows move to the end when they change, so that offsets shift at every change. So each page is asked
for from the last value read on, that value included, and starts at offset 0: whatever comes, goes
or moves before it does not matter. Only rows that share one value, more of them than fit a page,
are paged by offset, with an overlap. Nothing beyond `window` is ever asked for.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from orderdock.http.met import Met
from orderdock.http.overlap import Reading

_BARREN_PAGES = 10
"""Full pages without anything new that may come of a list that moves; more do not."""


@dataclass(slots=True)
class Rising:
    """Where the reading of one list stands: ask for `size` rows from `floor` on, skip `offset`.

    Values are whole numbers; `floor` None asks without a bound. At any time everything before
    `floor` was read: a later reading may begin there.
    """

    limit: int
    floor: int | None = None
    window: int = 10_000
    offset: int = 0
    done: bool = False
    stuck: bool = False
    """It ended because the same rows come whatever is asked for."""
    expected: int | None = None
    """How many rows there are from the first `floor` on; None as long as no total was exact."""
    counted: tuple[int | None, int] = (None, 0)
    """The floor at which `expected` became known, and how many rows were read before it."""
    skipped: list[int | None] = field(default_factory=list)
    """Floors from which not all rows could be read: a whole window shares one value."""
    _seen: Met = field(default_factory=Met, compare=False)
    _again: dict[str, Hashable] = field(default_factory=dict)
    """Rows that may come once more, with the version that was read."""
    _at_floor: int = 0
    """How many rows at `floor` or above were read already."""
    _within: Reading | None = None
    """Paging among rows that share a value."""
    _barren: int = 0

    @property
    def size(self) -> int:
        """How many rows to ask for: `limit`, less where the window ends."""
        return min(self.limit, self.window - self.offset)

    @property
    def seen(self) -> int:
        """Different rows read."""
        return len(self._seen)

    def take(
        self,
        rows: Mapping[str, Hashable],
        values: Sequence[int],
        *,
        received: int,
        total: int | None = None,
        exact: bool = True,
    ) -> set[str]:
        """Take the page that was asked for; gives the keys of rows that are new or changed.

        `rows` is key -> version of each row; `values` those of its rows that can be relied on, in
        any order; `received` the length of the page. `total` is how many rows are said to be there
        from `floor` on: all of them (`exact`), or at least so many; None when nobody says.
        """
        if total is not None and exact and self.expected is None and self._within is None:
            self.counted = (self.floor, self.seen - self._at_floor)
            self.expected = self.counted[1] + total
        size, end = self.size, self.offset + received
        fresh = {key for key, version in rows.items() if self._again.get(key, self) != version}
        self._barren = 0 if fresh else self._barren + 1
        self.also(rows)
        self._again.update(rows)
        if self._within is not None and not self._joins(self._within, rows):
            return fresh  # rows may have slipped past: the same is asked for from further back
        at_end = total is not None and total <= end
        if self._within is not None and (total is None or not exact):
            at_end = at_end or self._within.done  # where nothing counts, paging shows the end
        if received == 0 or (received < size and at_end):
            self.done = True
            if values and max(values) > (self.floor or 0):
                self.floor = max(values)
        elif self._barren > _BARREN_PAGES:
            # Short pages after which nothing comes are the end, whatever was said of the total: the
            # difference shows. Where no total shows it, or whole pages repeat, it is no end.
            self.done, self.stuck = True, received >= size or self.expected is None
        else:
            self._move_on(rows, values, received, end)
        return fresh

    def also(self, keys: Iterable[str]) -> set[str]:
        """Rows count as read, also when asked for in another way: which of them were not."""
        return {key for key in keys if self._seen.add_new(hash(key))}

    def _joins(self, within: Reading, rows: Mapping[str, Hashable]) -> bool:
        """Lay the page over those before; whether it shares rows with them."""
        back = within.back
        within.take([f"{key}\x1f{version}" for key, version in rows.items()])  # unmoved ones join
        self.offset = within.offset
        return within.back <= back

    def _move_on(
        self, rows: Mapping[str, Hashable], values: Sequence[int], received: int, end: int
    ) -> None:
        highest = max(values, default=None)
        if highest is not None and (self.floor is None or highest > self.floor):
            at_floor = received - sum(value < highest for value in values)
            self._start_at(highest, dict(rows), at_floor)
            return
        if self._within is None:
            self._within = Reading(self.limit)
            self._joins(self._within, rows)
        if end >= self.window:
            self.skipped.append(self.floor)
            if self.floor is None:
                self.done = True
            else:
                self._start_at(self.floor + 1, {}, 0)

    def _start_at(self, floor: int, again: dict[str, Hashable], at_floor: int) -> None:
        self.floor, self.offset, self._within = floor, 0, None
        self._again, self._at_floor = again, at_floor
