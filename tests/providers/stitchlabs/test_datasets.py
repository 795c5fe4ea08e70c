"""What else can be fetched from Stitch Labs, and what of a query it does itself."""

from collections.abc import Callable
from contextlib import aclosing
from decimal import Decimal
from typing import Any

import pytest

from orderdock.connector.contract import DatasetPage, DatasetQuery
from orderdock.domain.errors import NotThere, WrongUsage
from orderdock.providers.stitchlabs.provider import PROVIDER
from tests.providers.stitchlabs.conftest import DeskAt
from tests.sandbox.stitchlabs_customer import Trader

DeskWith = Callable[..., DeskAt]
Condition = tuple[str, str, str]


async def fetch(at: DeskAt, name: str, *where: Condition, **more: Any) -> list[DatasetPage]:
    (dataset,) = [entry for entry in PROVIDER.datasets if entry.id == name]
    query = DatasetQuery(where=where, **more)
    async with aclosing(dataset.read(at.signed_in(), query)) as pages:
        return [page async for page in pages]


def ids(pages: list[DatasetPage]) -> list[str]:
    return [record["id"] for page in pages for record in page.records]


@pytest.mark.parametrize(
    ("name", "objects"),
    [
        ("sales_orders", "SalesOrders"),
        ("products", "Products"),
        ("variants", "Variants"),
        ("contacts", "Contacts"),
        ("purchase_orders", "PurchaseOrders"),
    ],
)
async def test_every_object_is_listed_whole_and_one_in_full(
    desk_with: DeskWith, name: str, objects: str
) -> None:
    at = desk_with("default", lines=400)
    trader = Trader(at.base)
    expected = [record["id"] for record in trader.all(objects, sort=[{"id": "asc"}])]
    pages = await fetch(at, name)
    assert ids(pages) == expected
    assert {page.total for page in pages} == {len(expected)}
    assert all("links" not in record for page in pages for record in page.records)
    (page,) = await fetch(at, name, ("id", "=", expected[2]))
    assert ids([page]) == [expected[2]]
    assert page.handled == {0}
    content = trader.detail(objects, expected[2])
    linked = {n for n, refs in content[objects][0]["links"].items() if refs and n in content}
    assert linked <= set(page.records[0])


@pytest.mark.parametrize("past_the_end", ["empty", "last"])
async def test_a_list_that_does_not_say_how_long_it_is_is_fetched_to_its_end(
    desk_with: DeskWith, past_the_end: str
) -> None:
    at = desk_with("small-pages", lines=120)
    expected = [record["id"] for record in Trader(at.base).all("Variants", sort=[{"id": "asc"}])]
    at.control.manners(meta=False, past_the_end=past_the_end)
    assert ids(await fetch(at, "variants")) == expected
    assert ids(await fetch(at, "variants", ("id", "=", expected[2]))) == [expected[2]]


async def test_linked_records_stand_where_the_links_were(desk_at: DeskAt) -> None:
    page, *_ = await fetch(desk_at, "variants", limit=50)
    variant = page.records[0]
    assert variant["Products"][0]["name"]
    assert variant["WarehouseStockLevels"][0]["stock"] == variant["stock"]
    (page,) = await fetch(desk_at, "variants", ("id", "=", variant["id"]))
    assert page.records[0]["Contacts"][0]["name"], "a supplier is linked by its company"


WHERE: list[Condition] = [
    ("order_date", "=", "DAY"),
    ("order_date", ">=", "DAY"),
    ("order_date", "<=", "DAY"),
    ("order_date", ">", "DAY"),
    ("order_date", "<", "DAY"),
    ("complete", "=", "1"),
    ("currency_iso", "!=", "USD"),
    ("total", ">", "1000"),
]


