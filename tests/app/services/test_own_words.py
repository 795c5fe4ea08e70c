"""Acts on many orders, and taking them back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from orderdock.domain.errors import WrongUsage
from orderdock.query import orders
from orderdock.query.filters import OrderFilter, Sort, Unit
from orderdock.services.own_words import OwnWords
from orderdock.system.clock import SystemClock
from tests.support.shelf import Shelf, line, order, shelf_at

MANY = 4_100


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    with shelf_at(tmp_path / "orders.db") as shelf:
        shelf.save(*[order(str(n), line("1", f"Thing {n}")) for n in range(3)])
        yield shelf


@pytest.fixture
def said(shelf: Shelf) -> OwnWords:
    return OwnWords(shelf.database, SystemClock())


def own(shelf: Shelf) -> list[tuple[object, ...]]:
    ids = [number for (number,) in shelf.all("SELECT id FROM orders ORDER BY id")]
    return orders.rows(shelf.db, Unit.ORDERS, ids, ("tags", "note", "hidden_since"))


def found(shelf: Shelf, words: str) -> list[int]:
    f = OrderFilter(search=words)
    return list(orders.all_ids(shelf.db, f, (Sort("order_id"),), Unit.ORDERS))


def test_each_act_can_be_undone(shelf: Shelf, said: OwnWords) -> None:
    said.tag([1], add=("gift", "old"))
    said.write_notes({1: "first", 2: "second"})
    said.hide([3])
    before = own(shelf)
    acts = [
        said.tag([1, 2], add=("gift", "new"), remove=("old",)),
        said.write_notes({1: "other", 2: None, 3: "third"}),
        said.hide([1, 3]),
        said.restore([3]),
    ]
    assert [changed.orders() for changed in acts] == [2, 3, 1, 1]
    for changed in reversed(acts):
        said.undo(changed)
    assert own(shelf) == before
    assert found(shelf, "old") == [1]
    assert found(shelf, "second") == [2]


def test_many_orders_are_changed_in_parts_and_undone_together(shelf: Shelf, said: OwnWords) -> None:
    shelf.save(*[order(f"many {n}", line()) for n in range(MANY)])
    changed = said.tag(range(1, MANY + 4), add=("all",))
    assert changed.orders() == MANY + 3
    assert said.tags() == [("all", MANY + 3)]
    assert len(found(shelf, "all")) == MANY + 3
    assert said.visible() == MANY + 3
    assert said.hide(range(4, MANY + 4)).orders() == MANY
    assert said.visible() == 3
    said.undo(changed)
    assert said.tags() == []


def test_what_is_no_tag_is_refused_before_anything_is_written(shelf: Shelf, said: OwnWords) -> None:
    with pytest.raises(WrongUsage):
        said.tag([1], add=["fine", "not; fine"])
    assert said.tags() == []
    assert said.tag([1], add=["Fine", "fine ", "FINE"]).orders() == 1
    assert said.tags_among([1, 2]) == {"FINE": 1}
