"""Reading a list by offset while it changes, without losing or doubling a row: pure.

Offsets shift when rows come and go. So each page starts a few rows before the end of the last one
(overlap). Sharing a row with what was read proves that nothing in between was skipped (anchor); a
page that shares none is asked for again from further and further back. Rows are told apart by keys
that the caller makes; equal keys of rows that are truly two stay two as long as nothing shifted.
"""

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, Self

from orderdock.http.met import Met

OVERLAP = 10
"""Rows that a page shares with the one before it when nothing changed."""
_REMEMBERED = 200
"""Keys that a bookmark keeps: further back than a usual step."""


@dataclass(slots=True)
class Reading:
    """Where the reading of one list stands. Ask for `offset` and `limit`, then `take` the page."""

    limit: int
    read: "array[int]" = field(default_factory=lambda: array("q"))
    """Hashes of the keys of the rows read, in the order of the list."""
    end: int = 0
    """Offset after the last row read, as it was then."""
    back: int = OVERLAP
    """How far before `end` the next page starts."""
    done: bool = False
    """The end of the list was reached and nothing is missing."""
    barren: int = 0
    """Times in a row that the very same rows came once more: a few may come of a list that moves,
    more of a server that does not heed the offset.
    """
    _largest: int = 0
    _cut: bool = False
    """Rows were read before the first of `read`: a bookmark keeps only the last ones."""
    _tail: list[str] = field(default_factory=list)
    """The last keys of `read` themselves."""
    _in_read: Met | None = None
    """What stands in `read`, for looking it up; None as long as nothing shifted."""
    _displaced: Counter[int] = field(default_factory=Counter)
    """Keys that were read but have no place in `read`: rows gone, or moved further on."""

    @property
    def offset(self) -> int:
        """Where the next page starts."""
        return max(self.end - self.back, 0)

    def take(self, keys: Sequence[str]) -> list[bool]:
        """Take the page that was asked for: which of its rows are new. Its order is the list's."""
        start, rows = self.offset, array("q", map(hash, keys))
        page = self._compare(rows, self.end - start)
        if self.read and start > 0 and all(page.fresh):
            # Nothing shared: rows may have slipped past. An empty page tells nothing either.
            self.back *= 2
            return [False] * len(keys)
        fresh = self._without_displaced(rows, page.fresh)
        if self._cut and False in fresh:
            # A bookmark no longer knows all that was read, but whatever stands before a row that
            # was read was read too, or came too late for this reading.
            fresh[: fresh.index(False)] = [False] * fresh.index(False)
        same = rows == self.read[-len(rows) :] if rows else not self.read
        self.barren = self.barren + 1 if same else 0
        if page.joins_at is None:
            self._displaced.update(row for row, new in zip(rows, fresh, strict=True) if new)
        else:
            self._remember_keys(keys, page.joins_at)
            self._remember(rows, page.joins_at)
        # A page shorter than others shows the end; one that is full of known rows does not.
        self.done = not any(fresh) and len(keys) < max(self._largest, 2)
        self.end = start + len(keys)
        self._largest = max(self._largest, len(keys))
        self.back = max(min(OVERLAP, self._largest // 2), 1)
        return fresh

    def _compare(self, rows: "array[int]", expected: int) -> "_Comparison":
        """Lay a page over what was read; `expected` of its rows were read if nothing shifted."""
        shared = _plain_overlap(self.read, rows, expected)
        if shared is not None:
            return _Comparison([at >= shared for at in range(len(rows))], len(self.read) - shared)
        if self._in_read is None:
            self._in_read = Met(self.read)
        return _laid_over(self.read, self._in_read, rows)

    def _remember(self, rows: "array[int]", joins_at: int) -> None:
        length = len(self.read) - joins_at
        if not self._displaced and self.read[joins_at:] == rows[:length]:  # nearly always
            self._look_up(rows[length:])
            self.read += rows[length:]
            return
        replaced = self.read[joins_at:]
        old, new = Counter(replaced), Counter(rows)
        self._look_up(rows, instead_of=replaced)
        self._displaced = self._displaced + (old - new) - (new - old)
        self.read[joins_at:] = rows

    def _look_up(self, rows: "array[int]", instead_of: Sequence[int] = ()) -> None:
        if self._in_read is not None:
            for row in instead_of:
                self._in_read.remove(row)
            for row in rows:
                self._in_read.add(row)

    def _remember_keys(self, keys: Sequence[str], joins_at: int) -> None:
        kept = len(self._tail) - (len(self.read) - joins_at)
        self._tail = [*self._tail[: max(kept, 0)], *keys][-_REMEMBERED:]

    def _without_displaced(self, rows: Sequence[int], fresh: Sequence[bool]) -> list[bool]:
        """Rows that were read, then moved further on, are not new when they come again."""
        if not self._displaced:
            return list(fresh)
        left = Counter(self._displaced)
        result = []
        for row, is_new in zip(rows, fresh, strict=True):
            if is_new and left[row] > 0:
                left[row] -= 1
                is_new = False
            result.append(is_new)
        return result

    def bookmark(self) -> dict[str, Any]:
        """Enough to go on after a crash; plain JSON."""
        cut = self._cut or len(self._tail) < len(self.read)
        return {"end": self.end, "tail": self._tail, "largest": self._largest, "cut": cut}

    @classmethod
    def resumed(cls, limit: int, bookmark: Mapping[str, Any]) -> Self:
        """Go on from a bookmark; one that makes no sense starts anew."""
        tail, end = bookmark.get("tail"), bookmark.get("end")
        if not isinstance(tail, list) or not isinstance(end, int) or end < 0 or not tail:
            return cls(limit)
        keys = [str(key) for key in tail]
        largest = bookmark.get("largest")
        size = largest if isinstance(largest, int) and largest > 0 else 2 * OVERLAP
        back = max(min(OVERLAP, size // 2), 1)
        cut = bookmark.get("cut") is True
        read = array("q", map(hash, keys))
        return cls(limit, read, end, back, _largest=size, _cut=cut, _tail=keys)


@dataclass(frozen=True, slots=True)
class _Comparison:
    fresh: list[bool]
    """Which rows of the page were not read yet."""
    joins_at: int | None
    """Index in what was read where the page begins; None: it lies wholly before the end of that."""


def _laid_over(read: "array[int]", in_read: Met, rows: "array[int]") -> _Comparison:
    """Where rows came or went: which of a page's rows were read, and where it joins."""
    matched = [False] * len(rows)
    first, last = None, -1
    recent_from = max(len(read) - len(rows) - _REMEMBERED, 0)
    matcher = SequenceMatcher(None, read[recent_from:], rows, autojunk=False)
    for block in matcher.get_matching_blocks():
        for index in range(block.b, block.b + block.size):
            matched[index] = True
            last = index
        if first is None and block.size:
            first = recent_from + block.a
    # What stands before a row that was read was read too, unless it was put in meanwhile.
    fresh = [
        not matched[index] and (index > last >= 0 or row not in in_read)
        for index, row in enumerate(rows)
    ]
    joins_at = first
    if first is None and not any(row in in_read for row in rows):
        joins_at = 0  # all that was read is gone, or stands further on
    return _Comparison(fresh, joins_at)


def _plain_overlap(read: "array[int]", rows: "array[int]", expected: int) -> int | None:
    """How many rows at the start of the page are the last ones read, in one run.

    Of several possible answers the one nearest to `expected`: equal rows make more than one.
    """
    if not read:
        return 0
    most = min(len(read), len(rows))
    if 0 < expected <= most and read[-expected:] == rows[:expected]:
        return expected  # nearly always
    for shared in sorted(range(1, most + 1), key=lambda count: abs(count - expected)):
        if read[-shared:] == rows[:shared]:
            return shared
    return None
