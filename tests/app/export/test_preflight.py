from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import apsw
import pytest

from orderdock.connector.card import Charges
from orderdock.domain.connections import (
    Action,
    ConnectionId,
    ConnectionState,
    ConnectionView,
    ProviderId,
    Verdict,
)
from orderdock.domain.orders import Order
from orderdock.export import line_sums
from orderdock.export.preflight import SHOWN, About, Finding, Looked, findings, incomplete
from orderdock.export.presets import Presets
from orderdock.export.request import ExportRequest
from orderdock.export.table import table
from orderdock.query.filters import Hidden, OrderFilter
from orderdock.store import own_words
from tests.support.shelf import Shelf, line, order

EVERYTHING = ExportRequest()


def found(
    shelf: Shelf, request: ExportRequest = EVERYTHING, charges: Charges | None = None
) -> dict[About, Finding]:
    def look(db: apsw.Connection) -> list[Finding]:
        preset = Presets().find(request.preset or "lines")
        told = {"stackline": charges} if charges else {}
        return findings(db, Looked(table(db, request, preset), request, preset, told))

    return {finding.about: finding for finding in shelf.database.read_now(look)}


def columns(*keys: str) -> ExportRequest:
    return replace(EVERYTHING, columns=keys)


def keys(shelf: Shelf, ids: Sequence[int]) -> set[str]:
    stored: dict[int, str] = dict(shelf.all("SELECT id, order_key FROM orders"))
    return {stored[number] for number in ids}


def test_plain_orders_give_no_finding(shelf: Shelf) -> None:
    shelf.save(order("a", line("1")), order("b", line("1")))
    assert found(shelf) == {}


def test_several_currencies_are_said_where_no_column_tells_them_apart(shelf: Shelf) -> None:
    shelf.save(order("a", line("1")), order("b", line("1")), order("c", line("1", currency="EUR")))
    assert About.MIXED_CURRENCIES not in found(shelf)
    finding = found(shelf, columns("order_number", "order_total"))[About.MIXED_CURRENCIES]
    assert finding.says.endswith("its orders have several: USD 2, EUR 1.")
    assert finding.serious
    assert keys(shelf, finding.orders) == {"c"}
    assert About.MIXED_CURRENCIES not in found(shelf, columns("order_number", "sku"))


def test_blank_totals_are_counted(shelf: Shelf) -> None:
    shelf.save(order("a", line("1")), order("b", line("1", order_total=None)))
    finding = found(shelf)[About.BLANK_TOTALS]
    assert finding.says == "1 order has no total. Its cell stays blank."
    assert keys(shelf, finding.orders) == {"b"}
    skipping = replace(EVERYTHING, preset="quickbooks-bank")
    assert found(shelf, skipping)[About.BLANK_TOTALS].says.endswith("It is left out.")


def test_lines_that_do_not_add_up_are_told_from_lines_that_cannot_be_checked(shelf: Shelf) -> None:
    shelf.save(
        order("adds up", line("1")),
        order("tax on top", line("1", order_total="52.92")),
        order("price unknown", line("1", order_total="99"), line("2", unit_price=None)),
        order("total unknown", line("1", order_total=None)),
        order("half a piece", line("1", quantity="0.5", order_total="12.25")),
        order("half a piece and more", line("1", quantity="0.5", order_total="13.25")),
        order("less than a cent", line("1", order_total="49.005")),
        order("two currencies", line("1", order_total="99"), line("2", currency="EUR")),
    )
    finding = found(shelf)[About.LINES_DIFFER]
    assert finding.count == 2
    assert keys(shelf, finding.orders) == {"tax on top", "half a piece and more"}
    assert not finding.serious


