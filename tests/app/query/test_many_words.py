"""Very many words and names: as many as there may be are looked for, more are refused in words."""

import time
from datetime import date
from typing import Any

import pytest

from orderdock.domain.errors import WrongUsage
from orderdock.query import orders, summary
from orderdock.query.filters import Count, OrderFilter
from orderdock.query.language import read
from orderdock.query.language_pieces import MOST, pieces
from tests.support.shelf import Shelf, line, order

TODAY = date(2026, 11, 21)


def many(name: str, how_many: int) -> dict[str, Any]:
    return {name: tuple(f"no {number}" for number in range(how_many))}


@pytest.mark.parametrize("name", ["retailers", "statuses", "items", "skus", "currencies", "tags"])
def test_as_many_names_as_there_may_be_are_looked_for(shelf: Shelf, name: str) -> None:
    shelf.save(order("a", line("1", "Blue shirt")))
    f = OrderFilter(**many(name, MOST))
    assert orders.count(shelf.db, f) == Count(0, 0)
    assert orders.count(shelf.db, OrderFilter(without=f)) == Count(1, 1)


@pytest.mark.parametrize("word", ["a", "ab", "blue", "茶", "%"])
def test_as_many_words_as_there_may_be_are_looked_for(shelf: Shelf, word: str) -> None:
    shelf.save(order("a", line("1", "Blue shirt ab 茶 50%")))
    f = OrderFilter(search=" ".join([word] * MOST))
    assert orders.count(shelf.db, f) == Count(1, 1)
    assert orders.count(shelf.db, OrderFilter(without=f)) == Count(0, 0)


@pytest.mark.parametrize(
    "f",
    [
        OrderFilter(search="a " * (MOST + 1)),
        OrderFilter(**many("retailers", MOST), search="mug"),
        OrderFilter(without=OrderFilter(**many("skus", MOST + 1))),
        OrderFilter(search="mug", within=OrderFilter(**many("items", MOST))),
    ],
)
def test_more_are_refused_with_their_number(shelf: Shelf, f: OrderFilter) -> None:
    with pytest.raises(WrongUsage, match="501 words and names"):
        orders.count(shelf.db, f)
    with pytest.raises(WrongUsage, match="Leave some out"):
        summary.summary(shelf.db, f, "month", "UTC")


@pytest.mark.parametrize("text", ["lamp " * (MOST + 1), "sku:" + ",".join(map(str, range(501)))])
def test_typed_they_are_a_mistake_and_what_was_before_them_counts(text: str) -> None:
    reading = read(f"blue {text}", TODAY)
    [mistake] = reading.mistakes
    assert mistake.says == "Up to 500 words and names can be looked for at once. Leave some out."
    assert mistake.end == len(text) + 5
    assert reading.filter.search.startswith("blue")


@pytest.mark.parametrize("typed", ["w{} ", "sku:n{} ", '"a{}" ', "-w{} ", "a: "])
def test_a_long_text_is_cut_in_a_time_that_grows_as_it_does(typed: str) -> None:
    def seconds(many: int) -> float:
        text = "".join(typed.format(number) for number in range(many))
        began = time.process_time()
        assert list(pieces(text))
        return time.process_time() - began

    assert min(seconds(8_000) for _ in range(2)) < 24 * max(seconds(1_000) for _ in range(3))
