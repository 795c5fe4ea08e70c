"""Connecting and repairing retailers at the sandbox, wrong answers first."""

from typing import Any

import pytest

from orderdock.auth.steps import Choice, Form, WentBack
from orderdock.connector.contract import Link
from orderdock.domain.errors import (
    MissingAnswer,
    NotAllowed,
    PersonCancelled,
    ProviderDown,
    Unreachable,
)
from orderdock.domain.secret import Secret
from orderdock.providers.stackline.link import REASSURANCE, link
from orderdock.providers.stackline.sign_in import sign_in
from orderdock.sandbox.running import RunningSandbox
from tests.providers.stackline.conftest import DeskAt, Table, visit
from tests.support.sandbox import StartSandbox

GOOD: dict[str, Any] = {
    "username": "demo@example.com",
    "password": "correct horse",
    "mfa_method": "sms",
    "mfa_code": "424242",
}
AMAZON, WALMART, TARGET, COSTCO, KROGER, BEST_BUY, HOME_DEPOT = "1234567"


async def test_a_retailer_without_a_code_is_connected_at_once(desk_at: DeskAt) -> None:
    desk, person = desk_at({**GOOD, "retailer": WALMART})
    assert await link(desk, None) == Link("2", "Walmart")
    assert person.keys == ["retailer", "username", "password", "cipher"]
    assert person.errors == []
    assert person.stages[:2] == ["encrypting", "sending"]
    assert person.stages[-1] == "verified"


async def test_the_form_says_that_it_is_encrypted_and_the_choice_shows_what_can_be_had(
    desk_at: DeskAt,
) -> None:
    desk, person = desk_at({**GOOD, "retailer": WALMART})
    await link(desk, None)
    choice, form = person.asked
    assert isinstance(choice, Choice)
    assert isinstance(form, Form)
    assert form.reassurance == REASSURANCE
    options = {option.label: option for option in choice.field.options}
    assert options["Amazon"].picture_url.endswith(".png")
    assert options["Amazon"].value == AMAZON
    assert not options["Instacart"].enabled
    assert "cannot read Instacart" in options["Instacart"].why_not


async def test_choose_then_enter_a_code(desk_at: DeskAt) -> None:
    desk, person = desk_at({**GOOD, "retailer": AMAZON})
    await link(desk, None)
    assert person.keys[-2:] == ["mfa_method", "mfa_code"]
    *_, code = person.asked
    assert isinstance(code, Form)
    assert "sent by text message" in code.message


async def test_a_code_may_be_typed_with_spaces(desk_at: DeskAt) -> None:
    desk, person = desk_at({**GOOD, "retailer": TARGET, "mfa_code": " 424 242 "})
    await link(desk, None)
    assert person.errors == []


async def test_wrong_password_asks_again_and_says_why(desk_at: DeskAt) -> None:
    desk, person = desk_at({**GOOD, "retailer": COSTCO, "password": ["wrong", "battery staple"]})
    assert await link(desk, None) == Link("4", "Costco")
    assert person.keys.count("retailer") == 1
    (said,) = person.errors
    assert said.startswith("Costco did not accept this user name or password.")
    sent = [r for r in desk_at.sandbox.control.requests() if r["path"].endswith("/connect")]
    assert len(sent) == 2


async def test_wrong_code_twice_then_right(desk_at: DeskAt) -> None:
    desk, person = desk_at({**GOOD, "retailer": TARGET, "mfa_code": ["1", "2", "424242"]})
    await link(desk, None)
    assert person.keys.count("mfa_code") == 3
    assert set(person.errors) == {
        "Target did not accept this code. A new one is on its way; enter the latest."
    }


async def test_three_wrong_codes_lead_back_to_the_choice(desk_at: DeskAt) -> None:
    desk, person = desk_at({**GOOD, "retailer": [TARGET, WALMART], "mfa_code": ["1", "2", "3"]})
    assert await link(desk, None) == Link("2", "Walmart")
    assert person.keys.count("retailer") == 2
    assert "Target saw too many attempts" in person.errors[-1]


