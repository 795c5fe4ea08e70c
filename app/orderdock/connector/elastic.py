"""Searches of an Elasticsearch behind a provider's API: what is asked, and what comes back.

The rows are the provider's own, beside the hits; of the hits only their number and place count.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

import msgspec

from orderdock.connector import reading
from orderdock.connector.changes import Part, Row, parts
from orderdock.connector.contract import DatasetPage, DatasetQuery, Desk
from orderdock.domain.errors import Rejected
from orderdock.http.outcome import provider_words
from orderdock.http.rising import Rising

_RANGES = {">": "gt", ">=": "gte", "<": "lt", "<=": "lte"}


class Found(NamedTuple):
    """An answer, in the terms of `changes.Part`; `rows` are not looked into yet."""

    rows: list[msgspec.Raw]
    values: list[int]
    """What the hits were sorted by, in seconds since 1970 UTC; empty when they do not say."""
    received: int
    total: int | None
    exact: bool
    """Whether `total` is a count, and not merely at least so many."""
    whole: bool

    def records(self) -> list[dict[str, Any]]:
        """The rows as plain objects."""
        return reading.objects([reading.content(bytes(raw), "a record", "") for raw in self.rows])


Search = Callable[[dict[str, Any]], Awaitable[Found]]
"""Sends the body of a search."""


class _Hit(msgspec.Struct, gc=False):
    sort: list[Any] = []


class _Total(msgspec.Struct):
    value: int
    relation: str = "eq"


class _Hits(msgspec.Struct):
    total: int | _Total | None = None
    hits: list[_Hit] = []


class _Shards(msgspec.Struct):
    failed: int = 0


class _Answer(msgspec.Struct):
    hits: _Hits = msgspec.field(default_factory=_Hits)
    timed_out: bool = False
    shards: _Shards | None = msgspec.field(default=None, name="_shards")
    errors: Any = None


def read_found(body: bytes, rows: str, what: str, provider: str, window: int) -> Found:
    """An answer with its rows under the key `rows`. Raises UnexpectedAnswer, Rejected.

    A total of exactly `window` is not believed to be a count.
    """
    answer = reading.decode(body, _Answer, what, provider)
    if answer.errors:
        said = provider_words({"errors": answer.errors})[1]
        raise Rejected(f"{provider} refused {what}{f': {said}' if said else '.'}")
    raws = reading.raw_records(body, what, provider, rows)
    said_total, hits = answer.hits.total, answer.hits.hits
    total, exact = said_total if isinstance(said_total, int | None) else said_total.value, True
    if isinstance(said_total, _Total):
        exact = said_total.relation == "eq"
    return Found(
        raws,
        [hit.sort[0] // 1000 for hit in hits if hit.sort and type(hit.sort[0]) is int],
        len(hits) or len(raws),
        total,
        exact and total != window,
        not answer.timed_out and not (answer.shards is not None and answer.shards.failed),
    )


def rising_search(by: str, walk: Rising, filters: Sequence[Any] = ()) -> dict[str, Any]:
    """The body for the page where `walk` stands, sorted by a date, or by nothing (empty)."""
    body: dict[str, Any] = {"size": walk.limit, "from": walk.offset}
    if walk.floor is not None:
        filters = [*filters, {"range": {by: {"gte": _text(walk.floor)}}}]
    if filters:
        body["query"] = {"bool": {"filter": list(filters)}}
    return {**body, "sort": [{by: {"order": "asc"}}]} if by else body


def words_search(field: str, words: Sequence[str], size: int, offset: int) -> dict[str, Any]:
    """The body for what holds any of the words, or similar ones: who asks must look again."""
    match = {"fields": [field], "query": " ".join(words), "operator": "or"}
    query = {"bool": {"must": [{"multi_match": match}], "must_not": [], "filter": []}}
    return {"query": query, "size": size, "from": offset}


async def searched(
    desk: Desk, search: Search, query: DatasetQuery, walk: Rising, dates: Sequence[str]
) -> AsyncGenerator[DatasetPage, None]:
    """A dataset's pages by the first of `dates`, or the one it is to be sorted by, newest last.

    Conditions on `dates` are left to the search.
    """
    filters, handled = _date_filters(query, dates)
    by = query.sort if query.sort in dates else dates[0]
    if query.sort == by and not query.descending:
        handled.add("sort")

    async def ask(walk: Rising) -> Part[dict[str, Any]]:
        found = await search(rising_search(by, walk, filters))
        records = await desk.work(found.records)
        rows = [Row(str(r.get("id")), str(r.get(dates[0])), r) for r in records]
        return Part(rows, *found[1:])

    async for part in parts(ask, walk):
        records = [row.content for row in part.rows]
        yield DatasetPage(records, walk.expected, frozenset(handled))


def _date_filters(query: DatasetQuery, dates: Sequence[str]) -> tuple[list[Any], set[int | str]]:
    """A query's conditions on dates as filters, and which of its conditions those are."""
    filters: list[Any] = []
    handled: set[int | str] = set()
    for place, (field, operator, value) in enumerate(query.where):
        moment = reading.moment(value) if field in dates else None
        if moment is not None and operator in _RANGES:
            filters.append({"range": {field: {_RANGES[operator]: _text(moment)}}})
            handled.add(place)
    return filters, handled


def _text(seconds: int) -> str:
    """UTC without a zone, as indexes mostly have it."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S")
