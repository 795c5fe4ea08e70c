import base64
import hashlib
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from orderdock.auth.oauth import (
    Attempt,
    ConsentRefused,
    NotOurRedirect,
    OAuthClient,
    authorize_url,
    code_in,
    refresh_call,
    token_call,
    tokens_in,
)
from orderdock.domain.errors import UnexpectedAnswer
from orderdock.domain.secret import Secret
from orderdock.http.calls import Repeat
from tests.support.fake_clock import START

CLIENT = OAuthClient("me", "https://a.example/auth?tenant=x", "https://a.example/token", "r w")
ATTEMPT = Attempt("http://127.0.0.1:5000/callback", "the-state", Secret("v" * 64))


def test_the_authorize_address_carries_what_the_standard_asks() -> None:
    url = authorize_url(CLIENT, ATTEMPT, prompt="consent")
    query = {k: v[0] for k, v in parse_qs(urlsplit(url).query).items()}
    challenge = base64.urlsafe_b64encode(hashlib.sha256(b"v" * 64).digest()).rstrip(b"=")
    assert query == {
        "tenant": "x",
        "response_type": "code",
        "client_id": "me",
        "redirect_uri": "http://127.0.0.1:5000/callback",
        "scope": "r w",
        "state": "the-state",
        "code_challenge": challenge.decode(),
        "code_challenge_method": "S256",
        "prompt": "consent",
    }
    assert "vvv" not in url


def test_each_attempt_has_a_state_and_verifier_of_its_own() -> None:
    one, two = Attempt.fresh("x"), Attempt.fresh("x")
    assert one.state != two.state
    assert one.verifier != two.verifier
    assert len(one.state) >= 43
    assert 43 <= len(one.verifier.reveal()) <= 128


@pytest.mark.parametrize(
    "pasted",
    [
        "http://127.0.0.1:5000/callback?code=ab%2Bc&state=the-state",
        '  "http://127.0.0.1:5000/callback?state=the-state&code=ab%2Bc" \n',
        "/callback?code=ab%2Bc&state=the-state",
        "?code=ab%2Bc&state=the-state",
        "code=ab%2Bc&state=the-state",
        "https://b.example/done#code=ab%2Bc&state=the-state",
        "ab+c",
    ],
)
def test_an_address_or_a_bare_code_gives_the_code(pasted: str) -> None:
    assert code_in(pasted, ATTEMPT, "Acme") == Secret("ab+c")


@pytest.mark.parametrize(
    "pasted",
    [
        "",
        "abc",
        "not a code at all",
        "https://a.example/",
        "http://127.0.0.1:5000/callback?code=abc&state=other",
        "http://127.0.0.1:5000/callback?code=abc",
        "http://127.0.0.1:5000/callback?state=the-state",
        "http://127.0.0.1:5000/callback?error=access_denied&state=other",
        "http://[oops?code=abc&state=the-state",
    ],
)
def test_anything_else_that_is_pasted_is_refused_in_words(pasted: str) -> None:
    with pytest.raises(NotOurRedirect) as refused:
        code_in(pasted, ATTEMPT, "Acme")
    assert refused.value.next_step
    assert "abc&" not in str(refused.value)


def test_a_refused_consent_is_said() -> None:
    with pytest.raises(ConsentRefused, match="Access was not granted on the sign-in page of Acme"):
        code_in("http://x/?error=access_denied&state=the-state", ATTEMPT, "Acme")
    with pytest.raises(ConsentRefused, match="client ID"):
        code_in("http://x/?error=unauthorized_client&state=the-state", ATTEMPT, "Acme")
    with pytest.raises(ConsentRefused, match="grant access: the moon is wrong"):
        code_in(
            "http://x/?error=odd&error_description=the+moon+is+wrong&state=the-state",
            ATTEMPT,
            "Acme",
        )


def test_token_requests_are_never_repeated_and_carry_no_access() -> None:
    exchange = token_call(CLIENT, "/token", Secret("c"), ATTEMPT)
    refresh = refresh_call(CLIENT, "/token", Secret("r"))
    for call in (exchange, refresh):
        assert call.repeat is Repeat.NEVER
        assert not call.authorized
    assert exchange.form == {
        "grant_type": "authorization_code",
        "code": Secret("c"),
        "redirect_uri": "http://127.0.0.1:5000/callback",
        "client_id": "me",
        "code_verifier": ATTEMPT.verifier,
    }
    assert refresh.form == {
        "grant_type": "refresh_token",
        "refresh_token": Secret("r"),
        "client_id": "me",
    }


@pytest.mark.parametrize(
    ("expires_in", "life"),
    [
        (3600, 3600),
        ("3600", 3600),
        (3599.5, 3599.5),
        (None, 60),
        (0, 60),
        (-5, 60),
        ("soon", 60),
        (True, 60),
        (10**400, 60),
        ([1], 60),
    ],
)
def test_the_life_of_a_token_is_read_with_tolerance(expires_in: Any, life: float) -> None:
    data = {"access_token": "a", "expires_in": expires_in}
    tokens = tokens_in(data, provider="Acme", now=START, default_life=timedelta(seconds=60))
    assert tokens.expires_at == START + timedelta(seconds=life)


def test_a_token_without_a_known_life_has_no_end() -> None:
    tokens = tokens_in({"access_token": "a", "refresh_token": ""}, provider="Acme", now=START)
    assert (tokens.expires_at, tokens.refresh) == (None, None)


@pytest.mark.parametrize("data", [None, [], "token", {}, {"access_token": ""}, {"access_token": 5}])
def test_an_answer_without_a_token_is_unexpected(data: Any) -> None:
    with pytest.raises(UnexpectedAnswer):
        tokens_in(data, provider="Acme", now=START)


def test_a_token_that_was_made_earlier_ends_earlier() -> None:
    now = START
    born = int(now.timestamp()) - 600_000
    answer = {"access_token": "a", "expires_in": 604_800, "created_at": born}
    tokens = tokens_in(answer, provider="Pretend", now=now)
    assert tokens.expires_at == now + timedelta(seconds=4_800)


@pytest.mark.parametrize("off", [900_000, -900, 0])
def test_a_clock_that_is_off_does_not_end_a_fresh_token(off: int) -> None:
    now = START
    answer = {"access_token": "a", "expires_in": 3600, "created_at": int(now.timestamp()) - off}
    tokens = tokens_in(answer, provider="Pretend", now=now)
    assert tokens.expires_at == now + timedelta(hours=1)
