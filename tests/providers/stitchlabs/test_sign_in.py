"""Signing in to Stitch Labs at the sandbox: one's own application, a token, what goes wrong."""

import pytest

from orderdock.auth.steps import BrowserPage, WentBack
from orderdock.connector.contract import Account
from orderdock.domain.errors import PersonCancelled, SignInNeeded
from orderdock.domain.secret import Secret
from orderdock.providers.stitchlabs.sign_in import check, sign_in
from tests.providers.stitchlabs.conftest import IN_BROWSER, WITH_TOKEN, DeskAt, visit
from tests.sandbox.stitchlabs_customer import CLIENT, OTHER_TOKEN, TOKEN

ACME = Account("7", "Acme Homeware, main")


async def test_the_browser_way_asks_for_ones_own_application(desk_at: DeskAt) -> None:
    desk, person = desk_at.fresh(IN_BROWSER, browse=visit)
    assert await sign_in(desk) == ACME
    assert person.keys == ["sign_in", "client_id", "client_secret"]
    assert person.stages == ["checking"]
    assert desk.settings == {"sign_in": "browser", "client_id": CLIENT["client_id"]}
    assert await desk.secrets.get("client_secret") == Secret(CLIENT["client_secret"])
    assert await check(desk) == ACME


async def test_the_page_gets_a_state_and_no_challenge(desk_at: DeskAt) -> None:
    desk, person = desk_at.fresh(IN_BROWSER, browse=visit)
    await sign_in(desk)
    (page,) = [step for step in person.asked if isinstance(step, BrowserPage)]
    assert page.url.startswith(f"{desk_at.base}/authorize?response_type=code")
    assert "state=" in page.url
    assert "challenge" not in page.url
    assert CLIENT["client_secret"] not in page.url


async def test_a_redirect_that_is_not_ours_is_refused_and_ours_is_taken(desk_at: DeskAt) -> None:
    stray = "http://127.0.0.1:1/callback?code=evil&state=somebody-elses"
    desk, person = desk_at.fresh({**IN_BROWSER, "redirect_url": [stray]}, browse=visit)
    assert await sign_in(desk) == ACME
    assert "belongs to another sign-in" in person.errors[0]


async def test_a_wrong_secret_brings_its_form_back(desk_at: DeskAt) -> None:
    for manner in ("oauth", "message"):
        desk_at.control.manners(wrong_client=manner)
        answers = {**IN_BROWSER, "client_secret": ["mistyped", CLIENT["client_secret"]]}
        desk, person = desk_at.fresh(answers, browse=visit)
        assert await sign_in(desk) == ACME
        assert person.errors == [
            "Stitch Labs does not know this client ID or its secret. "
            "Check it, or sign in with an access token."
        ]


async def test_id_and_secret_are_needed(desk_at: DeskAt) -> None:
    answers = {**IN_BROWSER, "client_secret": ["  ", CLIENT["client_secret"]]}
    desk, person = desk_at.fresh(answers, browse=visit)
    await sign_in(desk)
    assert person.errors == ["The browser needs this. Type it, or go back."]


async def test_refused_consent_brings_the_page_back_with_words(desk_at: DeskAt) -> None:
    visits: list[str] = []

    async def refuse_then_allow(url: str) -> None:
        visits.append(url)
        await visit(url, allow=len(visits) > 1)

    desk, person = desk_at.fresh(IN_BROWSER, browse=refuse_then_allow)
    assert await sign_in(desk) == ACME
    assert "Access was not granted" in person.errors[0]


async def test_a_token_is_pasted_and_a_wrong_one_asks_again(desk_at: DeskAt) -> None:
    answers = {"sign_in": "token", "access_token": ["", "nonsense", TOKEN]}
    desk, person = desk_at.fresh(answers)
    assert await sign_in(desk) == ACME
    assert person.keys == ["sign_in", "access_token", "access_token", "access_token"]
    assert len(person.errors) == 2
    assert desk.settings == {"sign_in": "token"}


async def test_going_back_chooses_again(desk_at: DeskAt) -> None:
    answers = {**WITH_TOKEN, "sign_in": ["browser", "token"], "client_id": WentBack()}
    desk, _ = desk_at.fresh(answers)
    assert await sign_in(desk) == ACME
    answers = {**IN_BROWSER, "sign_in": ["token", "browser"], "access_token": WentBack()}
    desk, _ = desk_at.fresh(answers, browse=visit)
    assert await sign_in(desk) == ACME


async def test_cancelling_propagates(desk_at: DeskAt) -> None:
    desk, _ = desk_at.fresh({"sign_in": "browser", "client_id": PersonCancelled()})
    with pytest.raises(PersonCancelled):
        await sign_in(desk)


async def test_two_accounts_are_told_apart_by_their_warehouse(desk_at: DeskAt) -> None:
    desk, _ = desk_at.fresh({**WITH_TOKEN, "access_token": OTHER_TOKEN})
    assert await sign_in(desk) == Account("17", "Harbour Outfitters, main")


async def test_an_account_that_shows_no_variants_is_connected_all_the_same(
    desk_at: DeskAt,
) -> None:
    desk_at.sandbox.control.fault("not-found", "*/Variants", times=None)
    desk, _ = desk_at.fresh(WITH_TOKEN)
    assert await sign_in(desk) == Account(None)


async def test_a_revoked_token_needs_the_person_and_says_which_kind(desk_at: DeskAt) -> None:
    pasted, _ = desk_at.fresh(WITH_TOKEN)
    granted, _ = desk_at.fresh(IN_BROWSER, browse=visit)
    for desk in (pasted, granted):
        await sign_in(desk)
    desk_at.control.revoke_tokens()
    with pytest.raises(SignInNeeded, match="pasted"):
        await check(pasted)
    with pytest.raises(SignInNeeded, match="saved sign-in"):
        await check(granted)


async def test_what_renews_a_token_is_used_where_there_is_such(desk_at: DeskAt) -> None:
    desk_at.control.manners(token_life=3600)
    desk, _ = desk_at.fresh(IN_BROWSER, browse=visit)
    await sign_in(desk)
    before = await desk.secrets.get("access_token")
    desk_at.control.expire_tokens()
    assert await check(desk) == ACME
    assert await desk.secrets.get("access_token") != before
    assert len(desk_at.asked("/oauth/token")) == 2


async def test_a_403_is_a_matter_of_signing_in_too(desk_at: DeskAt) -> None:
    desk = desk_at.signed_in()
    desk_at.sandbox.control.fault("forbidden", "*/SalesOrders", times=None)
    with pytest.raises(SignInNeeded):
        await check(desk)
