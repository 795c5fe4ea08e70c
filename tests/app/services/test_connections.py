"""Connecting and what becomes of connections, with a pretended provider and a real database."""

import asyncio
from collections.abc import AsyncGenerator, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from orderdock import compose, registry
from orderdock.auth.steps import Choice, Field, Form, Option
from orderdock.connector.contract import (
    Account,
    Completed,
    Desk,
    Link,
    LinksFound,
    OrdersRequest,
    Page,
    Provider,
    Reading,
)
from orderdock.domain.connections import ConnectionState, Outcome
from orderdock.domain.errors import (
    AlreadySyncing,
    MissingAnswer,
    NoSuchConnection,
    NotAllowed,
    OtherAccount,
    PersonCancelled,
    ProviderDown,
    SignInNeeded,
    WrongUsage,
)
from orderdock.domain.secret import Secret
from orderdock.services.access import Access
from orderdock.services.connections import ConnectionsService
from orderdock.services.desks import Desks
from orderdock.services.library import Library
from orderdock.services.sync import SyncService
from orderdock.system.locks import sync_of
from orderdock.system.settings import Overrides
from tests.support.memory_safe import MemorySafe
from tests.support.pretend_provider import order, pretend
from tests.support.scripted_dialogue import ScriptedDialogue


async def read(desk: Desk, request: OrdersRequest) -> AsyncGenerator[Reading, None]:
    yield LinksFound((Link("1", "Amazon"),))
    yield Page([order(1), order(2)])
    yield Completed("1", up_to=1_700_000_000)
    yield Completed(up_to=1_700_000_000)


@dataclass
class House:
    """A profile with the services that stand on it."""

    library: Library
    connections: ConnectionsService
    sync: SyncService
    access: Access

    async def connect(self, **answers: Any) -> str:
        answers = {"username": "anna", **answers}
        made = await self.connections.connect(
            "pretend", ScriptedDialogue(answers), base_url="http://127.0.0.1:9"
        )
        return made.id

    async def read_orders(self) -> None:
        [got] = await self.sync.run(dialogue=lambda _: ScriptedDialogue(), follow=lambda _: None)
        assert got.outcome is Outcome.OK

    def secret(self, connection: str, name: str = "token") -> str | None:
        found = self.access.database.read_now(
            lambda db: (
                db.execute(
                    "SELECT sealed FROM secrets JOIN connections c ON c.id = connection_id"
                    " WHERE key = ? AND secrets.name = ?",
                    (connection, name),
                ).get
            )
        )
        return None if found is None else bytes(found).decode()[::-1]


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> list[Provider]:
    """The provider in force, as the one item of a list that a test may replace."""
    current = [pretend(read)]
    monkeypatch.setattr(registry, "provider", lambda _: current[0])
    return current


@pytest.fixture
def house(tmp_path: Path, provider: list[Provider]) -> Iterator[House]:
    library = compose.open_library(
        compose.find_profile(profile=None, data_dir=str(tmp_path), sandbox=None, environ={})
    )
    desks = Desks(library.database, library.clock, Overrides(), 1.0, "Orderdock/test")
    access = Access(library, desks, MemorySafe(library.database), None)
    yield House(library, ConnectionsService(access), SyncService(access), access)
    library.close()


async def test_connecting_saves_account_settings_and_sealed_secrets_at_once(house: House) -> None:
    dialogue = ScriptedDialogue({"username": "anna"})
    made = await house.connections.connect(
        "pretend", dialogue, name="Mine", base_url="https://shop.example/", settings={"a": "b"}
    )
    assert (made.id, made.name, made.outcome) == ("pretend-1", "Mine", Outcome.OK)
    view = house.library.connection("mine")
    assert (view.base_url, view.account, view.settings) == (
        "https://shop.example",
        "anna",
        {"a": "b"},
    )
    assert view.verdict.state is ConnectionState.NEVER_SYNCED
    assert house.secret("pretend-1") == "token of anna"
    assert dialogue.keys == ["username"], "host and name were given, so they are not asked"


async def test_without_a_host_the_first_form_has_it_as_an_advanced_field(
    house: House, provider: list[Provider]
) -> None:
    hosts: list[str] = []

    async def sign_in(desk: Desk) -> Account:
        hosts.append(desk.base_url)
        await desk.dialogue.ask(Choice("How?", Field("way", "Way", options=(Option("a", "A"),))))
        answers = await desk.dialogue.ask(Form("Sign in", (Field("username", "Name"),)))
        assert set(answers) == {"username"}
        return Account(None, answers.text("username"))

    provider[0] = replace(provider[0], sign_in=sign_in)
    dialogue = ScriptedDialogue(
        {
            "way": "a",
            "username": "anna",
            "base_url": ["http://shop.example", "https://shop.example/api/"],
            "name": "My shop",
        }
    )
    made = await house.connections.connect("pretend", dialogue)
    assert made.name == "My shop"
    assert house.library.connection(made.id).base_url == "https://shop.example/api"
    assert hosts == ["https://api.pretend.example", "https://shop.example/api"]
    assert dialogue.keys.count("way") == 1, "what was answered is not asked again"
    assert "unencrypted" in dialogue.errors[0]


