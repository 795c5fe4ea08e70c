"""Adding what has a sign-in of its own: from a catalogue, blocked for a while, or repaired."""

from typing import Any, cast

import pytest

from orderdock.auth.steps import Answers, Option
from orderdock.connector.contract import Desk, Link
from orderdock.connector.linking import Linking, LinkTrouble, leave_alone, minutes_left
from orderdock.connector.troubles import Complaints, Trouble
from orderdock.domain.errors import ProviderDown, Refused, Rejected
from tests.support.fake_clock import FakeClock
from tests.support.scripted_dialogue import ScriptedDialogue

COMPLAINTS = Complaints("Acme", {})
TYPED = {"username": "jo", "password": "secret"}


class AtDesk:
    """As much of a desk as linking needs."""

    def __init__(self, **answers: Any) -> None:
        self.dialogue = ScriptedDialogue({**TYPED, **answers})
        self.clock = FakeClock()
        self.settings: dict[str, str] = {}
        self.connection = None

    def linking(self, *raised: Exception | None) -> Linking:
        left = list(raised)

        async def catalogue() -> tuple[Option, ...]:
            return Option("1", "North"), Option("2", "South")

        async def enter(_link: Link, _answers: Answers) -> None:
            if left and (error := left.pop(0)) is not None:
                raise error

        return Linking(self.desk, COMPLAINTS, "store", "Pick one.", catalogue, enter)

    @property
    def desk(self) -> Desk:
        return cast(Desk, self)


async def test_what_is_wrong_with_one_leads_back_to_the_choice_with_its_sentence() -> None:
    at = AtDesk(store=["north", "2"])
    down = LinkTrouble(COMPLAINTS.error(Trouble.DOWN, "North"))
    assert await at.linking(down).link(None) == Link("2", "South")
    assert at.dialogue.errors == ["North cannot be reached by Acme right now. Try again later."]


async def test_what_is_refused_is_asked_again_at_its_field() -> None:
    at = AtDesk(store="1", username=["", "jo", "jo"], password="secret")
    refused = Refused("password", "That was not it.")
    assert await at.linking(refused).link(None) == Link("1", "North")
    assert at.dialogue.errors == [
        "Type the e-mail or user name you use there.",
        "That was not it.",
    ]
    assert at.dialogue.keys.count("store") == 1


async def test_one_that_saw_too_many_attempts_is_left_alone_for_its_minutes() -> None:
    at = AtDesk(store=["1", "2"])
    leave_alone(at.desk, "1", 5)
    assert await at.linking().link(None) == Link("2", "South")
    assert at.dialogue.errors == ["North saw too many attempts. Try again in 5 minutes."]
    with pytest.raises(Rejected, match="too many attempts"):
        await at.linking().link(Link("1", "North"))
    at.settings["blocked_until.1"] = "1"
    assert minutes_left(at.desk, "1") == 0
    assert at.settings == {}


async def test_a_repair_has_no_choice_and_raises_what_is_wrong() -> None:
    at = AtDesk()
    down = LinkTrouble(COMPLAINTS.error(Trouble.DOWN, "North"))
    with pytest.raises(ProviderDown, match="North cannot be reached"):
        await at.linking(down).link(Link("1", "North"))
    assert await at.linking().link(Link("1", "North", usable=False)) == Link("1", "North")
    assert "store" not in at.dialogue.keys
