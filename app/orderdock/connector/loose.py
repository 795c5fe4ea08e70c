"""Records of which no document shows the fields: looked for by the names that are assumed."""

from collections.abc import Iterable
from hashlib import blake2b
from typing import Any, NamedTuple

from orderdock.connector import reading
from orderdock.connector.assumptions import Assumptions
from orderdock.connector.reading import UNREADABLE, Record
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

    def loose(self, raw: bytes, key: str) -> Loose:
        """A record, by the field that holds its id."""
        try:
            record = reading.loose(raw)
        except UNREADABLE:
            record = {}
        found = self.text(record, key)
        digest = blake2b(raw, digest_size=12).hexdigest()
        return Loose(found or digest, raw, record, found is not None)

    def text(self, record: Record, field: str) -> str | None:
        """A text or number as text; None when there is none."""
        return reading.text(record, *self._names[field])

    def amount(self, record: Record, field: str) -> str | None:
        """A number, exact. Raises UnreadableRecord."""
        return reading.amount(reading.field(record, *self._names[field]), _in_words(field))

    def moment(self, record: Record, field: str) -> int | None:
        """Seconds since 1970 UTC. Raises UnreadableRecord."""
        return reading.when(reading.field(record, *self._names[field]), _in_words(field))

    def objects(self, record: Record, field: str) -> list[dict[str, Any]]:
        """The objects of a list; nothing where there is none."""
        return reading.objects(reading.field(record, *self._names[field]))

    def all_objects(self, record: Record, field: str) -> list[dict[str, Any]]:
        """Like `objects`. Raises UnreadableRecord where there is something else among them."""
        found = self.objects(record, field)
        if len(found) != len(reading.field(record, *self._names[field]) or ()):
            raise UnreadableRecord(f"The {_in_words(field)} are not all objects.")
        return found


def _in_words(field: str) -> str:
    return field.replace("_", " ")