@pytest.mark.parametrize("last_day", [True, False])
@pytest.mark.parametrize("condition", WHERE, ids=lambda c: f"{c[0]} {c[1]}")
async def test_conditions_are_done_there(
    desk_with: DeskWith, condition: Condition, last_day: bool
) -> None:
    at = desk_with("default", lines=300)
    at.control.manners(last_day=last_day)
    orders = Trader(at.base).all("SalesOrders", sort=[{"id": "asc"}])
    field, operator, value = condition
    value = value.replace("DAY", orders[len(orders) // 2]["order_date"][:10])
    pages = await fetch(at, "sales_orders", (field, operator, value))
    assert {page.handled for page in pages} == {frozenset({0})}
    tests: dict[str, Callable[[str], bool]] = {
        "=": lambda own: own == value,
        "!=": lambda own: own != value,
        ">": lambda own: Decimal(own) > 1000 if field == "total" else own > value,
        ">=": lambda own: own >= value,
        "<": lambda own: own < value,
        "<=": lambda own: own <= value,
    }
    own = {o["id"]: o[field][:10] for o in orders}
    assert ids(pages) == [key for key, one in own.items() if tests[operator](one)]


async def test_what_cannot_be_said_there_is_left_to_us(desk_at: DeskAt) -> None:
    where = (
        ("notes", "contains", "ring"),
        ("complete", "=", "0"),
        ("order_date", "!=", "2020-02-02"),
    )
    (page,) = await fetch(desk_at, "sales_orders", *where)
    assert page.handled == {1}
    everything = ids(await fetch(desk_at, "sales_orders"))
    for strange in (("colour", "=", "red"), ("created_at", ">", "2016-03-01T10:00:00")):
        (page,) = await fetch(desk_at, "sales_orders", strange)
        assert page.handled == frozenset()
        assert set(ids([page])) == set(everything)


async def test_sorting_is_done_there_or_said_not_to_be(desk_at: DeskAt) -> None:
    (page,) = await fetch(desk_at, "sales_orders", sort="total", descending=True)
    assert page.handled == {"sort"}
    totals = [Decimal(record["total"]) for record in page.records]
    assert totals == sorted(totals, reverse=True)
    (page,) = await fetch(desk_at, "sales_orders", sort="colour")
    assert page.handled == frozenset()


async def test_a_list_that_cannot_be_sorted_by_id_is_still_filtered_and_sorted_there(
    desk_with: DeskWith,
) -> None:
    at = desk_with("small-pages,no-sort", lines=120)
    where = ("currency_iso", "=", "USD")
    pages = await fetch(at, "sales_orders", where)
    assert {page.handled for page in pages} == {frozenset({0})}
    orders = Trader(at.base).all("SalesOrders", sort=[{"created_at": "asc"}])
    assert ids(pages) == [order["id"] for order in orders if order["currency_iso"] == "USD"]
    pages = await fetch(at, "sales_orders", where, sort="total")
    assert {page.handled for page in pages} == {frozenset({0, "sort"})}
    pages = await fetch(at, "sales_orders", where, sort="colour")
    assert {page.handled for page in pages} == {frozenset({0})}


async def test_a_record_that_is_not_there_is_no_error(desk_at: DeskAt) -> None:
    for missing in ("empty", "not-found"):
        if missing == "not-found":
            desk_at.sandbox.control.fault("not-found", "*/SalesOrders/detail", times=1)
        pages = await fetch(desk_at, "sales_orders", ("id", "=", "1"))
        assert ids(pages) == []


async def test_a_time_of_day_is_not_asked_for_where_only_days_are_known(desk_at: DeskAt) -> None:
    await fetch(desk_at, "sales_orders", ("created_at", ">", "2016-03-01T10:00:00"))
    assert {r["status"] for r in desk_at.asked("/SalesOrders")} <= {200, 206}


async def test_a_limit_asks_for_no_more_than_needed(desk_at: DeskAt) -> None:
    pages = await fetch(desk_at, "contacts", ("archived", "=", "0"), limit=3)
    assert len(pages[0].records) == 3
    pages = await fetch(desk_at, "contacts", ("name", "contains", "a"), limit=3)
    assert len(pages[0].records) == 50


@pytest.mark.parametrize("place", ["meta.filter_counts", "meta", "filter_counts", "top", "nowhere"])
async def test_orders_are_counted_wherever_the_numbers_stand(desk_at: DeskAt, place: str) -> None:
    desk_at.control.manners(counts_at=place)
    orders = Trader(desk_at.base).all("SalesOrders")
    closed = sum(order["complete"] == "1" for order in orders)
    (page,) = await fetch(desk_at, "order_counts")
    found = {record["which"]: record["orders"] for record in page.records}
    assert (found["closed"], found["open"]) == (closed, len(orders) - closed)


@pytest.mark.parametrize("aggregates", ["aggregate", "reports"])
@pytest.mark.parametrize(("name", "length"), [("day", 10), ("month", 7), ("year", 4)])
async def test_sums_of_one_currency(
    desk_with: DeskWith, aggregates: str, name: str, length: int
) -> None:
    at = desk_with("default", lines=300)
    at.control.manners(aggregates=aggregates)
    orders = [o for o in Trader(at.base).all("SalesOrders") if o["currency_iso"] == "GBP"]
    (page,) = await fetch(at, f"sums_by_{name}", ("currency_iso", "=", "GBP"))
    *periods, everything = page.records
    assert {record["currency_iso"] for record in page.records} == {"GBP"}
    assert {record["order_date"] for record in periods} == {
        o["order_date"][:length] for o in orders
    }
    assert Decimal(everything["total"]) == sum(Decimal(o["total"]) for o in orders)
    assert sum(Decimal(record["tax_total"]) for record in periods) == Decimal(
        everything["tax_total"]
    )


async def test_sums_need_a_currency_and_a_server_that_adds_up(desk_at: DeskAt) -> None:
    with pytest.raises(WrongUsage, match="currency_iso"):
        await fetch(desk_at, "sums_by_year")
    desk_at.control.manners(aggregates="none")
    with pytest.raises(NotThere, match="does not add up"):
        await fetch(desk_at, "sums_by_year", ("currency_iso", "=", "USD"))
