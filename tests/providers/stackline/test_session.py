"""Sessions in every shape that the documents leave open."""

from itertools import product
from typing import Any

import pytest

from orderdock.connector.jobs import Job, Wants
from orderdock.providers.stackline.session import SESSIONS

PLACES = ("retailer", "item", "session", "session without number", "both, the item's is empty")
OPTIONS: dict[str, Any] = {
    "none": None,
    "strings": ["sms", "email"],
    "objects": [{"value": "sms", "label": "Text"}, {"id": "email", "text": "Mail"}],
    "types": [{"type": "sms"}, {"type": "email", "label": "E-mail"}],
    "one": ["sms"],
    "mixed": ["sms", None, {"value": None}, {"value": "email"}],
}
KINDS = ("choose", "enter", "", "CHOOSE")
STATUS_KEYS = ("status", "globalStatus")


def event_of(kind: str, options: Any, **more: Any) -> dict[str, Any]:
    event: dict[str, Any] = {"reqId": "mfa-1", **more}
    if kind:
        event["eventType"] = kind
    if options is not None:
        event["options"] = options
    return event


def body(place: str, event: dict[str, Any], status_key: str = "status") -> dict[str, Any]:
    item: dict[str, Any] = {
        "retailerId": "1" if place == "item" else 1,
        "displayName": "Amazon",
        "syncStatus": "UserIntervention",
        "error": None,
    }
    session: dict[str, Any] = {
        "batchId": "b-1",
        status_key: "SYNCING",
        "retailerSyncSessions": [
            item,
            {"retailerId": 2, "displayName": "Walmart", "syncStatus": "scanning", "events": []},
        ],
    }
    match place:
        case "retailer":
            item["events"] = [event]
        case "item":
            item.update(event)
        case "session":
            session["events"] = [{"retailerId": 2, "reqId": "other"}, {"retailerId": "1", **event}]
        case "session without number":
            session["events"] = [event]
        case _:
            item["events"] = []
            session["events"] = [{"retailerId": 1, **event}]
    return session


def expected(kind: str, options: str) -> Wants:
    if kind == "enter" or options == "none":
        return Wants.A_CODE
    return Wants.A_WAY


@pytest.mark.parametrize(
    ("place", "kind", "options"), list(product(PLACES, KINDS, OPTIONS)), ids=lambda v: str(v) or "-"
)
def test_an_mfa_question_is_found_wherever_it_stands(place: str, kind: str, options: str) -> None:
    for status_key in STATUS_KEYS:
        session = SESSIONS.read(body(place, event_of(kind, OPTIONS[options]), status_key))
        assert session.running
        amazon = session.of("1", "Amazon")
        assert amazon is not None
        assert amazon.waits
        event = amazon.request(())
        assert event is not None
        assert event.id == "mfa-1"
        assert event.wants is expected(kind, options)
        values = [way.value for way in event.ways]
        assert values == {"none": [], "one": ["sms"]}.get(options, ["sms", "email"])
        walmart = session.of("2", "Walmart")
        assert walmart is not None
        assert walmart.stage == "scanning"


def test_a_message_that_a_code_was_sent_asks_for_the_code() -> None:
    sent = event_of("", ["sms", "email"], message="A code was sent to your phone")
    amazon = SESSIONS.read(body("retailer", sent)).of("1", "")
    assert amazon is not None
    assert amazon.requests[0].wants is Wants.A_CODE


def test_a_choice_and_a_code_may_share_a_request_id() -> None:
    item = body("retailer", event_of("choose", ["sms", "email"]))
    item["retailerSyncSessions"][0]["events"].append(event_of("enter", None))
    amazon = SESSIONS.read(item).of("1", "")
    assert amazon is not None
    choose, enter = amazon.requests
    assert amazon.request(()) == enter
    assert amazon.request({enter.key}) == choose
    assert amazon.request({enter.key, choose.key}) is None


