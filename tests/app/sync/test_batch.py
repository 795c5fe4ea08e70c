"""When what was read is worth a commit."""

from orderdock.connector.contract import Completed, Page
from orderdock.domain.orders import Line, Order
from orderdock.sync.batch import Batch, Pack, packed


def page(lines: int = 1) -> Pack:
    return packed(Page([Order("a", "a", None, None, tuple(Line(str(n)) for n in range(lines)))]))


def test_pages_are_gathered_and_taken_in_the_order_they_came() -> None:
    batch = Batch()
    first, second = page(), Completed("1")
    batch.put(first, 0.0)
    batch.put(second, 0.1)
    assert batch.take() == [first, second]
    assert batch.take() == []
    assert batch.seconds_left(9.0) is None


def test_due_after_many_rows_or_half_a_second_however_many_pages() -> None:
    by_rows = Batch()
    for _ in range(79):
        by_rows.put(page(100), 0.0)
    assert not by_rows.is_due(0.1)
    by_rows.put(page(100), 0.1)
    assert by_rows.is_due(0.1)

    by_age = Batch()
    by_age.put(page(), 0.0)
    assert by_age.seconds_left(0.2) == 0.3
    assert not by_age.is_due(0.4)
    assert by_age.is_due(0.5)
