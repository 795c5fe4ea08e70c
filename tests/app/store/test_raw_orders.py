from orderdock.domain.orders import Line, Order
from orderdock.store.raw_orders import raw_orders
from tests.support.shelf import Shelf


def order(key: str, raw: bytes) -> Order:
    return Order(key, key, "Amazon", None, (Line("1", raw=b"line"), Line("2")), "7", raw=raw)


def test_orders_are_found_as_the_provider_last_sent_them(shelf: Shelf) -> None:
    other = shelf.connect("Other")
    shelf.save(order("a", b"one"), order("b", b"two"), order("c", b""))
    shelf.save(order("a", b"of another"), connection=other)
    shelf.save(order("b", b"two, changed"))
    found = raw_orders(shelf.db, shelf.connection, ["a", "b", "c", "never seen", "a"])
    assert found == {"a": b"one", "b": b"two, changed"}
    assert raw_orders(shelf.db, shelf.connection, []) == {}
