"""Orders on their way to the store."""

import pytest

from orderdock.domain.orders import Line
from orderdock.store.orders import Saved, save_told
from orderdock.store.told import built, order_of, put_together, told
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


@pytest.mark.parametrize("lines", [ORDER.lines, (), (line("1"), line("1", "Other"), line("2"))])
def test_rows_are_the_same_wherever_they_are_made(lines: tuple[Line, ...]) -> None:
    here, there = (told(ORDER._replace(lines=lines), build=build) for build in (False, True))
    assert (here.built, bool(there.built)) == (b"", True)
    one, other = built(here, 5 << 20), built(there, 5 << 20)
    assert list(map(list, one.lines)) == list(map(list, other.lines))
    assert (list(one.columns), one.raws) == (list(other.columns), other.raws)


def test_what_cannot_be_stored_is_set_aside_by_who_puts_it_in(shelf: Shelf) -> None:
    bad = told(order("a", line("1", quantity="many")), build=True)
    assert bad.built == b""
    saved = shelf.database.write_now(save_told, shelf.connection, [bad], now=NOW)
    assert saved == Saved(quarantined=1)
