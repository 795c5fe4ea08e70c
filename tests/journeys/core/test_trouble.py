"""What goes wrong on the way, and what is so afterwards."""

import asyncio
import re

import pytest

from orderdock.auth.steps import Answers, Step
from orderdock.domain.connections import ConnectionState, Outcome
from orderdock.domain.errors import OtherAccount, PersonCancelled
from orderdock.domain.events import SyncProgressed
from orderdock.sandbox.running import RunningSandbox
from orderdock.system.locks import sync_of
from tests.journeys.core.journey import Journey
from tests.support.scripted_dialogue import ScriptedDialogue


async def test_an_expired_token_is_renewed_once_in_the_middle(
    journey: Journey, sandbox: RunningSandbox
) -> None:
    await journey.connect(sign_in="browser", retailer="2")
    sandbox.stackline.expire_tokens()
    sandbox.control.forget_requests()
    got = await journey.sync()
    assert got.outcome is Outcome.OK
    asked = [request["path"] for request in sandbox.control.requests()]
    assert sum(path.endswith("/oauth/token") for path in asked) == 1


async def test_a_dead_sign_in_needs_a_person_and_repair_keeps_everything(
    journey: Journey, sandbox: RunningSandbox
) -> None:
    made = await journey.connect(retailer="2")
    first = await journey.sync()
    sandbox.stackline.revoke_tokens()
    got = await journey.sync()
    assert (got.outcome, got.error_code) == (Outcome.NEEDS_YOU, "sign_in_needed")
    view = await journey.view(made)
    assert view.verdict.state is ConnectionState.SIGN_IN_NEEDED
    assert view.lines == first.added

    async with journey.program() as services:
        answers = journey.answers(access_token="sandbox-portal-0199-new")
        again = await services.connections.repair(made, ScriptedDialogue(answers))
    assert again.id == made
    view = await journey.view(made)
    assert (view.verdict.state, view.lines) == (ConnectionState.OK, first.added)
    assert (await journey.sync()).added == 0


async def test_another_account_is_refused(journey: Journey) -> None:
    made = await journey.connect(retailer="2")
    async with journey.program() as services:
        answers = journey.answers(access_token="sandbox-portal-0100")
        with pytest.raises(OtherAccount):
            await services.connections.repair(made, ScriptedDialogue(answers))
    assert (await journey.sync()).outcome is Outcome.OK


async def test_a_broken_retailer_needs_a_person_and_its_repair_heals_it(
    journey: Journey, sandbox: RunningSandbox
) -> None:
    made = await journey.connect(retailer="2")
    await journey.link(made, retailer="13")
    sandbox.stackline.set_connection(2, "invalid")
    got = await journey.sync()
    assert (got.outcome, got.complete) == (Outcome.NEEDS_YOU, False)
    assert got.added > 0, "what the other one has stays and counts"
    states = {link.name: link.verdict.state for link in (await journey.view(made)).links}
    assert states == {
        "Walmart": ConnectionState.SIGN_IN_NEEDED,
        "Harbour Supply": ConnectionState.OK,
    }
    async with journey.program() as services:
        dialogue = ScriptedDialogue(journey.answers())
        await services.connections.repair(made, dialogue, "walmart")
    assert "retailer" not in dialogue.keys
    healed = await journey.sync()
    assert (healed.outcome, healed.complete) == (Outcome.OK, True)
    assert (await journey.view(made)).verdict.state is ConnectionState.OK


async def test_one_connection_failing_does_not_stop_the_other(
    journey: Journey, sandbox: RunningSandbox
) -> None:
    good = await journey.connect(retailer="2")
    bad = await journey.connect(retailer="skip", access_token="sandbox-portal-0100", name="Bad")
    journey.break_base_url(bad)
    async with journey.program() as services:
        outcomes = await services.sync.run(
            dialogue=lambda _: ScriptedDialogue(), follow=journey.events.append
        )
    by_id = {outcome.id: outcome for outcome in outcomes}
    assert by_id[good].outcome is Outcome.OK  # type: ignore[index]  # ids are texts
    assert by_id[bad].outcome is Outcome.FAILED  # type: ignore[index]
    assert by_id[bad].error_code == "unreachable"  # type: ignore[index]


