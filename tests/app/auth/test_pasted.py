import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdock.auth.pasted import claims_of, end_of, life_left, pasted_token
from orderdock.auth.steps import Answers
from orderdock.domain.errors import Refused
from orderdock.domain.secret import Secret


def jwt(claims: object) -> Secret:
    packed = urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return Secret(f"eyJh.{packed}.sign")


@pytest.mark.parametrize("typed", ["abc", " abc \n", "Bearer abc", '"abc"', "Bearer  abc"])
def test_what_is_copied_along_is_taken_off(typed: str) -> None:
    assert pasted_token(Answers({"token": Secret(typed)}), "token") == Secret("abc")


@pytest.mark.parametrize("typed", ["", "  ", "Bearer ", "a b", "tökén", "a\nb"])
def test_what_is_no_token_is_refused(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        pasted_token(Answers({"token": Secret(typed)}), "token")
    assert refused.value.field == "token"
    assert typed.strip() not in str(refused.value) or len(typed.strip()) < 4


def test_a_jwt_says_whose_it_is_and_when_it_ends() -> None:
    claims = claims_of(jwt({"exp": 1_800_000_000, "tenantid": "t"}))
    assert claims["tenantid"] == "t"
    assert end_of(claims) == datetime(2027, 1, 15, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "token", ["opaque", "a.b.c", "a.!!.c", "..", "a.bnVsbA.c", "a.WzFd.c", "a.b.c.d"]
)
def test_other_tokens_say_nothing(token: str) -> None:
    assert claims_of(Secret(token)) == {}


@pytest.mark.parametrize("end", [None, True, "soon", 1e300, -1e300, [1]])
def test_an_end_without_sense_is_no_end(end: object) -> None:
    assert end_of({"exp": end}) is None


@given(st.text())
def test_no_text_whatever_breaks_it(text: str) -> None:
    claims_of(Secret(text))
    claims_of(Secret(f"a.{text}.c"))


def test_the_life_of_a_token_is_said_in_words() -> None:
    now = datetime(2026, 3, 4, 8, 0, tzinfo=UTC)
    assert life_left(None, now) == ""
    hour = life_left(now + timedelta(minutes=57), now)
    assert hour == "The token lasts 57 minutes more, to 08:57:00 UTC."
    assert "ended at 2026-03-03" in life_left(now - timedelta(days=1), now)
