import pytest

from orderdock.sandbox.running import RunningSandbox
from orderdock.sandbox.stitchex.remote import StitchexControl
from tests.sandbox.stitchex_customer import EMAIL, PASSWORD, Buyer
from tests.support.sandbox import StartSandbox, fetch


@pytest.fixture
def base(sandbox: RunningSandbox) -> str:
    return sandbox.bases["stitchex"]


def test_email_and_password_give_a_token_for_a_week_and_what_renews_it(base: str) -> None:
    grant = Buyer(base).grant
    assert grant["token_type"] == "Bearer"
    assert grant["expires_in"] == 604_800
    assert isinstance(grant["created_at"], int)
    assert grant["refresh_token"]


def test_the_older_form_lasts_a_year_and_is_not_renewed(sandboxes: StartSandbox) -> None:
    buyer = Buyer(sandboxes("older-tokens").bases["stitchex"])
    assert buyer.grant["expires_in"] == 31_536_000
    assert "refresh_token" not in buyer.grant


@pytest.mark.parametrize("status", [401, 400, 200])
@pytest.mark.parametrize(("email", "password"), [(EMAIL, "wrong"), ("a@example.com", PASSWORD)])
def test_a_wrong_sign_in_is_refused(
    sandbox: RunningSandbox, status: int, email: str, password: str
) -> None:
    StitchexControl(sandbox.control).manners(refused_sign_in=str(status))
    body = {"email": email, "password": password, "grant_type": "password"}
    answer = fetch("POST", f"{sandbox.bases['stitchex']}/oauth/token", body=body)
    assert (answer.status, answer.json["error"]) == (status, "invalid_grant")


def test_a_refresh_token_works_once(base: str) -> None:
    buyer = Buyer(base)
    renewed = buyer.refresh(buyer.grant["refresh_token"])
    assert renewed.status == 200
    assert buyer.refresh(buyer.grant["refresh_token"]).status == 401


def test_a_token_may_be_asked_for_a_shorter_life_and_ends(sandbox: RunningSandbox) -> None:
    buyer = Buyer(sandbox.bases["stitchex"], life=60)
    assert buyer.grant["expires_in"] == 60
    assert buyer.get("/organisations").status == 200
    sandbox.control.advance(61)
    assert buyer.get("/organisations").status == 401


def test_nothing_without_a_token(base: str) -> None:
    for path in ("/organisations", "/sales_orders", "/sales_orders/1", "/seasons", "/skus"):
        assert fetch("GET", f"{base}{path}").status == 401


def test_organisations_of_the_person_and_no_others(base: str) -> None:
    buyer = Buyer(base)
    answer = buyer.get("/organisations").json
    assert [one["id"] for one in answer["organisations"]] == [4101, 4102]
    assert "meta" not in answer
    assert buyer.choose(4103).status == 403
    set_it = buyer.choose(4102)
    assert (set_it.status, set_it.json) == (201, {"Status": "Updated"})


def test_the_choice_is_the_persons_whatever_the_token(base: str) -> None:
    one, other = Buyer(base), Buyer(base, organisation=4102)
    for buyer in (one, other):
        orders = buyer.get("/sales_orders").json["sales_orders"]
        assert {order["organisation_id"] for order in orders} == {4102}


def test_the_choice_may_be_the_tokens(sandboxes: StartSandbox) -> None:
    base = sandboxes("small,token-choice").bases["stitchex"]
    one, _ = Buyer(base), Buyer(base, organisation=4102)
    orders = one.get("/sales_orders").json["sales_orders"]
    assert {order["organisation_id"] for order in orders} == {4101}
    assert Buyer(base, organisation=None).get("/sales_orders").status == 403


def test_a_person_without_an_organisation_gets_nothing(base: str) -> None:
    buyer = Buyer(base, "new@example.com", organisation=None)
    assert buyer.get("/organisations").json == {"organisations": []}
    assert buyer.get("/sales_orders").status == 403


def test_tokens_can_be_ended_and_refresh_tokens_forgotten(sandbox: RunningSandbox) -> None:
    control = StitchexControl(sandbox.control)
    buyer = Buyer(sandbox.bases["stitchex"])
    control.expire_tokens()
    assert buyer.get("/organisations").status == 401
    buyer.grant = buyer.refresh(buyer.grant["refresh_token"]).json
    assert buyer.get("/organisations").status == 200
    control.forget_tokens()
    assert buyer.get("/organisations").status == 401
    assert buyer.refresh(buyer.grant["refresh_token"]).status == 401
