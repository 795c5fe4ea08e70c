from collections.abc import Mapping
from typing import Any

from orderdock.connector.contract import DatasetPage, DatasetQuery
from orderdock.connector.numbered import Filters, Numbered, asked_of, borne_out, translated

FILTERS: Filters = {("id", ">"): "since_id", ("number", "="): "by_number"}


def test_what_the_provider_can_do_is_asked_of_it_once() -> None:
    query = DatasetQuery(
        (("id", ">", "7"), ("id", ">", "9"), ("number", "==", "5"), ("name", "=", "x"))
    )
    assert asked_of(query, FILTERS) == ({"since_id": "7", "by_number": "5"}, [0, 2])


def test_only_conditions_that_every_record_meets_count_as_done() -> None:
    query = DatasetQuery((("id", ">", "7"), ("number", "=", "5")))
    good: dict[str, Any] = {"id": 8, "number": "5"}
    assert borne_out([good], query, [0, 1]) == {0, 1}
    assert borne_out([good, {"id": 7, "number": 5}], query, [0, 1]) == {1}
    assert borne_out([good, {"id": "9", "number": None}], query, [0, 1]) == {0}
    assert borne_out([], query, [0, 1]) == {0, 1}


async def pages(of: list[Numbered], query: DatasetQuery) -> tuple[list[Any], list[DatasetPage]]:
    asked: list[Any] = []

    async def ask(parameters: Mapping[str, str]) -> Numbered:
        asked.append(dict(parameters))
        return of[len(asked) - 1]

    return asked, [page async for page in translated(ask, query, FILTERS)]


async def test_pages_are_asked_for_one_after_the_other() -> None:
    answers = [Numbered([{"id": 8}], 2, 2), Numbered([{"id": 9}], 2, None)]
    asked, got = await pages(answers, DatasetQuery((("id", ">", "7"),)))
    assert asked == [{"since_id": "7"}, {"since_id": "7", "page": "2"}]
    assert got == [
        DatasetPage([{"id": 8}], 2, frozenset({0})),
        DatasetPage([{"id": 9}], 2, frozenset({0})),
    ]


async def test_a_page_that_would_come_again_is_the_last() -> None:
    asked, _ = await pages([Numbered([], 5, 2), Numbered([], 5, 2)], DatasetQuery())
    assert asked == [{}, {"page": "2"}]
