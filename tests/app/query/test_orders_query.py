from array import array
from datetime import date
from decimal import Decimal

import pytest

from orderdock.domain.errors import WrongUsage
from orderdock.query import columns, orders
from orderdock.query.choices import LineChoices, choices, line_choices
from orderdock.query.detail import order_detail, order_of_line
from orderdock.query.filters import DEFAULT_SORT, Count, OrderFilter, Sort, Unit
from tests.support.shelf import Shelf, line, order

DAY = 86_400
START = 1_772_600_000  # 2026-03-04T04:53:20Z


@pytest.fixture
def full(shelf: Shelf) -> Shelf:
    other = shelf.connect("Other", "synq")
    shelf.save(
        order("a", line("1", "Blue shirt", brand="Acme"), line("2", "Red socks"), ordered_at=START),
        order(
            "b",
            line("1", "blue mug", currency="EUR", order_total="9.5", shipment_status="Delivered"),
            ordered_at=START + DAY,
            retailer="Target",
        ),
        order(
            "c",
            line("1", "Undated", currency=None, order_total=None, unit_price=None),
            ordered_at=None,
            retailer=None,
        ),
    )
    shelf.save(
        order(
            "a",
            line("1", "Grüner Tee 玄米茶", order_total="100", shipment_status="Shipped"),
            line("2", "50% off_er", order_total="100", shipment_status="Delivered"),
            ordered_at=START + 2 * DAY,
            retailer="target plus",
            status="open",
        ),
        connection=other,
    )
    return shelf


def names(shelf: Shelf, f: OrderFilter, *sort: Sort) -> list[str]:
    wanted = sort or (Sort("ordered_at"),)
    ids = orders.all_ids(shelf.db, f, wanted, Unit.LINES)
    first = orders.first_ids(shelf.db, f, wanted, Unit.LINES, 100)
    assert first == list(ids)
    for offset in range(3):
        window = orders.first_ids(shelf.db, f, wanted, Unit.LINES, 2, offset)
        assert window == first[offset : offset + 2]
    counted = orders.count(shelf.db, f)
    order_ids = orders.all_ids(shelf.db, f, wanted_for_orders(wanted), Unit.ORDERS)
    assert counted == Count(len(order_ids), len(ids))
    assert set(order_ids) == {order_of_line(i) for i in ids}
    return [name for (name,) in orders.rows(shelf.db, Unit.LINES, ids, ["item_name"])]


def wanted_for_orders(sort: tuple[Sort, ...]) -> tuple[Sort, ...]:
    return tuple(s for s in sort if s.column in columns.keys(Unit.ORDERS))


ALL = ["Undated", "Blue shirt", "Red socks", "blue mug", "Grüner Tee 玄米茶", "50% off_er"]


def test_rows_without_a_date_come_first_and_lines_keep_their_sequence(full: Shelf) -> None:
    assert names(full, OrderFilter()) == ALL
    assert names(full, OrderFilter(), *DEFAULT_SORT) == [
        "Grüner Tee 玄米茶",
        "50% off_er",
        "blue mug",
        "Blue shirt",
        "Red socks",
        "Undated",
    ]