async def test_a_late_code_leads_back_to_the_choice(desk_at: DeskAt) -> None:
    desk, person = desk_at({**GOOD, "retailer": [KROGER, WALMART], "mfa_code": ["424242"] * 3})
    assert await link(desk, None) == Link("2", "Walmart")
    assert "too late" in person.errors[-1]


@pytest.mark.parametrize(
    ("retailer", "sentence"),
    [
        (BEST_BUY, "Best Buy cannot be reached by Stackline right now. Try again later."),
        (HOME_DEPOT, "Home Depot did not answer Stackline in time. Try again later."),
    ],
)
async def test_a_retailer_in_trouble_leads_back_to_the_choice(
    desk_at: DeskAt, retailer: str, sentence: str
) -> None:
    desk, person = desk_at({**GOOD, "retailer": [retailer, WALMART]})
    assert await link(desk, None) == Link("2", "Walmart")
    assert person.errors == [sentence]


async def test_where_nobody_chooses_another_the_trouble_itself_is_the_end(
    desk_at: DeskAt,
) -> None:
    desk, _ = desk_at({**GOOD, "retailer": [BEST_BUY]})
    with pytest.raises(ProviderDown, match="Best Buy cannot be reached"):
        await link(desk, None)


async def test_one_that_cannot_be_connected_says_why_and_unknown_ones_ask_again(
    desk_at: DeskAt,
) -> None:
    desk, person = desk_at({**GOOD, "retailer": ["9", "999", "walmart"]})
    assert await link(desk, None) == Link("2", "Walmart")
    assert "cannot read Instacart" in person.errors[0]
    assert person.errors[1] == "Choose one of the retailers in the list."


async def test_going_back_from_the_form_chooses_again(desk_at: DeskAt) -> None:
    desk, person = desk_at(
        {**GOOD, "retailer": [AMAZON, WALMART], "username": [WentBack(), "demo@example.com"]}
    )
    assert await link(desk, None) == Link("2", "Walmart")
    assert person.errors == []


async def test_going_back_from_the_code_offers_another_way(desk_at: DeskAt) -> None:
    desk, person = desk_at(
        {
            **GOOD,
            "retailer": AMAZON,
            "mfa_method": ["sms", "email"],
            "mfa_code": [WentBack(), "424242"],
        }
    )
    await link(desk, None)
    assert person.keys[-4:] == ["mfa_method", "mfa_code", "mfa_method", "mfa_code"]
    last = person.asked[-1]
    assert isinstance(last, Form)
    assert "sent by e-mail" in last.message


async def test_a_broken_link_is_repaired_without_choosing(desk_at: DeskAt) -> None:
    desk_at.sandbox.stackline.set_connection(3, "invalid")
    desk, person = desk_at({**GOOD, "password": ["wrong", "correct horse"]})
    assert await link(desk, Link("3", "Target", usable=False)) == Link("3", "Target")
    assert "retailer" not in person.keys
    assert len(person.errors) == 1


async def test_repairing_what_stackline_no_longer_knows_connects_it(desk_at: DeskAt) -> None:
    desk, _ = desk_at(GOOD)
    assert await link(desk, Link("3", "Target")) == Link("3", "Target")


async def test_repairing_a_retailer_that_is_down_ends_with_its_sentence(desk_at: DeskAt) -> None:
    desk_at.sandbox.stackline.set_connection(7, "invalid")
    desk, _ = desk_at(GOOD)
    with pytest.raises(Unreachable, match="Home Depot did not answer"):
        await link(desk, Link("7", "Home Depot"))


async def test_nobody_there_for_the_code_is_said(desk_at: DeskAt) -> None:
    desk, _ = desk_at({**GOOD, "retailer": TARGET, "mfa_code": []})
    with pytest.raises(MissingAnswer) as missing:
        await link(desk, None)
    assert missing.value.key == "mfa_code"


async def test_a_cancelled_code_cancels(desk_at: DeskAt) -> None:
    desk, _ = desk_at({**GOOD, "retailer": TARGET, "mfa_code": PersonCancelled()})
    with pytest.raises(PersonCancelled):
        await link(desk, None)


