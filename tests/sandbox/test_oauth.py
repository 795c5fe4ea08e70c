import pytest

from orderdock.sandbox.running import RunningSandbox
from tests.sandbox.customer import CLIENT, REDIRECT, Browser, Customer
from tests.support.sandbox import Visitor, fetch


@pytest.fixture
def browser(sandbox: RunningSandbox) -> Browser:
    return Browser(sandbox.bases["stackline"])


def works(base: str, token: str) -> bool:
    return Customer(base, token).get("/sync/connections").status == 200


def test_a_person_signs_in_and_the_program_gets_tokens(browser: Browser) -> None:
    back = browser.walk()
    assert back["state"] == browser.state
    answer = browser.redeem(back["code"])
    tokens = answer.json
    assert tokens["token_type"] == "Bearer"
    assert tokens["expires_in"] == 3600
    assert answer.headers["cache-control"] == "no-store"
    assert works(browser.base, tokens["access_token"])


def test_refusing_consent_sends_access_denied(browser: Browser) -> None:
    back = browser.walk(allow=False)
    assert (back["error"], back["state"]) == ("access_denied", browser.state)


def test_wrong_number_and_wrong_code_are_said_on_the_page(browser: Browser) -> None:
    visitor, url = Visitor(), browser.url()
    page = visitor.submit(url, visitor.open(url), step="phone", phone="555-0199")
    assert b"country code" in page.body
    page = visitor.submit(url, page, step="phone", phone="+49 30 1234567")
    assert b"No account" in page.body
    page = visitor.submit(url, page, step="phone", phone="+1 (555) 0199")
    for _ in range(2):
        page = visitor.submit(url, page, step="code", code="000000")
        assert b"not right" in page.body
    page = visitor.submit(url, page, step="code", code="000000")
    assert b"three times" in page.body


def test_consent_cannot_be_given_before_the_code(browser: Browser) -> None:
    visitor, url = Visitor(), browser.url()
    page = visitor.submit(url, visitor.open(url), step="consent", decision="allow")
    assert page.status == 200
    assert b"Phone number" in page.body


@pytest.mark.parametrize("client", ["nobody", "bc_example_disabled", ""])
def test_an_unknown_client_gets_a_page_and_no_redirect(browser: Browser, client: str) -> None:
    page = Visitor().open(browser.url(client_id=client))
    assert page.status == 400
    assert b"Invalid client" in page.body


@pytest.mark.parametrize(
    "address",
    [
        "http://localhost:5000/callback",
        "http://127.0.0.1/callback",
        "http://127.0.0.1:5000/callback/",
        "http://127.0.0.1:5000/callback?x=1",
        "http://127.0.0.1:5000@evil.example/callback",
        "https://evil.example/callback",
        "",
    ],
)
def test_a_redirect_that_is_not_registered_is_never_followed(
    browser: Browser, address: str
) -> None:
    page = Visitor().open(browser.url(redirect_uri=address))
    assert page.status == 400
    assert "location" not in page.headers


def test_any_loopback_port_will_do(browser: Browser) -> None:
    assert "code" in browser.walk(redirect_uri="http://127.0.0.1:9/callback")


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge": ""}, "invalid_request"),
        ({"state": ""}, "invalid_request"),
        ({"scope": "orders:write"}, "invalid_scope"),
    ],
)
def test_a_wrong_request_goes_back_with_its_error(
    browser: Browser, change: dict[str, str], error: str
) -> None:
    page = Visitor().open(browser.url(**change))
    assert page.status == 303
    assert page.headers["location"].startswith(f"{REDIRECT}?error={error}&")


def test_a_wrong_verifier_gets_no_token(browser: Browser) -> None:
    answer = browser.redeem(browser.walk()["code"], code_verifier="x" * 43)
    assert (answer.status, answer.json["error"]) == (400, "invalid_grant")


def test_a_code_is_bound_to_its_redirect_and_its_client(browser: Browser) -> None:
    code = browser.walk()["code"]
    other = browser.redeem(code, redirect_uri="http://127.0.0.1:1/callback")
    assert other.json["error"] == "invalid_grant"
    assert browser.redeem(code, client_id="bc_example_read_only").json["error"] == "invalid_grant"
    assert browser.redeem(code, client_id="nobody").status == 401


