"""Nothing that can be typed is an error, and every word that is there is found."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdock.query import orders
from orderdock.query.filters import DEFAULT_SORT, OrderFilter, Unit
from orderdock.query.search import read, spelled_out
from tests.support.shelf import Shelf, line, order, shelf_at

NAMES = [
    'Blue T-shirt 12" x 3',
    "C++ primer",
    "ほうじ茶 tea",
    "crème brûlée",
    "a",
    "AND OR NOT",
    "🎧✨",
]


@pytest.fixture(scope="module")
def shop() -> Iterator[Shelf]:
    with tempfile.TemporaryDirectory() as folder, shelf_at(Path(folder) / "o.db") as shelf:
        shelf.save(*[order(str(n), line("1", name)) for n, name in enumerate(NAMES)])
        yield shelf


def found(shop: Shelf, text: str) -> list[str]:
    ids = orders.all_ids(shop.db, OrderFilter(search=text), DEFAULT_SORT, Unit.LINES)
    return [name for (name,) in orders.rows(shop.db, Unit.LINES, ids, ["item_name"])]


@given(text=st.text(max_size=30) | st.text(alphabet="\"*^()-+:{}NEARAND OR'\\%_\0", max_size=20))
def test_any_text_is_a_question_without_an_error(shop: Shelf, text: str) -> None:
    found(shop, text)
    orders.first_ids(shop.db, OrderFilter(search=text), DEFAULT_SORT, Unit.ORDERS, 5)
    orders.count(shop.db, OrderFilter(search=text))


@given(text=st.text(st.characters(categories=["Cs", "L"]), max_size=5))
def test_half_characters_from_a_terminal_are_no_error_either(shop: Shelf, text: str) -> None:
    found(shop, text)
    f = OrderFilter(retailers=(text,), statuses=(text,), currencies=(text,), connections=(text,))
    assert orders.count(shop.db, f).lines == 0 or not text.strip()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("t-shirt", 0),
        ('12"', 0),
        ("c++", 1),
        ("茶", 2),
        ("じ茶", 2),
        ("creme", 3),
        ("BRÛL", 3),
        ("and or", 5),
        ("🎧", 6),
        ("✨ N-6", 6),
    ],
)
def test_words_symbols_and_scripts_are_found(shop: Shelf, text: str, name: int) -> None:
    assert found(shop, text) == [NAMES[name]]


def test_words_go_to_the_index_and_the_rest_is_looked_for() -> None:
    asked = read('blue "red hat" % é')
    assert asked.match == '"blue" * AND "red hat"'
    assert asked.patterns == ("%\\%%", "%é%")
    assert not read(' " " ')


def test_a_beginning_is_spelled_out_while_few_words_begin_so(shelf: Shelf) -> None:
    names = [f"bluet{letter}" for letter in "abcdefgh"]
    shelf.save(*[order(str(n), line("1", name)) for n, name in enumerate([*names, "blue", "red"])])
    assert spelled_out(shelf.db, '"RED" *') == '("red")'
    assert spelled_out(shelf.db, '"red"') == '"red"'
    assert spelled_out(shelf.db, '"zz" * AND "red" *') == '"zz" * AND ("red")'
    assert spelled_out(shelf.db, '"bluet" *').count(" OR ") == 7
    assert spelled_out(shelf.db, '"blue" *') == '"blue" *'
    assert spelled_out(shelf.db, '"a ""red" *') == '"a ""red" *'
    assert spelled_out(shelf.db, '"größe" *') == '"größe" *'