@pytest.mark.parametrize("scheme", "abcde")
async def test_every_cipher_opens_at_the_other_end(
    sandboxes: StartSandbox, table: Table, scheme: str
) -> None:
    box = sandboxes(f"cipher-{scheme}")
    desk, person = table(box.bases["stackline"], {**GOOD, "retailer": WALMART, "cipher": scheme})
    await link(desk, None)
    assert person.errors == []


async def test_the_cipher_of_the_settings_is_the_default(
    sandboxes: StartSandbox, table: Table
) -> None:
    box = sandboxes("cipher-c")
    answers = {**GOOD, "retailer": WALMART}
    desk, _ = table(box.bases["stackline"], answers, assumptions={"cipher": "c"})
    await link(desk, None)


async def test_a_cipher_that_does_not_fit_the_token_comes_back_at_its_field(
    desk_at: DeskAt,
) -> None:
    desk, person = desk_at({**GOOD, "retailer": WALMART, "cipher": ["d", "a"]})
    await link(desk, None)
    (said,) = person.errors
    assert said.startswith("The one-time token is no key")


@pytest.mark.parametrize(
    "scenario",
    [
        "wrapped",
        "wrapped-data",
        "no-ids",
        "connection-ids",
        "numbers-as-text",
        "numeric-stamp",
        "events-on-item",
        "events-on-session",
        "option-objects",
        "same-request-id",
        "error-text",
        "silent",
    ],
)
async def test_shapes_that_no_document_fixes_make_no_difference(
    sandboxes: StartSandbox, table: Table, scenario: str
) -> None:
    box = sandboxes(scenario)
    answers = {**GOOD, "retailer": AMAZON, "mfa_code": ["000000", "424242"]}
    desk, person = table(box.bases["stackline"], answers)
    assert await link(desk, None) == Link("1", "Amazon")
    assert person.keys.count("mfa_method") == 1
    assert person.keys.count("mfa_code") == 2
    assert len(person.errors) == 1


async def test_a_stale_stamp_is_replaced_once(sandbox: RunningSandbox, desk_at: DeskAt) -> None:
    body = '{"code": "totp_expired", "message": "This currentStamp is too old."}'
    sandbox.control.fault("text", "*/connections/connect", status=400, body=body)
    desk, person = desk_at({**GOOD, "retailer": WALMART})
    await link(desk, None)
    asked = [r["path"] for r in sandbox.control.requests()]
    assert sum(path.endswith("/auth/totp") for path in asked) == 2
    assert person.errors == []


async def test_too_many_attempts_close_the_retailer_for_five_minutes(
    sandbox: RunningSandbox, desk_at: DeskAt
) -> None:
    body = '{"code": "too_many_attempts", "message": "Too many."}'
    sandbox.control.fault("text", "*/connections/connect", status=429, body=body)
    desk, person = desk_at({**GOOD, "retailer": [TARGET, TARGET, WALMART]})
    await link(desk, None)
    assert "Wait 5 minutes" in person.errors[0]
    assert "Try again in 5 minutes" in person.errors[1]
    assert "blocked_until.3" in desk.settings


async def test_a_token_that_ends_while_polling_is_renewed(desk_at: DeskAt) -> None:
    answers = {**GOOD, "sign_in": "browser", "retailer": TARGET}
    desk, person = desk_at(answers, signed_in=False, browse=visit)
    account = await sign_in(desk)
    assert account.identity == "u_0199"
    before = await desk.secrets.get("access_token")
    desk_at.sandbox.stackline.expire_tokens()
    await link(desk, None)
    assert person.errors == []
    assert await desk.secrets.get("access_token") != before


async def test_a_missing_permission_is_named(desk_at: DeskAt) -> None:
    desk, _ = desk_at({**GOOD, "retailer": WALMART})
    await desk.secrets.put({"access_token": Secret("sandbox-readonly-0199")})
    with pytest.raises(NotAllowed, match="permission"):
        await link(desk, None)