async def test_the_documented_host_is_the_default(house: House) -> None:
    made = await house.connections.connect("pretend", ScriptedDialogue({"username": "anna"}))
    assert house.library.connection(made.id).base_url == "https://api.pretend.example"


async def test_plain_http_is_for_this_computer_only(house: House) -> None:
    with pytest.raises(WrongUsage, match="https"):
        await house.connections.connect(
            "pretend", ScriptedDialogue(), base_url="http://shop.example"
        )
    assert house.library.connections() == []


@pytest.mark.parametrize("trouble", [PersonCancelled(), ProviderDown("Down.")])
async def test_what_does_not_come_to_its_end_leaves_nothing_behind(
    house: House, provider: list[Provider], trouble: Exception
) -> None:
    async def link(desk: Desk, link: Link | None) -> Link:
        raise trouble

    provider[0] = replace(provider[0], link=link, connect_link_first=True)
    with pytest.raises(type(trouble)):
        await house.connect()
    assert house.library.connections(kept=True) == []
    assert house.access.database.read_now(lambda d: d.execute("SELECT * FROM secrets").get) is None


async def test_a_cancelled_task_leaves_nothing_behind(
    house: House, provider: list[Provider]
) -> None:
    there = asyncio.Event()

    async def link(desk: Desk, link: Link | None) -> Link:
        there.set()
        await asyncio.Event().wait()
        raise AssertionError

    provider[0] = replace(provider[0], link=link, connect_link_first=True)
    task = asyncio.ensure_future(house.connect())
    await there.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert house.library.connections(kept=True) == []


@pytest.mark.parametrize(("answer", "links"), [("skip", []), ("1", ["Amazon"])])
async def test_the_first_link_is_offered_and_can_be_skipped(
    house: House, provider: list[Provider], answer: str, links: list[str]
) -> None:
    async def link(desk: Desk, link: Link | None) -> Link:
        options = (Option("1", "Amazon"), Option("2", "Target"))
        step = Choice("Which retailer?", Field("retailer", "Retailer", options=options))
        chosen = (await desk.dialogue.ask(step)).text("retailer")
        return Link(chosen, {o.value: o.label for o in options}[chosen])

    provider[0] = replace(provider[0], link=link, connect_link_first=True)
    made = await house.connect(retailer=answer)
    assert [link.name for link in house.library.connection(made).links] == links


async def test_linking_at_a_production_host_waits_for_an_i_know(
    house: House, provider: list[Provider]
) -> None:
    provider[0] = replace(provider[0], production_guard="Not confirmed.", connect_link_first=True)
    dialogue = ScriptedDialogue({"username": "anna"})
    made = await house.connections.connect("pretend", dialogue)
    assert house.library.connection(made.id).links == ()
    assert "Not confirmed" in dialogue.told[0].message
    with pytest.raises(NotAllowed, match="i_know"):
        await house.connections.link(made.id, ScriptedDialogue())
    house.library.save_setting("i_know.pretend", True)
    await house.connections.link(made.id, ScriptedDialogue())
    assert [link.name for link in house.library.connection(made.id).links] == ["Amazon"]
    elsewhere = await house.connect()
    assert house.library.connection(elsewhere).links, "another host needs no such word"


async def test_names_are_unique_and_ids_are_never_used_again(house: House) -> None:
    first = await house.connect()
    second = await house.connect()
    assert [view.name for view in house.library.connections()] == ["Pretend", "Pretend 2"]
    with pytest.raises(WrongUsage, match="is called"):
        await house.connections.rename(second, "pretend")
    await house.connections.rename(second, "Other")
    assert house.library.connection("other").id == second
    await house.connections.disconnect(second, keep_orders=False)
    assert await house.connect() == "pretend-3"
    with pytest.raises(WrongUsage, match="is called"):
        await house.connections.connect("pretend", ScriptedDialogue(), name="PRETEND-1")
    assert first == "pretend-1"


async def test_repair_keeps_id_name_and_history(house: House, provider: list[Provider]) -> None:
    made = await house.connect()
    await house.read_orders()

    async def refuse(desk: Desk, request: OrdersRequest) -> AsyncGenerator[Reading, None]:
        raise SignInNeeded("It is refused.", "Sign in again.")
        yield

    working = provider[0]
    provider[0] = replace(working, read_orders=refuse)
    await house.sync.run(dialogue=lambda _: ScriptedDialogue(), follow=lambda _: None)
    view = house.library.connection(made)
    assert view.verdict.state is ConnectionState.SIGN_IN_NEEDED
    assert view.links[0].verdict.state is ConnectionState.SIGN_IN_NEEDED

    provider[0] = working
    again = await house.connections.repair(made, ScriptedDialogue({"username": "anna"}))
    assert again.id == made
    view = house.library.connection(made)
    assert (view.verdict.state, view.lines) == (ConnectionState.OK, 2)


