"""Readers for what providers send: strict about the shape of an answer, tolerant about its fields.

A wrong shape is an UnexpectedAnswer for the whole answer; a field that cannot be understood is an
UnreadableRecord for one record, which the caller sets aside.
"""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any, TypeVar
from uuid import UUID

import msgspec

from orderdock.connector.half_characters import decoded
from orderdock.domain import amounts
from orderdock.domain.errors import UnexpectedAnswer, UnreadableRecord

T = TypeVar("T")
R = TypeVar("R")
Record = Mapping[str, Any]

WRAPPERS = ("data", "items", "results")
"""Names under which providers like to wrap a list."""
_MILLISECONDS_FROM = 100_000_000_000
"""A count since 1970 from here on is in milliseconds: in seconds it would be the year 5138."""
_STEP = re.compile(r"\[(\d+|\.\.\.)\]|\.?([^.\[\]]+)")
_MISMATCH = re.compile(r"Expected `([^`]+)`, got `([^`]+)`")
_KINDS = {
    "int": "a whole number",
    "float": "a number",
    "decimal": "a number",
    "str": "text",
    "array": "a list",
    "object": "an object",
    "bool": "yes or no",
    "null": "nothing",
}
_NUMBERS = frozenset((str, int, Decimal))
"""Types, and so without bool."""
_YES = frozenset(("true", "yes", "1"))
_BOM = b"\xef\xbb\xbf"
_NEXT_STEP = "Nothing was changed. Try again later."
_plain_json = msgspec.json.Decoder(float_hook=Decimal)
_raw_list = msgspec.json.Decoder(list[msgspec.Raw])
_raw_object = msgspec.json.Decoder(dict[str, msgspec.Raw])
_loose_object = msgspec.json.Decoder(dict[str, Any], float_hook=str)


# answers


def decode(body: bytes, kind: type[T], what: str, provider: str) -> T:
    """The answer `what` of `provider` as the msgspec type `kind`.

    Numbers in quotes count as numbers. Raises UnexpectedAnswer that names `what` and the place.
    """
    try:
        return decoded(_as(kind), body.removeprefix(_BOM))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as trouble:
        raise unexpected(what, provider, trouble) from None


def _as(kind: type[T]) -> Callable[[bytes], T]:
    return partial(msgspec.json.decode, type=kind, strict=False)


def content(body: bytes, what: str, provider: str) -> Any:
    """The answer as plain objects, fractions as exact Decimals. Raises UnexpectedAnswer."""
    try:
        return decoded(_plain_json.decode, body.removeprefix(_BOM))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as trouble:
        raise unexpected(what, provider, trouble) from None


def a_record(body: bytes, what: str, provider: str, *wrappers: str) -> dict[str, Any]:
    """The answer as one object, also when it is wrapped in `data` or one of `wrappers`.

    Raises UnexpectedAnswer.
    """
    found = content(body, what, provider)
    for name in ("data", *wrappers):
        if isinstance(found, dict) and isinstance(found.get(name), dict):
            found = found[name]
    if isinstance(found, dict):
        return found
    raise unexpected(what, provider, f"expected an object, got {_kind(found)}")


def raw_record(body: bytes, what: str, provider: str, *wrappers: str) -> bytes:
    """Like `a_record`, as its own bytes. Raises UnexpectedAnswer."""
    found = body.removeprefix(_BOM)
    for name in ("data", *wrappers):
        inner = decode(found, dict[str, msgspec.Raw], what, provider).get(name)
        if inner is not None and bytes(inner)[:1] == b"{":
            found = bytes(inner)
    return found


def records(body: bytes, what: str, provider: str, *wrappers: str) -> list[Any]:
    """The answer as a list, bare or under one of `wrappers` (or a usual name).

    Raises UnexpectedAnswer when there is no list: nothing is never taken for "no records".
    """
    found = content(body, what, provider)
    names = (*wrappers, *WRAPPERS)
    for _ in range(2):  # {"data": {"orders": [...]}} happens
        if isinstance(found, dict):
            found = next((found[n] for n in names if isinstance(found.get(n), list | dict)), found)
    if isinstance(found, list):
        return found
    raise unexpected(what, provider, f"expected a list, got {_kind(found)}")


