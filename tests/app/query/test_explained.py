"""What is in a total and what is not."""

from array import array
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from orderdock.domain.connections import ConnectionState
from orderdock.query.explained import Explained, Picked, Source, explained, totals_of
from orderdock.query.explained_words import Mark, in_words
from orderdock.query.filters import Count, CurrencyTotal, Hidden, OrderFilter, Unit
from orderdock.query.orders import totals
from orderdock.store import own_words
from tests.support.shelf import NOW, Shelf, line, order

MARCH = 1_772_600_000


class Plainly:
    def amount(self, text: str | None) -> str:
        return text or ""

    def count(self, number: int) -> str:
        return f"{number:,}"

    def moment(self, when: datetime) -> str:
        return f"{when:%Y-%m-%d %H:%M} UTC"


@pytest.fixture
def full(shelf: Shelf) -> Shelf:
    """1: EUR 10; 2: EUR 20, cancelled; 3: no total; 4: USD 5, undated; 5: EUR 40, hidden."""

    def bought(key: str, total: str | None, currency: str | None = "EUR", **more: object) -> None:
        lines = [
            line(str(n), item, currency=currency, order_total=None)
            for n, item in enumerate(["Desk lamp", "Tea"])
        ]
        facts = {"ordered_at": MARCH, "total": total, "currency": currency, **more}
        shelf.save(order(key, *lines, **facts))

    bought("1", "10")
    bought("2", "20", status="Cancelled by shop")
    bought("3", None)
    bought("4", "5", "USD", ordered_at=None)
    bought("5", "40")
    shelf.database.write_now(own_words.hide, [5], now=NOW)
    return shelf


def said(facts: Explained) -> list[str]:
    return [s.text for section in in_words(facts, Plainly()) for s in section.sentences]


def test_all_orders_are_explained_currency_by_currency(full: Shelf) -> None:
    facts = explained(full.db, OrderFilter())
    assert list(facts.totals) == totals(full.db, OrderFilter())
    assert facts.count == Count(4, 8)
    assert said(facts) == [
        "EUR 30.00 is the sum of 2 order totals.",
        "USD 5.00 is the sum of 1 order total.",
        "The 4 orders that fit count once each, however many lines they have, with their"
        " providers' own totals.",
        "1 of them was cancelled, refunded or returned, wholly or in part, and is counted with what"
        " the provider gives: EUR 20.00.",
        "1 order has no total from the provider: counted as orders, nothing is added for them.",
        "1 hidden order fits too and is left out: EUR 40.00.",
        "Currencies stand apart: nothing is converted or added together.",
    ]


def test_what_a_filter_leaves_out_for_want_of_knowledge_is_counted(full: Shelf) -> None:
    spring = OrderFilter(date_from=date(2026, 3, 1), timezone="Europe/Berlin")
    facts = explained(full.db, spring)
    assert (facts.count.orders, facts.undated, facts.days_in) == (3, 1, "Europe/Berlin")
    assert "1 order without a date is left out, as days were asked for." in said(facts)
    facts = explained(full.db, OrderFilter(min_total=Decimal(1)))
    assert (facts.count.orders, facts.untotalled) == (3, 1)
    facts = explained(full.db, OrderFilter(currencies=("usd",)))
    assert (facts.count.orders, facts.elsewhere) == (1, 3)
    assert "3 orders in other currencies are left out." in said(facts)


def test_a_filter_that_speaks_of_lines_still_counts_whole_orders(full: Shelf) -> None:
    facts = explained(full.db, OrderFilter(search="lamp"))
    assert (facts.count, facts.lines) == (Count(4, 4), 8)
    assert (
        "Only 4 of the 8 lines of these orders fit; the totals are still those of the whole orders."
        in said(facts)
    )
    assert [t.orders for t in facts.hidden] == [1]


def test_hidden_orders_that_are_asked_for_are_said_to_be_in(full: Shelf) -> None:
    facts = explained(full.db, OrderFilter(hidden=Hidden.TOO))
    assert (facts.count.orders, facts.hidden) == (5, ())
    assert "Hidden orders are counted too, as you asked for them." in said(facts)
    only = explained(full.db, OrderFilter(hidden=Hidden.ONLY))
    assert said(only)[:2] == [
        "EUR 40.00 is the sum of 1 order total.",
        "The one order that fits counts once, with its provider's own total.",
    ]


def test_a_selection_of_lines_counts_their_orders_once(full: Shelf) -> None:
    picked = Picked(Unit.LINES, array("q", [(1 << 20) + 1, (1 << 20) + 2, (2 << 20) + 1]))
    assert totals_of(full.db, picked) == (
        Count(2, 3),
        [CurrencyTotal("EUR", 2, Decimal(30), 0)],
    )
    facts = explained(full.db, OrderFilter(search="ignored"), picked)
    assert (facts.count, facts.lines, facts.of_selection) == (Count(2, 3), 4, True)
    assert "Only 3 of the 4 lines of these orders are selected" in " ".join(said(facts))
    orders = Picked(Unit.ORDERS, array("q", [4, 5, 99]))
    assert totals_of(full.db, orders)[0] == Count(2, 4)
    nothing = explained(full.db, OrderFilter(), Picked(Unit.ORDERS, array("q")))
    assert said(nothing) == ["Nothing is selected."]


def test_the_state_of_each_connection_is_said(full: Shelf) -> None:
    facts = explained(full.db, OrderFilter())
    assert facts.shares == (("stackline-1", 4),)
    when = datetime(2026, 11, 21, 18, 2, tzinfo=UTC)
    facts = replace(
        facts,
        sources=(
            Source("Mine", 4, when, ConnectionState.OK, "The last sync read everything."),
            Source("Outlet", 0, None, ConnectionState.NEVER_SYNCED, "Never."),
            Source("Old", 1, when, ConnectionState.STALE, "Orders were last read 9 days ago."),
        ),
    )
    fresh = in_words(facts, Plainly())[-1]
    assert fresh.title == "How fresh the data is"
    assert [(s.mark, s.text) for s in fresh.sentences] == [
        (Mark.IN, "Mine: 4 orders, data up to 2026-11-21 18:02 UTC."),
        (Mark.CARE, "Outlet: 0 orders, no data yet. No orders have been read from it yet."),
        (
            Mark.CARE,
            "Old: 1 order, data up to 2026-11-21 18:02 UTC. Orders were last read 9 days ago.",
        ),
    ]
