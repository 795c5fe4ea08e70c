import json
from collections.abc import Mapping
from typing import Any

import pytest

from orderdock.connector.contract import DatasetPage, DatasetQuery
from orderdock.connector.numbered import (
    Filters,
    Meta,
    Numbered,
    asked_of,
    borne_out,
    meta_of,
    translated,
)
from orderdock.domain.errors import UnexpectedAnswer

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


def meta(said: object, **asked: str) -> Meta:
    return meta_of(json.dumps(said).encode(), asked, "the list", "Stitchex")


@pytest.mark.parametrize("told", [3, "3", 3.0])
def test_a_page_names_the_next(told: object) -> None:
    said = {"current_page": 2, "next_page": told, "total_pages": 9, "total_count": 131}
    assert meta({"meta": said}, page="2") == Meta(131, 9, 3)


@pytest.mark.parametrize("told", [None, "", 0, 1, 2, "2"])
def test_a_page_that_names_none_or_no_later_one_is_the_last(told: object) -> None:
    said = {"current_page": 2, "next_page": told, "total_pages": 9}
    assert meta({"meta": said}, page="2").next_page is None


@pytest.mark.parametrize(
    ("said", "asked", "follows"),
    [
        ({"current_page": 1, "total_pages": 2}, {}, 2),
        ({"total_pages": 3}, {"page": "2"}, 3),
        ({"current_page": 3, "total_pages": 3}, {"page": "3"}, None),
        ({}, {}, None),
        (None, {}, None),
    ],
)
def test_without_a_word_on_the_next_page_their_number_tells(
    said: object, asked: dict[str, str], follows: int | None
) -> None:
    assert meta({"meta": said}, **asked).next_page == follows


def test_a_next_page_that_is_no_number_is_no_end_of_a_list() -> None:
    with pytest.raises(UnexpectedAnswer, match='the next page is "more"'):
        meta({"meta": {"next_page": "more"}})


def test_another_page_than_asked_for_is_refused() -> None:
    with pytest.raises(UnexpectedAnswer, match="page 2 was asked for, page 1 came"):
        meta({"meta": {"current_page": 1, "next_page": None}}, page="2")
