"""A provider's own record for reading: indented, every digit as it came, nothing secret in it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

import msgspec

HIDDEN = "•••"
_UNSPOKEN = (
    r"pass(?:word|wd|phrase)|secret|token|api_?key|authorization|cookie|session|signature"
    r"|\botp|pin_?code|cvv|cvc|iban|card_?number|account_?number"
)
_MEMBER = re.compile(
    rf'^(\s*"[^"\n]*(?:{_UNSPOKEN})[^"\n]*": )(?:"(?:[^"\\\n]|\\.)+"|-?[0-9][^,\n]*)',
    re.IGNORECASE | re.MULTILINE,
)
_KEY = re.compile(r"eyJ[\w-]{8,}\.[\w-]*\.?[\w-]*")
_decode = msgspec.json.Decoder(float_hook=Decimal).decode
_MOST_LINKS = 8
_PICTURES = ("image", "logo", "picture", "thumb", "photo", "icon", "avatar")
_WORDS = {"href", "url", "uri", "link", "permalink", "web"}


@dataclass(frozen=True, slots=True)
class Link:
    """A web address that a record holds, and what it is called there."""

    name: str
    url: str

    def host(self) -> str:
        """Where it leads."""
        return urlsplit(self.url).netloc


def pretty(records: Sequence[bytes]) -> str:
    """The records one after the other; what is no JSON as it is."""
    return "\n\n".join(_masked(_indented(record)) for record in records)


def decoded(record: bytes) -> Any:
    """The record as Python values, numbers exact; None for what is no JSON."""
    with suppress(msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return _decode(record)
    return None


def links_in(records: Sequence[Any]) -> tuple[Link, ...]:
    """Pages that decoded records point to: orders, products, tracking; no pictures, each once.

    Only http and https, and none that carries a user name or password.
    """
    found: dict[str, Link] = {}
    for record in records:
        for key, url in _addresses(record, ""):
            if url not in found and not any(word in key.casefold() for word in _PICTURES):
                found[url] = Link(_called(key), url)
    return tuple(found.values())[:_MOST_LINKS]


def _indented(record: bytes) -> str:
    with suppress(msgspec.MsgspecError, UnicodeDecodeError):
        record = msgspec.json.format(record, indent=2)
    return record.decode("utf-8", "replace")


def _masked(text: str) -> str:
    return _KEY.sub(HIDDEN, _MEMBER.sub(rf'\1"{HIDDEN}"', text))


def _addresses(value: Any, key: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            own = name if name.casefold() not in _WORDS else f"{key} {name}".strip()
            yield from _addresses(inner, own)
    elif isinstance(value, list):
        for inner in value:
            yield from _addresses(inner, key)
    elif isinstance(value, str) and value.startswith(("https://", "http://")) and _is_safe(value):
        yield key, value


def _is_safe(url: str) -> bool:
    if any(sign.isspace() or not sign.isprintable() for sign in url):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return bool(parts.hostname) and "@" not in parts.netloc


def _called(key: str) -> str:
    """The key "order_status_url" becomes "Order status"."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", key).replace("_", " ").replace("-", " ").split()
    kept = [word for word in words if word.casefold() not in _WORDS]
    name = " ".join(kept).lower() or "link"
    return name[:1].upper() + name[1:]
