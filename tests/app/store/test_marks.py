from typing import Any

import apsw
import pytest

from orderdock.domain.orders import Order
from orderdock.store import marks, orders
from orderdock.store.orders import Saved
from orderdock.store.told import Told, told
from tests.support.shelf import Shelf, line, order

ORDER = Order("a", "1", "Amazon", 1_700_000_000, (line("1"), line("2")), raw=b"{}")


def mark_of(order: Order, link: int | None, *, whole: bool) -> int:
    return marks.mark_of(told(order).begun, link, whole=whole)


def test_equal_orders_have_equal_marks_whatever_made_them() -> None:
    again = Order("a", "1", "Amazon", 1_700_000_000, (line("1"), line("2")), raw=b"{}")
    assert mark_of(ORDER, 1, whole=False) == mark_of(again, 1, whole=False)


@pytest.mark.parametrize(
    "change",
    [
        {"number": "2"},
        {"retailer": None},
        {"ordered_at": None},
        {"status": ""},
        {"raw": b"{ }"},
        {"lines": ORDER.lines[::-1]},
        {"lines": ORDER.lines[:1]},
        {"lines": (line("1", raw=b"1"), line("2"))},
        {"lines": (line("1", quantity="1.0"), line("2"))},
    ],
)
def test_any_difference_changes_the_mark(change: dict[str, Any]) -> None:
    other = mark_of(ORDER._replace(**change), 1, whole=False)
    assert other != mark_of(ORDER, 1, whole=False)


def test_another_link_and_a_whole_order_change_the_mark() -> None:
    six = {mark_of(ORDER, link, whole=whole) for link in (None, 1, 2) for whole in (False, True)}
    assert len(six) == 6
    assert all(0 <= mark < 1 << 63 for mark in six)


def test_what_was_read_before_is_counted_without_looking_at_its_lines(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    same, other = order("a", line("1"), line("2")), order("b", line("1"))
    shelf.save(same, other)
    looked_at: list[str] = []
    compare = orders._Saving._compare

    def noting(self: Any, one: Told, *rest: Any) -> bool:
        looked_at.append(one.key)
        return compare(self, one, *rest)

    monkeypatch.setattr(orders._Saving, "_compare", noting)
    changed = order("b", line("1", "Other"))
    assert shelf.save(same, changed) == Saved(changed=1, unchanged=2)
    assert looked_at == ["b"]
    assert shelf.save(same, changed) == Saved(unchanged=3)
    assert looked_at == ["b"]


def test_orders_saved_before_there_were_marks_get_theirs(shelf: Shelf) -> None:
    def forget(db: apsw.Connection) -> None:
        db.execute("UPDATE orders SET mark = NULL")

    shelf.save(order("a", line("1")))
    [(mark,)] = shelf.all("SELECT mark FROM orders")
    shelf.database.write_now(forget)
    assert shelf.save(order("a", line("1"))) == Saved(unchanged=1)
    assert shelf.all("SELECT mark FROM orders") == [(mark,)]
