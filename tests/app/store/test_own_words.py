"""Tags, notes and hidden orders: what the person says stays, whatever is read."""

import pytest

from orderdock.domain.errors import WrongUsage
from orderdock.query import orders
from orderdock.query.columns import BY_KEY
from orderdock.query.filters import Count, Hidden, OrderFilter, Sort, Unit
from orderdock.store import connections, own_words
from tests.support.shelf import NOW, Shelf, line, order


@pytest.fixture
def three(shelf: Shelf) -> Shelf:
    shelf.save(
        order("a", line("1", "Blue shirt"), line("2", "Red socks")),
        order("b", line("1", "Desk lamp"), currency="EUR"),
        order("c", line("1", "Tea"), total="8"),
    )
    return shelf


def tag(
    shelf: Shelf, ids: list[int], add: tuple[str, ...] = (), remove: tuple[str, ...] = ()
) -> own_words.Changed:
    return shelf.database.write_now(own_words.tag, ids, add, remove)


def note(shelf: Shelf, **notes: str | None) -> own_words.Changed:
    named = {int(key[1:]): text for key, text in notes.items()}
    return shelf.database.write_now(own_words.write_notes, named, now=NOW)


def own(shelf: Shelf, order_id: int) -> tuple[object, ...]:
    [row] = orders.rows(shelf.db, Unit.ORDERS, [order_id], ("tags", "note", "hidden_since"))
    return row


def found(shelf: Shelf, **asked: object) -> list[int]:
    f = OrderFilter(**asked)  # type: ignore[arg-type]
    ids = list(orders.all_ids(shelf.db, f, (Sort("order_id"),), Unit.ORDERS))
    lines = orders.all_ids(shelf.db, f, (Sort("order_id"),), Unit.LINES)
    assert orders.count(shelf.db, f) == Count(len(ids), len(lines))
    return ids


def test_tags_are_columns_in_alphabetical_order(three: Shelf) -> None:
    tag(three, [1, 2], add=("tax 2026", "Gift"))
    assert own(three, 1)[0] == "Gift; tax 2026"
    assert own(three, 3)[0] is None
    [row] = orders.rows(three.db, Unit.LINES, [(2 << 20) + 1], ("tags", "item_name"))
    assert row == ("Gift; tax 2026", "Desk lamp")
    by_tags = orders.all_ids(three.db, OrderFilter(), (Sort("tags", True),), Unit.ORDERS)
    assert list(by_tags) == [2, 1, 3]  # descending is ascending backwards, equals included


@pytest.mark.parametrize("column", ["tags", "note", "hidden_since"])
@pytest.mark.parametrize("descending", [False, True])
def test_sorting_by_what_was_said_is_that_of_the_database(
    three: Shelf, column: str, *, descending: bool
) -> None:
    three.save(order("empty", total="3"), order("d", line("1", "Rug"), line("2", "Lamp")))
    tag(three, [2, 5], add=("b",))
    tag(three, [3], add=("A",))
    note(three, o1="zebra", o4="apple", o5="Apple")
    for number, when in ((5, 30), (2, 10), (3, 20)):
        three.database.write_now(own_words.hide, [number], now=NOW + when)
    sort = (Sort(column, descending),)
    end = " DESC" if descending else ""
    by = BY_KEY[column].sort_expression(Unit.ORDERS)
    for f, where in (
        (OrderFilter(hidden=Hidden.TOO), ""),
        (OrderFilter(hidden=Hidden.TOO, search="lamp"), "WHERE o.id IN (2, 5)"),
        (OrderFilter(), "WHERE o.id IN (1, 4)"),
    ):
        ask = ("SELECT o.id FROM orders o", where, f"ORDER BY {by}{end}, o.id{end}")
        expected = three.all(" ".join(ask))
        ids = orders.all_ids(three.db, f, sort, Unit.ORDERS)
        assert [(i,) for i in ids] == expected
        assert orders.first_ids(three.db, f, sort, Unit.ORDERS, 2, 1) == list(ids)[1:3]
        lines = orders.all_ids(three.db, f, sort, Unit.LINES)
        assert list(dict.fromkeys(i >> 20 for i in lines)) == [i for i in ids if i != 4]
        assert orders.first_ids(three.db, f, sort, Unit.LINES, 9) == list(lines)


def test_a_tag_is_one_whatever_its_case_and_goes_with_its_last_order(three: Shelf) -> None:
    tag(three, [1], add=("Büro",))
    changed = tag(three, [1, 2, 99], add=("BÜRO ",))
    assert dict(changed.tagged) == {"Büro": [2]}
    assert own_words.known_tags(three.db) == [("Büro", 2)]
    assert own_words.tags_among(three.db, [1, 3]) == {"Büro": 1}
    tag(three, [1, 2], remove=("büro", "never heard of"))
    assert own_words.known_tags(three.db) == []


