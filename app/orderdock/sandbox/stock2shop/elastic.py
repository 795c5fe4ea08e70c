"""A search as Elasticsearch answers it, as far as documents show its use (sheet 6.5, 6.6, 7)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from orderdock.sandbox.refusal import Refusal
from orderdock.sandbox.stock2shop.manners import Manners
from orderdock.sandbox.stock2shop.shelves import Entry, Shelf

Record = dict[str, Any]
_Test = Callable[[Entry, Record], bool]

_WORDS = re.compile(r"[^\W_]+")
_SORTABLE = {"modified", "created", "id", "_score", "ordered_date", "title", "channel_order_code"}


def search(body: Record, shelf: Shelf, manners: Manners, keep: _Test | None = None) -> Record:
    """The answer without what Stock2Shop adds; `_ids` holds the ids found, for its rows.

    `keep` is a filter that the server adds. Raises `Refusal` 400 for what cannot be run.
    """
    start, size = _whole(body.get("from", 0), "from"), _whole(body.get("size", 10), "size")
    if start + size > manners.window:
        raise _bad(f"Result window is too large: at most [{manners.window}], got [{start + size}].")
    if manners.largest_page:
        size = min(size, manners.largest_page)
    query = body.get("query") or {"match_all": {}}
    field, down = _sort(body.get("sort"))
    if shelf.name == "orders":
        _check_sortable(manners, field, query)
    entries = _found(query, shelf, keep)
    if field is not None and (field != "modified" or down):
        entries = _sorted(list(entries), shelf, field, down, _tokens_of(query))
    hidden = set(shelf.entries()[: manners.skip_rows])
    page = [entry for entry in entries[start : start + size] if entry not in hidden]
    return {
        "took": 4,
        "timed_out": manners.partial == "timed_out",
        "_shards": {
            "total": 5,
            "successful": 4 if manners.partial == "shards" else 5,
            "skipped": 0,
            "failed": int(manners.partial == "shards"),
        },
        "hits": {
            "total": _total(len(entries), manners),
            "max_score": None,
            "hits": [_hit(entry, shelf, field) for entry in page] if manners.hits == "full" else [],
        },
        "_ids": [entry.id for entry in page],
    }


def _total(count: int, manners: Manners) -> object:
    match manners.total:
        case "exact":
            return count
        case "capped":
            return min(count, manners.window)
        case "object":
            more = count > manners.window
            return {"value": min(count, manners.window), "relation": "gte" if more else "eq"}


def _hit(entry: Entry, shelf: Shelf, field: str | None) -> Record:
    key: object = entry.modified * 1000
    if field not in (None, "modified", "_score"):
        key = shelf.record(entry.id).get(field)
        if field in ("created", "ordered_date") and isinstance(key, str):
            key = _moment(key) * 1000
    hit: Record = {
        "_index": f"{shelf.name}--------2024-01-01-00-00-00",
        "_type": "_doc",
        "_id": str(entry.id),
        "_score": None,
        "_source": {},
    }
    return hit if field in (None, "_score") else {**hit, "sort": [key]}


def _check_sortable(manners: Manners, field: str | None, query: Record) -> None:
    text = str(query)
    for name, works in (("modified", manners.sortable), ("created", manners.created_sortable)):
        if not works and (field == name or f"'{name}'" in text):
            raise _bad(f"No mapping found for [{name}] in order to sort on.")


def _found(query: Record, shelf: Shelf, keep: _Test | None) -> Sequence[Entry]:
    """Everything that matches, by moment of change."""
    entries = shelf.entries()
    only_range = _plain_range(query)
    if keep is None and only_range is not None:
        low = only_range.get("gte", only_range.get("gt"))
        high = only_range.get("lt", only_range.get("lte"))
        first = bisect_left(entries, (_moment(low) + ("gt" in only_range), 0)) if low else 0
        last = len(entries)
        if high:
            last = bisect_left(entries, (_moment(high) + ("lte" in only_range), 0))
        return entries[first:last]
    test = _test(query)
    found = []
    for entry in entries:
        record = shelf.record(entry.id)
        if (keep is None or keep(entry, record)) and test(entry, record):
            found.append(entry)
    return found


def _plain_range(query: Record) -> Record | None:
    """The range on `modified` when nothing else is asked; empty for a query that takes all."""
    if query in ({"match_all": {}}, {"bool": {}}):
        return {}
    clauses = query.get("bool", {})
    if set(clauses) - {"filter"} and any(clauses.get(k) for k in set(clauses) - {"filter"}):
        return None
    filters = _many(clauses.get("filter", [])) if "bool" in query else [query]
    if not filters:
        return {}
    if (
        len(filters) == 1
        and set(filters[0]) == {"range"}
        and set(filters[0]["range"]) == {"modified"}
    ):
        return dict(filters[0]["range"]["modified"])
    return None


def _test(query: Record) -> _Test:
    if len(query) != 1:
        raise _bad("A query clause holds exactly one kind.")
    ((kind, inside),) = query.items()
    match kind:
        case "match_all":
            return lambda _entry, _record: True
        case "bool":
            return _bool(inside)
        case "range":
            return _range(inside)
        case "term" | "terms":
            return _terms(inside)
        case "match" | "multi_match":
            return _match(inside if kind == "multi_match" else _as_multi(inside))
        case _:
            raise _bad(f"unknown query [{kind}]")


def _bool(inside: Record) -> _Test:
    must = [_test(q) for q in (*_many(inside.get("must")), *_many(inside.get("filter")))]
    never = [_test(q) for q in _many(inside.get("must_not"))]
    should = [_test(q) for q in _many(inside.get("should"))]

    def test(entry: Entry, record: Record) -> bool:
        return (
            all(one(entry, record) for one in must)
            and not any(one(entry, record) for one in never)
            and (bool(must) or not should or any(one(entry, record) for one in should))
        )

    return test


def _range(inside: Record) -> _Test:
    ((field, bounds),) = inside.items()
    limits = [(name, _moment(text)) for name, text in bounds.items() if name != "format"]

    def test(entry: Entry, record: Record) -> bool:
        values = [entry.modified] if field == "modified" else list(_values(record, field))
        if not values or values[0] is None:
            return False
        value = values[0] if isinstance(values[0], int) else _moment(values[0])
        return all(
            {"gt": value > at, "gte": value >= at, "lt": value < at, "lte": value <= at}[name]
            for name, at in limits
        )

    return test


def _terms(inside: Record) -> _Test:
    ((field, wanted),) = inside.items()
    texts = {str(value) for value in _many(wanted)}
    return lambda _entry, record: any(str(v) in texts for v in _values(record, field))


def _as_multi(inside: Record) -> Record:
    ((field, wanted),) = inside.items()
    more = wanted if isinstance(wanted, dict) else {"query": wanted}
    return {"fields": [field], **more}


def _match(inside: Record) -> _Test:
    wanted = _tokens(str(inside.get("query", "")))
    every = inside.get("operator", "or") == "and"
    fields = [str(name).removesuffix(".autocomplete") for name in _many(inside.get("fields"))]

    def test(_entry: Entry, record: Record) -> bool:
        held = {t for name in fields for v in _values(record, name) for t in _tokens(str(v))}
        return wanted <= held if every else bool(wanted & held)

    return test


def _sorted(
    entries: list[Entry], shelf: Shelf, field: str, down: bool, words: set[str]
) -> list[Entry]:
    def score(entry: Entry) -> int:
        return sum(str(shelf.record(entry.id)).lower().count(word) > 0 for word in words)

    def key(entry: Entry) -> tuple[bool, Any, int]:
        if field == "modified":
            return True, entry.modified, entry.id
        if field == "_score":
            return True, score(entry), entry.id
        value = shelf.record(entry.id).get(field)
        return value is not None, value or "", entry.id

    return sorted(entries, key=key, reverse=down)


def _sort(given: object) -> tuple[str | None, bool]:
    """(field, descending?) of the first key."""
    first = given[0] if isinstance(given, list) and given else given
    if not first:
        return None, False
    if isinstance(first, str):
        field, order = first, "asc"
    elif isinstance(first, dict) and len(first) == 1:
        ((field, how),) = first.items()
        order = how.get("order", "asc") if isinstance(how, dict) else str(how)
    else:
        raise _bad("Unknown form of sort.")
    if field not in _SORTABLE:
        raise _bad(f"No mapping found for [{field}] in order to sort on.")
    return field, order == "desc"


def _tokens_of(query: object) -> set[str]:
    if isinstance(query, dict):
        own = _tokens(str(query["query"])) if isinstance(query.get("query"), str) else set()
        return own.union(*(_tokens_of(value) for value in query.values()))
    if isinstance(query, list):
        return set().union(*(_tokens_of(value) for value in query))
    return set()


def _tokens(text: str) -> set[str]:
    return set(_WORDS.findall(text.lower()))


def _values(value: Any, path: str) -> Iterator[Any]:
    """The values at a dotted path, through lists."""
    if isinstance(value, list):
        for item in value:
            yield from _values(item, path)
    elif not path:
        yield value
    elif isinstance(value, dict):
        name, _, rest = path.partition(".")
        yield from _values(value.get(name), rest)


def _moment(text: Any) -> int:
    if not isinstance(text, str):
        raise _bad("A date is text like 2024-03-01 00:00:00.")
    try:
        return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())
    except ValueError as error:
        raise _bad(f"failed to parse date field [{text[:30]}]") from error


def _whole(value: Any, name: str) -> int:
    """A number, or a number as text: the examples show both (sheet 7)."""
    text = str(value)
    if isinstance(value, bool) or not (text.isascii() and text.isdecimal()):
        raise _bad(f"[{name}] must be a whole number.")
    return int(text)


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _bad(message: str) -> Refusal:
    return Refusal(400, "search_phase_execution_exception", message)
