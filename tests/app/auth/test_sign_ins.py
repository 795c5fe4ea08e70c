import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from orderdock.auth.oauth import OAuthClient
from orderdock.auth.sign_ins import BrowserSignIn, oauth_renewal
from orderdock.auth.steps import BrowserPage
from orderdock.domain.errors import PersonCancelled, Refused, SignInNeeded, UnexpectedAnswer
from orderdock.domain.secret import Secret
from orderdock.http.client import ApiClient
from orderdock.http.pacing import Pace
from orderdock.http.token_auth import Tokens
from tests.support.fake_clock import FakeClock
from tests.support.rude_server import Answer, RudeServer, rude_server, says
from tests.support.scripted_dialogue import ScriptedDialogue

GIVEN = {"access_token": "acc", "token_type": "Bearer", "expires_in": 3600, "refresh_token": "ref"}


@asynccontextmanager
async def provider(*answers: Answer) -> AsyncIterator[tuple[ApiClient, RudeServer, OAuthClient]]:
    async with rude_server(*answers) as server:
        client = OAuthClient("me", f"{server.url}/authorize", f"{server.url}/token", "orders")
        pace = Pace(per_second=1e6)
        async with ApiClient(
            server.url, provider="Acme", pace=pace, clock=FakeClock(), user_agent="x"
        ) as http:
            yield http, server, client


def sign_in(
    http: ApiClient, client: OAuthClient, dialogue: ScriptedDialogue, **more: Any
) -> BrowserSignIn:
    return BrowserSignIn(client, http, dialogue, FakeClock(), "Acme", **more)


