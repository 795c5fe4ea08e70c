import base64
import json
import time
from pathlib import Path

import pytest

from orderdock.sandbox.running import RunningSandbox
from orderdock.sandbox.synq.remote import SynqControl
from tests.sandbox.synq_customer import ORDERS, ORGANISATION, TENANT, Member
from tests.support.sandbox import StartSandbox, fetch

CHANNELS = "/api/v1/channels"


@pytest.fixture
def control(sandbox: RunningSandbox) -> SynqControl:
    return SynqControl(sandbox.control)


@pytest.fixture
def base(sandbox: RunningSandbox) -> str:
    return sandbox.bases["synq"]


def claims_of(token: str) -> dict[str, object]:
    claims: dict[str, object] = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
    return claims


def test_the_demo_token_is_an_id_token_that_lasts_an_hour(sandbox: RunningSandbox) -> None:
    answers = sandbox.demo["synq"]["answers"]
    claims = claims_of(answers["token"])
    assert (claims["tenantid"], claims["org_id"]) == (TENANT, ORGANISATION)
    assert (answers["tenant_id"], answers["org_id"]) == (TENANT, ORGANISATION)
    assert 3500 < float(str(claims["exp"])) - time.time() <= 3600
    assert Member(sandbox.bases["synq"], answers["token"]).get(CHANNELS).status == 200


@pytest.mark.parametrize("path", [ORDERS, CHANNELS, "/api/v1/pim/products", "/api/v1/audit"])
def test_nothing_without_a_token(base: str, path: str) -> None:
    answer = fetch("GET", f"{base}{path}")
    assert answer.status == 401
    assert answer.json["error"].startswith("Unauthorized: Missing or invalid Authorization")


def test_three_headers_are_needed(base: str, control: SynqControl) -> None:
    for name in ("X-Tenant-ID", "X-Org-ID"):
        member = Member(base, control.token())
        del member.headers[name]
        assert member.get(CHANNELS).status == 401
        control.manners(missing_headers="403")
        assert member.get(CHANNELS).status == 403
        control.manners(missing_headers="401")
        member.headers[name] = "99999999-2222-4333-8444-555555555555"
        assert member.get(CHANNELS).status == 403


def test_a_missing_claim_is_forbidden_and_a_bad_token_is_not_known(
    base: str, control: SynqControl
) -> None:
    for name in ("tenantid", "org_id", "role"):
        assert Member(base, control.token(claims={name: None})).get(CHANNELS).status == 403
    token = control.token()
    assert Member(base, f"{token[:-4]}AAAA").get(CHANNELS).status == 401
    assert Member(base, "not.a.token").get(CHANNELS).status == 401
    assert Member(base, control.token(tenant=2)).get(CHANNELS).status == 403


def test_tokens_end_by_time_or_all_at_once(
    sandbox: RunningSandbox, base: str, control: SynqControl
) -> None:
    member = Member(base, control.token(life=60))
    assert member.get(CHANNELS).status == 200
    sandbox.control.advance(61)
    assert member.get(CHANNELS).status == 401
    member, opaque = Member(base, control.token()), Member(base, "synq-sandbox-opaque-0199")
    assert (member.get(CHANNELS).status, opaque.get(CHANNELS).status) == (200, 200)
    control.end_tokens()
    assert (member.get(CHANNELS).status, opaque.get(CHANNELS).status) == (401, 401)
    assert Member(base, control.token()).get(CHANNELS).status == 200


def test_errors_are_one_text(sandbox: RunningSandbox, base: str, control: SynqControl) -> None:
    member = Member(base, control.token())
    assert member.get(f"{ORDERS}/nothing").json == {"error": "Order not found"}
    assert member.get("/nowhere").json == {"error": "Not found."}
    sandbox.control.fault("forbidden", path=CHANNELS)
    assert list(member.get(CHANNELS).json) == ["error"]
    sandbox.control.fault("html", path=CHANNELS)
    assert b"<html" in member.get(CHANNELS).body


def test_too_fast_or_two_at_once_is_refused(base: str, control: SynqControl) -> None:
    member = Member(base, control.token())
    control.manners(per_second=0.001)
    assert [member.get(CHANNELS).status for _ in range(2)] == [200, 429]


def test_the_dashboard_shows_a_token_that_works(base: str) -> None:
    page = fetch("GET", f"{base}/dashboard").body.decode()
    token = page.partition('class="token">')[2].partition("<")[0]
    assert Member(base, token).get(CHANNELS).status == 200


def test_a_restart_forgets_nothing_and_keeps_no_token(
    sandboxes: StartSandbox, tmp_path: Path
) -> None:
    state = tmp_path / "state.json"
    one = sandboxes(state=state)
    control = SynqControl(one.control)
    token = control.token()
    member = Member(one.bases["synq"], token)
    assert member.get(CHANNELS).status == 200
    made = control.insert_order({4: 2})
    control.change_order(3, status="returned", quantities={0: 9})
    control.delete_order(5)
    shop = control.authorise_shop("amazon")
    control.end_tokens()
    other = sandboxes(state=state)
    again = SynqControl(other.control)
    assert Member(other.bases["synq"], token).get(CHANNELS).status == 401
    assert again.truth() == control.truth()
    assert shop["id"] in {one["id"] for one in again.shops()}
    assert again.insert_order({0: 1})["_number"] == made["_number"] + 1
    assert token not in state.read_text()
