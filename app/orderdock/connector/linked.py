"""Records that refer to each other by links, with what they link beside them in the same answer."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from orderdock.connector import reading

Record = dict[str, Any]
_OBJECT = frozenset((dict,))
_TEXT = frozenset((str,))
_NONE = object()


@dataclass(frozen=True, slots=True)
class Linked:
    """An answer about one kind of objects: `{"Orders": [...], "Lines": {"7": {...}}}`.

    Each record has `links`: a map from a collection's name to `{"id": ...}` of its records there.
    An empty map or collection may come as a list, or not at all; a single record may come bare, and
    so may the id of a link.
    """

    content: Record
    """All of it as it came."""
    records: list[Record]
    """What was asked about."""
    pools: dict[str, dict[str, Record]]
    """Everything else by collection and id."""

    def meta(self, name: str) -> int | None:
        """A number of `meta`, in quotes or not; None when it is not there."""
        said = self.content.get("meta")
        return reading.whole(said.get(name)) if isinstance(said, dict) else None

    def more_after(self, number: int) -> bool:
        """Whether pages come after this one; where that is not said, until one is empty."""
        last = self.meta("last_page")
        return bool(self.records) if last is None else number < last

    def keys(self, record: Record, collection: str) -> list[str]:
        """What a record links in a collection, each once; some links name a company, not an id."""
        links = record.get("links")
        linked = links.get(collection) if type(links) is dict else None
        if not linked:
            return []
        try:
            keys = [link["id"] for link in linked]  # nearly always
        except (LookupError, TypeError):
            keys = [_key_of(link) for link in _links(linked)]
        if not _TEXT.issuperset(map(type, keys)):
            keys = [_key_of(link) for link in linked]
        return keys if len(keys) < 2 else list(dict.fromkeys(keys))

    def came(self, keys: list[str], collection: str) -> list[Record]:
        """The records of a collection that have these keys, as far as they came along."""
        pool = self.pools.get(collection)
        return [found for key in keys if (found := pool.get(key)) is not None] if pool else []

    def first(self, record: Record, collections: Sequence[str]) -> list[Record] | None:
        """What a record links in the first of these collections where it links anything.

        None when not all of it came along.
        """
        for collection in collections:
            if keys := self.keys(record, collection):
                found = self.came(keys, collection)
                return found if len(found) == len(keys) else None
        return []

    def all(self, record: Record, collection: str) -> list[Record]:
        """The linked records that came along."""
        return self.came(self.keys(record, collection), collection)

    def one(self, record: Record, collection: str) -> Record:
        """The first linked record; an empty one when there is none."""
        pool = self.pools.get(collection)
        if not pool:
            return {}
        try:
            return pool[record["links"][collection][0]["id"]]  # nearly always
        except (LookupError, TypeError):
            found = self.all(record, collection)
            return found[0] if found else {}

    def resolved(self, record: Record) -> Record:
        """A record with what it links, each with its own fields, in place of the links."""
        plain = _without_links(record)
        for collection in self.pools:
            if found := self.all(record, collection):
                plain[collection] = [_without_links(one) for one in found]
        return plain


def read_linked(body: bytes, objects: str, what: str, provider: str) -> Linked:
    """An answer about `objects`. Raises UnexpectedAnswer when they are not in it."""
    content = reading.content(body, what, provider)
    if not isinstance(content, dict) or not isinstance(content.get(objects), list | dict):
        raise reading.unexpected(what, provider, f"there is no {objects} in it")
    pools = {name: _by_id(value) for name, value in content.items() if name != objects}
    return Linked(content, _records(content[objects]), pools)


def _records(value: Any) -> list[Record]:
    """Those in a list or in a map by id; a single record may come bare, known by its own id."""
    if type(value) is list and _are_objects(value):
        return value
    if isinstance(value, dict) and _is_bare(value):
        return [value]
    return reading.objects(value)


def _links(value: Any) -> list[Record]:
    if type(value) is list and not _are_objects(value):
        value = [{"id": one} if isinstance(one, str | int) else one for one in value]
    return _records(value)


def _by_id(value: Any) -> dict[str, Record]:
    if isinstance(value, dict) and not _is_bare(value):
        if _are_objects(value.values()):
            return value
        return {key: one for key, one in value.items() if isinstance(one, dict)}
    return {str(one.get("id")): one for one in _records(value)}


def _key_of(link: Record) -> str:
    key = link.get("id", _NONE)
    return str(key if key is not _NONE else link.get("company_id"))


def _are_objects(values: Collection[Any]) -> bool:
    return _OBJECT.issuperset(map(type, values))


def _is_bare(value: dict[str, Any]) -> bool:
    return isinstance(value.get("id"), str | int)


def _without_links(record: Record) -> Record:
    return {name: value for name, value in record.items() if name != "links"}
