import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from orderdock.auth.brought_back import WayBack
from orderdock.auth.loopback import Loopback
from orderdock.auth.steps import BrowserPage
from orderdock.domain.errors import PersonCancelled
from tests.support.sandbox import fetch
from tests.support.scripted_dialogue import ScriptedDialogue

PAGE = BrowserPage("Open this", "https://shop.example/allow")


async def never() -> str:
    await asyncio.Event().wait()
    return ""


async def way_back(
    answers: dict[str, Any] | None = None,
    elsewhere: Callable[[], Awaitable[str]] = never,
    browse: Callable[[str], Awaitable[None]] | None = None,
    address: str = "",
) -> tuple[Any, ScriptedDialogue]:
    person = ScriptedDialogue(answers, browse)
    way = WayBack(
        person,
        "Acme",
        address or await free_address(),
        "tenant",
        ("connection_id", "id"),
        re.compile(r"[\w.-]{1,20}").fullmatch,
        timedelta(minutes=1),
    )
    return await way.brought(PAGE, elsewhere), person


async def free_address() -> str:
    async with Loopback("any", "/back") as listener:
        return listener.redirect_uri


@pytest.mark.parametrize(
    "pasted",
    [
        "conn_1",
        " conn_1 ",
        "http://127.0.0.1:9/back?connection_id=conn_1&state=tenant",
        "https://synq.example/done?id=conn_1",
        "/done#id=conn_1",
        "?connection_id=conn_1",
        "connection_id=conn_1&state=tenant",
        "http://x.example/?connection_id=&id=conn_1",
    ],
)
async def test_an_address_its_query_or_the_bare_id_may_be_pasted(pasted: str) -> None:
    (found, _), person = await way_back({"redirect_url": pasted})
    assert found == "conn_1"
    assert person.errors == []


@pytest.mark.parametrize(
    ("pasted", "why"),
    [
        ("", "Nothing came back yet"),
        ("https://shop.example/allow", "Nothing came back yet"),
        ("a b", "not what was waited for"),
        ("id=" + "x" * 300, "not what was waited for"),
        ("http://x.example/?id=conn_1&state=another", "not for this account"),
        ("http://x.example/?error=access_denied&state=tenant", "Access was not granted"),
        ("http://x.example/?error=oh&error_description=Shop+is+closed", "Shop is closed"),
        ("http://[", "Nothing came back yet"),
    ],
)
async def test_what_cannot_be_it_is_said_and_the_page_comes_back(pasted: str, why: str) -> None:
    (found, _), person = await way_back({"redirect_url": [pasted, "conn_2"]})
    assert found == "conn_2"
    assert why in " ".join(person.errors)


async def test_a_redirect_to_this_computer_is_caught_with_all_it_says() -> None:
    address = await free_address()

    async def allow(_url: str) -> None:
        page = await asyncio.to_thread(fetch, "GET", f"{address}?id=conn_3&provider=ebay")
        assert page.status == 200

    (found, values), _ = await way_back(browse=allow, address=address)
    assert (found, values["provider"]) == ("conn_3", "ebay")


async def test_where_the_port_is_taken_the_other_ways_remain() -> None:
    async def found() -> str:
        return "conn_4"

    async def stays_open(_url: str) -> None: ...

    async with Loopback("another") as listener:
        (key, values), _ = await way_back(
            elsewhere=found, browse=stays_open, address=listener.redirect_uri
        )
    assert (key, values) == ("conn_4", {"connection_id": "conn_4"})


async def test_cancelling_ends_it() -> None:
    with pytest.raises(PersonCancelled):
        await way_back({"redirect_url": PersonCancelled()})
