import asyncio
from typing import Any

import pytest

from orderdock.auth.loopback import Loopback
from orderdock.auth.steps import BrowserPage
from orderdock.connector.contract import Link
from orderdock.domain.errors import (
    MissingAnswer,
    NotAllowed,
    PersonCancelled,
    Rejected,
    UnexpectedAnswer,
)
from orderdock.providers.synq.link import link
from orderdock.providers.synq.sign_in import sign_in
from orderdock.sandbox.running import RunningSandbox
from tests.providers.synq.conftest import DeskAt
from tests.support.desk import Desks
from tests.support.sandbox import StartSandbox, fetch

TENANT = "11111111-2222-4333-8444-555555555555"
YES = {"confirm": True}


async def free_address() -> str:
    async with Loopback("any", "/synq/callback") as listener:
        return listener.redirect_uri


async def allow(url: str, provider: str = "woocommerce") -> None:
    """A person who chooses a platform and lets the browser follow."""
    page = await asyncio.to_thread(fetch, "POST", url, form={"provider": provider})
    if page.status == 303:
        await asyncio.to_thread(fetch, "GET", page.headers["location"])


def callbacks(desk_at: DeskAt) -> int:
    return len(desk_at.asked("/integrations/callback"))


@pytest.fixture
async def address(desk_at: DeskAt) -> str:
    """Where Synq was told to send the browser."""
    free = await free_address()
    desk_at.control.manners(redirect_uri=free)
    return free


async def linked(
    desk_at: DeskAt, answers: dict[str, Any], address: str = "", **more: Any
) -> tuple[Link, Any]:
    known = {"redirect_address": address or await free_address(), "poll_minutes": "0.5"}
    desk, person = await desk_at.signed_in(answers, assumptions=known, **more)
    return await link(desk, None), person


async def test_a_redirect_is_caught_confirmed_and_registered_once(
    desk_at: DeskAt, address: str
) -> None:
    shop, person = await linked(desk_at, YES, address, browse=allow)
    [old, made] = desk_at.control.shops()
    assert (made["provider"], made["category"], made["registered"]) == (
        "woocommerce",
        "commerce",
        1,
    )
    assert shop == Link(made["id"], "Woocommerce")
    assert old["registered"] == 1
    assert person.keys == ["provider", "category", "confirm"]
    assert made["id"] in person.asked[-1].message
    assert callbacks(desk_at) == 1


@pytest.mark.parametrize("form", ["{address}?connection_id={id}&state=" + TENANT, "{id}"])
async def test_an_address_or_the_bare_id_may_be_pasted(desk_at: DeskAt, form: str) -> None:
    made = desk_at.control.authorise_shop("amazon", registered=False)
    pasted = form.format(address="http://127.0.0.1:1/synq/callback", id=made["id"])
    answers = {"redirect_url": pasted, "provider": "Amazon", **YES}
    shop, _ = await linked(desk_at, answers)
    assert shop == Link(made["id"], "Amazon")
    assert desk_at.control.shops()[-1]["registered"] == 1


async def test_the_platform_is_asked_for_where_the_redirect_does_not_say_it(
    desk_at: DeskAt, address: str
) -> None:
    desk_at.control.manners(redirect_names="unified")
    with pytest.raises(MissingAnswer) as missing:
        await linked(desk_at, YES, address, browse=allow)
    assert missing.value.key == "provider"
    assert callbacks(desk_at) == 0
    answers = {**YES, "provider": "quickbooks", "category": "accounting"}
    shop, _ = await linked(desk_at, answers, address, browse=allow)
    assert shop.name == "Quickbooks"


async def test_a_shop_that_synq_registers_itself_turns_up_in_the_list(
    desks: Desks, sandboxes: StartSandbox
) -> None:
    desk_at = DeskAt(desks, sandboxes("small,synq-registers"))
    shop, person = await linked(desk_at, YES, browse=allow)
    assert shop.name == "Woocommerce"
    assert person.keys == ["confirm"]
    assert desk_at.control.shops()[-1]["registered"] == 1
    assert callbacks(desk_at) == 0


async def test_a_shop_that_is_listed_already_is_not_registered_again(desk_at: DeskAt) -> None:
    made = desk_at.control.authorise_shop("amazon")
    shop, _ = await linked(desk_at, {"redirect_url": made["id"], **YES})
    assert shop.id == made["id"]
    assert (callbacks(desk_at), desk_at.control.shops()[-1]["registered"]) == (0, 1)


async def test_a_shop_that_synq_registers_meanwhile_is_not_registered_again(
    desk_at: DeskAt,
) -> None:
    desk_at.control.manners(polls=2)
    made = desk_at.control.authorise_shop("amazon")
    shop, _ = await linked(desk_at, {"redirect_url": made["id"], "provider": "amazon", **YES})
    assert shop == Link(made["id"], "Amazon")
    assert callbacks(desk_at) == 0


