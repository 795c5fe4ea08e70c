"""What to ask next, when a session says little, says it twice, or says it late."""

from typing import Any

import pytest

from orderdock.http.calls import Reply
from orderdock.providers.stackline.mfa import PATIENCE, Questions
from orderdock.providers.stackline.session import MfaEvent, RetailerSync, Wants, Way
from orderdock.providers.stackline.troubles import Trouble, explain, in_words, kind_of

WAYS = (Way("sms", "sms"), Way("email", "email"))


def sync(*events: MfaEvent, status: str = "userintervention") -> RetailerSync:
    return RetailerSync("1", "Amazon", status, events=events)


def questions(*events: MfaEvent) -> Questions:
    return Questions("Amazon", sync(*events))


def test_the_last_unanswered_event_is_asked() -> None:
    asked = questions(MfaEvent("a", "choose", WAYS), MfaEvent("b", "enter"))
    event = asked.next_question()
    assert event is not None
    assert event.req_id == "b"
    asked.sent(event)
    assert asked.next_question() is None


def test_after_a_choice_with_nothing_new_the_code_is_next_under_the_same_request() -> None:
    choose = MfaEvent("a", "choose", WAYS)
    asked = questions(choose)
    asked.sent(choose)
    asked.way = WAYS[0]
    asked.see(sync(choose))
    event = asked.next_question()
    assert event is not None
    assert (event.req_id, event.wants) == ("a", Wants.A_CODE)


def test_a_new_request_after_a_wrong_code_is_asked_whatever_the_order_of_the_list() -> None:
    first, second = MfaEvent("a", "enter"), MfaEvent("b", "enter")
    for events in ((first, second), (second, first)):
        asked = questions(first)
        asked.sent(first)
        asked.entered = 1
        asked.see(sync(*events))
        assert asked.next_question() == second
        asked.sent(second)
        assert asked.next_question() is None


def test_the_same_request_again_after_going_on_means_not_accepted() -> None:
    event = MfaEvent("a", "enter")
    asked = questions(event)
    asked.sent(event)
    asked.entered = 1
    asked.see(sync(event))
    assert asked.next_question() is None
    asked.see(sync(event, status="connecting"))
    assert asked.next_question() is None
    asked.see(sync(event))
    again = asked.next_question()
    assert again is not None
    assert again.req_id == "a"


def test_the_same_request_that_stays_open_is_asked_again_after_some_looks() -> None:
    event = MfaEvent("a", "enter")
    asked = questions(event)
    asked.sent(event)
    asked.entered = 1
    for _ in range(PATIENCE):
        asked.see(sync(event))
        assert asked.next_question() is None
    asked.see(sync(event))
    assert asked.next_question() is not None


def test_a_request_refused_at_once_is_asked_again_at_once() -> None:
    event = MfaEvent("a", "enter")
    asked = questions(event)
    asked.sent(event)
    asked.entered, asked.refusal = 1, "No."
    asked.see(sync(event))
    assert asked.next_question() is not None


def test_a_retailer_that_waits_without_saying_for_what_is_not_asked_about() -> None:
    assert questions().next_question() is None
    assert Questions("Amazon", sync(status="scanning")).next_question() is None


@pytest.mark.parametrize(
    ("code", "says", "more", "kind"),
    [
        ("invalid_credentials", "", {}, Trouble.PASSWORD),
        ("too_many_attempts", "", {}, Trouble.TOO_MANY),
        ("retailer_unavailable", "", {}, Trouble.DOWN),
        ("connection_timeout", "", {}, Trouble.SLOW),
        ("", "", {"timed_out": True}, Trouble.SLOW),
        ("connection_timeout", "", {"timed_out": True, "code_asked": True}, Trouble.LATE_CODE),
        ("session_expired", "", {}, Trouble.SIGNED_OUT),
        ("mfa_failed", "", {}, Trouble.WRONG_CODES),
        ("invalid_code", "", {}, Trouble.WRONG_CODES),
        ("mfa_expired", "", {}, Trouble.LATE_CODE),
        ("", "The password is wrong.", {}, Trouble.PASSWORD),
        ("", "Too many tries", {}, Trouble.TOO_MANY),
        ("", "Site under maintenance", {}, Trouble.DOWN),
        ("", "", {"code_asked": True}, Trouble.WRONG_CODES),
        ("", "", {}, Trouble.OTHER),
        ("sync_failed", "Odd", {}, Trouble.OTHER),
    ],
)
def test_a_failure_is_told_by_its_code_else_its_words_else_what_happened(
    code: str, says: str, more: dict[str, Any], kind: Trouble
) -> None:
    assert kind_of(code, says, **more) is kind


@pytest.mark.parametrize("kind", Trouble)
def test_every_trouble_is_a_sentence_with_a_next_step(kind: Trouble) -> None:
    error = in_words(kind, "Target", "odd things")
    assert "Target" in error.says
    assert error.says.endswith(".")
    assert error.next_step.endswith(".")


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (401, b'{"code": "token_expired", "message": "x"}', None),
        (401, b'{"code": "session_expired", "message": "x"}', None),
        (401, b'{"code": "invalid_credentials", "message": "x"}', "invalid_credentials"),
        (429, b'{"code": "too_many_attempts", "message": "x"}', "too_many_attempts"),
        (429, b'{"code": "rate_limited", "message": "x"}', None),
        (400, b'{"code": "bad", "message": "currentStamp was used"}', "stale_stamp"),
        (422, b'{"error": {"code": "totp_invalid"}}', "stale_stamp"),
        (409, b'{"error": "expired token"}', "stale_stamp"),
        (400, b'{"code": "validation_error", "message": "mode is missing"}', None),
        (500, b"<html>", None),
        (403, b"", None),
    ],
)
def test_error_bodies_that_mean_more_than_their_status(
    status: int, body: bytes, code: str | None
) -> None:
    error = explain(Reply(status, {}, body))
    assert getattr(error, "provider_code", None) == code
