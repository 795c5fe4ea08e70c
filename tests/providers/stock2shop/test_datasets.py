"""What can be read besides orders, and what of a query the search does itself."""

from contextlib import aclosing
from typing import Any

import pytest

from orderdock.connector.contract import DatasetPage, DatasetQuery, Desk
from orderdock.providers.stock2shop.provider import PROVIDER
from tests.providers.stock2shop.conftest import DeskAt


async def pages(desk: Desk, name: str, query: DatasetQuery | None = None) -> list[DatasetPage]:
    (dataset,) = [one for one in PROVIDER.datasets if one.id == name]
    async with aclosing(dataset.read(desk, query or DatasetQuery())) as found:
        return [page async for page in found]


def records(found: list[DatasetPage]) -> list[dict[str, Any]]:
    return [record for page in found for record in page.records]


@pytest.mark.parametrize(
    ("name", "number"), [("orders", 23), ("products", 133), ("channels", 5), ("sources", 2)]
)
async def test_each_is_read_to_its_end_with_its_total(
    desk_at: DeskAt, name: str, number: int
) -> None:
    found = await pages(await desk_at.signed_in(), name)
    assert len({record["id"] for record in records(found)}) == len(records(found)) == number
    assert {page.total for page in found} == {number}


async def test_dates_are_left_to_the_search(desk_at: DeskAt) -> None:
    desk = await desk_at.signed_in()
    every = records(await pages(desk, "products"))
    middle = every[60]["modified"][:19]
    where = (("modified", ">=", middle), ("vendor", "=", "Hearth"))
    found = await pages(desk, "products", DatasetQuery(where))
    assert [r["id"] for r in records(found)] == [
        r["id"] for r in every if r["modified"][:19] >= middle
    ]
    assert {page.handled for page in found} == {frozenset({0})}


async def test_newest_last_is_its_own_order_and_newest_first_only_with_a_limit(
    desk_at: DeskAt,
) -> None:
    desk = await desk_at.signed_in()
    every = [r["id"] for r in records(await pages(desk, "products"))]
    rising = await pages(desk, "products", DatasetQuery(sort="modified"))
    assert all("sort" in page.handled for page in rising)
    assert [r["id"] for r in records(rising)] == every
    falling = DatasetQuery(sort="modified", descending=True)
    assert all("sort" not in page.handled for page in await pages(desk, "products", falling))
    few = DatasetQuery(sort="modified", descending=True, limit=70)
    found = await pages(desk, "products", few)
    assert all("sort" in page.handled for page in found)
    assert [r["id"] for r in records(found)] == every[::-1]
    created = DatasetQuery(sort="created", descending=False)
    assert all("sort" in page.handled for page in await pages(desk, "orders", created))


async def test_a_word_is_searched_for_and_what_is_merely_similar_is_left_out(
    desk_at: DeskAt,
) -> None:
    desk = await desk_at.signed_in()
    where = (("channel_order_code", "=", "WEB-1045"),)
    found = await pages(desk, "orders", DatasetQuery(where))
    assert [r["channel_order_code"] for r in records(found)] == ["WEB-1045"]
    assert [page.handled for page in found] == [frozenset({0})]
    title = await pages(desk, "products", DatasetQuery((("title", "==", "Steel Kettle"),)))
    assert [r["title"] for r in records(title)] == ["Steel Kettle"]


async def test_what_a_search_cannot_do_is_left_to_us(desk_at: DeskAt) -> None:
    desk = await desk_at.signed_in()
    where = (
        ("modified", "=", "2024-01-01"),
        ("modified", ">", "some day"),
        ("total", ">", "100"),
        ("channel_order_code", "contains", "WEB"),
    )
    found = await pages(desk, "orders", DatasetQuery(where, sort="total"))
    assert len(records(found)) == 23
    assert {page.handled for page in found} == {frozenset()}


async def test_pages_are_as_small_as_the_limit_only_where_the_search_does_the_rest(
    desk_at: DeskAt,
) -> None:
    desk = await desk_at.signed_in()
    judged_here = (("status", "=", "processing"),)
    for query, length in (
        (DatasetQuery(limit=2), 2),
        (DatasetQuery((("modified", ">", "2020-01-01"),), "modified", limit=2), 2),
        (DatasetQuery(sort="modified", descending=True, limit=2), 2),
        (DatasetQuery(limit=1_000), 23),
        (DatasetQuery(judged_here, limit=2), 23),
        (DatasetQuery(sort="total", limit=2), 23),
    ):
        first, *_ = await pages(desk, "orders", query)
        assert len(first.records) == length, query
