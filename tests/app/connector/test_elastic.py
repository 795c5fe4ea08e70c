"""Bodies of searches, and their answers."""

import json
from typing import Any

import pytest

from orderdock.connector.elastic import read_found, rising_search, settled, words_search
from orderdock.domain.errors import Rejected, UnexpectedAnswer
from orderdock.http.rising import Rising


def found(**answer: Any) -> Any:
    body = json.dumps({"rows": [{"id": 1}], **answer}).encode()
    return read_found(body, "rows", "the list of rows", "Acme", 10_000)


@pytest.mark.parametrize(
    ("total", "count", "exact"),
    [
        (3, 3, True),
        ({"value": 3, "relation": "eq"}, 3, True),
        ({"value": 3}, 3, True),
        ({"value": 10_000, "relation": "gte"}, 10_000, False),
        (10_000, 10_000, False),
        (10_001, 10_001, True),
        (None, None, True),
    ],
)
def test_totals_come_in_two_forms_and_the_window_is_no_count(
    total: object, count: int | None, exact: bool
) -> None:
    got = found(hits={"total": total, "hits": []})
    assert (got.total, got.exact) == (count, exact)


def test_hits_tell_the_place_and_the_length_of_the_page() -> None:
    sorts = [[1609835104000], [1609835104999], ["2021-01-05 08:25:04"], ["x"], [], None, 7]
    hits = [*({"sort": sort} for sort in sorts), {}]
    got = found(hits={"total": 9, "hits": hits})
    assert (got.values, got.received) == ([1609835104] * 3, 8)


def test_without_hits_the_rows_are_the_page() -> None:
    got = found(hits={"total": 10000, "hits": []})
    assert (got.values, got.received, got.records()) == ([], 1, [{"id": 1}])
    nothing: list[dict[str, Any]] = [{}, {"hits": None}, {"hits": {}}, {"hits": {"hits": None}}]
    for none in nothing:
        assert (found(**none).received, found(**none).total) == (1, None)


@pytest.mark.parametrize(
    ("said", "whole"),
    [
        ({}, True),
        ({"timed_out": True}, False),
        ({"_shards": {"failed": 1}}, False),
        ({"_shards": {"failed": 0}, "timed_out": False}, True),
        ({"_shards": None, "timed_out": None}, True),
        ({"_shards": {"failed": None}}, True),
    ],
)
def test_an_answer_may_say_that_it_is_not_whole(said: dict[str, Any], whole: bool) -> None:
    assert found(**said).whole is whole


@pytest.mark.parametrize("rows", [None, {}, "none", 3])
def test_rows_of_another_shape_are_never_no_rows(rows: object) -> None:
    with pytest.raises(UnexpectedAnswer, match="the list of rows"):
        found(rows=rows)


@pytest.mark.parametrize("errors", ["No.", ["No."], {"query": ["No."]}, [{"message": "No."}]])
def test_errors_beside_rows_are_an_error(errors: object) -> None:
    with pytest.raises(Rejected, match="No"):
        found(errors=errors)
    assert found(errors=[]).rows


def test_the_body_of_a_feed() -> None:
    assert rising_search("modified", Rising(50)) == {
        "size": 50,
        "from": 0,
        "sort": [{"modified": {"order": "asc"}}],
    }
    assert rising_search("modified", Rising(50, floor=1609835104))["query"] == {
        "bool": {"filter": [{"range": {"modified": {"gte": "2021-01-05 08:25:04"}}}]}
    }
    assert rising_search("", Rising(50, offset=9_980)) == {"size": 20, "from": 9_980}


def test_the_body_of_a_search_for_words() -> None:
    body = words_search("variants.sku", ["A-1", "B"], 50, 100)
    assert body["query"]["bool"]["must"] == [
        {"multi_match": {"fields": ["variants.sku"], "query": "A-1 B", "operator": "or"}}
    ]
    assert (body["size"], body["from"]) == (50, 100)


def test_live_rows_newer_than_where_they_stand_carry_no_reading_ahead() -> None:
    assert settled([]) == []
    assert settled([1, 2, 3]) == [1]
    assert settled([1, 2, 90, 4, 5, 6, 7, 8, 9]) == [1, 2, 4, 5]
    assert settled([1, 2, 3, 4, 5, 6, 90, 8, 90]) == [1, 2, 3, 4, 5]
