"""Orders on their way to the store."""

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
