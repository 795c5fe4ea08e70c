"""The scripted person answers as a real front end would."""

import asyncio

import pytest

from orderdock.auth.steps import BrowserPage, Choice, Field, FieldKind, Form, Option
from orderdock.domain.errors import MissingAnswer, PersonCancelled
from orderdock.domain.secret import Secret
from tests.support.scripted_dialogue import ScriptedDialogue

CODE = Form("Enter the code", (Field("mfa_code", "Code", FieldKind.CODE),))
SHOP = Choice(
    "Which shop?", Field("retailer", "Shop", FieldKind.CHOICE, options=(Option("7", "Books"),))
)


async def test_values_of_a_list_are_given_in_turn_and_then_nobody_is_there() -> None:
    person = ScriptedDialogue({"mfa_code": ["000000", "123456"]})
    assert (await person.ask(CODE))["mfa_code"] == Secret("000000")
    refused = CODE.with_error("mfa_code", "That code was refused.")
    assert (await person.ask(refused)).text("mfa_code") == "123456"
    with pytest.raises(MissingAnswer) as problem:
        await person.ask(CODE)
    assert problem.value.key == "mfa_code"
    assert person.errors == ["That code was refused."]
    assert person.keys == ["mfa_code"] * 3


async def test_optional_fields_stay_empty_and_defaults_stand() -> None:
    form = Form("More", (Field("a", "A", default="1"), Field("b", "B", required=False)))
    assert dict(await ScriptedDialogue().ask(form)) == {"a": "1"}


async def test_an_exception_in_the_script_is_what_the_person_does() -> None:
    with pytest.raises(PersonCancelled):
        await ScriptedDialogue({"retailer": PersonCancelled()}).ask(SHOP)


async def test_a_browser_page_stays_until_the_flow_takes_it_away() -> None:
    visited = asyncio.Queue[str]()
    person = ScriptedDialogue(browse=visited.put)
    async with asyncio.TaskGroup() as group:
        asking = group.create_task(person.ask(BrowserPage("Sign in", "http://127.0.0.1/in")))
        assert await visited.get() == "http://127.0.0.1/in"
        asking.cancel()
    assert asking.cancelled()


async def test_an_address_can_be_pasted_instead() -> None:
    person = ScriptedDialogue({"redirect_url": "http://127.0.0.1/?code=1"})
    answers = await person.ask(BrowserPage("Sign in", "http://127.0.0.1/in"))
    assert answers.text("redirect_url") == "http://127.0.0.1/?code=1"
