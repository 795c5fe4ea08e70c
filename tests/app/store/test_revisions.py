from orderdock.store import connections, revisions
from orderdock.store.revisions import Moment
from tests.support.shelf import NOW, Shelf, line, order

KEYS = "SELECT o.order_key FROM orders o"


def moment(shelf: Shelf) -> Moment:
    return shelf.database.read_now(revisions.now)


def since(shelf: Shelf, before: Moment) -> list[str]:
    condition, values = revisions.after(before)
    found = shelf.all(f"{KEYS} WHERE {condition} ORDER BY 1", values)
    return [key for (key,) in found]


def test_after_a_moment_come_new_and_changed_orders_and_no_others(shelf: Shelf) -> None:
    shelf.save(order("a", line("1")), order("b", line("1")), order("c", line("1")))
    before = moment(shelf)
    assert since(shelf, before) == []
    assert since(shelf, Moment()) == ["a", "b", "c"]
    shelf.save(order("a", line("1")), order("b", line("1", unit_price="9")), order("d", line("1")))
    assert since(shelf, before) == ["b", "d"]


def test_clocks_play_no_part(shelf: Shelf) -> None:
    shelf.save(order("a", line("1")), now=NOW)
    before = moment(shelf)
    shelf.save(order("a", line("1", "Renamed")), now=NOW)
    after = moment(shelf)
    assert since(shelf, before) == ["a"]
    assert since(shelf, after) == []


def test_a_line_more_or_less_changes_its_order(shelf: Shelf) -> None:
    shelf.save(order("a", line("1"), line("2")), order("b", line("1")))
    before = moment(shelf)
    shelf.save(order("b", line("2", unit_price="0")), now=NOW + 5)
    assert since(shelf, before) == ["b"]
    before = moment(shelf)
    shelf.save(order("a", line("1")), whole=["a"], now=NOW + 9)
    assert since(shelf, before) == ["a"]
    assert shelf.all("SELECT changed_at FROM orders ORDER BY id") == [(NOW + 9,), (NOW + 5,)]


def test_what_is_read_after_erasing_counts_as_new(shelf: Shelf) -> None:
    shelf.save(order("a", line("1")), order("b", line("1")))
    before = moment(shelf)
    shelf.database.write_now(connections.disconnect, shelf.connection, keep_orders=False, now=NOW)
    again = shelf.connect("Again", links=[("7", "Amazon")])
    shelf.save(order("a", line("1")), connection=again)
    assert since(shelf, before) == ["a"]
    assert moment(shelf).last_order > before.last_order
