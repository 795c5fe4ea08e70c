"""From sign-in to a file with the whole program, held against the sandbox's own truth."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from orderdock.domain.connections import Outcome
from orderdock.domain.errors import OtherAccount
from orderdock.domain.events import SyncProgressed
from orderdock.sandbox.running import RunningSandbox
from orderdock.sandbox.stitchlabs.remote import StitchLabsControl
from tests.providers.stitchlabs.conftest import IN_BROWSER, WITH_TOKEN, visit
from tests.sandbox.stitchlabs_customer import CLIENT, OTHER_TOKEN, TOKEN
from tests.support.canaries import found_in
from tests.support.household import Household
from tests.support.sandbox import StartSandbox
from tests.support.scripted_dialogue import ScriptedDialogue

Row = tuple[str, ...]


@pytest.fixture
def house(tmp_path: Path) -> Household:
    return Household(tmp_path / "profile")


async def connected(house: Household, sandbox: RunningSandbox, **answers: str) -> str:
    return await house.connect("stitchlabs", sandbox.bases["stitchlabs"], {**WITH_TOKEN, **answers})


def truth(sandbox: RunningSandbox, account: int = 1) -> list[Row]:
    rows = StitchLabsControl(sandbox.control).rows(account)
    return sorted(tuple(value or "" for value in row) for row in rows)


def as_numbers(rows: list[Row]) -> list[Row]:
    """Amounts without needless zeros: a server that sends numbers sends none."""
    return sorted(
        tuple(f"{float(v):.2f}" if k in (9, 10, 13) else v for k, v in enumerate(row))
        for row in rows
    )


def totals(house: Household) -> set[int | None]:
    return {e.total for e in house.events if isinstance(e, SyncProgressed) and e.stage == "reading"}


@pytest.mark.parametrize("scenario", ["default", "silent", "deaf"])
async def test_the_file_equals_the_truth_whatever_the_documents_leave_open(
    house: Household, sandboxes: StartSandbox, scenario: str
) -> None:
    sandbox = sandboxes(scenario, lines=700)
    await connected(house, sandbox)
    [first] = await house.sync()
    assert (first.outcome, first.complete, first.error) == (Outcome.OK, True, None)
    expected = truth(sandbox)
    assert first.added == len(expected)
    exported = await house.exported()
    if scenario == "silent":
        assert as_numbers(exported) == as_numbers(expected)
    else:
        assert sorted(exported) == expected
    assert totals(house) == {141}
    [second] = await house.sync()
    assert (second.added, second.changed, second.complete) == (0, 0, True)


async def test_a_third_sync_adds_exactly_what_changed(
    house: Household, sandboxes: StartSandbox
) -> None:
    sandbox = sandboxes("small", lines=300)
    control = StitchLabsControl(sandbox.control)
    await connected(house, sandbox)
    await house.sync()
    await house.sync()
    keys = [key for (key,) in house.rows("SELECT order_key FROM orders ORDER BY ordered_at")]
    lines = dict(house.rows("SELECT order_key, line_count FROM orders"))
    opened = house.rows("SELECT order_key FROM orders WHERE status = 'Open' ORDER BY ordered_at")
    still_open = opened[0][0]
    void = next(key for key in keys if key != still_open)
    control.change_order(void, stage="void")
    control.change_order(still_open, closed=True)
    control.insert_order([{"variant": 20_010, "quantity": 3, "cents": 1234}] * 2, channel=43)
    sandbox.control.forget_requests()
    [third] = await house.sync()
    assert (third.added, third.complete, third.error) == (2, True, None)
    assert third.changed == lines[void]
    details = [r for r in sandbox.control.requests() if r["path"].endswith("/detail")]
    assert len(details) == 3
    assert sorted(await house.exported()) == truth(sandbox)
    [last] = await house.sync(full=True)
    assert (last.added, last.changed) == (0, 0)


async def test_many_orders_with_a_real_percentage_and_nothing_anew_the_second_time(
    house: Household, sandboxes: StartSandbox
) -> None:
    """Several at once: one by one it takes 4,000 requests, which the other tests show in small."""
    sandbox = sandboxes("default", lines=20_000)
    house.folder.mkdir()
    (house.folder / "assumptions.toml").write_text("[stitchlabs]\norders_per_detail = 25\n")
    await connected(house, sandbox)
    sandbox.control.forget_requests()
    [first] = await house.sync()
    expected = truth(sandbox)
    assert (first.added, first.complete) == (len(expected), True)
    assert totals(house) == {4000}
    asked: list[dict[str, Any]] = sandbox.control.requests()
    assert all(before["until"] <= after["at"] for before, after in pairwise(asked))
    assert {r["status"] for r in asked} == {200, 206}
    assert sorted(await house.exported()) == expected
    [second] = await house.sync()
    assert (second.added, second.changed, second.complete) == (0, 0, True)
    again = sandbox.control.requests()[len(asked) :]
    assert not [r for r in again if r["path"].endswith("/detail")]
    assert len(again) < 5


async def test_two_accounts_side_by_side_and_no_other_in_a_repair(
    house: Household, sandboxes: StartSandbox
) -> None:
    sandbox = sandboxes("small", lines=100)
    base = sandbox.bases["stitchlabs"]
    one = await connected(house, sandbox)
    two = await house.connect(
        "stitchlabs", base, {**WITH_TOKEN, "access_token": OTHER_TOKEN}, name="Harbour"
    )
    outcomes = await house.sync()
    assert [(o.outcome, o.complete) for o in outcomes] == [(Outcome.OK, True)] * 2
    for connection, account in ((one, 1), (two, 2)):
        assert sorted(await house.exported(connection)) == truth(sandbox, account)
    async with house.program() as services:
        with pytest.raises(OtherAccount):
            await services.connections.repair(
                one, ScriptedDialogue({**WITH_TOKEN, "access_token": OTHER_TOKEN})
            )
        await services.connections.repair(one, ScriptedDialogue(WITH_TOKEN))
        names = {link.name for link in services.library.connection(one).links}
    assert {"Shopify", "Square"} <= names


async def test_a_revoked_token_is_mended_in_place(
    house: Household, sandboxes: StartSandbox
) -> None:
    sandbox = sandboxes("small")
    connection = await connected(house, sandbox)
    [first] = await house.sync()
    StitchLabsControl(sandbox.control).revoke_tokens()
    [refused] = await house.sync()
    assert refused.outcome is Outcome.NEEDS_YOU
    async with house.program() as services:
        person = ScriptedDialogue(IN_BROWSER, browse=visit)
        await services.connections.repair(connection, person)
    [mended] = await house.sync(full=True)
    assert (mended.outcome, mended.added, mended.unchanged) == (Outcome.OK, 0, first.added)


async def test_no_secret_is_where_it_does_not_belong(
    house: Household, sandboxes: StartSandbox, caplog: pytest.LogCaptureFixture
) -> None:
    sandbox = sandboxes("small")
    token = f"{TOKEN}-canary-4711"
    await connected(house, sandbox, access_token=token)
    async with house.program() as services:
        await services.connections.connect(
            "stitchlabs",
            ScriptedDialogue(IN_BROWSER, browse=visit),
            base_url=sandbox.bases["stitchlabs"],
            name="By browser",
        )
    await house.sync()
    await house.exported()
    said = caplog.text + str(house.events) + str(sandbox.control.requests())
    assert found_in(house.folder.parent, [token, CLIENT["client_secret"]], said) == []
