"""What a sync has seen becomes its result."""

import asyncio

from orderdock.connector.contract import Completed, Link, LinkFailed, LinksFound, Note
from orderdock.domain.connections import ConnectionId, Outcome, SyncOutcome
from orderdock.domain.errors import (
    CodeNeeded,
    PersonCancelled,
    ProviderDown,
    SignInNeeded,
    Unreachable,
)
from orderdock.store.orders import Saved
from orderdock.sync.tally import Tally, outcome_of

AMAZON = Link("1", "Amazon")
TARGET = Link("3", "Target")


def result(tally: Tally, error: BaseException | None = None) -> SyncOutcome:
    return outcome_of(tally, error, connection=ConnectionId("stackline-1"), name="Mine")


def tally(*heard: LinksFound | LinkFailed | Completed | Note) -> Tally:
    made = Tally("Stackline")
    for reading in heard:
        made.hear(reading)
    return made


def test_a_reading_that_comes_to_its_end_is_ok_and_complete() -> None:
    made = tally(LinksFound((AMAZON,)), Completed("1", up_to=5, expected=3, seen=3))
    made.add(Saved(added=2, unchanged=1))
    made.add(Saved(added=1, changed=4))
    assert result(made) == SyncOutcome(
        ConnectionId("stackline-1"), "Mine", Outcome.OK, added=3, changed=4, unchanged=1
    )


def test_fewer_records_than_the_provider_says_it_has_are_a_gap_with_numbers() -> None:
    got = result(tally(LinksFound((AMAZON,)), Completed("1", expected=1430, seen=1425)))
    assert (got.outcome, got.complete) == (Outcome.OK, False)
    assert got.notes == (
        "Stackline says it has 1,430 records of Amazon, but sent only 1,425. "
        "Sync again to fetch the rest.",
    )


def test_a_doubt_counts_as_a_gap_unless_numbers_say_more() -> None:
    doubt = "Only the first 10,000 could be read."
    got = result(tally(Completed(expected=3, seen=3, doubt=doubt)))
    assert (got.outcome, got.complete, got.notes) == (Outcome.OK, False, (doubt,))
    assert "only 2" in result(tally(Completed(expected=3, seen=2, doubt=doubt))).notes[0]


def test_more_records_than_promised_are_no_gap() -> None:
    assert result(tally(Completed(expected=3, seen=4))).complete


def test_a_link_that_needs_a_person_makes_the_whole_need_one_and_its_rows_stay() -> None:
    made = tally(
        LinksFound((AMAZON, TARGET)),
        LinkFailed("1", ProviderDown("Amazon is down.", "Try later.")),
        LinkFailed("3", CodeNeeded("Target asks for a code.", "Sync with somebody there.")),
    )
    made.add(Saved(added=7))
    got = result(made)
    assert (got.outcome, got.complete, got.added) == (Outcome.NEEDS_YOU, False, 7)
    assert got.error == "Target asks for a code. Sync with somebody there."
    assert got.error_code == "code_needed"
    assert got.notes == ("Amazon is down. Try later.",)


def test_a_link_failing_by_itself_makes_the_whole_fail() -> None:
    got = result(tally(LinkFailed("1", ProviderDown("Amazon is down."))))
    assert (got.outcome, got.error) == (Outcome.FAILED, "Amazon is down.")


def test_a_link_that_the_provider_calls_broken_needs_a_person() -> None:
    got = result(tally(LinksFound((Link("3", "Target", usable=False),))))
    assert got.outcome is Outcome.NEEDS_YOU
    assert got.error == (
        "The sign-in at Target no longer works. Repair Target by signing in again."
    )


def test_errors_map_to_outcomes() -> None:
    assert result(tally(), SignInNeeded("Gone.")).outcome is Outcome.NEEDS_YOU
    assert result(tally(), ProviderDown("Down.")).outcome is Outcome.FAILED
    for stop in (PersonCancelled(), asyncio.CancelledError()):
        got = result(tally(), stop)
        assert (got.outcome, got.complete) == (Outcome.CANCELLED, False)
        assert got.error == "The sync was cancelled. What was read is kept."


def test_what_was_read_before_the_trouble_is_not_denied() -> None:
    trouble = Unreachable("The connection broke off.", "Nothing was changed. Try again.")
    made = tally(LinksFound((AMAZON,)), LinkFailed("1", trouble))
    assert result(made).error == "The connection broke off. Nothing was changed. Try again."
    made.add(Saved(added=1000))
    got = result(made)
    assert got.error == "The connection broke off. What was read until then is kept. Try again."
    assert got.notes == ()


def test_notes_are_said_once_and_quarantine_is_named() -> None:
    made = tally(Note("There is nothing to sync."), Note("There is nothing to sync."))
    made.add(Saved(quarantined=1))
    assert result(made).notes == (
        "There is nothing to sync.",
        "1 record could not be read and was set aside.",
    )
