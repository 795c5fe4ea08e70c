"""What else can be fetched from Stackline."""

from contextlib import aclosing
from typing import Any

import pytest

from orderdock.connector.contract import DatasetPage, DatasetQuery, Desk, Page
from orderdock.domain.errors import WrongUsage
from orderdock.providers.stackline.provider import PROVIDER
from tests.providers.stackline.conftest import DeskAt
from tests.providers.stackline.test_orders import connect, of, sync


async def fetch(desk: Desk, name: str, *where: tuple[str, str, str]) -> DatasetPage:
    (dataset,) = [entry for entry in PROVIDER.datasets if entry.id == name]
    async with aclosing(dataset.read(desk, DatasetQuery(where=where))) as pages:
        (page,) = [page async for page in pages]
    return page


async def test_every_dataset_gives_records(desk_at: DeskAt) -> None:
    connect(desk_at.sandbox, 2, 13)
    desk, _ = desk_at()
    readings = await sync(desk)
    number = of(Page, readings)[0].orders[0].number or ""
    found: dict[str, Any] = {}
    for dataset in PROVIDER.datasets:
        where = [("orderId", "=", number)] if dataset.id == "order" else []
        found[dataset.id] = (await fetch(desk, dataset.id, *where)).records
    assert {c["displayName"] for c in found["connections"]} == {"Walmart", "Harbour Supply"}
    assert len(found["retailers"]) == 14
    assert found["sessions"][0]["status"] == "normal"
    assert found["profile"][0]["userId"] == "u_0199"
    assert {str(record["orderId"]) for record in found["order"]} == {number}


async def test_a_condition_that_stackline_can_answer_is_handed_on(desk_at: DeskAt) -> None:
    connect(desk_at.sandbox, 2, 13)
    desk_at.sandbox.stackline.set_connection(13, "invalid")
    desk, _ = desk_at()
    page = await fetch(desk, "connections", ("displayName", "!=", "x"), ("status", "=", "invalid"))
    assert [record["displayName"] for record in page.records] == ["Harbour Supply"]
    assert page.handled == {1}


async def test_an_order_needs_its_number(desk_at: DeskAt) -> None:
    desk, _ = desk_at()
    with pytest.raises(WrongUsage, match="orderId"):
        await fetch(desk, "order")
