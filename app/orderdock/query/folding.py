"""Text without accents and case, so that names are found however they are written."""

import unicodedata
from functools import lru_cache
from typing import Any
from weakref import WeakSet

import apsw

_know_it: "WeakSet[apsw.Connection]" = WeakSet()


@lru_cache(maxsize=8192)
def folded_character(character: str) -> str:
    """The letter without accent and case; nothing for an accent that stands by itself."""
    apart = unicodedata.normalize("NFD", character)
    base = apart[0]
    if _is_accent(base):
        return ""
    if not all(map(_is_accent, apart[1:])):
        return character
    lower = base.casefold()
    return lower if len(lower) == 1 else base


def _is_accent(character: str) -> bool:
    return "\u0300" <= character <= "\u036f"


def folded(text: str) -> str:
    """`text` as the index of words compares it."""
    return text.lower() if text.isascii() else text.translate(_LETTERS)


class _Letters(dict[int, str]):
    """For str.translate, which is a few times faster than a call for each letter."""

    def __missing__(self, code: int) -> str:
        self[code] = letter = folded_character(chr(code))
        return letter


_LETTERS = _Letters()


@lru_cache(maxsize=8192)
def is_of_a_word(character: str) -> bool:
    """Whether the index of words takes the character for a part of a word."""
    category = unicodedata.category(character)
    return category[0] in "LN" or category == "Co"


def is_without_spaces(character: str) -> bool:
    """Chinese, Japanese, Thai, Lao, Khmer, Burmese: a run of them is no word."""
    code = ord(character)
    return (
        0x0E00 <= code <= 0x0EFF
        or 0x1000 <= code <= 0x109F
        or 0x1780 <= code <= 0x17FF
        or 0x3040 <= code <= 0x30FF
        or 0x3400 <= code <= 0x9FFF
        or 0x20000 <= code <= 0x3FFFF
    )


def may_stand_anywhere(part: str) -> bool:
    """Whether a part of a text need not stand where a word begins: where it is no word itself."""
    return not part or not is_of_a_word(part[0]) or is_without_spaces(part[0])


def begins_a_word(text: str, part: str) -> bool:
    """Whether `part` stands in `text` where a word begins, if it is a word; both are folded."""
    at = text.find(part)
    anywhere = may_stand_anywhere(part)
    while at >= 0:
        if anywhere or at == 0 or not is_of_a_word(text[at - 1]):
            return True
        at = text.find(part, at + 1)
    return False


def teach(db: apsw.Connection) -> None:
    """Let SQL of this connection call `folded(text)` and `begins_a_word(text, folded part)`."""
    if db not in _know_it:
        db.create_scalar_function("folded", _folded, 1, deterministic=True)
        db.create_scalar_function("begins_a_word", _begins_a_word, 2, deterministic=True)
        _know_it.add(db)


def _folded(*given: Any) -> str | None:
    [text] = given
    return folded(text) if isinstance(text, str) else None


def _begins_a_word(*given: Any) -> bool:
    text, part = given
    return isinstance(text, str) and begins_a_word(folded(text), part)
