"""Following sessions that a script plays: what other servers than the sandbox may do."""

import asyncio
import json
from typing import Any

import pytest

from orderdock.auth.steps import Answers, Form, Step
from orderdock.connector.asking import Asking
from orderdock.connector.assumptions import Assumptions
from orderdock.connector.contract import Desk, Progress
from orderdock.connector.following import Ended, Following
from orderdock.connector.jobs import Job
from orderdock.connector.troubles import Trouble
from orderdock.domain.errors import MissingAnswer, NotThere, PersonCancelled
from orderdock.http.calls import Call, Reply
from orderdock.providers.stackline.api import StacklineApi
from orderdock.providers.stackline.assumptions import ASSUMPTIONS
from tests.support.desk import MemoryDrawer, at_once
from tests.support.fake_clock import FakeClock
from tests.support.scripted_dialogue import ScriptedDialogue

ASKS = {"eventType": "enter", "reqId": "r1"}
OFFERS = {"eventType": "choose", "reqId": "r1", "options": ["sms", "email"]}


def entry(status: str, *events: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "retailerId": 1,
        "displayName": "Amazon",
        "syncStatus": status,
        "events": events,
        **more,
    }


def playing(*entries: dict[str, Any], status: str = "syncing") -> dict[str, Any]:
    return {"batchId": "b1", "status": status, "retailerSyncSessions": list(entries)}


class Script:
    """Answers each look with the next session, the last one for ever; remembers what was sent."""

    def __init__(self, *sessions: Any, refuses_first: bool = False) -> None:
        self._sessions = list(sessions)
        self._refuses_first = refuses_first
        self.sent: list[dict[str, Any]] = []
        self.looked_at: list[str] = []
        self.answered_at: list[str] = []
        self.third_look = asyncio.Event()

    async def send(self, call: Call) -> Reply:
        if call.method == "POST":
            self.answered_at.append(call.path)
            self.sent.append(
                {k: getattr(v, "reveal", lambda v=v: v)() for k, v in call.json.items()}
            )
            if self._refuses_first and len(self.sent) == 1:
                raise NotThere("That request is gone.")
            return Reply(200, {}, b"")
        self.looked_at.append(call.path)
        if len(self.looked_at) == 3:
            self.third_look.set()
        session = self._sessions[0] if len(self._sessions) == 1 else self._sessions.pop(0)
        return Reply(200, {}, json.dumps(session).encode())


def desk_of(script: Script, dialogue: Any) -> Desk:
    return Desk(
        base_url="http://127.0.0.1",
        http=script,  # type: ignore[arg-type]  # as much of a client as following needs
        dialogue=dialogue,
        clock=FakeClock(),
        assumptions=Assumptions(ASSUMPTIONS),
        secrets=MemoryDrawer(),
        settings={},
        work=at_once,
        pause=FakeClock().sleep,
    )


async def follow(
    script: Script, dialogue: Any, session: Job | None = None
) -> tuple[Ended, list[Progress]]:
    progress: list[Progress] = []
    async with Asking() as asking:
        desk = desk_of(script, dialogue)
        jobs = StacklineApi(desk).jobs()
        following = Following(desk, jobs, asking, session or Job("b1"), {"1": "Amazon"})
        while True:
            for news in await following.look():
                if isinstance(news, Ended):
                    return news, progress
                progress.append(news)
            await following.rest()


DONE = playing(entry("completed"), status="normal")


async def test_without_a_batch_id_the_latest_session_is_followed() -> None:
    script = Script({"status": "syncing", "retailerSyncSessions": [entry("queued")]}, DONE)
    ended, _ = await follow(script, ScriptedDialogue(), Job())
    assert ended.error is None
    assert script.looked_at[0] == "/sync/sessions/latest"


async def test_where_no_session_tells_an_id_the_answer_goes_to_the_latest() -> None:
    asking = {"status": "syncing", "retailerSyncSessions": [entry("userintervention", ASKS)]}
    script = Script(*[asking] * 3, DONE)
    await follow(script, ScriptedDialogue({"mfa_code": "1"}), Job())
    assert script.answered_at == ["/sync/sessions/latest/mfa"]


async def test_a_choice_without_a_new_event_goes_on_to_the_code_under_the_same_request() -> None:
    script = Script(*[playing(entry("userintervention", OFFERS))] * 4, DONE)
    person = ScriptedDialogue({"mfa_method": "email", "mfa_code": "00123"})
    ended, _ = await follow(script, person)
    assert ended.error is None
    assert script.sent == [
        {"eventType": "choose", "reqId": "r1", "selectedOption": "email"},
        {"eventType": "enter", "reqId": "r1", "otpValue": "00123"},
    ]


