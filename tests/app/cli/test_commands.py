"""Exit codes, sentences and JSON of the commands, against services that do what the test says."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

from orderdock.auth.steps import Dialogue, Field, Form
from orderdock.domain.connections import ConnectionOutcome, Outcome
from orderdock.domain.errors import PersonCancelled, SignInNeeded, Unreachable
from orderdock.domain.events import SyncProgressed
from orderdock.query.summary import SummaryRow
from tests.app.cli.conftest import Run
from tests.app.cli.fake_services import FakeHouse, done, synced

TROUBLE = Unreachable("Stackline did not answer.", "Try again later.")


def raising(error: BaseException) -> Callable[[Dialogue], object]:
    async def work(_dialogue: Dialogue) -> ConnectionOutcome:
        raise error

    return work


async def asks_a_name(dialogue: Dialogue) -> ConnectionOutcome:
    await dialogue.ask(Form("Name it", (Field("name", "Name"),)))
    return done()


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["conect", "stackline"], "Did you mean connect?"),
        (["frobnicate"], "There is no command frobnicate."),
        ([], "No command is given."),
        (["connect"], "Missing argument 'PROVIDER'."),
        (["connect", "amazon"], "There is no provider called amazon."),
        (["connect", "synq"], "Synq cannot be connected yet."),
        (["connect", "stackline", "--answers", "nowhere.json"], "cannot be read from nowhere"),
        (["sync", "nowhere"], "No connection goes by nowhere."),
        (["sync", "--sandbox"], "--sandbox belongs before the command."),
        (["sync", "--fast"], "No such option"),
        (["disconnect", "stackline-1"], "Give either --keep-orders or --erase-orders."),
        (["disconnect", "stackline-1", "--keep-orders", "--erase-orders"], "Give either"),
        (["orders", "--limit", "many"], "--limit: many is no whole number."),
        (["orders", "--sort", "colour"], "Orders cannot be sorted by colour."),
        (["orders", "--sort", "sku:up"], "up is no direction."),
        (["orders", "--from", "2026-02-30"], "--from: 2026-02-30 is no day."),
        (["orders", "--from", "2026-02-02", "--to", "2026-02-01"], "Exchange the two."),
        (["orders", "--min-total", "much"], "--min-total: much is no number."),
        (["orders", "--currency", "dollars"], "dollars is no currency code."),
        (["orders", "--timezone", "Mars/Olympus"], "Mars/Olympus is no time zone"),
        (["orders", "--timezone", "../etc"], "../etc is no time zone"),
        (["orders", "--connection", "nowhere"], "No connection goes by nowhere."),
        (["orders", "--provider", "nobody"], "There is no provider called nobody."),
        (["orders", "--retailer", " "], "--retailer is empty."),
        (["summary"], "Missing option '--by'"),
        (["summary", "--by", "colour"], "Orders cannot be grouped by colour."),
    ],
)
def test_wrong_usage_is_one_line_and_exit_2(run: Run, command: list[str], said: str) -> None:
    ended = run(*command)
    assert ended.code == 2
    assert said in ended.err
    assert len(ended.err.splitlines()) == 1
    assert not ended.out


def test_two_ways_of_asking_exclude_each_other(run: Run) -> None:
    ended = run("connect", "stackline", "--answers", "a", "--stdio")
    assert ended.code == 2
    assert "exclude each other" in ended.objects[0]["message"]


def test_wrong_usage_with_json_is_an_error_object_too(run: Run) -> None:
    ended = run("sync", "nowhere", "--json")
    assert ended.objects == [
        {
            "type": "error",
            "code": "no_such_connection",
            "message": ended.err.strip(),
            "connection": None,
        }
    ]


def test_connect_names_the_new_connection(run: Run, house: FakeHouse) -> None:
    ended = run(
        "connect", "stackline", "--name", "Mine", "--base-url", "http://127.0.0.1:1", "--json"
    )
    assert (ended.code, ended.err) == (0, "")
    assert ended.objects == [
        {
            "type": "result",
            "command": "connect",
            "connections": [
                {
                    "id": "stackline-1",
                    "name": "My shops",
                    "provider": "stackline",
                    "outcome": "ok",
                    "error": None,
                }
            ],
        }
    ]
    details = {"name": "Mine", "base_url": "http://127.0.0.1:1"}
    assert house.connections.asked == [("connect", "stackline", details)]


def test_a_question_to_nobody_is_named_and_exit_3(run: Run, house: FakeHouse) -> None:
    house.connections.work = asks_a_name
    ended = run("link", "My shops 2", "--json")
    assert ended.code == 3
    assert "Name it (name)" in ended.err
    error, result = ended.objects
    assert (error["code"], error["connection"]) == ("missing_answer", "stackline-2")
    assert result["connections"][0]["outcome"] == "needs_you"


@pytest.mark.parametrize(
    ("error", "code", "outcome"),
    [
        (TROUBLE, 1, "failed"),
        (SignInNeeded("The access is over."), 3, "needs_you"),
        (PersonCancelled(), 130, "cancelled"),
        (ExceptionGroup("both", [ValueError("x"), TROUBLE]), 1, "failed"),
    ],
)
def test_how_a_change_can_end(
    run: Run, house: FakeHouse, error: Exception, code: int, outcome: str
) -> None:
    house.connections.work = raising(error)  # type: ignore[assignment]  # raises, whatever its type
    ended = run("repair", "stackline-1", "1", "--json")
    assert ended.code == code
    assert len(ended.err.splitlines()) == 1
    assert [o["type"] for o in ended.objects] == ["error", "result"]
    assert ended.objects[1]["connections"][0]["outcome"] == outcome
    assert house.connections.asked == [("repair", "stackline-1", "1")]


@pytest.mark.logs("a command failed")
def test_what_nobody_thought_of_is_one_sentence_and_the_log(run: Run, house: FakeHouse) -> None:
    secret = "canary-4711-Xq"
    house.connections.work = raising(ValueError(secret))  # type: ignore[assignment]
    ended = run("repair", "stackline-1")
    assert ended.code == 1
    assert "Something went wrong inside Orderdock" in ended.err
    assert len(ended.err.splitlines()) == 1
    log = house.profile.data_dir / "logs" / "orderdock.log"
    assert str(log) in ended.err
    written = log.read_text(encoding="utf-8")
    assert "ValueError" in written
    assert secret not in written + ended.err + ended.out


def test_disconnect_says_what_becomes_of_the_orders(run: Run, house: FakeHouse) -> None:
    ended = run("disconnect", "My shops 1", "--keep-orders")
    assert ended.code == 0
    assert ended.out.startswith("Kept 412 orders")
    assert house.connections.asked == [("disconnect", "stackline-1", True)]


OK, FAILED, NEEDS, STOPPED = Outcome.OK, Outcome.FAILED, Outcome.NEEDS_YOU, Outcome.CANCELLED


@pytest.mark.parametrize(
    ("outcomes", "code"),
    [
        ([OK, OK], 0),
        ([], 0),
        ([OK, FAILED], 4),
        ([OK, NEEDS], 4),
        ([NEEDS, NEEDS], 3),
        ([NEEDS, FAILED], 1),
        ([FAILED], 1),
        ([OK, STOPPED], 130),
    ],
)
def test_exit_codes_of_mixed_outcomes(
    run: Run, house: FakeHouse, outcomes: list[Outcome], code: int
) -> None:
    house.sync.outcomes = [
        synced(n, outcome, error=None if outcome is OK else f"Number {n} failed.")
        for n, outcome in enumerate(outcomes, 1)
    ]
    ended = run("sync", "--json")
    assert ended.code == code
    assert len(ended.err.splitlines()) == sum(o is not OK for o in outcomes)
    result = ended.objects[-1]
    assert [c["outcome"] for c in result["connections"]] == [o.value for o in outcomes]


def test_sync_counts_lines_and_tells_notes(run: Run, house: FakeHouse) -> None:
    house.sync.events = [SyncProgressed(synced(1).id, "reading", 200, 1430, link="Amazon")]
    house.sync.outcomes = [
        synced(1, added=1200, changed=2, unchanged=3, quarantined=1, notes=("1 was set aside.",))
    ]
    ended = run("sync", "My shops 1", "--full")
    assert house.sync.asked == [(("stackline-1",), True)]
    assert "Amazon: Reading (200 of 1,430)" in ended.out
    assert "My shops 1 (stackline-1): 1,200 lines added, 2 changed, 3 unchanged, 1 set" in ended.out
    assert "  1 was set aside." in ended.out
    assert not ended.err


def test_a_sync_that_read_nothing_because_it_failed_counts_nothing(
    run: Run, house: FakeHouse
) -> None:
    house.sync.outcomes = [synced(1), synced(2, Outcome.FAILED, error="It was cut.")]
    ended = run("sync")
    assert "My shops 1 (stackline-1): 0 lines added" in ended.out
    assert "My shops 2" not in ended.out
    assert "My shops 2: It was cut." in ended.err


def test_sync_with_stdio_tells_progress(run: Run, house: FakeHouse) -> None:
    house.sync.events = [SyncProgressed(synced(1).id, "reading", 200, None, "Reading", "Amazon")]
    house.sync.outcomes = [synced(1, added=1)]
    ended = run("sync", "--stdio")
    assert ended.objects[0] == {
        "type": "progress",
        "connection": "stackline-1",
        "link": "Amazon",
        "stage": "reading",
        "done": 200,
        "total": None,
        "message": "Reading",
    }
    assert ended.objects[-1]["type"] == "result"
    keys = {"id", "outcome", "added", "changed", "unchanged", "quarantined", "complete", "error"}
    assert keys <= ended.objects[-1]["connections"][0].keys()


def test_an_interrupted_sync_still_tells_what_came_of_each(run: Run, house: FakeHouse) -> None:
    async def interrupted(_dialogue: object) -> None:
        raise asyncio.CancelledError

    house.sync.work = interrupted
    house.sync.outcomes = [synced(1, added=5), synced(2, STOPPED)]
    ended = run("sync", "--json")
    assert ended.code == 130
    assert len(ended.err.splitlines()) == 1
    assert [c["added"] for c in ended.objects[-1]["connections"]] == [5, 0]


def test_connections_show_state_reason_and_next_step(run: Run) -> None:
    ended = run("connections")
    assert "My shops 1 (stackline-1, stackline)  Up to date, data up to 2026-11-03" in ended.out
    assert "- Amazon: Sign-in needed, no data yet. It was cut." in ended.out
    assert "Next: orderdock repair stackline-1 1" in ended.out


def test_connections_json_is_one_object_with_the_agreed_keys(run: Run) -> None:
    (found,) = run("connections", "--json").objects
    keys = {"id", "provider", "name", "state", "why", "base_url", "data_up_to", "last_checked"}
    keys |= {"orders", "lines", "links"}
    first = found["connections"][0]
    assert keys <= first.keys()
    assert (first["state"], first["data_up_to"]) == ("ok", "2026-11-03T22:15:00Z")
    assert {"id", "name", "state", "data_up_to"} <= first["links"][0].keys()


def test_providers_lists_those_not_built_yet_too(run: Run) -> None:
    ended = run("providers")
    assert "synq" in ended.out
    assert "Synq cannot be connected yet." in ended.out
    (found,) = run("providers", "--json").objects
    assert [p["available"] for p in found["providers"]] == [True, False]


def test_orders_json_is_one_object_a_line(run: Run, house: FakeHouse) -> None:
    awkward = "a\u2028b\x85c\n=1"
    house.library.lines = [
        {"ordered_at": 0, "item_name": awkward, "quantity": "0", "order_id": 7, "line_id": 9},
        {"ordered_at": None, "order_id": 8, "line_id": 10},
    ]
    first, second = run("orders", "--json").objects
    assert first["ordered_at"] == "1970-01-01T00:00:00Z"
    assert (first["item_name"], first["quantity"], first["brand"]) == (awkward, "0", None)
    assert {"connection", "order_id", "line_id"} <= first.keys()
    assert second["ordered_at"] is None


def test_the_table_of_orders_is_aligned_and_harmless(run: Run, house: FakeHouse) -> None:
    house.library.lines = [
        {
            "ordered_at": 1_772_612_400,
            "retailer": "店 \x1b[31m",
            "item_name": "Line\nbreak",
            "quantity": "2",
            "unit_price": "9.50",
            "currency": "USD",
            "order_total": "19.00",
            "order_id": 1,
        },
        {"retailer": "Amazon", "unit_price": "100.00", "currency": "EUR", "order_id": 2},
    ]
    head, first, second, last = run("orders").out.splitlines()
    assert "\x1b" not in first
    assert "Line⏎break" in first
    assert first.rstrip().endswith("19.00  USD")
    assert second.index("100.00") + 6 == head.index("Price") + 5
    assert last == "2 lines of 2 orders."


def test_filters_reach_the_library(run: Run, house: FakeHouse) -> None:
    house.library.groups = [
        SummaryRow("2026-03", "USD", 2, 5, "20.00"),
        SummaryRow("", "", 1, 1, ""),
    ]
    typed = ["--retailer", "Amazon", "--retailer", "Target", "--connection", "My shops 2"]
    typed += ["--from", "2026-03-01", "--timezone", "Europe/Berlin", "--currency", "usd"]
    ended = run("summary", "--by", "month", *typed, "--max-total", "1e3", "--json")
    (wanted,) = house.library.asked
    assert wanted.retailers == ("Amazon", "Target")
    assert wanted.connections == ("stackline-2",)
    assert (wanted.currencies, wanted.timezone) == (("USD",), "Europe/Berlin")
    assert str(wanted.date_from) == "2026-03-01"
    assert ended.objects == [
        {"month": "2026-03", "currency": "USD", "orders": 2, "lines": 5, "total": "20.00"},
        {"month": None, "currency": None, "orders": 1, "lines": 1, "total": None},
    ]


def test_doctor_prints_its_findings(run: Run) -> None:
    assert run("doctor").out == "ok  Vault: The keyring answers.\n"
    assert run("doctor", "--json").objects[0]["vault"]["ok"] is True


def test_help_and_version_are_words_on_standard_output(run: Run) -> None:
    overview = run("--help")
    assert (overview.code, overview.err) == (0, "")
    assert "orderdock --sandbox connect stackline" in overview.out
    assert run("--version").out.startswith("orderdock ")
    assert "--answers FILE" in run("sync", "--help").out


def test_every_library_is_closed(run: Run, house: FakeHouse) -> None:
    run("orders", "--json")
    assert house.library.closed


def test_nothing_connected_says_what_to_do(run: Run, house: FakeHouse) -> None:
    house.library.views = []
    for command in ("connections", "sync"):
        ended = run(command)
        assert ended.code == 0
        assert "Next: orderdock connect stackline" in ended.out
    assert run("sync", "--json").objects == [
        {"type": "result", "command": "sync", "connections": []}
    ]


def test_an_outcome_that_failed_is_an_error_too(run: Run, house: FakeHouse) -> None:
    async def failed(_dialogue: Dialogue) -> ConnectionOutcome:
        return replace(done(), outcome=Outcome.NEEDS_YOU, error="Amazon asks for a code.")

    house.connections.work = failed
    ended = run("link", "stackline-1")
    assert (ended.code, ended.err) == (3, "Amazon asks for a code.\n")
