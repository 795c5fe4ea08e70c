"""Reading orders from the sandbox: complete, resumable, one retailer's trouble by itself."""

import asyncio
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import aclosing
from typing import Any, TypeVar

import pytest

from orderdock.auth.steps import Answers, Step
from orderdock.connector.contract import (
    Bookmark,
    Completed,
    Desk,
    LinkFailed,
    LinksFound,
    Note,
    OrdersRequest,
    Page,
    Progress,
    Reading,
)
from orderdock.domain.errors import MissingAnswer, PersonCancelled, SignInNeeded, UnexpectedAnswer
from orderdock.providers.stackline.link import link
from orderdock.providers.stackline.orders import read_orders
from orderdock.sandbox.running import RunningSandbox
from tests.providers.stackline.conftest import DeskAt, Table
from tests.support.sandbox import StartSandbox, fetch
from tests.support.scripted_dialogue import ScriptedDialogue

R = TypeVar("R")
CODES: dict[str, Any] = {"mfa_method": "sms", "mfa_code": "424242"}


async def sync(
    desk: Desk, bookmarks: Mapping[str, Bookmark] | None = None, *, full: bool = False
) -> list[Reading]:
    request = OrdersRequest(bookmarks or {}, full)
    async with aclosing(read_orders(desk, request)) as readings:
        return [reading async for reading in readings]


def of(kind: type[R], readings: Sequence[Reading]) -> list[R]:
    return [reading for reading in readings if isinstance(reading, kind)]


def keys(readings: Sequence[Reading]) -> Counter[tuple[str, str]]:
    """(order, line) of everything read; how often each came."""
    return Counter(
        (order.key, line.key)
        for page in of(Page, readings)
        for order in page.orders
        for line in order.lines
    )


def bookmarks_of(readings: Sequence[Reading]) -> dict[str, Bookmark]:
    return {p.scope: p.bookmark for p in of(Page, readings) if p.bookmark is not None}


def connect(sandbox: RunningSandbox, *retailers: int) -> None:
    for retailer in retailers:
        sandbox.stackline.set_connection(retailer, "valid")


async def test_all_lines_of_all_retailers_are_read(desk_at: DeskAt) -> None:
    connect(desk_at.sandbox, 2, 13)
    desk, person = desk_at()
    readings = await sync(desk)
    assert isinstance(readings[0], LinksFound)
    assert [link.name for link in readings[0].links] == ["Walmart", "Harbour Supply"]
    read = keys(readings)
    assert len(read) == 100
    assert set(read.values()) == {1}
    assert {c.link for c in of(Completed, readings)} == {"2", "13", ""}
    assert person.asked == []
    assert set(bookmarks_of(readings)) == {"orders/2", "orders/13"}


async def test_progress_says_the_stage_in_words_and_counts(
    sandboxes: StartSandbox, table: Table
) -> None:
    box = sandboxes(lines=50, speed=40.0)
    connect(box, 2)
    desk, _ = table(box.bases["stackline"])
    said = [p for p in of(Progress, await sync(desk)) if p.link == "2"]
    stages = list(dict.fromkeys(p.stage for p in said))
    assert stages[-2:] == ["reading", "done"]
    assert {"connecting", "scanning"} <= set(stages)
    assert "Looking for orders at Walmart" in [p.message for p in said]
    assert said[-2].done == 50


async def test_a_second_sync_reads_the_last_sixty_days_only_and_gives_the_same_keys(
    desk_at: DeskAt,
) -> None:
    connect(desk_at.sandbox, 2)
    desk, _ = desk_at(assumptions={"whole_lines": "0"})
    first = await sync(desk)
    second = await sync(desk, bookmarks_of(first))
    assert set(keys(second)) <= set(keys(first))
    assert len(keys(second)) < len(keys(first))
    asked = [r for r in desk_at.sandbox.control.requests() if r["path"].endswith("/sync/orders")]
    assert "start_date" in str(asked[-1])
    full = await sync(desk, bookmarks_of(first), full=True)
    assert keys(full) == keys(first)


async def test_no_retailers_is_a_note_and_no_error(desk_at: DeskAt) -> None:
    desk, _ = desk_at()
    readings = await sync(desk)
    assert [note.message for note in of(Note, readings)] == [
        "No retailer is connected yet. Add one to have its orders read."
    ]
    assert [c.link for c in of(Completed, readings)] == [""]
    assert of(LinkFailed, readings) == []


async def test_only_broken_retailers_are_said_to_need_a_sign_in(desk_at: DeskAt) -> None:
    connect(desk_at.sandbox, 2)
    desk_at.sandbox.stackline.set_connection(2, "invalid")
    desk, _ = desk_at()
    readings = await sync(desk)
    (failed,) = of(LinkFailed, readings)
    assert isinstance(failed.error, SignInNeeded)
    assert "Repair Walmart" in str(failed.error)
    assert of(Note, readings)
    assert of(Completed, readings) == []
    assert len(keys(readings)) == 50  # what Stackline has of it is read all the same


