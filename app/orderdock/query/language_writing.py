"""A filter as text of the search language; and a text changed so that it means another filter."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from orderdock.query import search
from orderdock.query.filters import Hidden, OrderFilter
from orderdock.query.language import Reading
from orderdock.query.language_fields import FIELDS, NONE, Takes
from orderdock.query.language_pieces import PLAIN, is_plain
from orderdock.query.language_values import amounts_written, days_written

Key = tuple[str, bool]
"""A field's word ("" for words looked for), and whether it leaves out."""
_BARE = re.compile(r'[^\s,"][^\s,]*')
_CODE = re.compile(r"[A-Z]{3}")


def written(f: OrderFilter, today: date | None = None) -> str:
    """The text that means `f`, apart from its zone and what it is `within`.

    With `today`, days that have a name on that day go by it: "date:last-month".
    """
    return " ".join(parts_of(f, today).values())


def parts_of(f: OrderFilter, today: date | None = None) -> dict[Key, str]:
    """The same in parts, one for each field; words come last."""
    parts = {(word, False): " ".join(texts) for word, texts in _fields(f, today)}
    words = {("", False): _words_written(f.search)}
    if f.without is not None:
        for word, texts in _fields(f.without, today):
            parts[word, True] = " ".join(f"-{text}" for text in texts)
        words["", True] = _words_written(f.without.search, "-")
    return {key: text for key, text in (parts | words).items() if text}


def rewritten(text: str, reading: Reading, f: OrderFilter, today: date | None = None) -> str:
    """`text`, which was read as `reading`, so that it means `f`.

    What means the same stays as it was typed, and where; so does what could not be read.
    """
    before, after = parts_of(reading.filter, today), parts_of(f, today)
    typed = [
        (clause, text[clause.piece.start : clause.piece.end], (clause.word, clause.piece.negated))
        for clause in reading.clauses
    ]
    # an open quote would swallow what is written behind it: such a part is written anew
    open_ended = {key for clause, part, key in typed if part.count('"') % 2}
    same = {key for key in before if before[key] == after.get(key) and key not in open_ended}
    kept: list[str] = []
    last: list[str] = []
    done = set(same)
    for clause, part, key in typed:
        if clause.mistaken:
            (last if part.count('"') % 2 else kept).append(part)
        elif key in same:
            kept.append(part)
        elif key not in done:
            kept.append(after.get(key, ""))
            done.add(key)
    rest = [part for key, part in after.items() if key not in done]
    return " ".join(part for part in (*kept, *rest, *last) if part)


def _fields(f: OrderFilter, today: date | None) -> Iterator[tuple[str, list[str]]]:
    for field in FIELDS:
        texts = []
        if field.takes is not Takes.MARKS and field.word in f.blank:
            texts.append(NONE)
        match field.takes:
            case Takes.NAMES:
                texts += _names_written(field.word, getattr(f, field.attribute))
            case Takes.AMOUNTS:
                ends = f.total() if field.word == "total" else getattr(f, field.attribute)
                texts += [amounts_written(ends)] if ends else []
            case Takes.DAYS:
                if f.date_from is not None or f.date_to is not None:
                    texts.append(days_written(f.date_from, f.date_to, today))
            case Takes.MARKS:
                texts += _marks_written(field.word, f)
        if texts:
            yield field.word, [f"{field.word}:{text}" for text in texts]


def _marks_written(word: str, f: OrderFilter) -> Iterator[str]:
    if word == "is" and f.missing:
        yield "missing"
    if f.hidden is (Hidden.ONLY if word == "is" else Hidden.TOO):
        yield "hidden"


def _names_written(word: str, names: Iterable[str]) -> Iterator[str]:
    values = [name_written(name, code=word == "currency") for name in names]
    if values:
        yield ",".join(values)


def name_written(name: str, *, code: bool = False) -> str:
    """A name as it stands behind a colon; a currency's `code` has quotes when it is an odd one."""
    if not name:
        return NONE
    pattern = _CODE if code else _BARE
    if pattern.fullmatch(name) and name.casefold() != NONE:
        return name
    return '"' + name.replace('"', '""') + '"'


def _words_written(text: str, sign: str = "") -> str:
    return " ".join(f"{sign}{word}" for word in map(_word_written, search.words(text)) if word)


def _word_written(word: str) -> str:
    bare = word.strip('"')
    if word.startswith('"') and word.endswith('"') and len(word) > 1:
        inner = bare.strip()
        return inner and f'"{inner}"'
    return bare if not bare or is_plain(bare) else f"{PLAIN}{bare}"
