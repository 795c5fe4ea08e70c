"""One order in full."""

from collections.abc import Mapping
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from orderdock.domain.connections import ConnectionId
from orderdock.query.detail import Change
from orderdock.services.library import Library, OrderDetail
from orderdock_ui.orders.drawer import OrderDrawer
from orderdock_ui.orders.words import Wording

ORDER: Mapping[str, Any] = {
    "retailer": "Target",
    "order_number": "902-4471820-11",
    "ordered_at": 1_795_284_120,
    "currency": "USD",
    "order_total": "136.95",
    "shipment_status": "Shipped",
    "status_text": "in transit",
}
LINE: Mapping[str, Any] = {
    "item_name": "Wool blanket, charcoal",
    "brand": "Fjell",
    "sku": "0042-119",
    "quantity": "1",
    "unit_price": "99.95",
    "currency": "USD",
    "shipment_status": "Shipped",
}
SOCKS = {**LINE, "item_name": "Wool socks", "brand": None, "quantity": "2", "unit_price": "18.50"}


def detail(**changes: Any) -> OrderDetail:
    known: dict[str, Any] = {
        "id": 7,
        "connection": ConnectionId("stackline-1"),
        "order": ORDER,
        "lines": (LINE, SOCKS),
        "raw": (b'{"id":7,"total":136.950}',),
    }
    return OrderDetail(**{**known, **changes})


@pytest.fixture
def drawer(dressed: QApplication, qtbot: QtBot, wording: Wording) -> OrderDrawer:
    made = OrderDrawer(wording, lambda _id: "Household shops")
    qtbot.addWidget(made)
    made.resize(320, 640)
    made.show()
    return made


def words(drawer: OrderDrawer) -> list[str]:
    QApplication.processEvents()
    return [label.text() for label in drawer.findChildren(QLabel) if label.isVisibleTo(drawer)]


def test_an_order_is_shown_with_its_lines_and_checked_money(drawer: OrderDrawer) -> None:
    drawer.show_order(detail())
    said = words(drawer)
    for expected in (
        "Target",
        "Order 902-4471820-11",
        "Shipped",
        "“in transit”",
        "21 Nov 2026, 18:02 UTC",
        "Household shops",
        "2 lines",
        "Fjell · SKU 0042-119 · 1 × 99.95",
        "37.00",
        "136.95 USD",
        "The lines add up to the total.",
    ):
        assert expected in said
    assert drawer.accessibleName() == "Order 902-4471820-11 of Target"


def test_what_is_not_known_is_said_and_never_zero(drawer: OrderDrawer) -> None:
    bare = {"item_name": None, "quantity": None, "unit_price": None}
    drawer.show_order(detail(order={}, lines=(bare,), raw=()))
    said = words(drawer)
    assert "Unknown retailer" in said
    assert "Item without a name" in said
    assert said.count("Not known") == 2
    assert not [text for text in said if "0.00" in text]
    assert "The lines add up to the total." not in said
    switch = drawer.findChild(QPushButton, "order-detail-raw")
    assert switch is not None
    assert not switch.isEnabled()


def test_what_does_not_add_up_is_told(drawer: OrderDrawer) -> None:
    drawer.show_order(detail(checks=("The lines add up to 136.95, the order total is 148.90.",)))
    said = words(drawer)
    assert "The lines add up to 136.95, the order total is 148.90." in said
    assert "The lines add up to the total." not in said


def test_lines_of_different_states_name_theirs(drawer: OrderDrawer) -> None:
    late = {**SOCKS, "shipment_status": "partially_shipped", "missing_since": 1_795_284_120}
    drawer.show_order(detail(lines=(LINE, late)))
    expected = "SKU 0042-119 · 2 × 18.50 · Partially shipped · no longer in the provider's list"
    assert expected in words(drawer)


def test_what_changed_is_told_once_for_lines_that_changed_alike(drawer: OrderDrawer) -> None:
    at = 1_795_284_120
    same = {"shipment_status": ("processing", "Shipped"), "unheard_of": (1, 2)}
    drawer.show_order(
        detail(
            order={**ORDER, "first_seen": at - 3600},
            changes=(
                Change(at - 60, 1, {"unit_price": (None, "1204.5")}),
                Change(at, 1, same),
                Change(at, 2, same),
            ),
        )
    )
    said = [text for text in words(drawer) if "→" in text or "First read" in text]
    assert said == [
        "Status: Processing → Shipped, 21 Nov 2026, 18:02 UTC",
        "Price: not known → 1,204.50, 21 Nov 2026, 18:01 UTC",
        "First read 21 Nov 2026, 17:02 UTC",
    ]


def test_the_provider_s_record_keeps_its_digits_and_is_copied(drawer: OrderDrawer) -> None:
    drawer.show_order(detail())
    drawer.toggle_raw()
    record = drawer.findChild(QPlainTextEdit, "order-detail-record")
    assert record is not None
    assert record.isVisible()
    assert '"total": 136.950' in record.toPlainText()
    drawer.copy()
    assert QGuiApplication.clipboard().text() == record.toPlainText()
    drawer.toggle_raw()
    drawer.copy()
    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied[0] == "Target\tOrder 902-4471820-11"
    assert "Wool blanket, charcoal\t0042-119\t1\t99.95\tUSD" in copied
    assert copied[-1] == "Total\t136.95\tUSD"


def test_a_record_that_is_no_json_is_shown_as_it_is(drawer: OrderDrawer) -> None:
    drawer.show_order(detail(raw=(b"<html>\xff",)))
    record = drawer.findChild(QPlainTextEdit, "order-detail-record")
    assert record is not None
    assert record.toPlainText() == "<html>�"


def test_real_orders_of_the_library_are_shown(drawer: OrderDrawer, library: Library) -> None:
    for number in range(1, 6):
        drawer.show_order(library.order(number))
    assert "Crème brûlée set" in words(drawer)
    assert "Out for delivery" in words(drawer)
