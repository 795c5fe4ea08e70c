"""What is in a total and what is not, in sentences: the same in the window and in the terminal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from orderdock.domain.connections import ConnectionState
from orderdock.query.explained import Explained, Source
from orderdock.query.filters import CurrencyTotal, Hidden


class Say(Protocol):
    """How amounts, numbers and moments are written where it is read."""

    def amount(self, text: str | None) -> str:
        """Plain decimal text."""
        ...

    def count(self, number: int) -> str:
        """A number of things."""
        ...

    def moment(self, when: datetime) -> str:
        """With its zone."""
        ...


class Mark(StrEnum):
    """What a sentence is about."""

    IN = "in"
    OUT = "out"
    CARE = "care"
    """Something that may make the number less than it seems."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One plain sentence.

    `shows` names what could be looked at ("hidden", "blank", "ended"); "sum" says a total alone.
    """

    mark: Mark
    text: str
    shows: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Sentences under a title."""

    title: str
    sentences: tuple[Sentence, ...]


_STATES = {
    ConnectionState.SYNCING: "A sync is running: the numbers may still change.",
    ConnectionState.NEVER_SYNCED: "No orders have been read from it yet.",
}


def in_words(facts: Explained, say: Say) -> tuple[Section, ...]:
    """All that is to be said, section by section; empty ones are left out."""
    sections = (
        Section("In these totals", tuple(_inside(facts, say))),
        Section("Not in these totals", tuple(_outside(facts, say))),
        Section("How fresh the data is", tuple(_fresh(facts, say))),
    )
    return tuple(section for section in sections if section.sentences)


def _inside(facts: Explained, say: Say) -> Iterator[Sentence]:
    if not facts.count.orders:
        yield Sentence(Mark.IN, "Nothing is selected." if facts.of_selection else "No order fits.")
        return
    for total in facts.totals:
        added = total.orders - total.blank_totals
        if added:
            sums = f"{_money(say, total)} is the sum of {_counted(say, added, 'order total')}."
            yield Sentence(Mark.IN, sums, "sum")
    yield Sentence(Mark.IN, _once(facts, say))
    if facts.by_lines:
        yield Sentence(
            Mark.CARE,
            "In the list of groups stands quantity times price of the lines in this group, as one"
            " order can be in several groups; the totals here are those of the whole orders.",
        )
    if facts.count.lines < facts.lines:
        fit = "are selected" if facts.of_selection else "fit"
        yield Sentence(
            Mark.CARE,
            f"Only {say.count(facts.count.lines)} of the {_counted(say, facts.lines, 'line')} of"
            f" these orders {fit}; the totals are still those of the whole orders.",
        )
    if facts.ended:
        many = sum(total.orders for total in facts.ended)
        was, are = ("was", "is") if many == 1 else ("were", "are")
        sums = _sums(say, facts.ended)
        yield Sentence(
            Mark.CARE,
            f"{say.count(many)} of them {was} cancelled, refunded or returned, wholly or in part,"
            f" and {are} counted with what the provider gives: {sums or 'no total'}.",
            "ended",
        )
    if facts.asked_of_hidden is Hidden.TOO:
        yield Sentence(Mark.IN, "Hidden orders are counted too, as you asked for them.")
    if facts.asked_of_hidden is Hidden.ONLY:
        yield Sentence(Mark.IN, "Only hidden orders are counted, as you asked for them.")


def _once(facts: Explained, say: Say) -> str:
    if facts.count.orders == 1:
        which = "selected" if facts.of_selection else "that fits"
        return f"The one order {which} counts once, with its provider's own total."
    which = "selected" if facts.of_selection else "that fit"
    return (
        f"The {_counted(say, facts.count.orders, 'order')} {which} count once each, however many"
        " lines they have, with their providers' own totals."
    )


def _outside(facts: Explained, say: Say) -> Iterator[Sentence]:
    blank = facts.blank()
    if blank:
        have = "order has" if blank == 1 else "orders have"
        yield Sentence(
            Mark.OUT,
            f"{say.count(blank)} {have} no total from the provider: counted as orders, nothing is"
            " added for them.",
            "blank",
        )
    if facts.hidden:
        many = sum(total.orders for total in facts.hidden)
        sums = _sums(say, facts.hidden)
        fits = "fits too and is" if many == 1 else "fit too and are"
        yield Sentence(
            Mark.OUT,
            f"{_counted(say, many, 'hidden order')} {fits} left out{f': {sums}' if sums else ''}.",
            "hidden",
        )
    for many, what, why in (
        (facts.undated, "without a date", ", as days were asked for"),
        (facts.untotalled, "without a total", ", as an amount was asked for"),
        (facts.elsewhere, "in other currencies", ""),
    ):
        if many:
            left = "is left out" if many == 1 else "are left out"
            yield Sentence(Mark.OUT, f"{_counted(say, many, 'order')} {what} {left}{why}.")
    if len(facts.totals) > 1:
        yield Sentence(Mark.OUT, "Currencies stand apart: nothing is converted or added together.")


def _fresh(facts: Explained, say: Say) -> Iterator[Sentence]:
    for source in facts.sources:
        yield _source(source, say)
    if facts.days_in:
        yield Sentence(Mark.IN, f"Days begin and end in the time zone {facts.days_in}.")


def _source(source: Source, say: Say) -> Sentence:
    reach = f"data up to {say.moment(source.data_up_to)}" if source.data_up_to else "no data yet"
    said = f"{source.name}: {_counted(say, source.orders, 'order')}, {reach}."
    if source.state is ConnectionState.OK:
        return Sentence(Mark.IN, said)
    return Sentence(Mark.CARE, f"{said} {_STATES.get(source.state, source.why)}".strip())


def _sums(say: Say, totals: Sequence[CurrencyTotal]) -> str:
    return ", ".join(_money(say, total) for total in totals if total.orders > total.blank_totals)


def _money(say: Say, total: CurrencyTotal) -> str:
    return f"{total.currency or 'No currency'} {say.amount(f'{total.total:f}')}"


def _counted(say: Say, number: int, one: str) -> str:
    return f"{say.count(number)} {one if number == 1 else one + 's'}"
