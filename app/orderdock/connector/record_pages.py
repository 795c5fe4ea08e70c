"""Many records at once: a page decoded in one go, amounts that come again remembered."""

from typing import Any, Generic, TypeVar

import msgspec

from orderdock.connector import reading

T = TypeVar("T")
_REMEMBERED = 1 << 14


class RecordPages(Generic[T]):
    """Reads the records of a page as `kind`, a msgspec type.

    Fractions in fields of any kind (`Any`) come as the text they are written in.
    """

    def __init__(self, kind: type[T]) -> None:
        self._one = msgspec.json.Decoder(kind, float_hook=str).decode
        self._all = msgspec.json.Decoder(list[kind], float_hook=str).decode  # type: ignore[valid-type] # known at run time

    def read(
        self, body: bytes, what: str, provider: str, *wrappers: str
    ) -> list[tuple[bytes, T | Exception]]:
        """Each record's own bytes with the record, or with one of `reading.UNREADABLE`.

        The list is found as in `reading.raw_records`. Raises UnexpectedAnswer.
        """
        raws = list(map(bytes, reading.raw_records(body, what, provider, *wrappers)))
        try:
            every: list[T | Exception] = self._all(b"[%b]" % b",".join(raws))
        except (msgspec.MsgspecError, UnicodeDecodeError):  # a single one spoils the list
            every = [self._decode(raw) for raw in raws]
        return list(zip(raws, every, strict=True))

    def _decode(self, raw: bytes) -> T | Exception:
        try:
            return self._one(raw)
        except (msgspec.MsgspecError, UnicodeDecodeError) as trouble:
            return trouble


class Amounts(dict[Any, str | None]):
    """`reading.amount` of what RecordPages gives for a number, by subscript: prices come again.

    `what` names it ("price"). Raises UnreadableRecord, and TypeError for a list or an object.
    """

    def __init__(self, what: str) -> None:
        super().__init__()
        self._what = what

    def __missing__(self, value: Any) -> str | None:
        if type(value) is int:  # never a key itself: True would be found under 1
            return self[str(value)]
        plain = reading.amount(value, self._what)
        if len(self) >= _REMEMBERED:
            self.clear()
        self[value] = plain
        return plain
