"""One connection's sync over a real database."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import timedelta
from functools import partial
from typing import Any

import apsw
import pytest

from orderdock.auth.steps import Choice, Field
from orderdock.connector.contract import (
    Completed,
    Desk,
    LinkFailed,
    LinksFound,
    OrdersRequest,
    Page,
    Reading,
)
from orderdock.domain.connections import Outcome
from orderdock.domain.errors import (
    CodeNeeded,
    DataFolderTrouble,
    PersonCancelled,
    ProviderDown,
    RateLimited,
    SignInNeeded,
)
from orderdock.domain.events import Event, OrdersChanged, SyncFinished, SyncProgressed
from orderdock.domain.orders import SetAside
from orderdock.store.entry import Entry, enter
from orderdock.store.orders import Saved
from orderdock.sync import batch, saver
from orderdock.system.locks import sync_of
from tests.app.sync.bench import AMAZON, TARGET, Bench, shop
from tests.support.pretend_provider import order
from tests.support.scripted_dialogue import ScriptedDialogue


async def test_what_is_read_is_kept_with_links_bookmark_and_evidence(bench: Bench) -> None:
    got = await bench.sync(shop(30))
    assert (got.outcome, got.added, got.complete, got.error) == (Outcome.OK, 30, True, None)
    assert len(bench.rows()) == 30
    stored = bench.stored()
    assert [link.name for link in stored.links] == ["Amazon"]
    assert stored.evidence.last_verified == bench.clock.now()
    assert stored.evidence.data_up_to == stored.links[0].evidence.data_up_to
    assert stored.evidence.error_code is None
    assert bench.said(SyncFinished) == [SyncFinished(got)]
    assert sum(e.added for e in bench.said(OrdersChanged)) == 30
    assert {e.link for e in bench.said(SyncProgressed) if e.stage == "reading"} == {"Amazon"}


async def test_a_question_that_must_be_answered_stays_one_when_it_is_cancelled(
    bench: Bench,
) -> None:
    async def ended(desk: Desk, request: OrdersRequest) -> AsyncGenerator[Reading, None]:
        yield Page([order(1)], bookmark={"next": 1})
        cancelled = PersonCancelled()
        cancelled.still_needed = SignInNeeded("The token has ended.", "Sign in again.")
        raise cancelled

    await bench.sync(shop(1))
    got = await bench.sync(ended)
    assert (got.outcome, got.error_code) == (Outcome.CANCELLED, "cancelled")
    evidence = bench.stored().evidence
    assert (evidence.error_code, evidence.needs_person) == ("sign_in_needed", True)
    assert evidence.error_says == "The token has ended. Sign in again."


async def test_a_second_sync_adds_nothing_and_a_changed_status_is_picked_up(bench: Bench) -> None:
    await bench.sync(shop(30))
    again = await bench.sync(shop(30))
    assert (again.added, again.changed, again.unchanged) == (0, 0, 30)
    changed = await bench.sync(shop(30, status="delivered"))
    assert (changed.added, changed.changed, changed.unchanged) == (0, 30, 0)
    assert {status for _, status in bench.rows()} == {"delivered"}


async def test_a_provider_may_ask_for_what_is_stored_of_an_order(bench: Bench) -> None:
    found: list[object] = []

    async def read(desk: Desk, request: OrdersRequest) -> AsyncGenerator[Reading, None]:
        found.append(await request.stored([order(1).key, order(2).key]))
        yield Page([order(1)._replace(raw=b"one")])

    await bench.sync(read)
    await bench.sync(read)
    assert found == [{}, {order(1).key: b"one"}]


@pytest.mark.parametrize("page", [0, 1, 4, 9])
async def test_cancelled_anywhere_what_was_read_stays_and_the_next_run_goes_on(
    bench: Bench, page: int
) -> None:
    reached = asyncio.Event()
    task = asyncio.ensure_future(bench.sync(shop(30, stop_at=page, at=reached)))
    await reached.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(task, 10)

    [finished] = bench.said(SyncFinished)
    assert finished.outcome.outcome is Outcome.CANCELLED
    assert (finished.outcome.added, finished.outcome.complete) == (page * 3, False)
    assert len(bench.rows()) == page * 3
    assert (bench.bookmark() or {"next": 0})["next"] == page * 3
    assert bench.stored().evidence.error_code == "cancelled"
    assert not bench.locks.held(sync_of(bench.connection))

    got = await bench.sync(shop(30))
    assert (got.added, got.unchanged) == (30 - page * 3, 0)
    assert len(bench.rows()) == 30


async def test_a_failure_in_the_middle_keeps_the_pages_before_it(bench: Bench) -> None:
    got = await bench.sync(shop(30, stop_at=4, then=lambda: ProviderDown("It is down.", "Later.")))
    assert (got.outcome, got.error_code, got.added) == (Outcome.FAILED, "provider_down", 12)
    assert got.error == "It is down. Later."
    assert len(bench.rows()) == 12
    evidence = bench.stored().evidence
    assert (evidence.error_code, evidence.needs_person) == ("provider_down", False)
    assert evidence.last_verified is None


async def test_the_state_does_not_say_that_nothing_changed_when_rows_were_kept(
    bench: Bench,
) -> None:
    broken = partial(ProviderDown, "It answered oddly.", "Nothing was changed. Try again later.")
    kept = await bench.sync(shop(30, stop_at=4, then=broken))
    assert bench.stored().evidence.error_says == kept.error
    assert "until then is kept" in bench.stored().evidence.error_says


@pytest.mark.logs("sync broke")
async def test_the_unforeseen_is_one_sentence_and_keeps_what_was_read(bench: Bench) -> None:
    got = await bench.sync(shop(30, stop_at=2, then=lambda: KeyError("secret words")))
    assert (got.outcome, got.added) == (Outcome.FAILED, 6)
    assert got.error is not None
    assert "secret" not in got.error


async def test_a_lost_sign_in_needs_a_person(bench: Bench) -> None:
    await bench.sync(shop(3))
    got = await bench.sync(shop(30, stop_at=0, then=lambda: SignInNeeded("It is refused.")))
    assert got.outcome is Outcome.NEEDS_YOU
    assert bench.stored().evidence.needs_person
    assert bench.stored().evidence.last_verified is not None


async def test_one_link_failing_leaves_the_other_up_to_date(bench: Bench) -> None:
    async def read(desk: Desk, request: OrdersRequest) -> AsyncGenerator[Reading, None]:
        yield LinksFound((AMAZON, TARGET))
        yield LinkFailed("3", CodeNeeded("Target asks for a code."))
        yield Page([order(1)])
        yield Completed("1", up_to=1_700_000_000)
        yield Completed("3", up_to=1_700_000_000)

    got = await bench.sync(read)
    assert (got.outcome, got.added, got.complete) == (Outcome.NEEDS_YOU, 1, False)
    amazon, target = bench.stored().links
    assert amazon.evidence.last_verified is not None
    assert amazon.evidence.error_code is None
    assert target.evidence.error_code == "code_needed"
    assert target.evidence.last_verified is None
    assert bench.stored().evidence.last_verified is None
    assert bench.stored().evidence.data_up_to is None


async def test_a_link_that_is_listed_no_more_is_neither_verified_nor_in_trouble(
    bench: Bench,
) -> None:
    async def both(desk: Desk, request: OrdersRequest) -> AsyncGenerator[Reading, None]:
        yield LinksFound((AMAZON, TARGET))
        yield LinkFailed("3", SignInNeeded("Target is refused."))
        yield Completed("1", up_to=1)

    async def one(desk: Desk, request: OrdersRequest) -> AsyncGenerator[Reading, None]:
        yield LinksFound((AMAZON,))
        yield Completed("1", up_to=2)
        yield Completed(up_to=2)

    assert (await bench.sync(both)).outcome is Outcome.NEEDS_YOU
    assert (await bench.sync(one)).outcome is Outcome.OK
    target = bench.stored().links[1].evidence
    assert (target.error_code, target.last_verified) == (None, None)


async def test_a_provider_that_lists_nothing_any_more_verifies_no_link(bench: Bench) -> None:
    async def read(desk: Desk, request: OrdersRequest) -> AsyncGenerator[Reading, None]:
        yield LinksFound((AMAZON,) if not bench.stored().links else ())
        yield Completed(up_to=int(bench.clock.now().timestamp()))

    await bench.sync(read)
    before = bench.stored().links[0].evidence.last_verified
    assert before is not None
    bench.clock.pass_by(3600)
    await bench.sync(read)
    assert bench.stored().links[0].evidence.last_verified == before


async def test_unreadable_records_are_set_aside_and_counted(bench: Bench) -> None:
    async def read(desk: Desk, request: OrdersRequest) -> AsyncGenerator[Reading, None]:
        yield Page([order(1)], [SetAside("no order number", b"{}"), SetAside("no date", b"[]")])
        yield Completed(up_to=1)

    got = await bench.sync(read)
    assert (got.outcome, got.added, got.quarantined) == (Outcome.OK, 1, 2)
    assert bench.rows("SELECT reason FROM set_aside") == [("no order number",), ("no date",)]


async def test_a_page_is_written_while_the_next_one_is_slow_to_come(bench: Bench) -> None:
    written = asyncio.Event()

    class Listener(list[Event]):
        def append(self, event: Event) -> None:
            super().append(event)
            if isinstance(event, OrdersChanged):
                written.set()

    bench.events = Listener()
    task = asyncio.ensure_future(bench.sync(shop(30, stop_at=2, at=asyncio.Event())))
    await written.wait()
    assert len(bench.rows()) == 6
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_who_comes_second_is_told_and_touches_nothing(bench: Bench) -> None:
    with bench.locks.take(sync_of(bench.connection)):
        got = await bench.sync(shop(3))
    assert (got.outcome, got.error_code) == (Outcome.FAILED, "already_syncing")
    assert bench.stored().evidence.last_attempt is None


async def test_a_question_is_visible_to_others_while_it_waits(bench: Bench) -> None:
    seen: list[str] = []
    name = sync_of(bench.connection)

    class Person(ScriptedDialogue):
        async def ask(self, step: Any) -> Any:
            holder = bench.locks.holder(name)
            assert holder is not None
            seen.append(holder.about)
            assert step.connection == bench.connection
            return await super().ask(step)

    async def read(desk: Desk, request: OrdersRequest) -> AsyncGenerator[Reading, None]:
        await desk.dialogue.ask(Choice("How should Target send the code?", Field("way", "Way")))
        holder = bench.locks.holder(name)
        assert holder is not None
        seen.append(holder.about)
        yield Completed(up_to=1)

    bench.dialogue = Person({"way": "sms"})
    assert (await bench.sync(read)).outcome is Outcome.OK
    assert seen == ["How should Target send the code?", ""]


async def test_a_long_wait_ends_the_sync_with_the_time_named(bench: Bench) -> None:
    limit = RateLimited("Pretend asks us to wait 5 minutes, until 08:25.", retry_after=300)
    got = await bench.sync(shop(9, stop_at=1, then=lambda: limit))
    assert (got.outcome, got.complete, got.added) == (Outcome.FAILED, False, 3)
    assert got.error is not None
    assert "08:25" in got.error
    assert bench.stored().evidence.paused_until == bench.clock.now() + timedelta(seconds=300)


async def test_where_waiting_is_wanted_the_sync_pauses_and_goes_on(bench: Bench) -> None:
    first = [True]
    limit = RateLimited("Pretend asks us to wait 5 minutes.", retry_after=300)

    async def read(desk: Desk, request: OrdersRequest) -> AsyncGenerator[Reading, None]:
        inner = shop(9, stop_at=1 if first.pop() else -1, then=lambda: limit)
        first.append(False)
        async for reading in inner(desk, request):
            yield reading

    got = await bench.sync(read, wait_long=True)
    assert (got.outcome, got.added, got.unchanged) == (Outcome.OK, 9, 0)
    assert 300 in bench.clock.naps
    assert "paused" in {e.stage for e in bench.said(SyncProgressed)}
    assert bench.stored().evidence.paused_until is None


async def test_after_a_failed_commit_no_bookmark_moves_on(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []

    def full_at_the_second(db: apsw.Connection, entry: Entry) -> Saved:
        calls.append(1)
        if len(calls) == 2:
            raise DataFolderTrouble("There is no space left.", code="disk_full")
        return enter(db, entry)

    monkeypatch.setattr(saver, "enter", full_at_the_second)
    monkeypatch.setattr(batch, "_ROWS", 20)
    got = await bench.sync(shop(90))
    assert (got.outcome, got.error_code) == (Outcome.FAILED, "disk_full")
    assert len(calls) == 2
    assert bench.bookmark()["next"] == len(bench.rows())


async def test_settings_that_the_provider_learned_are_kept(bench: Bench) -> None:
    async def read(desk: Desk, request: OrdersRequest) -> AsyncGenerator[Reading, None]:
        desk.settings["currency"] = "EUR"
        yield Completed(up_to=1)

    await bench.sync(read)
    assert bench.stored().settings == {"currency": "EUR"}
