"""A filter inside another: both must hold, however each is put."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from orderdock.query import orders
from orderdock.query.filters import DEFAULT_SORT, Hidden, OrderFilter, Unit
from orderdock.store import own_words
from tests.support.shelf import Shelf, line, order

DAY = 86_400
START = 1_772_600_000  # 2026-03-04T04:53:20Z


@pytest.fixture
def some(shelf: Shelf) -> Shelf:
    for number, (retailer, item, status) in enumerate(
        [
            ("Amazon", "Blue shirt", "Shipped"),
            ("Amazon Fresh", "Blue mug", "Cancelled"),
            ("Target", "Red mug", "Shipped"),
            ("Target", "Blue mug 50%", "Cancelled"),
        ]
    ):
        shelf.save(
            order(
                f"{number}",
                line("1", item, shipment_status=status, order_total=f"{number}0"),
                ordered_at=START + number * DAY,
                retailer=retailer,
            )
        )
    return shelf


def found(shelf: Shelf, view: OrderFilter, typed: OrderFilter) -> list[str]:
    both = replace(typed, within=view)
    ids = orders.all_ids(shelf.db, both, DEFAULT_SORT, Unit.ORDERS)
    assert orders.count(shelf.db, both).orders == len(ids)
    assert sum(total.orders for total in orders.totals(shelf.db, both)) == len(ids)
    rows = orders.rows(shelf.db, Unit.ORDERS, ids, ("order_number",))
    return sorted(number.removeprefix("N-") for (number,) in rows)


@pytest.mark.parametrize(
    ("view", "typed", "left"),
    [
        (OrderFilter(retailers=("ama",)), OrderFilter(retailers=("fresh",)), ["1"]),
        (OrderFilter(retailers=("Target",)), OrderFilter(retailers=("Amazon",)), []),
        (OrderFilter(search="mug"), OrderFilter(search="blue"), ["1", "3"]),
        (OrderFilter(search="mug"), OrderFilter(search="%"), ["3"]),
        (OrderFilter(statuses=("cancelled",)), OrderFilter(search="blue"), ["1", "3"]),
        (OrderFilter(statuses=("cancelled",)), OrderFilter(statuses=("shipped",)), []),
        (OrderFilter(), OrderFilter(retailers=("Target",)), ["2", "3"]),
        (OrderFilter(min_total=Decimal(10)), OrderFilter(max_total=Decimal(20)), ["1", "2"]),
    ],
)
def test_both_filters_must_hold(
    some: Shelf, view: OrderFilter, typed: OrderFilter, left: list[str]
) -> None:
    assert found(some, view, typed) == left
    assert found(some, typed, view) == left


def test_orders_can_be_named_by_their_ids(some: Shelf) -> None:
    assert found(some, OrderFilter(), OrderFilter(among=(2, 4))) == ["1", "3"]
    assert found(some, OrderFilter(search="red"), OrderFilter(among=(2, 3))) == ["2"]
    some.database.write_now(own_words.hide, [2, 3], now=1)
    assert found(some, OrderFilter(), OrderFilter(among=(2, 4))) == ["3"]
    assert found(some, OrderFilter(), OrderFilter(among=(2, 4), hidden=Hidden.TOO)) == ["1", "3"]


def test_each_reads_its_days_in_its_own_zone(some: Shelf) -> None:
    evening_before = OrderFilter(date_to=date(2026, 3, 3), timezone="America/Los_Angeles")
    assert found(some, evening_before, OrderFilter()) == ["0"]
    assert found(some, evening_before, OrderFilter(date_from=date(2026, 3, 4))) == ["0"]
