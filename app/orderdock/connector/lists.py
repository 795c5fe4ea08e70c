"""Datasets of the simplest kinds: lists without pages or by offset, single records by id."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from typing import Any

from orderdock.connector.changes import Row
from orderdock.connector.contract import DatasetPage, DatasetQuery, Desk
from orderdock.connector.numbered import Filters, asked_of
from orderdock.connector.offset_list import Walk
from orderdock.domain.errors import WrongUsage
from orderdock.http.overlap import Reading

Records = list[dict[str, Any]]
Read = Callable[[Desk, DatasetQuery], AsyncGenerator[DatasetPage, None]]


def in_one(ask: Callable[[Desk], Awaitable[Records]]) -> Read:
    """A list that comes in one answer."""

    async def read(desk: Desk, _query: DatasetQuery) -> AsyncGenerator[DatasetPage, None]:
        found = await ask(desk)
        yield DatasetPage(found, total=len(found))

    return read


def by_offset(
    ask: Callable[[Desk, Reading], Awaitable[list[Row[dict[str, Any]]]]],
    limit: Callable[[Desk], int],
) -> Read:
    """A list by offset and limit; no page is longer than what is wanted."""

    async def read(desk: Desk, query: DatasetQuery) -> AsyncGenerator[DatasetPage, None]:
        async def page(at: Reading) -> list[Row[dict[str, Any]]]:
            return await ask(desk, at)

        most = limit(desk)
        plain = not query.where and not query.sort
        wanted = min(query.limit or most, most) if plain else most
        async for records in Walk(page).pages(Reading(wanted)):
            yield DatasetPage(records)

    return read


def narrowed(ask: Callable[[Desk, Mapping[str, str]], Awaitable[Records]], by: Filters) -> Read:
    """A list that comes in one answer, narrowed by the provider as far as it can."""

    async def read(desk: Desk, query: DatasetQuery) -> AsyncGenerator[DatasetPage, None]:
        asked, places = asked_of(query, by)
        found = await ask(desk, asked)
        yield DatasetPage(found, None if asked else len(found), frozenset(places))

    return read


def by_id(
    ask: Callable[[Desk, str], Awaitable[Records]], otherwise: Read | None = None, name: str = "id"
) -> Read:
    """What belongs to the id that `name = ...` asks for, in full; `otherwise` without it."""

    async def read(desk: Desk, query: DatasetQuery) -> AsyncGenerator[DatasetPage, None]:
        asked, places = asked_of(query, {(name, "="): name})
        if asked.get(name):
            found = await ask(desk, asked[name])
            yield DatasetPage(found, len(found), frozenset(places))
            return
        if otherwise is None:
            raise WrongUsage("Which one is not said.", f'Add the condition "{name} = NUMBER".')
        async for page in otherwise(desk, query):
            yield page

    return read
