import json

import pytest

from orderdock.domain.errors import NoSuchConnection
from orderdock.domain.orders import SetAside
from orderdock.store import bookmarks, connections, quarantine
from orderdock.store.order_rows import LINE_COLUMNS
from orderdock.store.orders import Saved
from tests.support.shelf import NOW, Shelf, line, order


def names(shelf: Shelf) -> list[str]:
    return [name for (name,) in shelf.all("SELECT item_name FROM lines ORDER BY id")]


def found(shelf: Shelf, word: str) -> list[str]:
    return [
        name
        for (name,) in shelf.all(
            "SELECT l.item_name FROM line_words w JOIN lines l ON l.id = w.rowid"
            " WHERE line_words MATCH ? ORDER BY l.id",
            (word,),
        )
    ]


def test_saving_twice_adds_nothing(shelf: Shelf) -> None:
    orders = [order("a", line("1"), line("2")), order("b", line("1"))]
    assert shelf.save(*orders) == Saved(added=3)
    assert shelf.save(*orders) == Saved(unchanged=3)
    assert shelf.all("SELECT count(*) FROM lines") == [(3,)]


def test_an_order_is_found_again_by_its_exact_key_whatever_is_in_it(shelf: Shelf) -> None:
    keys = [
        "1",
        "1.0",
        "01",
        " 1",
        "a",
        "A",
        "a\0b",
        "a\0",
        '"',
        "\\",
        "[]",
        "null",
        "é",
        "😀",
        "\u2028",
    ]
    orders = [order(key, line("1")) for key in keys]
    assert shelf.save(*orders) == Saved(added=15)
    assert shelf.save(*orders) == Saved(unchanged=15)
    assert shelf.save(*(order(key, line("1", "Other")) for key in keys)) == Saved(changed=15)
    assert shelf.all("SELECT order_key FROM orders ORDER BY id") == [(key,) for key in keys]


def test_the_columns_of_a_line_are_those_of_its_table_in_their_order(shelf: Shelf) -> None:
    assert tuple(name for (name,) in shelf.all("SELECT name FROM pragma_table_info('lines')")) == (
        LINE_COLUMNS
    )


def test_two_equal_lines_stay_two(shelf: Shelf) -> None:
    shelf.save(order("a", line("sku|x|0", "Socks"), line("sku|x|1", "Socks")))
    assert names(shelf) == ["Socks", "Socks"]


def test_a_changed_status_updates_the_line_and_is_remembered(shelf: Shelf) -> None:
    shelf.save(order("a", line("1", shipment_status="Shipped"), line("2")))
    saved = shelf.save(order("a", line("1", shipment_status="Delivered")), now=NOW + 60)
    assert saved == Saved(changed=1)
    assert shelf.all("SELECT shipment_status FROM lines ORDER BY id") == [("Delivered",), (None,)]
    [(at, what)] = shelf.all("SELECT at, what FROM order_changes")
    assert (at, json.loads(what)) == (NOW + 60, {"shipment_status": ["Shipped", "Delivered"]})
    assert shelf.all("SELECT first_seen, changed_at FROM orders") == [(NOW, NOW + 60)]


def test_an_order_may_come_in_parts_on_several_pages(shelf: Shelf) -> None:
    assert shelf.save(order("a", line("1", "One"))) == Saved(added=1)
    assert shelf.save(order("a", line("2", "Two"))) == Saved(added=1)
    assert shelf.save(order("a", line("2", "Two")), order("a", line("3", "Three"))) == Saved(
        added=1, unchanged=1
    )
    assert names(shelf) == ["One", "Two", "Three"]
    assert shelf.all("SELECT line_count, first_item FROM orders") == [(3, "One")]
    assert shelf.all("SELECT id & 1048575 FROM lines ORDER BY id") == [(1,), (2,), (3,)]


