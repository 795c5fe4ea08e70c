"""Signing in to Stackline at the sandbox: browser, token, what goes wrong, renewal, sign-out."""

import asyncio

import pytest

from orderdock.auth.steps import Form, WentBack
from orderdock.domain.errors import SignInNeeded
from orderdock.domain.secret import Secret
from orderdock.providers.stackline.sign_in import check, sign_in, sign_out
from tests.providers.stackline.conftest import PORTAL_TOKEN, DeskAt, Table, visit


async def test_the_browser_way(desk_at: DeskAt) -> None:
    desk, person = desk_at({"sign_in": "browser"}, signed_in=False, browse=visit)
    account = await sign_in(desk)
    assert account.identity == "u_0199"
    assert account.shown == "*******0199"
    assert person.stages == ["checking"]
    assert desk.settings == {"sign_in": "browser", "client_id": "bc_example_rewards_app_demo"}
    assert await desk.secrets.get("refresh_token")
    assert (await check(desk)).identity == "u_0199"


async def test_the_first_form_offers_both_ways_and_hides_the_rest(desk_at: DeskAt) -> None:
    desk, person = desk_at({"sign_in": "token", "access_token": PORTAL_TOKEN}, signed_in=False)
    await sign_in(desk)
    first = person.asked[0]
    assert isinstance(first, Form)
    assert [(f.key, f.advanced) for f in first.fields] == [
        ("sign_in", False),
        ("client_id", True),
        ("authorize_url", True),
        ("token_url", True),
    ]
    assert first.fields[0].default == "browser"


@pytest.mark.parametrize(("status", "body"), [(404, '{"code": "not_found"}'), (200, "{}")])
async def test_without_a_profile_the_connections_prove_the_access(
    desk_at: DeskAt, status: int, body: str
) -> None:
    desk_at.sandbox.control.fault("text", "*/user/profile", status=status, body=body)
    desk, _ = desk_at({"sign_in": "token", "access_token": PORTAL_TOKEN}, signed_in=False)
    account = await sign_in(desk)
    assert (account.identity, account.shown) == (None, "")
    asked = [r["path"] for r in desk_at.sandbox.control.requests()]
    assert asked[-1].endswith("/sync/connections")


async def test_a_wrong_token_asks_again_and_says_why(desk_at: DeskAt) -> None:
    answers = {"sign_in": "token", "access_token": ["", "nonsense", f"Bearer {PORTAL_TOKEN}"]}
    desk, person = desk_at(answers, signed_in=False)
    assert (await sign_in(desk)).identity == "u_0199"
    assert person.errors == [
        "Paste the token first.",
        "Stackline did not accept this token. Copy all of it, once more.",
    ]
    kept = await desk.secrets.get("access_token")
    assert kept == Secret(PORTAL_TOKEN)
    assert desk.settings == {"sign_in": "token"}


async def test_a_token_that_cannot_even_be_sent_is_refused_at_its_field(desk_at: DeskAt) -> None:
    answers = {"sign_in": "token", "access_token": ["töken\nx", PORTAL_TOKEN]}
    desk, person = desk_at(answers, signed_in=False)
    await sign_in(desk)
    assert len(person.errors) == 1


async def test_going_back_from_the_token_chooses_again(desk_at: DeskAt) -> None:
    answers = {"sign_in": ["token", "browser"], "access_token": WentBack()}
    desk, _ = desk_at(answers, signed_in=False, browse=visit)
    assert (await sign_in(desk)).identity == "u_0199"
    assert desk.settings["sign_in"] == "browser"


async def test_refused_consent_brings_the_page_back_with_words(desk_at: DeskAt) -> None:
    visits = []

    async def refuse_then_allow(url: str) -> None:
        visits.append(url)
        await visit(url, allow=len(visits) > 1)

    desk, person = desk_at({"sign_in": "browser"}, signed_in=False, browse=refuse_then_allow)
    assert (await sign_in(desk)).identity == "u_0199"
    assert "Access was not granted" in person.errors[0]


async def test_an_unknown_client_comes_back_at_its_field(desk_at: DeskAt) -> None:
    control = desk_at.sandbox.control
    body = '{"error": "invalid_client", "error_description": "Unknown client."}'
    control.fault("text", "*/oauth/token", status=401, body=body)
    desk, person = desk_at({"sign_in": "browser"}, signed_in=False, browse=visit)
    assert (await sign_in(desk)).identity == "u_0199"
    assert person.errors == [
        "Stackline does not know this client ID. Check it, or sign in with an access token."
    ]


async def test_an_address_that_is_none_comes_back_at_its_field(desk_at: DeskAt) -> None:
    answers = {
        "sign_in": "browser",
        "authorize_url": ["ftp://nowhere", None],
        "token_url": ["", "http://shop.example/token", ""],
    }
    desk, person = desk_at(answers, signed_in=False, browse=visit)
    await sign_in(desk)
    assert len(person.errors) == 2
    assert "token_url" not in desk.settings


async def test_other_addresses_are_kept(desk_at: DeskAt) -> None:
    base = desk_at.sandbox.bases["stackline"]
    answers = {"sign_in": "browser", "token_url": f"{base}/oauth/token"}
    desk, _ = desk_at(answers, signed_in=False, browse=visit)
    await sign_in(desk)
    assert desk.settings["token_url"] == f"{base}/oauth/token"


async def test_at_the_vendors_own_host_the_demo_client_is_not_offered(table: Table) -> None:
    answers = {"sign_in": ["browser", "token"], "access_token": WentBack()}
    desk, person = table("https://sync-api.stackline.com", answers, signed_in=False)
    with pytest.raises(AssertionError):  # the script goes round until it is stopped
        await sign_in(desk)
    first = person.asked[0]
    assert isinstance(first, Form)
    assert first.fields[0].default == "token"
    assert first.fields[1].default is None
    assert "needs a client ID" in person.errors[0]


async def test_a_pasted_token_that_ends_needs_a_new_one(desk_at: DeskAt) -> None:
    desk, _ = desk_at()
    desk_at.sandbox.stackline.expire_tokens()
    with pytest.raises(SignInNeeded) as needed:
        await check(desk)
    assert str(needed.value) == (
        "Stackline no longer accepts the access token that was pasted. "
        "Sign in again with a new one."
    )


async def test_an_expired_token_is_renewed_once_for_all_who_ask(desk_at: DeskAt) -> None:
    desk, _ = desk_at({"sign_in": "browser"}, signed_in=False, browse=visit)
    await sign_in(desk)
    desk_at.sandbox.stackline.expire_tokens()
    accounts = await asyncio.gather(*(check(desk) for _ in range(4)))
    assert {account.identity for account in accounts} == {"u_0199"}
    asked = [r["path"] for r in desk_at.sandbox.control.requests()]
    assert sum(path.endswith("/oauth/token") for path in asked) == 2


async def test_a_revoked_sign_in_needs_the_person(desk_at: DeskAt) -> None:
    desk, _ = desk_at({"sign_in": "browser"}, signed_in=False, browse=visit)
    await sign_in(desk)
    desk_at.sandbox.stackline.revoke_tokens()
    with pytest.raises(SignInNeeded):
        await check(desk)


async def test_signing_out_revokes_a_browser_sign_in_and_leaves_a_pasted_token(
    desk_at: DeskAt,
) -> None:
    pasted, _ = desk_at()
    await sign_out(pasted)
    assert (await check(pasted)).identity == "u_0199"
    desk, _ = desk_at({"sign_in": "browser"}, signed_in=False, browse=visit)
    await sign_in(desk)
    await sign_out(desk)
    with pytest.raises(SignInNeeded):
        await check(desk)
