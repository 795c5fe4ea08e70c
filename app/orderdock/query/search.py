"""What a person types into the search box, as a question to the index; never a syntax error."""

import re
from dataclasses import dataclass
from typing import Any

import apsw

from orderdock.query.folding import is_of_a_word, is_without_spaces
from orderdock.store import own_words
from orderdock.store.order_rows import WORDS

_PARTS = re.compile(r'"([^"]*)"|(\S+)')
_BEGINNING = re.compile(r'(?<!")"([A-Za-z0-9]+)" \*')
_SPELLED = 8
"""So many words are spelled out at most: finding each takes a millisecond or two."""
_SHORTEST = 2
"""A single letter begins too many words for the index to be the faster way."""


@dataclass(frozen=True, slots=True)
class Search:
    """The question in two halves, both of which must hold."""

    match: str
    """For `line_words MATCH ?`; empty when the index cannot help."""
    patterns: tuple[str, ...]
    """For LIKE over the words of a line, ESCAPE '\\': what the index does not hold as words."""

    def __bool__(self) -> bool:
        return bool(self.match or self.patterns)


def like_words(*, own: bool) -> str:
    """SQL of one pattern over the words of a line `l`; with `own` its order's own words too."""
    columns = [f"l.{name}" for name in WORDS]
    if own:
        columns += own_words.words_of("o.id")
    return f"concat_ws(' ', {', '.join(columns)}) LIKE ? ESCAPE '\\'"


def read(text: str) -> Search:
    """Every word must begin some word of the line; accents and case do not count.

    Words in double quotes must stand together. Symbols, single characters and scripts written
    without spaces are looked for anywhere in the line.
    """
    matches, patterns = [], []
    for phrase, word in _PARTS.findall(writable(text).replace("\0", " ")):
        part = (phrase or word).strip('" \t\r\n')
        if not part:
            continue
        if is_for_the_index(part):
            end = "" if phrase else " *"
            quoted = part.replace('"', '""')
            matches.append(f'"{quoted}"{end}')
        else:
            patterns.append("%" + re.sub(r"([\\%_])", r"\\\1", part) + "%")
    return Search(" AND ".join(matches), tuple(patterns))


def words(text: str) -> list[str]:
    """The words and quoted phrases of what was typed, one by one."""
    return [
        f'"{phrase}"' if phrase else word for phrase, word in _PARTS.findall(text) if phrase or word
    ]


def writable(text: str) -> str:
    """The text without lone surrogates, which no database text can hold."""
    return text.encode("utf-8", "replace").decode()


def is_for_the_index(part: str) -> bool:
    """Whether the index of words knows all there is to find in this text."""
    letters = [character for character in part if is_of_a_word(character)]
    if len(letters) < _SHORTEST:
        return False
    return not any(is_without_spaces(character) for character in letters)


def spelled_out(db: apsw.Connection, match: str) -> str:
    """The same question with each beginning of a word replaced by the few words that begin so.

    The index gathers all places of a beginning before it names the first, of whole words it reads
    only what is asked for.
    """
    if " *" not in match:
        return match
    db.execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.words USING fts5vocab(main, line_words, instance)"
    )
    return _BEGINNING.sub(lambda found: _words_for(db, found), match)


def _words_for(db: apsw.Connection, found: re.Match[str]) -> str:
    beginning = found[1].lower()
    known: list[str] = []
    word: Any = beginning
    while len(known) <= _SPELLED:
        word = db.execute("SELECT term FROM temp.words WHERE term >= ? LIMIT 1", (word,)).get
        if word is None or not word.startswith(beginning):
            return f"({' OR '.join(known)})" if known else found[0]
        known.append(f'"{word}"')
        word += "\1"  # before every longer word
    return found[0]
