"""A sync that is cancelled or killed anywhere comes out like one that ran straight through."""

import asyncio
import random
from pathlib import Path

import pytest

from orderdock.domain.connections import Outcome
from orderdock.domain.events import OrdersChanged
from orderdock.sandbox.running import RunningSandbox
from orderdock.sync import saver
from tests.journeys.core.journey import Journey
from tests.support.scripted_dialogue import ScriptedDialogue

LONG = pytest.mark.parametrize("sandbox", [("default", 4000)], indirect=True)


async def straight(folder: Path, sandbox: RunningSandbox) -> list[object]:
    """What a sync that nobody disturbs comes to."""
    journey = Journey(folder, sandbox)
    await journey.connect()
    assert (await journey.sync()).outcome is Outcome.OK
    return journey.lines()


async def cancelled_sync(journey: Journey, after: float) -> None:
    async with journey.program() as services:
        task = asyncio.ensure_future(
            services.sync.run(dialogue=lambda _: ScriptedDialogue(), follow=journey.events.append)
        )
        await asyncio.wait([task], timeout=after)
        task.cancel()
        done, _ = await asyncio.wait([task], timeout=60)
        assert done


@LONG
async def test_cancelled_at_random_moments_and_resumed(
    journey: Journey, tmp_path: Path, sandbox: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = await straight(tmp_path / "straight", sandbox)
    monkeypatch.setattr(saver, "BESIDE_AFTER", 500)  # from then on a second process commits
    await journey.connect()
    chance = random.Random(11)
    for _ in range(8):
        await cancelled_sync(journey, chance.uniform(0, 0.6))
    assert (await journey.sync()).outcome is Outcome.OK
    assert journey.lines() == expected
    again = await journey.sync()
    assert (again.added, again.changed) == (0, 0)


@LONG
async def test_killed_in_the_middle_and_resumed(
    journey: Journey, tmp_path: Path, sandbox: RunningSandbox
) -> None:
    expected = await straight(tmp_path / "straight", sandbox)
    await journey.connect()
    for rows in (1, 1500, 3000):
        await journey.kill_sync_after(rows)
        assert rows <= len(journey.lines())
    got = await journey.sync()
    assert got.outcome is Outcome.OK
    assert journey.lines() == expected


@LONG
async def test_what_a_cancelled_sync_committed_stays_and_is_said(journey: Journey) -> None:
    await journey.connect()
    async with journey.program() as services:
        enough = asyncio.Event()

        def follow(event: object) -> None:
            if isinstance(event, OrdersChanged):
                enough.set()

        task = asyncio.ensure_future(
            services.sync.run(dialogue=lambda _: ScriptedDialogue(), follow=follow)
        )
        await enough.wait()
        services.sync.cancel()
        [outcome] = await asyncio.wait_for(task, 60)
    assert outcome.outcome is Outcome.CANCELLED
    assert len(journey.lines()) == outcome.added > 0
