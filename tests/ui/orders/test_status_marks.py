"""Icons of statuses."""

import pytest

from orderdock_ui.orders.status_marks import in_words, mark_of


@pytest.mark.parametrize(
    ("status", "icon"),
    [
        ("delivered", "circle-check"),
        ("in_transit", "truck"),
        ("NOT_SHIPPED", "clock"),
        ("Partially returned", "undo-2"),
        ("delivered; in transit", "circle-dashed"),
        ("frobnicated", "circle"),
    ],
)
def test_a_status_never_looks_better_than_it_is(status: str, icon: str) -> None:
    assert mark_of(status)[0] == icon


def test_a_status_reads_as_words() -> None:
    assert in_words("out_for_delivery") == "Out for delivery"
    assert in_words("NOT_SHIPPED") == "Not shipped"
