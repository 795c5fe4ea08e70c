from decimal import Decimal
from typing import Any

import msgspec
import pytest

from orderdock.connector.assumptions import Assumption, Assumptions
from orderdock.connector.loose import Names
from orderdock.domain.errors import UnreadableRecord

TABLE = (
    Assumption("key", "id, code", "a guess"),
    Assumption("unit_price", "price, cost", "a guess"),
    Assumption("made_at", "made, created", "a guess"),
    Assumption("lines", "items", "a guess"),
)


def names(**overrides: str) -> Names:
    return Names(Assumptions(TABLE, overrides), [assumption.key for assumption in TABLE])


def test_the_first_name_that_holds_something_wins() -> None:
    assert names().text("key")({"id": "a", "code": "b"}) == "a"
    assert names().text("key")({"id": "", "code": "b"}) == "b"
    assert names().text("key")({"id": None, "code": 7}) == "7"
    assert names().text("key")({"id": 5, "code": "b"}) == "5"
    assert names().text("key")({"id": True, "code": []}) is None
    assert names(key="code").text("key")({"id": "a", "code": "b"}) == "b"
    assert names(key=" , ").text("key")({"id": "a"}) is None


@pytest.mark.parametrize("empty", [None, "", []])
def test_a_name_that_holds_nothing_hides_no_other(empty: Any) -> None:
    assert names().amount("unit_price")({"price": empty, "cost": "2"}) == "2"
    assert names().amount("unit_price")({"price": 0, "cost": "2"}) == "0"
    assert names().moment("made_at")({"made": empty, "created": "1970-01-01T00:01:00Z"}) == 60
    listed = names(lines="items, entries")
    record = {"items": empty, "entries": [{"a": 1}]}
    assert listed.objects(record, "lines") == listed.all_objects(record, "lines") == [{"a": 1}]
    assert names().amount("unit_price")({"price": empty}) is None


@pytest.mark.parametrize(
    ("value", "exact"), [("1.50", "1.50"), (1, "1"), (Decimal("0.10"), "0.10"), (None, None)]
)
def test_amounts_are_exact(value: Any, exact: str | None) -> None:
    price = names().amount("unit_price")
    for _ in range(2):  # the second time from what is remembered
        assert price({"price": value}) == exact
    assert names(unit_price="").amount("unit_price")({"price": value, "": value}) is None


@pytest.mark.parametrize("value", [True, False, "many", [1], {}])
def test_what_is_no_amount_is_named(value: Any) -> None:
    price = names().amount("unit_price")
    assert price({"price": 1}) == "1"
    for _ in range(2):
        with pytest.raises(UnreadableRecord, match="The unit price is not a number"):
            price({"price": value})


def test_moments_and_lists() -> None:
    assert names().moment("made_at")({"created": "1970-01-01T00:01:00Z"}) == 60
    with pytest.raises(UnreadableRecord, match="made at is not a date"):
        names().moment("made_at")({"made": "once"})
    assert names().objects({"items": [{"a": 1}, 2]}, "lines") == [{"a": 1}]
    assert names().all_objects({}, "lines") == []
    assert names().all_objects({"items": {"1": {"a": 1}}}, "lines") == [{"a": 1}]
    for wrong in ([{"a": 1}, 2], {"1": 2}, "a", 2, True):
        with pytest.raises(UnreadableRecord, match="lines are not all objects"):
            names().all_objects({"items": wrong}, "lines")


def test_a_record_has_a_key_whatever_it_is() -> None:
    one = names().loose(b'{"code": 7, "price": 1.50}', "key")
    assert (one.key, one.has_id, one.record["price"]) == ("7", True, "1.50")
    for raw in (b"7", b'{"price": 1}', b'"x"', b"{"):
        nameless = names().loose(raw, "key")
        assert (nameless.has_id, len(nameless.key)) == (False, 24)
    assert names().loose(b"7", "key").key != names().loose(b"8", "key").key


def test_a_page_is_the_same_as_its_records_one_by_one() -> None:
    read = [b'{"code": 7, "price": 1.50}', b'{"id":\n"a"}', b"{}"]
    for raws in (read, [*read, b"7", b"[]"]):
        page = names().page(map(msgspec.Raw, raws), "key")
        assert page == [names().loose(raw, "key") for raw in raws]