async def test_one_retailers_trouble_does_not_stop_the_others(desk_at: DeskAt) -> None:
    connect(desk_at.sandbox, 2, 6, 7)
    desk, _ = desk_at()
    readings = await sync(desk)
    failed = {f.link: str(f.error) for f in of(LinkFailed, readings)}
    assert set(failed) == {"6", "7"}
    assert "cannot be reached" in failed["6"]
    assert "in time" in failed["7"]
    assert [c.link for c in of(Completed, readings)] == ["2"]
    assert sum(key.startswith("2/") for key, _ in keys(readings)) == 50


async def test_a_bookmark_of_a_failed_retailer_waits_for_it(desk_at: DeskAt) -> None:
    """What it sends after it is repaired may be old: nothing of that may be missed."""
    connect(desk_at.sandbox, 6)
    desk, _ = desk_at()
    known = {"orders/6": {"read_to": 1_600_000_000}}
    desk_at.sandbox.control.advance(90 * 86_400)
    assert (
        bookmarks_of(await sync(desk, known))["orders/6"]["read_to"] < desk.clock.now().timestamp()
    )


async def test_codes_are_asked_for_in_mid_sync(desk_at: DeskAt) -> None:
    connect(desk_at.sandbox, 1, 2, 3)
    wrong_first = {"mfa_method": "email", "mfa_code": ["0", "424242", "424242", "424242"]}
    desk, person = desk_at(wrong_first)
    readings = await sync(desk)
    assert {c.link for c in of(Completed, readings)} >= {"2"}
    assert of(LinkFailed, readings) == []
    assert len(keys(readings)) == 150
    if "mfa_code" in person.keys:
        assert "waiting" in {p.stage for p in of(Progress, readings)}


async def test_nobody_there_for_a_code_fails_that_retailer_alone(
    sandboxes: StartSandbox, table: Table
) -> None:
    box = sandboxes(lines=50)
    base = box.bases["stackline"]
    connect(box, 2)
    await _begin_sign_in(table, base)
    desk, _ = table(base)
    readings = await sync(desk)
    (failed,) = of(LinkFailed, readings)
    assert failed.link == "3"
    assert isinstance(failed.error, MissingAnswer)
    assert "2" in {c.link for c in of(Completed, readings)}


async def test_a_running_session_is_gone_on_with_and_the_rest_is_started(
    sandboxes: StartSandbox, table: Table
) -> None:
    """A sign-in that waits for its code is under way; the other retailer is not part of it."""
    box = sandboxes(lines=50)
    base = box.bases["stackline"]
    connect(box, 2)
    await _begin_sign_in(table, base)
    desk, person = table(base, CODES)
    readings = await sync(desk)
    assert person.keys == ["mfa_code"]
    assert {c.link for c in of(Completed, readings)} == {"2", "3", ""}
    asked = [(r["method"], r["path"]) for r in box.control.requests()]
    assert not [path for method, path in asked if path.endswith("/connections/sync")]
    assert [path for _, path in asked if path.endswith("/connections/2/sync")]


async def _begin_sign_in(table: Table, base: str) -> None:
    """Start connecting Target and leave before its code."""
    answers = {
        "retailer": "3",
        "username": "demo@example.com",
        "password": "correct horse",
        "mfa_code": PersonCancelled(),
    }
    desk, _ = table(base, answers)
    with pytest.raises(PersonCancelled):
        await link(desk, None)


async def test_a_busy_stackline_is_followed_instead_of_started(
    sandboxes: StartSandbox, table: Table
) -> None:
    box = sandboxes("busy", lines=50, speed=40.0)
    connect(box, 2)
    base = box.bases["stackline"]
    box.control.fault("text", "*/sessions/latest", body="null")
    started = fetch("POST", f"{base}/sync/connections/sync", token="sandbox-portal-0199")
    assert started.status == 200
    desk, _ = table(base)
    readings = await sync(desk)
    assert {c.link for c in of(Completed, readings)} == {"2", ""}


@pytest.mark.parametrize(
    "scenario",
    [
        "wrapped",
        "wrapped-items",
        "no-ids",
        "numbers-as-text",
        "plain-fields",
        "oldest-first",
        "silent",
    ],
)
async def test_shapes_that_no_document_fixes_make_no_difference(
    sandboxes: StartSandbox, table: Table, scenario: str
) -> None:
    box = sandboxes(scenario, lines=50)
    connect(box, 2)
    desk, _ = table(box.bases["stackline"], CODES)
    assert len(keys(await sync(desk))) == 50


async def test_csv_gives_the_same_lines_as_json(sandboxes: StartSandbox, table: Table) -> None:
    box = sandboxes("csv-bom", lines=50)
    connect(box, 2)
    by_json, _ = table(box.bases["stackline"])
    by_csv, _ = table(box.bases["stackline"], assumptions={"orders_format": "CSV"})
    from_json, from_csv = await sync(by_json), await sync(by_csv)
    assert keys(from_csv) == keys(from_json)
    assert _values(from_csv) == _values(from_json)


