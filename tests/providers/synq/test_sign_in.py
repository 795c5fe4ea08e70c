from datetime import UTC, datetime
from typing import Any

import pytest

from orderdock.auth.steps import FieldKind
from orderdock.domain.errors import MissingAnswer, PersonCancelled, ProviderDown, SignInNeeded
from orderdock.providers.synq.sign_in import check, sign_in
from orderdock.sandbox.running import RunningSandbox
from tests.providers.synq.conftest import DeskAt
from tests.support.desk import Desks
from tests.support.sandbox import StartSandbox
from tests.support.scripted_dialogue import ScriptedDialogue, fields_of

TENANT, ORGANISATION = (f"{first}-2222-4333-8444-555555555555" for first in ("1" * 8, "a" * 8))
OPAQUE = "synq-sandbox-opaque-0199"
IDS = {"tenant_id": TENANT, "org_id": ORGANISATION}


async def test_a_token_is_enough_where_it_says_the_ids(desk_at: DeskAt) -> None:
    desk, person = desk_at.fresh({"token": f" Bearer {desk_at.control.token()}\n"})
    account = await sign_in(desk)
    assert account.identity == f"{TENANT}/{ORGANISATION}"
    assert desk.settings == IDS
    kinds = {field.key: field.kind for step in person.asked for field in fields_of(step)}
    assert kinds == {
        "token": FieldKind.PASSWORD,
        "tenant_id": FieldKind.UUID,
        "org_id": FieldKind.UUID,
    }
    assert await check(desk) == account


async def test_the_life_that_is_left_is_said(desk_at: DeskAt) -> None:
    desk, person = desk_at.fresh({"token": desk_at.control.token(life=1800)})
    await sign_in(desk)
    [said] = [told.message for told in person.told if told.stage == "notice"]
    assert "30 minutes more" in said or "29 minutes more" in said


async def test_a_token_that_is_no_jwt_works_with_both_ids(desk_at: DeskAt) -> None:
    ids = {key: value.upper() for key, value in IDS.items()}
    desk, person = desk_at.fresh({"token": OPAQUE, **ids})
    await sign_in(desk)
    assert desk.settings == IDS
    assert [told.message for told in person.told] == ["Checking the access."]


@pytest.mark.parametrize(
    ("first", "why"),
    [
        ({"token": "   "}, "Paste the token first"),
        ({"token": "nonsense", **IDS}, "did not accept this token"),
        ({"token": OPAQUE}, "does not say the Tenant ID"),
        ({"token": OPAQUE, **IDS, "org_id": ""}, "does not say the Organization ID"),
        ({"token": OPAQUE, **IDS, "tenant_id": "1234"}, "8-4-4-4-12"),
        ({"token": OPAQUE, **IDS, "tenant_id": ORGANISATION}, "another tenant"),
        ({"token": "tök\x00en", **IDS}, "no token"),
    ],
)
async def test_what_is_wrong_is_said_at_its_field_and_asked_again(
    desk_at: DeskAt, first: dict[str, str], why: str
) -> None:
    good = {"token": OPAQUE, **IDS}
    answers: dict[str, Any] = {key: [first.get(key, ""), good[key]] for key in good}
    desk, person = desk_at.fresh(answers)
    await sign_in(desk)
    assert len(person.errors) == 1
    assert why in person.errors[0]
    assert desk.settings == IDS


async def test_a_token_that_has_ended_is_said_to_have(desk_at: DeskAt) -> None:
    control = desk_at.control
    desk, person = desk_at.fresh({"token": [control.token(life=-60), control.token()]})
    await sign_in(desk)
    assert "did not accept this token. By its own word the token ended at" in person.errors[0]


@pytest.mark.parametrize("missing", ["role", "org_id"])
async def test_a_token_that_lacks_a_claim_is_said_in_synqs_words(
    desk_at: DeskAt, missing: str
) -> None:
    control = desk_at.control
    tokens = [control.token(claims={missing: None}), control.token()]
    desk, person = desk_at.fresh({"token": tokens, **IDS})
    await sign_in(desk)
    assert f"the claim {missing} is missing" in person.errors[0]
    assert "Ask whoever manages the account" in person.errors[0]


