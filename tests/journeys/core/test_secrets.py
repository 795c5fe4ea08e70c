"""No secret that passed through is found anywhere afterwards."""

import logging
from collections.abc import Iterator

import pytest

from orderdock.domain.connections import Outcome
from orderdock.sandbox.running import RunningSandbox
from orderdock.system.logs import close_logs, set_up_logs
from tests.journeys.core.journey import PASSPHRASE, Journey
from tests.support.canaries import found_in
from tests.support.scripted_dialogue import ScriptedDialogue

PASSWORD = "canary password 8812"
WRONG_PASSWORD = "canary wrong password 3391"
CODE = "7391045528"
WRONG_CODE = "7391045529"
TOKEN = "sandbox-portal-0199-canary5520"
WRONG_TOKEN = "sandbox-canary-none-6671"
SECRETS = (
    PASSPHRASE,
    PASSWORD,
    WRONG_PASSWORD,
    CODE,
    WRONG_CODE,
    TOKEN,
    WRONG_TOKEN,
)


@pytest.fixture
def logs(journey: Journey) -> Iterator[None]:
    """The program's own log, at its most talkative."""
    set_up_logs(journey.folder / "logs", level=logging.DEBUG)
    yield
    close_logs()


@pytest.mark.usefixtures("logs")
@pytest.mark.parametrize("way", ["token", "browser"])
async def test_canaries(
    journey: Journey, sandbox: RunningSandbox, capfd: pytest.CaptureFixture[str], way: str
) -> None:
    sandbox.stackline.manners(password=PASSWORD, mfa_code=CODE)
    made = await journey.connect(
        sign_in=way,
        access_token=[WRONG_TOKEN, TOKEN],
        password=[WRONG_PASSWORD, PASSWORD],
        mfa_code=[WRONG_CODE, CODE],
    )
    talk = [journey.dialogue]
    assert (await journey.sync()).outcome is Outcome.OK
    sandbox.stackline.expire_tokens()
    talk.append(journey.dialogue)
    after = await journey.sync()
    assert after.outcome is (Outcome.OK if way == "browser" else Outcome.NEEDS_YOU)
    async with journey.program() as services:
        answers = journey.answers(access_token=f"{TOKEN}-again", password=PASSWORD, mfa_code=CODE)
        dialogue = ScriptedDialogue({**answers, "sign_in": "token"})
        await services.connections.repair(made, dialogue)
        report = await services.doctor.report()
        talk.append(dialogue)

    said = "".join(capfd.readouterr()) + repr(journey.events) + repr(report)
    said += "".join(repr(d.told) + repr(d.asked) for d in talk)
    assert found_in(journey.folder, SECRETS, said) == []
    assert (journey.folder / "logs").is_dir()
