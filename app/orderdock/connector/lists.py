"""Datasets of the simplest kinds: lists without pages or by offset, single records by id."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Any

from orderdock.connector.changes import Row
from orderdock.connector.contract import DatasetPage, DatasetQuery, Desk
from orderdock.connector.numbered import asked_of
from orderdock.connector.offset_list import Walk
from orderdock.http.overlap import Reading

Records = list[dict[str, Any]]
Read = Callable[[Desk, DatasetQuery], AsyncGenerator[DatasetPage, None]]
_BY_ID = {("id", "="): "id"}


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


def or_by_id(ask: Callable[[Desk, str], Awaitable[dict[str, Any]]], otherwise: Read) -> Read:
    """A single record in full where `id = ...` asks for it."""

    async def read(desk: Desk, query: DatasetQuery) -> AsyncGenerator[DatasetPage, None]:
        asked, places = asked_of(query, _BY_ID)
        if asked:
            yield DatasetPage([await ask(desk, asked["id"])], 1, frozenset(places))
            return
        async for page in otherwise(desk, query):
            yield page

    return read
