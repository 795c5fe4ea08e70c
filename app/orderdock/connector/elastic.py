"""Searches of an Elasticsearch behind a provider's API: what is asked, and what comes back.

The rows are the provider's own, beside the hits; of the hits only their number and place count.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from datetime import UTC, datetime
from typing import Any, NamedTuple

import msgspec

from orderdock.connector import reading
from orderdock.connector.changes import Ask, Part, Row, parts
from orderdock.connector.conditions import Condition, holds
from orderdock.connector.contract import DatasetPage, DatasetQuery, Desk
from orderdock.domain.errors import Rejected
from orderdock.http.outcome import provider_words
from orderdock.http.rising import Rising

_LAST_FEW = 5
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
    sort: Any = None

    @property
    def moment(self) -> int | None:
        sort = self.sort
        return reading.moment(sort[0]) if isinstance(sort, list) and sort else None


class _Total(msgspec.Struct):
    value: int
    relation: str = "eq"


class _Hits(msgspec.Struct):
    total: int | _Total | None = None
    hits: list[_Hit] | None = None


class _Shards(msgspec.Struct):
    failed: int | None = None


class _Answer(msgspec.Struct):
    hits: _Hits | None = None
    timed_out: bool | None = None
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
    said_total, hits = (answer.hits.total, answer.hits.hits or ()) if answer.hits else (None, ())
    total, exact = said_total if isinstance(said_total, int | None) else said_total.value, True
    if isinstance(said_total, _Total):
        exact = said_total.relation == "eq"
    return Found(
        raws,
        [moment for hit in hits if (moment := hit.moment) is not None],
        len(hits) or len(raws),
        total,
        exact and total != window,
        not answer.timed_out and not (answer.shards is not None and answer.shards.failed),
    )


def settled(moments: Sequence[int]) -> list[int]:
    """Of the moments of a page's rows those that may stand for what the index sorted by.

    A row that changed since is newer than where it stands: none of the last few is that far ahead
    as long as one of them did not change.
    """
    sure = min(moments[-_LAST_FEW:], default=0)
    return [moment for moment in moments if moment <= sure]


def rising_search(by: str, walk: Rising, filters: Sequence[Any] = ()) -> dict[str, Any]:
    """The body for the page where `walk` stands, sorted by a date, or by nothing (empty)."""
    body: dict[str, Any] = {"size": walk.size, "from": walk.offset}
    if walk.floor is not None:
        filters = [*filters, {"range": {by: {"gte": _text(walk.floor)}}}]
    if filters:
        body["query"] = {"bool": {"filter": list(filters)}}
    return {**body, "sort": [{by: {"order": "asc"}}]} if by else body


def at_moment(field: str, moment: int) -> dict[str, Any]:
    """A filter for what bears one moment (seconds since 1970 UTC)."""
    return {"range": {field: {"gte": _text(moment), "lt": _text(moment + 1)}}}


def words_search(field: str, words: Sequence[str], size: int, offset: int) -> dict[str, Any]:
    """The body for what holds any of the words, or similar ones: who asks must look again."""
    match = {"fields": [field], "query": " ".join(words), "operator": "or"}
    query = {"bool": {"must": [{"multi_match": match}], "must_not": [], "filter": []}}
    return {"query": query, "size": size, "from": offset}


async def searched(
    desk: Desk, search: Search, query: DatasetQuery, walk: Rising, dates: Sequence[str], *texts: str
) -> AsyncGenerator[DatasetPage, None]:
    """A dataset's pages by the first of `dates`, or the one it is to be sorted by, newest last.

    Conditions on `dates` are left to the search. For what is to equal one of `texts` it searches
    too, and whether it does equal is looked at here: a search also finds what is similar. Newest
    first is asked for when a limit says that it need not be all.
    """
    clauses, handled, equal = _clauses(query, dates, texts)
    by = query.sort if query.sort in dates else dates[0]
    ask: Ask[dict[str, Any]]

    async def rising(walk: Rising) -> Part[dict[str, Any]]:
        return await _part(desk, await search(rising_search(by, walk, clauses)), dates[0])

    async def falling(walk: Rising) -> Part[dict[str, Any]]:
        body = rising_search(by, Rising(walk.size, offset=walk.offset), clauses)
        part = await _part(
            desk, await search({**body, "sort": [{by: {"order": "desc"}}]}), dates[0]
        )
        return part._replace(values=[])

    few = query.limit is not None and query.limit <= walk.window
    ask = rising if not query.descending or query.sort != by or not few else falling
    if query.sort == by and (ask is falling or not query.descending):
        handled.add("sort")
    if query.limit and not equal and len(handled) == len(query.where) + bool(query.sort):
        walk.limit = min(walk.limit, query.limit)  # nothing is left out of a page here
    async with aclosing(parts(ask, walk)) as pages:
        async for part in pages:
            records = [r.content for r in part.rows if all(holds(r.content, c) for c in equal)]
            yield DatasetPage(records, walk.expected, frozenset(handled))


async def _part(desk: Desk, found: Found, version: str) -> Part[dict[str, Any]]:
    records = await desk.work(found.records)
    return Part([Row(str(r.get("id")), str(r.get(version)), r) for r in records], *found[1:])


def _clauses(
    query: DatasetQuery, dates: Sequence[str], texts: Sequence[str]
) -> tuple[list[Any], set[int | str], list[Condition]]:
    """A query's conditions as clauses, which of them those are, and which are judged here."""
    clauses: list[Any] = []
    handled: set[int | str] = set()
    equal = []
    for place, (field, operator, value) in enumerate(query.where):
        moment = reading.moment(value) if field in dates else None
        if moment is not None and operator in _RANGES:
            clauses.append({"range": {field: {_RANGES[operator]: _text(moment)}}})
        elif field in texts and operator in {"=", "=="}:
            match = {"fields": [field], "query": value, "operator": "and"}
            clauses.append({"multi_match": match})
            equal.append(query.where[place])
        else:
            continue
        handled.add(place)
    return clauses, handled, equal


def _text(seconds: int) -> str:
    """UTC without a zone, as indexes mostly have it."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S")
