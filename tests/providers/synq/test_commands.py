"""The installed program at Synq, by answers and in conversation."""

import json
from pathlib import Path

import pytest

from orderdock.sandbox.running import RunningSandbox
from orderdock.sandbox.synq.remote import SynqControl
from tests.journeys.program import Object, Program
from tests.support.sandbox import StartSandbox, fetch


@pytest.fixture
def sandbox(sandboxes: StartSandbox) -> RunningSandbox:
    return sandboxes("small", lines=40)


@pytest.fixture
def control(sandbox: RunningSandbox) -> SynqControl:
    return SynqControl(sandbox.control)


@pytest.fixture
def program(tmp_path: Path, sandbox: RunningSandbox) -> Program:
    program = Program(tmp_path / "profile", sandbox.bases["synq"])
    program.folder.mkdir(mode=0o700)
    elsewhere = '[synq]\nredirect_address = "http://127.0.0.1:0/synq/callback"\n'
    (program.folder / "assumptions.toml").write_text(elsewhere)
    return program


def connect(program: Program, control: SynqControl) -> None:
    place = ("--base-url", program.base_url, "--json")
    made = program("connect", "synq", *place, answers={"token": control.token()})
    assert (made.code, made.result["id"]) == (0, "synq-1"), made.err


def test_connect_link_and_sync_by_answers(program: Program, control: SynqControl) -> None:
    connect(program, control)
    shop = control.authorise_shop("amazon", registered=False)
    said = {"redirect_url": shop["id"], "provider": "amazon", "confirm": True}
    refused = program("link", "synq-1", "--json", answers={**said, "confirm": False})
    assert refused.code == 3
    assert [one["registered"] for one in control.shops()] == [1, 0]
    linked = program("link", "synq-1", "--json", answers=said)
    assert linked.code == 0, linked.err
    assert control.shops()[-1]["registered"] == 1
    [view] = program("connections", "--json").objects[0]["connections"]
    assert [link["id"] for link in view["links"]] == [shop["id"]]

    control.end_tokens()
    alone = program("sync", "--json")
    assert (alone.code, alone.result["outcome"]) == (3, "needs_you")
    assert len(alone.err.splitlines()) == 1
    [view] = program("connections", "--json").objects[0]["connections"]
    assert view["state"] == "sign_in_needed"
    synced = program("sync", "--json", answers={"token": control.token()})
    assert (synced.code, synced.result["added"]) == (0, 40), synced.err
    [view] = program("connections", "--json").objects[0]["connections"]
    assert {link["name"] for link in view["links"]} == {"Amazon", "Shopify"}
    products = program("fetch", "synq-1", "products", "--limit", "2", "--json")
    assert [set(one) >= {"title", "category"} for one in products.objects] == [True, True]


def test_a_conversation_shows_the_page_and_goes_on_when_the_shop_turns_up(
    program: Program, control: SynqControl
) -> None:
    connect(program, control)
    control.manners(redirect="here", polls=2)
    seen: list[Object] = []

    def answer(question: Object) -> Object | None:
        seen.append(question)
        if question["kind"] == "browser":
            assert fetch("POST", question["url"], form={"provider": "bigcommerce"}).status == 200
            return None
        return {"confirm": True}

    with program.conversation("link", "synq-1") as talk:
        result = talk.goes_on(answer)
        assert talk.ends() == 0
    assert result["connections"][0]["outcome"] == "ok"
    assert [question["kind"] for question in seen] == ["browser", "form"]
    assert [field["key"] for field in seen[-1]["fields"]] == ["confirm"]
    assert "state=11111111" in seen[0]["url"]
    assert control.shops()[-1]["provider"] == "bigcommerce"


def test_a_token_is_a_secret_field_and_never_comes_back(
    program: Program, control: SynqControl
) -> None:
    token = "synq-sandbox-opaque-canary-5512"
    asked: list[Object] = []

    def answer(question: Object) -> Object:
        asked.append(question)
        ids = {
            "tenant_id": "11111111-2222-4333-8444-555555555555",
            "org_id": "" if len(asked) == 1 else "aaaaaaaa-2222-4333-8444-555555555555",
        }
        return {"token": token, **ids}

    with program.conversation("connect", "synq", "--base-url", program.base_url) as talk:
        result = talk.goes_on(answer)
        assert talk.ends() == 0
    assert result["connections"][0]["id"] == "synq-1"
    kinds = {field["key"]: field["kind"] for field in asked[0]["fields"]}
    assert kinds | {"token": "password", "tenant_id": "uuid", "org_id": "uuid"} == kinds
    assert any(field["error"] for field in asked[1]["fields"] if field["key"] == "org_id")
    assert token not in json.dumps(asked) + "".join(program.said)
