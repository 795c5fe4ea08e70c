"""Reading a list by offset while it changes, without losing or doubling a row: pure.

Offsets shift when rows come and go. So each page starts a few rows before the end of the last one
(overlap). Sharing a row with what was read proves that nothing in between was skipped (anchor); a
page that shares none is asked for again from further and further back. Rows are told apart by keys
that the caller makes; equal keys of rows that are truly two stay two as long as nothing shifted.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, Self

OVERLAP = 10
"""Rows that a page shares with the one before it when nothing changed."""
_REMEMBERED = 200
"""Keys that a bookmark keeps: further back than a usual step."""


@dataclass(slots=True)
class Reading:
    """Where the reading of one list stands. Ask for `offset` and `limit`, then `take` the page."""

    limit: int
    read: list[str] = field(default_factory=list)
    """Keys of the rows read, in the order of the list."""
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
    _in_read: Counter[str] = field(default_factory=Counter)
    """How often each key stands in `read`."""
    _displaced: Counter[str] = field(default_factory=Counter)
    """Keys that were read but have no place in `read`: rows gone, or moved further on."""

    @property
    def offset(self) -> int:
        """Where the next page starts."""
        return max(self.end - self.back, 0)

    def take(self, keys: Sequence[str]) -> list[bool]:
        """Take the page that was asked for: which of its rows are new. Its order is the list's."""
        start = self.offset
        page = _compare(self.read, self._in_read, keys, self.end - start)
        if self.read and start > 0 and all(page.fresh):
            # Nothing shared: rows may have slipped past. An empty page tells nothing either.
            self.back *= 2
            return [False] * len(keys)
        fresh = self._without_displaced(keys, page.fresh)
        if self._cut and False in fresh:
            # A bookmark no longer knows all that was read, but whatever stands before a row that
            # was read was read too, or came too late for this reading.
            fresh[: fresh.index(False)] = [False] * fresh.index(False)
        same = list(keys) == self.read[-len(keys) :]
        self.barren = self.barren + 1 if same else 0
        self._remember(keys, fresh, page.joins_at)
        # A page shorter than others shows the end; one that is full of known rows does not.
        self.done = not any(fresh) and len(keys) < max(self._largest, 2)
        self.end = start + len(keys)
        self._largest = max(self._largest, len(keys))
        self.back = max(min(OVERLAP, self._largest // 2), 1)
        return fresh

    def _remember(self, keys: Sequence[str], fresh: Sequence[bool], joins_at: int | None) -> None:
        if joins_at is None:
            self._displaced.update(k for k, is_new in zip(keys, fresh, strict=True) if is_new)
            return
        length = len(self.read) - joins_at
        if not self._displaced and self.read[joins_at:] == list(keys[:length]):  # nearly always
            self._in_read.update(keys[length:])
            self.read += keys[length:]
            return
        old, new = Counter(self.read[joins_at:]), Counter(keys)
        self._in_read.subtract(old)  # in place: the whole of it is large, a page is not
        for key in old:
            if not self._in_read[key]:
                del self._in_read[key]
        self._in_read.update(new)
        self._displaced = self._displaced + (old - new) - (new - old)
        self.read[joins_at:] = keys

    def _without_displaced(self, keys: Sequence[str], fresh: Sequence[bool]) -> list[bool]:
        """Rows that were read, then moved further on, are not new when they come again."""
        if not self._displaced:
            return list(fresh)
        left = Counter(self._displaced)
        result = []
        for key, is_new in zip(keys, fresh, strict=True):
            if is_new and left[key] > 0:
                left[key] -= 1
                is_new = False
            result.append(is_new)
        return result

    def bookmark(self) -> dict[str, Any]:
        """Enough to go on after a crash; plain JSON."""
        tail = self.read[-_REMEMBERED:]
        cut = self._cut or len(tail) < len(self.read)
        return {"end": self.end, "tail": tail, "largest": self._largest, "cut": cut}

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
        return cls(limit, keys, end, back, _largest=size, _cut=cut, _in_read=Counter(keys))


@dataclass(frozen=True, slots=True)
class _Comparison:
    fresh: list[bool]
    """Which rows of the page were not read yet."""
    joins_at: int | None
    """Index in what was read where the page begins; None: it lies wholly before the end of that."""


def _compare(
    read: Sequence[str], in_read: Counter[str], keys: Sequence[str], expected: int
) -> _Comparison:
    """Lay a page over what was read; `expected` of its rows were read if nothing shifted."""
    shared = _plain_overlap(read, keys, expected)
    if shared is not None:
        return _Comparison([index >= shared for index in range(len(keys))], len(read) - shared)
    matched = [False] * len(keys)
    first, last = None, -1
    recent_from = max(len(read) - len(keys) - _REMEMBERED, 0)
    matcher = SequenceMatcher(None, read[recent_from:], keys, autojunk=False)
    for block in matcher.get_matching_blocks():
        for index in range(block.b, block.b + block.size):
            matched[index] = True
            last = index
        if first is None and block.size:
            first = recent_from + block.a
    # What stands before a row that was read was read too, unless it was put in meanwhile.
    fresh = [
        not matched[index] and (index > last >= 0 or key not in in_read)
        for index, key in enumerate(keys)
    ]
    joins_at = first
    if first is None and not any(key in in_read for key in keys):
        joins_at = 0  # all that was read is gone, or stands further on
    return _Comparison(fresh, joins_at)


def _plain_overlap(read: Sequence[str], keys: Sequence[str], expected: int) -> int | None:
    """How many rows at the start of the page are the last ones read, in one run.

    Of several possible answers the one nearest to `expected`: equal rows make more than one.
    """
    if not read:
        return 0
    most = min(len(read), len(keys))
    if 0 < expected <= most and list(read[-expected:]) == list(keys[:expected]):
        return expected  # nearly always
    for shared in sorted(range(1, most + 1), key=lambda count: abs(count - expected)):
        if list(read[-shared:]) == list(keys[:shared]):
            return shared
    return None
