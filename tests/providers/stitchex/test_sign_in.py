"""Signing in at the sandbox, wrong first; renewing; repairing."""

import re
from datetime import UTC, datetime

import pytest

from orderdock.auth.steps import Choice, Form, WentBack
from orderdock.connector.contract import Account
from orderdock.domain.errors import NotAllowed, OtherAccount, SignInNeeded, UnexpectedAnswer
from orderdock.domain.secret import Secret
from orderdock.providers.stitchex.api import StitchexApi
from orderdock.providers.stitchex.sign_in import check, sign_in
from tests.providers.stitchex.conftest import GOOD, DeskAt
from tests.support.desk import MemoryDrawer
from tests.support.fake_clock import FakeClock
from tests.support.sandbox import StartSandbox


def kept(desk: object) -> dict[str, Secret]:
    drawer = desk.secrets  # type: ignore[attr-defined]
    assert isinstance(drawer, MemoryDrawer)
    return drawer.kept


async def test_email_password_and_the_organisation_of_choice(desk_at: DeskAt) -> None:
    desk, person = desk_at.fresh({**GOOD, "organisation": "4102"})
    account = await sign_in(desk)
    assert account == Account("4102", "Harbour & Pine Outerwear, demo@example.com")
    assert person.keys == ["email", "password", "organisation"]
    form, choice = person.asked
    assert isinstance(form, Form)
    assert isinstance(choice, Choice)
    assert [(o.value, o.label) for o in choice.field.options] == [
        ("4101", "Acme Knitwear Demo"),
        ("4102", "Harbour & Pine Outerwear"),
    ]
    assert desk.settings == {
        "email": "demo@example.com",
        "organisation": "4102",
        "organisation_name": "Harbour & Pine Outerwear",
    }
    assert kept(desk)["password"].reveal() == "correct horse"
    assert set(kept(desk)) == {
        "access_token",
        "refresh_token",
        "expires_at",
        "token_life",
        "password",
    }
    assert await check(desk) == account


async def test_a_new_token_gets_its_organisation_and_shows_that_orders_can_be_read(
    desk_at: DeskAt,
) -> None:
    desk_at.control.manners(choice_of="token", without_choice="refused")
    desk, person = desk_at.fresh(GOOD)
    await sign_in(desk)
    asked = [r["path"].removeprefix("/stitchex") for r in desk_at.asked()]
    assert asked == [
        "/oauth/token",
        "/organisations",
        "/organisations/set_current_org",
        "/sales_orders",
    ]
    assert re.fullmatch(r"Orders found: [1-9]\d*\.", person.told[-1].message)


async def test_checking_leaves_the_current_organisation_alone(desk_at: DeskAt) -> None:
    desk = await desk_at.signed_in()
    await check(desk)
    assert not desk_at.asked("set_current_org")


async def test_somebody_who_may_not_see_orders_is_told_at_once(desk_at: DeskAt) -> None:
    desk_at.sandbox.control.fault("forbidden", "*/sales_orders", times=None)
    desk, _ = desk_at.fresh(GOOD)
    with pytest.raises(NotAllowed):
        await sign_in(desk)


async def test_a_single_organisation_is_taken_without_asking(desk_at: DeskAt) -> None:
    desk, person = desk_at.fresh({**GOOD, "email": "solo@example.com"})
    assert (await sign_in(desk)).identity == "4103"
    assert person.keys == ["email", "password"]


@pytest.mark.parametrize("status", ["401", "400", "200"])
async def test_wrong_password_asks_again_and_says_why(desk_at: DeskAt, status: str) -> None:
    desk_at.control.manners(refused_sign_in=status)
    desk, person = desk_at.fresh({**GOOD, "password": ["wrong", "correct horse"]})
    await sign_in(desk)
    assert person.errors == ["Stitchex did not accept this e-mail or password. Type them again."]


async def test_somebody_without_an_organisation_may_be_somebody_else(desk_at: DeskAt) -> None:
    desk, person = desk_at.fresh({**GOOD, "email": ["new@example.com", "demo@example.com"]})
    assert (await sign_in(desk)).identity == "4101"
    assert person.errors == [
        "new@example.com belongs to no organisation. Sign in as somebody else."
    ]


