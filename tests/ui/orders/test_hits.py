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


def test_accents_written_apart_are_marked_with_their_letter() -> None:
    apart = "Cre\u0300me bru\u0302le\u0301e"
    assert Hits("creme brulee").places(apart) == [(0, 6), (7, 8)]
    assert Hits("crème").places(apart) == [(0, 6)]


def test_letters_that_only_look_composed_stay_what_they_are() -> None:
    assert Hits("하").places("한국") == []
    assert Hits("한").places("한국") == [(0, 1)]
