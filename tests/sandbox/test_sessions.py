import pytest

from orderdock.sandbox.running import RunningSandbox
from tests.sandbox.customer import FINAL, Customer
from tests.support.sandbox import StartSandbox

WAITS = "userintervention"
CODE = "424242"


def test_the_catalogue_has_a_retailer_of_every_temper(customer: Customer) -> None:
    items = customer.get("/sync/retailers").json
    assert [item["retailerId"] for item in items] == list(range(1, 15))
    assert (items[0]["displayName"], items[1]["displayName"]) == ("Amazon", "Walmart")
    assert [item["syncConfig"]["serverSide"] for item in items].count(False) == 1


def test_logos_are_pictures_or_absent(customer: Customer) -> None:
    starts = set()
    for item in customer.get("/sync/retailers").json:
        answer = customer.get(item["logo"].removeprefix(customer.base))
        starts.add((answer.status, answer.headers["content-type"], answer.body[:4]))
    assert (200, "image/png", b"\x89PNG") in starts
    assert (200, "image/webp", b"RIFF") in starts
    assert {status for status, _, _ in starts} == {200, 404}


def test_a_session_moves_through_its_stages_with_the_clock(sandboxes: StartSandbox) -> None:
    sandbox = sandboxes(speed=1)
    customer = Customer(sandbox.bases["stackline"])
    batch = customer.connect(2).json["batchId"]
    seen, body = [], {}
    for seconds in (0, 1, 2, 5, 2):
        sandbox.control.advance(seconds)
        body = customer.session(batch)
        seen.append((body["status"], body["retailerSyncSessions"][0]["syncStatus"]))
    assert seen == [
        ("syncing", "queued"),
        ("syncing", "connecting"),
        ("syncing", "scanning"),
        ("syncing", "processing"),
        ("normal", "completed"),
    ]
    assert body["completedAt"] > body["startedAt"]
    assert body["retailerSyncSessions"][0]["ordersFound"] == 20


def test_a_connection_is_pending_then_valid(sandboxes: StartSandbox) -> None:
    sandbox = sandboxes(speed=1)
    customer = Customer(sandbox.bases["stackline"])
    customer.connect(2)
    assert customer.get("/sync/connections").json[0] == {
        "retailerId": 2,
        "displayName": "Walmart",
        "status": "pending",
        "lastSyncAt": None,
    }
    assert customer.orders() == []
    sandbox.control.advance(60)
    connection = customer.get("/sync/connections/2").json
    assert connection["status"] == "valid"
    assert connection["lastSyncAt"].endswith("Z")
    assert customer.get("/sync/connections", status="invalid").json == []
    assert customer.get("/sync/connections/1").status == 404


@pytest.mark.parametrize(
    ("retailer", "status", "code"),
    [
        (4, "error", "invalid_credentials"),
        (6, "error", "retailer_unavailable"),
        (7, "timed_out", "connection_timeout"),
    ],
)
def test_a_retailer_may_fail(customer: Customer, retailer: int, status: str, code: str) -> None:
    item = customer.connected(retailer)
    assert (item["syncStatus"], item["error"]["code"]) == (status, code)
    assert item["error"]["message"].endswith(".")
    assert customer.get(f"/sync/connections/{retailer}").json["status"] == "invalid"


def test_the_right_password_repairs(customer: Customer) -> None:
    customer.connected(4)
    assert customer.connected(4, mode="FIX", password="battery staple")["error"] is None
    assert customer.get("/sync/connections/4").json["status"] == "valid"


def test_five_wrong_passwords_lock_the_retailer(
    sandbox: RunningSandbox, customer: Customer
) -> None:
    for _ in range(5):
        customer.connected(2, password="wrong")
    answer = customer.connect(2)
    assert (answer.status, answer.json["code"]) == (429, "too_many_attempts")
    assert 0 < answer.json["details"]["retryAfter"] <= 300
    sandbox.control.advance(301)
    assert customer.connected(2)["syncStatus"] == "completed"


