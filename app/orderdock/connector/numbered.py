"""Lists paged by number: their pages in turn, and what of a query the provider is asked to do."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Iterable, Mapping
from typing import Any, NamedTuple

import msgspec

from orderdock.connector import conditions, reading
from orderdock.connector.contract import DatasetPage, DatasetQuery

Filters = Mapping[tuple[str, str], str]
"""(field, operator) -> the provider's query parameter."""


class Meta(NamedTuple):
    """What a page says of its list; None: not said, or that no page follows."""

    total_count: int | None = None
    total_pages: int | None = None
    next_page: int | None = None


class _Said(msgspec.Struct):
    """The same by the names that many servers use."""

    current_page: int | None = None
    next_page: int | str | msgspec.UnsetType | None = msgspec.UNSET
    total_pages: int | None = None
    total_count: int | None = None


class _Paged(msgspec.Struct):
    meta: _Said | None = None


class Numbered(NamedTuple):
    """One page of a list that is paged by number; `next_page` None on the last one."""

    records: list[dict[str, Any]]
    total: int | None = None
    next_page: int | None = None


Ask = Callable[[Mapping[str, str]], Awaitable[Numbered]]
"""Asks for a page by its query parameters; the first one without `page`."""


def meta_of(body: bytes, asked: Mapping[str, str], what: str, provider: str) -> Meta:
    """The `meta` of an answer; an empty one where it has none: then it is all of the list.

    Raises UnexpectedAnswer when another page came than `asked` for.
    """
    said = reading.decode(body, _Paged, what, provider).meta or _Said()
    page, wanted = said.current_page, asked.get("page")
    if page is not None and wanted is not None and str(page) != wanted:
        raise reading.unexpected(what, provider, f"page {wanted} was asked for, page {page} came")
    number = page or reading.whole(wanted) or 1
    follows = said.next_page
    if follows is msgspec.UNSET:  # told by the number of pages alone
        follows = number + 1 if number < (said.total_pages or 0) else None
    after = reading.whole(follows)
    if after is None and follows not in (None, ""):
        raise reading.unexpected(what, provider, f'the next page is "{follows}"')
    return Meta(said.total_count, said.total_pages, after if (after or 0) > number else None)


async def numbered(ask: Ask, asked: Mapping[str, str]) -> AsyncGenerator[Numbered, None]:
    """The pages of a list, one after the other; a page that would come again ends it."""
    number = 1
    while True:
        page = await ask(asked if number == 1 else {**asked, "page": str(number)})
        yield page
        if page.next_page is None or page.next_page <= number:
            return
        number = page.next_page


async def translated(
    ask: Ask, query: DatasetQuery, filters: Filters
) -> AsyncGenerator[DatasetPage, None]:
    """The pages of a dataset; the provider does what `filters` can say."""
    asked, places = asked_of(query, filters)
    async for page in numbered(ask, asked):
        yield DatasetPage(page.records, page.total, borne_out(page.records, query, places))


def asked_of(query: DatasetQuery, filters: Filters) -> tuple[dict[str, str], list[int]]:
    """The query parameters, and the places in `query.where` of the conditions they stand for."""
    asked: dict[str, str] = {}
    places = []
    for place, (field, operator, value) in enumerate(query.where):
        parameter = filters.get((field, "=" if operator == "==" else operator))
        if parameter is not None and parameter not in asked:
            asked[parameter] = value
            places.append(place)
    return asked, places


def borne_out(
    records: Collection[Mapping[str, Any]], query: DatasetQuery, places: Iterable[int]
) -> frozenset[int]:
    """Of the conditions that were asked for, those that each record meets.

    A server mostly ignores what it does not know, without a word.
    """
    return frozenset(
        place
        for place in places
        if all(conditions.holds(record, query.where[place]) for record in records)
    )
