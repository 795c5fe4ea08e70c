"""Signing in at the sandbox, wrong first; one token for all; losing it to somebody else."""

import asyncio
import json
from typing import Any

import pytest

from orderdock.auth.steps import Form
from orderdock.connector.contract import Account, Desk
from orderdock.domain.errors import NotThere, SignInNeeded, UnexpectedAnswer
from orderdock.domain.secret import Secret
from orderdock.providers.stock2shop.api import Stock2ShopApi
from orderdock.providers.stock2shop.provider import PROVIDER
from orderdock.providers.stock2shop.sign_in import check, sign_in
from tests.providers.stock2shop.conftest import GOOD, DeskAt
from tests.sandbox.stock2shop_merchant import Merchant
from tests.support.desk import MemoryDrawer


def kept(desk: Desk) -> dict[str, str]:
    assert isinstance(desk.secrets, MemoryDrawer)
    return {name: secret.reveal() for name, secret in desk.secrets.kept.items()}


async def test_user_name_password_and_currency_are_asked_on_one_form(desk_at: DeskAt) -> None:
    desk, person = desk_at.fresh(GOOD)
    account = await sign_in(desk)
    assert account == Account("77", "orders.acme, Acme Trading (read_only)")
    assert person.keys == ["username", "password", "currency"]
    (form,) = person.asked
    assert isinstance(form, Form)
    currency = form.fields[2]
    assert currency.default == "ZAR"
    assert "your word" in currency.help
    assert person.stages == ["checking", "verified"]
    assert "read_only" in person.told[-1].message
    assert (desk.settings["username"], desk.settings["currency"]) == ("orders.acme", "ZAR")
    assert desk.settings["role"] == "read_only"
    assert set(kept(desk)) == {"access_token", "password"}
    assert await check(desk) == account


async def test_no_role_is_an_administrator(desk_at: DeskAt) -> None:
    desk, person = desk_at.fresh({**GOOD, "username": "admin.acme"})
    assert (await sign_in(desk)).shown == "admin.acme, Acme Trading (administrator)"
    assert "notice" not in person.stages


async def test_the_word_admin_counts_more_than_a_role_beside_it(desk_at: DeskAt) -> None:
    user = {"token": "t", "admin": 1, "channels": [{"id": 310}], "role_description": "all"}
    body = json.dumps({"system_user": user})
    desk_at.sandbox.control.fault("text", "*/authenticate", status=200, body=body)
    desk, person = desk_at.fresh(GOOD)
    assert (await sign_in(desk)).shown == "orders.acme (administrator)"
    assert "notice" not in person.stages
    assert desk.settings["channel_id"] == ""


async def test_a_role_that_may_not_reach_orders_is_said_and_not_stopped(desk_at: DeskAt) -> None:
    desk, person = desk_at.fresh({**GOOD, "username": "stock.acme"})
    await sign_in(desk)
    assert person.told[-1].message == "The role product_editor may not be allowed to read orders."


@pytest.mark.parametrize("refusal", ["401", "403", "200-errors", "200-empty"])
async def test_a_wrong_password_asks_again_and_says_why(desk_at: DeskAt, refusal: str) -> None:
    desk_at.control.manners(refusal=refusal)
    desk, person = desk_at.fresh({**GOOD, "password": ["wrong", "correct horse"]})
    await sign_in(desk)
    assert person.errors == [
        "Stock2Shop did not accept this user name or password. Type them again."
    ]
    assert len(desk_at.asked("authenticate")) == 2


async def test_a_currency_is_three_letters_and_is_looked_at_before_signing_in(
    desk_at: DeskAt,
) -> None:
    desk, person = desk_at.fresh({**GOOD, "currency": ["Rand", "", "usd"]})
    await sign_in(desk)
    assert person.errors == ["A currency is three letters. Type ZAR or USD, say."] * 2
    assert desk.settings["currency"] == "USD"
    assert len(desk_at.asked("authenticate")) == 1


async def test_a_repair_suggests_what_was_there(desk_at: DeskAt) -> None:
    known = {"username": "orders.acme", "currency": "NAD"}
    desk, _ = desk_at.fresh({"password": "correct horse"}, settings=known)
    await sign_in(desk)
    assert desk.settings["currency"] == "NAD"


async def test_another_user_of_the_same_merchant_is_the_same_account(desk_at: DeskAt) -> None:
    one, other, foreign = [
        await sign_in(desk_at.fresh({**GOOD, "username": name})[0])
        for name in ("orders.acme", "admin.acme", "orders.baobab")
    ]
    assert one.identity == other.identity != foreign.identity


@pytest.mark.parametrize("answer", ["html", "empty", "text"])
async def test_a_web_page_is_no_refused_password(desk_at: DeskAt, answer: str) -> None:
    desk_at.sandbox.control.fault(answer, "*/authenticate", times=None, body="[1]")
    desk, _ = desk_at.fresh(GOOD)
    with pytest.raises(UnexpectedAnswer):
        await sign_in(desk)