def test_mfa_chooses_then_enters(customer: Customer) -> None:
    batch = customer.connect(1).json["batchId"]
    event = customer.until(batch, WAITS)["events"][-1]
    assert (event["eventType"], event["options"]) == ("choose", ["sms", "email"])
    assert customer.choose(batch, event["reqId"], "pigeon").json["code"] == "validation_error"
    assert customer.enter(batch, event["reqId"], CODE).status == 400
    assert customer.choose(batch, event["reqId"], "email").status == 200
    entry = customer.until(batch, WAITS)["events"][-1]
    assert entry["eventType"] == "enter"
    assert entry["reqId"] != event["reqId"]
    assert "options" not in entry
    assert customer.enter(batch, entry["reqId"], CODE).status == 200
    assert customer.until(batch, *FINAL)["syncStatus"] == "completed"


def test_a_retailer_may_ask_for_a_code_at_every_sync(customer: Customer) -> None:
    batch = customer.connect(14).json["batchId"]
    for _ in range(2):
        event = customer.until(batch, WAITS)["events"][-1]
        assert customer.enter(batch, event["reqId"], CODE).status == 200
        assert customer.until(batch, *FINAL)["syncStatus"] == "completed"
        batch = customer.post("/sync/connections/sync").json["batchId"]


def test_another_method_may_be_chosen_while_a_code_is_awaited(customer: Customer) -> None:
    batch = customer.connect(1).json["batchId"]
    first = customer.until(batch, WAITS)["events"][-1]["reqId"]
    customer.choose(batch, first, "email")
    second = customer.until(batch, WAITS)["events"][-1]["reqId"]
    assert customer.choose(batch, first, "sms").status == 200
    third = customer.until(batch, WAITS)["events"][-1]["reqId"]
    assert customer.enter(batch, second, CODE).json["code"] == "mfa_superseded"
    assert customer.enter(batch, third, CODE).status == 200
    assert customer.enter(batch, third, CODE).json["code"] == "mfa_answered"


def test_a_wrong_code_asks_anew_and_three_end_it(customer: Customer) -> None:
    batch = customer.connect(3).json["batchId"]
    seen = set()
    for _ in range(3):
        event = customer.until(batch, WAITS)["events"][-1]
        assert event["reqId"] not in seen
        seen.add(event["reqId"])
        assert customer.enter(batch, event["reqId"], "000000").status == 200
    item = customer.until(batch, *FINAL)
    assert (item["syncStatus"], item["error"]["code"]) == ("error", "too_many_attempts")


@pytest.mark.parametrize("code", [424242, None, ""])
def test_a_code_is_a_text(customer: Customer, code: object) -> None:
    batch = customer.connect(3).json["batchId"]
    event = customer.until(batch, WAITS)["events"][-1]
    assert customer.enter(batch, event["reqId"], code).status == 400


def test_an_ignored_question_times_out_and_a_later_code_is_refused(
    sandbox: RunningSandbox, customer: Customer
) -> None:
    batch = customer.connect(3).json["batchId"]
    event = customer.until(batch, WAITS)["events"][-1]
    sandbox.control.advance(301)
    assert customer.until(batch, *FINAL)["syncStatus"] == "timed_out"
    late = customer.enter(batch, event["reqId"], CODE)
    assert (late.status, late.json["code"]) == (400, "mfa_expired")


def test_a_code_that_comes_too_late_ends_with_a_sentence(customer: Customer) -> None:
    batch = customer.connect(5).json["batchId"]
    event = customer.until(batch, WAITS)["events"][-1]
    customer.enter(batch, event["reqId"], CODE)
    item = customer.until(batch, *FINAL)
    assert item["error"] == {
        "code": "mfa_expired",
        "message": "The code came too late. Start again to get a new one.",
    }


def test_unknown_questions_and_sessions_are_not_found(customer: Customer) -> None:
    batch = customer.connect(3).json["batchId"]
    customer.until(batch, WAITS)
    assert customer.enter(batch, "mfa-nothing", CODE).status == 404
    assert customer.enter("no-batch", "mfa-nothing", CODE).status == 404
    assert customer.get("/sync/sessions/no-batch").status == 404


