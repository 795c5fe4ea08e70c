"""Several connections side by side."""

import asyncio

from orderdock.domain.connections import Outcome, ProviderId
from orderdock.domain.errors import (
    ProviderDown,
)
from orderdock.domain.events import SyncFinished
from orderdock.store import connections
from orderdock.sync.queue import SyncQueue
from tests.app.sync.bench import Bench, shop


async def test_side_by_side_one_failing_does_not_stop_the_other(bench: Bench) -> None:
    other = Bench(
        bench.database,
        bench.locks,
        bench.database.write_now(
            connections.add, provider=ProviderId("pretend"), name="Other", base_url="", now=1
        ),
    )
    jobs = [
        bench.job(shop(9, stop_at=1, then=lambda: ProviderDown("Down."))),
        other.job(shop(9)),
    ]
    outcomes = await SyncQueue().run(jobs)
    assert [o.outcome for o in outcomes] == [Outcome.FAILED, Outcome.OK]


async def test_five_that_wait_for_a_person_do_not_keep_a_sixth_waiting(bench: Bench) -> None:
    benches = [
        Bench(
            bench.database,
            bench.locks,
            bench.database.write_now(
                connections.add, provider=ProviderId("pretend"), name=f"No {n}", base_url="", now=1
            ),
        )
        for n in range(6)
    ]
    *waiting, last = benches
    reached = [asyncio.Event() for _ in waiting]
    jobs = [b.job(shop(9, stop_at=1, at=at)) for b, at in zip(waiting, reached, strict=True)]
    queue = SyncQueue()
    async with asyncio.TaskGroup() as group:
        running = group.create_task(queue.run([*jobs, last.job(shop(9))]))
        async with asyncio.timeout(60):
            for at in reached:
                await at.wait()
            while queue.is_running(last.connection):  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.005)
        queue.cancel()
    *others, outcome = running.result()
    assert outcome.outcome is Outcome.OK
    assert {o.outcome for o in others} == {Outcome.CANCELLED}


async def test_one_of_several_can_be_cancelled(bench: Bench) -> None:
    other = Bench(
        bench.database,
        bench.locks,
        bench.database.write_now(
            connections.add, provider=ProviderId("pretend"), name="Other", base_url="", now=1
        ),
    )
    reached = asyncio.Event()
    queue = SyncQueue(at_once=1)
    jobs = [bench.job(shop(9, stop_at=2, at=reached)), other.job(shop(9))]
    async with asyncio.TaskGroup() as group:
        running = group.create_task(queue.run(jobs))
        await reached.wait()
        queue.cancel(bench.connection)
    assert [o.outcome for o in running.result()] == [Outcome.CANCELLED, Outcome.OK]


async def test_cancelling_all_ends_those_that_wait_for_their_turn_too(bench: Bench) -> None:
    reached = asyncio.Event()
    queue = SyncQueue(at_once=1)
    other = Bench(
        bench.database,
        bench.locks,
        bench.database.write_now(
            connections.add, provider=ProviderId("pretend"), name="Other", base_url="", now=1
        ),
    )
    jobs = [bench.job(shop(9, stop_at=2, at=reached)), other.job(shop(9))]
    async with asyncio.TaskGroup() as group:
        running = group.create_task(queue.run(jobs))
        await reached.wait()
        queue.cancel()
    assert [o.outcome for o in running.result()] == [Outcome.CANCELLED, Outcome.CANCELLED]
    assert other.said(SyncFinished)
