from datetime import UTC, date, datetime

import pytest

from orderdock.domain.errors import WrongUsage
from orderdock.query.filters import OrderFilter
from orderdock.query.groups import by_year, months_between, orders_of, span
from orderdock.query.orders import count
from orderdock.query.summary import BY, SummaryRow, summary
from tests.support.shelf import Shelf, line, order


def at(year: int, month: int, day: int, hour: int = 12) -> int:
    return int(datetime(year, month, day, hour, tzinfo=UTC).timestamp())


@pytest.fixture
def full(shelf: Shelf) -> Shelf:
    shelf.save(
        order(
            "a",
            line("1", brand="Acme", category="Tea", shipment_status="Shipped"),
            line("2", brand="Zen", category="Tea", shipment_status="Delivered"),
            ordered_at=at(2025, 12, 31, 23),
        ),
        order("b", line("1", brand="Acme"), ordered_at=at(2026, 1, 1), status="open"),
        order("c", line("1", currency="EUR", brand=None), ordered_at=None, retailer="Target"),
        order("d", line("1", brand="Acme Home", order_total=None), ordered_at=at(2026, 3, 9)),
        order("e", line("1"), ordered_at=at(2026, 3, 31, 23), retailer=None),
    )
    return shelf


@pytest.mark.parametrize("by", BY)
@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin"])
def test_the_filter_of_a_group_leaves_just_its_orders(full: Shelf, by: str, zone: str) -> None:
    everything = OrderFilter(timezone=zone)
    for row in summary(full.db, everything, by, zone):
        narrowed = orders_of(everything, by, row.key, row.currency)
        assert count(full.db, narrowed).orders == row.orders, row


def test_a_group_of_filtered_orders_keeps_the_filter() -> None:
    f = OrderFilter(retailers=("Amazon",), date_from=date(2026, 3, 10), search="tea")
    narrowed = orders_of(f, "month", "2026-03")
    assert (narrowed.date_from, narrowed.date_to) == (date(2026, 3, 10), date(2026, 3, 31))
    assert (narrowed.retailers, narrowed.search) == (("Amazon",), "tea")
    assert narrowed.currencies == ()


def test_only_known_groupings_are_taken() -> None:
    with pytest.raises(WrongUsage, match="moon"):
        orders_of(OrderFilter(), "moon", "full")


def test_spans_have_their_first_and_last_day() -> None:
    assert span("day", "2024-02-29") == (date(2024, 2, 29), date(2024, 2, 29))
    assert span("month", "2024-02") == (date(2024, 2, 1), date(2024, 2, 29))
    assert span("month", "2025-12") == (date(2025, 12, 1), date(2025, 12, 31))
    assert span("year", "2025") == (date(2025, 1, 1), date(2025, 12, 31))


def test_months_between_leave_out_none() -> None:
    assert months_between("2025-11", "2026-02") == ["2025-11", "2025-12", "2026-01", "2026-02"]
    assert months_between("2026-02", "2026-02") == ["2026-02"]


def test_months_add_up_to_years_per_currency(full: Shelf) -> None:
    months = summary(full.db, OrderFilter(), "month")
    assert by_year(months) == summary(full.db, OrderFilter(), "year")
    assert by_year(
        [SummaryRow("2026-01", "USD", 1, 1, ""), SummaryRow("2026-02", "USD", 1, 2, "")]
    )[0] == SummaryRow("2026", "USD", 2, 3, "", "2026")
