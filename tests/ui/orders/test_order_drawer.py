"""One order in full."""

from collections.abc import Mapping
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from orderdock.connector.card import Charges
from orderdock.domain.connections import ConnectionId
from orderdock.query.detail import Change, OrderDetail
from orderdock.query.money import checked
from orderdock.query.record_text import Link, pretty
from orderdock.services.library import Library
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


SAYS = Charges(shipping="shipping", tax="tax", discount="off")


def detail(**changes: Any) -> OrderDetail:
    known: dict[str, Any] = {
        "id": 7,
        "connection": ConnectionId("stackline-1"),
        "order": ORDER,
        "lines": (LINE, SOCKS),
        "raw": (b'{"id":7,"total":136.950}',),
    }
    said = changes.pop("said", None)
    known = {**known, **changes}
    money = checked(known["order"], known["lines"], said, SAYS)
    return OrderDetail(**{"money": money, "record": pretty(known["raw"]), **known})


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


def test_what_does_not_add_up_is_told_in_words_and_numbers(drawer: OrderDrawer) -> None:
    drawer.show_order(detail(order={**ORDER, "order_total": "148.9"}, checks=("Look twice.",)))
    said = words(drawer)
    assert "Look twice." in said
    assert (
        "The lines come to 136.95, the total is 148.90: 11.95 more."
        " The provider's record does not say what for." in said
    )
    assert "The lines add up to the total." not in said


def test_shipping_tax_and_discount_are_shown_where_the_record_says_them(
    drawer: OrderDrawer,
) -> None:
    drawer.show_order(
        detail(order={**ORDER, "order_total": "146.95"}, said={"shipping": "12.00", "off": "-2.00"})
    )
    said = words(drawer)
    at = said.index("Shipping")
    assert said[at : at + 6] == ["Shipping", "12.00", "Tax", "", "Discount", "−2.00"]
    assert "Lines, shipping and discount add up to the total." in said


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


def test_links_are_opened_by_the_person_alone(drawer: OrderDrawer, qtbot: QtBot) -> None:
    opened: list[str] = []

    class Opener(QObject):
        @Slot(QUrl)
        def open(self, url: QUrl) -> None:
            opened.append(url.toString())

    opener = Opener()
    handler: Any = "open"  # the stubs ask for bytes, Qt for text
    QDesktopServices.setUrlHandler("https", opener, handler)
    try:
        drawer.show_order(detail(links=(Link("Order status", "https://shop.example/o/1?x=2"),)))
        link = drawer.findChild(QPushButton, "order-detail-link")
        assert link is not None
        assert link.text() == "Order status · shop.example"
        assert not opened
        QTest.keyClick(link, Qt.Key.Key_Return)
    finally:
        QDesktopServices.unsetUrlHandler("https")
    assert opened == ["https://shop.example/o/1?x=2"]


def test_a_long_history_is_shown_whole_when_asked(drawer: OrderDrawer) -> None:
    changes = tuple(Change(at, None, {"status": (f"s{at}", f"s{at + 1}")}) for at in range(9))
    drawer.show_order(detail(changes=changes))
    more = drawer.findChild(QPushButton, "order-detail-history")
    assert more is not None
    assert more.text() == "Show 3 earlier changes"
    assert len([text for text in words(drawer) if "→" in text]) == 6
    more.click()
    assert len([text for text in words(drawer) if "→" in text]) == 9


def test_an_order_can_be_hidden_and_restored_here(drawer: OrderDrawer, qtbot: QtBot) -> None:
    button = drawer.findChild(QToolButton, "order-detail-hide")
    assert button is not None
    drawer.show_order(detail())
    with qtbot.waitSignal(drawer.hide_asked) as asked:
        button.click()
    assert asked.args == [7]
    drawer.show_order(detail(order={**ORDER, "hidden_since": 1_795_284_120}))
    assert button.accessibleName() == "Restore the order"
    assert "Hidden since 21 Nov 2026, 18:02 UTC: in no list, count, total or file." in words(drawer)
    with qtbot.waitSignal(drawer.restore_asked):
        button.click()


def test_tags_and_note_are_written_in_place(drawer: OrderDrawer, qtbot: QtBot) -> None:
    drawer.show_order(detail(tags=("gift", "2026")))
    own = drawer.own
    with qtbot.waitSignal(own.tagged) as tagged:
        QTest.keyClicks(own.field, "work, home")
        QTest.keyClick(own.field, Qt.Key.Key_Return)
    assert tagged.args == [7, ["work", "home"]]
    with qtbot.waitSignal(own.untagged) as untagged:
        QTest.keyClick(own.field, Qt.Key.Key_Backspace)
    assert untagged.args == [7, ["home"]]
    QTest.keyClicks(own.field, "a;b")
    QTest.keyClick(own.field, Qt.Key.Key_Return)
    assert [text for text in words(drawer) if text.startswith("A tag cannot hold")]
    crosses = drawer.findChildren(QToolButton, "order-tag-remove")
    assert [cross.accessibleName() for cross in crosses] == [
        f"Take off the tag {tag}" for tag in ("gift", "2026", "work")
    ]
    with qtbot.waitSignal(own.noted) as noted:
        QTest.keyClicks(own.note, "For Anna")
        QTest.keyClick(own.note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert noted.args == [7, "For Anna"]


def test_what_is_being_typed_outlives_a_reading(drawer: OrderDrawer, qtbot: QtBot) -> None:
    drawer.show_order(detail(order={**ORDER, "note": "old"}))
    note = drawer.own.note
    assert note.toPlainText() == "old"
    note.selectAll()
    QTest.keyClicks(note, "new")
    drawer.show_order(detail(order={**ORDER, "note": "old"}))
    assert note.toPlainText() == "new"
    QTest.keyClick(note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    drawer.show_order(detail(order={**ORDER, "note": "old"}))
    assert note.toPlainText() == "new", "it is written, but the reading is older"
    drawer.show_order(detail(order={**ORDER, "note": "new"}))
    drawer.show_order(detail(order={**ORDER, "note": "from elsewhere"}))
    assert note.toPlainText() == "from elsewhere"
    with qtbot.waitSignal(drawer.own.noted) as noted:
        QTest.keyClicks(note, "!")
        drawer.show_order(detail(id=8, order=ORDER))
    assert noted.args[0] == 7
    assert note.toPlainText() == ""


def test_escape_puts_an_unwritten_note_back(drawer: OrderDrawer, qtbot: QtBot) -> None:
    drawer.show_order(detail(order={**ORDER, "note": "old"}))
    QTest.keyClicks(drawer.own.note, "!!")
    QTest.keyClick(drawer.own.note, Qt.Key.Key_Escape)
    assert drawer.own.note.toPlainText() == "old"
    with qtbot.waitSignal(drawer.closed):
        QTest.keyClick(drawer.own.note, Qt.Key.Key_Escape)


def test_real_orders_of_the_library_are_shown(drawer: OrderDrawer, library: Library) -> None:
    for number in range(1, 6):
        drawer.show_order(library.order(number))
    assert "Crème brûlée set" in words(drawer)
    assert "Out for delivery" in words(drawer)