@pytest.mark.parametrize(
    ("f", "left"),
    [
        (OrderFilter(search="BLUE"), ["Blue shirt", "blue mug"]),
        (OrderFilter(search="blu shi"), ["Blue shirt"]),
        (OrderFilter(search="gruner"), ["Grüner Tee 玄米茶"]),
        (OrderFilter(search="米"), ["Grüner Tee 玄米茶"]),
        (OrderFilter(search="%"), ["50% off_er"]),
        (OrderFilter(search="_"), ["50% off_er"]),
        (OrderFilter(search='"red socks"'), ["Red socks"]),
        (OrderFilter(search='"socks red"'), []),
        (OrderFilter(search="acme"), ["Blue shirt"]),
        (OrderFilter(search="N-b"), ["blue mug"]),
        (OrderFilter(search="  "), ALL),
        (OrderFilter(retailers=("target",)), ["blue mug"]),
        (OrderFilter(retailers=("targ",)), ["blue mug", "Grüner Tee 玄米茶", "50% off_er"]),
        (OrderFilter(retailers=("amazon", "TARGET")), ["Blue shirt", "Red socks", "blue mug"]),
        (OrderFilter(statuses=("delivered",)), ["blue mug", "50% off_er"]),
        (OrderFilter(statuses=("open",)), ["Grüner Tee 玄米茶", "50% off_er"]),
        (OrderFilter(statuses=("ship",)), ["Grüner Tee 玄米茶"]),
        (OrderFilter(statuses=("nothing",)), []),
        (OrderFilter(connections=("synq-1",)), ["Grüner Tee 玄米茶", "50% off_er"]),
        (OrderFilter(connections=("nobody",)), []),
        (OrderFilter(providers=("stackline",)), ALL[:4]),
        (OrderFilter(currencies=("eur",)), ["blue mug"]),
        (OrderFilter(min_total=Decimal("49.01")), ["Grüner Tee 玄米茶", "50% off_er"]),
        (OrderFilter(max_total=Decimal("9.5")), ["blue mug"]),
        (OrderFilter(max_total=Decimal("9.4999999")), []),
        (OrderFilter(min_total=Decimal("9.5000001"), max_total=Decimal(49)), ALL[1:3]),
        (OrderFilter(min_total=Decimal("1E+400")), []),
        (OrderFilter(date_from=date(2026, 3, 5)), ALL[3:]),
        (OrderFilter(date_to=date(2026, 3, 4)), ALL[1:3]),
        (OrderFilter(date_from=date.min, date_to=date.max), ALL[1:]),
        (OrderFilter(search="blue", statuses=("delivered",)), ["blue mug"]),
        (OrderFilter(search="blue 茶"), []),
        (OrderFilter(search="tee 茶", retailers=("plus",)), ["Grüner Tee 玄米茶"]),
    ],
)
def test_a_filter_leaves_exactly_what_it_says(full: Shelf, f: OrderFilter, left: list[str]) -> None:
    assert names(full, f) == left
    for column in ("item_name", "order_total", "retailer", "unit_price", "connection"):
        assert sorted(names(full, f, Sort(column))) == sorted(left)


def test_days_are_inclusive_in_the_named_zone(full: Shelf) -> None:
    def on(zone: str) -> list[str]:
        day = date(2026, 3, 3)
        return names(full, OrderFilter(date_from=day, date_to=day, timezone=zone))

    assert on("UTC") == []
    assert on("America/New_York") == ["Blue shirt", "Red socks"]
    with pytest.raises(WrongUsage, match="no time zone “Mars/Base”"):
        on("Mars/Base")


@pytest.mark.parametrize("zone", ["../etc/passwd", "", "/etc/passwd", "A\0B"])
def test_a_zone_that_is_none_is_refused_with_words(full: Shelf, zone: str) -> None:
    with pytest.raises(WrongUsage):
        orders.count(full.db, OrderFilter(date_from=date(2026, 1, 1), timezone=zone))


def test_every_column_sorts_both_ways_and_text_without_case(full: Shelf) -> None:
    for unit in Unit:
        for key in columns.keys(unit):
            up = orders.all_ids(full.db, OrderFilter(), [Sort(key)], unit)
            down = orders.all_ids(full.db, OrderFilter(), [Sort(key, descending=True)], unit)
            assert sorted(up) == sorted(down)
            assert up == orders.all_ids(full.db, OrderFilter(), [Sort(key)], unit)
    assert names(full, OrderFilter(), Sort("item_name"))[:3] == [
        "50% off_er",
        "blue mug",
        "Blue shirt",
    ]
    by_total = names(full, OrderFilter(), Sort("order_total"))
    assert by_total[:2] == ["Undated", "blue mug"]
    assert by_total[-2:] == ["Grüner Tee 玄米茶", "50% off_er"]


def test_rows_come_in_the_order_asked_for_and_gone_ones_are_blank(full: Shelf) -> None:
    ids = list(orders.all_ids(full.db, OrderFilter(), [Sort("ordered_at")], Unit.LINES))
    asked = [ids[4], ids[0], 99, ids[4]]
    rows = orders.rows(full.db, Unit.LINES, asked, ["item_name", "connection", "order_total"])
    assert rows == [
        ("Grüner Tee 玄米茶", "synq-1", "100"),
        ("Undated", "stackline-1", None),
        (None, None, None),
        ("Grüner Tee 玄米茶", "synq-1", "100"),
    ]
    with pytest.raises(WrongUsage, match="no column “nonsense”"):
        orders.rows(full.db, Unit.LINES, ids, ["nonsense"])
    with pytest.raises(WrongUsage, match="brand"):
        orders.rows(full.db, Unit.ORDERS, [1], ["brand"])


