"""A kept order, brought up to date while reading, is the order that sorting gives."""

import tempfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orderdock.domain.orders import Line, Order
from orderdock.query import (
    kept_order,
    kept_sums,
    orders,
    preparing,
    several,
    several_whole,
    told_apart,
    walking,
)
from orderdock.query.filters import OrderFilter, Sort, Unit
from orderdock.store import connections, own_words, sortings
from orderdock.store.revisions import Moment
from tests.support.plain_orders import PlainOrders
from tests.support.shelf import NOW, Shelf, line, order, shelf_at

DAY = 86_400
names = st.sampled_from(["red", "Red", "blue mug", "Blue", None, "é", "a\0b", "a", "", "z" * 9])
lines = st.builds(
    line,
    key=st.sampled_from("123456"),
    name=names,
    brand=st.sampled_from(["Acme", "acme", "Zed", None]),
    quantity=st.sampled_from(["1", "2.50", "10", None]),
    unit_price=st.sampled_from(["9", "10.5", "-3", None]),
    shipment_status=st.sampled_from(["Shipped", "Delivered", None]),
    order_total=st.none(),
    currency=st.none(),
)
some_orders = st.builds(
    lambda key, parts, **facts: order(key, *parts, **facts),
    key=st.sampled_from("abcdefghijkl"),
    parts=st.lists(lines, max_size=3, unique_by=lambda one: one.key),
    number=st.sampled_from(["N1", "n1", "N2", None]),
    retailer=st.sampled_from(["Amazon", "amazon plus", "Target", None]),
    ordered_at=st.sampled_from([None, *(NOW - n * DAY for n in (0, 1, 2, 27, 45))]),
    currency=st.sampled_from(["USD", "EUR", None]),
    total=st.sampled_from(["5", "10.00", "7.25", "202.10", "203", "-3", "1251", None]),
    status=st.sampled_from(["open", "Shipped", None]),
)
pages = st.lists(some_orders, min_size=1, max_size=8)
sorts = st.builds(
    Sort,
    st.sampled_from(
        [
            "ordered_at",
            "item_name",
            "brand",
            "quantity",
            "unit_price",
            "retailer",
            "order_total",
            "order_number",
            "shipment_status",
            "line_count",
            "status",
            "connection_name",
        ]
    ),
    st.booleans(),
)
days = [date(2026, 4, 14), date(2026, 5, 1), date(2026, 5, 27), date(2026, 5, 31)]
amounts = [Decimal(said) for said in ("7.25", "7", "202.10", "201.5", "203", "1250", "-3", "-1")]
filters = st.builds(
    OrderFilter,
    search=st.sampled_from(["", "", "", "bl", "red", "blue mug", "zed"]),
    retailers=st.sampled_from([(), (), ("Amazon",), ("Target", "Amazon")]),
    statuses=st.sampled_from([(), (), (), ("Shipped",), ("open", "Delivered")]),
    connections=st.sampled_from([(), (), ("synq-1",)]),
    currencies=st.sampled_from([(), (), ("EUR",)]),
    date_from=st.sampled_from([None, None, *days]),
    date_to=st.sampled_from([None, None, *days]),
    min_total=st.sampled_from([None, None, None, *amounts]),
    max_total=st.sampled_from([None, None, None, *amounts]),
    over_total=st.booleans(),
    under_total=st.booleans(),
    brands=st.sampled_from([(), (), (), ("Zed",)]),
)
steps = st.sampled_from(["", "prepare", "prepare", "hide", "elsewhere"])
questions = st.lists(st.tuples(filters, st.lists(sorts, min_size=1, max_size=3)), max_size=4)


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Borders between parts, pieces and ways are met with a handful of rows."""
    with monkeypatch.context() as patch:
        patch.setattr(preparing, "FEW_LINES", 0)
        patch.setattr(preparing, "_STALE", 3)
        patch.setattr(preparing, "_AT_ONCE", 2)
        patch.setattr(sortings, "PART", 3)
        patch.setattr(kept_order, "_MANY", 1)
        patch.setattr(walking, "_FEW", 2)
        patch.setattr(walking, "_NEAR", 6)
        patch.setattr(walking, "_LOOKS", (1, 2))
        patch.setattr(walking, "_PIECE", 2)
        patch.setattr(walking, "_LOOK", 2)
        patch.setattr(walking, "_NARROW", 4)
        patch.setattr(several, "_MOST", 6)
        patch.setattr(several_whole, "_FEW", 2)
        patch.setattr(several_whole, "_PIECE", 3)
        patch.setattr(several_whole, "_PILES", 3)
        patch.setattr(told_apart, "_FEW", 4)
        patch.setattr(told_apart, "_PIECE", 3)
        yield


def prepare_all(shelf: Shelf) -> int:
    made = 0
    while preparing.prepare(shelf.database, [], Unit.ORDERS, lambda: False):
        made += 1
    return made


def check(shelf: Shelf, asked: list[tuple[OrderFilter, list[Sort]]]) -> None:
    plain = PlainOrders(shelf.db)
    for f, sort in asked:
        counted = shelf.database.read_now(orders.count, f)
        assert counted == plain.count(f)
        totals = shelf.database.read_now(orders.totals, f)
        assert {t.currency: (t.orders, t.total, t.blank_totals) for t in totals} == plain.totals(f)
        for unit in Unit:
            if unit is Unit.ORDERS and any(s.column in _OF_LINES for s in sort):
                continue
            wanted = plain.ids(f, sort, unit)
            whole = shelf.database.read_now(orders.all_ids, f, sort, unit)
            assert list(whole) == wanted
            for limit, offset in ((1, 0), (3, 2), (1_000, 0)):
                given = (f, sort, unit, limit, offset)
                first = shelf.database.read_now(orders.first_ids, *given)
                assert first == wanted[offset : offset + limit]


_OF_LINES = {"brand", "quantity", "unit_price"}


@settings(max_examples=25)
@given(st.lists(st.tuples(pages, steps, questions), min_size=1, max_size=4))
def test_whatever_is_read_and_prepared_in_between_the_rows_are_those_of_a_plain_sort(
    course: list[tuple[list[Order], str, list[Any]]],
) -> None:
    with tempfile.TemporaryDirectory() as folder, shelf_at(Path(folder) / "o.db") as shelf:
        other = shelf.connect("Other", "synq")
        for page, step, asked in course:
            shelf.save(*page)
            match step:
                case "prepare":
                    prepare_all(shelf)
                case "hide":
                    shelf.database.write_now(own_words.hide, [1, 2], now=NOW)
                case "elsewhere":
                    shelf.save(*page, connection=other)
            check(shelf, asked)


def test_preparing_makes_what_is_missing_once_and_what_is_old_anew(shelf: Shelf) -> None:
    shelf.save(*[order(f"k{n}", line("1", f"name {n % 7}")) for n in range(20)])
    assert prepare_all(shelf) > 20
    assert prepare_all(shelf) == 0
    shelf.save(*[order(f"m{n}", line("1", f"name {n % 5}")) for n in range(3)])
    assert prepare_all(shelf) == 0
    shelf.save(order("m9", line("1", "name 3")))
    assert prepare_all(shelf) > 20
    found = shelf.all("SELECT of, by, count(*) FROM sortings GROUP BY 1, 2 HAVING count(*) > 1")
    assert found == []
    [(parts,)] = shelf.all("SELECT sum(parts) FROM sortings")
    assert [(parts,)] == shelf.all("SELECT count(*) FROM sorted_ids")


def test_what_was_asked_for_is_prepared_first(shelf: Shelf) -> None:
    shelf.save(*[order(f"k{n}", line("1")) for n in range(4)])
    asked = [Sort("sku", descending=True)]
    assert not preparing.is_prepared(shelf.db, asked, Unit.LINES)
    assert preparing.prepare(shelf.database, asked, Unit.LINES, lambda: False)
    assert preparing.is_prepared(shelf.db, asked, Unit.LINES)
    assert shelf.all("SELECT by FROM sortings") == [("l.sku COLLATE NOCASE",)]


def test_an_order_by_several_columns_waits_for_each_of_them(shelf: Shelf) -> None:
    shelf.save(*[order(f"k{n}", line("1")) for n in range(4)])
    asked = [Sort("retailer"), Sort("ordered_at"), Sort("sku", descending=True)]
    for _ in asked:
        assert not preparing.is_prepared(shelf.db, asked, Unit.LINES)
        assert preparing.prepare(shelf.database, asked, Unit.LINES, lambda: False)
    assert preparing.is_prepared(shelf.db, asked, Unit.LINES)
    assert len(shelf.all("SELECT by FROM sortings")) == 3


def test_preparing_that_is_stopped_leaves_nothing(shelf: Shelf) -> None:
    shelf.save(*[order(f"k{n}", line("1")) for n in range(9)])
    assert not preparing.prepare(shelf.database, [], Unit.ORDERS, lambda: True)
    assert shelf.all("SELECT count(*) FROM sortings") == [(0,)]
    assert shelf.all("SELECT count(*) FROM sorted_ids") == [(0,)]


def test_erasing_orders_takes_every_sorting_away_one_in_the_making_too(shelf: Shelf) -> None:
    other = shelf.connect("Other", "synq")
    shelf.save(*[order(f"k{n}", line("1")) for n in range(5)])
    shelf.save(*[order(f"k{n}", line("1")) for n in range(5)], connection=other)
    prepare_all(shelf)
    making = shelf.database.write_now(sortings.begin, "orders", "o.retailer", "")
    shelf.database.write_now(connections.disconnect, other, keep_orders=False, now=NOW)
    moment = Moment(10, 2)
    assert not shelf.database.write_now(sortings.finish, making, 1, moment)
    assert shelf.all("SELECT count(*) FROM sortings") == [(0,)]
    assert shelf.all("SELECT count(*) FROM sorted_ids") == [(0,)]
    check(shelf, [(OrderFilter(), [Sort("retailer")]), (OrderFilter(), [Sort("item_name")])])


def test_another_name_for_a_connection_moves_its_orders(shelf: Shelf) -> None:
    other = shelf.connect("Zoo", "synq")
    shelf.save(order("a", line("1")))
    shelf.save(order("b", line("1")), connection=other)
    prepare_all(shelf)
    by_name = [(OrderFilter(), [Sort("connection_name")])]
    check(shelf, by_name)
    shelf.database.write_now(connections.rename, other, "Aardvark")
    check(shelf, by_name)
    assert not preparing.is_prepared(shelf.db, [Sort("connection_name")], Unit.ORDERS)


def test_an_order_with_hundreds_of_lines_is_whole_in_every_order(shelf: Shelf) -> None:
    many = [
        line(str(n), f"item {n * 37 % 101}", brand="Zed" if n > 60 else "Acme") for n in range(150)
    ]
    shelf.save(order("a", *many), order("b", line("1", "item 5", brand="Zed")))
    prepare_all(shelf)
    searched = OrderFilter(search="zed")
    check(
        shelf,
        [(f, [Sort(key)]) for f in (OrderFilter(), searched) for key in ("item_name", "retailer")],
    )


def test_hits_near_the_start_come_in_their_order(shelf: Shelf) -> None:
    made = [order(f"k{n}", line("1", f"Mug {n % 3}"), ordered_at=NOW + n % 5) for n in range(12)]
    shelf.save(*made)
    prepare_all(shelf)
    shelf.save(order("late", line("1", "Mug late"), ordered_at=NOW + 3))
    mugs, some = OrderFilter(search="mug"), OrderFilter(search="mug", retailers=("Amazon",))
    by_date = [Sort("ordered_at", descending=True)]
    check(shelf, [(mugs, by_date), (some, by_date), (mugs, [Sort("item_name")])])


def test_orders_are_counted_by_status_whatever_became_of_their_lines(shelf: Shelf) -> None:
    def lines_with(*statuses: str | None) -> list[Line]:
        return [line(str(n), shipment_status=status) for n, status in enumerate(statuses)]

    def mixed() -> list[int]:
        return [number for (number,) in shelf.all("SELECT order_id FROM mixed_orders")]

    asked = [
        (OrderFilter(statuses=statuses), [Sort("retailer")])
        for statuses in (("Shipped",), ("Delivered",), ("Shipped", "Delivered"), ("Lost",))
    ]
    for number in range(6):
        shelf.save(order(f"k{number}", *lines_with("Shipped", "Shipped")))
    shelf.save(order("one null", *lines_with("Shipped", None)), order("none", *lines_with(None)))
    prepare_all(shelf)
    assert mixed() == [7]
    check(shelf, asked)
    for number in range(5):
        shelf.save(order(f"k{number}", *lines_with("Delivered", "Delivered")))
    shelf.save(order("k5", *lines_with("Shipped", "Delivered")), order("none", *lines_with("Lost")))
    check(shelf, asked)
    assert len(mixed()) == 8
    prepare_all(shelf)
    assert mixed() == [6, 7]
    check(shelf, asked)
    sums = shelf.all("SELECT shipment_status, sum(orders) FROM status_sums GROUP BY 1 ORDER BY 1")
    assert [row for row in sums if row[1]] == [("Delivered", 5), ("Lost", 1)]
    shelf.database.write_now(connections.disconnect, shelf.connection, keep_orders=False, now=NOW)
    assert mixed() == []
    check(shelf, asked)


def test_orders_are_counted_by_total_without_looking_at_each(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    totals = ["202.10", "203", "203", "204.99", "205", "-1", "1250", None]
    for number, total in enumerate(totals):
        shelf.save(order(f"k{number}", line("1"), line("2"), total=total, retailer="Amazon"))
    prepare_all(shelf)
    shelf.save(order("new", line("1"), total="203"), order("k3", line("1"), total="9"))
    with monkeypatch.context() as patch:
        patch.setattr(kept_sums, "sums_of", lambda *_: pytest.fail("looked at every order"))
        for least, most in (("203", None), (None, "203"), ("202.5", "204"), ("9", "8")):
            f = OrderFilter(
                min_total=Decimal(least) if least else None,
                max_total=Decimal(most) if most else None,
                retailers=("Amazon",),
            )
            check(shelf, [(f, [Sort("order_total")])])