async def test_repair_without_a_link_repairs_the_broken_ones_while_the_account_is_well(
    house: House, provider: list[Provider]
) -> None:
    repaired: list[Link | None] = []

    async def link(desk: Desk, link: Link | None) -> Link:
        repaired.append(link)
        return link or Link("1", "Amazon")

    async def find(desk: Desk, request: OrdersRequest) -> AsyncGenerator[Reading, None]:
        yield LinksFound((Link("1", "Amazon"), Link("2", "Walmart", usable=False)))
        yield Completed("1", up_to=1)

    provider[0] = replace(provider[0], link=link, read_orders=find)
    made = await house.connect()
    await house.sync.run(dialogue=lambda _: ScriptedDialogue(), follow=lambda _: None)
    again = await house.connections.repair(made, ScriptedDialogue())
    assert again.id == made
    assert repaired == [Link("2", "Walmart")]
    await house.connections.repair(made, ScriptedDialogue({"username": "anna"}))
    assert len(repaired) == 1, "nothing is broken: the account is signed in again"


async def test_another_account_is_refused_and_nothing_changes(house: House) -> None:
    made = await house.connect()
    with pytest.raises(OtherAccount, match=r"another account \(bob\).*sign in as anna"):
        await house.connections.repair(made, ScriptedDialogue({"username": "bob"}))
    assert house.secret(made) == "token of anna"
    assert house.library.connection(made).account == "anna"


async def test_a_repair_forgets_secrets_of_the_old_sign_in(
    house: House, provider: list[Provider]
) -> None:
    made = await house.connect()

    async def sign_in(desk: Desk) -> Account:
        await desk.secrets.put({"password": Secret("new")})
        return Account("anna")

    provider[0] = replace(provider[0], sign_in=sign_in)
    await house.connections.repair(made, ScriptedDialogue())
    assert (house.secret(made, "token"), house.secret(made, "password")) == (None, "new")


async def test_disconnecting_keeps_or_erases_the_orders(house: House) -> None:
    made = await house.connect()
    await house.read_orders()
    await house.connections.disconnect(made, keep_orders=True)
    assert house.library.connections() == []
    assert house.secret(made) is None
    with pytest.raises(NoSuchConnection):
        house.library.connection(made)
    [kept] = house.library.connections(kept=True)
    assert (kept.connected, kept.lines) == (False, 2)

    await house.connections.disconnect(made, keep_orders=False)
    assert house.library.connections(kept=True) == []


async def test_disconnecting_tells_the_provider_and_does_not_mind_its_trouble(
    house: House, provider: list[Provider]
) -> None:
    told: list[str] = []

    async def sign_out(desk: Desk) -> None:
        token = await desk.secrets.get("token")
        assert token is not None
        told.append(token.reveal())
        raise ProviderDown("Down.")

    provider[0] = replace(provider[0], sign_out=sign_out)
    made = await house.connect()
    await house.connections.disconnect(made, keep_orders=False)
    assert told == ["token of anna"]
    assert house.library.connections() == []


async def test_nobody_signs_in_or_disconnects_while_a_sync_runs(house: House) -> None:
    made = await house.connect()
    with house.library.locks.take(sync_of(house.library.connection(made).id)) as lock:
        assert house.library.connection(made).verdict.state is ConnectionState.SYNCING
        lock.note("Enter the code from Target")
        view = house.library.connection(made)
        assert view.verdict.state is ConnectionState.WAITING_FOR_YOU
        assert view.verdict.why == "Enter the code from Target"
        with pytest.raises(AlreadySyncing, match="already syncing"):
            await house.connections.repair(made, ScriptedDialogue())
        with pytest.raises(AlreadySyncing):
            await house.connections.disconnect(made, keep_orders=False)


async def test_a_lost_sign_in_met_while_linking_is_shown(
    house: House, provider: list[Provider]
) -> None:
    made = await house.connect()

    async def link(desk: Desk, link: Link | None) -> Link:
        raise SignInNeeded("It is refused.")

    provider[0] = replace(provider[0], link=link)
    with pytest.raises(SignInNeeded):
        await house.connections.link(made, ScriptedDialogue())
    assert house.library.connection(made).verdict.state is ConnectionState.SIGN_IN_NEEDED


async def test_without_a_person_a_question_is_named(house: House) -> None:
    with pytest.raises(MissingAnswer) as missing:
        await house.connections.connect("pretend", ScriptedDialogue())
    assert missing.value.key == "username"


async def test_paused_connections_are_left_out_of_a_sync_of_all(house: House) -> None:
    made = await house.connect()
    house.sync.set_paused(made, True)
    assert house.library.connection(made).verdict.state is ConnectionState.PAUSED
    assert not await house.sync.run(dialogue=lambda _: ScriptedDialogue(), follow=lambda _: None)
    [got] = await house.sync.run(
        [made, "Pretend"], dialogue=lambda _: ScriptedDialogue(), follow=lambda _: None
    )
    assert got.added == 2
    house.sync.set_paused(made, False)
    assert house.library.connection(made).verdict.state is ConnectionState.OK