@pytest.mark.parametrize("name", ["", "  ", "a, b", "a;b", "x" * 61, "bell\a"])
def test_what_is_no_tag_is_refused_in_words(three: Shelf, name: str) -> None:
    with pytest.raises(WrongUsage):
        tag(three, [1], add=(name,))


def test_tags_narrow_a_filter_to_orders_that_have_any_of_them(three: Shelf) -> None:
    tag(three, [1], add=("gift",))
    tag(three, [2], add=("tax",))
    assert found(three, tags=("GIFT",)) == [1]
    assert found(three, tags=("gift", "tax")) == [1, 2]
    assert found(three, tags=("gif",)) == []


def test_a_search_finds_orders_by_their_tags_and_notes_together_with_their_lines(
    three: Shelf,
) -> None:
    tag(three, [2], add=("birthday",))
    note(three, o1="for Crème's desk — 玄米茶")
    assert found(three, search="birth lamp") == [2]
    assert found(three, search="creme shirt") == [1]
    assert found(three, search="玄米茶") == [1]
    assert found(three, search="desk") == [1, 2]
    lines = orders.all_ids(three.db, OrderFilter(search="creme"), (Sort("line_id"),), Unit.LINES)
    assert len(lines) == 2
    note(three, o1="  ")
    tag(three, [2], remove=("birthday",))
    assert found(three, search="creme") == []
    assert found(three, search="birthday") == []
    assert found(three, search="lamp") == [2]


def test_readings_change_nothing_of_what_a_person_said(three: Shelf) -> None:
    tag(three, [1], add=("gift",))
    note(three, o1="for Anna")
    three.database.write_now(own_words.hide, [1], now=NOW)
    before = own(three, 1)
    three.save(
        order("a", line("1", "Green shirt"), line("3", "Blue hat"), status="shipped"),
        now=NOW + 60,
        whole=["a"],
    )
    assert own(three, 1) == before == ("gift", "for Anna", NOW)
    assert found(three) == [2, 3]
    three.database.write_now(own_words.restore, [1])
    assert found(three, search="anna green") == [1]
    assert found(three, search="gift hat") == [1]
    assert found(three, search="blue shirt anna") == []


def test_hidden_orders_are_in_no_count_and_total_unless_asked_for(three: Shelf) -> None:
    three.database.write_now(own_words.hide, [1, 99], now=NOW)
    assert found(three) == [2, 3]
    assert found(three, search="shirt") == []
    assert found(three, hidden=Hidden.ONLY) == [1]
    assert found(three, hidden=Hidden.TOO) == [1, 2, 3]
    assert found(three, search="shirt", within=OrderFilter(hidden=Hidden.ONLY)) == [1]
    assert found(three, hidden=Hidden.TOO, within=OrderFilter(search="shirt")) == [1]
    assert [t.orders for t in orders.totals(three.db, OrderFilter(currencies=("USD",)))] == [1]
    with_hidden = OrderFilter(currencies=("USD",), hidden=Hidden.TOO)
    assert [t.orders for t in orders.totals(three.db, with_hidden)] == [2]
    [mine] = connections.all_connections(three.db)
    assert (mine.orders, mine.lines) == (3, 4), "a connection tells what the provider gave"


def test_erasing_a_connection_erases_what_was_said_of_its_orders_alone(three: Shelf) -> None:
    other = three.connect("Other", "synq")
    three.save(order("a", line("1", "Mug")), connection=other)
    tag(three, [1, 4], add=("gift",))
    tag(three, [1], add=("mine",))
    note(three, o1="one", o4="four")
    three.database.write_now(own_words.hide, [2, 4], now=NOW)
    three.database.write_now(connections.disconnect, three.connection, keep_orders=False, now=NOW)
    assert own(three, 4) == ("gift", "four", NOW)
    assert own_words.known_tags(three.db) == [("gift", 1)]
    assert three.all("SELECT count(*) FROM order_tags") == [(1,)]
    assert three.all("SELECT count(*) FROM order_notes") == [(1,)]
    assert three.all("SELECT count(*) FROM hidden_orders") == [(1,)]


def test_disconnecting_and_keeping_the_orders_keeps_what_was_said_of_them(three: Shelf) -> None:
    tag(three, [1], add=("gift",))
    three.database.write_now(connections.disconnect, three.connection, keep_orders=True, now=NOW)
    assert own(three, 1)[0] == "gift"


def test_a_note_too_long_is_refused_and_nothing_is_written(three: Shelf) -> None:
    with pytest.raises(WrongUsage):
        note(three, o1="fine", o2="x" * 10_001)
    assert own(three, 1)[1] is None
