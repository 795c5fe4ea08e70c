"""Marks lie on what a search found."""

import pytest

from orderdock_ui.orders.hits import Hits


def found(search: str, text: str) -> list[str]:
    return [text[start : start + length] for start, length in Hits(search).places(text)]


@pytest.mark.parametrize(
    ("search", "text", "marked"),
    [
        ("wool", "Wool blanket, lambswool", ["Wool"]),
        ("wool bla", "Wool blanket", ["Wool", "bla"]),
        ("brulee", "Crème brûlée", ["brûlée"]),
        ('"wool blanket"', "Wool blanket, wool hat", ["Wool blanket"]),
        ("玄米", "日本茶 玄米茶", ["玄米"]),
        ("%", "50% off", ["%"]),
        ("كتاب", "كتاب الطبخ", ["كتاب"]),
        ("", "Wool", []),
        ('"', "Wool", []),
    ],
)
def test_words_are_marked_where_a_word_begins(search: str, text: str, marked: list[str]) -> None:
    assert found(search, text) == marked


def test_an_empty_search_marks_nothing() -> None:
    assert not Hits("")
    assert Hits("a")