def browser(*answers: str) -> Callable[[str], Awaitable[None]]:
    """A browser in which the sign-in page sends the person back with each of `answers` in turn."""
    left = list(answers)

    async def visit(url: str) -> None:
        query = {k: v[0] for k, v in parse_qs(urlsplit(url).query).items()}
        back = urlsplit(query["redirect_uri"])
        reader, writer = await asyncio.open_connection("127.0.0.1", back.port)
        target = f"{back.path}?{left.pop(0)}&state={query['state']}"
        writer.write(f"GET {target} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        await reader.read()
        writer.close()

    return visit


async def test_the_redirect_that_arrives_by_itself_signs_in() -> None:
    dialogue = ScriptedDialogue(browse=browser("code=c1"))
    async with provider(says(body=GIVEN)) as (http, server, client):
        tokens = await sign_in(http, client, dialogue).tokens()
    hour = timedelta(hours=1)
    assert tokens == Tokens(Secret("acc"), Secret("ref"), FakeClock().now() + hour, hour)
    form = {k: v[0] for k, v in parse_qs(server.heard[0].body.decode()).items()}
    assert (form["grant_type"], form["code"], form["client_id"]) == (
        "authorization_code",
        "c1",
        "me",
    )
    assert form["redirect_uri"].startswith("http://127.0.0.1:")
    assert 43 <= len(form["code_verifier"]) <= 128
    assert len(dialogue.asked) == 1


async def test_a_bare_code_may_be_pasted() -> None:
    dialogue = ScriptedDialogue({"redirect_url": "pasted-code"})
    async with provider(says(body=GIVEN)) as (http, server, client):
        await sign_in(http, client, dialogue).tokens()
    assert b"code=pasted-code" in server.heard[0].body


async def test_what_makes_no_sense_brings_the_same_page_back_with_the_reason() -> None:
    wrong = ["", "not an address", "http://127.0.0.1:9/callback?code=x&state=other", "good-code"]
    dialogue = ScriptedDialogue({"redirect_url": list(wrong)})
    async with provider(says(body=GIVEN)) as (http, _, client):
        await sign_in(http, client, dialogue).tokens()
    pages = [page for page in dialogue.asked if isinstance(page, BrowserPage)]
    assert len({page.url for page in pages}) == 1
    assert [page.error is not None for page in pages] == [False, True, True, True]
    assert "another sign-in" in (pages[3].error or "")


async def test_a_refused_consent_brings_a_fresh_page_with_the_reason() -> None:
    dialogue = ScriptedDialogue(browse=browser("error=access_denied", "code=c2"))
    async with provider(says(body=GIVEN)) as (http, _, client):
        await sign_in(http, client, dialogue).tokens()
    pages = [page for page in dialogue.asked if isinstance(page, BrowserPage)]
    assert pages[0].url != pages[1].url
    assert "Access was not granted on the sign-in page of Acme" in (pages[1].error or "")


async def test_a_code_that_is_no_longer_good_brings_a_fresh_page() -> None:
    answers = says(400, {"error": "invalid_grant"}), says(body=GIVEN)
    dialogue = ScriptedDialogue(browse=browser("code=old", "code=new"))
    async with provider(*answers) as (http, server, client):
        await sign_in(http, client, dialogue).tokens()
    assert len(server.heard) == 2
    assert "did not accept the sign-in" in dialogue.errors[0]


async def test_a_page_open_too_long_is_offered_afresh() -> None:
    async def slow(url: str) -> None:
        if not slow_once:
            slow_once.append(url)
            await asyncio.Event().wait()
        await browser("code=c")(url)

    slow_once: list[str] = []
    dialogue = ScriptedDialogue(browse=slow)
    async with provider(says(body=GIVEN)) as (http, _, client):
        flow = sign_in(http, client, dialogue, open_for=timedelta(milliseconds=200))
        await flow.tokens()
    assert set(dialogue.errors) == {"The sign-in page was open too long. Open it again."}


async def test_cancelling_closes_the_listener_and_asks_nothing_more() -> None:
    dialogue = ScriptedDialogue({"redirect_url": PersonCancelled()})
    async with provider(says()) as (http, server, client):
        with pytest.raises(PersonCancelled):
            await sign_in(http, client, dialogue).tokens()
        assert not server.heard
    page = dialogue.asked[0]
    assert isinstance(page, BrowserPage)
    await is_closed(page)


async def test_being_cancelled_from_outside_closes_the_listener() -> None:
    opened = asyncio.Event()

    async def look(url: str) -> None:
        opened.set()

    dialogue = ScriptedDialogue(browse=look)
    async with provider(says()) as (http, _, client):
        task = asyncio.ensure_future(sign_in(http, client, dialogue).tokens())
        await opened.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    page = dialogue.asked[0]
    assert isinstance(page, BrowserPage)
    await is_closed(page)


async def is_closed(page: BrowserPage) -> None:
    back = parse_qs(urlsplit(page.url).query)["redirect_uri"][0]
    with pytest.raises(ConnectionError):
        await asyncio.open_connection("127.0.0.1", urlsplit(back).port)


async def test_an_unknown_client_id_is_refused_at_its_field() -> None:
    dialogue = ScriptedDialogue({"redirect_url": "some-code"})
    async with provider(says(401, {"error": "invalid_client"})) as (http, _, client):
        with pytest.raises(Refused) as refused:
            await sign_in(http, client, dialogue).tokens()
    assert refused.value.field == "client_id"


async def test_a_wrong_secret_is_refused_at_its_field_whatever_the_provider_calls_it() -> None:
    dialogue = ScriptedDialogue(browse=browser("code=c1"))
    async with provider(says(401, {"message": "No."})) as (http, server, client):
        ours = replace(client, secret=Secret("mistyped"), pkce=False)
        with pytest.raises(Refused, match="client ID or its secret") as refused:
            await sign_in(http, ours, dialogue).tokens()
    assert refused.value.field == "client_id"
    form = parse_qs(server.heard[0].body.decode())
    assert form["client_secret"] == ["mistyped"]
    assert "code_verifier" not in form


async def test_a_web_page_in_place_of_tokens_ends_the_sign_in() -> None:
    dialogue = ScriptedDialogue({"redirect_url": "some-code"})
    page = says(body=b"<html>maintenance</html>", kind="text/html")
    async with provider(page) as (http, _, client):
        with pytest.raises(UnexpectedAnswer):
            await sign_in(http, client, dialogue).tokens()


async def test_a_refresh_gives_fresh_tokens() -> None:
    async with provider(says(body=GIVEN)) as (http, server, client):
        renew = oauth_renewal(client, http=http, clock=FakeClock(), provider="Acme")
        tokens = await renew(Tokens(Secret("a"), Secret("r-1")))
    assert tokens.access == Secret("acc")
    assert b"refresh_token=r-1" in server.heard[0].body


@pytest.mark.parametrize(
    "answer",
    [
        says(400, {"error": "invalid_grant", "error_description": "gone"}),
        says(401, {"code": "invalid_token", "message": "gone"}),
        says(200, {"error": "invalid_grant"}),
    ],
)
async def test_a_dead_grant_needs_a_person(answer: Answer) -> None:
    async with provider(answer) as (http, server, client):
        renew = oauth_renewal(client, http=http, clock=FakeClock(), provider="Acme")
        with pytest.raises(SignInNeeded, match="Acme no longer accepts the saved sign-in"):
            await renew(Tokens(Secret("a"), Secret("r-1")))
        assert len(server.heard) == 1
        with pytest.raises(SignInNeeded):
            await renew(Tokens(Secret("a")))
