"""Names, amounts, blanks and what is left out: each against a plain reading of the same rows."""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from orderdock.query import orders
from orderdock.query.conditions import conditions
from orderdock.query.detail import order_of_line
from orderdock.query.filters import DEFAULT_SORT, Between, Count, Hidden, OrderFilter, Unit
from orderdock.query.folding import begins_a_word, folded
from orderdock.store import own_words
from tests.support.shelf import Shelf, line, order, shelf_at

BRANDS = [
    "Acme",
    "acme labs",
    "Brûlée & Co",
    "O'Reilly",
    "SNAPPLE",
    "日本茶",
    "100% [x]*?",
    "",
    None,
]


@pytest.fixture(scope="module")
def shop() -> Iterator[Shelf]:
    with tempfile.TemporaryDirectory() as folder, shelf_at(Path(folder) / "o.db") as shelf:
        shelf.save(
            *[
                order(
                    str(number),
                    line(
                        "1",
                        f"Lamp {number}",
                        brand=brand,
                        category="Home" if number % 2 else "Homeware",
                        sku=f"B0{number}-X",
                        unit_price=None if number == 3 else f"{number}.50",
                        quantity=str(number),
                        shipment_status=["Delivered", "Cancelled", None][number % 3],
                        order_total=None if number == 5 else f"{number * 10}",
                    ),
                    line("2", "Gift wrap", brand=None, shipment_status=None, order_total=None),
                    number=f"902-{number:07d}",
                    ordered_at=None if number == 0 else 1_772_600_000 + number * 86_400,
                    status="open" if number < 3 else None,
                )
                for number, brand in enumerate(BRANDS)
            ]
        )
        yield shelf


def names(shop: Shelf, f: OrderFilter) -> list[str]:
    """The first lines that stay, as their numbers; the counts and the orders must agree."""
    ids = orders.all_ids(shop.db, f, DEFAULT_SORT, Unit.LINES)
    assert orders.first_ids(shop.db, f, DEFAULT_SORT, Unit.LINES, 50) == list(ids)
    of_orders = orders.all_ids(shop.db, f, DEFAULT_SORT, Unit.ORDERS)
    assert orders.first_ids(shop.db, f, DEFAULT_SORT, Unit.ORDERS, 50) == list(of_orders)
    assert orders.count(shop.db, f) == Count(len(of_orders), len(ids))
    assert {order_of_line(line_id) for line_id in ids} == set(of_orders)
    assert sum(total.orders for total in orders.totals(shop.db, f)) == len(of_orders)
    rows = orders.rows(shop.db, Unit.LINES, ids, ["item_name"])
    return sorted(name.removeprefix("Lamp ") for (name,) in rows if name.startswith("Lamp"))


@pytest.mark.parametrize(
    ("f", "left"),
    [
        (OrderFilter(brands=("ACME",)), "0"),
        (OrderFilter(brands=("acm",)), "01"),
        (OrderFilter(brands=("labs",)), "1"),
        (OrderFilter(brands=("brulee",)), "2"),
        (OrderFilter(brands=("BRÛLÉE & co",)), "2"),
        (OrderFilter(brands=("reilly",)), "3"),
        (OrderFilter(brands=("apple",)), ""),
        (OrderFilter(brands=("snapp", "茶")), "45"),
        (OrderFilter(brands=("100% [x]*?",)), "6"),
        (OrderFilter(brands=("[x",)), "6"),
        (OrderFilter(brands=("*",)), "6"),
        (OrderFilter(brands=("",)), "78"),
        (OrderFilter(brands=("", "acme")), "078"),
        (OrderFilter(categories=("home",)), "1357"),
        (OrderFilter(categories=("hom",)), "012345678"),
        (OrderFilter(items=("lamp 1", "lamp 2")), "12"),
        (OrderFilter(items=("lamp",)), "012345678"),
        (OrderFilter(skus=("b07-x",)), "7"),
        (OrderFilter(order_numbers=("0000004",)), "4"),
        (OrderFilter(order_numbers=("902-0000004",)), "4"),
        (OrderFilter(shipments=("cancelled",)), "147"),
        (OrderFilter(shipments=("open",)), ""),
        (OrderFilter(statuses=("open",)), "012"),
        (OrderFilter(shipments=("",)), "258"),
        (OrderFilter(statuses=("",)), "58"),
        (OrderFilter(retailers=("",)), ""),
        (OrderFilter(price=Between(Decimal("2.5"), Decimal("4.5"))), "24"),
        (OrderFilter(price=Between(Decimal("2.5"), Decimal("4.5"), over=True, under=True)), ""),
        (OrderFilter(quantity=Between(Decimal(7), None, over=True)), "8"),
        (OrderFilter(quantity=Between(None, Decimal(2), under=True)), "01"),
        (OrderFilter(price=Between(Decimal("2.4999999"), Decimal("2.5000001"), True, True)), "2"),
        (OrderFilter(min_total=Decimal(70), over_total=True), "8"),
        (OrderFilter(max_total=Decimal(10), under_total=True), "0"),
        (OrderFilter(blank=("price",)), "3"),
        (OrderFilter(blank=("total",)), "5"),
        (OrderFilter(blank=("date",)), "0"),
    ],
)
def test_names_amounts_and_blanks_leave_just_what_they_say(
    shop: Shelf, f: OrderFilter, left: str
) -> None:
    assert "".join(names(shop, f)) == left
    everything = [str(number) for number in range(9)]
    rest = [number for number in everything if number not in left]
    assert names(shop, OrderFilter(without=f)) == rest
    assert names(shop, replace(f, without=f)) == []


