"""What is in a total and what is not, as the terminal says it."""

from datetime import datetime
from typing import Any

from orderdock.cli.session import Session
from orderdock.cli.words import moment
from orderdock.query.explained import Explained
from orderdock.query.explained_words import Mark, in_words
from orderdock.query.filters import CurrencyTotal

_MARKS = {Mark.IN: " ", Mark.OUT: "-", Mark.CARE: "!"}


class _Plainly:
    def amount(self, text: str | None) -> str:
        return text or ""

    def count(self, number: int) -> str:
        return f"{number:,}"

    def moment(self, when: datetime) -> str:
        return moment(when)


def say_explanation(session: Session, facts: Explained) -> None:
    """Sentences for a person, or one object of the type `explanation`."""
    sections = in_words(facts, _Plainly())
    if session.output.machine:
        session.output.record(
            {
                "type": "explanation",
                "orders": facts.count.orders,
                "lines": facts.count.lines,
                "lines_of_orders": facts.lines,
                "totals": _totals(facts.totals),
                "cancelled_or_refunded": _totals(facts.ended),
                "hidden": _totals(facts.hidden),
                "without_date": facts.undated,
                "without_total": facts.untotalled,
                "other_currencies": facts.elsewhere,
                "says": [sentence.text for part in sections for sentence in part.sentences],
            }
        )
        return
    for section in sections:
        session.output.say(f"{section.title}:")
        for sentence in section.sentences:
            session.output.say(f" {_MARKS[sentence.mark]} {sentence.text}")


def _totals(totals: tuple[CurrencyTotal, ...]) -> list[dict[str, Any]]:
    return [
        {
            "currency": total.currency or None,
            "orders": total.orders,
            "total": f"{total.total:f}" if total.orders > total.blank_totals else None,
            "blank_totals": total.blank_totals,
        }
        for total in totals
    ]
