"""From sign-in to a file through the real parts: each row as the sandbox itself has it."""

import csv
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from orderdock import compose
from orderdock.domain.connections import ConnectionState, Outcome, SyncOutcome
from orderdock.sandbox.running import RunningSandbox
from orderdock.sandbox.stock2shop.remote import Stock2ShopControl
from orderdock.services.export import ExportRequest
from orderdock.services.front import Services
from tests.providers.stock2shop.conftest import GOOD, Row, truth
from tests.support.sandbox import StartSandbox
from tests.support.scripted_dialogue import ScriptedDialogue


@dataclass
class Journey:
    """One profile at one sandbox; every step opens the program anew."""

    folder: Path
    sandbox: RunningSandbox

    @asynccontextmanager
    async def program(self) -> AsyncGenerator[Services, None]:
        profile = compose.find_profile(
            profile=None, data_dir=str(self.folder), sandbox=None, environ={}
        )
        library = compose.open_library(profile)
        environ = {"ORDERDOCK_PACE": "0.002", "ORDERDOCK_PASSPHRASE": "a passphrase of the tests"}
        try:
            async with compose.open_services(library, environ=environ) as services:
                yield services
        finally:
            library.close()

    async def connect(self, **answers: str) -> str:
        async with self.program() as services:
            made = await services.connections.connect(
                "stock2shop",
                ScriptedDialogue({**GOOD, **answers}),
                base_url=self.sandbox.bases["stock2shop"],
            )
        return made.id

    async def sync(self) -> list[SyncOutcome]:
        async with self.program() as services:
            return await services.sync.run(
                dialogue=lambda _: ScriptedDialogue(), follow=lambda _: None
            )

    async def exported(self) -> list[Row]:
        target = self.folder.parent / "orders.csv"
        async with self.program() as services:
            services.export.run(ExportRequest(raw=True), target)
        with target.open(newline="", encoding="utf-8") as stream:
            return sorted(tuple(row) for row in list(csv.reader(stream))[1:])


async def synced(tmp_path: Path, box: RunningSandbox, lines: int) -> Journey:
    """After a first sync that brought all, and a second that brought nothing."""
    journey = Journey(tmp_path / "profile", box)
    await journey.connect()
    (first,) = await journey.sync()
    assert (first.outcome, first.error, first.complete) == (Outcome.OK, None, True)
    assert (first.added, first.quarantined) == (lines, 0)
    (second,) = await journey.sync()
    assert (second.added, second.changed) == (0, 0)
    return journey


async def test_a_large_account_equals_the_truth(tmp_path: Path, sandboxes: StartSandbox) -> None:
    box = sandboxes("default", lines=20_000)
    journey = await synced(tmp_path, box, 20_000)
    assert await journey.exported() == truth(Stock2ShopControl(box.control))


async def test_from_sign_in_to_a_file_and_changes_to_the_next(
    tmp_path: Path, sandboxes: StartSandbox
) -> None:
    box = sandboxes("default", lines=700)
    control = Stock2ShopControl(box.control)
    journey = await synced(tmp_path, box, 700)
    assert await journey.exported() == truth(control)

    order = control.truth()["orders"][5]
    control.change_order(order["id"], quantities={order["line_items"][0]["id"]: 77})
    control.insert_order({770_000: 1, 770_030: 4, 770_040: 2})
    (third,) = await journey.sync()
    assert third.added == 3
    assert third.changed == len(order["line_items"])
    assert await journey.exported() == truth(control)

    async with journey.program() as services:
        (view,) = services.library.connections()
    assert view.verdict.state is ConnectionState.OK
    assert view.account == "orders.acme, Acme Trading (read_only)"
    assert {link.id for link in view.links} == {"310", "311", "312", "313", "314"}
    assert view.data_up_to is not None
    tokens_are_nowhere(journey)


def tokens_are_nowhere(journey: Journey) -> None:
    """Tokens of the sandbox begin so, whoever they belong to."""
    for path in journey.folder.parent.rglob("*"):
        if path.is_file():
            assert b"S2S-" not in path.read_bytes(), path
            assert GOOD["password"].encode() not in path.read_bytes(), path
    assert "S2S-" not in str(journey.sandbox.control.requests())


async def test_two_merchants_side_by_side_and_two_users_of_one_do_not_fight(
    tmp_path: Path, sandboxes: StartSandbox
) -> None:
    box = sandboxes("small")
    journey = Journey(tmp_path / "profile", box)
    for name, username in (("A", "orders.acme"), ("B", "orders.baobab"), ("C", "orders.acme")):
        async with journey.program() as services:
            await services.connections.connect(
                "stock2shop",
                ScriptedDialogue({**GOOD, "username": username}),
                name=name,
                base_url=box.bases["stock2shop"],
            )
    box.control.forget_requests()
    outcomes = await journey.sync()
    assert [outcome.outcome for outcome in outcomes] == [Outcome.OK] * 3
    assert [outcome.added for outcome in outcomes] == [50, 50, 50]
    asked = [r["path"].rsplit("/", 1)[1] for r in box.control.requests()]
    assert asked.count("authenticate") <= 2


async def test_a_gap_is_shown_with_its_numbers(tmp_path: Path, sandboxes: StartSandbox) -> None:
    box = sandboxes("small")
    Stock2ShopControl(box.control).manners(skip_rows=2)
    journey = Journey(tmp_path / "profile", box)
    await journey.connect()
    (outcome,) = await journey.sync()
    assert (outcome.outcome, outcome.complete) == (Outcome.OK, False)
    assert outcome.notes[-1] == (
        "Stock2Shop says it has 23 orders, but sent only 21. Sync again to fetch the rest."
    )