async def test_nothing_is_kept_of_a_token_that_was_refused(desk_at: DeskAt) -> None:
    desk, _ = desk_at.fresh({"token": ["nonsense", PersonCancelled()], **IDS})
    with pytest.raises(PersonCancelled):
        await sign_in(desk)
    assert desk.settings == {}
    assert await desk.secrets.get("access_token") is None


async def test_a_trouble_of_synqs_is_no_fault_of_the_token(
    sandbox: RunningSandbox, desk_at: DeskAt
) -> None:
    sandbox.control.fault("server-error", "/api/v1/channels", times=None)
    desk, person = desk_at.fresh({"token": desk_at.control.token()})
    with pytest.raises(ProviderDown):
        await sign_in(desk)
    assert person.errors == []


async def test_both_contradicting_answers_to_missing_headers_do_not_matter(
    desks: Desks, sandboxes: StartSandbox
) -> None:
    desk, _ = await DeskAt(desks, sandboxes("small,missing-headers-403")).signed_in()
    assert (await check(desk)).identity == f"{TENANT}/{ORGANISATION}"


async def test_a_repair_keeps_the_tenant_and_the_organization(desk_at: DeskAt) -> None:
    control = desk_at.control
    strangers = [control.token(tenant=2), control.token(claims={"org_id": TENANT})]
    desk, person = desk_at.fresh({"token": [*strangers, control.token()]}, settings=IDS)
    await sign_in(desk)
    assert ["another tenant." in error for error in person.errors] == [True, False]
    assert ["another organization." in error for error in person.errors] == [False, True]
    assert len(desk_at.asked()) == 1
    assert desk.settings == IDS
    assert [field.default for field in fields_of(person.asked[0])][1:] == [TENANT, ORGANISATION]


async def test_a_token_that_ends_is_asked_for_in_mid_work_and_proven_first(
    desk_at: DeskAt,
) -> None:
    control = desk_at.control
    fresh = control.token()
    answers = {"token": ["nonsense", control.token(tenant=2), fresh]}
    desk, person = await desk_at.signed_in(answers)
    control.end_tokens()
    await check(desk)
    assert person.titles == ["Synq needs a new token"] * 3
    assert person.keys == ["token"] * 3
    assert ["did not accept" in error for error in person.errors] == [True, False]
    kept = await desk.secrets.get("access_token")
    assert kept is not None
    assert kept.reveal() == fresh
    await check(desk)
    assert len(person.asked) == 3


async def test_with_nobody_there_a_new_sign_in_is_needed(desk_at: DeskAt) -> None:
    desk, person = await desk_at.signed_in()
    desk_at.control.end_tokens()
    with pytest.raises(SignInNeeded, match="nobody was there"):
        await check(desk)
    with pytest.raises(SignInNeeded):
        await check(desk)
    assert len(person.asked) == 1


async def test_a_person_who_cancels_is_not_asked_again(desk_at: DeskAt) -> None:
    desk, _ = await desk_at.signed_in({"token": PersonCancelled()})
    desk_at.control.end_tokens()
    with pytest.raises(PersonCancelled) as cancelled:
        await check(desk)
    assert isinstance(cancelled.value.still_needed, SignInNeeded)


async def test_the_token_is_kept_with_its_end(desk_at: DeskAt) -> None:
    desk, _ = await desk_at.signed_in()
    end = await desk.secrets.get("expires_at")
    assert end is not None
    left = datetime.fromisoformat(end.reveal()) - datetime.now(UTC)
    assert 3500 < left.total_seconds() <= 3600


async def test_no_answer_leaves_nothing(desk_at: DeskAt) -> None:
    desk, _ = desk_at.fresh()
    desk.dialogue = ScriptedDialogue()
    with pytest.raises(MissingAnswer) as missing:
        await sign_in(desk)
    assert missing.value.key == "token"
