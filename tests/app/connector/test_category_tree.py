from typing import Any

import pytest

from orderdock.connector.category_tree import CategoryTree, place_of

ROWS: list[dict[str, Any]] = [
    {"id": "1", "name": "Home", "parent_id": None},
    {"id": 2, "name": "Kitchen", "parent_id": 1},
    {"id": "3", "name": "Mugs", "parent_id": "2"},
    {"id": "4", "name": "Lost", "parent_id": "gone"},
    {"id": "5", "name": "Egg", "parent_id": "6"},
    {"id": "6", "name": "Hen", "parent_id": "5"},
]


def test_a_path_leads_from_the_root_and_never_in_circles() -> None:
    tree = CategoryTree(ROWS)
    assert tree.path("3") == ["Home", "Kitchen", "Mugs"]
    assert tree.path("4") == ["Lost"]
    assert tree.path("5") == ["Hen", "Egg"]
    assert tree.path("gone") == tree.path(None) == []


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ([], (None, None, None)),
        (["a"], (None, "a", None)),
        (["a", "b"], (None, "a", "b")),
        (["a", "b", "c"], ("a", "b", "c")),
        (["a", "b", "c", "d"], ("a", "b", "c")),
    ],
)
def test_three_columns_hold_a_path(path: list[str], place: tuple[str | None, ...]) -> None:
    assert place_of(path) == place


def test_a_word_stands_in_for_a_category_that_is_gone() -> None:
    tree = CategoryTree(ROWS)
    assert tree.place("2", "Cooking") == (None, "Home", "Kitchen")
    assert tree.place("gone", "Cooking") == (None, "Cooking", None)
    assert tree.place(None, None) == (None, None, None)
