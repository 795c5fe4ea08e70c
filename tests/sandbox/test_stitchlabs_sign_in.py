from pathlib import Path

import pytest

from orderdock.sandbox.running import RunningSandbox, running_sandbox
from orderdock.sandbox.stitchlabs.remote import StitchLabsControl
from tests.sandbox.stitchlabs_customer import (
    CLIENT,
    OTHER_TOKEN,
    TOKEN,
    Trader,
    authorize_url,
    brought_back,
    token_for,
    walk,
)
from tests.support.sandbox import Visitor, fetch


@pytest.fixture
def base(sandbox: RunningSandbox) -> str:
    return sandbox.bases["stitchlabs"]


def signed_in(base: str, email: str = "demo@example.com") -> Trader:
    code = brought_back(walk(authorize_url(base), email))["code"]
    answer = token_for(base, code)
    assert answer.status == 200, answer
    return Trader(base, answer.json["access_token"])


def works(trader: Trader) -> bool:
    return trader.read("SalesOrders", page_size=1).status in (200, 206)


def test_an_administrator_allows_and_the_program_gets_a_token_and_nothing_else(base: str) -> None:
    back = brought_back(walk(authorize_url(base, state="abc")))
    assert back["state"] == "abc"
    answer = token_for(base, back["code"])
    assert list(answer.json) == ["access_token"]
    assert answer.headers["cache-control"] == "no-store"
    assert works(Trader(base, answer.json["access_token"]))


def test_refusing_sends_access_denied(base: str) -> None:
    back = brought_back(walk(authorize_url(base, state="abc"), allow=False))
    assert back == {"error": "access_denied", "state": "abc"}


def test_who_is_no_administrator_is_asked_again(base: str) -> None:
    visitor, url = Visitor(), authorize_url(base)
    page = visitor.submit(url, visitor.open(url), step="who", email="nobody@example.com")
    assert b"No administrator" in page.body
    page = visitor.submit(url, page, step="consent", decision="allow")
    assert b"E-mail" in page.body


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"client_id": "nobody"}, b"Invalid client"),
        ({"redirect_uri": "https://evil.example/x"}, b"Wrong redirect"),
    ],
)
def test_a_bad_request_gets_a_page_and_no_redirect(
    base: str, changes: dict[str, str], words: bytes
) -> None:
    page = fetch("GET", authorize_url(base, **changes))
    assert page.status == 400
    assert words in page.body


def test_a_code_works_once_and_with_its_own_redirect_only(base: str) -> None:
    code = brought_back(walk(authorize_url(base)))["code"]
    assert token_for(base, code, redirect_uri="http://127.0.0.1:1/x").status == 400
    assert token_for(base, code).status == 200
    assert token_for(base, code).json == {"error": "invalid_grant"}
    assert token_for(base, "made up").status == 400


def test_a_code_is_soon_over(sandbox: RunningSandbox, base: str) -> None:
    code = brought_back(walk(authorize_url(base)))["code"]
    sandbox.control.advance(61)
    assert token_for(base, code).status == 400


def test_the_exchange_is_a_form_and_needs_the_secret(sandbox: RunningSandbox, base: str) -> None:
    code = brought_back(walk(authorize_url(base)))["code"]
    as_json = fetch("POST", f"{base}/oauth/token", body={"code": code, **CLIENT})
    assert as_json.status == 400
    wrong = token_for(base, code, client_secret="guess")
    assert (wrong.status, wrong.json) == (401, {"error": "invalid_client"})
    StitchLabsControl(sandbox.control).manners(wrong_client="message")
    assert "message" in token_for(base, code, client_id="guess").json
    assert token_for(base, code).status == 200


def test_the_header_is_literally_access_token(base: str) -> None:
    assert works(Trader(base))
    assert works(Trader(base, f"{TOKEN}-of-mine"))
    assert not works(Trader(base, "made-up"))
    nobody = Trader(base, None)
    assert nobody.read("SalesOrders").status == 401
    bearer = nobody.post("SalesOrders", {"action": "read"}, Authorization=f"Bearer {TOKEN}")
    assert bearer.status == 401


def test_tokens_belong_to_accounts(base: str) -> None:
    mine = Trader(base).records("SalesOrders")
    others = Trader(base, OTHER_TOKEN).records("SalesOrders")
    assert {o["id"] for o in mine}.isdisjoint(o["id"] for o in others)
    assert signed_in(base, "other@example.com").records("SalesOrders") == others


def test_tokens_that_end_come_with_what_renews_them_once(sandbox: RunningSandbox) -> None:
    base, control = sandbox.bases["stitchlabs"], StitchLabsControl(sandbox.control)
    control.manners(token_life=60)
    code = brought_back(walk(authorize_url(base)))["code"]
    grant = token_for(base, code).json
    assert grant["expires_in"] == "60"
    trader = Trader(base, grant["access_token"])
    assert works(trader)
    control.expire_tokens()
    assert not works(trader)
    renewal = {"grant_type": "refresh_token", "refresh_token": grant["refresh_token"], **CLIENT}
    renewed = fetch("POST", f"{base}/oauth/token", form=renewal)
    assert works(Trader(base, renewed.json["access_token"]))
    assert fetch("POST", f"{base}/oauth/token", form=renewal).status == 400


def test_revoking_ends_pasted_tokens_too(sandbox: RunningSandbox, base: str) -> None:
    traders = [Trader(base), signed_in(base)]
    assert all(map(works, traders))
    StitchLabsControl(sandbox.control).revoke_tokens()
    assert not any(map(works, traders))


def test_a_restart_remembers_tokens_and_changes_but_no_secret(tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    with running_sandbox("small", state=state) as first:
        trader = signed_in(first.bases["stitchlabs"])
        control = StitchLabsControl(first.control)
        gone, changed = (o["id"] for o in trader.all("SalesOrders")[:2])
        control.delete_order(gone)
        control.change_order(changed, stage="void")
        made = control.insert_order([{"variant": 20_010, "quantity": 2, "cents": 500}])
        before = trader.all("SalesOrders")
    with running_sandbox("small", state=state) as second:
        trader.base = second.bases["stitchlabs"]
        assert trader.all("SalesOrders") == before
        assert made in {o["id"] for o in before}
        assert gone not in {o["id"] for o in before}
    text = state.read_text()
    assert (trader.token or "-") not in text
    assert CLIENT["client_secret"] not in text


def test_the_log_names_no_secret(sandbox: RunningSandbox, base: str) -> None:
    trader = signed_in(base)
    trader.read("SalesOrders")
    said = str(sandbox.control.requests())
    for secret in (trader.token or "", CLIENT["client_secret"], TOKEN):
        assert secret not in said