def test_a_line_no_longer_shown_is_kept_and_marked_only_when_the_order_was_whole(
    shelf: Shelf,
) -> None:
    both, one = order("a", line("1"), line("2")), order("a", line("1"))
    shelf.save(both)
    shelf.save(one)
    assert shelf.all("SELECT missing_since FROM lines ORDER BY id") == [(None,), (None,)]
    assert shelf.save(one, whole={"a"}, now=NOW + 5) == Saved(changed=1, unchanged=1)
    assert shelf.all("SELECT missing_since FROM lines ORDER BY id") == [(None,), (NOW + 5,)]
    assert shelf.save(one, whole={"a"}, now=NOW + 9) == Saved(unchanged=2)
    assert shelf.save(both, whole={"a"}) == Saved(changed=1, unchanged=1)
    assert shelf.all("SELECT missing_since FROM lines ORDER BY id") == [(None,), (None,)]


def test_a_later_part_that_knows_less_does_not_blank_the_order(shelf: Shelf) -> None:
    shelf.save(order("a", line("1"), status="open", total="10"))
    shelf.save(order("a", line("2", order_total=None), status=None, total=None))
    assert shelf.all("SELECT status, order_total FROM orders") == [("open", "10")]


def test_new_words_of_an_order_reach_the_lines_that_were_not_shown(shelf: Shelf) -> None:
    shelf.save(order("a", line("1"), line("2"), number="old"))
    assert shelf.save(order("a", line("1"), number="new")) == Saved(changed=2)
    assert shelf.all("SELECT DISTINCT order_number FROM lines") == [("new",)]
    assert found(shelf, "new") == ["Blue cotton shirt"] * 2
    assert found(shelf, "old") == []


def test_order_facts_that_only_the_lines_know_are_rolled_up(shelf: Shelf) -> None:
    shelf.save(
        order(
            "a",
            line("1", shipment_status="Shipped", currency="EUR", order_total="12.5"),
            line("2", shipment_status="Delivered", currency="EUR", order_total="12.5"),
            line("3", shipment_status="Shipped", currency="EUR", order_total="12.5"),
        )
    )
    assert shelf.all(
        "SELECT currency, order_total, order_total_micro, shipment_status, line_count FROM orders"
    ) == [("EUR", "12.5", 12_500_000, "Shipped; Delivered", 3)]


def test_numbers_keep_the_provider_s_text(shelf: Shelf) -> None:
    shelf.save(order("a", line("1", quantity="1.50", unit_price="24.50", order_total="-0.10")))
    assert shelf.all(
        "SELECT quantity, quantity_micro, unit_price, unit_price_micro, order_total FROM lines"
    ) == [("1.50", 1_500_000, "24.50", 24_500_000, "-0.10")]


@pytest.mark.parametrize(
    "bad",
    [
        order("a", line("1", quantity="a few")),
        order("a", line("1", unit_price="=1+1")),
        order("a", line("1", order_total="1e3")),
        order("a", line("1"), total="many"),
        order("a", line("1"), ordered_at=10**12),
    ],
)
def test_an_order_with_an_impossible_value_is_set_aside_and_the_page_goes_on(
    shelf: Shelf, bad: object
) -> None:
    saved = shelf.save(bad._replace(raw=b"{}"), order("good", line("1")))  # type: ignore[attr-defined] # an Order
    assert saved == Saved(added=1, quarantined=1)
    [record] = quarantine.of_connection(shelf.db, shelf.connection)
    assert record.raw == b"{}"
    assert "N-a" in record.reason


def test_records_set_aside_are_kept_once(shelf: Shelf) -> None:
    record = SetAside("no date", b'{"x": 1}', "7")
    assert shelf.save(set_aside=[record]) == Saved(quarantined=1)
    assert shelf.save(set_aside=[record._replace(reason="still none")]) == Saved(quarantined=1)
    assert quarantine.of_connection(shelf.db, shelf.connection) == [
        SetAside("still none", b'{"x": 1}', "7")
    ]


