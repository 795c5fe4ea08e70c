"""Commits in a process of their own: the same rows, the same end of everything."""

import asyncio
import contextlib
import os
import resource
import select
import signal
import subprocess
import sys
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import apsw
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orderdock.connector.contract import (
    Completed,
    Desk,
    LinkFailed,
    LinksFound,
    OrdersRequest,
    Page,
    Reading,
)
from orderdock.domain.connections import ConnectionId, Outcome, ProviderId
from orderdock.domain.errors import CodeNeeded, OrderdockError
from orderdock.domain.orders import Line, Order, SetAside
from orderdock.store import connections
from orderdock.store.database import Database
from orderdock.store.entry import Entry, enter
from orderdock.store.orders import Saved
from orderdock.store.told import told
from orderdock.sync import batch, saver
from orderdock.sync.saver import Saver, SavingBroke
from orderdock.system.locks import Locks
from tests.app.sync.bench import AMAZON, TARGET, Bench, shop
from tests.support.pretend_provider import order
from tests.support.processes import first_line, running

TABLES = (
    "numbering", "connections", "links", "bookmarks", "runs", "set_aside", "orders", "lines",
    "raw_records", "order_changes", "order_revisions", "order_sums",
)  # fmt: skip


def everything(database: Database) -> dict[str, list[Any]]:
    """All that a sync can write, table by table."""
    found = {}
    for table in TABLES:
        sql = f"SELECT * FROM {table} ORDER BY 1, 2"  # noqa: S608
        found[table] = database.reader().execute(sql).fetchall()
    words = "SELECT rowid FROM line_words WHERE line_words MATCH 'thing OR blue' ORDER BY rowid"
    found["words"] = database.reader().execute(words).fetchall()
    return found


def bench_at(folder: Path, saver: Saver | None = None) -> Bench:
    folder.mkdir(exist_ok=True)
    database = Database.open(folder / "orderdock.db")
    connection = database.write_now(
        connections.add,
        provider=ProviderId("pretend"),
        name="Mine",
        base_url="https://api.pretend.example",
        now=1,
    )
    return Bench(database, Locks(folder / "locks"), connection, saver=saver)


@pytest.fixture
async def beside(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bench]:
    """A bench with small commits, nearly all of them made by a second process."""
    monkeypatch.setattr(batch, "_ROWS", 6)
    async with Saver(bench.database, beside_after=1) as made_beside:
        bench.saver = made_beside
        yield bench


def process_of(bench: Bench) -> int:
    assert bench.saver is not None
    assert bench.saver._beside is not None
    return bench.saver._beside.pid


async def test_whole_syncs_leave_the_same_rows_wherever_they_are_put_in(
    beside: Bench, tmp_path: Path
) -> None:
    async def troubled(desk: Desk, request: OrdersRequest) -> AsyncGenerator[Reading, None]:
        yield LinksFound((AMAZON, TARGET))
        yield LinkFailed("3", CodeNeeded("Target asks for a code."))
        for first in range(0, 40, 4):
            page = [order(n, lines=2, status="late") for n in range(first, first + 4)]
            whole = frozenset({page[0].key})
            aside = [SetAside("no number", f"{first}".encode(), "1")]
            yield Page(page, aside, bookmark={"next": first}, whole=whole)
        yield Completed("1", up_to=1_700_000_000)

    here = bench_at(tmp_path / "here")
    for read in (shop(30), shop(30), shop(30, status="delivered"), troubled, troubled):
        assert (await beside.sync(read)).outcome == (await here.sync(read)).outcome
        assert everything(beside.database) == everything(here.database)
    assert process_of(beside) != os.getpid()
    here.database.close()


words = st.sampled_from(["red", "blue", None, "a,b", "=1", "é", "\N{PILE OF POO}"])
texts = words | st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
amounts = st.sampled_from(["1", "-2.50", None, "", "not a number"])
raws = st.sampled_from([b"", b"{}", b'{"a": 1}'])
lines = st.builds(
    Line, st.sampled_from(["1", "2", "k" * 60]), words, texts, words, words, words, texts, amounts,
    amounts, words, words, amounts, raws,
)  # fmt: skip
orders = st.builds(
    Order, st.sampled_from(["a", "b", "c"]), texts, words, st.none() | st.integers(0, 10**12),
    st.lists(lines, max_size=4).map(tuple), st.sampled_from(["", "1", "3"]), words, amounts, words,
    texts, raws,
)  # fmt: skip
moments = st.none() | st.integers(0, 2**40)
entries = st.builds(
    Entry,
    connection=st.just("pretend-1"),
    run=st.none(),
    now=st.integers(0, 2**40),
    orders=st.lists(orders.map(told) | orders.map(partial(told, judged=True)), max_size=5),
    whole=st.lists(st.sampled_from(["a", "b"]), unique=True),
    set_aside=st.lists(st.builds(SetAside, texts.map(str), raws), max_size=2),
    bookmarks=st.dictionaries(
        st.sampled_from(["orders", "x"]), st.dictionaries(texts.map(str), moments | texts)
    ),
    links=st.lists(st.tuples(st.sampled_from(["1", "3"]), texts.map(str)), max_size=2),
    facts=st.lists(
        st.tuples(st.just("1"), st.fixed_dictionaries({"data_up_to": moments})), max_size=2
    ),
)