def _values(readings: Sequence[Reading]) -> dict[tuple[str, str], Any]:
    return {
        (order.key, line.key): (order._replace(lines=()), line._replace(raw=b""))
        for page in of(Page, readings)
        for order in page.orders
        for line in order.lines
    }


async def test_broken_records_are_set_aside_and_the_rest_is_read(
    sandboxes: StartSandbox, table: Table
) -> None:
    box = sandboxes("broken-records", lines=50)
    connect(box, 2)
    desk, _ = table(box.bases["stackline"])
    readings = await sync(desk)
    aside = [record for page in of(Page, readings) for record in page.set_aside]
    assert len(aside) == 3
    assert all(record.reason and record.raw for record in aside)
    assert len(keys(readings)) == 47


@pytest.mark.parametrize("retailer", [2, 3])
async def test_cancelling_ends_at_once_and_leaves_nothing_running(
    sandboxes: StartSandbox, table: Table, retailer: int
) -> None:
    """In the midst of polling (2), and in the midst of a question (3)."""
    box = sandboxes(lines=50, speed=1.0)
    base = box.bases["stackline"]
    connect(box, 2)
    if retailer == 3:
        box.stackline.manners(connecting=0.01)
        await _begin_sign_in(table, base)
    asked = asyncio.Event()

    class Away(ScriptedDialogue):
        async def ask(self, step: Step) -> Answers:
            asked.set()
            await asyncio.Event().wait()
            raise AssertionError

    desk, _ = table(base)
    desk.dialogue = Away()
    task = asyncio.ensure_future(sync(desk))
    if retailer == 3:
        await asked.wait()
    else:
        while not any("/sessions" in r["path"] for r in box.control.requests()):  # noqa: ASYNC110 - another program
            await asyncio.sleep(0.01)
    before = time.monotonic()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert time.monotonic() - before < 5
    assert asyncio.all_tasks() == {asyncio.current_task()}


@pytest.mark.parametrize("answer", ["html", "empty", "wrong-shape"])
async def test_a_wrong_answer_is_an_error_and_never_no_orders(desk_at: DeskAt, answer: str) -> None:
    connect(desk_at.sandbox, 2)
    desk_at.sandbox.control.fault(answer, "*/sync/orders", times=None)
    desk, _ = desk_at()
    with pytest.raises(UnexpectedAnswer, match="the list of orders"):
        await sync(desk)


@pytest.mark.parametrize("answer", ["truncated", "reset", "server-error", "rate-limited-details"])
async def test_passing_troubles_are_sat_out(desk_at: DeskAt, answer: str) -> None:
    connect(desk_at.sandbox, 2)
    desk_at.sandbox.control.fault(answer, "*/sync/orders", times=1, retry_after=0.01)
    desk, _ = desk_at()
    assert len(keys(await sync(desk))) == 50


async def test_a_large_history_is_read_in_spans_and_goes_on_after_a_stop(
    sandboxes: StartSandbox, table: Table
) -> None:
    box = sandboxes(lines=3000)
    connect(box, 2)
    settings = {"split_rows": "300", "page_size": "100"}
    desk, _ = table(box.bases["stackline"], assumptions=settings)
    whole = keys(await sync(desk))
    assert len(whole) == 3000

    stopped: list[Reading] = []
    async with aclosing(read_orders(desk, OrdersRequest({}))) as readings:
        async for reading in readings:
            stopped.append(reading)
            if isinstance(reading, Page) and len(keys(stopped)) > 1000:
                break
    before = len(box.control.requests())
    rest = await sync(desk, bookmarks_of(stopped))
    again = [r for r in box.control.requests()[before:] if r["path"].endswith("/sync/orders")]
    assert set(keys(stopped)) | set(keys(rest)) == set(whole)
    assert len(keys(rest)) < 2600
    assert len(again) < 60


async def test_changes_between_two_pages_lose_and_double_nothing(
    sandboxes: StartSandbox, table: Table
) -> None:
    box = sandboxes(lines=400)
    connect(box, 2)
    desk, _ = table(box.bases["stackline"], assumptions={"page_size": "50"})
    lines = [{"retailerSku": "N", "itemName": "New", "quantity": 1, "price": 1}] * 2
    readings: list[Reading] = []
    async with aclosing(read_orders(desk, OrdersRequest({}))) as stream:
        async for reading in stream:
            readings.append(reading)
            if isinstance(reading, Page) and len(readings) % 4 == 0:
                box.stackline.insert_order(f"new-{len(readings)}", lines, retailer=2)
    assert len([key for key in keys(readings) if "/new-" not in key[0]]) == 400
    news = Counter(key for key, _ in keys(readings) if "/new-" in key)
    assert set(news.values()) <= {2}