def test_bookmarks_are_written_with_the_rows_or_not_at_all(shelf: Shelf) -> None:
    shelf.save(order("a", line()), bookmarks={"orders": {"page": 1}, "7": {"until": "x"}})
    assert bookmarks.of_connection(shelf.db, shelf.connection) == {
        "orders": {"page": 1},
        "7": {"until": "x"},
    }
    with pytest.raises(TypeError):
        shelf.save(order("b", line()), bookmarks={"orders": {"page": object()}})
    assert shelf.all("SELECT count(*) FROM orders") == [(1,)]


def test_the_provider_s_records_are_kept_and_renewed(shelf: Shelf) -> None:
    shelf.save(order("a", line("1", raw=b"1"), raw=b"whole"))
    assert shelf.save(order("a", line("1", raw=b"2"), raw=b"whole")) == Saved(unchanged=1)
    assert shelf.all("SELECT raw FROM raw_records ORDER BY id") == [(b"whole",), (b"2",)]


def test_searching_follows_every_change(shelf: Shelf) -> None:
    shelf.save(order("a", line("1", "Grüne Jacke"), line("2", "Red hat")))
    assert found(shelf, "grune") == ["Grüne Jacke"]
    shelf.save(order("a", line("1", "Blaue Jacke")))
    assert found(shelf, "grune") == []
    assert found(shelf, "jacke") == ["Blaue Jacke"]
    shelf.save(order("a", line("3", "Third jacke")))
    assert found(shelf, "jacke") == ["Blaue Jacke", "Third jacke"]


def test_what_the_order_itself_says_is_remembered_when_it_changes(shelf: Shelf) -> None:
    shelf.save(order("a", line(), status="open", total="49.00"), order("empty", total="10"))
    shelf.save(
        order("a", line(order_total="49.00"), status="shipped", total="50"),
        order("empty", total="12"),
        now=NOW + 60,
    )
    told = shelf.all("SELECT line_id, at, what FROM order_changes WHERE line_id IS NULL")
    assert [(at, json.loads(what)) for _, at, what in told] == [
        (NOW + 60, {"order_total": ["49.00", "50"], "status": ["open", "shipped"]}),
        (NOW + 60, {"order_total": ["10", "12"]}),
    ]


def test_the_same_order_key_in_two_connections_are_two_orders(shelf: Shelf) -> None:
    other = shelf.connect("Other")
    shelf.save(order("a", line("1")))
    assert shelf.save(order("a", line("1")), connection=other) == Saved(added=1)
    assert [(c.orders, c.lines) for c in connections.all_connections(shelf.db)] == [(1, 1), (1, 1)]


def test_long_line_keys_are_told_apart(shelf: Shelf) -> None:
    one, two = "x" * 200 + "|0", "x" * 200 + "|1"
    assert shelf.save(order("a", line(one), line(two))) == Saved(added=2)
    assert shelf.save(order("a", line(two), line(one))) == Saved(unchanged=2)


def test_text_of_every_kind_survives(shelf: Shelf) -> None:
    for number, text in enumerate(["a\0b", "\0", "\u200fשלום", "😀", "a\r\nb", "'\"", "\x1f=1"]):
        shelf.save(order(str(number), line("1", text)))
        assert shelf.all("SELECT item_name FROM lines ORDER BY id DESC LIMIT 1") == [(text,)]


def test_a_connection_that_is_not_there_is_said(shelf: Shelf) -> None:
    with pytest.raises(NoSuchConnection, match="nobody-1"):
        shelf.save(order("a", line()), connection="nobody-1")  # type: ignore[arg-type] # no id


def test_every_save_that_changes_rows_changes_the_version(shelf: Shelf) -> None:
    def version() -> int:
        return int(shelf.all("SELECT last FROM numbering WHERE word = 'rows'")[0][0])

    before = version()
    shelf.save(order("a", line()))
    after = version()
    assert after > before
    shelf.save(order("a", line()))
    assert version() == after
