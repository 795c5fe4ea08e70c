"""How a search that is being typed can go on: fields, and the values that are there."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from orderdock.query.folding import begins_a_word, folded
from orderdock.query.language_fields import BY_WORD, FIELDS, MARKS, NONE, Field, Takes
from orderdock.query.language_pieces import Piece, Value, pieces
from orderdock.query.language_writing import name_written
from orderdock.query.periods import PERIODS, Span, span_of

_SHORTEST = 2
"""Letters before fields are offered unasked: a single one begins too many words."""
_MOST = 50
_AMOUNTS = (
    (">", "more than"),
    (">=", "at least"),
    ("<", "less than"),
    ("<=", "at most"),
    (NONE, "not known"),
)

Names = Sequence[tuple[str, str]]
"""Values of a field, each with what else is to be said of it (a connection's name, say)."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One way to go on."""

    shown: str
    says: str
    written: str
    """Goes into the text in place of what is completed."""


@dataclass(frozen=True, slots=True)
class Completion:
    """What can stand in place of `text[start:end]`."""

    start: int = 0
    end: int = 0
    offers: tuple[Offer, ...] = ()
    of_value: bool = False
    """They are values behind a colon; else fields."""

    def __bool__(self) -> bool:
        return bool(self.offers)

    def taken(self, text: str, offer: Offer) -> tuple[str, int]:
        """The text with the offer in it, and the place behind it."""
        return text[: self.start] + offer.written + text[self.end :], self.start + len(
            offer.written
        )


def field_at(text: str, cursor: int) -> Field | None:
    """The field behind whose colon the cursor stands, if any."""
    piece = _piece_at(text, cursor)
    if piece is None or not piece.field or cursor < piece.text_at:
        return None
    return BY_WORD.get(piece.field.casefold())


def complete(
    text: str, cursor: int, values: Mapping[str, Names], today: date, *, asked: bool = False
) -> Completion:
    """How the piece at the cursor can go on; `values` are the known ones by field's word.

    Spans of days are said as they are on the day `today`.

    When a person `asked` for it, also where nothing has been typed yet.
    """
    piece = _piece_at(text, cursor)
    if piece is None:
        return Completion(cursor, cursor, tuple(_fields(""))) if asked else Completion()
    if piece.field and cursor >= piece.text_at:
        field = BY_WORD.get(piece.field.casefold())
        return Completion() if field is None else _values(text, cursor, piece, field, values, today)
    start = piece.start + piece.negated if piece.field else piece.text_at
    if cursor < start:
        return Completion()
    typed = text[start:cursor]
    enough = len(typed) >= _SHORTEST or asked
    if not enough or not (typed.isalpha() or not typed):
        return Completion()
    end = piece.text_at if piece.field else cursor
    return Completion(start, end, tuple(_fields(folded(typed))))


def _piece_at(text: str, cursor: int) -> Piece | None:
    return next((piece for piece in pieces(text) if cursor in piece), None)


def _fields(begins: str) -> Iterator[Offer]:
    for field in FIELDS:
        if any(word.startswith(begins) for word in (field.word, *field.also)):
            yield Offer(f"{field.word}:", field.says, f"{field.word}:")


def _values(
    text: str,
    cursor: int,
    piece: Piece,
    field: Field,
    values: Mapping[str, Names],
    today: date,
) -> Completion:
    match field.takes:
        case Takes.DAYS:
            return _days(text, cursor, piece, today)
        case Takes.AMOUNTS:
            offers = [Offer(sign, says, sign) for sign, says in _AMOUNTS]
            typed = folded(text[piece.text_at : cursor])
            kept = [offer for offer in offers if offer.shown.startswith(typed)]
            return _unless_there(piece.text_at, piece.end, kept, typed)
        case Takes.MARKS:
            names: Names = tuple(MARKS[field.word].items())
            return _names(cursor, piece, names, lambda name: name)
        case Takes.NAMES:
            names = (*values.get(field.word, ()), (NONE, f"without a {field.word}"))
            code = field.word == "currency"
            return _names(
                cursor,
                piece,
                names,
                lambda name: name if name == NONE else name_written(name, code=code),
            )


def _days(text: str, cursor: int, piece: Piece, today: date) -> Completion:
    """The span's end at the cursor, without a sign in front of it."""
    start = piece.text_at
    before = text[start:cursor]
    start += before.rfind("..") + 2 if ".." in before else 0
    typed = text[start:cursor].lstrip("<>=")
    start = cursor - len(typed)
    behind = text[cursor : piece.end]
    end = cursor + (behind.find("..") if ".." in behind else len(behind))
    wanted = folded(typed)
    offers = [
        Offer(key, _from_to(span_of(key, today)), key) for key in PERIODS if key.startswith(wanted)
    ]
    if start == piece.text_at and NONE.startswith(wanted):
        offers.append(Offer(NONE, "not known", NONE))
    return _unless_there(start, end, offers, wanted)


def _from_to(span: Span | None) -> str:
    if span is None:
        return ""
    first, last = span
    return f"{first}" if first == last else f"{first} to {last}"


def _names(cursor: int, piece: Piece, names: Names, write: Callable[[str], str]) -> Completion:
    value = next(
        (each for each in piece.values if each.start <= cursor <= each.end),
        Value(cursor, cursor, ""),
    )
    typed = folded(value.text if cursor == value.end else value.text[: cursor - value.start])
    others = {folded(each.text) for each in piece.values if each is not value}
    offers = [
        Offer(name, says, write(name))
        for name, says in _best(names, typed)
        if folded(name) not in others
    ]
    return _unless_there(value.start, value.end, offers, typed)


def _unless_there(start: int, end: int, offers: Sequence[Offer], typed: str) -> Completion:
    """Nothing is offered that has been typed already."""
    if len(offers) == 1 and folded(offers[0].shown) == typed:
        return Completion()
    return Completion(start, end, tuple(offers), of_value=True)


def _best(names: Iterable[tuple[str, str]], typed: str) -> list[tuple[str, str]]:
    """Those that begin so, then those with a word that does, then those that hold it."""
    ranked: tuple[list[tuple[str, str]], ...] = ([], [], [])
    for name, says in names:
        texts = (folded(name), folded(says)) if name != NONE else (NONE,)
        if any(text.startswith(typed) for text in texts):
            ranked[0].append((name, says))
        elif any(begins_a_word(text, typed) for text in texts):
            ranked[1].append((name, says))
        elif typed in texts[0]:
            ranked[2].append((name, says))
    return [named for names in ranked for named in names][:_MOST]