@pytest.mark.parametrize("fault", ["reset", "truncated"])
async def test_a_shop_that_is_listed_is_linked_whatever_became_of_the_answer(
    desk_at: DeskAt, fault: str
) -> None:
    desk_at.sandbox.control.fault(fault, "/api/v1/integrations/callback")
    made = desk_at.control.authorise_shop("amazon", registered=False)
    shop, _ = await linked(desk_at, {"redirect_url": made["id"], "provider": "amazon", **YES})
    assert shop == Link(made["id"], "Amazon")
    assert (callbacks(desk_at), desk_at.control.shops()[-1]["registered"]) == (1, 1)


async def test_a_shop_that_the_list_shows_late_is_waited_for(desk_at: DeskAt, address: str) -> None:
    desk_at.control.manners(polls=4)
    shop, person = await linked(desk_at, YES, address, browse=allow)
    assert shop.name == "Woocommerce"
    assert "processing" in person.stages
    assert callbacks(desk_at) == 1


async def test_a_shop_that_never_turns_up_is_said(desk_at: DeskAt, address: str) -> None:
    desk_at.control.manners(polls=1000)
    with pytest.raises(UnexpectedAnswer, match="does not list it"):
        await linked(desk_at, YES, address, browse=allow)


async def test_two_shops_of_one_platform_have_names_of_their_own(desk_at: DeskAt) -> None:
    made = desk_at.control.authorise_shop("shopify")
    shop, _ = await linked(desk_at, {"redirect_url": made["id"], **YES})
    assert shop.name == f"Shopify {made['id']}"


async def test_nothing_is_registered_without_a_yes(desk_at: DeskAt, address: str) -> None:
    answers = {"confirm": [False, PersonCancelled()]}
    with pytest.raises(PersonCancelled):
        await linked(desk_at, answers, address, browse=allow)
    assert callbacks(desk_at) == 0
    assert desk_at.control.shops()[-1]["registered"] == 0


async def test_a_refusal_and_strangers_bring_the_page_back(desk_at: DeskAt) -> None:
    made = desk_at.control.authorise_shop("amazon", registered=False)
    pasted = [
        f"https://x.example/?error=access_denied&state={TENANT}",
        f"https://x.example/?connection_id={made['id']}&state=99999999-2222-4333-8444-555555555555",
        "../../etc/passwd",
        "x" * 201,
        made["id"],
    ]
    _, person = await linked(
        desk_at, {"redirect_url": pasted, "provider": "amazon", **YES}, browse=allow
    )
    assert [step.error is not None for step in person.asked if isinstance(step, BrowserPage)] == [
        False,
        *[True] * 4,
    ]
    assert desk_at.control.shops()[-1]["registered"] == 1


async def test_an_id_that_synq_does_not_know_is_said_in_its_words(desk_at: DeskAt) -> None:
    answers = {"redirect_url": "conn_never_seen", "provider": "amazon", **YES}
    with pytest.raises(Rejected, match="No such connection"):
        await linked(desk_at, answers)


async def test_who_may_not_link_is_told_so_and_not_asked_for_a_token(
    desks: Desks, sandboxes: StartSandbox
) -> None:
    desk_at = DeskAt(desks, sandboxes("small,admins-link"))
    desk, person = desk_at.fresh({"token": desk_at.control.token(claims={"role": "member"})})
    await sign_in(desk)
    with pytest.raises(NotAllowed, match="Only an Admin may connect"):
        await link(desk, None)
    assert person.keys.count("token") == 1


async def test_an_address_that_is_not_encrypted_is_not_opened(
    sandbox: RunningSandbox, desk_at: DeskAt
) -> None:
    body = '{"auth_url": "http://api.unified.example/auth"}'
    sandbox.control.fault("text", "/api/v1/integrations/auth-url", body=body)
    with pytest.raises(UnexpectedAnswer, match="not encrypted"):
        await linked(desk_at, YES, browse=allow)


async def test_cancelling_closes_the_listener(desk_at: DeskAt, address: str) -> None:
    async def reads_on(_url: str) -> None:
        opened.set()

    opened = asyncio.Event()
    task = asyncio.ensure_future(linked(desk_at, YES, address, browse=reads_on))
    await opened.wait()
    task.cancel()
    done, _ = await asyncio.wait([task], timeout=60)
    assert done
    with pytest.raises(OSError, match=r"refused|Connect"):
        await asyncio.to_thread(fetch, "GET", f"{address}?connection_id=late")


async def test_a_redirect_counts_once_and_only_while_the_page_is_open(
    desk_at: DeskAt, address: str
) -> None:
    shop, _ = await linked(desk_at, YES, address, browse=allow)
    with pytest.raises(OSError, match=r"refused|Connect"):
        await asyncio.to_thread(fetch, "GET", f"{address}?connection_id={shop.id}")
