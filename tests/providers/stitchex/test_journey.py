"""From sign-in to a file with the whole program, held against the sandbox's own truth."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from orderdock.domain.connections import Outcome
from orderdock.domain.events import SyncProgressed
from orderdock.sandbox.running import RunningSandbox
from orderdock.sandbox.stitchex.remote import StitchexControl
from tests.providers.stitchex.conftest import GOOD, truth
from tests.sandbox.stitchex_customer import Buyer
from tests.support.household import Household
from tests.support.sandbox import StartSandbox

SOLO = {"email": "solo@example.com", "password": "correct horse"}


@pytest.fixture
def house(tmp_path: Path) -> Household:
    return Household(tmp_path / "profile")


async def connected(house: Household, sandbox: RunningSandbox, **answers: str) -> str:
    return await house.connect("stitchex", sandbox.bases["stitchex"], {**GOOD, **answers})


def totals(house: Household) -> set[int | None]:
    return {e.total for e in house.events if isinstance(e, SyncProgressed) and e.stage == "reading"}


@pytest.mark.parametrize("scenario", ["small", "silent", "older-copy", "inline-skus", "no-since"])
async def test_the_file_equals_the_truth_whatever_the_documents_leave_open(
    house: Household, sandboxes: StartSandbox, scenario: str
) -> None:
    sandbox = sandboxes(scenario, lines=700)
    await connected(house, sandbox)
    [first] = await house.sync()
    assert (first.outcome, first.complete, first.error) == (Outcome.OK, True, None)
    assert first.added == 700
    base = sandbox.bases["stitchex"]
    expected = truth(base)
    if scenario == "inline-skus":
        numbers = {sku["id"]: sku["sku_number"] for sku in Buyer(base).all("skus")}
        assert {row[8] for row in await house.exported()} <= set(numbers.values())
    else:
        assert sorted(await house.exported()) == expected
    [second] = await house.sync()
    assert (second.added, second.changed, second.complete) == (0, 0, True)


async def test_many_orders_with_a_real_percentage_and_nothing_anew_the_second_time(
    house: Household, sandboxes: StartSandbox
) -> None:
    sandbox = sandboxes("default", lines=20_000)
    base, control = sandbox.bases["stitchex"], StitchexControl(sandbox.control)
    await connected(house, sandbox)
    sandbox.control.forget_requests()
    [first] = await house.sync()
    assert (first.added, first.complete) == (20_000, True)
    assert totals(house) == {4000}
    asked = sandbox.control.requests()
    assert all(before["until"] <= after["at"] for before, after in pairwise(asked))
    assert {r["status"] for r in asked} <= {200, 201}

    [second] = await house.sync()
    assert (second.added, second.changed, second.complete) == (0, 0, True)

    orders = Buyer(base).all("sales_orders")
    fresh = next(order for order in reversed(orders) if order["status"] == "confirmed")
    control.change_order(fresh["id"], fulfillment_status="delivered")
    row = next(r for r in fresh["line_items"][0]["line_quantities"] if r["quantity"])
    control.change_order(orders[-9]["id"], notes="changed, but no column shows it")
    made = control.insert_order({row["sku_id"]: 5})
    [third] = await house.sync()
    lines_of_fresh = sum(
        1 for i in fresh["line_items"] for r in i["line_quantities"] if r["quantity"]
    )
    assert (third.added, third.changed, third.complete) == (1, lines_of_fresh, True)
    exported = sorted(await house.exported())
    assert exported == truth(base)
    assert made["order_number"] in {row[1] for row in exported}


async def test_two_organisations_under_one_email_never_mix_and_take_turns(
    house: Household, sandboxes: StartSandbox
) -> None:
    sandbox = sandboxes("small", lines=300)
    base = sandbox.bases["stitchex"]
    one = await connected(house, sandbox)
    two = await house.connect("stitchex", base, {**GOOD, "organisation": "4102"}, name="Harbour")
    three = await house.connect("stitchex", base, SOLO, name="Atelier")
    StitchexControl(sandbox.control).manners(latency=0.01)
    sandbox.control.forget_requests()
    outcomes = await house.sync()
    assert [(o.added, o.complete) for o in outcomes] == [(300, True)] * 3
    assert 429 not in {r["status"] for r in sandbox.control.requests()}
    for connection, organisation, email in (
        (one, 4101, "demo@example.com"),
        (two, 4102, "demo@example.com"),
        (three, 4103, "solo@example.com"),
    ):
        assert sorted(await house.exported(connection)) == truth(base, organisation, email)
    again = await house.sync()
    assert [(o.added, o.changed, o.complete) for o in again] == [(0, 0, True)] * 3


async def test_tokens_that_end_in_mid_run_do_not_need_the_person(
    house: Household, sandboxes: StartSandbox
) -> None:
    sandbox = sandboxes("small,token-choice", lines=700)
    control = StitchexControl(sandbox.control)
    control.manners(page_size=20)
    await connected(house, sandbox)
    for forget in (control.expire_tokens, control.forget_tokens):
        forget()
        [outcome] = await house.sync(full=True)
        assert (outcome.outcome, outcome.complete) == (Outcome.OK, True)
    control.manners(password="another one")
    control.forget_tokens()
    [outcome] = await house.sync()
    assert outcome.outcome is Outcome.NEEDS_YOU


async def test_no_secret_is_where_it_does_not_belong(
    house: Household, sandboxes: StartSandbox, caplog: pytest.LogCaptureFixture
) -> None:
    sandbox = sandboxes("small")
    StitchexControl(sandbox.control).manners(password="canary-password-77")
    await connected(house, sandbox, password="canary-password-77")
    await house.sync()
    for file in house.folder.parent.rglob("*"):
        if file.is_file():
            assert b"canary-password-77" not in file.read_bytes(), file
    assert "canary-password-77" not in caplog.text + str(house.events)
    queries: list[Any] = [r["query"] for r in sandbox.control.requests()]
    assert {name for names in queries for name in names} <= {"page", "since_id"}
