from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from orderdock.query.summary import SummaryRow
from orderdock_ui.orders.groups.figures import MOST_ROWS, by_size, currencies, in_order, over_time
from orderdock_ui.orders.groups.scale import short, ticks
from orderdock_ui.orders.words import Wording

WORDING = Wording(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
AMOUNTS = st.integers(-(10**14), 10**14).map(lambda cents: Decimal(cents) / 100)


def month(key: str, total: str, currency: str = "USD", orders: int = 1) -> SummaryRow:
    return SummaryRow(key, currency, orders, orders, total, key)


@given(AMOUNTS, AMOUNTS, st.integers(1, 8))
def test_a_scale_is_round_even_and_holds_everything(
    one: Decimal, other: Decimal, most: int
) -> None:
    low, high = (one, other) if one <= other else (other, one)
    scale = ticks(low, high, most)
    assert scale[0] <= low
    assert scale[-1] >= high
    assert 0 in scale
    assert 2 <= len(scale) <= most + 2
    steps = {after - before for before, after in pairwise(scale)}
    assert len(steps) == 1
    assert steps.pop().normalize().as_tuple().digits in {(1,), (2,), (2, 5), (5,)}


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("0", "0"),
        ("250", "250"),
        ("0.5", "0.5"),
        ("1200", "1.2k"),
        ("-3000", "-3k"),
        ("2500000", "2.5M"),
        ("4000000000", "4bn"),
    ],
)
def test_round_numbers_are_said_shortly(value: str, said: str) -> None:
    assert short(Decimal(value)) == said


def test_months_without_orders_stay_as_gaps() -> None:
    rows = [month("", "9"), month("2026-01", "10.50"), month("2026-04", "-2", orders=2)]
    by, bars = over_time([*rows, month("2026-02", "7", "EUR")], "USD", WORDING)
    assert by == "month"
    assert [(bar.key, bar.value) for bar in bars] == [
        ("2026-01", Decimal("10.50")),
        ("2026-02", 0),
        ("2026-03", 0),
        ("2026-04", -2),
    ]
    assert bars[0].said == "Jan 2026: 10.50 USD, 1 order"
    assert bars[3].said == "Apr 2026: −2.00 USD, 2 orders"


def test_many_months_become_years() -> None:
    rows = [month("2019-03", "1"), month("2019-11", "2"), month("2026-01", "4")]
    by, bars = over_time(rows, "USD", WORDING)
    assert by == "year"
    assert [bar.label for bar in bars] == [str(year) for year in range(2019, 2027)]
    assert [bar.value for bar in bars] == [3, 0, 0, 0, 0, 0, 0, 4]


def test_nothing_dated_gives_no_columns() -> None:
    assert over_time([month("", "9")], "USD", WORDING) == ("month", [])


def test_the_largest_come_first_and_the_rest_is_one_that_cannot_be_chosen() -> None:
    rows = [SummaryRow(f"shop {n}", "USD", n, n, str(n), "") for n in range(1, 13)]
    bars = by_size([*rows, SummaryRow("abroad", "EUR", 1, 1, "99", "")], "retailer", "USD", WORDING)
    assert [bar.label for bar in bars[:2]] == ["shop 12", "shop 11"]
    assert len(bars) == MOST_ROWS + 1
    assert (bars[-1].key, bars[-1].label, bars[-1].value) == (None, "4 others", Decimal(10))
    assert by_size(rows[:1], "brand", "USD", WORDING)[0].said == "shop 1: 1.00 USD, 1 order"


def test_unknown_groups_have_a_name_of_their_own() -> None:
    bars = by_size([SummaryRow("", "USD", 2, 2, "", "")], "brand", "USD", WORDING)
    assert (bars[0].label, bars[0].said) == ("No brand", "No brand: no amount, 2 orders")


def test_the_table_has_the_newest_month_and_the_largest_name_first_and_the_unknown_last() -> None:
    months = [
        month("", "1"),
        month("2026-01", "1"),
        month("2026-02", "1"),
        month("2026-02", "2", "EUR"),
    ]
    assert [(r.key, r.currency) for r in in_order(months, "month", "EUR")] == [
        ("2026-02", "EUR"),
        ("2026-02", "USD"),
        ("2026-01", "USD"),
        ("", "USD"),
    ]
    names = [SummaryRow(key, "USD", 1, 1, total, "") for key, total in (("a", "1"), ("b", "-9"))]
    names.append(SummaryRow("c", "EUR", 1, 1, "100", ""))
    assert [row.key for row in in_order(names, "retailer", "USD")] == ["b", "a", "c"]


def test_currencies_come_by_their_number_of_orders() -> None:
    rows = [
        month("2026-01", "1", "EUR", 2),
        month("2026-01", "1", "USD", 1),
        month("2026-02", "1", "USD", 4),
    ]
    assert [(each.code, each.orders) for each in currencies(rows)] == [("USD", 5), ("EUR", 2)]
