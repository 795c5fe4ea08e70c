import http.client
import json
import time

import pytest

from orderdock.sandbox.faults import ERROR_ANSWERS
from orderdock.sandbox.remote import ControlRefused
from orderdock.sandbox.running import RunningSandbox
from tests.sandbox.customer import Customer
from tests.support.sandbox import StartSandbox

ORDERS = "*/orders"


@pytest.fixture
def sandbox(sandboxes: StartSandbox) -> RunningSandbox:
    return sandboxes("small,connected")


@pytest.mark.parametrize("name", ERROR_ANSWERS)
def test_an_error_fault_answers_in_the_providers_own_words(
    sandbox: RunningSandbox, customer: Customer, name: str
) -> None:
    sandbox.control.fault(name, ORDERS, times=2)
    for _ in range(2):
        answer = customer.get("/sync/orders")
        assert (answer.status, answer.json["code"]) == ERROR_ANSWERS[name][:2]
        assert answer.json["message"]
    assert customer.get("/sync/orders").status == 200


@pytest.mark.parametrize(
    ("name", "header", "details"),
    [
        ("rate-limited", "7", {"retryAfter": 7}),
        ("rate-limited-header", "7", None),
        ("rate-limited-details", None, {"retryAfter": 7}),
        ("rate-limited-bare", None, None),
    ],
)
def test_too_many_requests_comes_with_and_without_a_time(
    sandbox: RunningSandbox, customer: Customer, name: str, header: object, details: object
) -> None:
    sandbox.control.fault(name, ORDERS, retry_after=7)
    answer = customer.get("/sync/orders")
    assert answer.headers.get("retry-after") == header
    assert answer.json.get("details") == details


@pytest.mark.parametrize(
    ("name", "status", "start"),
    [("html", 200, b"<!doctype"), ("bad-gateway", 502, b"<!doctype"), ("empty", 200, b"")],
)
def test_an_answer_may_be_no_json(
    sandbox: RunningSandbox, customer: Customer, name: str, status: int, start: bytes
) -> None:
    sandbox.control.fault(name, ORDERS)
    answer = customer.get("/sync/orders")
    assert answer.status == status
    assert answer.body[:9] == start


def test_an_answer_may_have_another_shape_or_lead_elsewhere(
    sandbox: RunningSandbox, customer: Customer
) -> None:
    sandbox.control.fault("wrong-shape", ORDERS)
    assert customer.get("/sync/orders").json == {"hello": "world"}
    sandbox.control.fault("redirect", ORDERS)
    assert customer.get("/sync/orders").headers["location"] == "https://elsewhere.invalid/"
    sandbox.control.fault("text", ORDERS, status=418, body="short", content_type="text/plain")
    answer = customer.get("/sync/orders")
    assert (answer.status, answer.body) == (418, b"short")


def test_a_body_may_be_cut(sandbox: RunningSandbox, customer: Customer) -> None:
    sandbox.control.fault("truncated", ORDERS)
    cut = customer.get("/sync/orders").body
    assert customer.get("/sync/orders").body.startswith(cut)
    with pytest.raises(json.JSONDecodeError):
        json.loads(cut)


@pytest.mark.parametrize("name", ["reset", "reset-before"])
def test_the_connection_may_break(sandbox: RunningSandbox, customer: Customer, name: str) -> None:
    sandbox.control.fault(name, ORDERS)
    with pytest.raises((ConnectionError, http.client.HTTPException)):
        customer.get("/sync/orders")
    assert customer.get("/sync/orders").status == 200


def test_a_request_whose_answer_broke_has_still_happened(
    sandbox: RunningSandbox, customer: Customer
) -> None:
    sandbox.control.fault("reset", "*/connections/sync")
    with pytest.raises((ConnectionError, http.client.HTTPException)):
        customer.post("/sync/connections/sync")
    assert customer.get("/sync/sessions/latest").status == 200


@pytest.mark.parametrize("name", ["slow", "drip"])
def test_an_answer_may_take_its_time(
    sandbox: RunningSandbox, customer: Customer, name: str
) -> None:
    sandbox.control.fault(name, ORDERS, delay=0.2)
    start = time.monotonic()
    assert len(customer.orders()) == 100
    assert time.monotonic() - start >= 0.15


def test_faults_can_wait_be_chosen_by_method_and_be_taken_back(
    sandbox: RunningSandbox, customer: Customer
) -> None:
    sandbox.control.fault("forbidden", "/sync/orders", skip=1, method="GET")
    sandbox.control.fault("unavailable", "*", method="POST", times=None)
    assert [customer.get("/sync/orders").status for _ in range(3)] == [200, 403, 200]
    assert [customer.post("/sync/connections/sync").status for _ in range(2)] == [503, 503]
    assert [fault["answer"] for fault in sandbox.control.waiting_faults()] == ["unavailable"]
    sandbox.control.clear_faults()
    assert customer.post("/sync/connections/sync").status == 200


def test_a_fault_nobody_knows_is_refused(sandbox: RunningSandbox) -> None:
    with pytest.raises(ControlRefused, match="no fault is called 'nonsense'"):
        sandbox.control.fault("nonsense")
    with pytest.raises(ControlRefused, match="timez"):
        sandbox.control.fault("html", timez=3)


def test_scenarios_bring_their_faults(sandboxes: StartSandbox) -> None:
    customer = Customer(sandboxes("small,connected,outage").bases["stackline"])
    assert [customer.get("/sync/orders").status for _ in range(4)] == [503, 503, 503, 200]


def test_the_request_log_holds_names_and_no_secrets(sandboxes: StartSandbox) -> None:
    sandbox = sandboxes()
    canary = "canary-7c1d9e"
    customer = Customer(sandbox.bases["stackline"], f"sandbox-portal-0199-{canary}")
    customer.connect(2, password=canary)
    customer.get("/sync/orders", start_date="2025-01-01", limit=5, note=canary)
    entries = sandbox.control.requests()
    assert canary not in json.dumps(entries)
    assert [(one["method"], one["path"], one["status"]) for one in entries] == [
        ("GET", "/stackline/sync/auth/totp", 200),
        ("POST", "/stackline/sync/connections/connect", 200),
        ("GET", "/stackline/sync/orders", 200),
    ]
    assert entries[-1]["query"] == ["limit", "note", "start_date"]
    assert sandbox.control.requests(since=entries[1]["n"]) == entries[2:]
    sandbox.control.forget_requests()
    assert sandbox.control.requests() == []


def test_a_person_can_withdraw_consent_and_lose_a_connection(
    sandbox: RunningSandbox, customer: Customer
) -> None:
    sandbox.stackline.set_connection(1, "invalid")
    sandbox.stackline.set_connection(2, None)
    states = [(one["retailerId"], one["status"]) for one in customer.get("/sync/connections").json]
    assert states == [(1, "invalid")]
    sandbox.stackline.revoke_tokens()
    assert customer.get("/sync/connections").status == 401
