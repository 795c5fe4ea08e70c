"""A password that is asked for until it is right, kept, and used again without the person."""

from collections.abc import Mapping

import pytest

from orderdock.auth.password import PasswordSignIn
from orderdock.auth.steps import asked_until_taken
from orderdock.domain.errors import SignInNeeded
from orderdock.domain.secret import Secret
from orderdock.http.token_auth import Tokens
from tests.support.desk import MemoryDrawer
from tests.support.scripted_dialogue import ScriptedDialogue


class Endpoint:
    def __init__(self, refresh: str = "") -> None:
        self.refresh = refresh
        self.asked: list[str] = []

    async def __call__(self, fields: Mapping[str, str | Secret]) -> Tokens | None:
        self.asked.append(str(fields["grant_type"]))
        if fields["grant_type"] == "password":
            good = fields["username"] == "anna" and fields["password"] == Secret("right")
        else:
            good = fields["refresh_token"] == Secret(self.refresh)
        return Tokens(Secret(f"token {len(self.asked)}"), Secret("r")) if good else None


def signing_in(endpoint: Endpoint, drawer: MemoryDrawer) -> PasswordSignIn:
    return PasswordSignIn("Pretend", "username", "User name", drawer, endpoint)


async def test_wrong_password_asks_again_and_the_right_one_is_kept_with_its_tokens() -> None:
    drawer, person = (
        MemoryDrawer(),
        ScriptedDialogue({"username": "anna", "password": ["", "right"]}),
    )
    way = signing_in(Endpoint(), drawer)
    name = await asked_until_taken(person, way.form(None, None), way.enter)
    assert name == "anna"
    assert person.errors == ["Pretend did not accept this user name or password. Type them again."]
    assert drawer.kept["password"] == Secret("right")
    assert drawer.kept["access_token"] == Secret("token 2")


@pytest.mark.parametrize(
    ("refresh", "asked"),
    [("old", ["refresh_token"]), ("other", ["refresh_token", "password"])],
)
async def test_old_tokens_are_tried_first_then_the_password(refresh: str, asked: list[str]) -> None:
    endpoint = Endpoint(refresh=refresh)
    way = signing_in(endpoint, MemoryDrawer({"password": Secret("right")}))
    tokens = await way.renewed(Tokens(Secret("dead"), Secret("old")), "anna")
    assert tokens.access == Secret(f"token {len(asked)}")
    assert endpoint.asked == asked


@pytest.mark.parametrize("kept", [{}, {"password": Secret("of last year")}])
async def test_without_a_password_that_works_the_person_is_needed(kept: dict[str, Secret]) -> None:
    way = signing_in(Endpoint(), MemoryDrawer(kept))
    with pytest.raises(SignInNeeded):
        await way.renewed(Tokens(Secret("dead")), "anna")
