"""Commits are made in their order, one ahead, and none after one that failed."""

import asyncio
import math
from collections.abc import AsyncGenerator
from typing import Any

import apsw
import pytest

from orderdock.connector.contract import Desk, OrdersRequest, Page, Reading
from orderdock.domain.connections import Outcome
from orderdock.store.database import Database
from orderdock.store.entry import Entry
from orderdock.store.orders import Saved
from orderdock.store.told import told
from orderdock.sync import batch, engine
from orderdock.sync.saver import Saver, SavingBroke
from tests.app.sync.bench import Bench, shop
from tests.support.pretend_provider import order


@pytest.mark.parametrize("beside_after", [1, math.inf])
async def test_after_a_failed_commit_nothing_more_of_its_run_is_put_in(
    bench: Bench, beside_after: float
) -> None:
    def entry(number: int, *, run: int, **more: Any) -> Entry:
        return Entry(bench.connection, run, 1, [told(order(number))], **more)

    async with Saver(bench.database, beside_after=beside_after) as made:
        made.coming(1)
        handed_over = [
            made.commit(entry(1, run=1)),
            made.commit(entry(2, run=1, facts=[("1", {"no such fact": 1})])),
            made.commit(entry(3, run=1, bookmarks={"orders": {"next": 3}})),
            made.commit(entry(4, run=2)),
        ]
        first, failed, after_it, other = await asyncio.gather(*handed_over, return_exceptions=True)
    assert first == other == Saved(added=1)
    assert isinstance(failed, Exception)
    assert isinstance(after_it, SavingBroke)
    assert [number for number, _ in bench.rows()] == ["1", "4"]
    assert bench.bookmark() is None


@pytest.mark.logs("sync broke")
@pytest.mark.parametrize("beside_after", [1, math.inf])
async def test_what_cannot_be_handed_over_is_not_stepped_over(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, beside_after: float
) -> None:
    async def read(desk: Desk, request: OrdersRequest) -> AsyncGenerator[Reading, None]:
        for number in range(5):
            place: Any = object() if number == 2 else number + 1  # nothing that can be kept
            yield Page([order(number)], bookmark={"next": place})

    monkeypatch.setattr(batch, "_ROWS", 1)
    async with Saver(bench.database, beside_after=beside_after) as bench.saver:
        got = await bench.sync(read)
    assert (got.outcome, got.error_code) == (Outcome.FAILED, "unexpected_answer")
    assert (bench.bookmark(), len(bench.rows())) == ({"next": 2}, 2)


class Counting(Saver):
    """Knows how many commits were under way at most, and says when there are two, or none."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, beside_after=1)
        self.most = self.under_way = 0
        self.two = asyncio.Event()
        self.none = asyncio.Event()
        self.none.set()

    def commit(self, entry: Entry) -> "asyncio.Future[Saved]":
        self.under_way += 1
        self.none.clear()
        self.most = max(self.most, self.under_way)
        if self.under_way == 2:
            self.two.set()
        made = super().commit(entry)
        made.add_done_callback(self._count_down)
        return made

    def _count_down(self, _made: object) -> None:
        self.under_way -= 1
        if not self.under_way:
            self.none.set()


async def test_while_a_commit_is_made_the_next_one_is_handed_over_and_no_further_one(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "_ROWS", 6)
    blocker = apsw.Connection(str(bench.database.path))
    all_read = asyncio.Event()
    async with Counting(bench.database) as counting:
        bench.saver = counting
        assert (await bench.sync(shop(3))).added == 3

        async def read(desk: Desk, request: OrdersRequest) -> AsyncGenerator[Reading, None]:
            blocker.execute("BEGIN IMMEDIATE")  # no commit is done until it ends
            async for reading in shop(90)(desk, request):
                yield reading
            all_read.set()

        task = asyncio.ensure_future(bench.sync(read, full=True))
        await counting.two.wait()
        await all_read.wait()
        assert not task.done()
        blocker.execute("ROLLBACK")
        assert (await task).added == 87
        assert counting.most == 2
    blocker.close()
    assert len(bench.rows()) == 90


@pytest.mark.parametrize("waits", [True, False])
async def test_who_reads_helps_only_while_commits_are_read_faster_than_made(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, *, waits: bool
) -> None:
    helped: list[bool] = []

    def packed(page: Page, *, judged: bool) -> batch.Pack:
        helped.append(judged)
        return batch.packed(page, judged=judged)

    monkeypatch.setattr(engine, "packed", packed)
    monkeypatch.setattr(batch, "_ROWS", 6)
    blocker = apsw.Connection(str(bench.database.path))
    async with Counting(bench.database) as counting:
        bench.saver = counting

        async def read(desk: Desk, request: OrdersRequest) -> AsyncGenerator[Reading, None]:
            if not waits:
                blocker.execute("BEGIN IMMEDIATE")  # no commit is done until it ends
            for number in range(30):
                yield Page([order(number)], bookmark={"next": number})
                await asyncio.sleep(0)  # it is taken
                if waits:
                    await counting.none.wait()
            if not waits:
                blocker.execute("ROLLBACK")

        assert (await bench.sync(read)).added == 30
    blocker.close()
    assert helped[0] is False
    assert helped[-1] is not waits
    assert any(helped) is not waits
