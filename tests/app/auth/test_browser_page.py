import asyncio
from datetime import timedelta

import pytest

from orderdock.auth.browser_page import visited
from orderdock.auth.steps import BrowserPage
from orderdock.domain.errors import PersonCancelled
from tests.support.scripted_dialogue import ScriptedDialogue

PAGE = BrowserPage("Open this", "https://shop.example/allow")
SOON = timedelta(milliseconds=20)
LATE = timedelta(minutes=1)


async def never() -> str:
    await asyncio.Event().wait()
    return ""


async def stays_open(_url: str) -> None:
    """The person reads the page."""


async def test_whatever_comes_first_counts_and_the_rest_is_given_up() -> None:
    async def polled() -> str:
        return "conn_1"

    given_up = asyncio.Event()

    async def listened() -> str:
        try:
            return await never()
        finally:
            given_up.set()

    person = ScriptedDialogue(browse=stays_open)
    assert await visited(person, PAGE, listened(), polled(), within=LATE) == "conn_1"
    assert given_up.is_set()
    person = ScriptedDialogue({"redirect_url": " conn_2 "})
    assert await visited(person, PAGE, never(), within=LATE) == "conn_2"


async def test_nothing_comes_after_too_long() -> None:
    assert await visited(ScriptedDialogue(browse=stays_open), PAGE, never(), within=SOON) is None


async def test_troubles_and_a_cancel_are_passed_on() -> None:
    async def breaks() -> str:
        raise LookupError

    with pytest.raises(LookupError):
        await visited(ScriptedDialogue(browse=stays_open), PAGE, breaks(), within=LATE)
    person = ScriptedDialogue({"redirect_url": PersonCancelled()})
    with pytest.raises(PersonCancelled):
        await visited(person, PAGE, never(), within=LATE)
