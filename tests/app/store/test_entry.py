"""What a sync puts in with one commit."""

import pytest

from orderdock.domain.errors import AlreadySyncing
from orderdock.store import runs
from orderdock.store.entry import Entry, enter
from orderdock.store.orders import Saved
from orderdock.store.told import told
from tests.support.shelf import NOW, Shelf, line, order


def test_all_of_an_entry_goes_in_together(shelf: Shelf) -> None:
    run = shelf.database.write_now(runs.begin, shelf.connection, NOW)
    entry = Entry(
        shelf.connection,
        run,
        NOW,
        [told(order("a", line("1"), link="new"))],
        bookmarks={"orders": {"page": 1}},
        links=[("new", "New shop")],
        facts=[("new", {"data_up_to": 5})],
    )
    assert shelf.database.write_now(enter, entry) == Saved(added=1)
    joined = "SELECT k.name, k.data_up_to, o.order_key FROM orders o JOIN links k ON k.id = link_id"
    assert shelf.all(joined) == [("New shop", 5, "a")]
    assert shelf.all("SELECT scope, value FROM bookmarks") == [("orders", '{"page": 1}')]


def test_after_a_later_run_has_begun_nothing_of_an_earlier_one_goes_in(shelf: Shelf) -> None:
    other = shelf.connect("Other")
    old = shelf.database.write_now(runs.begin, shelf.connection, NOW)
    shelf.database.write_now(runs.begin, other, NOW + 1)
    late = Entry(
        shelf.connection, old, NOW, [told(order("a", line("1")))], bookmarks={"orders": {}}
    )
    assert shelf.database.write_now(enter, late) == Saved(added=1)
    shelf.database.write_now(runs.begin, shelf.connection, NOW + 2)
    with pytest.raises(AlreadySyncing):
        shelf.database.write_now(enter, late._replace(orders=[told(order("b", line("1")))]))
    assert shelf.all("SELECT order_key FROM orders") == [("a",)]
