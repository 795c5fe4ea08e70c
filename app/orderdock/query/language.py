"""The search language: what a person types into the search box, as a filter.

    retailer:amazon,target total:>50 date:2025-03..2025-06 -status:cancelled "exact phrase" lamp

Words and quoted phrases are looked for as ever. A field's word with a colon and a value is a
condition; commas mean "or", a minus in front leaves out, `none` means unknown. Quotes keep blanks
and commas in a value together (a quote inside is written twice); a backslash in front of a word
takes it as it stands. Every text can be read: what makes no sense is left out of the filter and
explained. `language_writing` is the way back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from orderdock.query.filters import BLANKS, Between, Hidden, OrderFilter
from orderdock.query.folding import folded
from orderdock.query.language_fields import BY_WORD, FIELDS, MARKS, NONE, Field, Takes
from orderdock.query.language_pieces import MOST, Piece, pieces
from orderdock.query.language_values import (
    Days,
    Unclear,
    days_in_order,
    in_order,
    read_amounts,
    read_days,
)

_CODE = 3
"""Letters of a currency."""


@dataclass(frozen=True, slots=True)
class Known:
    """What can be named by its id or by a name people gave it: id -> name."""

    connections: Mapping[str, str]
    providers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Mistake:
    """A piece that cannot be read: where it stands, and a sentence that says what to write."""

    start: int
    end: int
    says: str


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of the text and what it is about: a field's word, or "" for words looked for."""

    piece: Piece
    word: str
    mistaken: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text means."""

    filter: OrderFilter
    """Without what is mistaken."""
    clauses: tuple[Clause, ...]
    mistakes: tuple[Mistake, ...]


def read(text: str, today: date, *, timezone: str = "UTC", known: Known | None = None) -> Reading:
    """What `text` means on the day `today` of the zone (an IANA name).

    With `known`, connections and providers may be named, and those that are not there are a
    mistake; without it their ids are taken as they stand.
    """
    fits, leaves_out = _Side(today, known), _Side(today, known, negated=True)
    clauses: list[Clause] = []
    mistakes: list[Mistake] = []
    many = 0
    for piece in pieces(text):
        many += max(1, len(piece.values))
        if many > MOST:
            says = f"Up to {MOST} words and names can be looked for at once. Leave some out."
            mistakes.append(Mistake(piece.start, len(text), says))
            break
        about = BY_WORD.get(piece.field.casefold())
        side = leaves_out if piece.negated else fits
        word = about.word if about is not None else piece.field
        try:
            side.take(piece, about)
        except Unclear as unclear:
            mistakes.append(Mistake(piece.start, piece.end, str(unclear)))
            clauses.append(Clause(piece, word, mistaken=True))
        else:
            clauses.append(Clause(piece, word))
    wanted = replace(fits.filter(), timezone=timezone)
    without = leaves_out.filter()
    if without != OrderFilter():
        wanted = replace(wanted, without=without)
    return Reading(wanted, tuple(clauses), tuple(mistakes))


@dataclass(slots=True)
class _Side:
    """What fits, or what is left out, put together piece by piece."""

    today: date
    known: Known | None
    negated: bool = False
    names: dict[str, dict[str, None]] = field(default_factory=dict)
    """Each once, in the order typed."""
    ends: dict[str, Between] = field(default_factory=dict)
    days: Days = (None, None)
    blank: set[str] = field(default_factory=set)
    words: list[str] = field(default_factory=list)
    missing: bool = False
    hidden: Hidden = Hidden.LEFT_OUT

    def filter(self) -> OrderFilter:
        names = {attribute: tuple(names) for attribute, names in self.names.items()}
        return OrderFilter(
            **names,  # type: ignore[arg-type] # attributes of names, by the table of fields
            date_from=self.days[0],
            date_to=self.days[1],
            search=" ".join(self.words),
            price=self.ends.get("price", Between()),
            quantity=self.ends.get("quantity", Between()),
            blank=tuple(name for name in BLANKS if name in self.blank),
            missing=self.missing,
            hidden=self.hidden,
        ).with_total(self.ends.get("total", Between()))

    def take(self, piece: Piece, about: Field | None) -> None:
        """Add what the piece says. Raises Unclear, and then nothing is added."""
        if not piece.field:
            self._take_word(piece)
            return
        if about is None:
            raise Unclear(_no_such_field(piece.field))
        if piece.stray >= 0:
            raise Unclear("After a closing quote there must be a blank or a comma.")
        if not piece.values:
            raise Unclear(
                f"{about.word}: says nothing yet. Write its value behind the colon at once, such as"
                f" {about.word}:{about.example}."
            )
        match about.takes:
            case Takes.NAMES:
                self._take_names(piece, about)
            case Takes.AMOUNTS:
                self._take_amounts(piece, about.word)
            case Takes.DAYS:
                self._take_days(piece, about.word)
            case Takes.MARKS:
                self._take_marks(piece, about.word)

    def _take_word(self, piece: Piece) -> None:
        if piece.text:
            self.words.append(piece.text)

    def _take_names(self, piece: Piece, about: Field) -> None:
        found = []
        for value in piece.values:
            if not value.text.strip():
                raise Unclear(
                    f"{about.word}: a name is missing. Write one, or {about.word}:{NONE} for what"
                    f" has none."
                )
            if not value.quoted and value.text.casefold() == NONE:
                found.append("")
            else:
                found.append(self._name(about, value.text, quoted=value.quoted))
        self.names.setdefault(about.attribute, {}).update(dict.fromkeys(found))

    def _name(self, about: Field, text: str, *, quoted: bool) -> str:
        if about.word == "currency" and not quoted:
            if len(text) != _CODE or not (text.isascii() and text.isalpha()):
                raise Unclear(f"“{text}” is no currency. Write its three letters, such as EUR.")
            return text.upper()
        if self.known is None or about.word not in {"connection", "provider"}:
            return text
        there = self.known.connections if about.word == "connection" else self.known.providers
        named = {folded(name): key for key, name in there.items()}
        asked = folded(text.strip())
        found = next((key for key in there if folded(key) == asked), named.get(asked))
        if found is None:
            offered = ", ".join(list(there)[:5]) or "none yet"
            raise Unclear(f"There is no {about.word} called “{text}”. There are: {offered}.")
        return found

    def _take_amounts(self, piece: Piece, word: str) -> None:
        text = _one_value(piece)
        if text.casefold() == NONE:
            self.blank.add(word)
            return
        new, old = read_amounts(text), self.ends.get(word, Between())
        self._check_free(word, old.least, new.least, old.most, new.most)
        self.ends[word] = in_order(
            Between(
                old.least if new.least is None else new.least,
                old.most if new.most is None else new.most,
                old.over or new.over,
                old.under or new.under,
            )
        )

    def _take_days(self, piece: Piece, word: str) -> None:
        text = _one_value(piece)
        if text.casefold() == NONE:
            self.blank.add(word)
            return
        first, last = read_days(text, self.today)
        self._check_free(word, self.days[0], first, self.days[1], last)
        self.days = days_in_order(first or self.days[0], last or self.days[1])

    def _check_free(self, word: str, *ends: object) -> None:
        """Two ends of a kind would leave it open which one counts."""
        least, new_least, most, new_most = (end is not None for end in ends)
        if self.negated and (least or most):
            raise Unclear(f"-{word} can stand here once. Keep one of them.")
        if (least and new_least) or (most and new_most):
            which = "beginning" if least and new_least else "end"
            raise Unclear(f"{word} has a {which} already. Keep one of them.")

    def _take_marks(self, piece: Piece, word: str) -> None:
        marks = {value.text.casefold() for value in piece.values}
        known = MARKS[word]
        if not marks <= set(known):
            raise Unclear(f"{word}: can be followed by {' or '.join(known)}.")
        self.missing = self.missing or "missing" in marks
        if "hidden" in marks and not self.negated:  # they are left out unless asked for
            self.hidden = Hidden.ONLY if word == "is" else Hidden.TOO


def _one_value(piece: Piece) -> str:
    """An amount or a day: commas are its own."""
    if piece.text.startswith('"'):
        return piece.values[0].text
    return piece.text


def _no_such_field(word: str) -> str:
    from difflib import get_close_matches  # only for who mistypes

    near = get_close_matches(word.casefold(), list(BY_WORD), 1, 0.6)
    meant = f"Did you mean {BY_WORD[near[0]].word}?" if near else f"There are: {_FIRST}."
    return f"There is no field “{word}”. {meant} Quotes around it look for the text itself."


_FIRST = ", ".join(known.word for known in FIELDS[:7]) + " and others"