async def put_in(saver: Saver, entry: Entry) -> Saved:
    return await saver.commit(entry)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Bench, Bench]]:
    """Two equal benches; the second puts in by another process."""
    here = bench_at(tmp_path_factory.mktemp("here"))
    there = bench_at(tmp_path_factory.mktemp("there"))
    there.saver = Saver(there.database, beside_after=1)
    there.saver.coming(1)
    asyncio.run(put_in(there.saver, Entry(there.connection, None, 1)))
    yield here, there
    asyncio.run(there.saver.__aexit__())
    here.database.close()
    there.database.close()


@settings(max_examples=40)
@given(st.lists(entries, max_size=3))
def test_any_entry_does_the_same_wherever_it_is_put_in(
    two: tuple[Bench, Bench], entries: list[Entry]
) -> None:
    here, there = two
    assert there.saver is not None
    for entry in entries:
        saved = here.database.write_now(enter, entry)
        assert asyncio.run(put_in(there.saver, entry)) == saved
    assert everything(here.database) == everything(there.database)


async def test_a_small_sync_starts_no_process(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Saver(bench.database) as bench.saver:
        assert (await bench.sync(shop(30))).added == 30
        assert bench.saver._beside is None


def kill(pid: int) -> None:
    """It is dead afterwards, and seen off by nobody but who waited for its answer."""
    os.kill(pid, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)


def handed_to(pid: int) -> bytes:
    place = Path(f"/proc/{pid}")
    return (place / "environ").read_bytes() + (place / "cmdline").read_bytes()


async def test_the_process_is_told_no_secret_and_is_gone_in_the_end(
    beside: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ORDERDOCK_PASSPHRASE", "not for everybody")
    assert (await beside.sync(shop(30))).added == 30
    pid = process_of(beside)
    assert b"not for everybody" not in handed_to(pid)
    assert beside.saver is not None
    await beside.saver.__aexit__()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


@pytest.mark.logs("the saver's process is gone")
async def test_where_no_process_can_be_had_rows_are_put_in_here(
    beside: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saver, "_MODULE", "orderdock.no_such_module")
    got = await beside.sync(shop(30))
    assert (got.outcome, got.added) == (Outcome.OK, 30)
    assert len(beside.rows()) == 30


@pytest.mark.logs("the saver's process is gone")
async def test_killed_between_commits_the_rest_is_put_in_here(beside: Bench) -> None:
    assert (await beside.sync(shop(30))).added == 30
    kill(process_of(beside))
    got = await beside.sync(shop(60), full=True)
    assert (got.outcome, got.added, got.unchanged) == (Outcome.OK, 30, 30)


@pytest.mark.logs("the saver's process is gone")
async def test_killed_in_the_midst_of_a_commit_the_sync_fails_in_words_and_doubles_nothing(
    beside: Bench,
) -> None:
    assert (await beside.sync(shop(30))).added == 30
    assert beside.saver is not None
    entry = Entry(beside.connection, None, 1, [told(order(77))], bookmarks={"orders": {"next": 77}})
    blocker = apsw.Connection(str(beside.database.path))
    blocker.execute("BEGIN IMMEDIATE")  # it cannot finish meanwhile
    assert beside.saver._beside is not None
    send = beside.saver._beside.send

    def send_and_kill(frame: bytes) -> None:
        send(frame)
        kill(process_of(beside))

    beside.saver._beside.send = send_and_kill
    commit = asyncio.ensure_future(beside.saver.commit(entry))
    with pytest.raises(OrderdockError, match="ended before it was done"):
        await commit
    blocker.close()
    assert len(beside.rows()) == 30
    assert (await beside.saver.commit(entry)).added == 1
    assert len(beside.rows()) == 31


@pytest.mark.logs("the saver's process is gone")
async def test_killed_with_two_commits_in_hand_only_the_first_of_them_fails(beside: Bench) -> None:
    assert (await beside.sync(shop(30))).added == 30
    assert beside.saver is not None
    blocker = apsw.Connection(str(beside.database.path))
    blocker.execute("BEGIN IMMEDIATE")  # neither can finish meanwhile
    first, later, other = (
        beside.saver.commit(Entry(beside.connection, run, 1, [told(order(number))]))
        for number, run in ((77, 1001), (78, 1001), (79, 1002))
    )
    assert beside.saver._threads is not None
    await asyncio.to_thread(beside.saver._threads[0].submit(bool).result)  # all of it was sent
    kill(process_of(beside))
    with pytest.raises(OrderdockError, match="ended before it was done"):
        await first
    blocker.close()
    with pytest.raises(SavingBroke):
        await later
    assert (await other).added == 1
    numbers = [number for number, _ in beside.rows()]
    assert (len(numbers), numbers[-1]) == (31, "79")


async def test_a_commit_begun_is_finished_before_a_cancel_goes_on_and_what_was_read_is_kept(
    beside: Bench,
) -> None:
    assert (await beside.sync(shop(3))).added == 3
    reached = asyncio.Event()
    blocker = apsw.Connection(str(beside.database.path))

    async def read(desk: Desk, request: OrdersRequest) -> AsyncGenerator[Reading, None]:
        blocker.execute("BEGIN IMMEDIATE")  # no commit is done until it ends
        async for reading in shop(33, stop_at=10, at=reached)(desk, request):
            yield reading

    task = asyncio.ensure_future(beside.sync(read))
    await reached.wait()
    task.cancel()
    await asyncio.sleep(0)
    assert not task.done()
    blocker.execute("ROLLBACK")
    blocker.close()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert beside.bookmark()["next"] == len(beside.rows()) == 30


async def test_a_full_disk_is_said_in_words_and_the_bookmark_stays(beside: Bench) -> None:
    assert (await beside.sync(shop(30))).added == 30
    before = beside.bookmark(), beside.rows()
    size = beside.database.path.stat().st_size
    resource.prlimit(process_of(beside), resource.RLIMIT_FSIZE, (size, size))
    got = await beside.sync(shop(3000, status="late"), full=True)
    assert (got.outcome, got.error_code) == (Outcome.FAILED, "data_folder")
    assert got.error is not None
    assert "Traceback" not in got.error
    assert (beside.bookmark(), len(beside.rows())) == (before[0], 30)


@pytest.mark.logs("sync broke")
async def test_the_unforeseen_beside_is_one_sentence_too(beside: Bench) -> None:
    assert (await beside.sync(shop(30))).added == 30
    beside.database.write_now(lambda db: db.execute("DROP TABLE order_revisions"))
    got = await beside.sync(shop(60, status="late"), full=True)
    assert (got.outcome, got.error_code) == (Outcome.FAILED, "unexpected_answer")
    assert "revisions" not in str(got.error)
    assert len(beside.rows()) == 30


SYNCER = """
import asyncio, sys
from functools import partial
from pathlib import Path
from orderdock.sync import batch
from orderdock.sync.saver import Saver, SavingBroke
from tests.app.sync.bench import shop
from tests.app.sync.test_saver import bench_at

class Loud(Saver):
    def commit(self, entry):
        made = super().commit(entry)
        made.add_done_callback(
            lambda _: print(self._beside.pid if self._beside else 0, flush=True)
        )
        return made

async def main():
    batch._ROWS = 20
    bench = bench_at(Path(sys.argv[1]))
    async with Loud(bench.database, beside_after=1) as bench.saver:
        await bench.sync(shop(100_000))

asyncio.run(main())
"""


@pytest.mark.parametrize("commits", [2, 7])
def test_when_the_reader_is_killed_the_process_ends_and_the_next_sync_goes_on(
    tmp_path: Path, commits: int
) -> None:
    command = [sys.executable, "-c", SYNCER, str(tmp_path)]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with running(command, env, stdout=subprocess.PIPE) as reader:
        pids = {first_line(reader) for _ in range(commits)} - {"0"}
        beside = os.pidfd_open(int(pids.pop()))
        reader.kill()
        reader.wait()
        ended, _, _ = select.select([beside], [], [], 60)
        os.close(beside)
    assert ended
    with Database.open(tmp_path / "orderdock.db") as database:
        bench = Bench(database, Locks(tmp_path / "locks"), ConnectionId("pretend-1"))
        rows = len(bench.rows())
        assert rows >= (commits - 1) * 20
        assert bench.bookmark()["next"] == rows
        assert database.reader().pragma("integrity_check") == "ok"
        got = asyncio.run(bench.sync(shop(rows + 9)))
        assert (got.added, got.changed, len(bench.rows())) == (9, 0, rows + 9)
