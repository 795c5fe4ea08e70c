"""Records that link others beside them, in every shape they may come in."""

import json
from typing import Any

import pytest

from orderdock.connector.linked import Linked, read_linked
from orderdock.domain.errors import UnexpectedAnswer

ANSWER: dict[str, Any] = {
    "meta": {"total": "12", "page": 3, "name": "x"},
    "Orders": [
        {"id": "1", "links": {"Lines": [{"id": "7"}, {"id": 8}, {"id": "gone"}], "Tags": []}},
        {"id": "2", "links": []},
    ],
    "Lines": {"7": {"id": "7", "name": "A", "links": []}, "8": {"id": "8", "name": "B"}},
}


def read(**changes: Any) -> Linked:
    body = json.dumps({**ANSWER, **changes}).encode()
    return read_linked(body, "Orders", "the list of orders", "Acme")


@pytest.mark.parametrize(
    "lines", [ANSWER["Lines"], list(ANSWER["Lines"].values())], ids=["map", "list"]
)
def test_links_lead_to_what_came_along(lines: Any) -> None:
    answer = read(Lines=lines)
    first, second = answer.records
    assert [line["name"] for line in answer.all(first, "Lines")] == ["A", "B"]
    assert len(answer.keys(first, "Lines")) == 3
    assert answer.one(first, "Lines")["name"] == "A"
    assert answer.all(first, "Tags") == answer.all(second, "Lines") == []
    assert answer.one(second, "Lines") == {}


def test_a_single_record_may_come_bare_in_place_of_a_list_or_a_map() -> None:
    order = {"id": "1", "links": {"Lines": {"id": 7}}}
    answer = read(Orders=order, Lines={"id": 7, "name": "A", "links": []})
    assert answer.records == [order]
    assert answer.one(order, "Lines")["name"] == "A"


@pytest.mark.parametrize("nothing", [[], {}, None, "x"])
def test_a_collection_without_records_has_many_forms(nothing: Any) -> None:
    assert read(Lines=nothing).all(read().records[0], "Lines") == []


def test_a_record_that_is_linked_twice_is_one_record() -> None:
    order = {"id": "1", "links": {"Lines": [{"id": "7", "type": "a"}, {"id": 8}, {"id": 7}]}}
    answer = read(Orders=[order])
    assert [line["name"] for line in answer.all(order, "Lines")] == ["A", "B"]


def test_a_link_may_be_a_bare_id() -> None:
    order = {"id": "1", "links": {"Lines": ["7", 8, None, "gone"]}}
    answer = read(Orders=[order])
    assert [line["name"] for line in answer.all(order, "Lines")] == ["A", "B"]
    assert answer.one(order, "Lines")["name"] == "A"
    assert len(answer.keys(order, "Lines")) == 3


def test_a_link_may_name_a_company() -> None:
    order = {"id": "1", "links": {"Lines": [{"company_id": 8}]}}
    answer = read(Orders=[order])
    assert answer.one(answer.records[0], "Lines")["name"] == "B"


def test_linked_records_take_the_place_of_the_links() -> None:
    answer = read()
    assert answer.resolved(answer.records[0]) == {
        "id": "1",
        "Lines": [{"id": "7", "name": "A"}, {"id": "8", "name": "B"}],
    }
    assert answer.resolved(answer.records[1]) == {"id": "2"}


def test_numbers_of_meta_may_be_in_quotes() -> None:
    answer = read()
    assert [answer.meta(name) for name in ("total", "page", "name", "none")] == [12, 3, None, None]
    assert read(meta=[]).meta("total") is None


def test_more_pages_come_until_the_last_or_else_an_empty_one() -> None:
    assert [read(meta={"last_page": "3"}).more_after(page) for page in (2, 3)] == [True, False]
    assert read().more_after(7)
    assert not read(Orders=[]).more_after(7)


def test_the_records_may_be_a_map_but_not_be_missing() -> None:
    assert [r["id"] for r in read(Orders={"1": {"id": "1"}}).records] == ["1"]
    for orders in (None, "none", 7):
        with pytest.raises(UnexpectedAnswer, match="there is no Orders in it"):
            read(Orders=orders)
    with pytest.raises(UnexpectedAnswer):
        read_linked(b"[]", "Orders", "the list of orders", "Acme")
