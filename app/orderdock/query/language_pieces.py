"""A search taken apart at its blanks: words, quoted phrases, and fields with their values.

Pure cutting: whether a field exists or a value can be read is not looked at here. Every text can
be cut.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_BEGINS = re.compile(r"\S")
_FIELD = re.compile(r"([^\W\d_]{2,}(?:-[^\W\d_]+)*):(?!//)")
"""Letters and a colon: neither a time of day nor the beginning of a web address."""
_PHRASE = re.compile(r'"([^"]*)"')
_WORD = re.compile(r"\S+")
_VALUE = re.compile(r'"((?:[^"]|"")*)("?)|[^\s,"][^\s,]*')
MOST = 500
"""Words and names that can be asked for at once: SQLite takes a thousand conditions."""
PLAIN = "\\"
"""In front of a word: what follows is meant as it stands."""


@dataclass(frozen=True, slots=True)
class Value:
    """One of the values after a colon, where it stands, and its text without quotes."""

    start: int
    end: int
    text: str
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the search; `end` is the place behind it."""

    start: int
    end: int
    negated: bool = False
    field: str = ""
    """The word before the colon, as typed; empty for a word or phrase to be looked for."""
    text: str = ""
    """The word, or the phrase in its quotes; of a field, all that follows the colon."""
    text_at: int = 0
    values: tuple[Value, ...] = ()
    """Of a field: its values, which commas part."""
    stray: int = -1
    """Of a field: where something follows a closing quote at once; -1 when nothing does."""

    def __contains__(self, place: int) -> bool:
        """Whether a cursor at `place` stands in or right behind it."""
        return self.start <= place <= self.end


def pieces(text: str) -> Iterator[Piece]:
    """The parts of the search, in their order."""
    begins = _BEGINS.search(text)
    while begins is not None:
        piece = _piece(text, begins.start())
        yield piece
        begins = _BEGINS.search(text, piece.end)


def is_plain(word: str) -> bool:
    """Whether the word is looked for when it is typed just so."""
    return not (word.startswith(("-", PLAIN)) or _FIELD.match(word))


def _piece(text: str, start: int) -> Piece:
    at, negated = start, False
    if text[at] == "-" and _BEGINS.match(text, at + 1):
        at, negated = at + 1, True
    if text[at] == PLAIN and (found := _WORD.match(text, at + 1)):
        return Piece(start, found.end(), negated, text=_bare(found[0]), text_at=at)
    if field := _FIELD.match(text, at):
        return _field(text, start, field[1], field.end(), negated=negated)
    if found := _PHRASE.match(text, at):
        inner = found[1].strip()
        return Piece(start, found.end(), negated, text=inner and f'"{inner}"', text_at=at)
    word = next(_WORD.finditer(text, at))[0]
    return Piece(start, at + len(word), negated, text=_bare(word), text_at=at)


def _field(text: str, start: int, word: str, at: int, *, negated: bool) -> Piece:
    begins, values, stray = at, [], -1
    while found := _VALUE.match(text, at):
        quoted = found[1] is not None
        inner = found[1].replace('""', '"') if quoted else found[0]
        values.append(Value(at, found.end(), inner, quoted))
        at = found.end()
        if quoted and (behind := _WORD.match(text, at)) and not behind[0].startswith(","):
            stray, at = at, behind.end()
            break
        if not text.startswith(",", at):
            break
        at += 1
    else:
        if values or text.startswith(",", at):  # after a comma, or instead of a value: nothing
            rest = _WORD.match(text, at)
            values.append(Value(at, at, ""))
            at = rest.end() if rest else at
    return Piece(start, at, negated, word, text[begins:at], begins, tuple(values), stray)


def _bare(word: str) -> str:
    """Quotes at the ends of a word mean nothing."""
    return word.strip('"')
