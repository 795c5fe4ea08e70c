"""What Stackline and its retailers complain about: by code, by words, by what happened."""

from typing import Any

import pytest

from orderdock.connector.troubles import Complaints, Trouble
from orderdock.http.calls import Reply
from orderdock.providers.stackline.troubles import CODES, explain

COMPLAINTS = Complaints("Stackline", CODES)


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
    assert COMPLAINTS.kind(code, says, **more) is kind


@pytest.mark.parametrize("kind", Trouble)
def test_every_trouble_is_a_sentence_with_a_next_step(kind: Trouble) -> None:
    error = COMPLAINTS.error(kind, "Target", "odd things")
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
