from collections.abc import Mapping
from typing import Any, cast

import pytest

from orderdock.connector.changes import Row
from orderdock.connector.contract import DatasetPage, DatasetQuery, Desk
from orderdock.connector.lists import Read, by_id, by_offset, in_one, narrowed
from orderdock.domain.errors import WrongUsage
from orderdock.http.overlap import Reading

DESK = cast("Desk", None)
ALL = [{"id": str(number)} for number in range(60)]
asked: list[tuple[int, int]] = []


async def page(_desk: Desk, at: Reading) -> list[Row[dict[str, Any]]]:
    asked.append((at.offset, at.limit))
    return [Row(r["id"], r["id"], r) for r in ALL[at.offset : at.offset + at.limit]]


PAGED = by_offset(page, lambda _: 25)


async def read(how: Read, **query: Any) -> list[DatasetPage]:
    asked.clear()
    return [one async for one in how(DESK, DatasetQuery(**query))]


async def test_a_list_in_one_answer_has_a_total() -> None:
    async def everything(_desk: Desk) -> list[dict[str, Any]]:
        return ALL

    assert await read(in_one(everything)) == [DatasetPage(ALL, 60)]


async def test_a_list_by_offset_shows_each_record_once() -> None:
    pages = await read(PAGED)
    assert [record for one in pages for record in one.records] == ALL


@pytest.mark.parametrize(
    ("query", "size"),
    [
        ({"limit": 3}, 3),
        ({"limit": 300}, 25),
        ({"limit": 3, "where": (("id", ">", "5"),)}, 25),
        ({"limit": 3, "sort": "id"}, 25),
    ],
)
async def test_a_page_is_no_longer_than_what_is_wanted(query: Any, size: int) -> None:
    await read(PAGED, **query)
    assert {limit for _, limit in asked} == {size}


async def test_a_single_record_is_asked_for_by_its_id() -> None:
    async def one(_desk: Desk, key: str) -> list[dict[str, Any]]:
        return [{"id": key, "more": True}]

    how = by_id(one, PAGED)
    where = (("more", "=", "true"), ("id", "==", "7"))
    assert await read(how, where=where) == [
        DatasetPage([{"id": "7", "more": True}], 1, frozenset({1}))
    ]
    assert asked == []
    assert len(await read(how, where=(("id", ">", "7"),))) > 1


async def test_where_there_is_no_list_the_id_must_be_said() -> None:
    async def lines(_desk: Desk, key: str) -> list[dict[str, Any]]:
        return [{"order": key}, {"order": key}]

    how = by_id(lines, name="order")
    (page,) = await read(how, where=(("order", "=", "7"),))
    assert (len(page.records), page.handled) == (2, frozenset({0}))
    with pytest.raises(WrongUsage, match="order = NUMBER"):
        await read(how)


async def test_a_list_is_narrowed_by_the_provider_as_far_as_it_can() -> None:
    async def ask(_desk: Desk, asked: Mapping[str, str]) -> list[dict[str, Any]]:
        return [{"id": 1, "asked": dict(asked)}]

    how = narrowed(ask, {("state", "="): "status"})
    (page,) = await read(how, where=(("id", "=", "1"), ("state", "=", "open")))
    assert page.records == [{"id": 1, "asked": {"status": "open"}}]
    assert (page.total, page.handled) == (None, frozenset({1}))
    (whole,) = await read(how)
    assert (whole.total, whole.handled) == (1, frozenset())