async def test_one_may_go_back_from_the_organisations(desk_at: DeskAt) -> None:
    desk, person = desk_at.fresh({**GOOD, "organisation": [WentBack(), "4101"]})
    await sign_in(desk)
    assert person.keys == ["email", "password", "organisation"] * 2


async def test_a_repair_keeps_the_organisation(desk_at: DeskAt) -> None:
    desk = await desk_at.signed_in(organisation="4102")
    again, person = desk_at.fresh(GOOD, settings=desk.settings)
    assert (await sign_in(again)).identity == "4102"
    assert person.keys == ["email", "password"]
    form = person.asked[0]
    assert isinstance(form, Form)
    assert form.fields[0].default == "demo@example.com"


async def test_a_repair_by_somebody_without_access_is_refused_in_words(desk_at: DeskAt) -> None:
    desk = await desk_at.signed_in()
    other, _ = desk_at.fresh({**GOOD, "email": "solo@example.com"}, settings=desk.settings)
    with pytest.raises(OtherAccount, match=r"solo@example\.com has no access to Acme Knitwear"):
        await sign_in(other)


async def test_a_dead_token_is_renewed_and_the_organisation_chosen_for_it(
    sandboxes: StartSandbox, desk_at: DeskAt
) -> None:
    desk_at.control.manners(choice_of="token", without_choice="refused")
    desk = await desk_at.signed_in()
    api, before = StitchexApi(desk), kept(desk)["access_token"]
    desk_at.control.expire_tokens()
    assert len(await api.organisations()) == 2
    assert kept(desk)["access_token"] != before
    asked = [r["path"].removeprefix("/stitchex") for r in desk_at.asked()]
    assert asked == [
        "/organisations",
        "/oauth/token",
        "/organisations/set_current_org",
        "/organisations",
    ]


async def test_where_refreshing_is_refused_the_password_signs_in_again(desk_at: DeskAt) -> None:
    desk = await desk_at.signed_in()
    desk_at.control.forget_tokens()
    assert (await check(desk)).identity == "4101"
    assert [r["status"] for r in desk_at.asked("/oauth/token")] == [401, 200]


async def test_the_older_form_has_no_refresh_token_and_signs_in_by_password(
    desk_at: DeskAt,
) -> None:
    desk_at.control.manners(renewable=False)
    desk = await desk_at.signed_in()
    assert "refresh_token" not in kept(desk)
    desk_at.control.forget_tokens()
    assert (await check(desk)).identity == "4101"
    assert [r["status"] for r in desk_at.asked("/oauth/token")] == [200]


async def test_a_changed_password_needs_the_person_and_is_tried_once(desk_at: DeskAt) -> None:
    desk = await desk_at.signed_in()
    desk_at.control.forget_tokens()
    desk_at.control.manners(password="another one")
    for _ in range(2):
        with pytest.raises(SignInNeeded, match="no longer accepts the saved sign-in"):
            await check(desk)
    assert len(desk_at.asked("/oauth/token")) == 2  # refresh token, password


async def test_a_token_that_is_refused_as_soon_as_it_is_given_needs_the_person(
    desk_at: DeskAt,
) -> None:
    desk = await desk_at.signed_in()
    for path in ("*/organisations", "*/set_current_org"):
        desk_at.sandbox.control.fault("unauthorized", path, times=None)
    with pytest.raises(SignInNeeded, match="no longer accepts the saved sign-in"):
        await check(desk)
    assert len(desk_at.asked("/oauth/token")) == 1


async def test_a_token_is_renewed_before_it_ends(desk_at: DeskAt) -> None:
    clock = FakeClock(datetime.now(UTC))
    desk, _ = desk_at.fresh(GOOD, clock=clock)
    await sign_in(desk)
    clock.pass_by(604_800 - 60)
    await check(desk)
    assert [r["status"] for r in desk_at.asked("/oauth/token")] == [200, 200]
    assert 401 not in {r["status"] for r in desk_at.asked()}


async def test_trouble_at_the_sign_in_is_no_wrong_password(desk_at: DeskAt) -> None:
    desk_at.sandbox.control.fault("html", "/oauth/token")
    desk, _ = desk_at.fresh(GOOD)
    with pytest.raises(UnexpectedAnswer, match="web page instead of the sign-in"):
        await sign_in(desk)