def raw_records(body: bytes, what: str, provider: str, *wrappers: str) -> list[msgspec.Raw]:
    """Like `records`, each record as its own bytes, not looked into yet."""
    names = (*wrappers, *WRAPPERS)
    inner = body.removeprefix(_BOM)
    with suppress(msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return _under(names[0])(inner)  # nearly always there
    try:
        for _ in range(3):
            if inner[:64].lstrip(b" \t\r\n")[:1] != b"{":
                break
            fields = decoded(_raw_object.decode, inner)
            inner = next((bytes(fields[n]) for n in names if n in fields), b"null")
        return decoded(_raw_list.decode, inner)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as trouble:
        raise unexpected(what, provider, trouble) from None


@lru_cache
def _under(name: str) -> Callable[[bytes], list[msgspec.Raw]]:
    """Reads the list that an object has under a name, looking through the answer only once."""
    kind = msgspec.defstruct("Wrapped", [("list", list[msgspec.Raw])], rename={"list": name})
    decoder = msgspec.json.Decoder(kind)
    return lambda body: decoder.decode(body).list  # type: ignore[attr-defined] # made just now


def unexpected(what: str, provider: str, why: object) -> UnexpectedAnswer:
    """The error for an answer of a wrong shape; `why` may be a msgspec error with its path."""
    said, _, path = str(why).partition(" - at `$")
    place = in_words(path.rstrip("`"))
    where = f" ({place})" if place else ""
    if found := _MISMATCH.search(said):
        said = f"expected {_kinds(found[1])}, got {_kinds(found[2])}"
    elif isinstance(why, Exception):
        said = "it cannot be decoded"
    return UnexpectedAnswer(
        f"{provider} answered with something else than {what}{where}: {said.rstrip('.')}.",
        _NEXT_STEP,
    )


def in_words(path: str) -> str:
    """A JSON path as words: `.lines[0].price` is "price of entry 1 of lines"."""
    names = [name or _entry(number) for number, name in _STEP.findall(path)]
    return " of ".join(reversed(names))


def _entry(number: str) -> str:
    return f"entry {int(number) + 1}" if number.isdecimal() else "an entry"


def _kinds(union: str) -> str:
    """Msgspec's `int | null` in words; names that it does not know stay."""
    return " or ".join(_KINDS.get(kind, kind) for kind in union.split(" | "))


# fields of one record

UNREADABLE = (UnreadableRecord, msgspec.MsgspecError, UnicodeDecodeError)
"""What decoding and reading a single record may raise."""


def why_unreadable(trouble: Exception, what: str, provider: str) -> str:
    """The reason with which a record is set aside; `trouble` is one of UNREADABLE."""
    if isinstance(trouble, UnreadableRecord):
        return trouble.says
    return unexpected(what, provider, trouble).says


def understood(record: T | Exception, make: Callable[[T], R], what: str, provider: str) -> R | str:
    """What `make` makes of a record, or the reason why one of them cannot be read.

    `make` may raise UNREADABLE, or TypeError for a list or an object in place of a number.
    """
    try:
        if isinstance(record, Exception):
            raise record
        return make(record)
    except UNREADABLE as trouble:
        return why_unreadable(trouble, what, provider)
    except TypeError:
        return "There is a list or an object where a number belongs."


def loose(raw: bytes) -> dict[str, Any]:
    """A single record, fractions as the text they are written in. Raises one of UNREADABLE."""
    return decoded(_loose_object.decode, raw)


def field(record: Record, *names: str) -> Any:
    """The first of `names` that is there and not null; None otherwise."""
    for name in names:
        value = record.get(name)
        if value is not None:
            return value
    return None


def text(record: Record, *names: str) -> str | None:
    """The first of `names` that holds text or a number, as text; None when there is none."""
    for name in names:
        value = record.get(name)
        kind = type(value)
        if kind is str:
            if value:
                return value  # type: ignore[no-any-return] # it is text
        elif kind is int or kind is Decimal:
            return str(value)
    return None


def plain(value: Any) -> str | None:
    """A text or number as text; None for nothing. Raises UnreadableRecord for a list or object."""
    kind = type(value)
    if kind is str:
        return value or None
    if value is None:
        return None
    if kind is int:
        return str(value)
    if isinstance(value, dict | list):
        raise UnreadableRecord(f"There is {_kind(value)} where text belongs.")
    return str(value)


def whole(value: Any) -> int | None:
    """A whole number, in quotes or not; None for anything else."""
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 20:
        return int(value)
    return value if type(value) is int else None


def uuid_in(value: Any) -> str | None:
    """A UUID in its usual form, whatever form it has; None for anything else."""
    try:
        return str(UUID(value)) if isinstance(value, str) else None
    except ValueError:
        return None


def flag(record: Record, *names: str) -> bool:
    """Whether the first of `names` that is there says yes: true, 1, "true", "yes"."""
    for name in names:
        value = record.get(name)
        if value is not None:
            return value.strip().lower() in _YES if isinstance(value, str) else bool(value)
    return False


def objects(value: Any) -> list[dict[str, Any]]:
    """The objects in a list, or in an object of objects; nothing for anything else."""
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, list):
        return []
    return [entry for entry in value if isinstance(entry, dict)]


