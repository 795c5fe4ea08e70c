"""Walking through a list whose rows have ids: page after page, each row once, none lost."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Generic, NamedTuple, Protocol, TypeVar

from orderdock.connector.contract import Completed, Progress
from orderdock.domain.errors import Rejected
from orderdock.http.id_walk import IdWalk

_TRIES = 2
"""So often a list that seems to have lost rows is read anew."""


class HasId(Protocol):
    """A row of a list."""

    @property
    def id(self) -> int | None: ...


R = TypeVar("R", bound=HasId)


class Part(NamedTuple, Generic[R]):
    """One page, and what it says of the list that was asked for; no `pages`: not said."""

    rows: list[R]
    total: int | None
    pages: int
    has_more: bool


Ask = Callable[[int, int | None], Awaitable[Part[R]]]
"""Asks for the first page of what comes after an id, else for a page by its number (from 1).

Raises Rejected when it cannot be asked by id.
"""


async def walked(
    ask: Ask[R], walk: IdWalk, first: Part[R] | None = None, *, moving: bool = False
) -> AsyncGenerator[list[R], None]:
    """Of each page the rows that were not read before, to the end of the list.

    `first` is the page that the walk wants first, where it was read already. Rows may come into the
    midst of a list that is `moving`: where it can only be asked for by page, and has several, it is
    read until nothing new shows.
    """
    part, tries, news = first, _TRIES, False
    while not walk.done:
        if part is None:
            try:
                part = await ask(walk.page, walk.after)
            except Rejected:
                if walk.after is None:
                    raise
                walk.by_page()
                continue
        ids = [row.id for row in part.rows]
        fresh = walk.take(ids, total=part.total, pages=part.pages, has_more=part.has_more)
        yield [row for row, new in zip(part.rows, fresh, strict=True) if new]
        news = news or any(fresh)
        by_page = moving and walk.settled and walk.after is None and part.pages > 1
        again = by_page and (news or is_short(walk))
        part = None
        if not walk.done or not (again or (tries and await _is_still_short(ask, walk))):
            continue
        if tries:
            tries, news = tries - 1, False
            walk.by_page()
        elif again:
            walk.settled = False


def is_short(walk: IdWalk) -> bool:
    """Whether there is more than was read, as last heard."""
    return walk.total is not None and walk.count < walk.total


async def _is_still_short(ask: Ask[R], walk: IdWalk) -> bool:
    """The same by the number of this moment, where the list was read by id."""
    if walk.after is None or not is_short(walk):
        return False
    walk.total = (await ask(1, None)).total
    return is_short(walk)


def progress(walk: IdWalk, message: str = "", *, waiting: int = 0) -> Progress:
    """How far it is, but for rows still `waiting`.

    Rows that are gone by now were read all the same: never more than all.
    """
    walk.shown = max(walk.shown, walk.count - waiting)
    total = None if walk.total is None else max(walk.total, walk.count, walk.shown)
    return Progress("reading", done=walk.shown, total=total, message=message)


def completed(walk: IdWalk, now: int, unit: str = "orders") -> Completed:
    """What the list has against what was read of it, as of `now` (seconds since 1970 UTC)."""
    doubt = "Orders came and went all the while they were read. Sync again to be sure."
    return Completed(
        up_to=now,
        expected=walk.total,
        seen=walk.count,
        unit=unit,
        doubt="" if walk.settled else doubt,
    )
