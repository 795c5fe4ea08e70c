from datetime import UTC, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

import apsw
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdock.domain.errors import WrongUsage
from orderdock.query.days import local_seconds
from orderdock.query.filters import OrderFilter
from orderdock.query.summary import BY, SummaryRow, summary
from tests.support.shelf import Shelf, line, order

AT = int(datetime(2026, 1, 31, 23, 30, tzinfo=UTC).timestamp())


@pytest.fixture
def full(shelf: Shelf) -> Shelf:
    shelf.save(
        order(
            "a",
            line(
                "1", brand="Acme", category="Tea", quantity="2", unit_price="10", order_total="35"
            ),
            line(
                "2", brand="Zen", category="Tea", quantity="1.5", unit_price="10", order_total="35"
            ),
            ordered_at=AT,
        ),
        order(
            "b",
            line("1", brand="Acme", quantity=None, order_total="7.25", shipment_status="Shipped"),
            ordered_at=AT + 3600,
            status="open",
        ),
        order("c", line("1", brand=None, currency="EUR", order_total=None), ordered_at=None),
    )
    return shelf


def rows(shelf: Shelf, by: str, zone: str = "UTC", **f: object) -> list[tuple[object, ...]]:
    found = summary(shelf.db, OrderFilter(**f), by, zone)  # type: ignore[arg-type] # as given
    return [(r.key, r.currency, r.orders, r.lines, r.total) for r in found]


def test_days_follow_the_zone(full: Shelf) -> None:
    assert rows(full, "day") == [
        ("", "EUR", 1, 1, ""),
        ("2026-01-31", "USD", 1, 2, "35.00"),
        ("2026-02-01", "USD", 1, 1, "7.25"),
    ]
    assert rows(full, "day", "America/New_York")[1] == ("2026-01-31", "USD", 2, 3, "42.25")
    assert rows(full, "month", "Europe/Berlin")[1] == ("2026-02", "USD", 2, 3, "42.25")
    assert rows(full, "year")[1] == ("2026", "USD", 2, 3, "42.25")


def test_an_order_counts_once_in_sums_of_orders(full: Shelf) -> None:
    assert rows(full, "retailer")[1] == ("Amazon", "USD", 2, 3, "42.25")
    [one, _] = summary(full.db, OrderFilter(), "connection")[::-1]
    assert (one.key, one.label, one.total) == ("stackline-1", "Mine", "42.25")


def test_brands_add_up_their_lines(full: Shelf) -> None:
    assert rows(full, "brand") == [
        ("", "EUR", 1, 1, "49.00"),
        ("Acme", "USD", 2, 2, "20.00"),
        ("Zen", "USD", 1, 1, "15.00"),
    ]
    assert rows(full, "category")[-1] == ("Tea", "USD", 1, 2, "35.00")


def test_a_line_without_a_state_has_its_order_s(full: Shelf) -> None:
    assert [row[0] for row in rows(full, "status")] == ["", "", "Shipped"]


def test_a_filter_on_lines_counts_only_the_lines_it_leaves(full: Shelf) -> None:
    assert rows(full, "retailer", search="zen") == [("Amazon", "USD", 1, 1, "35.00")]


def test_large_and_broken_quantities_add_up_exactly(shelf: Shelf) -> None:
    amounts = [("9000000000000", "8999999999999.999999"), ("0.333333", "3"), ("-2", "0.01")]
    lines = [line(str(n), brand="B", quantity=q, unit_price=p) for n, (q, p) in enumerate(amounts)]
    shelf.save(order("a", *lines))
    [row] = summary(shelf.db, OrderFilter(), "brand")
    exact = sum((Fraction(q) * Fraction(p) for q, p in amounts), Fraction(0))
    assert Fraction(row.total) == Fraction(round(exact * 10**6), 10**6)


def test_an_unknown_grouping_names_the_known_ones(shelf: Shelf) -> None:
    with pytest.raises(WrongUsage, match="colour"):
        summary(shelf.db, OrderFilter(), "colour")
    for by in BY:
        assert summary(shelf.db, OrderFilter(), by) == []


ZONES = ["Europe/Berlin", "America/St_Johns", "Asia/Kolkata", "Pacific/Apia", "Africa/Casablanca"]


@given(
    zone=st.sampled_from(ZONES),
    moments=st.lists(st.integers(0, 2_000_000_000), min_size=1, max_size=20),
)
def test_local_days_in_sql_are_those_of_the_zone(zone: str, moments: list[int]) -> None:
    db = apsw.Connection("")
    local = local_seconds("column1", zone, min(moments), max(moments))
    values = ", ".join(f"({moment})" for moment in moments)
    days = db.execute(f"SELECT date({local}, 'unixepoch') FROM (VALUES {values})")  # noqa: S608
    assert [day for (day,) in days] == [
        f"{datetime.fromtimestamp(moment, ZoneInfo(zone)):%Y-%m-%d}" for moment in moments
    ]
    db.close()


def test_an_empty_store_has_no_groups(shelf: Shelf) -> None:
    assert summary(shelf.db, OrderFilter(), "day", "Europe/Berlin") == []
    assert SummaryRow("k", "", 0, 0, "").label == ""
