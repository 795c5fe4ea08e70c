"""Reading a list of rows with rising ids while it changes, page by page, without losing one: pure.

For lists whose pages have a fixed size, so that no overlap can be asked for. Page numbers shift
when rows are deleted; "what comes after this id" does not. So that is asked for wherever a server
heeds it, which each answer must prove. Where it does not, pages are read from the last to the
first: deletions then push known rows into view, and new rows come behind. A list in another order
is read forward, again and again until it stood still meanwhile.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import pairwise
from typing import Any, Self

from orderdock.http.met import Met

_PASSES = 4
"""So often a list in another order is read before it is taken as it came."""


class _Way(Enum):
    START = "start"
    AFTER = "after"
    DOWN = "down"
    ACROSS = "across"


@dataclass(slots=True)
class IdWalk:
    """Where the reading of one list stands. Ask for `after`, else for `page`; `take` the answer."""

    known: int = 0
    """Rows read by earlier walks, where this one goes on."""
    after: int | None = None
    """Ask for what comes after this id; None: ask for `page`."""
    page: int = 1
    """Counted from 1."""
    total: int | None = None
    """How many rows the whole list has, as last heard."""
    done: bool = False
    settled: bool = True
    """False when the list never stood still: a row may have slipped by."""
    shown: int = 0
    """How many were told to be read already: reading some again takes nothing back."""
    _way: _Way = _Way.START
    _last_page: int = 1
    _read: Met = field(default_factory=Met, compare=False)
    _nameless: dict[int, int] = field(default_factory=dict)
    """Rows without an id by page."""
    _by_id: int = 0
    """Rows that came by id: only their number, so that memory stays flat."""
    _passes: int = 1
    _still: bool = True
    _top: int | None = None
    """The first row of the first page."""

    @property
    def count(self) -> int:
        """Rows known by now."""
        return self.known + self._by_id + len(self._read) + sum(self._nameless.values())

    @property
    def anew(self) -> bool:
        """Whether rows come now of which most were read before."""
        return self._way is _Way.DOWN

    def take(
        self, ids: Sequence[int | None], *, total: int | None, pages: int, has_more: bool
    ) -> list[bool]:
        """Take the page that was asked for: which of its rows are new.

        `total`, `pages` (0: not said) and `has_more` are what the answer says of the list asked
        for. A row without an id is always new.
        """
        if self._way is _Way.AFTER:
            return self._take_after(ids, has_more=has_more)
        same_total, self.total = total == self.total, total
        self._last_page = pages
        fresh = [i is None or hash(i) not in self._read for i in ids]
        for i in _present(ids):
            self._read.add_new(hash(i))
        if missing := len(ids) - len(_present(ids)):
            self._nameless[self.page] = missing
        match self._way:
            case _Way.START:
                self._start(ids, has_more=has_more)
            case _Way.DOWN:
                self._step_down(ids)
            case _:
                self._step_across(ids, same_total=same_total, has_more=has_more)
        return fresh

    def by_page(self) -> None:
        """Ask by id no more: the server refuses it, or rows seem to be missing."""
        self.after, self.done = None, False
        if self._read and self._last_page:
            self._way, self.page = _Way.DOWN, self._last_page
        elif self._read:  # which page is the last is not known
            self._way, self.page, self._still = _Way.ACROSS, 1, False
        else:  # it went on from an earlier walk: nothing is known but a number
            self._way, self.page = _Way.START, 1
        self.known = self._by_id = 0

    def _start(self, ids: Sequence[int | None], *, has_more: bool) -> None:
        self._top = _first(ids)
        if not has_more:
            self.done = True
        elif _rises(ids):
            self._way, self.after = _Way.AFTER, max(_present(ids))
        else:
            self._way, self.page = _Way.ACROSS, 2

    def _take_after(self, ids: Sequence[int | None], *, has_more: bool) -> list[bool]:
        after = self.after if self.after is not None else 0
        highest = max(_present(ids), default=after)
        heeded = not ids or (_rises(ids) and min(_present(ids)) >= after)
        if not heeded or (has_more and highest == after):
            self.by_page()
            return [True] * len(ids)
        fresh = [i is None or i > after for i in ids]
        self._by_id += sum(fresh)
        self.after, self.done = highest, not has_more
        return fresh

    def _step_down(self, ids: Sequence[int | None]) -> None:
        if ids and not _rises(ids):
            self._way, self.page, self._still = _Way.ACROSS, 1, False
            return
        self.page -= 1
        self.done = self.page == 0

    def _step_across(self, ids: Sequence[int | None], *, same_total: bool, has_more: bool) -> None:
        self._still = self._still and same_total
        if self.page > 1:
            self.page = self.page + 1 if has_more else 1
            return
        # The first page again: an unchanged list means that nothing moved in between.
        self.done = not has_more or (self._still and _first(ids) == self._top)
        if not self.done and self._passes == _PASSES:
            self.done, self.settled = True, False
        self._passes, self._still, self._top, self.page = self._passes + 1, True, _first(ids), 2

    def bookmark(self) -> dict[str, Any] | None:
        """Enough to go on after a crash, plain JSON; None where only a new start is safe."""
        if self._way is not _Way.AFTER:
            return None
        return {"after": self.after, "known": self.count}

    @classmethod
    def resumed(cls, bookmark: Mapping[str, Any] | None) -> Self:
        """Go on from a bookmark; one that makes no sense starts anew."""
        after, known = (bookmark or {}).get("after"), (bookmark or {}).get("known")
        if type(after) is not int or type(known) is not int or known < 0:
            return cls()
        return cls(known=known, after=after, _way=_Way.AFTER)


def _present(ids: Iterable[int | None]) -> list[int]:
    return [i for i in ids if i is not None]


def _first(ids: Iterable[int | None]) -> int | None:
    return next(iter(_present(ids)), None)


def _rises(ids: Sequence[int | None]) -> bool:
    """Whether there are ids, each greater than the one before."""
    present = _present(ids)
    return bool(present) and all(a < b for a, b in pairwise(present))