def test_a_session_expires_after_some_syncs_and_fix_repairs_it(customer: Customer) -> None:
    customer.connected(8)
    assert [customer.sync()["syncStatus"] for _ in range(2)] == ["completed"] * 2
    item = customer.sync()
    assert (item["syncStatus"], item["error"]["code"]) == ("error", "session_expired")
    assert customer.get("/sync/connections/8").json["status"] == "invalid"
    assert customer.post("/sync/connections/sync").json == {"status": "no_retailers"}
    assert customer.post("/sync/connections/8/sync").status == 409
    assert len(customer.orders()) == 50, "what was read before stays"
    assert customer.connected(8, mode="FIX")["syncStatus"] == "completed"
    assert customer.sync()["syncStatus"] == "completed"


def test_the_update_endpoint_repairs_too(customer: Customer) -> None:
    customer.connected(2, password="wrong")
    answer = customer.put("/sync/connections/2", customer.sealed())
    assert customer.finished(answer.json["batchId"])
    assert customer.get("/sync/connections/2").json["status"] == "valid"


def test_there_is_nothing_to_fix_without_a_connection(customer: Customer) -> None:
    assert customer.connect(13, mode="FIX").status == 404
    assert customer.put("/sync/connections/13", customer.sealed()).status == 404


def test_syncs_of_one_and_of_all(customer: Customer) -> None:
    assert customer.post("/sync/connections/sync").json == {"status": "no_retailers"}
    assert customer.post("/sync/orders/sync?retailer=2").json == {"status": "no_retailers"}
    customer.connected(2)
    customer.connected(10)
    batch = customer.post("/sync/connections/sync").json["batchId"]
    retailers = customer.session(batch)["retailerSyncSessions"]
    assert [item["retailerId"] for item in retailers] == [2, 10]
    customer.finished(batch)
    batch = customer.post("/sync/orders/sync?retailer=10").json["batchId"]
    assert [item["retailerId"] for item in customer.session(batch)["retailerSyncSessions"]] == [10]
    assert customer.get("/sync/sessions/latest").json["batchId"] == batch
    customer.until(batch, *FINAL)
    assert customer.post("/sync/connections/2/sync").status == 200


def test_one_failing_retailer_leaves_the_other_and_the_session_is_normal(
    sandbox: RunningSandbox, customer: Customer
) -> None:
    customer.connected(2)
    customer.connected(13)
    sandbox.stackline.set_temper(2, "down")
    batch = customer.post("/sync/connections/sync").json["batchId"]
    body = customer.finished(batch)
    states = [item["syncStatus"] for item in body["retailerSyncSessions"]]
    assert states == ["error", "completed"]


def test_a_running_sync_is_not_started_twice(sandboxes: StartSandbox) -> None:
    sandbox = sandboxes("small,connected", speed=1)
    customer = Customer(sandbox.bases["stackline"])
    first = customer.post("/sync/connections/sync").json["batchId"]
    assert customer.post("/sync/connections/sync").json["batchId"] == first
    sandbox.stackline.manners(running_sync="conflict")
    answer = customer.post("/sync/connections/1/sync")
    assert (answer.status, answer.json["details"]) == (409, {"batchId": first})


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"retailerId": "2"}, 400),
        ({"retailerId": None}, 400),
        ({"retailerId": 999}, 404),
        ({"retailerId": 9}, 400),
        ({"mode": "connect"}, 400),
        ({"connectionInfo": None}, 400),
        ({"currentStamp": 5}, 400),
    ],
)
def test_a_connect_with_a_wrong_field_is_refused(
    customer: Customer, changes: dict[str, object], status: int
) -> None:
    body = {"retailerId": 2, "mode": "CONNECT", "connectionInfo": "x", "currentStamp": "1"}
    assert customer.post("/sync/connections/connect", {**body, **changes}).status == status


def test_people_do_not_see_each_other(customer: Customer) -> None:
    customer.connected(2)
    other = Customer(customer.base, "sandbox-portal-0100")
    assert other.get("/sync/connections").json == []
    assert other.orders() == []
    assert other.get("/sync/sessions/latest").status == 404