async def half_linked(journey: Journey) -> str:
    """A connection with a retailer that still waits for a code at the provider."""
    made = await journey.connect(retailer="2")
    with pytest.raises(PersonCancelled):
        await journey.link(made, retailer="3", mfa_code=PersonCancelled())
    return made


async def test_a_question_in_mid_sync_is_asked(journey: Journey) -> None:
    await half_linked(journey)
    got = await journey.sync(mfa_code=journey.answers()["mfa_code"])
    assert (got.outcome, got.complete) == (Outcome.OK, True)
    said = [event.message for event in journey.events if isinstance(event, SyncProgressed)]
    assert "Enter the code from Target" in said


async def test_a_question_in_mid_sync_with_nobody_there_waits(journey: Journey) -> None:
    made = await half_linked(journey)
    got = await journey.sync()
    assert (got.outcome, got.error_code) == (Outcome.NEEDS_YOU, "missing_answer")
    assert got.added > 0, "what the other one has stays and counts"
    assert (await journey.view(made)).verdict.state is ConnectionState.WAITING_FOR_YOU


@pytest.mark.parametrize("sandbox", [("default", 4000)], indirect=True)
async def test_who_comes_second_is_told(journey: Journey) -> None:
    made = await journey.connect(retailer="2")
    async with journey.program() as services:
        with services.library.locks.take(sync_of(made)):
            got = await journey.sync()
    assert (got.outcome, got.error_code) == (Outcome.FAILED, "already_syncing")
    assert got.error is not None
    assert "already syncing" in got.error


@pytest.mark.parametrize("sandbox", [("rate-limited-long", 60)], indirect=True)
async def test_a_long_wait_is_named_and_the_connection_paused(journey: Journey) -> None:
    made = await journey.connect(retailer="2")
    got = await journey.sync()
    assert (got.outcome, got.complete) == (Outcome.FAILED, False)
    assert got.error is not None
    assert re.search(r"10 minutes, until \d\d:\d\d", got.error)
    view = await journey.view(made)
    assert view.verdict.state is ConnectionState.PAUSED


@pytest.mark.parametrize(
    "sandbox", [("html", 60), ("truncated", 60), ("empty-body", 60)], indirect=True
)
async def test_nonsense_is_an_error_and_never_no_orders(journey: Journey) -> None:
    made = await journey.connect(retailer="2")
    got = await journey.sync()
    assert got.outcome is Outcome.FAILED
    view = await journey.view(made)
    assert view.verdict.state is ConnectionState.FAILING
    assert view.links[0].data_up_to is None


@pytest.mark.parametrize("sandbox", [("broken-records", 60)], indirect=True)
async def test_unreadable_records_are_set_aside_with_their_reason(journey: Journey) -> None:
    await journey.connect(retailer="2")
    got = await journey.sync()
    assert (got.outcome, got.quarantined) == (Outcome.OK, 3)
    assert any("set aside" in note for note in got.notes)
    assert len(journey.rows("SELECT reason FROM set_aside WHERE reason <> ''")) == 3


async def test_a_cancel_in_the_middle_of_connecting_leaves_nothing(journey: Journey) -> None:
    asked = asyncio.Event()

    class Slow(ScriptedDialogue):
        async def ask(self, step: Step) -> Answers:
            if step.title.startswith("Enter the code"):
                asked.set()
                await asyncio.Event().wait()
            return await super().ask(step)

    async with journey.program() as services:
        task = asyncio.ensure_future(
            services.connections.connect(
                "stackline",
                Slow(journey.answers()),
                base_url=journey.sandbox.bases["stackline"],
            )
        )
        await asked.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(task, 10)
    assert journey.rows("SELECT * FROM connections") == []
    assert journey.rows("SELECT * FROM secrets") == []
