"""Orders on their way to the store."""

from typing import Any

import pytest

from orderdock.store.orders import Saved, save_told
from orderdock.store.told import order_of, put_together, told
from tests.support.shelf import NOW, Shelf, line, order

ORDER = order("a", line("1", raw=b"{}"), line("2", "é, =", quantity=None), raw=b"[]")


def test_an_order_arrives_as_it_left() -> None:
    assert order_of(told(ORDER)) == ORDER
    assert (told(ORDER).key, told(ORDER).link, told(ORDER).shown) == ("a", "7", 2)


def test_parts_of_an_order_become_one() -> None:
    parts = [told(order("a", line("1"))), told(order("b")), told(order("a", line("2"), line("1")))]
    together = put_together(parts)
    assert list(together) == ["a", "b"]
    assert [one.key for one in order_of(together["a"]).lines] == ["1", "2"]


def test_of_two_lines_with_one_key_the_first_is_kept(shelf: Shelf) -> None:
    twice = told(order("a", line("1"), line("1", "Other"), line("2")))
    assert twice.shown == 2
    saved = shelf.database.write_now(save_told, shelf.connection, [twice], now=NOW)
    assert saved == Saved(added=2)
    assert shelf.all("SELECT item_name FROM lines") == [("Blue cotton shirt",)] * 2


def test_what_cannot_be_stored_is_set_aside(shelf: Shelf) -> None:
    bad = told(order("a", line("1", quantity="many")))
    saved = shelf.database.write_now(save_told, shelf.connection, [bad], now=NOW)
    assert saved == Saved(quarantined=1)


PLAIN_WORDS = order("a", number="1", retailer="R", currency="EUR", status="s", status_text="t")


def test_an_order_is_plain_where_all_its_own_words_are() -> None:
    assert told(PLAIN_WORDS, judged=True).plain is True
    assert told(PLAIN_WORDS).plain is False  # not judged


@pytest.mark.parametrize(
    "field", ["key", "number", "retailer", "currency", "status", "status_text"]
)
@pytest.mark.parametrize("word", ["=1", "a,b"])
def test_one_awkward_word_is_enough(field: str, word: str) -> None:
    changed: dict[str, Any] = {field: word}
    assert told(PLAIN_WORDS._replace(**changed), judged=True).plain is False


def test_without_a_currency_of_its_own_it_is_not_sure() -> None:
    assert told(PLAIN_WORDS._replace(currency=None), judged=True).plain is False
