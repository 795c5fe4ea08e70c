"""From sign-in to rows, through the real parts."""

import pytest

from orderdock.domain.connections import ConnectionState, Outcome
from orderdock.domain.errors import MissingAnswer
from orderdock.sandbox.running import RunningSandbox
from tests.journeys.core.journey import Journey


async def test_connect_then_sync_then_sync_again_adds_nothing(journey: Journey) -> None:
    made = await journey.connect()
    assert made == "stackline-1"
    assert {"checking", "encrypting", "sending", "verified"} <= set(journey.dialogue.stages)
    view = await journey.view(made)
    assert view.verdict.state is ConnectionState.NEVER_SYNCED
    assert [link.name for link in view.links] == ["Amazon"]

    first = await journey.sync()
    assert (first.outcome, first.complete, first.error) == (Outcome.OK, True, None)
    assert first.added == len(journey.lines()) > 0
    second = await journey.sync()
    assert (second.outcome, second.added, second.changed) == (Outcome.OK, 0, 0)
    full = await journey.sync_all_anew()
    assert (full.added, full.changed, full.unchanged) == (0, 0, first.added)

    view = await journey.view(made)
    assert (view.verdict.state, view.lines) == (ConnectionState.OK, first.added)
    assert view.data_up_to is not None
    assert view.links[0].verdict.state is ConnectionState.OK


async def test_a_changed_shipment_state_is_picked_up(
    journey: Journey, sandbox: RunningSandbox
) -> None:
    item = {"retailerSku": "S1", "itemName": "Lamp", "quantity": 1, "price": 12.5}
    sandbox.stackline.insert_order("700-1", [{**item, "shipmentStatus": "pending"}])
    await journey.connect()
    await journey.sync()
    sandbox.stackline.change_order("700-1", shipmentStatus="delivered")
    got = await journey.sync()
    assert (got.added, got.changed) == (0, 1)
    lines = [line for line in journey.lines() if line[0] == "700-1"]
    assert [line[-1] for line in lines] == ["delivered"]


async def test_an_account_without_retailers_has_nothing_to_sync(journey: Journey) -> None:
    made = await journey.connect(retailer="skip")
    got = await journey.sync()
    assert (got.outcome, got.added, got.complete, got.error) == (Outcome.OK, 0, True, None)
    assert any("No retailer" in note for note in got.notes)
    assert (await journey.view(made)).links == ()


async def test_a_second_retailer_is_linked_and_read(journey: Journey) -> None:
    made = await journey.connect(retailer="2")
    await journey.link(made, retailer="13")
    got = await journey.sync()
    assert got.outcome is Outcome.OK
    assert {name for (name,) in journey.rows("SELECT DISTINCT retailer FROM orders")} == {
        "Walmart",
        "Harbour Supply",
    }
    assert [link.name for link in (await journey.view(made)).links] == ["Walmart", "Harbour Supply"]


async def test_without_answers_nothing_is_made(journey: Journey) -> None:
    with pytest.raises(MissingAnswer) as missing:
        await journey.connect(mfa_code=[])
    assert missing.value.key == "mfa_code"
    assert journey.rows("SELECT * FROM connections") == []
    assert journey.rows("SELECT * FROM secrets") == []
