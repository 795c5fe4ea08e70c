import json
from datetime import timedelta
from typing import Any

import pytest

from orderdock.domain.errors import (
    NotThere,
    OrderdockError,
    ProviderDown,
    RateLimited,
    Rejected,
    SignInNeeded,
    UnexpectedAnswer,
)
from orderdock.http.calls import Reply
from orderdock.http.outcome import duration, error_in, moment, provider_words
from tests.support.fake_clock import START


def error(status: int, body: Any = b"", **headers: str) -> OrderdockError:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    reply = Reply(status, {k.replace("_", "-"): v for k, v in headers.items()}, raw)
    found = error_in(reply, provider="Acme", what="the list of orders", now=START)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("body", "code", "message"),
    [
        ({"code": "bad_thing", "message": "It is bad"}, "bad_thing", "It is bad"),
        ({"code": 4001, "message": "m", "details": {"x": 1}}, "4001", "m"),
        ({"error": {"code": "c", "message": "m"}}, "c", "m"),
        ({"error": "invalid_grant", "error_description": "No"}, "invalid_grant", "No"),
        ({"error": "Unauthorized: Missing header"}, "", "Unauthorized: Missing header"),
        ({"error": "oops"}, "oops", "oops"),
        ({"message": "m"}, "", "m"),
        ({"errors": ["one", "two"]}, "", "one; two"),
        ({"errors": [{"code": "c", "message": "one"}, {"message": "two"}]}, "c", "one; two"),
        (
            {"errors": {"email": ["is taken"], "name": "is blank"}},
            "",
            "email: is taken; name: is blank",
        ),
        ({"errors": {"message": "m", "code": "c"}}, "c", "m"),
        ("just text", "", "just text"),
        ([], "", ""),
        ({}, "", ""),
        (None, "", ""),
        ({"error": None, "message": None, "errors": 3}, "3", ""),
        ({"error": True}, "", ""),
    ],
)
def test_error_bodies_of_all_forms_are_understood(body: Any, code: str, message: str) -> None:
    assert provider_words(body) == (code, message)


def test_a_deep_or_long_or_secret_body_stays_short_and_harmless() -> None:
    deep: Any = "bottom"
    for _ in range(50):
        deep = {"error": deep}
    assert provider_words(deep) == ("", "")
    long = str(error(400, {"message": "word " * 500}))
    assert len(long) < 300
    secret = str(error(400, {"message": "token=abc123 at https://a/?code=abc123"}))
    assert "abc123" not in secret
    assert "\n" not in str(error(400, {"message": "two\nlines\x07"}))


def test_each_status_has_its_sentence() -> None:
    assert isinstance(error(401), SignInNeeded)
    gone = error(404, {"message": "Not found"})
    assert isinstance(gone, NotThere)
    assert gone.says == "Acme does not have the list of orders. Acme says: Not found."
    assert "address" in gone.next_step
    down = error(502, b"<html>Bad gateway</html>")
    assert isinstance(down, ProviderDown)
    assert str(down) == "Acme has trouble at the moment (status 502). Try again later."
    assert isinstance(error(307, location="https://b"), UnexpectedAnswer)
    rejected = error(422, {"code": "bad", "message": "No such day"})
    assert isinstance(rejected, Rejected)
    assert (rejected.provider_code, rejected.status) == ("bad", 422)
    assert rejected.says == "Acme refused the list of orders: No such day."
    assert rejected.next_step
    asked = error(400, {"message": "Which day?"})
    assert isinstance(asked, Rejected)
    assert asked.says == "Acme refused the list of orders: Which day?"
    wordless = error(422, b"\xff\xfe")
    assert isinstance(wordless, Rejected)
    assert wordless.says == "Acme refused the list of orders (status 422)."


def test_a_rate_limit_names_its_time() -> None:
    limited = error(429, retry_after="300")
    assert isinstance(limited, RateLimited)
    assert (limited.retry_after, limited.until) == (300, START + timedelta(minutes=5))
    assert str(limited) == (
        "Acme asks us to wait 5 minutes, until 08:25:00 UTC. Try again after that."
    )
    assert "in a few minutes" in str(error(429))


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "1 second"),
        (40, "40 seconds"),
        (60, "1 minute"),
        (90, "90 seconds"),
        (121, "3 minutes"),
        (3600, "1 hour"),
        (7201, "3 hours"),
    ],
)
def test_waits_are_said_in_words_and_never_too_short(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_a_moment_on_another_day_has_its_date() -> None:
    assert moment(START + timedelta(days=1), START) == "2026-03-05 08:20:00 UTC"