def test_events_are_put_in_time_where_they_all_say_when() -> None:
    item = body("retailer", {"reqId": "new", "createdAt": "2026-03-04T08:20:09Z"})
    item["retailerSyncSessions"][0]["events"].append(
        {"reqId": "old", "createdAt": "2026-03-04T08:20:00Z"}
    )
    amazon = SESSIONS.read(item).of("1", "")
    assert amazon is not None
    assert [event.id for event in amazon.requests] == ["old", "new"]


@pytest.mark.parametrize(
    "nothing", [None, {}, [], {"retailerSyncSessions": []}, "normal", 5, [None]]
)
def test_an_account_that_never_synced_has_an_empty_session(nothing: Any) -> None:
    session = SESSIONS.read(nothing)
    assert not session.running
    assert session.parts == ()


@pytest.mark.parametrize(
    ("status", "running"),
    [("syncing", True), ("Syncing", True), ("normal", False), ("completed", False), ("odd", False)],
)
def test_only_syncing_means_running(status: str, running: bool) -> None:
    assert SESSIONS.read({"status": status}).running is running


def test_without_a_global_status_the_retailers_tell() -> None:
    item = {"retailerId": 1, "syncStatus": "scanning"}
    assert SESSIONS.read({"retailerSyncSessions": [item]}).running
    item["syncStatus"] = "completed"
    assert not SESSIONS.read({"retailerSyncSessions": [item]}).running


@pytest.mark.parametrize(
    ("said", "final", "failed", "waits"),
    [
        ("completed", True, False, False),
        ("COMPLETED", True, False, False),
        ("error", True, True, False),
        ("timed_out", True, True, False),
        ("TimedOut", True, True, False),
        ("timed-out", True, True, False),
        ("user_intervention", False, False, True),
        ("queued", False, False, False),
        ("warming up", False, False, False),
        (None, False, False, False),
    ],
)
def test_statuses_are_compared_without_case_and_separators(
    said: str | None, final: bool, failed: bool, waits: bool
) -> None:
    session = SESSIONS.read({"retailerSyncSessions": [{"retailerId": 1, "syncStatus": said}]})
    one = session.of("1", "")
    assert one is not None
    assert (one.final, one.failed, one.waits) == (final, failed, waits)


@pytest.mark.parametrize(
    ("fields", "code", "says"),
    [
        ({"error": None}, "", ""),
        ({"error": "invalid_credentials"}, "invalid_credentials", ""),
        ({"error": "Wrong password"}, "", "Wrong password"),
        ({"error": {"code": "X-Y", "message": "No"}}, "x_y", "No"),
        ({"errorCode": "a", "errorMessage": "b"}, "a", "b"),
        ({"error": ["odd"]}, "", ""),
    ],
)
def test_errors_come_in_several_forms(fields: dict[str, Any], code: str, says: str) -> None:
    entry = {"retailerId": 1, "syncStatus": "error", **fields}
    one = SESSIONS.read({"retailerSyncSessions": [entry]}).of("1", "")
    assert one is not None
    assert (one.error_code, one.error_says) == (code, says)


def test_a_batch_id_goes_by_three_names_and_may_be_wrapped() -> None:
    for name in ("batchId", "syncBatchId", "id"):
        assert SESSIONS.read({name: "b-7", "status": "syncing"}).id == "b-7"
    assert SESSIONS.read({"session": {"batchId": 12}}).id == "12"
    assert SESSIONS.read([{"batchId": "b-9"}]).id == "b-9"


def test_a_retailer_is_found_by_number_else_by_name_else_when_it_is_the_only_one() -> None:
    assert SESSIONS.read({"retailerSyncSessions": [{"syncStatus": "error"}]}).of("1", "Amazon")
    named = SESSIONS.read({"retailerSyncSessions": [{"displayName": "Amazon"}]})
    assert named.of("1", "Amazon")
    assert named.of("1", "Walmart") is None
    assert Job().of("1", "Amazon") is None
