from typing import Any

import pytest

from orderdock.connector.contract import DatasetPage, DatasetQuery, Desk
from orderdock.domain.errors import NotThere
from orderdock.providers.synq.datasets import DATASETS
from tests.providers.synq.conftest import DeskAt

BY_ID = {dataset.id: dataset for dataset in DATASETS}


async def pages(desk: Desk, name: str, **query: Any) -> list[DatasetPage]:
    return [page async for page in BY_ID[name].read(desk, DatasetQuery(**query))]


@pytest.mark.parametrize(
    ("name", "field", "count"),
    [
        ("connections", "unified_connection_id", 1),
        ("channels", "currency", 4),
        ("products", "title", 100),
        ("categories", "parent_id", 12),
        ("brands", "slug", 5),
        ("attributes", "type", 3),
        ("audit", "action", None),
    ],
)
async def test_lists_are_shown_as_they_are(
    desk_at: DeskAt, name: str, field: str, count: int | None
) -> None:
    desk, _ = await desk_at.signed_in()
    [page] = await pages(desk, name)
    assert all(field in record for record in page.records)
    assert page.total == len(page.records) == (count or len(page.records)) > 0


@pytest.mark.parametrize("name", ["products", "categories", "brands", "attributes", "audit"])
async def test_a_list_that_is_bare_may_be_wrapped(desk_at: DeskAt, name: str) -> None:
    desk, _ = await desk_at.signed_in()
    body = f'{{"{name}": [{{"id": "a"}}], "limit": 100}}'
    desk_at.sandbox.control.fault("text", f"/api/v1/*{name}", body=body)
    [page] = await pages(desk, name)
    assert page.records == [{"id": "a"}]


async def test_orders_are_paged_and_a_limit_is_asked_of_synq(desk_at: DeskAt) -> None:
    desk, _ = await desk_at.signed_in()
    found = await pages(desk, "orders")
    numbers = [record["order_number"] for page in found for record in page.records]
    assert len(numbers) == len(set(numbers)) == len({row[1] for row in desk_at.control.truth()})
    [first, *_] = await pages(desk, "orders", limit=3)
    assert len(first.records) == 3


@pytest.mark.parametrize("name", ["orders", "products"])
async def test_a_single_one_comes_in_full_by_its_id(desk_at: DeskAt, name: str) -> None:
    desk_at.control.manners(single_wrapped=True, with_lines=False)
    desk, _ = await desk_at.signed_in()
    listed = (await pages(desk, name))[0].records[0]
    where = (("status", "=", listed["status"]), ("id", "=", listed["id"]))
    [page] = await pages(desk, name, where=where)
    assert page.records[0]["id"] == listed["id"]
    assert set(page.records[0]) > set(listed)
    assert page.handled == {1}
    with pytest.raises(NotThere):
        await pages(desk, name, where=(("id", "==", "../../api/v1/audit"),))
    assert desk_at.asked()[-1]["status"] == 404
