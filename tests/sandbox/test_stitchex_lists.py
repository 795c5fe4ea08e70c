from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from orderdock.sandbox.running import RunningSandbox, running_sandbox
from orderdock.sandbox.stitchex.remote import StitchexControl
from tests.sandbox.stitchex_customer import Buyer
from tests.support.sandbox import StartSandbox
from tests.support.side_by_side import refused_side_by_side

PAGED = {
    "sales_orders": 100,
    "products": 100,
    "skus": 100,
    "customers": 100,
    "invoices": 100,
    "payments": 100,
    "pick_tickets": 100,
    "receiving_tickets": 100,
    "returns": 100,
    "credit_notes": 100,
    "production_orders": 50,
    "agents": 50,
}


@pytest.fixture
def buyer(sandbox: RunningSandbox) -> Buyer:
    return Buyer(sandbox.bases["stitchex"])


@pytest.fixture
def control(sandbox: RunningSandbox) -> StitchexControl:
    return StitchexControl(sandbox.control)


def rows(order: dict[str, Any]) -> list[dict[str, Any]]:
    return [row for item in order["line_items"] for row in item["line_quantities"]]


@pytest.mark.parametrize(("name", "size"), PAGED.items())
def test_every_list_is_paged_with_whole_numbers(
    sandboxes: StartSandbox, name: str, size: int
) -> None:
    buyer = Buyer(sandboxes("default").bases["stitchex"])
    first = buyer.get(f"/{name}").json
    records = buyer.all(name)
    ids = [record["id"] for record in records]
    assert ids == sorted(set(ids))
    total = len(records)
    assert len(first[name]) == min(size, total)
    assert first["meta"] == {
        "current_page": 1,
        "next_page": 2 if total > size else None,
        "prev_page": None,
        "total_pages": max(1, -(-total // size)),
        "total_count": total,
    }


@pytest.mark.parametrize("lines", [0, 1, 40, 50, 777])
def test_there_are_as_many_rows_as_asked_for(sandboxes: StartSandbox, lines: int) -> None:
    orders = Buyer(sandboxes(lines=lines).bases["stitchex"]).all("sales_orders")
    assert sum(1 for order in orders for row in rows(order) if row["quantity"]) == lines


def test_orders_are_as_the_sheet_has_them(sandboxes: StartSandbox) -> None:
    orders = Buyer(sandboxes("default").bases["stitchex"]).all("sales_orders")
    assert all(row["quantity"] >= 0 for order in orders for row in rows(order))
    assert any(row["quantity"] == 0 for order in orders for row in rows(order))
    assert {order["currency"] for order in orders} == {"GBP", "EUR", "USD"}
    assert {"draft", "confirmed", "cancelled"} == {order["status"] for order in orders}
    assert {"not_shipped", "partially_shipped", "shipped"} == {
        order["fulfillment_status"] for order in orders
    }
    assert any("\n" in (order["notes"] or "") for order in orders)
    assert any(order["company_name"] is None for order in orders)
    offsets = {order["created_at"][23:] for order in orders}
    assert offsets == {"+00:00", "Z", "+01:00", "-05:00"}
    for order in orders:
        net = sum(
            Decimal(item["unit_price"]) * row["quantity"]
            for item in order["line_items"]
            for row in item["line_quantities"]
        )
        assert Decimal(order["items_total"]) == net
        assert Decimal(order["grand_total"]) == Decimal(order["subtotal"]) + Decimal(
            order["total_tax"]
        )


def test_the_older_copy_has_other_words_and_fewer_fields(sandboxes: StartSandbox) -> None:
    buyer = Buyer(sandboxes("small,older-copy").bases["stitchex"])
    orders = buyer.all("sales_orders")
    assert all(isinstance(order["order_number"], int) for order in orders)
    assert all("status" not in order and "channel_name" not in order for order in orders)
    assert "nothing_shipped" in {order["fulfillment_status"] for order in orders}
    assert "category" not in buyer.all("products")[0]


def test_one_record_is_wrapped_in_a_word_of_its_own(buyer: Buyer, control: StitchexControl) -> None:
    order = buyer.all("sales_orders")[0]
    path = f"/sales_orders/{order['id']}"
    assert buyer.get(path).json == order
    control.manners(single_wrapped=True)
    assert buyer.get(path).json == {"sales_order": order}
    for name, word in [
        ("products", "product"),
        ("customers", "customer"),
        ("payments", "payment"),
        ("pick_tickets", "pick_ticket"),
        ("receiving_tickets", "receiving_ticket"),
        ("agents", "agent"),
    ]:
        record = buyer.all(name)[0]
        assert buyer.get(f"/{name}/{record['id']}").json == {word: record}
    assert buyer.get("/payments/5").status == 404
    assert "meta" not in buyer.get("/seasons").json


def test_filters_pick_what_they_say(buyer: Buyer) -> None:
    orders = buyer.all("sales_orders")
    fifth = orders[4]
    assert buyer.all("sales_orders", since_id=fifth["id"]) == orders[5:]
    assert buyer.get("/sales_orders/", by_order_number=fifth["order_number"]).json[
        "sales_orders"
    ] == [fifth]
    product = buyer.all("products")[7]
    found = buyer.all("products", **{"filter[product_identifier]": product["product_identifier"]})
    assert found == [product]
    invoice = buyer.all("invoices")[2]
    assert buyer.get("/invoices/", invoice_id=invoice["id"]).json["invoices"] == [invoice]
    payments = buyer.all("payments")
    assert buyer.all("payments", order_id=payments[1]["sale_id"]) == [payments[1]]
    assert buyer.all("payments", since_id=payments[1]["id"]) == payments[2:]
    picks = buyer.all("pick_tickets")
    outlet = buyer.all("pick_tickets", **{"filter[warehouse_name]": "Outlet"})
    assert outlet == [pick for pick in picks if pick["warehouse"] == "Outlet"]
    assert buyer.all("pick_tickets", by_order_id=fifth["id"])[0]["order_id"] == fifth["id"]
    tickets = buyer.all("receiving_tickets")
    later = buyer.all("receiving_tickets", since_created_at=tickets[9]["created_at"])
    assert later == tickets[10:]


def test_tests_can_change_orders(buyer: Buyer, control: StitchexControl) -> None:
    before = buyer.all("sales_orders")
    made = control.insert_order({before[0]["line_items"][0]["line_quantities"][0]["sku_id"]: 7})
    control.delete_order(before[0]["id"])
    row = rows(before[1])[0]
    changed = control.change_order(
        before[1]["id"], quantities={row["id"]: 99}, fulfillment_status="shipped"
    )
    after = buyer.all("sales_orders")
    assert [order["id"] for order in after] == [order["id"] for order in before[1:]] + [made["id"]]
    assert after[-1] == made
    assert after[0] == changed
    assert rows(changed)[0]["quantity"] == 99
    assert changed["total_quantity"] == before[1]["total_quantity"] + 99 - row["quantity"]
    assert changed["fulfillment_status"] == "shipped"
    assert buyer.get(f"/sales_orders/{before[0]['id']}").status == 404


def test_requests_that_come_too_fast_are_refused(buyer: Buyer, control: StitchexControl) -> None:
    control.manners(per_second=0.001)  # a thousand times faster here
    assert buyer.get("/sales_orders").status == 200
    refused = buyer.get("/sales_orders")
    assert (refused.status, refused.headers["retry-after"]) == (429, "1")


def test_pages_side_by_side_are_refused(sandbox: RunningSandbox, control: StitchexControl) -> None:
    control.manners(latency=0.2)
    buyer = Buyer(sandbox.bases["stitchex"])
    refused_side_by_side(lambda: buyer.get("/sales_orders").status, 200)


def test_a_restart_remembers_tokens_choices_and_changes(tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    with running_sandbox("small", state=state) as first:
        buyer = Buyer(first.bases["stitchex"], organisation=4102)
        order = buyer.all("sales_orders")[3]
        control = StitchexControl(first.control)
        control.delete_order(order["id"], 4102)
        made = control.insert_order({rows(order)[0]["sku_id"]: 2}, 4102)
        before = buyer.all("sales_orders")
    with running_sandbox("small", state=state) as second:
        buyer.base = second.bases["stitchex"]
        assert buyer.all("sales_orders") == before
        assert before[-1] == made
    text = state.read_text()
    assert buyer.grant["access_token"] not in text
    assert "correct horse" not in text


def test_a_log_names_no_secret(sandbox: RunningSandbox, buyer: Buyer) -> None:
    buyer.get("/sales_orders", since_id=1)
    said = str(sandbox.control.requests())
    assert "correct horse" not in said
    assert buyer.grant["access_token"] not in said