def amount(value: Any, what: str) -> str | None:
    """A number as plain decimal text, exact; None for nothing. Raises UnreadableRecord.

    `what` names it ("price"). A float is refused: decode with exact numbers.
    """
    if type(value) is str and amounts.is_plain(value):  # nearly always
        return value
    if value is None or value == "":
        return None
    if type(value) in _NUMBERS:
        try:
            return amounts.plain(value)
        except amounts.OutOfRange:
            raise UnreadableRecord(f"The {what} is out of all range: {_short(value)}.") from None
        except ValueError:
            if isinstance(value, str) and not value.strip():
                return None
    raise UnreadableRecord(f"The {what} is not a number: {_short(value)}.")


def each(total: str | None, quantity: str | None) -> str | None:
    """The price of one where only that of all is known, to the millionth; None when it is not."""
    if total is None or quantity is None or not Decimal(quantity):
        return None
    price = Decimal(total) / Decimal(quantity)
    return amounts.plain(price if price == round(price, 6) else round(price, 6))


def when(value: Any, what: str) -> int | None:
    """A moment in seconds since 1970 UTC; None for nothing. Raises UnreadableRecord.

    Reads ISO 8601 with any offset (none means UTC), a plain date (midnight UTC), and counts of
    seconds or milliseconds since 1970, also in quotes.
    """
    if value is None or value == "":
        return None
    if isinstance(value, str):
        seconds = _moment(value.strip())
    elif type(value) in _NUMBERS:
        seconds = _count(value)
    else:
        seconds = None
    if seconds is None:
        raise UnreadableRecord(f"The {what} is not a date: {_short(value)}.")
    return seconds


def moment(value: Any) -> int | None:
    """Like `when`; None also for what is no date."""
    try:
        return when(value, "date")
    except UnreadableRecord:
        return None


def _moment(written: str) -> int | None:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        digits = written.removeprefix("-")
        return _count(int(written)) if digits.isdecimal() and len(digits) < 20 else None
    try:
        aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
        return int(aware.timestamp() // 1)
    except (OverflowError, ValueError):
        return None


def _count(number: int | Decimal) -> int | None:
    if not -(10**18) < number < 10**18:  # also not a number; and int() of 1E+999999 would never end
        return None
    whole = int(number)
    if abs(whole) >= _MILLISECONDS_FROM:
        whole //= 1000
    return whole if abs(whole) < _MILLISECONDS_FROM else None


def _kind(value: Any) -> str:
    match value:
        case None:
            return "nothing"
        case dict():
            return "an object"
        case list():
            return "a list"
        case str():
            return "text"
    return "a single value"


def _short(value: Any) -> str:
    shown = str(value) if not isinstance(value, dict | list) else _kind(value)
    return repr(shown[:39] + "…" if len(shown) > 40 else shown)
