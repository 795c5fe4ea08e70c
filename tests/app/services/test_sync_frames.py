"""What window and sync process say to each other arrives as it was sent."""

from datetime import UTC, datetime
from typing import Any

import pytest

from orderdock.auth.steps import (
    Answers,
    BrowserPage,
    Choice,
    Field,
    FieldKind,
    Form,
    Option,
    WentBack,
)
from orderdock.domain.connections import ConnectionId, Outcome, SyncOutcome
from orderdock.domain.errors import MissingAnswer, OrderdockError, PersonCancelled, RateLimited
from orderdock.domain.events import (
    ConnectionChanged,
    Noticed,
    OrdersChanged,
    SyncFinished,
    SyncProgressed,
)
from orderdock.domain.secret import Secret
from orderdock.services import sync_frames
from orderdock.services.sync_frames import Answered, Asked, Begin, Done, Happened, Hidden

ONE = ConnectionId("synq-1")
OUTCOME = SyncOutcome(ONE, "Mine", Outcome.NEEDS_YOU, added=3, error="No.", notes=("One.", "Two."))
FIELD = Field("shop", "Shop", FieldKind.CHOICES, options=(Option("1", "Ä", enabled=False),))
LATE = datetime(2026, 3, 4, 8, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    "event",
    [
        SyncProgressed(ONE, "reading", 3, None, "Reading", "Target", "7"),
        OrdersChanged(ONE, 1, 2),
        ConnectionChanged(ONE),
        SyncFinished(OUTCOME),
        Noticed("Three records were set aside."),
    ],
)
def test_events_arrive_as_they_were(event: Any) -> None:
    frame = sync_frames.as_bytes(Happened(4, sync_frames.packed(event)))
    arrived = sync_frames.from_process(frame)
    assert isinstance(arrived, Happened)
    assert sync_frames.unpacked(arrived.event) == event


@pytest.mark.parametrize(
    "step",
    [
        Form("Sign in", (Field("password", "Password", FieldKind.PASSWORD), FIELD), about="Target"),
        Choice("Which?", FIELD, expires_at=LATE, can_go_back=True),
        BrowserPage("Open it", "https://example.com/?state=1", connection=ONE, expires_at=LATE),
    ],
)
def test_questions_arrive_as_they_were(step: Any) -> None:
    arrived = sync_frames.from_process(sync_frames.as_bytes(Asked(4, 9, sync_frames.packed(step))))
    assert isinstance(arrived, Asked)
    assert sync_frames.unpacked(arrived.step) == step


def test_answers_arrive_as_they_were_and_print_nothing_that_is_secret() -> None:
    given = Answers({"password": Secret(" p4ss wörd "), "shops": ("1", "2"), "ok": True, "n": "x"})
    sent = Answered(9, sync_frames.given(given))
    assert "wörd" not in repr(sent)
    assert "key" not in repr(Begin("folder", "default", None, Hidden(b"the key")).key)
    arrived = sync_frames.to_process(sync_frames.as_bytes(sent))
    assert isinstance(arrived, Answered)
    assert dict(sync_frames.answers(arrived.values)) == dict(given)


@pytest.mark.parametrize(
    "error",
    [
        PersonCancelled(),
        MissingAnswer("A code is needed.", "Enter it.", key="mfa_code"),
        RateLimited("Too often.", "Wait.", retry_after=3),
        OrderdockError("No.", "Try again.", code="own"),
    ],
)
def test_errors_arrive_with_their_words_and_what_they_stand_for(error: OrderdockError) -> None:
    arrived = sync_frames.error_of(sync_frames.in_words(error))
    assert isinstance(arrived, OrderdockError)
    assert (str(arrived), arrived.error_code) == (str(error), error.error_code)
    for kind in (PersonCancelled, MissingAnswer):
        assert isinstance(arrived, kind) is isinstance(error, kind)


def test_going_back_arrives_and_so_does_an_end() -> None:
    assert isinstance(sync_frames.error_of(sync_frames.in_words(WentBack())), WentBack)
    done = Done(4, OUTCOME, sync_frames.in_words(PersonCancelled()))
    assert sync_frames.from_process(sync_frames.as_bytes(done)) == done


def test_nonsense_is_refused() -> None:
    for read in (sync_frames.to_process, sync_frames.from_process):
        with pytest.raises(ValueError, match="MessagePack"):
            read(b"\xc1")
    with pytest.raises(ValueError, match="travels"):
        sync_frames.unpacked(("Secret", b""))
