"""The catalogue and the connections, with and without numbers."""

from typing import Any

import pytest

from orderdock.providers.stackline.retailers import read_catalogue, read_connections

LOGO = "https://media.brandclub.com/retailer_logo/1.webp"
ON = {"serverSide": True}


@pytest.mark.parametrize(
    ("item", "number", "connectable"),
    [
        ({"displayName": "A", "logo": LOGO, "syncConfig": ON}, "1", True),
        ({"displayName": "A", "logo": LOGO, "id": 7, "syncConfig": ON}, "7", True),
        (
            {"displayName": "A", "logo": LOGO, "id": 7, "retailerId": "9", "syncConfig": ON},
            "9",
            True,
        ),
        ({"displayName": "A", "logo": "https://x/y/12.png?v=3", "syncConfig": ON}, "12", True),
        ({"displayName": "A", "logo": "https://x/amazon.png", "syncConfig": ON}, "", True),
        ({"displayName": "A", "retailerId": 1, "syncConfig": {"serverSide": "true"}}, "1", True),
        ({"displayName": "A", "retailerId": 1, "syncConfig": {"serverSide": False}}, "1", False),
        ({"displayName": "A", "retailerId": 1, "syncConfig": None}, "1", False),
        ({"displayName": "A", "retailerId": 1}, "1", False),
    ],
)
def test_a_catalogue_item(item: dict[str, Any], number: str, connectable: bool) -> None:
    (retailer,) = read_catalogue([item])
    assert (retailer.id, retailer.readable) == (number, connectable)


@pytest.mark.parametrize(
    ("item", "number", "connection", "status"),
    [
        ({"retailerId": 1, "status": "valid"}, "1", "1", "valid"),
        ({"retailerId": "1", "id": "c-9", "status": "ACTIVE"}, "1", "c-9", "valid"),
        (
            {"retailerId": 1, "connectionId": "c-9", "id": "x", "status": "error"},
            "1",
            "c-9",
            "invalid",
        ),
        ({"logo": LOGO, "id": "c-9", "status": "pending"}, "1", "c-9", "pending"),
        ({"id": 4, "status": "odd"}, "4", "4", "unknown"),
        ({"displayName": "A"}, "", "", "unknown"),
    ],
)
def test_a_connection(item: dict[str, Any], number: str, connection: str, status: str) -> None:
    (retailer,) = read_connections([item])
    assert (retailer.id, retailer.path, retailer.status) == (number, connection, status)


def test_the_last_sync_is_read_where_it_makes_sense() -> None:
    moments = ["2025-11-03T09:15:00Z", None, "soon"]
    found = read_connections([{"retailerId": 1, "lastSyncAt": moment} for moment in moments])
    assert [retailer.last_read for retailer in found] == [1762161300, None, None]


def test_what_is_no_object_is_passed_over() -> None:
    assert read_catalogue([None, 5, "x", []]) == []
