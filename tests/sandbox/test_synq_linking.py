from urllib.parse import parse_qs, urlsplit

import pytest

from orderdock.sandbox.running import RunningSandbox
from orderdock.sandbox.synq.remote import SynqControl
from tests.sandbox.synq_customer import TENANT, Member
from tests.support.sandbox import fetch

INTEGRATIONS = "/api/v1/integrations"


@pytest.fixture
def control(sandbox: RunningSandbox) -> SynqControl:
    return SynqControl(sandbox.control)


@pytest.fixture
def member(sandbox: RunningSandbox, control: SynqControl) -> Member:
    return Member(sandbox.bases["synq"], control.token())


def allowed(member: Member, provider: str = "woocommerce") -> dict[str, str]:
    """What comes back when the person chooses a platform."""
    url = member.post(f"{INTEGRATIONS}/auth-url").json["auth_url"]
    page = fetch("POST", url, form={"provider": provider})
    assert page.status == 303
    assert page.headers["location"].startswith("http://127.0.0.1:8741/synq/callback?")
    return {key: v[0] for key, v in parse_qs(urlsplit(page.headers["location"]).query).items()}


def listed(member: Member) -> list[str]:
    rows = member.get(f"{INTEGRATIONS}/connections").json["connections"]
    return [row["unified_connection_id"] for row in rows]


def test_the_state_is_the_tenant_and_the_page_offers_platforms(member: Member) -> None:
    url = member.post(f"{INTEGRATIONS}/auth-url").json["auth_url"]
    assert parse_qs(urlsplit(url).query) == {"category": ["commerce"], "state": [TENANT]}
    page = fetch("GET", url)
    assert (page.status, b"Woocommerce" in page.body) == (200, True)
    assert fetch("GET", url.replace(TENANT, "nobody")).status == 400


def test_a_shop_is_listed_once_it_is_registered(member: Member, control: SynqControl) -> None:
    came = allowed(member)
    assert (came["provider"], came["category"], came["state"]) == (
        "woocommerce",
        "commerce",
        TENANT,
    )
    body = {key: came[key] for key in ("connection_id", "category", "provider")}
    assert came["connection_id"] not in listed(member)
    made = member.post(f"{INTEGRATIONS}/callback", body)
    assert (made.status, made.json) == (
        201,
        {"status": "success", "message": "Integration secured"},
    )
    assert came["connection_id"] in listed(member)
    assert [one["registered"] for one in control.shops()] == [1, 1]


@pytest.mark.parametrize(
    "body",
    [
        {"connection_id": "", "provider": "amazon"},
        {"provider": "amazon"},
        {"connection_id": "conn_never_seen", "provider": "amazon"},
        {"connection_id": "a/b", "provider": "amazon"},
        {"connection_id": "conn", "provider": "Amazon"},
        {"connection_id": "conn", "provider": "amazon", "category": "music"},
        ["conn"],
    ],
)
def test_a_callback_that_makes_no_sense_is_refused(member: Member, body: object) -> None:
    answer = member.post(f"{INTEGRATIONS}/callback", body)
    assert (answer.status, list(answer.json)) == (400, ["error"])


def test_a_refusal_comes_back_as_an_error(member: Member) -> None:
    assert allowed(member, "")["error"] == "access_denied"


def test_other_names_on_the_redirect(member: Member, control: SynqControl) -> None:
    control.manners(redirect_names="unified")
    assert set(allowed(member)) == {"id", "state"}


def test_synq_may_register_by_itself_and_list_it_late(member: Member, control: SynqControl) -> None:
    control.manners(redirect="here", polls=2)
    url = member.post(f"{INTEGRATIONS}/auth-url").json["auth_url"]
    page = fetch("POST", url, form={"provider": "amazon"})
    key = page.body.decode().partition("<code>")[2].partition("<")[0]
    assert [key in listed(member) for _ in range(4)] == [False, False, True, True]
    assert control.shops()[-1]["registered"] == 1


def test_linking_may_need_an_admin(sandbox: RunningSandbox, control: SynqControl) -> None:
    control.manners(linking_role="admin")
    editor = Member(sandbox.bases["synq"], control.token(claims={"role": "Editor"}))
    assert editor.post(f"{INTEGRATIONS}/auth-url").status == 403
    assert editor.get(f"{INTEGRATIONS}/connections").status == 200


def test_a_dropped_shop_is_listed_no_more(member: Member, control: SynqControl) -> None:
    control.drop_shop(listed(member)[0])
    assert listed(member) == []