@pytest.mark.parametrize("at_once", [1, 500])
def test_a_total_that_the_providers_record_accounts_for_is_no_finding(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(line_sums, "_AT_ONCE", at_once)
    charges = Charges(shipping="sent", tax="tax", discount="off", line_discount="less")

    def told(key: str, total: str, record: bytes, **more: Any) -> Order:
        facts = {"quantity": "1", "order_total": total} | more
        return order(key, line("1", **facts), raw=record)

    shelf.save(
        told("tax and shipping", "30.50", b'{"tax": "1.50", "sent": 4.5}'),
        told("a discount", "20.00", b'{"off": -4.5, "tax": 0}'),
        told("a line's own discount", "24.00", b"{}", raw=b'{"less": 0.5}'),
        told("half a piece and tax", "13.25", b'{"tax": 1}', quantity="0.5"),
        told("more than its tax", "30.50", b'{"tax": 1.5}'),
        told("a record that is none", "30.50", b"none"),
        told("no record", "30.50", b""),
        told("half a piece and no tax", "13.25", b'{"tax": 0}', quantity="0.5"),
        told("adds up", "24.50", b'{"tax": 1.5}'),
    )
    wrong = {"more than its tax", "a record that is none", "no record", "half a piece and no tax"}
    finding = found(shelf, charges=charges)[About.LINES_DIFFER]
    assert (finding.count, keys(shelf, finding.orders)) == (4, wrong)
    assert finding.says == (
        "In 4 orders the lines do not add up to the order total, and the provider's record does"
        " not say what for."
    )
    assert found(shelf)[About.LINES_DIFFER].count == 8


def test_lines_no_longer_shown_may_be_left_out_of_the_sum(shelf: Shelf) -> None:
    shelf.save(
        order("a", line("1"), line("2")),
        order("b", line("1", order_total="10"), line("2", order_total="10")),
    )
    assert found(shelf)[About.LINES_DIFFER].count == 2
    shelf.database.write_now(_no_longer_shown)
    assert keys(shelf, found(shelf)[About.LINES_DIFFER].orders) == {"b"}


def _no_longer_shown(db: apsw.Connection) -> None:
    db.execute("UPDATE lines SET missing_since = 1 WHERE line_key = '2'")


@pytest.mark.parametrize("charges", [None, Charges(tax="tax")])
def test_lines_of_huge_amounts_are_added_up_all_the_same(
    shelf: Shelf, charges: Charges | None
) -> None:
    huge = {"quantity": "999999", "unit_price": "8999999", "order_total": "8999990000001"}
    shelf.save(
        order("each as much as the total", *[line(f"{n}", **huge) for n in range(4)]),
        order("no more than its total", line("1", **huge)),
        order(
            "one takes the other back",
            line("1", quantity="2", unit_price="4000000.5", order_total="0.50"),
            line("2", quantity="-2", unit_price="4000000.25", order_total="0.50"),
        ),
    )
    finding = found(shelf, charges=charges)[About.LINES_DIFFER]
    assert keys(shelf, finding.orders) == {"each as much as the total"}


def test_hidden_orders_are_said_to_be_left_out(shelf: Shelf) -> None:
    shelf.save(order("a", line("1")), order("b", line("1")), order("c", line("1")))
    assert About.HIDDEN not in found(shelf)
    shelf.database.write_now(_hide, "b")
    finding = found(shelf)[About.HIDDEN]
    assert (finding.says, finding.count) == ("1 hidden order is left out.", 1)
    assert keys(shelf, finding.orders) == {"b"}
    assert not finding.serious
    too = replace(EVERYTHING, filter=OrderFilter(hidden=Hidden.TOO))
    assert About.HIDDEN not in found(shelf, too)
    assert About.HIDDEN not in found(shelf, replace(EVERYTHING, order_ids=(1,)))
    others = replace(EVERYTHING, filter=OrderFilter(order_numbers=("a",)))
    assert About.HIDDEN not in found(shelf, others)


def _hide(db: apsw.Connection, key: str) -> None:
    own_words.hide(db, [db.execute("SELECT id FROM orders WHERE order_key = ?", (key,)).get], now=1)


@pytest.mark.parametrize(
    ("text", "risky"),
    [
        ("123456789012345678901", True),
        ("1234567890123456", True),
        ("123456789012345", False),
        ("00412", True),
        ("0", False),
        ("12E5", True),
        ("AB-00412", False),
        ("113-5550198-2", False),
    ],
)
def test_names_of_digits_are_at_risk_in_a_spreadsheet(
    shelf: Shelf, text: str, *, risky: bool
) -> None:
    shelf.save(order("a", line("1"), number=text), order("b", line("1", sku=text)))
    finding = found(shelf).get(About.LONG_IDS)
    assert (finding is not None) == risky
    if finding is not None:
        assert (finding.count, keys(shelf, finding.orders)) == (2, {"a", "b"})
    assert About.LONG_IDS not in found(shelf, replace(EVERYTHING, format="xlsx"))


def test_formula_like_cells_are_counted_and_said_to_be_harmless_or_not(shelf: Shelf) -> None:
    shelf.save(order("a", line("1", "=1+1"), line("2", "\t=cmd"), line("3", "(blue)")))
    finding = found(shelf)[About.FORMULAS]
    assert finding.says == "2 cells look like a formula. Orderdock makes them harmless."
    raw = found(shelf, replace(EVERYTHING, raw=True))[About.FORMULAS]
    assert raw.serious
    assert raw.says.endswith("A spreadsheet may run them.")
    assert About.FORMULAS not in found(shelf, columns("order_number", "order_total"))


def test_days_at_the_border_of_the_zone_are_counted(shelf: Shelf) -> None:
    late = int(datetime(2026, 3, 31, 23, 30, tzinfo=UTC).timestamp())
    noon = int(datetime(2026, 3, 31, 12, 0, tzinfo=UTC).timestamp())
    shelf.save(order("late", line("1"), ordered_at=late), order("noon", line("1"), ordered_at=noon))
    berlin = replace(EVERYTHING, filter=OrderFilter(timezone="Europe/Berlin"))
    assert About.DAY_BORDER not in found(shelf, berlin), "moments in UTC have no border"
    for request in (
        replace(berlin, format="xlsx"),
        replace(berlin, regional=True),
        replace(berlin, preset="bookkeeper-monthly"),
    ):
        finding = found(shelf, request)[About.DAY_BORDER]
        assert (finding.count, keys(shelf, finding.orders)) == (1, {"late"})
        assert "another day in Europe/Berlin than in UTC" in finding.says
    assert About.DAY_BORDER not in found(shelf, replace(EVERYTHING, format="xlsx"))


def test_only_what_is_exported_is_looked_at(shelf: Shelf) -> None:
    shelf.save(
        order("a", line("1", order_total=None)),
        order("b", line("1", order_total=None), retailer="Target"),
    )
    filtered = replace(EVERYTHING, filter=OrderFilter(retailers=("Target",)))
    assert keys(shelf, found(shelf, filtered)[About.BLANK_TOTALS].orders) == {"b"}
    [(first,)] = shelf.all("SELECT id FROM orders WHERE order_key = 'a'")
    picked = replace(EVERYTHING, order_ids=(first,))
    assert found(shelf, picked)[About.BLANK_TOTALS].orders == (first,)


def test_the_serious_come_first_and_long_lists_are_cut(shelf: Shelf) -> None:
    many = [order(f"{n}", line("1", order_total=None), number=f"0{n}") for n in range(SHOWN + 5)]
    shelf.save(*many)
    first, second = found(shelf).values()
    assert [first.about, second.about] == [About.LONG_IDS, About.BLANK_TOTALS]
    assert (second.count, len(second.orders)) == (SHOWN + 5, SHOWN)


def view(state: ConnectionState, **facts: Any) -> ConnectionView:
    given: dict[str, Any] = {
        "id": ConnectionId("stackline-1"),
        "provider": ProviderId("stackline"),
        "name": "Household",
        "verdict": Verdict(state, "", Action.SYNC),
        "base_url": "",
        "data_up_to": datetime(2026, 11, 3, 12, 0, tzinfo=UTC),
        "last_checked": None,
        "orders": 3,
        "lines": 4,
    }
    return ConnectionView(**given | facts)


def test_connections_that_are_not_up_to_date_are_named() -> None:
    broken = view(ConnectionState.FAILING)
    [finding] = incomplete(EVERYTHING, [broken, view(ConnectionState.OK)])
    assert finding.says == "Household is complete up to 3 Nov 2026 only."
    assert (finding.connection, finding.serious) == ("stackline-1", True)
    never = view(ConnectionState.NEVER_SYNCED, data_up_to=None)
    assert incomplete(EVERYTHING, [never])[0].says == "Household was never read to its end."
    others = replace(EVERYTHING, filter=OrderFilter(connections=("synq-1",)))
    assert incomplete(others, [broken]) == []
    assert incomplete(EVERYTHING, [view(ConnectionState.FAILING, orders=0)]) == []
