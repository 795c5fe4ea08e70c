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
    """One page, and what it says of the list that was asked for."""

    rows: list[R]
    total: int | None
    pages: int
    has_more: bool


Ask = Callable[[int, int | None], Awaitable[Part[R]]]
"""Asks for the first page of what comes after an id, else for a page by its number (from 1).

Raises Rejected when it cannot be asked by id.
"""


async def walked(
    ask: Ask[R], walk: IdWalk, first: Part[R] | None = None
) -> AsyncGenerator[list[R], None]:
    """Of each page the rows that were not read before, to the end of the list.

    `first` is the page that the walk wants first, where it was read already.
    """
    part, tries = first, _TRIES
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
        part = None
        if walk.done and tries and await _is_short(ask, walk):
            tries -= 1
            walk.by_page()


async def _is_short(ask: Ask[R], walk: IdWalk) -> bool:
    """Whether there is more than was read, by the number of this moment."""
    if walk.total is None or walk.count >= walk.total or walk.after is None:
        return False
    walk.total = (await ask(1, None)).total
    return walk.total is not None and walk.count < walk.total


def progress(walk: IdWalk, message: str = "", *, waiting: int = 0) -> Progress:
    """How far it is, but for rows still `waiting`.

    Rows that are gone by now were read all the same: never more than all.
    """
    total = None if walk.total is None else max(walk.total, walk.count)
    return Progress("reading", done=walk.count - waiting, total=total, message=message)


def completed(walk: IdWalk, now: int) -> Completed:
    """What the list has against what was read of it, as of `now` (seconds since 1970 UTC)."""
    doubt = "Orders came and went all the while they were read. Sync again to be sure."
    return Completed(
        up_to=now,
        expected=walk.total,
        seen=walk.count,
        unit="orders",
        doubt="" if walk.settled else doubt,
    )
