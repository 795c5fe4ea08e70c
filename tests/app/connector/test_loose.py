from decimal import Decimal
from typing import Any

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
    assert names().text({"id": "a", "code": "b"}, "key") == "a"
    assert names().text({"id": "", "code": "b"}, "key") == "b"
    assert names().text({"id": None, "code": 7}, "key") == "7"
    assert names().text({"id": 5, "code": "b"}, "key") == "5"
    assert names().text({"id": True, "code": []}, "key") is None
    assert names(key="code").text({"id": "a", "code": "b"}, "key") == "b"
    assert names(key=" , ").text({"id": "a"}, "key") is None


@pytest.mark.parametrize(
    ("value", "exact"), [("1.50", "1.50"), (1, "1"), (Decimal("0.10"), "0.10"), (None, None)]
)
def test_amounts_are_exact(value: Any, exact: str | None) -> None:
    for _ in range(2):  # the second time from what is remembered
        assert names().amount({"price": value}, "unit_price") == exact


@pytest.mark.parametrize("value", [True, False, "many", [1], {}])
def test_what_is_no_amount_is_named(value: Any) -> None:
    assert names().amount({"price": 1}, "unit_price") == "1"
    for _ in range(2):
        with pytest.raises(UnreadableRecord, match="The unit price is not a number"):
            names().amount({"price": value}, "unit_price")


def test_moments_and_lists() -> None:
    assert names().moment({"created": "1970-01-01T00:01:00Z"}, "made_at") == 60
    with pytest.raises(UnreadableRecord, match="made at is not a date"):
        names().moment({"made": "once"}, "made_at")
    assert names().objects({"items": [{"a": 1}, 2]}, "lines") == [{"a": 1}]
    assert names().all_objects({}, "lines") == []
    with pytest.raises(UnreadableRecord, match="lines are not all objects"):
        names().all_objects({"items": [{"a": 1}, 2]}, "lines")


def test_a_record_has_a_key_whatever_it_is() -> None:
    one = names().loose(b'{"code": 7, "price": 1.50}', "key")
    assert (one.key, one.has_id, one.record["price"]) == ("7", True, "1.50")
    for raw in (b"7", b'{"price": 1}', b'"x"', b"{"):
        nameless = names().loose(raw, "key")
        assert (nameless.has_id, len(nameless.key)) == (False, 24)
    assert names().loose(b"7", "key").key != names().loose(b"8", "key").key