async def test_a_single_way_is_chosen_without_asking() -> None:
    offer = {**OFFERS, "options": [{"id": 7, "label": "Text to ••71"}]}
    code = {"eventType": "enter", "reqId": "r2"}
    script = Script(
        playing(entry("userintervention", offer)),
        playing(entry("connecting", offer)),
        *[playing(entry("userintervention", offer, code))] * 3,
        DONE,
    )
    person = ScriptedDialogue({"mfa_code": "1"})
    await follow(script, person)
    assert person.keys == ["mfa_code"]
    assert script.sent[0] == {"eventType": "choose", "reqId": "r1", "selectedOption": 7}
    assert script.sent[1]["reqId"] == "r2"


async def test_a_newer_request_that_came_while_typing_gets_the_code() -> None:
    first, newer = ASKS, {"eventType": "enter", "reqId": "r2"}

    class Slow(ScriptedDialogue):
        async def ask(self, step: Step) -> Answers:
            await script.third_look.wait()
            return await super().ask(step)

    script = Script(
        playing(entry("userintervention", first)),
        *[playing(entry("userintervention", first, newer))] * 4,
        DONE,
    )
    await follow(script, Slow({"mfa_code": "1"}))
    assert [sent["reqId"] for sent in script.sent] == ["r2"]


async def test_the_same_request_again_after_a_wrong_code_asks_again_with_a_sentence() -> None:
    script = Script(
        *[playing(entry("userintervention", ASKS))] * 2,
        playing(entry("connecting", ASKS)),
        *[playing(entry("userintervention", ASKS))] * 2,
        DONE,
    )
    person = ScriptedDialogue({"mfa_code": ["0", "1"]})
    ended, _ = await follow(script, person)
    assert ended.error is None
    assert [sent["otpValue"] for sent in script.sent] == ["0", "1"]
    assert len(person.errors) == 1


async def test_a_code_refused_at_once_asks_again() -> None:
    script = Script(*[playing(entry("userintervention", ASKS))] * 4, DONE, refuses_first=True)
    person = ScriptedDialogue({"mfa_code": ["0", "1"]})
    await follow(script, person)
    assert len(person.errors) == 1


async def test_a_question_that_came_too_late_is_taken_away() -> None:
    withdrawn = []

    class Away(ScriptedDialogue):
        async def ask(self, step: Step) -> Answers:
            try:
                await asyncio.Event().wait()
            finally:
                withdrawn.append(step)
            raise AssertionError

    waits = playing(entry("userintervention", ASKS))
    script = Script(waits, waits, waits, playing(entry("timed_out", ASKS), status="normal"))
    ended, progress = await follow(script, Away())
    assert ended.trouble is Trouble.LATE_CODE
    assert "came too late" in str(ended.error)
    assert len(withdrawn) == 1
    assert [p.stage for p in progress] == ["waiting"]


async def test_a_session_that_never_moves_is_left_after_a_quarter_of_an_hour() -> None:
    script = Script(playing(entry("warming up")))
    ended, progress = await follow(script, ScriptedDialogue())
    assert ended.trouble is Trouble.SLOW
    assert len(script.looked_at) == 181  # every five seconds
    assert [p.stage for p in progress] == ["connecting"]


@pytest.mark.parametrize(
    ("session", "trouble", "uncovered"),
    [
        (playing(status="normal"), None, False),
        ({"status": "completed"}, None, False),
        (playing(entry("done"), status="normal"), None, False),
        (playing(entry("userintervention", ASKS), status="normal"), Trouble.LATE_CODE, False),
        (playing(entry("error", error="no_orders_found"), status="normal"), None, False),
        (playing(entry("error", error="Wrong password")), Trouble.PASSWORD, False),
        (playing(entry("error", **ASKS)), Trouble.WRONG_CODES, False),
        (playing(entry("timed_out")), Trouble.SLOW, False),
        (playing({**entry("completed"), "retailerId": 2, "displayName": "B"}), Trouble.OTHER, True),
    ],
)
async def test_how_a_session_may_end(
    session: dict[str, Any], trouble: Trouble | None, uncovered: bool
) -> None:
    ended, _ = await follow(Script(session), ScriptedDialogue())
    assert (ended.trouble, ended.uncovered) == (trouble, uncovered)
    assert (ended.error is None) == (trouble is None)


async def test_nobody_there_ends_that_retailer_with_its_question_named() -> None:
    ended, _ = await follow(Script(playing(entry("userintervention", ASKS))), ScriptedDialogue())
    assert isinstance(ended.error, MissingAnswer)
    assert ended.error.key == "mfa_code"


async def test_cancelling_the_question_cancels_the_whole() -> None:
    person = ScriptedDialogue({"mfa_code": PersonCancelled()})
    with pytest.raises(PersonCancelled):
        await follow(Script(playing(entry("userintervention", ASKS))), person)


async def test_the_code_form_is_about_the_retailer_and_never_shows_a_code() -> None:
    script = Script(*[playing(entry("userintervention", ASKS))] * 2, DONE)
    person = ScriptedDialogue({"mfa_code": "424242"})
    await follow(script, person)
    (form,) = person.asked
    assert isinstance(form, Form)
    assert form.about == "Amazon"
    assert form.fields[0].default is None