def test_stopping_gives_nothing(full: Shelf) -> None:
    for number in range(40):
        full.save(*[order(f"{number}-{n}", line("1"), line("2")) for n in range(100)])
    for sort in ("ordered_at", "item_name"):
        stopped = orders.all_ids(
            full.db, OrderFilter(), [Sort(sort)], Unit.LINES, stop=lambda: True
        )
        assert stopped == array("q")
        whole = orders.all_ids(full.db, OrderFilter(), [Sort(sort)], Unit.LINES, stop=lambda: False)
        assert len(whole) == 8_006


def test_many_hits_are_walked_by_date_with_the_same_result(full: Shelf) -> None:
    made = [order(f"m{n}", line("1"), ordered_at=START + n % 7) for n in range(2_500)]
    full.save(*made)
    f = OrderFilter(search="cotton")
    ids = orders.all_ids(full.db, f, DEFAULT_SORT, Unit.LINES)
    assert len(ids) == 2_500
    assert orders.first_ids(full.db, f, DEFAULT_SORT, Unit.LINES, 50) == list(ids[:50])
    by_order = orders.all_ids(full.db, f, DEFAULT_SORT, Unit.ORDERS)
    assert orders.first_ids(full.db, f, DEFAULT_SORT, Unit.ORDERS, 50) == list(by_order[:50])


def test_totals_count_each_order_once_per_currency(full: Shelf) -> None:
    found = {t.currency: t for t in orders.totals(full.db, OrderFilter())}
    assert (found["USD"].orders, found["USD"].total) == (2, Decimal("149.00"))
    assert (found["EUR"].orders, found["EUR"].total) == (1, Decimal("9.50"))
    assert (found[""].orders, found[""].blank_totals) == (1, 1)
    [only] = orders.totals(full.db, OrderFilter(search="socks"))
    assert only.total == Decimal("49.00")


def test_sums_are_exact_however_large(shelf: Shelf) -> None:
    huge = "8999999999999.999999"
    shelf.save(*[order(str(n), line("1", order_total=huge)) for n in range(30)])
    [only] = orders.totals(shelf.db, OrderFilter())
    assert only.total == Decimal(huge) * 30


def test_choices_are_what_is_there(full: Shelf) -> None:
    offered = choices(full.db)
    assert offered.retailers == ("Amazon", "Target", "target plus")
    assert offered.statuses == ("Delivered", "open", "Shipped")
    assert offered.currencies == ("EUR", "USD")
    assert (offered.first_day, offered.last_day) == (START, START + 2 * DAY)
    assert line_choices(full.db) == LineChoices(brands=("Acme",))


def test_one_order_in_full_says_what_does_not_add_up(shelf: Shelf) -> None:
    shelf.save(order("a", line("1", raw=b"{1}"), line("2", raw=b"{2}"), total="50.00"))
    shelf.save(order("a", line("1", shipment_status="Delivered"), total="50.00"), whole={"a"})
    detail = order_detail(shelf.db, 1)
    assert detail.connection == "stackline-1"
    assert detail.order["order_total"] == "50.00"
    assert [row["line_id"] & 0xFFFFF for row in detail.lines] == [1, 2]
    assert detail.raw == (b"{1}", b"{2}")
    assert detail.money.difference == Decimal("-48.00")
    assert any("no longer shown" in check for check in detail.checks)
    assert [change.what.get("shipment_status") for change in detail.changes] == [
        (None, "Delivered"),
        None,
    ]
    with pytest.raises(WrongUsage, match="no longer here"):
        order_detail(shelf.db, 99)


def test_an_order_that_adds_up_has_no_checks(shelf: Shelf) -> None:
    shelf.save(order("a", line("1"), line("2", quantity="0.5", unit_price="1"), total="49.5"))
    detail = order_detail(shelf.db, 1)
    assert (detail.checks, detail.money.difference) == ((), Decimal(0))