def test_each_condition_of_what_is_left_out_stands_by_itself(shop: Shelf) -> None:
    both = OrderFilter(brands=("acme",), shipments=("cancelled",))
    assert names(shop, OrderFilter(without=both)) == ["2", "3", "5", "6", "8"]
    words = OrderFilter(without=OrderFilter(search='"lamp 1" acme wrap %'))
    assert names(shop, words) == ["2", "3", "4", "5", "7", "8"]
    assert names(shop, OrderFilter(blank=("total", "price"))) == []


def test_days_are_left_out_in_the_zone_of_the_filter(shop: Shelf) -> None:
    day = OrderFilter(date_from=date(2026, 3, 6), date_to=date(2026, 3, 6))
    assert names(shop, OrderFilter(without=day)) == ["0", "1", "3", "4", "5", "6", "7", "8"]
    western = OrderFilter(without=day, timezone="America/Los_Angeles")
    assert names(shop, western) == ["0", "1", "2", "4", "5", "6", "7", "8"]


def test_orders_without_a_tag_are_those_of_an_empty_one(tmp_path: Path) -> None:
    with shelf_at(tmp_path / "o.db") as shelf:
        shelf.save(*[order(str(n), line("1", f"Lamp {n}")) for n in range(3)])
        shelf.database.write_now(own_words.tag, [2], add=["gift"])
        assert names(shelf, OrderFilter(tags=("gift",))) == ["1"]
        assert names(shelf, OrderFilter(tags=("",))) == ["0", "2"]
        assert names(shelf, OrderFilter(without=OrderFilter(tags=("gift",)))) == ["0", "2"]
        shelf.database.write_now(own_words.hide, [1], now=1)
        assert names(shelf, OrderFilter(without=OrderFilter(hidden=Hidden.ONLY))) == ["1", "2"]


def test_a_state_is_found_however_providers_spell_it(tmp_path: Path) -> None:
    states = ["Canceled", "CANCELLED", "out_for_delivery", "Out for delivery", "Not shipped"]
    with shelf_at(tmp_path / "o.db") as shelf:
        made = [line("1", f"Lamp {n}", shipment_status=state) for n, state in enumerate(states)]
        shelf.save(*[order(str(n), each) for n, each in enumerate(made)])
        for typed, left in (
            ("cancelled", "01"),
            ("canceled", "01"),
            ("cancel", "01"),
            ("out for delivery", "23"),
            ("out_for", "23"),
            ("shipped", "4"),
        ):
            assert "".join(names(shelf, OrderFilter(statuses=(typed,)))) == left
            assert "".join(names(shelf, OrderFilter(shipments=(typed,)))) == left
        rest = names(shelf, OrderFilter(without=OrderFilter(statuses=("cancelled",))))
        assert rest == ["2", "3", "4"]


def test_so_many_of_a_brand_that_they_are_walked_by_date_are_the_same(tmp_path: Path) -> None:
    with shelf_at(tmp_path / "o.db") as shelf:
        shelf.save(
            *[
                order(
                    str(n),
                    line("1", f"Lamp {n}", brand="Acme", shipment_status="ab"[n % 2]),
                    line("2", "Acme lamp oil", brand="Other"),
                    ordered_at=1_772_600_000 + n % 7,
                )
                for n in range(2_200)
            ]
        )
        f = OrderFilter(brands=("acme",), without=OrderFilter(statuses=("b",), search='"lamp 8"'))
        for unit in Unit:
            ids = orders.all_ids(shelf.db, f, DEFAULT_SORT, unit)
            assert len(ids) == 1_099
            assert orders.first_ids(shelf.db, f, DEFAULT_SORT, unit, 90) == list(ids[:90])
        assert orders.count(shelf.db, f) == Count(1_099, 1_099)


TEXTS = st.text(st.sampled_from("aAbB eé%_*?[]\\'-\"茶1ß\0"), max_size=5)


@settings(max_examples=15)
@given(brands=st.lists(TEXTS, min_size=1, max_size=6), typed=TEXTS)
def test_a_part_of_a_name_is_found_as_a_person_reads_it(brands: list[str], typed: str) -> None:
    assume(typed.replace("\0", " ").strip())
    with tempfile.TemporaryDirectory() as folder, shelf_at(Path(folder) / "o.db") as shelf:
        shelf.save(order("1", *[line(str(n), brand=brand) for n, brand in enumerate(brands)]))
        ids = orders.all_ids(shelf.db, OrderFilter(brands=(typed,)), DEFAULT_SORT, Unit.LINES)
    wanted = typed.replace("\0", " ").strip()
    same = [n for n, brand in enumerate(brands) if brand.lower() == wanted.lower()]
    part = [n for n, brand in enumerate(brands) if begins_a_word(folded(brand), folded(wanted))]
    assert [(line_id & 0xFFFFF) - 1 for line_id in ids] == (same or part)


def test_a_whole_name_is_compared_plainly_so_that_an_index_can_help(shop: Shelf) -> None:
    asked = conditions(shop.db, OrderFilter(retailers=("amazon",), brands=("acme",)))
    assert asked.orders.parts == ["(o.retailer = ? COLLATE NOCASE)"]
    assert asked.lines.parts == ["(+l.brand = ? COLLATE NOCASE)"]
    assert asked.match == '"acme"'
