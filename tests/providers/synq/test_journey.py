"""From sign-in to a file with the whole program, held against the sandbox's own truth."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from orderdock.domain.connections import ConnectionState, Outcome
from orderdock.sandbox.running import RunningSandbox
from orderdock.sandbox.synq.remote import SynqControl
from tests.support.household import Household
from tests.support.sandbox import StartSandbox
from tests.support.scripted_dialogue import ScriptedDialogue


@pytest.fixture
def house(tmp_path: Path) -> Household:
    return Household(tmp_path / "profile")


async def connected(house: Household, sandbox: RunningSandbox, **answers: str) -> str:
    token = SynqControl(sandbox.control).token()
    return await house.connect("synq", sandbox.bases["synq"], {"token": token, **answers})


@pytest.mark.parametrize(
    ("scenario", "lines"),
    [
        ("default", 700),
        ("other-fields,number-amounts", 200),
        ("bare-lists,oldest-first,no-variants", 200),
        ("updated-first,small-pages", 200),
        ("no-lines", 200),
        ("no-products", 400),
        ("silent", 700),
    ],
)
async def test_the_file_equals_the_truth_whatever_the_documents_leave_open(
    house: Household, sandboxes: StartSandbox, scenario: str, lines: int
) -> None:
    sandbox = sandboxes(scenario, lines=lines)
    control = SynqControl(sandbox.control)
    await connected(house, sandbox)
    [first] = await house.sync()
    assert (first.outcome, first.complete, first.error) == (Outcome.OK, True, None)
    assert first.added == lines
    assert sorted(await house.exported()) == sorted(control.truth())
    [second] = await house.sync()
    assert (second.added, second.changed, second.complete) == (0, 0, True)
    assert second.unchanged == lines


async def test_many_orders_nothing_anew_the_second_time_and_just_the_changes_the_third(
    house: Household, sandboxes: StartSandbox
) -> None:
    sandbox = sandboxes("default", lines=20_000)
    control = SynqControl(sandbox.control)
    await connected(house, sandbox)
    sandbox.control.forget_requests()
    [first] = await house.sync()
    assert (first.added, first.complete) == (20_000, True)
    asked = sandbox.control.requests()
    assert all(before["until"] <= after["at"] for before, after in pairwise(asked))
    assert {r["status"] for r in asked} == {200}

    [second] = await house.sync()
    assert (second.added, second.changed, second.complete) == (0, 0, True)

    made = control.insert_order({4: 5, 5: 1}, status="confirmed")
    lines = len(control.change_order(4000, status="returned")["items"])
    control.change_order(77, quantities={0: 99})
    [third] = await house.sync()
    assert (third.added, third.changed, third.complete) == (2, lines + 1, True)
    rows = await house.exported()
    assert sorted(rows) == sorted(control.truth())
    assert made["order_number"] in {row[1] for row in rows}


async def test_the_pace_is_kept_and_one_request_is_under_way_at_a_time(
    house: Household, sandboxes: StartSandbox
) -> None:
    house.pace = 0.02
    sandbox = sandboxes("small", lines=30)
    SynqControl(sandbox.control).manners(latency=0.005)
    await connected(house, sandbox)
    sandbox.control.forget_requests()
    [outcome] = await house.sync()
    assert (outcome.outcome, outcome.complete) == (Outcome.OK, True)
    asked = sandbox.control.requests()
    assert 429 not in {request["status"] for request in asked}
    assert asked[-1]["at"] - asked[0]["at"] >= (len(asked) - 1) * 0.5 * house.pace


async def test_a_token_that_dies_in_mid_run_is_asked_for_and_the_run_goes_on_there(
    house: Household, sandboxes: StartSandbox
) -> None:
    sandbox = sandboxes("small-pages", lines=700)
    control = SynqControl(sandbox.control)
    await connected(house, sandbox)
    sandbox.control.forget_requests()
    sandbox.control.fault("unauthorized", "/api/v1/oms/orders", skip=3)
    person = ScriptedDialogue({"token": ["not a token", "bm90.bm90.bm90", control.token()]})
    async with house.program() as services:
        states = []

        def follow(event: Any) -> None:
            house.events.append(event)
            [view] = services.library.connections()
            states.append(view.verdict.state)

        [outcome] = await services.sync.run(dialogue=lambda _: person, follow=follow)
    assert (outcome.outcome, outcome.added, outcome.complete) == (Outcome.OK, 700, True)
    assert ConnectionState.WAITING_FOR_YOU in states
    assert person.keys == ["token"] * 3
    statuses = [r["status"] for r in sandbox.control.requests() if r["path"].endswith("/orders")]
    assert statuses[3] == 401
    assert statuses.count(401) == 1
    assert sorted(await house.exported()) == sorted(control.truth())
    [second] = await house.sync()
    assert (second.added, second.changed) == (0, 0)


async def test_with_nobody_there_it_ends_with_the_bookmark_kept_and_goes_on_after_a_repair(
    house: Household, sandboxes: StartSandbox
) -> None:
    sandbox = sandboxes("small-pages", lines=700)
    control = SynqControl(sandbox.control)
    made = await connected(house, sandbox)
    sandbox.control.fault("unauthorized", "/api/v1/oms/orders", skip=5)
    [outcome] = await house.sync()
    assert (outcome.outcome, outcome.complete) == (Outcome.NEEDS_YOU, False)
    assert outcome.error_code == "sign_in_needed"
    assert 0 < outcome.added < 700
    async with house.program() as services:
        assert services.library.connection(made).verdict.state is ConnectionState.SIGN_IN_NEEDED
        person = ScriptedDialogue({"token": control.token()})
        await services.connections.repair(made, person)
    control.insert_order({9: 1})
    sandbox.control.forget_requests()
    [outcome] = await house.sync()
    assert (outcome.outcome, outcome.complete) == (Outcome.OK, True)
    assert sorted(await house.exported()) == sorted(control.truth())


async def test_two_tenants_stay_apart_and_one_that_fails_leaves_the_other(
    house: Household, sandboxes: StartSandbox
) -> None:
    sandbox = sandboxes("small", lines=200)
    control = SynqControl(sandbox.control)
    base = sandbox.bases["synq"]
    one = await connected(house, sandbox)
    two = await house.connect("synq", base, {"token": control.token(tenant=2)}, name="Harbour")
    assert [o.added for o in await house.sync()] == [200, 200]
    assert sorted(await house.exported(one)) == sorted(control.truth())
    assert sorted(await house.exported(two)) == sorted(control.truth(2))
    control.end_tokens()
    async with house.program() as services:
        await services.connections.repair(two, ScriptedDialogue({"token": control.token(tenant=2)}))
    outcomes = {outcome.id: outcome.outcome for outcome in await house.sync()}
    assert outcomes == {one: Outcome.NEEDS_YOU, two: Outcome.OK}


async def test_no_secret_is_where_it_does_not_belong(
    house: Household, sandboxes: StartSandbox, caplog: pytest.LogCaptureFixture
) -> None:
    sandbox = sandboxes("small")
    token = "synq-sandbox-opaque-canary-8841"
    ids = {
        "tenant_id": "11111111-2222-4333-8444-555555555555",
        "org_id": "aaaaaaaa-2222-4333-8444-555555555555",
    }
    await connected(house, sandbox, **{**ids, "token": token})
    [outcome] = await house.sync()
    assert outcome.outcome is Outcome.OK
    for file in house.folder.parent.rglob("*"):
        if file.is_file():
            assert token.encode() not in file.read_bytes(), file
    assert token not in caplog.text + str(house.events)
    queries: list[Any] = [r["query"] for r in sandbox.control.requests()]
    assert {name for names in queries for name in names} <= {"limit", "offset"}