async def test_a_wrong_address_is_no_refused_password(desk_at: DeskAt) -> None:
    desk_at.sandbox.control.fault("not-found", "*/authenticate")
    desk, _ = desk_at.fresh(GOOD)
    with pytest.raises(NotThere):
        await sign_in(desk)


# one shared token


@pytest.mark.parametrize("refusal", ["401", "403", "200-errors", "200-empty"])
async def test_a_token_that_ended_is_renewed_in_silence(desk_at: DeskAt, refusal: str) -> None:
    desk = await desk_at.signed_in()
    before = kept(desk)["access_token"]
    desk_at.control.manners(refusal=refusal)
    desk_at.control.forget_tokens()
    await check(desk)
    assert kept(desk)["access_token"] != before
    assert len(desk_at.asked("authenticate")) == 1


async def test_many_calls_at_once_renew_once_and_do_not_fight(desk_at: DeskAt) -> None:
    desk = await desk_at.signed_in()
    desk_at.control.sign_in_elsewhere()
    api = Stock2ShopApi(desk)
    async with asyncio.TaskGroup() as group:
        for _ in range(8):
            group.create_task(api.records("channels"))
    assert len(desk_at.asked("authenticate")) == 1


async def test_a_second_refusal_in_a_row_ends_with_words_about_another_login(
    desk_at: DeskAt,
) -> None:
    desk = await desk_at.signed_in()
    desk_at.sandbox.control.fault("unauthorized", "*/channels", times=None)
    with pytest.raises(SignInNeeded, match="nother login with this user may have invalidated"):
        await check(desk)
    assert len(desk_at.asked("authenticate")) == 1
    assert len(desk_at.asked("channels")) == 2


async def test_a_fight_with_another_program_is_given_up(desk_at: DeskAt) -> None:
    desk = await desk_at.signed_in()
    for _ in range(3):
        desk_at.control.sign_in_elsewhere()
        await check(desk)
    desk_at.control.sign_in_elsewhere()
    with pytest.raises(SignInNeeded, match="nother login"):
        await check(desk)
    assert len(desk_at.asked("authenticate")) == 3


async def test_a_password_that_changed_is_tried_once_and_then_forgotten(desk_at: DeskAt) -> None:
    desk = await desk_at.signed_in()
    desk_at.control.manners(password="another horse")
    desk_at.control.forget_tokens()
    for _ in range(3):
        desk.http.authorizer = PROVIDER.authorize(desk)  # as in a later run
        with pytest.raises(SignInNeeded, match="ign in"):
            await check(desk)
    assert len(desk_at.asked("authenticate")) == 1
    assert "password" not in kept(desk)


async def test_a_later_run_uses_the_kept_token_first(desk_at: DeskAt) -> None:
    desk = await desk_at.signed_in()
    later, _ = desk_at.fresh(
        secrets={name: Secret(value) for name, value in kept(desk).items()}, settings=desk.settings
    )
    await check(later)
    assert desk_at.asked("authenticate") == []


async def test_connections_of_one_user_take_turns() -> None:
    assert PROVIDER.shares is not None
    assert PROVIDER.shares({"username": "Orders.Acme"}) == PROVIDER.shares(
        {"username": "orders.acme"}
    )
    assert PROVIDER.shares({}) == ""


async def test_the_token_stands_in_the_query_and_nowhere_else(desk_at: DeskAt) -> None:
    desk = await desk_at.signed_in()
    await check(desk)
    token = kept(desk)["access_token"]
    (asked,) = desk_at.asked("channels")
    assert asked["query"] == ["format", "token"]
    assert token not in str(desk_at.sandbox.control.requests()) + str(desk.settings)
    assert desk_at.asked(token) == []


async def test_nothing_secret_is_said_when_the_provider_echoes_it(desk_at: DeskAt) -> None:
    desk = await desk_at.signed_in()
    token = kept(desk)["access_token"]
    body = f'{{"message": "bad token {token} given"}}'
    desk_at.sandbox.control.fault("text", "*/channels", status=400, body=body, times=None)
    with pytest.raises(Exception, match="bad token") as caught:
        await check(desk)
    assert token not in str(caught.value) + repr(caught.value)


async def test_a_limited_users_products_are_asked_for_by_channel(desk_at: DeskAt) -> None:
    desk = await desk_at.signed_in(username="trade.acme")
    body: dict[str, Any] = {"size": 1, "from": 0}
    found = await Stock2ShopApi(desk).search("products", body)
    assert found.total == 133
    assert "channel_id" in desk_at.asked("products/elastic_search")[0]["query"]


async def test_the_sandbox_itself_ends_earlier_tokens(desk_at: DeskAt) -> None:
    """What the tests above rely on."""
    merchant = Merchant(desk_at.sandbox.bases["stock2shop"])
    await desk_at.signed_in()
    assert merchant.get("/v1/channels").status == 401