def test_a_code_used_twice_kills_its_tokens(browser: Browser) -> None:
    code = browser.walk()["code"]
    tokens = browser.redeem(code).json
    assert browser.redeem(code).json["error"] == "invalid_grant"
    assert not works(browser.base, tokens["access_token"])
    assert browser.refresh(tokens["refresh_token"]).json["error"] == "invalid_grant"


def test_a_code_lives_a_minute(sandbox: RunningSandbox, browser: Browser) -> None:
    code = browser.walk()["code"]
    sandbox.control.advance(61)
    assert browser.redeem(code).json["error"] == "invalid_grant"


def test_tokens_live_an_hour_or_as_long_as_told(sandbox: RunningSandbox, browser: Browser) -> None:
    token = browser.tokens()["access_token"]
    sandbox.control.advance(3590)
    assert works(browser.base, token)
    sandbox.control.advance(11)
    answer = Customer(browser.base, token).get("/sync/connections")
    assert (answer.status, answer.json["code"]) == (401, "token_expired")
    sandbox.stackline.manners(token_life=5)
    assert browser.tokens()["expires_in"] == 5


def test_refreshing_rotates_and_an_old_token_kills_the_family(browser: Browser) -> None:
    first = browser.tokens()
    second = browser.refresh(first["refresh_token"]).json
    assert second["refresh_token"] != first["refresh_token"]
    assert works(browser.base, second["access_token"])
    assert not works(browser.base, first["access_token"])
    assert browser.refresh(first["refresh_token"]).json["error"] == "invalid_grant"
    assert not works(browser.base, second["access_token"])
    assert browser.refresh(second["refresh_token"]).json["error"] == "invalid_grant"


@pytest.mark.parametrize("kind", ["access_token", "refresh_token"])
def test_revoking_ends_the_sign_in(browser: Browser, kind: str) -> None:
    tokens = browser.tokens()
    form = {"client_id": CLIENT, "token": tokens[kind]}
    assert fetch("POST", f"{browser.base}/oauth/revoke", form=form).status == 200
    assert not works(browser.base, tokens["access_token"])
    assert browser.refresh(tokens["refresh_token"]).json["error"] == "invalid_grant"
    assert fetch("POST", f"{browser.base}/oauth/revoke", form=form).status == 200


def test_the_token_endpoint_takes_forms_alone(browser: Browser) -> None:
    answer = fetch("POST", f"{browser.base}/oauth/token", body={"grant_type": "refresh_token"})
    assert (answer.status, answer.json["error"]) == (400, "invalid_request")
    assert browser.token().json["error"] == "invalid_request"
    assert browser.token(grant_type="password").json["error"] == "unsupported_grant_type"


def test_everything_but_the_catalogue_wants_a_token(customer: Customer) -> None:
    assert fetch("GET", f"{customer.base}/sync/retailers").status == 200
    for token, code in ((None, "auth_required"), ("nonsense", "invalid_token")):
        for path in ("connections", "orders", "sessions/latest", "auth/totp", "user/profile"):
            answer = fetch("GET", f"{customer.base}/sync/{path}", token=token)
            assert (answer.status, answer.json["code"]) == (401, code)
            assert answer.headers["www-authenticate"].startswith("Bearer")


def test_a_token_without_the_permission_is_told_which(customer: Customer) -> None:
    reader = Customer(customer.base, "sandbox-readonly-0199")
    assert reader.get("/sync/orders").status == 200
    for answer, permission in (
        (reader.get("/sync/auth/totp"), "accounts:connect"),
        (reader.post("/sync/connections/sync"), "accounts:sync"),
    ):
        assert (answer.status, answer.json["details"]) == (403, {"permission": permission})


def test_scopes_asked_for_are_the_scopes_given(browser: Browser) -> None:
    code = browser.walk(scope="orders:read")["code"]
    tokens = browser.redeem(code).json
    assert tokens["scope"] == "orders:read"
    assert Customer(browser.base, tokens["access_token"]).get("/sync/connections").status == 403


def test_an_expired_portal_token_is_replaced_by_a_fresh_one(
    sandbox: RunningSandbox, customer: Customer
) -> None:
    own = Customer(customer.base, "sandbox-portal-0199-mine")
    assert own.get("/sync/user/profile").json["phone"] == "*******0199"
    sandbox.stackline.expire_tokens()
    assert customer.get("/sync/user/profile").json["code"] == "token_expired"
    assert own.get("/sync/user/profile").json["code"] == "token_expired"
    fresh = Customer(customer.base, "sandbox-portal-0199-fresh")
    assert fresh.get("/sync/user/profile").status == 200
