"""Where the documents are silent, servers may differ; each difference is a scenario."""

from typing import Any

import pytest

from orderdock.sandbox.scenarios import UnknownScenario, scenario, scenario_names
from orderdock.sandbox.stackline.manners import SCENARIOS
from tests.sandbox.customer import Customer
from tests.support.sandbox import StartSandbox, fetch


def waiting(sandboxes: StartSandbox, names: str) -> tuple[Customer, str, dict[str, Any]]:
    """A connect that waits for an answer: who asks, the batch, the session."""
    customer = Customer(sandboxes(f"small,{names}").bases["stackline"])
    batch = customer.connect(1).json["batchId"]
    customer.until(batch, "userintervention")
    return customer, batch, customer.session(batch)


@pytest.mark.parametrize(
    ("name", "orders", "connections"),
    [
        ("wrapped", "orders", "connections"),
        ("wrapped-data", "data", "data"),
        ("wrapped-items", "items", "items"),
    ],
)
def test_lists_may_be_wrapped(
    sandboxes: StartSandbox, name: str, orders: str, connections: str
) -> None:
    customer = Customer(sandboxes(f"small,connected,{name}").bases["stackline"])
    body = customer.get("/sync/orders", limit=10).json
    assert (len(body[orders]), body["total"]) == (10, 100)
    assert len(customer.get("/sync/connections").json[connections]) == 2
    assert isinstance(customer.get("/sync/retailers").json, list), "this one is documented"


def test_the_catalogue_may_be_without_ids(sandboxes: StartSandbox) -> None:
    base = sandboxes("no-ids").bases["stackline"]
    items = fetch("GET", f"{base}/sync/retailers").json
    assert all(set(item) == {"displayName", "logo", "syncConfig"} for item in items)
    assert items[0]["logo"].endswith("/retailer_logo/1.png")


def test_numbers_may_be_texts(sandboxes: StartSandbox) -> None:
    customer = Customer(sandboxes("small,connected,numbers-as-text").bases["stackline"])
    record = customer.orders()[0]
    assert all(isinstance(record[key], str) for key in ("retailerId", "quantity", "price"))
    assert customer.get("/sync/retailers").json[0]["retailerId"] == "1"


def test_extra_fields_may_be_absent(sandboxes: StartSandbox) -> None:
    customer = Customer(sandboxes("small,connected,plain-fields").bases["stackline"])
    assert len(customer.orders()[0]) == 12


def test_events_may_be_elsewhere(sandboxes: StartSandbox) -> None:
    _, _, session = waiting(sandboxes, "events-on-item")
    item = session["retailerSyncSessions"][0]
    assert item["reqId"].startswith("mfa-")
    assert "events" not in item
    _, _, session = waiting(sandboxes, "events-on-session")
    assert session["events"][0]["retailerId"] == 1
    assert "events" not in session["retailerSyncSessions"][0]


def test_options_may_be_objects_and_requests_may_keep_their_id(sandboxes: StartSandbox) -> None:
    customer, batch, session = waiting(sandboxes, "option-objects,same-request-id")
    event = session["retailerSyncSessions"][0]["events"][0]
    assert event["options"][0] == {"value": "sms", "label": "Sms"}
    customer.choose(batch, event["reqId"], "sms")
    events = customer.session(batch)["retailerSyncSessions"][0]["events"]
    assert [one["eventType"] for one in events] == ["choose", "enter"]
    assert len({one["reqId"] for one in events}) == 1
    assert customer.enter(batch, event["reqId"], "424242").status == 200
    assert customer.finished(batch)["retailerSyncSessions"][0]["syncStatus"] == "completed"


@pytest.mark.parametrize(
    ("kind", "body"), [("null", None), ("empty", {}), ("session", "normal"), ("404", "not_found")]
)
def test_never_synced_has_four_faces(sandboxes: StartSandbox, kind: str, body: object) -> None:
    sandbox = sandboxes()
    sandbox.stackline.manners(never_synced=kind)
    answer = Customer(sandbox.bases["stackline"]).get("/sync/sessions/latest").json
    assert answer == body or body in (answer.get("status"), answer.get("code"))


def test_errors_may_be_texts_and_csv_may_have_a_mark(sandboxes: StartSandbox) -> None:
    customer = Customer(sandboxes("small,error-text,csv-bom").bases["stackline"])
    assert isinstance(customer.connected(6)["error"], str)
    customer.connected(2)
    assert customer.get("/sync/orders", format="csv").body.startswith(b"\xef\xbb\xbfRetailer,")


def test_some_records_may_be_broken(sandboxes: StartSandbox) -> None:
    customer = Customer(sandboxes("small,connected,broken-records").bases["stackline"])
    first = customer.orders()[:3]
    assert first[0]["orderId"] is None
    assert first[1]["price"] == "twelve dollars"


def test_connections_may_have_ids_of_their_own(sandboxes: StartSandbox) -> None:
    customer = Customer(sandboxes("small,connected,connection-ids").bases["stackline"])
    identifier = customer.get("/sync/connections").json[0]["connectionId"]
    assert customer.get(f"/sync/connections/{identifier}").json["retailerId"] == 1


def test_every_scenario_can_be_served(sandboxes: StartSandbox) -> None:
    for name in scenario_names():
        base = sandboxes(name).bases["stackline"]
        assert fetch("GET", f"{base}/sync/retailers").status == 200


def test_scenarios_join_and_unknown_ones_are_named() -> None:
    joined = scenario("small, wrapped,cipher-c,outage")
    assert joined.lines == 50
    assert joined.manners["stackline"] == SCENARIOS["wrapped"] | SCENARIOS["cipher-c"]
    assert [fault.path for fault in joined.faults].count("/stackline/sync/orders") == 1
    with pytest.raises(UnknownScenario, match=r"'nonsense'\. Known: default, small"):
        scenario("small,nonsense")
