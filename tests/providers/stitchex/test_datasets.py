"""Every dataset against the sandbox's own shelves."""

from contextlib import aclosing
from typing import Any

import pytest

from orderdock.connector.contract import DatasetPage, DatasetQuery
from orderdock.domain.errors import NotThere
from orderdock.providers.stitchex.provider import PROVIDER
from tests.providers.stitchex.conftest import DeskAt
from tests.sandbox.stitchex_customer import Buyer

NAMES = {dataset.id: dataset for dataset in PROVIDER.datasets}
PAGED = {
    "products": "products",
    "skus": "skus",
    "orders": "sales_orders",
    "invoices": "invoices",
    "payments": "payments",
    "pick_tickets": "pick_tickets",
    "receiving_tickets": "receiving_tickets",
    "returns": "returns",
    "credit_notes": "credit_notes",
    "customers": "customers",
    "production_orders": "production_orders",
    "agents": "agents",
}


async def fetched(
    desk_at: DeskAt, name: str, *where: tuple[str, str, str]
) -> tuple[list[dict[str, Any]], list[DatasetPage]]:
    desk = await desk_at.signed_in()
    async with aclosing(NAMES[name].read(desk, DatasetQuery(tuple(where)))) as pages:
        got = [page async for page in pages]
    return [record for page in got for record in page.records], got


def test_all_that_the_sheet_names_is_there() -> None:
    assert set(NAMES) == {*PAGED, "inventory", "channels", "seasons"}


@pytest.mark.parametrize(("name", "shelf"), PAGED.items())
async def test_a_dataset_is_the_whole_list_page_after_page(
    desk_at: DeskAt, name: str, shelf: str
) -> None:
    desk_at.control.manners(page_size=40)
    records, pages = await fetched(desk_at, name)
    expected = Buyer(desk_at.sandbox.bases["stitchex"]).all(shelf)
    assert records == expected
    assert {page.total for page in pages} == {len(expected)}


@pytest.mark.parametrize("name", ["channels", "seasons"])
async def test_a_list_without_meta_is_one_page(desk_at: DeskAt, name: str) -> None:
    records, pages = await fetched(desk_at, name)
    assert records[0]["name"]
    assert len(pages) == 1


async def test_inventory_is_the_stock_of_every_sku(desk_at: DeskAt) -> None:
    records, pages = await fetched(desk_at, "inventory")
    shelf = {sku["id"]: sku for sku in Buyer(desk_at.sandbox.bases["stitchex"]).all("skus")}
    assert {r["sku_id"]: r["in_stock"] for r in records} == {
        key: sku["in_stock"] for key, sku in shelf.items()
    }
    assert {page.total for page in pages} == {None}, "the provider counts products, not SKUs"


@pytest.mark.parametrize(
    ("name", "field", "operator", "parameter"),
    [
        ("products", "product_identifier", "=", "filter[product_identifier]"),
        ("orders", "order_number", "=", "by_order_number"),
        ("orders", "id", ">", "since_id"),
        ("invoices", "id", "=", "invoice_id"),
        ("payments", "sale_id", "=", "order_id"),
        ("pick_tickets", "order_id", "==", "by_order_id"),
        ("pick_tickets", "warehouse", "=", "filter[warehouse_name]"),
        ("receiving_tickets", "id", ">", "since_id"),
    ],
)
async def test_what_the_provider_can_do_it_does(
    desk_at: DeskAt, name: str, field: str, operator: str, parameter: str
) -> None:
    everything, _ = await fetched(desk_at, name)
    wanted = str(everything[3][field])
    records, pages = await fetched(desk_at, name, (field, operator, wanted))
    assert 0 < len(records) < len(everything)
    if operator == ">":
        assert records == [r for r in everything if r[field] > everything[3][field]]
    else:
        assert records == [r for r in everything if str(r[field]) == wanted]
    assert all(page.handled == {0} for page in pages)
    assert parameter in desk_at.asked(f"/{PAGED[name]}")[-1]["query"]


async def test_a_filter_that_is_not_heeded_is_left_to_us(desk_at: DeskAt) -> None:
    desk_at.control.manners(since_id="ignored")
    records, [page] = await fetched(desk_at, "orders", ("id", ">", "70010"))
    assert page.handled == frozenset()
    assert page.total == len(records)


async def test_the_organisation_is_chosen_first_and_nobody_elses_records_pass(
    desk_at: DeskAt,
) -> None:
    await desk_at.signed_in()
    desk_at.control.choose(4102)
    records, _ = await fetched(desk_at, "orders")
    assert {record["organisation_id"] for record in records} == {4101}


async def test_a_list_that_is_not_there_is_said_in_words(desk_at: DeskAt) -> None:
    desk_at.control.manners(with_skus=False)
    with pytest.raises(NotThere, match="Stitchex does not have the list of skus"):
        await fetched(desk_at, "skus")
