"""Records of which no document shows the fields: looked for by the names that are assumed."""

from collections.abc import Callable, Iterable
from hashlib import blake2b
from typing import Any, NamedTuple

import msgspec

from orderdock.connector import reading
from orderdock.connector.assumptions import Assumptions
from orderdock.connector.reading import UNREADABLE, Record
from orderdock.connector.record_pages import Amounts, RecordPages
from orderdock.domain.errors import UnreadableRecord

_EMPTY: tuple[Any, ...] = (None, "", [])
_OBJECT = frozenset((dict,))
_pages = RecordPages(dict[str, Any])


class Loose(NamedTuple):
    """One record as it came; `record` is empty where it is no object."""

    key: str
    """Its id, or what tells it apart where it has none."""
    raw: bytes
    record: dict[str, Any]
    has_id: bool


class Names:
    """The names that each field may go by: rows of the table of assumptions. The first wins."""

    def __init__(self, assumptions: Assumptions, fields: Iterable[str]) -> None:
        self._names = {field: assumptions.words(field) for field in fields}
        self._words = {field: field.replace("_", " ") for field in self._names}

    def page(self, raws: Iterable[msgspec.Raw], key: str) -> list[Loose]:
        """The records of a page, by the field that holds their ids."""
        key_in = self.text(key)
        return [
            _loose(raw, record if type(record) is dict else {}, key_in)
            for raw, record in _pages.each(raws)
        ]

    def loose(self, raw: bytes, key: str) -> Loose:
        """A record, by the field that holds its id."""
        try:
            record = reading.loose(raw)
        except UNREADABLE:
            record = {}
        return _loose(raw, record, self.text(key))

    def text(self, field: str) -> Callable[[Record], str | None]:
        """Finds a text or number in a record, as text; None when there is none."""
        names = self._names[field]

        def found(record: Record) -> str | None:
            usual = record.get(names[0])
            return usual if usual and type(usual) is str else reading.text(record, *names)

        return found if names else _nothing

    def amount(self, field: str) -> Callable[[Record], str | None]:
        """Finds a number, exact; what it gives raises UnreadableRecord."""
        names, amounts = self._names[field], Amounts(self._words[field])

        def found(record: Record) -> str | None:
            value = record.get(names[0])
            return amounts.of(value or _said(record, names))

        return found if names else _nothing

    def moment(self, field: str) -> Callable[[Record], int | None]:
        """Finds a moment, in seconds since 1970 UTC; what it gives raises UnreadableRecord."""
        names, what = self._names[field], self._words[field]
        return lambda record: reading.when(_said(record, names), what)

    def objects(self, record: Record, field: str) -> list[dict[str, Any]]:
        """The objects of a list; nothing where there is none."""
        return reading.objects(_said(record, self._names[field]))

    def all_objects(self, record: Record, field: str) -> list[dict[str, Any]]:
        """Like `objects`. Raises UnreadableRecord where there is something else among them."""
        value = _said(record, self._names[field])
        if type(value) is list and _OBJECT.issuperset(map(type, value)):  # nearly always
            return value
        found = reading.objects(value)
        if value and not (isinstance(value, list | dict) and len(found) == len(value)):
            raise UnreadableRecord(f"The {self._words[field]} are not all objects.")
        return found


def _loose(raw: bytes, record: dict[str, Any], key_in: Callable[[Record], str | None]) -> Loose:
    key = key_in(record)
    if key is None:
        return Loose(blake2b(raw, digest_size=12).hexdigest(), raw, record, has_id=False)
    return Loose(key, raw, record, has_id=True)


def _said(record: Record, names: Iterable[str]) -> Any:
    """The first of `names` that is there; null, an empty text and an empty list are not."""
    for name in names:
        value = record.get(name)
        if value not in _EMPTY:
            return value
    return None


def _nothing(record: Record) -> None:
    """Finds nothing: the field has no name."""
