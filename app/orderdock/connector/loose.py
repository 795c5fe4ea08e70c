"""Records of which no document shows the fields: looked for by the names that are assumed."""

from collections.abc import Iterable
from hashlib import blake2b
from typing import Any, NamedTuple

from orderdock.connector import reading
from orderdock.connector.assumptions import Assumptions
from orderdock.connector.reading import UNREADABLE, Record
from orderdock.connector.record_pages import Amounts
from orderdock.domain.errors import UnreadableRecord


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
        self._amounts = {field: Amounts(words) for field, words in self._words.items()}

    def loose(self, raw: bytes, key: str) -> Loose:
        """A record, by the field that holds its id."""
        try:
            record = reading.loose(raw)
        except UNREADABLE:
            record = {}
        found = self.text(record, key)
        if found is None:
            return Loose(blake2b(raw, digest_size=12).hexdigest(), raw, record, has_id=False)
        return Loose(found, raw, record, has_id=True)

    def text(self, record: Record, field: str) -> str | None:
        """A text or number as text; None when there is none."""
        names = self._names[field]
        usual = record.get(names[0]) if names else None
        return usual if usual and type(usual) is str else reading.text(record, *names)

    def amount(self, record: Record, field: str) -> str | None:
        """A number, exact. Raises UnreadableRecord."""
        names = self._names[field]
        value = record.get(names[0]) if names else None
        if value is None:
            value = reading.field(record, *names)
        try:
            return self._amounts[field][value]
        except TypeError:  # a list or an object
            return reading.amount(value, self._words[field])

    def moment(self, record: Record, field: str) -> int | None:
        """Seconds since 1970 UTC. Raises UnreadableRecord."""
        return reading.when(reading.field(record, *self._names[field]), self._words[field])

    def objects(self, record: Record, field: str) -> list[dict[str, Any]]:
        """The objects of a list; nothing where there is none."""
        return reading.objects(reading.field(record, *self._names[field]))

    def all_objects(self, record: Record, field: str) -> list[dict[str, Any]]:
        """Like `objects`. Raises UnreadableRecord where there is something else among them."""
        found = self.objects(record, field)
        if len(found) != len(reading.field(record, *self._names[field]) or ()):
            raise UnreadableRecord(f"The {self._words[field]} are not all objects.")
        return found
