"""What `assumptions.toml` may say instead of what we assume."""

import pytest

from orderdock import registry
from orderdock.connector.assumptions import Assumption, mistakes

TABLE = (
    Assumption("page_size", "50", "a guess", least=1),
    Assumption("look_back_days", "60", "a guess"),
    Assumption("orders", "GET /orders", "a guess"),
    Assumption("cipher", "a", "a guess", one_of=("a", "b")),
    Assumption("status", "state, status", "a guess"),
)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("page_size", "1"),
        ("page_size", "2500"),
        ("look_back_days", "0"),
        ("look_back_days", "0.5"),
        ("orders", "POST /v2/orders/{id}"),
        ("cipher", "B"),
        ("status", "condition"),
        ("unknown", "whatever"),
    ],
)
def test_what_can_be_is_taken(key: str, value: str) -> None:
    assert not list(mistakes(TABLE, {key: value}))


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("page_size", "0", "page_size must be a number of 1 or more, not “0”"),
        ("page_size", "many", "page_size must be a number of 1 or more, not “many”"),
        ("page_size", "1e99", "page_size must be a number of 1 or more, not “1e99”"),
        ("look_back_days", "-4", "look_back_days must be a number of 0 or more, not “-4”"),
        ("look_back_days", "nan", "look_back_days must be a number of 0 or more, not “nan”"),
        ("orders", "/orders", "orders must be written like GET /orders, not “/orders”"),
        ("cipher", "z", "cipher must be one of a, b, not “z”"),
        ("status", " ", "status must be more than nothing, not “ ”"),
    ],
)
def test_what_cannot_be_is_named(key: str, value: str, says: str) -> None:
    assert list(mistakes(TABLE, {key: value})) == [says]


@pytest.mark.parametrize("name", registry.provider_ids())
def test_what_we_assume_ourselves_can_be(name: str) -> None:
    table = registry.provider(name).assumptions
    assert not list(mistakes(table, {each.key: each.value for each in table}))
